/** Ed25519 by Node's own OpenSSL; a journal is hundreds of lines signed with one key, so a key is read once. */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { CheckSignature } from "#core/credential/data-integrity.ts";

/** A checker that remembers the last key it was given. */
export function ed25519(): CheckSignature {
  let last: { readonly x: string; readonly key: KeyObject } | null = null;
  return ({ publicKey, bytes, signature }) => {
    const x = Buffer.from(publicKey).toString("base64url");
    if (last?.x !== x) last = { x, key: createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" }) };
    return verify(null, bytes, last.key, signature);
  };
}
