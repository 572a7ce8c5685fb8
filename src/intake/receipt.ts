/** The receipt of a batch: what was taken in, signed, with the root over the commitments of every record it wrote. */
import { createPublicKey, verify } from "node:crypto";
import type { Receipt } from "#contract/intake.ts";
import type { CompactRange } from "#core/merkle/tree.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import type { Signer } from "#src/platform/keys.ts";
import type { BatchRow, Counts } from "./store.ts";

/** Why a batch ended. */
export type BatchEnd = "finished" | "cancelled" | "failed";

/** Writes and signs the receipt: Ed25519 over the canonical JSON (RFC 8785) of everything but the signature. */
export function signedReceipt(
  batch: BatchRow,
  given: { readonly counts: Counts; readonly end: BatchEnd; readonly range: CompactRange; readonly finishedAt: Date },
  signer: Signer,
): Receipt {
  const { counts, end, range, finishedAt } = given;
  const { accepted, held, refused, unchanged, corrected, findings } = counts;
  const body: Omit<Receipt, "signature"> = {
    format: "chengxin-receipt/1",
    batch: batch.batchId,
    agency: batch.agencyCode,
    item: `${batch.itemId}@${batch.itemVersion}`,
    source: batch.source,
    dryRun: batch.dryRun,
    end,
    file: batch.fileDigest === null ? null : { sha256: batch.fileDigest.toString("hex"), bytes: batch.fileBytes ?? 0 },
    mapping: batch.mappingBody === null ? null : { id: batch.mappingBody.id, version: batch.mappingVersion },
    rows: accepted + held + refused + unchanged + corrected,
    accepted,
    held,
    refused,
    unchanged,
    corrected,
    findings,
    enteredAt: batch.enteredAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    commitments: { size: range.size, root: range.root().toString("base64url") },
    keyId: signer.keyId,
  };
  return { ...body, signature: signer.sign(Buffer.from(canonicalJson(body as Json))).toString("base64url") };
}

/** Whether a receipt is as it was signed under this public key. */
export function verifyReceipt(
  { signature, ...body }: Receipt,
  publicJwk: { kty: "OKP"; crv: "Ed25519"; x: string },
): boolean {
  const key = createPublicKey({ key: publicJwk, format: "jwk" });
  return verify(null, Buffer.from(canonicalJson(body as Json)), key, Buffer.from(signature, "base64url"));
}
