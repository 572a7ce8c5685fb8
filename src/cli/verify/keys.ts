/** The issuer's list of public keys, as `/api/v1/keys` publishes it, and how a signature is checked with one. */
import { createPublicKey, verify } from "node:crypto";
import { type CheckSignature, isObject } from "#core/credential/data-integrity.ts";
import { parseUnambiguous } from "#core/credential/strict-json.ts";

/** A key of the list, as far as it is needed. */
export interface Key {
  readonly keyId: string;
  readonly publicKey: Uint8Array;
  readonly until: string | null;
}

export interface KeyList {
  /** The issuer's id. */
  readonly id: string;
  readonly keys: readonly Key[];
}

/** Reads the issuer's document as `/api/v1/keys` publishes it; null where it is none. */
export function readKeyList(text: string): KeyList | null {
  const document = parseUnambiguous(text);
  const { id, keys } = document ?? {};
  if (typeof id !== "string" || !Array.isArray(keys)) return null;
  const read = keys.flatMap((key): Key[] => {
    if (!isObject(key) || typeof key["kid"] !== "string" || typeof key["x"] !== "string") return [];
    const publicKey = Buffer.from(key["x"], "base64url");
    const until = typeof key["until"] === "string" ? key["until"] : null;
    return publicKey.length === 32 ? [{ keyId: key["kid"], publicKey, until }] : [];
  });
  return { id, keys: read };
}

/** Ed25519 by Node's own OpenSSL. */
export const checkEd25519: CheckSignature = ({ publicKey, bytes, signature }) => {
  const x = Buffer.from(publicKey).toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, bytes, key, signature);
};
