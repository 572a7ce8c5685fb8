/**
 * A signature kept beside the file it is over: JWS in compact form, detached and unencoded (RFC 7515 appendix F,
 * RFC 7797), Ed25519 (RFC 8037). What is signed is the protected header, a full stop, and the file's own bytes, so that
 * `openssl pkeyutl` can check it too. Pure: who signs and who checks a signature is passed in.
 */
import type { CheckSignature, Sign } from "./data-integrity.ts";

interface Header {
  readonly alg: "EdDSA";
  readonly b64: false;
  readonly crit: readonly ["b64"];
  readonly kid: string;
}

/** The header and the bytes that a signature is over. */
function signingInput(header: string, file: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${header}.`, "ascii"), file]);
}

/** Signs a file: `header..signature`. */
export function signDetached(file: Uint8Array, given: { readonly keyId: string; readonly sign: Sign }): string {
  const header: Header = { alg: "EdDSA", b64: false, crit: ["b64"], kid: given.keyId };
  const encoded = Buffer.from(JSON.stringify(header)).toString("base64url");
  const signature = Buffer.from(given.sign(signingInput(encoded, file))).toString("base64url");
  return `${encoded}..${signature}`;
}

const compact = /^([A-Za-z0-9_-]{1,1000})\.\.([A-Za-z0-9_-]{86})$/;

/** The id of the key a detached signature names; null where the text is none of this form. */
export function keyIdOfDetached(jws: string): string | null {
  const [, encoded] = compact.exec(jws.trim()) ?? [];
  if (encoded === undefined) return null;
  const header = parsed(Buffer.from(encoded, "base64url").toString("utf8"));
  const { alg, b64, crit, kid } = header ?? {};
  // RFC 7515 4.1.11: what a critical header says must be understood, and nothing else may be critical.
  if (!/^(EdDSA|Ed25519)$/.test(String(alg)) || b64 !== false || JSON.stringify(crit) !== '["b64"]') return null;
  return typeof kid === "string" ? kid : null;
}

function parsed(text: string): Partial<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether a detached signature is over exactly these bytes, by this public key (32 bytes). */
export function isSignedDetached(
  file: Uint8Array,
  jws: string,
  given: { readonly publicKey: Uint8Array; readonly check: CheckSignature },
): boolean {
  const [, encoded, signature] = compact.exec(jws.trim()) ?? [];
  if (encoded === undefined || signature === undefined || keyIdOfDetached(jws) === null) return false;
  const bytes = Buffer.from(signature, "base64url");
  // 86 characters have four bits more than 64 bytes: one signature must not be writable in sixteen ways.
  if (bytes.toString("base64url") !== signature) return false;
  return given.check({ publicKey: given.publicKey, bytes: signingInput(encoded, file), signature: bytes });
}
