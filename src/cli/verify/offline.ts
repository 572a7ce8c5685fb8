/**
 * Verifies a report without us: no database, no network, only the file, its signature and a list of our public keys.
 * Imports `core` and Node alone, so that whoever distrusts us can read all of it.
 *
 * Run: node src/cli/verify/offline.ts FILE KEYS.json [SIGNATURE.jws]
 */
import { existsSync, readFileSync } from "node:fs";
import { findProofFault, isObject, type JsonObject, proofOf } from "#core/credential/data-integrity.ts";
import { isSignedDetached, keyIdOfDetached } from "#core/credential/detached.ts";
import { parseUnambiguous } from "#core/credential/strict-json.ts";
import { checkEd25519 as check, type KeyList, readKeyList } from "./keys.ts";

/** Whether a report changed since can only be asked of the platform: offline there is no `superseded`. */
export type OfflineVerdict = "genuine" | "altered" | "unknown";

export type OfflineReason =
  /** The signature holds. */
  | "signed"
  /** The signature is by a published key, over another content. */
  | "signature"
  /** A PDF without the signature kept beside it. */
  | "no-signature"
  /** Signed by a key that is not in the list. */
  | "other-key"
  /** The key had stopped signing when the report says it was issued. */
  | "key-ended"
  /** Neither a PDF nor a credential of our kind. */
  | "no-report";

export interface OfflineFinding {
  readonly verdict: OfflineVerdict;
  readonly reason: OfflineReason;
  readonly keyId: string | null;
}

/** Verifies a report's bytes. `signature`: the detached one of a PDF; null where there is none. */
export function verifyOffline(bytes: Uint8Array, signature: string | null, list: KeyList): OfflineFinding {
  if (Buffer.from(bytes.subarray(0, 5)).toString("latin1") === "%PDF-") return verifyPdf(bytes, signature, list);
  const credential = parseUnambiguous(Buffer.from(bytes).toString("utf8"));
  return credential ? verifyCredential(credential, list) : finding("unknown", "no-report", null);
}

function finding(verdict: OfflineVerdict, reason: OfflineReason, keyId: string | null): OfflineFinding {
  return { verdict, reason, keyId };
}

function verifyPdf(bytes: Uint8Array, signature: string | null, { keys }: KeyList): OfflineFinding {
  const keyId = signature === null ? null : keyIdOfDetached(signature);
  if (signature === null || keyId === null) return finding("unknown", "no-signature", null);
  const key = keys.find((one) => one.keyId === keyId);
  if (!key) return finding("unknown", "other-key", keyId);
  const holds = isSignedDetached(bytes, signature, { publicKey: key.publicKey, check });
  return holds ? finding("genuine", "signed", keyId) : finding("altered", "signature", keyId);
}

function verifyCredential(credential: JsonObject, { id, keys }: KeyList): OfflineFinding {
  const proof = proofOf(credential);
  const { issuer } = credential;
  if (!proof || !isObject(issuer)) return finding("unknown", "no-report", null);
  const [by, keyId = ""] = proof.verificationMethod.split("#");
  const key = keys.find((one) => one.keyId === keyId);
  // Whoever signs must be the one who issues: a key of somebody else's list proves nothing about us.
  if (!key || by !== id || issuer["id"] !== id) return finding("unknown", "other-key", keyId);
  const fault = findProofFault(credential, { publicKey: key.publicKey, check });
  if (fault === "no-proof" || fault === "other-suite") return finding("unknown", "no-report", keyId);
  if (fault !== null) return finding("altered", "signature", keyId);
  if (key.until !== null && Date.parse(proof.created) > Date.parse(key.until))
    return finding("altered", "key-ended", keyId);
  return finding("genuine", "signed", keyId);
}

/** The signature that lies beside a PDF (`FILE.jws`), or the one named; null where there is none. */
export function readSignature(file: string, named: string | undefined): string | null {
  const beside = named ?? `${file}.jws`;
  return existsSync(beside) ? readFileSync(beside, "utf8").trim() : null;
}

if (import.meta.main) {
  const [file = "", keys = "", signature] = process.argv.slice(2);
  const list = readKeyList(readFileSync(keys, "utf8"));
  if (!list) throw new Error(`${keys} is no list of keys`);
  const found = verifyOffline(readFileSync(file), readSignature(file, signature), list);
  process.stdout.write(`${JSON.stringify(found)}\n`);
  process.exitCode = { genuine: 0, altered: 1, unknown: 3 }[found.verdict];
}
