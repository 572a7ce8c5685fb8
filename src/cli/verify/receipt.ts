/**
 * Verifies a check's receipt without us: no database, no network, only the file and a list of our public keys. Imports
 * `core` and Node alone, so that whoever distrusts us can read all of it.
 *
 * Run: node src/cli/verify/receipt.ts FILE KEYS.json
 */
import { readFileSync } from "node:fs";
import type { JsonObject } from "#core/credential/data-integrity.ts";
import { findReceiptFault, type ReceiptFault, readReceipt } from "#core/receipt/receipt.ts";
import { checkEd25519, type KeyList, readKeyList } from "./keys.ts";

export type ReceiptVerdict = "genuine" | "altered" | "unknown";

export type ReceiptReason =
  | ReceiptFault
  /** Everything holds. */
  | "signed"
  /** Signed by a key, or issued by somebody, that is not in the list. */
  | "other-key"
  /** The key had stopped signing when the receipt says it was signed. */
  | "key-ended";

export interface ReceiptFinding {
  readonly verdict: ReceiptVerdict;
  readonly reason: ReceiptReason;
  readonly keyId: string | null;
  /** What the receipt says, where it is genuine. */
  readonly answer: JsonObject | null;
}

/** Verifies a receipt's bytes against the issuer's list of keys. */
export function verifyReceipt(bytes: Uint8Array, { id, keys }: KeyList): ReceiptFinding {
  const read = readReceipt(bytes);
  if (read === "no-receipt") return { verdict: "unknown", reason: read, keyId: null, answer: null };
  if (read === "layout") return { verdict: "altered", reason: read, keyId: null, answer: null };
  const { keyId, root } = read;
  const key = keys.find((one) => one.keyId === keyId);
  // Whoever signs must be the one who issues: a key of somebody else's list proves nothing about us.
  if (!key || root.issuer !== id) return { verdict: "unknown", reason: "other-key", keyId, answer: null };
  const fault = findReceiptFault(read, { publicKey: key.publicKey, check: checkEd25519 });
  if (fault !== null) return { verdict: "altered", reason: fault, keyId, answer: null };
  if (key.until !== null && Date.parse(root.signedAt) > Date.parse(key.until))
    return { verdict: "altered", reason: "key-ended", keyId, answer: null };
  return { verdict: "genuine", reason: "signed", keyId, answer: read.answer };
}

if (import.meta.main) {
  const [file = "", keys = ""] = process.argv.slice(2);
  const list = readKeyList(readFileSync(keys, "utf8"));
  if (!list) throw new Error(`${keys} is no list of keys`);
  const found = verifyReceipt(readFileSync(file), list);
  process.stdout.write(`${JSON.stringify(found)}\n`);
  process.exitCode = { genuine: 0, altered: 1, unknown: 3 }[found.verdict];
}
