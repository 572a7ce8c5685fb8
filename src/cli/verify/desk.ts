/**
 * The desk that lost its line: answers from a bundle and writes every look into a journal before it answers. No database, no
 * network: the bundle, a list of our public keys, and the desk's own key. Imports `core` and Node alone.
 *
 * Run: node src/cli/verify/desk.ts CODE --matter M --bundle FILE --journal FILE --officer ID [--purpose P] [--keys F] [--desk F]
 */
import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { parseArgs } from "node:util";
import { looksLikePersonNumber } from "#core/code/secrets.ts";
import { checkUnifiedCode } from "#core/code/unified.ts";
import type { DeskPerson, ProvedBundle, UnreachableRule } from "#core/receipt/bundle.ts";
import { type DeskAnswer, dayOfBundle, deskAnswer } from "#core/receipt/desk-answer.ts";
import {
  type DeskSigner,
  type JournalEntry,
  journalEnd,
  journalEntry,
  journalHead,
  readJournal,
} from "#core/receipt/journal.ts";
import { kindOfUnifiedCode } from "#core/subject/identifier.ts";
import { type BundleReason, journalOf, verifyBundle } from "./bundle.ts";
import { checkEd25519, readKeyList } from "./keys.ts";

/** Files of a desk. */
export interface DeskFiles {
  readonly bundle: string;
  readonly journal: string;
  /** The issuer's list of keys. */
  readonly keys: string;
  /** The desk's own key pair, as a JWK. */
  readonly desk: string;
}

/** Where the files beside a bundle lie unless others are named. */
export function besideBundle(bundle: string): Pick<DeskFiles, "keys" | "desk"> {
  return { keys: `${bundle}.keys.json`, desk: `${bundle}.desk.json` };
}

/** Why a desk is not answered. Nothing of the number that was given is said back. */
export type DeskRefusal =
  | "no-file"
  | "no-keys"
  | `bundle-${BundleReason}`
  /** The bundle has ended: the register is unreachable, and its rule holds. */
  | "ended"
  /** The desk's clock stands before the bundle was made, or before the last entry of the journal. */
  | "clock"
  | "matter"
  | "purpose"
  /** None of the officers the bundle names. */
  | "officer"
  /** The desk's key is not the one the bundle was made for. */
  | "desk-key"
  /** The journal is closed, altered, or another's. */
  | "journal-closed"
  | "journal"
  /** Somebody else is writing in it. */
  | "busy"
  | "measures.number"
  | "measures.number-at-desk"
  | "registry.identity-number";

/** What a desk is told. */
export type AtDesk =
  | { readonly ok: true; readonly told: DeskAnswer; readonly proved: ProvedBundle; readonly n: number }
  | { readonly ok: false; readonly refused: DeskRefusal; readonly unreachable: UnreachableRule | null };

export interface DeskAsked {
  readonly code: string;
  readonly matter: string;
  readonly purpose: string | undefined;
  /** An officer's id, or the beginning of it (eight characters at least); absent where a program made the bundle. */
  readonly officer: string | undefined;
}

/** Answers from a bundle. The entry is in the journal and on disk before this returns. */
export function askAtDesk(files: DeskFiles, asked: DeskAsked, given?: Date): AtDesk {
  const desk = openDesk(files);
  if (!desk.ok) return desk;
  const { proved, signer } = desk;
  const { head } = proved.bundle;
  const now = given ?? timeAt(proved);
  const rule = head.matters.find((one) => one.matter === asked.matter)?.unreachable ?? null;
  const no = (refused: DeskRefusal): AtDesk => ({ ok: false, refused, unreachable: rule });
  if (!rule) return no("matter");
  const day = dayOfBundle(proved.bundle, now);
  if (day !== "answers") return no(day);
  const purpose = asked.purpose ?? head.purpose;
  if (purpose !== head.purpose) return no("purpose");
  const by = personAt(proved, asked.officer);
  if (!by) return no("officer");
  const read = readCode(asked.code);
  const at = now.toISOString();
  const entry = { at, by, matter: asked.matter, purpose };
  if (!read.ok) {
    const kept = keep(files.journal, proved, {
      signer,
      entry: { ...entry, asked: { code: null, refused: read.refused } },
    });
    return no(typeof kept === "string" ? kept : read.refused);
  }
  const told = deskAnswer(proved.bundle, { code: read.code, matter: asked.matter, by, at });
  if (!told) return no("matter");
  const { outcome, digest: answer } = told;
  const kept = keep(files.journal, proved, {
    signer,
    entry: { ...entry, asked: { code: read.code, outcome, answer } },
  });
  return typeof kept === "string" ? no(kept) : { ok: true, told, proved, n: kept.n };
}

/** Closes a journal: nothing can be asked afterwards. A desk that never asked anything closes an empty one. */
export function closeJournal(
  files: DeskFiles,
  officer: string | undefined,
  given?: Date,
): { readonly ok: true; readonly entries: number } | { readonly ok: false; readonly refused: DeskRefusal } {
  const desk = openDesk(files);
  if (!desk.ok) return desk;
  const by = personAt(desk.proved, officer);
  if (!by) return { ok: false, refused: "officer" };
  const at = (given ?? timeAt(desk.proved)).toISOString();
  const kept = keep(files.journal, desk.proved, { signer: desk.signer, close: { at, by } });
  if (kept === "journal-closed") return { ok: true, entries: 0 };
  return typeof kept === "string" ? { ok: false, refused: kept } : { ok: true, entries: kept.n - 1 };
}

/** The time at the desk, as the platform that made the bundle counts it. */
function timeAt({ bundle: { head } }: ProvedBundle): Date {
  return new Date(Date.now() + head.clockAheadSeconds * 1000);
}

/** Makes a desk's key pair; @returns its public half. Throws where the file is there already. */
export function makeDeskKey(file: string): { readonly kty: "OKP"; readonly crv: "Ed25519"; readonly x: string } {
  const jwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  writeFileSync(file, `${JSON.stringify(jwk)}\n`, { mode: 0o600, flag: "wx" });
  return { kty: "OKP", crv: "Ed25519", x: String(jwk.x) };
}

/** The public half of a desk's key file; null where it is none. */
export function publicHalf(file: string): { readonly kty: "OKP"; readonly crv: "Ed25519"; readonly x: string } | null {
  const signer = readSigner(file);
  return signer && { kty: "OKP", crv: "Ed25519", x: signer.keyId };
}

type OpenDesk =
  | { readonly ok: true; readonly proved: ProvedBundle; readonly signer: DeskSigner }
  | { readonly ok: false; readonly refused: DeskRefusal; readonly unreachable: null };

function openDesk({ bundle, keys, desk }: DeskFiles): OpenDesk {
  const no = (refused: DeskRefusal): OpenDesk => ({ ok: false, refused, unreachable: null });
  if (!existsSync(bundle) || !existsSync(keys)) return no("no-file");
  const list = readKeyList(readFileSync(keys, "utf8"));
  if (!list) return no("no-keys");
  const { proved, reason } = verifyBundle(readFileSync(bundle), list);
  if (!proved) return no(`bundle-${reason}`);
  const signer = existsSync(desk) ? readSigner(desk) : null;
  return signer?.keyId === proved.bundle.head.desk ? { ok: true, proved, signer } : no("desk-key");
}

function readSigner(file: string): DeskSigner | null {
  try {
    const jwk = JSON.parse(readFileSync(file, "utf8"));
    const key = createPrivateKey({ key: jwk, format: "jwk" });
    return { keyId: jwk.x, sign: (bytes) => sign(null, bytes, key) };
  } catch {
    return null;
  }
}

/** The officer meant; the program that made the bundle where nobody is named. */
function personAt({ bundle: { head } }: ProvedBundle, officer: string | undefined): DeskPerson | null {
  if (officer === undefined) return head.madeBy.kind === "client" ? head.madeBy : null;
  const found = officer.length < 8 ? [] : head.officers.filter((id) => id.startsWith(officer.toLowerCase()));
  return found.length === 1 && found[0] !== undefined ? { kind: "officer", id: found[0] } : null;
}

type ReadCode =
  | { readonly ok: true; readonly code: string }
  | {
      readonly ok: false;
      readonly refused: "measures.number" | "measures.number-at-desk" | "registry.identity-number";
    };

/** A code of an organisation; a bundle knows nobody else, and a person's number is not even written down (C12, C13). */
function readCode(text: string): ReadCode {
  if (looksLikePersonNumber(text)) return { ok: false, refused: "registry.identity-number" };
  const { normalised } = checkUnifiedCode(text);
  if (normalised === null) return { ok: false, refused: "measures.number" };
  const isOrganisation = kindOfUnifiedCode(normalised) === "organisation";
  return isOrganisation ? { ok: true, code: normalised } : { ok: false, refused: "measures.number-at-desk" };
}

type Kept = { readonly n: number };
type Keeping = { readonly signer: DeskSigner } & (
  | { readonly entry: JournalEntry }
  | { readonly close: { readonly at: string; readonly by: DeskPerson } }
);

/** Writes one line at the journal's end and waits for the disk; begins the journal where there is none. */
function keep(file: string, proved: ProvedBundle, keeping: Keeping): Kept | DeskRefusal {
  return locked(file, () => {
    const { signer } = keeping;
    const of = journalOf(proved);
    const begun = existsSync(file) ? wholeLines(file) : Buffer.alloc(0);
    const head = begun.length === 0 ? `${journalHead(of, signer)}\n` : "";
    const read = readJournal(Buffer.concat([begun, Buffer.from(head)]), of, {
      check: checkEd25519,
      signatures: "last",
    });
    if ("fault" in read) return "journal";
    if (read.end) return "journal-closed";
    const at = "entry" in keeping ? keeping.entry.at : keeping.close.at;
    if (at < (read.entries.at(-1)?.at ?? "")) return "clock";
    const place = { n: read.lines, prev: read.last };
    const line =
      "entry" in keeping
        ? journalEntry(keeping.entry, place, signer)
        : journalEnd({ ...keeping.close, entries: read.entries.length }, place, signer);
    append(file, begun.length, `${head}${line}\n`);
    return { n: place.n };
  });
}

/** What a power cut left half-written is no entry: nobody was answered on it. */
function wholeLines(file: string): Buffer {
  const bytes = readFileSync(file);
  return bytes.subarray(0, bytes.lastIndexOf(10) + 1);
}

function append(file: string, from: number, text: string): void {
  if (existsSync(file)) truncateSync(file, from);
  const opened = openSync(file, "a", 0o600);
  try {
    writeSync(opened, text);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

const lockTries = 50;
const lockWaitMs = 100;
const lockHeldMs = 30_000;

/** One at a time: two who write at once would break the chain. */
function locked<T>(file: string, work: () => T): T | "busy" {
  const lock = `${file}.lock`;
  for (let tries = 0; ; tries++) {
    try {
      closeSync(openSync(lock, "wx", 0o600));
      break;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      if (tries >= lockTries) return "busy";
      // Nobody writes for so long: whoever held it was killed.
      if (Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > lockHeldMs)
        rmSync(lock, { force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lockWaitMs);
    }
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

if (import.meta.main) {
  const text = { type: "string" } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { matter: text, purpose: text, bundle: text, journal: text, officer: text, keys: text, desk: text },
  });
  const { matter = "", purpose, bundle = "", journal = "", officer } = values;
  const beside = besideBundle(bundle);
  const files = { bundle, journal, keys: values.keys ?? beside.keys, desk: values.desk ?? beside.desk };
  const found = askAtDesk(files, { code: positionals[0] ?? "", matter, purpose, officer });
  process.stdout.write(`${JSON.stringify(found.ok ? { ...found.told, n: found.n } : found)}\n`);
  process.exitCode = found.ok && found.told.outcome !== "unknown-subject" ? 0 : 1;
}
