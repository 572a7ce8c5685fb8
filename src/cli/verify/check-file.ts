/**
 * Verifies a file of many answers (the result of a batch) without us: no database, no network, only the file and
 * a list of our public keys. Reads it line by line, so its size does not matter. Imports `core` and Node alone.
 *
 * Run: node src/cli/verify/check-file.ts FILE KEYS.json
 */
import { createReadStream, readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import {
  type CheckFileFault,
  type CheckFileLine,
  CheckFileReader,
  type CheckFileSummary,
} from "#core/receipt/check-file.ts";
import { checkEd25519, type KeyList, readKeyList } from "./keys.ts";

export type CheckFileReason = CheckFileFault | "signed" | "other-key" | "key-ended";

export interface CheckFileFinding {
  readonly verdict: "genuine" | "altered" | "unknown";
  readonly reason: CheckFileReason;
  readonly keyId: string | null;
  /** What the file says of itself, where it is genuine. */
  readonly summary: CheckFileSummary | null;
}

/** No line of ours is longer; what is would only fill memory. */
const lineBytesMax = 4 * 1024 * 1024;

/**
 * Verifies a file against the issuer's list of keys.
 * @param onLine told of every answer as it is read; what it hears is proved only when the verdict is genuine
 */
export async function verifyCheckFile(
  bytes: AsyncIterable<Uint8Array>,
  { id, keys }: KeyList,
  onLine: (line: CheckFileLine) => void = () => {},
): Promise<CheckFileFinding> {
  const reader = new CheckFileReader();
  for await (const line of linesOf(bytes)) {
    const taken = line === null ? "no-file" : reader.take(line);
    if (typeof taken === "string")
      return { verdict: reader.head ? "altered" : "unknown", reason: taken, keyId: null, summary: null };
    if (taken) onLine(taken);
  }
  const found = reader.finish((keyId) => keys.find((one) => one.keyId === keyId)?.publicKey ?? null, checkEd25519);
  if (typeof found === "string") {
    const verdict = found === "other-key" || found === "no-file" ? "unknown" : "altered";
    return { verdict, reason: found, keyId: null, summary: null };
  }
  const { keyId, root } = found;
  // Whoever signs must be the one who issues: a key of somebody else's list proves nothing about us.
  if (root.issuer !== id) return { verdict: "unknown", reason: "other-key", keyId, summary: null };
  const until = keys.find((one) => one.keyId === keyId)?.until ?? null;
  if (until !== null && Date.parse(root.signedAt) > Date.parse(until))
    return { verdict: "altered", reason: "key-ended", keyId, summary: null };
  return { verdict: "genuine", reason: "signed", keyId, summary: found };
}

/** Lines, each ended by a line feed; null for what is no UTF-8, too long, or not ended. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string | null> {
  let rest = Buffer.alloc(0);
  for await (const chunk of bytes) {
    rest = Buffer.concat([rest, chunk]);
    let at = 0;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, at)) {
      yield textOf(rest.subarray(at, end));
      at = end + 1;
    }
    rest = rest.subarray(at);
    if (rest.length > lineBytesMax) yield null;
  }
  if (rest.length > 0) yield null;
}

function textOf(bytes: Buffer): string | null {
  const text = bytes.toString("utf8");
  // What is no UTF-8 would be read as replacement characters, and those could be anything.
  return Buffer.from(text).equals(bytes) ? text : null;
}

/** Whether bytes begin as such a file does. A receipt is one line, and says in it what it is. */
export function beginsAsCheckFile(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString("utf8");
  const [first = ""] = text.split("\n", 1);
  return first.includes('"type":"ChengxinCheckFile/1"');
}

if (import.meta.main) {
  const [file = "", keys = ""] = process.argv.slice(2);
  const list = readKeyList(readFileSync(keys, "utf8"));
  if (!list) throw new Error(`${keys} is no list of keys`);
  const found = await verifyCheckFile(createReadStream(file) as Readable, list);
  process.stdout.write(`${JSON.stringify(found)}\n`);
  process.exitCode = { genuine: 0, altered: 1, unknown: 3 }[found.verdict];
}
