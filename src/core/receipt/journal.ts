/**
 * The journal of a desk that answers from a bundle: every look, in order, signed by the desk, so that the looks reach the log
 * when the line is back (C15). A text of lines, each ended by a line feed, each the canonical JSON (RFC 8785) of itself:
 *
 *   head   {"body", "bundle", "desk", "n": 0, "prev", "signature", "type": "ChengxinJournal/1"}; `prev`: the bundle's root
 *   entry  {"answer", "at", "by", "code", "matter", "n", "outcome", "prev", "purpose", "signature"}: what was told, by its
 *          digest; or, of a number that was none or a person's, "refused" in the place of answer and outcome, and no code
 *   end    {"at", "by", "end": entries, "n", "prev", "signature"}: nothing follows
 *
 * `prev` is the SHA-256 of the line before, so a signature is over everything that precedes it too. Pure.
 */
import { hash } from "node:crypto";
import { type CheckSignature, isObject, type JsonObject, type Sign } from "../credential/data-integrity.ts";
import { isSignedDetached, signDetached } from "../credential/detached.ts";
import { parseUnambiguous } from "../credential/strict-json.ts";
import { canonicalJson, type Json } from "../record/canonical.ts";
import type { DeskOutcome, DeskPerson } from "./bundle.ts";

/** What a journal's head says it is. */
export const journalType = "ChengxinJournal/1";

/** Which bundle a journal is of. */
export interface JournalOf {
  readonly bundle: string;
  readonly body: string;
  /** The desk's public key, base64url. */
  readonly desk: string;
  /** The bundle's root, 64 characters of hex. */
  readonly root: string;
}

/** One look, or one number that was refused. */
export interface JournalEntry {
  readonly at: string;
  readonly by: DeskPerson;
  readonly matter: string;
  readonly purpose: string;
  readonly asked:
    | { readonly code: string; readonly outcome: DeskOutcome; readonly answer: string }
    | { readonly code: null; readonly refused: string };
}

/** An entry with its place and the digest of its line, 64 characters of hex. */
export interface ReadEntry extends JournalEntry {
  readonly n: number;
  readonly digest: string;
  /** The digest of the line before. */
  readonly prev: string;
}

/** A journal that was read. */
export interface Journal {
  readonly entries: readonly ReadEntry[];
  /** When it was closed, and by whom; null while it goes on. */
  readonly end: { readonly at: string; readonly by: DeskPerson; readonly digest: string } | null;
  /** Digest of the last line: what the next refers to. */
  readonly last: string;
  readonly lines: number;
}

export type JournalFaultKind =
  /** Not a journal by its form. */
  | "no-journal"
  /** Of another bundle, body or desk. */
  | "other-bundle"
  /** A line is missing, doubled, moved, or goes on after the end. */
  | "chain"
  /** A line is not what the desk signed. */
  | "signature"
  /** It goes back in time. */
  | "clock";

export interface JournalFault {
  readonly fault: JournalFaultKind;
  /** From 1. */
  readonly line: number;
}

/** The digest by which the next line refers to a line. */
export function lineDigest(line: string): string {
  return hash("sha256", line, "hex");
}

export interface DeskSigner {
  readonly keyId: string;
  readonly sign: Sign;
}

/** The first line. */
export function journalHead({ bundle, body, desk, root }: JournalOf, signer: DeskSigner): string {
  return signed({ body, bundle, desk, n: 0, prev: root, type: journalType }, signer);
}

/** The line of an entry after a line with the digest `prev`. */
export function journalEntry(entry: JournalEntry, place: { n: number; prev: string }, signer: DeskSigner): string {
  const { at, by, matter, purpose, asked } = entry;
  const told: Json =
    asked.code === null
      ? { code: null, refused: asked.refused }
      : { answer: asked.answer, code: asked.code, outcome: asked.outcome };
  return signed({ at, by: { ...by }, matter, ...place, purpose, ...(told as JsonObject) }, signer);
}

/** The last line. */
export function journalEnd(
  given: { readonly at: string; readonly by: DeskPerson; readonly entries: number },
  place: { n: number; prev: string },
  signer: DeskSigner,
): string {
  const { at, by, entries } = given;
  return signed({ at, by: { ...by }, end: entries, ...place }, signer);
}

function signed(line: JsonObject, signer: DeskSigner): string {
  const signature = signDetached(Buffer.from(canonicalJson(line)), signer);
  return canonicalJson({ ...line, signature });
}

/**
 * Reads a journal and proves it. `signatures`: all of them, or the last alone, which by the chain is over all the others too.
 */
export function readJournal(
  bytes: Uint8Array,
  of: JournalOf,
  { check, signatures }: { readonly check: CheckSignature; readonly signatures: "all" | "last" },
): Journal | JournalFault {
  const text = Buffer.from(bytes).toString("utf8");
  const lines = text.split("\n");
  if (!Buffer.from(text).equals(bytes) || lines.pop() !== "" || lines.length === 0)
    return { fault: "no-journal", line: Math.max(1, lines.length) };
  const publicKey = Buffer.from(of.desk, "base64url");
  const entries: ReadEntry[] = [];
  let end: Journal["end"] = null;
  let [prev, at] = [of.root, ""];
  for (const [n, line] of lines.entries()) {
    const fault = (kind: JournalFaultKind): JournalFault => ({ fault: kind, line: n + 1 });
    const value = parseUnambiguous(line);
    if (!value || canonicalOrNull(value) !== line) return fault("no-journal");
    if (n === 0 && !isHead(value, of)) return fault(value["type"] === journalType ? "other-bundle" : "no-journal");
    if (end !== null || value["n"] !== n || value["prev"] !== prev) return fault("chain");
    if ((signatures === "all" || n === lines.length - 1) && !isSigned(value, { publicKey, check }))
      return fault("signature");
    const place = { n, prev, digest: lineDigest(line) };
    prev = place.digest;
    if (n === 0) continue;
    const read = readLine(value, place);
    if (!read) return fault("no-journal");
    if (read.at < at) return fault("clock");
    at = read.at;
    if (!("end" in read)) entries.push(read);
    else if (read.end === entries.length) end = { at: read.at, by: read.by, digest: read.digest };
    else return fault("chain");
  }
  return { entries, end, last: prev, lines: lines.length };
}

function isHead(value: JsonObject, { bundle, body, desk, root }: JournalOf): boolean {
  const { signature: _, ...rest } = value;
  return canonicalJson(rest) === canonicalJson({ body, bundle, desk, n: 0, prev: root, type: journalType });
}

function isSigned(
  { signature, ...line }: JsonObject,
  given: { readonly publicKey: Uint8Array; readonly check: CheckSignature },
): boolean {
  // Trimmed text would verify too, and would be another line.
  if (typeof signature !== "string" || signature !== signature.trim()) return false;
  return isSignedDetached(Buffer.from(canonicalJson(line)), signature, given);
}

type ReadEnd = { readonly end: number; readonly at: string; readonly by: DeskPerson; readonly digest: string };

/** An entry or the end; null where it has members no line has, or lacks one. */
function readLine(value: JsonObject, place: { n: number; prev: string; digest: string }): ReadEntry | ReadEnd | null {
  const { n: _n, prev: _prev, signature: _signature, at, by, ...rest } = value;
  const person = personOf(by);
  if (!isInstant(at) || !person) return null;
  const keys = Object.keys(rest).sort().join();
  if (keys === "end" && typeof rest["end"] === "number")
    return { end: rest["end"], at, by: person, digest: place.digest };
  const { matter, purpose, code, outcome, answer, refused } = rest;
  if (typeof matter !== "string" || typeof purpose !== "string") return null;
  const head = { ...place, at, by: person, matter, purpose };
  if (keys === "code,matter,purpose,refused" && code === null && typeof refused === "string")
    return { ...head, asked: { code, refused } };
  if (keys !== "answer,code,matter,outcome,purpose" || typeof answer !== "string" || typeof code !== "string")
    return null;
  const told = outcomes.find((one) => one === outcome);
  return told ? { ...head, asked: { code, outcome: told, answer } } : null;
}

const outcomes: readonly DeskOutcome[] = ["measures", "nothing-recorded", "unknown-subject"];

function personOf(value: Json | undefined): DeskPerson | null {
  if (!isObject(value)) return null;
  const { kind, id, ...more } = value;
  const isOne = (kind === "officer" || kind === "client") && typeof id === "string" && Object.keys(more).length === 0;
  return isOne ? { kind, id } : null;
}

/** RFC 3339 with `Z` and milliseconds, as this program writes it: as text it sorts as time does. */
function isInstant(value: Json | undefined): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value)) return false;
  return !Number.isNaN(Date.parse(value));
}

function canonicalOrNull(value: JsonObject): string | null {
  try {
    return canonicalJson(value);
  } catch {
    return null;
  }
}
