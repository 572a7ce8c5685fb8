/** The public halves of signing keys, kept for ever: what an old one signed stays verifiable (sql/0001_platform.sql). */
import type { Sql } from "./database.ts";
import type { Signer } from "./keys.ts";

/** Publishes the signing key in use and ends those before it. Does nothing where it is the published one already. */
export async function publishSigningKey(sql: Sql, { keyId, publicJwk }: Signer, now: Date): Promise<void> {
  const added = await sql.query(
    `INSERT INTO platform.signing_key (key_id, algorithm, public_jwk, since) VALUES ($1, 'Ed25519', $2, $3)
     ON CONFLICT (key_id) DO NOTHING`,
    [keyId, JSON.stringify(publicJwk), now],
  );
  if (added.rowCount === 0) return;
  await sql.query("UPDATE platform.signing_key SET until = $2 WHERE until IS NULL AND key_id <> $1", [keyId, now]);
}

/** A published signing key: when it signed, and its public half. */
export interface PublishedKey {
  readonly keyId: string;
  readonly publicJwk: Signer["publicJwk"];
  readonly since: Date;
  /** Null while it signs. */
  readonly until: Date | null;
}

/** Every signing key there ever was, oldest first. Readable with the public reader's pool. */
export async function listSigningKeys(sql: Sql): Promise<PublishedKey[]> {
  const found = await sql.query<PublishedKey>(
    `SELECT key_id AS "keyId", public_jwk AS "publicJwk", since, until FROM public_read.signing_key ORDER BY since, key_id`,
  );
  return found.rows;
}
