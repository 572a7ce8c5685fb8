/**
 * Receipts of answers: what is hashed and what is signed. Several answers share one tree (RFC 6962) and one signature;
 * each can be verified alone, years later, with nothing but the keys the issuer published. Pure: who signs and who
 * checks a signature is passed in.
 *
 * terms      = words that many answers share: an object, hashed by itself (SHA-256 of its canonical JSON, RFC 8785)
 * leaf       = SHA-256 of the answer's canonical JSON in which `terms`, its own and those of each of its `constraints`
 *              and `incentives`, stand by their hashes; the answer holds 16 random bytes, so that the leaf discloses
 *              nothing to whoever has not the answer
 * root       = RFC 6962 root over the leaves of everything answered together
 * signature  = detached JWS (RFC 7515, RFC 7797) over the canonical JSON of {issuer, root, signedAt, size}
 */
import { hash } from "node:crypto";
import type { CheckSignature, JsonObject, Sign } from "../credential/data-integrity.ts";
import { isObject } from "../credential/data-integrity.ts";
import { isSignedDetached, keyIdOfDetached, signDetached } from "../credential/detached.ts";
import { parseUnambiguous } from "../credential/strict-json.ts";
import { inclusionProofs, leafHash, verifyInclusion } from "../merkle/tree.ts";
import { canonicalJson, type Json } from "../record/canonical.ts";

/** What a receipt says it is. */
export const receiptType = "ChengxinCheckReceipt/1";

/** What is signed of answers that share a root. */
export interface SignedRoot {
  /** Address of the document that lists the issuer's keys. */
  readonly issuer: string;
  /** 32 bytes, in hex. */
  readonly root: string;
  /** RFC 3339 instant. */
  readonly signedAt: string;
  readonly size: number;
}

/** A root and its signature: a detached JWS that names its key. */
export interface Sealed {
  readonly root: SignedRoot;
  readonly signature: string;
  /** Audit paths by leaf, nearest sibling first, 32 bytes each. */
  readonly paths: readonly (readonly Buffer[])[];
}

/** The leaf of an answer whose terms stand by their hashes: SHA-256 of its canonical JSON, 32 bytes. */
export function leafOf(canonicalDigested: string): Buffer {
  // As text of one byte a character: a Buffer from the hash itself costs more than the hash.
  return Buffer.from(hash("sha256", canonicalDigested, "latin1"), "latin1");
}

/** The hash by which terms stand in what the leaf is drawn from: 64 hexadecimal digits. */
export function termsDigest(canonicalTerms: string): string {
  return hash("sha256", canonicalTerms, "hex");
}

/** The answer as its leaf is drawn from it: every `terms` by its hash. */
export function digested(answer: JsonObject): JsonObject {
  const listed = (["constraints", "incentives"] as const).flatMap((name) => {
    const list = answer[name];
    return Array.isArray(list) ? [[name, list.map(byDigest)] as const] : [];
  });
  return { ...termsHashed(answer), ...Object.fromEntries(listed) };
}

function byDigest(given: Json): Json {
  return isObject(given) ? termsHashed(given) : given;
}

function termsHashed(given: JsonObject): JsonObject {
  const { terms } = given;
  return isObject(terms) ? { ...given, terms: termsDigest(canonicalJson(terms)) } : given;
}

/** Puts leaves under one root and signs it. */
export function sealLeaves(
  leaves: readonly Uint8Array[],
  given: { readonly issuer: string; readonly signedAt: string; readonly keyId: string; readonly sign: Sign },
): Sealed {
  const { root: top, paths } = inclusionProofs(leaves);
  const { issuer, signedAt } = given;
  const root: SignedRoot = { issuer, root: top.toString("hex"), signedAt, size: leaves.length };
  return { root, signature: signRoot(root, given), paths };
}

/** Whether a root was signed by this key (32 bytes). */
export function isRootSigned(
  root: SignedRoot,
  signature: string,
  given: { readonly publicKey: Uint8Array; readonly check: CheckSignature },
): boolean {
  // Trimmed text would verify too, and would be another file.
  return signature === signature.trim() && isSignedDetached(rootBytes(root), signature, given);
}

/** Signs a root over leaves that are not all at hand. */
export function signRoot(root: SignedRoot, given: { readonly keyId: string; readonly sign: Sign }): string {
  return signDetached(rootBytes(root), given);
}

/** The bytes under a root's signature. */
function rootBytes({ issuer, root, signedAt, size }: SignedRoot): Buffer {
  return Buffer.from(canonicalJson({ issuer, root, signedAt, size }));
}

/** A receipt as its file is written: the canonical JSON of the whole, byte for byte. */
export function receiptText(given: {
  readonly canonicalAnswer: string;
  readonly index: number;
  readonly path: readonly string[];
  readonly root: SignedRoot;
  readonly signature: string;
}): string {
  const { canonicalAnswer, index, path, root, signature } = given;
  return `{"answer":${canonicalAnswer},"proof":${canonicalJson({ index, path })},"root":${canonicalJson({ ...root })},"signature":${canonicalJson(signature)},"type":"${receiptType}"}`;
}

/** What is wrong with a receipt. */
export type ReceiptFault =
  /** Not a receipt by its form: not JSON, members missing, unknown or of another kind. */
  | "no-receipt"
  /** A receipt's content in another layout: it was reformatted, and byte for byte it is not what was handed over. */
  | "layout"
  /** The answer is not the one that stands under the signed root. */
  | "answer"
  /** The signature does not fit the root. */
  | "signature"
  /** Root and answer name different issuers. */
  | "issuer";

/** A receipt taken apart; null members never occur. */
export interface ReadReceipt {
  readonly answer: JsonObject;
  readonly index: number;
  readonly path: readonly Buffer[];
  readonly root: SignedRoot;
  readonly signature: string;
  /** Id of the key the signature names. */
  readonly keyId: string;
}

const hex32 = /^[0-9a-f]{64}$/;

/** Reads a receipt's bytes strictly: one text for one receipt, nothing skipped, nothing trimmed but one last line break. */
export function readReceipt(bytes: Uint8Array): ReadReceipt | "no-receipt" | "layout" {
  const text = Buffer.from(bytes).toString("utf8");
  // What is no UTF-8 would be read as replacement characters, and those could be anything.
  if (!Buffer.from(text).equals(bytes)) return "no-receipt";
  const parsed = parseUnambiguous(text);
  const read = parsed && takeApart(parsed);
  if (!read || !parsed) return "no-receipt";
  const canonical = canonicalOrNull(parsed);
  return canonical !== null && (text === canonical || text === `${canonical}\n`) ? read : "layout";
}

function canonicalOrNull(value: JsonObject): string | null {
  try {
    return canonicalJson(value);
  } catch {
    return null;
  }
}

function takeApart({ answer, proof, root, signature, type, ...more }: JsonObject): ReadReceipt | null {
  if (Object.keys(more).length > 0 || type !== receiptType) return null;
  if (!isObject(answer) || !isObject(proof) || !isObject(root) || typeof signature !== "string") return null;
  const { index, path, ...moreOfProof } = proof;
  if (Object.keys(moreOfProof).length > 0 || typeof index !== "number" || !Array.isArray(path)) return null;
  if (!path.every((one) => typeof one === "string" && hex32.test(one))) return null;
  const signed = readSignedRoot(root);
  const keyId = keyIdOfDetached(signature);
  if (!signed || keyId === null) return null;
  const hashes = path.map((one) => Buffer.from(String(one), "hex"));
  return { answer, index, path: hashes, root: signed, signature, keyId };
}

/** A root as it was signed; null where members are missing, of another kind, or too many. */
export function readSignedRoot({ issuer, root, signedAt, size, ...more }: JsonObject): SignedRoot | null {
  if (Object.keys(more).length > 0 || typeof size !== "number" || typeof issuer !== "string") return null;
  if (typeof root !== "string" || !hex32.test(root)) return null;
  if (typeof signedAt !== "string" || Number.isNaN(Date.parse(signedAt))) return null;
  return { issuer, root, signedAt, size };
}

/** Verifies a receipt that was read, with the key it names (32 bytes); null where everything holds. */
export function findReceiptFault(
  { answer, index, path, root, signature }: ReadReceipt,
  given: { readonly publicKey: Uint8Array; readonly check: CheckSignature },
): ReceiptFault | null {
  if (answer["issuer"] !== root.issuer) return "issuer";
  const leaf = leafHash(leafOf(canonicalJson(digested(answer))));
  const holds = verifyInclusion({ index, size: root.size, leaf, path, root: Buffer.from(root.root, "hex") });
  if (!holds) return "answer";
  return isRootSigned(root, signature, given) ? null : "signature";
}
