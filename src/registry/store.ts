/** The one file that speaks SQL of subjects. Appending needs a Permit, reading a Scope; numbers are looked up inside acts. */
import type { AliasAct } from "#core/subject/alias.ts";
import { type Identifier, identifierKey, type NamedKind } from "#core/subject/identifier.ts";
import type { NameRole, RecordedName } from "#core/subject/names.ts";
import type { KnownNumbers } from "#core/subject/resolve.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Permit, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";

/** Acts in which subjects are looked up by number and founded: all are a sender's. */
export const sending = ["send-records", "decide-held-row", "correct-record"];
/** Acts that say which subjects are one, and which are not. */
export const deciding = ["merge-subjects", "split-subject", "reverse-alias"];

/** Leave to look numbers and names up: a sender's act, or a reader's scope. */
export type Leave = Permit | Scope;

/** Which room to read in: the public reader's views, or the tables. Throws where the leave is for something else. */
function room(leave: Leave): "public_read" | "registry" {
  if ("audience" in leave) return leave.audience === "public" ? "public_read" : "registry";
  leave.mustBeFor(...sending, ...deciding);
  return "registry";
}

const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const actColumns = `act_id AS "actId", act, subject_id AS "subjectId", other_subject_id AS "otherSubjectId", reverses, detail,
  effective_at AS "effectiveAt", ${instant("decided_at")} AS "decidedAt"`;

/** Alias acts that touch any of the subjects, directly or through others. */
export async function findActs(sql: Sql, leave: Leave, subjectIds: readonly string[]): Promise<AliasAct[]> {
  const from = room(leave);
  const found = await sql.query({
    name: `alias-acts-${from}`,
    text: `WITH RECURSIVE near(id) AS (
             SELECT unnest($1::uuid[])
             UNION
             SELECT CASE WHEN a.subject_id = near.id THEN a.other_subject_id ELSE a.subject_id END
             FROM near JOIN ${from}.alias_act a ON a.subject_id = near.id OR a.other_subject_id = near.id)
           SELECT ${actColumns} FROM ${from}.alias_act
           WHERE subject_id IN (SELECT id FROM near) ORDER BY decided_at, act_id`,
    values: [subjectIds],
  });
  return found.rows as AliasAct[];
}

/** Owners of numbers, by {@link identifierKey}, with their kinds. */
export async function findOwners(
  sql: Sql,
  leave: Leave,
  numbers: readonly { readonly scheme: string; readonly value: string }[],
): Promise<Pick<KnownNumbers, "owners" | "kinds">> {
  const from = room(leave);
  const wanted = new Set(numbers.map(identifierKey));
  const found = await sql.query<{ value: string; scheme: string; subjectId: string; kind: NamedKind }>({
    name: `identifier-owners-${from}`,
    text: `SELECT value, scheme, subject_id AS "subjectId", kind FROM ${from}.identifier_owner WHERE value = ANY($1::text[])`,
    values: [[...new Set(numbers.map((one) => one.value))]],
  });
  const owners = new Map<string, string[]>();
  const kinds = new Map<string, NamedKind>();
  for (const row of found.rows) {
    const key = identifierKey(row);
    if (!wanted.has(key)) continue;
    kinds.set(row.subjectId, row.kind);
    const known = owners.get(key);
    if (known) known.push(row.subjectId);
    else owners.set(key, [row.subjectId]);
  }
  return { owners, kinds };
}

/** Unified codes of subjects. */
export async function findUnifiedCodes(
  sql: Sql,
  permit: Permit,
  subjectIds: readonly string[],
): Promise<Map<string, string[]>> {
  permit.mustBeFor(...sending);
  const codes = new Map<string, string[]>();
  if (subjectIds.length === 0) return codes;
  const found = await sql.query<{ subjectId: string; value: string }>({
    name: "unified-codes",
    text: `SELECT subject_id AS "subjectId", value FROM registry.identifier
           WHERE subject_id = ANY($1::uuid[]) AND scheme = 'unified-code' ORDER BY value`,
    values: [subjectIds],
  });
  for (const { subjectId, value } of found.rows) codes.set(subjectId, [...(codes.get(subjectId) ?? []), value]);
  return codes;
}

/** A row of `registry.subject`. */
export interface SubjectRow {
  readonly subjectId: string;
  readonly kind: NamedKind | "person";
  readonly form: string | null;
  readonly division: string | null;
}

/** Adds subjects that are not there yet. Sorted by the caller, so that two batches never wait for each other. */
export async function insertSubjects(
  sql: Sql,
  permit: Permit,
  rows: readonly SubjectRow[],
  { source, at }: { source: string; at: Date },
): Promise<number> {
  permit.mustBeFor(...sending);
  const added = await sql.query({
    name: "insert-subjects",
    text: `INSERT INTO registry.subject (subject_id, kind, form, division, founded_by, founded_at)
           SELECT *, $5, $6 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
    values: [
      rows.map((row) => row.subjectId),
      rows.map((row) => row.kind),
      rows.map((row) => row.form),
      rows.map((row) => row.division),
      source,
      at,
    ],
  });
  return added.rowCount ?? 0;
}

/** A number of a subject, to be added. */
export interface IdentifierRow extends Identifier {
  readonly subjectId: string;
  readonly kind: NamedKind;
}

/** Adds numbers a subject is not yet known by. */
export async function insertIdentifiers(
  sql: Sql,
  permit: Permit,
  rows: readonly IdentifierRow[],
  { source, at }: { source: string; at: Date },
): Promise<void> {
  permit.mustBeFor(...sending);
  await sql.query({
    name: "insert-identifiers",
    text: `INSERT INTO registry.identifier (subject_id, kind, scheme, value, verdict, valid_from, valid_until, source, recorded_at)
           SELECT *, $8, $9 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::date[])
           ON CONFLICT DO NOTHING`,
    values: [
      rows.map((row) => row.subjectId),
      rows.map((row) => row.kind),
      rows.map((row) => row.scheme),
      rows.map((row) => row.value),
      rows.map((row) => row.verdict),
      rows.map((row) => row.validFrom),
      rows.map((row) => row.validUntil),
      source,
      at,
    ],
  });
}

/** A way from a number to a subject. */
export interface OwnerRow {
  readonly value: string;
  readonly scheme: string;
  readonly subjectId: string;
  readonly kind: NamedKind;
}

/** Adds ways from numbers to subjects. */
export async function insertOwners(sql: Sql, permit: Permit, rows: readonly OwnerRow[]): Promise<void> {
  permit.mustBeFor(...sending);
  await sql.query({
    name: "insert-identifier-owners",
    text: `INSERT INTO registry.identifier_owner (value, scheme, subject_id, kind)
           SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[]) ON CONFLICT DO NOTHING`,
    values: [
      rows.map((row) => row.value),
      rows.map((row) => row.scheme),
      rows.map((row) => row.subjectId),
      rows.map((row) => row.kind),
    ],
  });
}

/** A name of a subject, to be added. */
export interface NameRow {
  readonly subjectId: string;
  readonly kind: NamedKind;
  readonly name: string;
  readonly role: NameRole;
  readonly validFrom: IsoDate | null;
  readonly validUntil: IsoDate | null;
  readonly former: boolean;
  readonly public: boolean;
}

/** Adds names; the same name from the same day again changes nothing. */
export async function insertNames(
  sql: Sql,
  permit: Permit,
  rows: readonly NameRow[],
  { source, at }: { source: string; at: Date },
): Promise<void> {
  permit.mustBeFor(...sending);
  await sql.query({
    name: "insert-names",
    text: `INSERT INTO registry.name (subject_id, kind, name, role, valid_from, valid_until, former, public, source, recorded_at)
           SELECT *, $9, $10 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::date[], $6::date[], $7::bool[], $8::bool[])
           ON CONFLICT DO NOTHING`,
    values: [
      rows.map((row) => row.subjectId),
      rows.map((row) => row.kind),
      rows.map((row) => row.name),
      rows.map((row) => row.role),
      rows.map((row) => row.validFrom ?? "-infinity"),
      rows.map((row) => row.validUntil),
      rows.map((row) => row.former),
      rows.map((row) => row.public),
      source,
      at,
    ],
  });
}

/** Names of subjects as recorded, by subject. The public reader gets public ones only. */
export async function findNames(
  sql: Sql,
  leave: Leave,
  subjectIds: readonly string[],
): Promise<Map<string, RecordedName[]>> {
  const from = room(leave);
  const found = await sql.query<RecordedName & { subjectId: string }>({
    name: `names-${from}`,
    text: `SELECT subject_id AS "subjectId", name, role, nullif(valid_from, '-infinity') AS "validFrom",
             valid_until AS "validUntil", former, ${instant("recorded_at")} AS "recordedAt"
           FROM ${from}.name WHERE subject_id = ANY($1::uuid[])`,
    values: [subjectIds],
  });
  return Map.groupBy(found.rows, (row) => row.subjectId);
}

/** Tokens of persons' numbers and whom they lead to; keys of the map are hex. */
export async function findPersonTokens(
  sql: Sql,
  permit: Permit,
  tokens: readonly Uint8Array[],
): Promise<Map<string, string>> {
  permit.mustBeFor(...sending);
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
