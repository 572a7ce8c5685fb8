/** SQL of persons: tokens that lead to them, and what is sealed. */
import type { Permit, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { sending } from "../store.ts";

/** Tokens of persons' numbers and whom they lead to; keys of the map are hex. */
export async function findPersonTokens(
  sql: Sql,
  permit: Permit,
  tokens: readonly Uint8Array[],
): Promise<Map<string, string>> {
  permit.mustBeFor(...sending);
  return findTokensBeforeAsking(sql, tokens);
}

/** As {@link findPersonTokens}, so that the door can be asked about the person; nobody is shown anything before. */
export async function findTokensBeforeAsking(sql: Sql, tokens: readonly Uint8Array[]): Promise<Map<string, string>> {
  const found = await sql.query<{ token: Buffer; subjectId: string }>({
    name: "person-tokens",
    text: `SELECT token, subject_id AS "subjectId" FROM registry.person_token WHERE token = ANY($1::bytea[])`,
    values: [tokens],
  });
  return new Map(found.rows.map((row) => [row.token.toString("hex"), row.subjectId]));
}

/** Adds tokens; of two batches that bring the same number at once, the first to commit wins. Returns those added, as hex. */
export async function insertPersonTokens(
  sql: Sql,
  permit: Permit,
  rows: readonly { readonly token: Uint8Array; readonly subjectId: string }[],
): Promise<Set<string>> {
  permit.mustBeFor(...sending, "rotate-keys");
  const added = await sql.query<{ token: Buffer }>({
    name: "insert-person-tokens",
    text: `INSERT INTO registry.person_token (token, subject_id)
           SELECT * FROM unnest($1::bytea[], $2::uuid[]) ON CONFLICT DO NOTHING RETURNING token`,
    values: [rows.map((row) => row.token), rows.map((row) => row.subjectId)],
  });
  return new Set(added.rows.map((row) => row.token.toString("hex")));
}

/** Adds sealed names and numbers of persons. */
export async function insertPersonSecrets(
  sql: Sql,
  permit: Permit,
  rows: readonly { readonly subjectId: string; readonly seq: number; readonly sealed: Uint8Array }[],
  at: Date,
): Promise<void> {
  permit.mustBeFor(...sending);
  await sql.query({
    name: "insert-person-secrets",
    text: `INSERT INTO registry.person_secret (subject_id, seq, sealed, recorded_at)
           SELECT *, $4 FROM unnest($1::uuid[], $2::int[], $3::bytea[])`,
    values: [rows.map((row) => row.subjectId), rows.map((row) => row.seq), rows.map((row) => row.sealed), at],
  });
}

/** Sealed values of a person, the latest last. */
export async function findPersonSecrets(
  sql: Sql,
  leave: Permit | Scope,
  subjectIds: readonly string[],
): Promise<{ subjectId: string; seq: number; sealed: Buffer }[]> {
  if ("audience" in leave) leave.mustBe("body", "subject", "inside");
  else leave.mustBeFor("rotate-keys");
  const found = await sql.query<{ subjectId: string; seq: number; sealed: Buffer }>({
    name: "person-secrets",
    text: `SELECT subject_id AS "subjectId", seq, sealed FROM registry.person_secret
           WHERE subject_id = ANY($1::uuid[]) ORDER BY subject_id, seq`,
    values: [subjectIds],
  });
  return found.rows;
}

/** Persons that no token of key number `current` leads to yet, in order of id. */
export async function listPersonsWithoutToken(
  sql: Sql,
  permit: Permit,
  { current, after, limit }: { current: number; after: string; limit: number },
): Promise<string[]> {
  permit.mustBeFor("rotate-keys");
  const found = await sql.query<{ subjectId: string }>({
    name: "persons-without-token",
    text: `SELECT DISTINCT t.subject_id AS "subjectId" FROM registry.person_token t
           WHERE t.subject_id > $2 AND NOT EXISTS (
             SELECT FROM registry.person_token n WHERE n.subject_id = t.subject_id AND get_byte(n.token, 0) = $1)
           ORDER BY 1 LIMIT $3`,
    values: [current, after, limit],
  });
  return found.rows.map((row) => row.subjectId);
}

/** Deletes tokens of former keys of persons whom a token of the current key leads to; the retention role's to do. */
export async function deleteFormerTokens(sql: Sql, permit: Permit, current: number): Promise<number> {
  permit.mustBeFor("rotate-keys");
  const gone = await sql.query(
    `DELETE FROM registry.person_token t WHERE get_byte(t.token, 0) <> $1 AND EXISTS (
       SELECT FROM registry.person_token n WHERE n.subject_id = t.subject_id AND get_byte(n.token, 0) = $1)`,
    [current],
  );
  return gone.rowCount ?? 0;
}
