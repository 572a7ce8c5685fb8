/**
 * Verifies an offline bundle, and the journal a desk kept on it, without us: no database, no network, only the files and a
 * list of our public keys. Imports `core` and Node alone, so that whoever distrusts us can read all of it.
 *
 * Run: node src/cli/verify/bundle.ts BUNDLE KEYS.json [JOURNAL]
 */
import { readFileSync } from "node:fs";
import { type BundleFault, type ProvedBundle, readBundle } from "#core/receipt/bundle.ts";
import { dayOfBundle, deskAnswer } from "#core/receipt/desk-answer.ts";
import { type Journal, type JournalFaultKind, type JournalOf, readJournal } from "#core/receipt/journal.ts";
import { checkEd25519, type KeyList, readKeyList } from "./keys.ts";

export type BundleReason = BundleFault | "signed" | "other-key" | "key-ended";

export interface BundleFinding {
  readonly verdict: "genuine" | "altered" | "unknown";
  readonly reason: BundleReason;
  readonly keyId: string | null;
  /** Where it is genuine. */
  readonly proved: ProvedBundle | null;
}

/** Verifies a bundle's bytes against the issuer's list of keys. Whether it still answers is another question. */
export function verifyBundle(bytes: Uint8Array, { id, keys }: KeyList): BundleFinding {
  const keyOf = (keyId: string) => keys.find((one) => one.keyId === keyId)?.publicKey ?? null;
  const read = readBundle(bytes, keyOf, checkEd25519);
  if (typeof read === "string") {
    const verdict = read === "no-bundle" || read === "other-key" ? "unknown" : "altered";
    return { verdict, reason: read, keyId: null, proved: null };
  }
  const { keyId, root } = read;
  // Whoever signs must be the one who issues: a key of somebody else's list proves nothing about us.
  if (root.issuer !== id) return { verdict: "unknown", reason: "other-key", keyId, proved: null };
  const until = keys.find((one) => one.keyId === keyId)?.until ?? null;
  if (until !== null && Date.parse(root.signedAt) > Date.parse(until))
    return { verdict: "altered", reason: "key-ended", keyId, proved: null };
  return { verdict: "genuine", reason: "signed", keyId, proved: read };
}

export type JournalReason = JournalFaultKind | "signed" | "outside" | "answer";

export interface JournalFinding {
  readonly verdict: "genuine" | "altered" | "unknown";
  readonly reason: JournalReason;
  /** Where it is not genuine: the line, from 1. */
  readonly line: number | null;
  readonly journal: Journal | null;
}

/** Which bundle a journal must be of. */
export function journalOf({ bundle: { head }, root }: ProvedBundle): JournalOf {
  return { bundle: head.bundle, body: head.body, desk: head.desk, root: root.root };
}

/** Verifies a journal against the bundle it was kept on: chain, signatures, and every answer it tells of. */
export function verifyJournal(bytes: Uint8Array, proved: ProvedBundle): JournalFinding {
  const read = readJournal(bytes, journalOf(proved), { check: checkEd25519, signatures: "all" });
  if ("fault" in read) {
    const verdict = read.fault === "other-bundle" || read.fault === "no-journal" ? "unknown" : "altered";
    return { verdict, reason: read.fault, line: read.line, journal: null };
  }
  const { bundle } = proved;
  for (const { n, at, by, matter, purpose, asked } of read.entries) {
    const fault = (reason: JournalReason): JournalFinding => ({
      verdict: "altered",
      reason,
      line: n + 1,
      journal: null,
    });
    if (dayOfBundle(bundle, new Date(at)) !== "answers" || purpose !== bundle.head.purpose) return fault("outside");
    if (asked.code === null) continue;
    const said = deskAnswer(bundle, { code: asked.code, matter, by, at });
    if (said?.digest !== asked.answer || said.outcome !== asked.outcome) return fault("answer");
  }
  return { verdict: "genuine", reason: "signed", line: null, journal: read };
}

if (import.meta.main) {
  const [file = "", keys = "", journal] = process.argv.slice(2);
  const list = readKeyList(readFileSync(keys, "utf8"));
  if (!list) throw new Error(`${keys} is no list of keys`);
  const { proved, ...found } = verifyBundle(readFileSync(file), list);
  const kept = proved && journal !== undefined ? verifyJournal(readFileSync(journal), proved) : null;
  const ends = proved && { answersUntil: proved.bundle.head.answersUntil, ...proved.bundle.tally };
  process.stdout.write(`${JSON.stringify({ ...found, ...ends, ...(kept ? { journal: kept } : {}) })}\n`);
  process.exitCode = { genuine: 0, altered: 1, unknown: 3 }[
    kept && found.verdict === "genuine" ? kept.verdict : found.verdict
  ];
}
