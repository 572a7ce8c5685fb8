/**
 * W3C Data Integrity with the cryptosuite `eddsa-jcs-2022` (vc-di-eddsa 3.3): RFC 8785, SHA-256, Ed25519. Pure: who
 * signs and who checks a signature is passed in.
 */
import { createHash } from "node:crypto";
import { canonicalJson, type Json } from "../record/canonical.ts";
import { decodeMultibase, encodeMultibase } from "./multibase.ts";

export type JsonObject = { readonly [key: string]: Json };

/** What a proof says of itself, which is signed together with the document. */
export interface ProofOptions {
  readonly type: "DataIntegrityProof";
  readonly cryptosuite: "eddsa-jcs-2022";
  /** RFC 3339 instant. */
  readonly created: string;
  /** URL of the key in the issuer's document. */
  readonly verificationMethod: string;
  readonly proofPurpose: "assertionMethod";
}

/** Ed25519 over the bytes: 64 bytes. */
export type Sign = (bytes: Uint8Array) => Uint8Array;

/** Whether an Ed25519 signature (64 bytes) over the bytes is by this public key (32 bytes). */
export type CheckSignature = (given: {
  readonly publicKey: Uint8Array;
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
}) => boolean;

/** What is signed, with every intermediate that the standard names. */
export interface HashedData {
  readonly canonicalDocument: string;
  readonly documentHash: Buffer;
  readonly canonicalProof: string;
  readonly proofHash: Buffer;
  /** Proof hash, then document hash: the 64 bytes that are signed. */
  readonly combined: Buffer;
}

/** Transformation and hashing of a document without its proof, and of a proof without its value (3.3.3 to 3.3.5). */
export function hashData(document: JsonObject, proofConfiguration: JsonObject): HashedData {
  const canonicalDocument = canonicalJson(document);
  const canonicalProof = canonicalJson(proofConfiguration);
  const documentHash = sha256(canonicalDocument);
  const proofHash = sha256(canonicalProof);
  return {
    canonicalDocument,
    documentHash,
    canonicalProof,
    proofHash,
    combined: Buffer.concat([proofHash, documentHash]),
  };
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** The document with its proof; the proof repeats the document's `@context`, as 3.3.1 asks. */
export function addProof(document: JsonObject, options: ProofOptions, sign: Sign): JsonObject {
  const configuration: JsonObject = {
    ...options,
    ...(document["@context"] === undefined ? {} : { "@context": document["@context"] }),
  };
  const proofValue = encodeMultibase(sign(hashData(document, configuration).combined));
  return { ...document, proof: { ...configuration, proofValue } };
}

/** What is wrong with a proof: its form, its context, or its signature. */
export type ProofFault = "no-proof" | "other-suite" | "other-context" | "no-signature" | "signature";

/** The proof of a document and its parts; null where there is none of this suite's form. */
export function proofOf(secured: JsonObject): (ProofOptions & JsonObject) | null {
  const { proof } = secured;
  if (!isObject(proof)) return null;
  const texts = ["created", "verificationMethod", "proofPurpose", "proofValue"] as const;
  return texts.every((name) => typeof proof[name] === "string") ? (proof as ProofOptions & JsonObject) : null;
}

/**
 * Verifies the proof of a document with one public key (3.3.2); null where it holds, else what is wrong.
 * Stricter than the suite in one point: the document's `@context` must be the proof's own, not merely begin with it,
 * for ours is issued with one and nobody has reason to append to it.
 */
export function findProofFault(
  secured: JsonObject,
  given: { readonly publicKey: Uint8Array; readonly check: CheckSignature },
): ProofFault | null {
  const proof = proofOf(secured);
  if (!proof) return "no-proof";
  if (proof.type !== "DataIntegrityProof" || proof.cryptosuite !== "eddsa-jcs-2022") return "other-suite";
  const { proof: _removed, ...document } = secured;
  const { proofValue, ...configuration } = proof as JsonObject;
  if (canonicalJson(configuration["@context"] ?? null) !== canonicalJson(document["@context"] ?? null)) {
    return "other-context";
  }
  const signature = decodeMultibase(String(proofValue));
  if (signature?.length !== 64) return "no-signature";
  const bytes = hashData(document, configuration).combined;
  return given.check({ publicKey: given.publicKey, bytes, signature }) ? null : "signature";
}

/** True for a JSON object; false for arrays and null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
