import type { Sql } from "#src/platform/database.ts";

/** Marks an assertion as used. False: it was used before. */
export async function useAssertion(
  sql: Sql,
  used: { clientId: string; jti: string; expiresAt: Date },
): Promise<boolean> {
  const added = await sql.query(
    "INSERT INTO access.used_assertion (client_id, jti, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    [used.clientId, used.jti, used.expiresAt],
  );
  return added.rowCount === 1;
}
