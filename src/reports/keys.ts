/** The issuer's document: every key reports were signed with. */
import type { KeysDocument } from "#contract/reports.ts";
import { encodeMultikey } from "#core/credential/multibase.ts";
import { listSigningKeys } from "#src/platform/signing-keys.ts";
import { issuerOf } from "./acts.ts";
import type { ReportParts } from "./parts.ts";

/** A Controlled Identifier Document (W3C CID 1.0) and a JWK Set (RFC 7517) in one. */
export async function keysDocument({ publicReader, config }: ReportParts): Promise<KeysDocument> {
  const { id, name } = issuerOf(config);
  const keys = await listSigningKeys(publicReader);
  const methods = keys.map(({ keyId, publicJwk }) => ({
    id: `${id}#${keyId}`,
    type: "Multikey" as const,
    controller: id,
    publicKeyMultibase: encodeMultikey(Buffer.from(publicJwk.x, "base64url")),
  }));
  return {
    "@context": ["https://www.w3.org/ns/cid/v1"],
    id,
    name,
    verificationMethod: methods,
    // No `expires` on a former key: that would make what it signed in its time unverifiable.
    assertionMethod: methods.map((method) => method.id),
    keys: keys.map(({ keyId, publicJwk, since, until }) => ({
      kid: keyId,
      kty: publicJwk.kty,
      crv: publicJwk.crv,
      x: publicJwk.x,
      alg: "EdDSA",
      use: "sig",
      since: since.toISOString(),
      until: until?.toISOString() ?? null,
    })),
  };
}
