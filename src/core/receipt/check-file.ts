/**
 * Files of many answers under one signed root: the result of a batch. NDJSON; every line is the canonical JSON
 * (RFC 8785) of itself, so that one text stands for one file. What many answers share is written once:
 *
 *   head   {"asked": ..., "file": id, "issuer": ..., "sort": "batch", "type": "ChengxinCheckFile/1", ...}
 *   part   {"part": {"asOf": ...}}: of the lines that follow it
 *   terms  {"terms": {...}}: words, which lines refer to by their SHA-256 (receipt.ts); each once, none that no line refers to
 *   line   {"check", "n", "outcome", "salt", "subject", "terms"} and, where there are any, "constraints" and "incentives";
 *          or {"check", "n", "refused", "salt"}: a line of the file that was no question;
 *          or {"leaf", "n"}: an answer that has been forgotten; what stood there can be proved by whoever kept it
 *   end    {"end": statement, "root": ..., "signature": ...}
 *
 * The leaves of the tree are those of single receipts (SHA-256 of the canonical answer, terms by their hashes), in the order
 * of the lines; the last leaf is that of the statement, which holds the counts and, as `frame`, the digest of the head and all
 * parts. Any line can thus be taken out as a receipt of its own. Pure.
 */
import { createHash, type Hash } from "node:crypto";
import { type CheckSignature, isObject, type JsonObject } from "../credential/data-integrity.ts";
import { keyIdOfDetached } from "../credential/detached.ts";
import { parseUnambiguous } from "../credential/strict-json.ts";
import { CompactRange } from "../merkle/tree.ts";
import { canonicalJson, type Json } from "../record/canonical.ts";
import { isRootSigned, leafOf, readSignedRoot, type SignedRoot, termsDigest } from "./receipt.ts";

/** What the file's head says it is. */
export const checkFileType = "ChengxinCheckFile/1";

/** What an answer is put together from: canonical JSON of each member, text where it stands between quotes. */
export interface AnswerPieces {
  readonly asOf: string;
  /** Members of `asked` but the subject, in braces. */
  readonly asked: string;
  readonly subject: string;
  readonly check: string;
  readonly constraints: string;
  readonly incentives: string;
  readonly issuer: string;
  readonly outcome: string;
  readonly salt: string;
  /** Hash of the words. */
  readonly terms: string;
}

/** The canonical JSON of an answer with its terms by their hashes, as `composeAnswer` writes it: its leaf is drawn from it. */
export function answerText(of: AnswerPieces): string {
  return `{"asOf":${of.asOf},"asked":${withSubject(of)},"check":"${of.check}","constraints":${of.constraints},"incentives":${of.incentives},"issuer":${of.issuer},"outcome":"${of.outcome}","salt":"${of.salt}","terms":"${of.terms}"}`;
}

/** The canonical JSON of what is said of a line that was no question: why, and nothing of what stood in it (C13). */
export function refusedText(
  of: Pick<AnswerPieces, "asOf" | "asked" | "check" | "issuer" | "salt"> & { readonly refused: string },
): string {
  return `{"asOf":${of.asOf},"asked":${withSubject({ ...of, subject: "null" })},"check":"${of.check}","issuer":${of.issuer},"refused":"${of.refused}","salt":"${of.salt}"}`;
}

// "subject" is the last of its members in the order of RFC 8785.
function withSubject({ asked, subject }: Pick<AnswerPieces, "asked" | "subject">): string {
  return `${asked.slice(0, -1)},"subject":${subject}}`;
}

/** What is wrong with a file. */
export type CheckFileFault =
  /** Not such a file by its form. */
  | "no-file"
  /** Its content in another layout: byte for byte it is not what was handed over. */
  | "layout"
  /** It ends before its end, or goes on after it. */
  | "cut"
  /** A line, the head or the statement is not what stands under the signed root. */
  | "answer"
  | "signature"
  /** Head, statement and root name different issuers. */
  | "issuer";

/** A line of the file that was read: the answer it stands for. */
export interface CheckFileLine {
  readonly n: number;
  /** Canonical JSON with its terms by their hashes; null where the answer has been forgotten. */
  readonly answer: string | null;
  /** 32 bytes. */
  readonly leaf: Buffer;
  readonly line: JsonObject;
}

interface Ending {
  readonly statement: JsonObject;
  readonly root: SignedRoot;
  readonly signature: string;
  readonly keyId: string;
}

/** What a whole file says of itself. */
export interface CheckFileSummary extends Ending {
  readonly head: JsonObject;
  readonly lines: number;
  /** Lines whose answer has been forgotten. */
  readonly forgotten: number;
}

/** The digest of a file's head and parts, each with its line break: what the statement holds as `frame`. */
export class FrameDigest {
  readonly #hash: Hash = createHash("sha256");

  add(line: string): void {
    this.#hash.update(line).update("\n");
  }

  /** 64 characters of hex. Nothing can be added afterwards. */
  end(): string {
    return this.#hash.digest("hex");
  }
}

/** Reads a file line by line, in memory of a logarithm of its length. After a fault nothing more is read. */
export class CheckFileReader {
  readonly #range = new CompactRange();
  readonly #frame = new FrameDigest();
  #head: { readonly value: JsonObject; readonly asked: string; readonly issuer: string } | null = null;
  #forgotten = 0;
  readonly #terms = new Map<string, string>();
  readonly #referred = new Set<string>();
  #part: { readonly asOf: string } | null = null;
  #ending: Ending | null = null;

  /** Takes the next line, without its line break. @returns the answer in it; null for head, part and end */
  take(text: string): CheckFileLine | null | CheckFileFault {
    if (this.#ending) return "cut";
    const value = parseUnambiguous(text);
    if (!value) return "no-file";
    if (canonicalOrNull(value) !== text) return "layout";
    if (!this.#head) return this.#takeHead(value, text);
    if ("part" in value) return this.#takePart(value, text);
    if ("end" in value) return this.#takeEnd(value);
    if ("terms" in value && !("check" in value)) return this.#takeTerms(value);
    return this.#takeLine(value);
  }

  /** Whether everything that was read stands under the root, and the root is signed by the key it names (32 bytes). */
  finish(
    keyOf: (keyId: string) => Uint8Array | null,
    check: CheckSignature,
  ): CheckFileSummary | CheckFileFault | "other-key" {
    const [head, ending] = [this.#head, this.#ending];
    if (!head) return "no-file";
    if (!ending) return "cut";
    const { statement, root, signature, keyId } = ending;
    const publicKey = keyOf(keyId);
    if (!publicKey) return "other-key";
    const lines = this.#range.size;
    this.#range.append(leafOf(canonicalJson(statement)));
    if (head.value["issuer"] !== root.issuer || statement["issuer"] !== root.issuer) return "issuer";
    const fits = statement["frame"] === this.#frame.end() && statement["lines"] === lines && root.size === lines + 1;
    const terms = [...this.#referred].sort().join() === [...this.#terms.keys()].sort().join();
    if (!fits || !terms || this.#range.root().toString("hex") !== root.root) return "answer";
    if (!isRootSigned(root, signature, { publicKey, check })) return "signature";
    return { ...ending, head: head.value, lines, forgotten: this.#forgotten };
  }

  /** What the head says; null before it was read. */
  get head(): JsonObject | null {
    return this.#head?.value ?? null;
  }

  /** Words by their hashes, as far as they were read. */
  get terms(): ReadonlyMap<string, string> {
    return this.#terms;
  }

  #takeHead(value: JsonObject, text: string): null | CheckFileFault {
    const { asked, issuer, type } = value;
    if (type !== checkFileType || !isObject(asked) || typeof issuer !== "string") return "no-file";
    this.#head = { value, asked: canonicalJson(asked), issuer: canonicalJson(issuer) };
    this.#frame.add(text);
    return null;
  }

  #takePart({ part, ...more }: JsonObject, text: string): null | CheckFileFault {
    if (!isObject(part) || Object.keys(more).length > 0) return "no-file";
    const { asOf, ...moreOfPart } = part;
    if (!isObject(asOf) || Object.keys(moreOfPart).length > 0) return "no-file";
    this.#part = { asOf: canonicalJson(asOf) };
    this.#frame.add(text);
    return null;
  }

  #takeTerms({ terms, ...more }: JsonObject): null | CheckFileFault {
    if (!isObject(terms) || Object.keys(more).length > 0) return "no-file";
    const canonical = canonicalJson(terms);
    const digest = termsDigest(canonical);
    if (this.#terms.has(digest)) return "no-file";
    this.#terms.set(digest, canonical);
    return null;
  }

  #takeLine(line: JsonObject): CheckFileLine | CheckFileFault {
    const n = this.#range.size + 1;
    if (!this.#part || !this.#head || line["n"] !== n) return "no-file";
    const answer = "leaf" in line ? null : answerOfLine(line, { ...this.#part, ...this.#head });
    const leaf = "leaf" in line ? forgottenLeaf(line) : answer === null ? null : leafOf(answer);
    if (!leaf) return "no-file";
    this.#range.append(leaf);
    if (answer === null) this.#forgotten++;
    else for (const [, digest = ""] of answer.matchAll(/"terms":"([0-9a-f]{64})"/g)) this.#referred.add(digest);
    return { n, answer, leaf, line };
  }

  #takeEnd({ end, root, signature, ...more }: JsonObject): null | CheckFileFault {
    if (!isObject(end) || !isObject(root) || typeof signature !== "string" || Object.keys(more).length > 0)
      return "no-file";
    const signed = readSignedRoot(root);
    const keyId = keyIdOfDetached(signature);
    if (!signed || keyId === null) return "no-file";
    this.#ending = { statement: end, root: signed, signature, keyId };
    return null;
  }
}

function forgottenLeaf({ leaf, n, ...more }: JsonObject): Buffer | null {
  const isForm = typeof leaf === "string" && /^[0-9a-f]{64}$/.test(leaf) && typeof n === "number";
  return isForm && Object.keys(more).length === 0 ? Buffer.from(leaf, "hex") : null;
}

/** The answer a line stands for; null where it has members no line has, or lacks one. */
function answerOfLine(
  line: JsonObject,
  shared: { readonly asOf: string; readonly asked: string; readonly issuer: string },
): string | null {
  const { check, constraints, incentives, n, outcome, refused, salt, subject, terms, ...more } = line;
  if (Object.keys(more).length > 0 || typeof n !== "number") return null;
  if (!isWord(check, 64) || !isWord(salt, 64)) return null;
  if (refused !== undefined) {
    const isAlone = [constraints, incentives, outcome, subject, terms].every((one) => one === undefined);
    return isAlone && isWord(refused, 80) ? refusedText({ ...shared, check, salt, refused }) : null;
  }
  if (!isWord(outcome, 40) || !isWord(terms, 64) || !isObject(subject)) return null;
  if (!isListOrNone(constraints) || !isListOrNone(incentives)) return null;
  return answerText({
    ...shared,
    subject: canonicalJson(subject),
    check,
    constraints: canonicalJson(constraints ?? []),
    incentives: canonicalJson(incentives ?? []),
    outcome,
    salt,
    terms,
  });
}

/** Words that need no escaping: ids, codes, salts. */
function isWord(value: Json | undefined, most: number): value is string {
  return typeof value === "string" && value.length <= most && /^[\w.-]+$/.test(value);
}

/** Absent where there are none: an empty list would be a second way of writing the same. */
function isListOrNone(value: Json | undefined): value is Json[] | undefined {
  return value === undefined || (Array.isArray(value) && value.length > 0);
}

function canonicalOrNull(value: JsonObject): string | null {
  try {
    return canonicalJson(value);
  } catch {
    return null;
  }
}
