/**
 * Offline bundles: what binds one body, in some matters, towards every organisation, as of one instant; for a desk that loses
 * its line. A text of lines, each ended by a line feed, each the canonical JSON (RFC 8785) of itself:
 *
 *   head     {"type": "ChengxinBundle/1", ...}: whose it is, of which instant, until when it answers, what to do without it
 *   entries  {"entries": [{"code", "matters": [{"constraints", "incentives", "matter"}]}]}: organisations that are bound or
 *            favoured, by code, some a line; words stand by their SHA-256, as in a receipt (receipt.ts)
 *   known    {"known": "..."}: fingerprints of all unified codes the register knows, in order, 6 bytes each, base64url; so that
 *            "nothing recorded" and "not known" are told apart without a list of names or codes
 *   terms    {"terms": {...}}: words, each once
 *   tally    {"tally": {"entries", "known"}}
 *   end      {"root": {...}, "signature": "..."}: the RFC 6962 root over the SHA-256 of every line before it, signed as the
 *            root of receipts is
 *
 * A fingerprint is the beginning of SHA-256(salt || code): with k codes known, one unknown code in 2^48 / k is taken for a
 * known one, and is then answered "nothing recorded"; no code that is known is ever missed. Pure.
 */
import { hash } from "node:crypto";
import { type CheckSignature, isObject, type JsonObject, type Sign } from "../credential/data-integrity.ts";
import { keyIdOfDetached } from "../credential/detached.ts";
import { parseUnambiguous } from "../credential/strict-json.ts";
import { CompactRange } from "../merkle/tree.ts";
import { canonicalJson, type Json } from "../record/canonical.ts";
import type { Bilingual } from "../refusal.ts";
import { isRootSigned, leafOf, readSignedRoot, type SignedRoot, signRoot, termsDigest } from "./receipt.ts";

/** What a bundle's head says it is. */
export const bundleType = "ChengxinBundle/1";

/** Bytes of a fingerprint. */
export const fingerprintBytes = 6;
/** Fingerprints and entries of one line. */
export const knownPerLine = 4096;
export const entriesPerLine = 32;

/** A law as bundles cite it. */
export interface CitedLaw {
  readonly title: Bilingual;
  readonly article: string;
}

/** What to do in a matter while the register cannot be asked, and on what it rests. */
export interface UnreachableRule {
  /** `go-on`: decide unchecked and check afterwards. `wait`: the law makes the check a condition; nobody is refused meanwhile. */
  readonly way: "go-on" | "wait";
  readonly text: Bilingual;
  readonly law: readonly CitedLaw[];
}

/** Who asks at a desk: an officer or a program of the body. */
export interface DeskPerson {
  readonly kind: "officer" | "client";
  readonly id: string;
}

/** What a bundle says of itself. */
export interface BundleHead {
  readonly type: typeof bundleType;
  readonly bundle: string;
  readonly issuer: string;
  readonly body: string;
  readonly bodyName: Bilingual;
  readonly purpose: string;
  readonly purposeTitle: Bilingual;
  readonly matters: readonly {
    readonly matter: string;
    readonly title: Bilingual;
    readonly unreachable: UnreachableRule;
  }[];
  readonly asOf: { readonly day: string; readonly knownAt: string };
  /** Instant after which nothing is answered from it (C8). */
  readonly answersUntil: string;
  /** Minutes by which the desk's clock may differ from the platform's. */
  readonly clockMinutes: number;
  /** Seconds by which the platform's day runs ahead of the world's: 0 in earnest, on a demo the distance to its date. */
  readonly clockAheadSeconds: number;
  /** Last day for handing the journal in. */
  readonly handInBy: string;
  /** The desk's public key (Ed25519, 32 bytes, base64url): its journal is signed with the other half. */
  readonly desk: string;
  /** Who made it; an officer at the desk is one of `officers`. */
  readonly madeBy: DeskPerson;
  readonly officers: readonly string[];
  readonly plain: Readonly<Record<DeskOutcome, Bilingual>>;
  /** Of the fingerprints; base64url. */
  readonly salt: string;
  readonly catalogue: readonly { readonly pack: string; readonly version: string; readonly digest: string }[];
}

export type DeskOutcome = "measures" | "nothing-recorded" | "unknown-subject";

/** An organisation that is bound or favoured. */
export interface BundleEntry {
  readonly code: string;
  readonly matters: readonly BundleMatter[];
}

export interface BundleMatter {
  readonly matter: string;
  readonly constraints: readonly JsonObject[];
  readonly incentives: readonly JsonObject[];
}

const fingerprintInput = Buffer.alloc(64);

/** The fingerprint of a code, as a whole number below 2^48. */
export function fingerprint(salt: Uint8Array, code: string): number {
  // Millions are made at once: salt and code go through one place.
  const length = salt.length + code.length;
  if (length > fingerprintInput.length) throw new RangeError("no code is so long");
  fingerprintInput.set(salt);
  fingerprintInput.write(code, salt.length, "latin1");
  return hash("sha256", fingerprintInput.subarray(0, length), "buffer").readUIntBE(0, fingerprintBytes);
}

/** Writes a bundle line by line. */
export class BundleWriter {
  readonly #range = new CompactRange();

  head(head: BundleHead): string {
    return this.#line(head as unknown as Json);
  }

  /** @param entries in the order of their codes, at most {@link entriesPerLine} */
  entries(entries: readonly BundleEntry[]): string {
    return this.#line({ entries } as unknown as Json);
  }

  /** @param sorted fingerprints, ascending, none twice, at most {@link knownPerLine} */
  known(sorted: Float64Array): string {
    const bytes = Buffer.alloc(sorted.length * fingerprintBytes);
    sorted.forEach((one, at) => void bytes.writeUIntBE(one, at * fingerprintBytes, fingerprintBytes));
    return this.#line({ known: bytes.toString("base64url") });
  }

  /** @param canonical words in canonical form */
  terms(canonical: string): string {
    return this.#text(`{"terms":${canonical}}`);
  }

  tally(tally: { readonly entries: number; readonly known: number }): string {
    return this.#line({ tally: { ...tally } });
  }

  /** The last line, with the root it signs. */
  end(given: { readonly issuer: string; readonly signedAt: string; readonly keyId: string; readonly sign: Sign }): {
    readonly line: string;
    readonly root: SignedRoot;
    readonly signature: string;
  } {
    const { issuer, signedAt } = given;
    const root: SignedRoot = { issuer, root: this.#range.root().toString("hex"), signedAt, size: this.#range.size };
    const signature = signRoot(root, given);
    return { line: `${canonicalJson({ root: { ...root }, signature })}\n`, root, signature };
  }

  #line(value: Json): string {
    return this.#text(canonicalJson(value));
  }

  #text(text: string): string {
    this.#range.append(leafOf(text));
    return `${text}\n`;
  }
}

/** What is wrong with a bundle. */
export type BundleFault =
  /** Not a bundle by its form. */
  | "no-bundle"
  /** It is cut short, or goes on after its end. */
  | "cut"
  /** Its content is not what stands under the signed root. */
  | "content"
  | "signature"
  /** Head and root name different issuers. */
  | "issuer";

/** What was proved of a bundle. */
export interface ProvedBundle {
  readonly bundle: Bundle;
  readonly root: SignedRoot;
  readonly keyId: string;
}

/**
 * Reads a whole bundle and proves it.
 * @param keyOf the public key (32 bytes) of a key id; null where the issuer has none of that id
 */
export function readBundle(
  bytes: Uint8Array,
  keyOf: (keyId: string) => Uint8Array | null,
  check: CheckSignature,
): ProvedBundle | BundleFault | "other-key" {
  const lines = linesOf(bytes);
  const last = lines?.pop();
  if (!lines || !last || lines.length < 2) return "cut";
  const head = headOf(lines[0] ?? last);
  if (!head) return "no-bundle";
  const end = endOf(last);
  if (!end) return "cut";
  const { root, signature, keyId } = end;
  const publicKey = keyOf(keyId);
  if (!publicKey) return "other-key";
  const range = new CompactRange();
  for (const line of lines) range.append(hash("sha256", line, "buffer"));
  if (range.size !== root.size || range.root().toString("hex") !== root.root) return "content";
  if (!isRootSigned(root, signature, { publicKey, check })) return "signature";
  if (head.issuer !== root.issuer) return "issuer";
  const bundle = bundleOf(head, lines.slice(1));
  return bundle ? { bundle, root, keyId } : "no-bundle";
}

/** Whether bytes begin as a bundle does. */
export function beginsAsBundle(bytes: Uint8Array): boolean {
  const end = bytes.indexOf(10);
  return end > 0 && headOf(Buffer.from(bytes.buffer, bytes.byteOffset, end)) !== null;
}

/** The lines of a text, without their line feeds; null where it does not end with one. */
function linesOf(bytes: Uint8Array): Buffer[] | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const lines: Buffer[] = [];
  let from = 0;
  for (let at = buffer.indexOf(10); at >= 0; at = buffer.indexOf(10, from)) {
    lines.push(buffer.subarray(from, at));
    from = at + 1;
  }
  return from === buffer.length ? lines : null;
}

function headOf(line: Buffer): BundleHead | null {
  const value = parseUnambiguous(line.toString("utf8"));
  if (value?.["type"] !== bundleType || typeof value["issuer"] !== "string") return null;
  // Whoever signed it wrote it by this type; nothing of it is believed before the signature was checked.
  return value as unknown as BundleHead;
}

function endOf(line: Buffer): { root: SignedRoot; signature: string; keyId: string } | null {
  const text = line.toString("utf8");
  const value = parseUnambiguous(text);
  if (!value || !isObject(value["root"]) || typeof value["signature"] !== "string") return null;
  const root = readSignedRoot(value["root"]);
  const keyId = keyIdOfDetached(value["signature"]);
  // This line stands under no root: one text for one end, or it could be altered without anybody seeing it.
  if (!root || keyId === null || canonicalJson(value) !== text || Object.keys(value).length !== 2) return null;
  return { root, signature: value["signature"], keyId };
}

const begins = {
  entries: Buffer.from('{"entries":['),
  known: Buffer.from('{"known":"'),
  terms: Buffer.from('{"terms":{'),
  tally: Buffer.from('{"tally":{'),
} as const;
type Sort = keyof typeof begins;

function bundleOf(head: BundleHead, lines: readonly Buffer[]): Bundle | null {
  const of: Record<Sort, Buffer[]> = { entries: [], known: [], terms: [], tally: [] };
  for (const line of lines) {
    const sort = (Object.keys(begins) as Sort[]).find((one) => line.indexOf(begins[one]) === 0);
    if (!sort) return null;
    of[sort].push(line);
  }
  const tally = parseUnambiguous(of.tally[0]?.toString("utf8") ?? "")?.["tally"];
  if (of.tally.length !== 1 || !isObject(tally)) return null;
  return new Bundle(head, of, { entries: Number(tally["entries"]), known: Number(tally["known"]) });
}

/** A bundle whose signature was checked. Nothing of it is taken apart before it is asked for. */
export class Bundle {
  readonly head: BundleHead;
  readonly tally: { readonly entries: number; readonly known: number };
  readonly #entries: readonly Buffer[];
  readonly #known: readonly Buffer[];
  readonly #salt: Buffer;
  readonly #termLines: readonly Buffer[];
  #terms: ReadonlyMap<string, Json> | null = null;

  constructor(
    head: BundleHead,
    of: Readonly<Record<"entries" | "known" | "terms", readonly Buffer[]>>,
    tally: { readonly entries: number; readonly known: number },
  ) {
    this.head = head;
    this.tally = tally;
    this.#entries = of.entries;
    this.#known = of.known;
    this.#termLines = of.terms;
    this.#salt = Buffer.from(head.salt, "base64url");
  }

  /** Whether the register knew a unified code; of those it did not know, one in 2^48 / `tally.known` is said to be known. */
  knows(code: string): boolean {
    const asked = fingerprint(this.#salt, code);
    const line = lastNotAbove(this.#known.length, (at) => printAt(this.#known[at] as Buffer, 0) <= asked, this.#known);
    if (!line) return false;
    const places = (line.length - begins.known.length - 2) / printChars;
    let [low, high] = [0, places];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (printAt(line, middle) <= asked) low = middle + 1;
      else high = middle;
    }
    return printAt(line, low - 1) === asked;
  }

  /** What is recorded of an organisation; null where nothing is, or nobody is known by the code. */
  find(code: string): BundleEntry | null {
    // `{"entries":[{"code":"` and the 18 characters of the first code.
    const firstOf = (line: Buffer) => line.toString("latin1", 21, 39);
    const line = lastNotAbove(
      this.#entries.length,
      (at) => firstOf(this.#entries[at] as Buffer) <= code,
      this.#entries,
    );
    const { entries } = (line ? JSON.parse(line.toString("utf8")) : { entries: [] }) as { entries: BundleEntry[] };
    return entries.find((one) => one.code === code) ?? null;
  }

  /** Every entry, in the order of codes. */
  *all(): Generator<BundleEntry> {
    for (const line of this.#entries) yield* (JSON.parse(line.toString("utf8")) as { entries: BundleEntry[] }).entries;
  }

  /** Words by their hash. Throws where there are none: then it was not written by this type. */
  words(digest: string): Json {
    if (!this.#terms) {
      const canonical = this.#termLines.map((line) => line.toString("utf8").slice(9, -1));
      this.#terms = new Map(canonical.map((text) => [termsDigest(text), JSON.parse(text) as Json]));
    }
    const words = this.#terms.get(digest);
    if (words === undefined) throw new Error("the words of an entry are missing");
    return words;
  }
}

/** Eight characters of base64url are six bytes: each fingerprint can be read where it stands. */
const printChars = 8;

function printAt(line: Buffer, place: number): number {
  const from = begins.known.length + place * printChars;
  return Buffer.from(line.toString("latin1", from, from + printChars), "base64url").readUIntBE(0, fingerprintBytes);
}

/** Binary search: the last of `list` for which `fits`, where all that fit stand first; null where none does. */
function lastNotAbove<T>(length: number, fits: (at: number) => boolean, list: readonly T[]): T | null {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fits(middle)) low = middle + 1;
    else high = middle;
  }
  return list[low - 1] ?? null;
}
