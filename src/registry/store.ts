/** The one file that speaks SQL of subjects. Appending needs a Permit, reading a Scope; numbers are looked up inside acts. */

import type { SubjectKind } from "#core/record/record.ts";
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

const publicActColumns = `act_id AS "actId", act, subject_id AS "subjectId", other_subject_id AS "otherSubjectId", reverses, detail,
  effective_at AS "effectiveAt", ${instant("decided_at")} AS "decidedAt"`;
const actColumns = `${publicActColumns}, reason`;

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
           SELECT ${from === "registry" ? actColumns : publicActColumns} FROM ${from}.alias_act
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

/** A subject a number was sent with. */
export interface OwnerFound {
  readonly subjectId: string;
  readonly kind: NamedKind;
  /** An alias act touches it: who is meant takes a second look. */
  readonly acted: boolean;
}

/** Owners of one number, in one round trip. */
export async function findOwnersOf(
  sql: Sql,
  leave: Leave,
  { scheme, value }: { readonly scheme: string; readonly value: string },
): Promise<OwnerFound[]> {
  const from = room(leave);
  const found = await sql.query<OwnerFound>({
    name: `owners-of-number-${from}`,
    text: `SELECT o.subject_id AS "subjectId", o.kind, EXISTS (
             SELECT FROM ${from}.alias_act a WHERE a.subject_id = o.subject_id OR a.other_subject_id = o.subject_id) AS acted
           FROM ${from}.identifier_owner o WHERE o.value = $1 AND o.scheme = $2`,
    values: [value, scheme],
  });
  return found.rows;
}

/** An owner of one of many codes. */
export interface CodeOwner extends OwnerFound {
  readonly code: string;
}

/** Owners of unified codes, in one round trip however many codes. */
export async function findOwnersOfCodes(sql: Sql, leave: Leave, codes: readonly string[]): Promise<CodeOwner[]> {
  const from = room(leave);
  const found = await sql.query<CodeOwner>({
    name: `owners-of-codes-${from}`,
    text: `SELECT o.value AS code, o.subject_id AS "subjectId", o.kind, EXISTS (
             SELECT FROM ${from}.alias_act a WHERE a.subject_id = o.subject_id OR a.other_subject_id = o.subject_id) AS acted
           FROM ${from}.identifier_owner o WHERE o.value = ANY($1::text[]) AND o.scheme = 'unified-code'`,
    values: [codes],
  });
  return found.rows;
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

/** Every number of some subjects, by subject. */
export async function findNumbers(
  sql: Sql,
  permit: Permit,
  subjectIds: readonly string[],
): Promise<Map<string, Pick<Identifier, "scheme" | "value">[]>> {
  permit.mustBeFor(...sending);
  const found = await sql.query<{ subjectId: string; scheme: Identifier["scheme"]; value: string }>({
    name: "numbers-of-subjects",
    text: `SELECT subject_id AS "subjectId", scheme, value FROM registry.identifier WHERE subject_id = ANY($1::uuid[])`,
    values: [subjectIds],
  });
  return Map.groupBy(found.rows, ({ subjectId }) => subjectId);
}

/** Adds subjects that are not there yet. Sorted by the caller, so that two batches never wait for each other. */
export async function insertSubjects(
  sql: Sql,
  permit: Permit,
  rows: readonly FoundedSubject[],
  { source, at }: { source: string; at: Date },
): Promise<number> {
  permit.mustBeFor(...sending, ...deciding);
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
  permit.mustBeFor(...sending, ...deciding);
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
  permit.mustBeFor(...sending, ...deciding);
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

/** A name of a subject, to be added. `tokens` for organisations; `matchedBy` and `public` for individual businesses. */
export interface NameRow {
  readonly subjectId: string;
  readonly name: string;
  readonly role: NameRole;
  readonly validFrom: IsoDate | null;
  readonly validUntil: IsoDate | null;
  readonly former: boolean;
}

/** Adds names of organisations with what they are found by; the same name from the same day again changes nothing. */
export async function insertNames(
  sql: Sql,
  permit: Permit,
  rows: readonly (NameRow & { readonly tokens: readonly number[] })[],
  { source, at }: { source: string; at: Date },
): Promise<void> {
  permit.mustBeFor(...sending, ...deciding);
  await sql.query({
    name: "insert-names",
    text: `INSERT INTO registry.name (subject_id, name, role, valid_from, valid_until, former, tokens, source, recorded_at)
           SELECT a, b, c, d, e, f, g::int[], $8, $9
           FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::date[], $6::bool[], $7::text[]) AS u(a, b, c, d, e, f, g)
           ON CONFLICT DO NOTHING`,
    values: [...nameColumns(rows, true), rows.map((row) => arrayText(row.tokens)), source, at],
  });
  await sql.query({ name: "settle-names", text: "SELECT registry.settle_names()" });
}

/** Adds trade names of individual businesses. */
export async function insertTradeNames(
  sql: Sql,
  permit: Permit,
  rows: readonly (NameRow & { readonly matchedBy: string; readonly public: boolean })[],
  { source, at }: { source: string; at: Date },
): Promise<void> {
  permit.mustBeFor(...sending, ...deciding);
  await sql.query({
    name: "insert-trade-names",
    text: `INSERT INTO registry.trade_name (subject_id, name, valid_from, valid_until, former, matched_by, public, source, recorded_at)
           SELECT *, $8, $9
           FROM unnest($1::uuid[], $2::text[], $3::date[], $4::date[], $5::bool[], $6::text[], $7::bool[])
           ON CONFLICT DO NOTHING`,
    values: [...nameColumns(rows, false), rows.map((row) => row.matchedBy), rows.map((row) => row.public), source, at],
  });
}

function nameColumns(rows: readonly NameRow[], withRole: boolean): unknown[][] {
  return [
    rows.map((row) => row.subjectId),
    rows.map((row) => row.name),
    ...(withRole ? [rows.map((row) => row.role)] : []),
    rows.map((row) => row.validFrom ?? "-infinity"),
    rows.map((row) => row.validUntil),
    rows.map((row) => row.former),
  ];
}

/** An array within an array of parameters travels as its text. */
export function arrayText(numbers: readonly number[]): string {
  return `{${numbers.join(",")}}`;
}

/** Names of many subjects as recorded, by subject, for matching; for a file's head there is {@link findSubjects}. */
export async function findNames(
  sql: Sql,
  permit: Permit,
  subjectIds: readonly string[],
): Promise<Map<string, RecordedName[]>> {
  permit.mustBeFor(...sending);
  const dates = `nullif(valid_from, '-infinity') AS "validFrom", valid_until AS "validUntil", former, ${instant("recorded_at")} AS "recordedAt"`;
  const found = await sql.query<RecordedName & { subjectId: string }>({
    name: "names",
    text: `SELECT subject_id AS "subjectId", name, role, ${dates} FROM registry.name WHERE subject_id = ANY($1::uuid[])
           UNION ALL
           SELECT subject_id, name, 'trade', ${dates} FROM registry.trade_name WHERE subject_id = ANY($1::uuid[])`,
    values: [subjectIds],
  });
  return Map.groupBy(found.rows, (row) => row.subjectId);
}

/** A number of a subject as recorded. */
export interface RecordedIdentifier extends Identifier {
  readonly recordedAt: string;
}

/** A subject with its numbers and names as recorded. */
export interface RecordedSubject {
  readonly subjectId: string;
  readonly kind: SubjectKind;
  readonly form: string | null;
  readonly division: string | null;
  readonly identifiers: readonly RecordedIdentifier[];
  readonly names: readonly RecordedName[];
  /** An alias act touches it: what is its own takes a second look. */
  readonly acted: boolean;
}

const nameObject = (role: string) => `json_build_object('name', n.name, 'role', ${role}, 'former', n.former,
  'validFrom', nullif(n.valid_from, '-infinity'), 'validUntil', n.valid_until, 'recordedAt', ${instant("n.recorded_at")})`;

/** Subjects in one round trip; a visitor finds no persons, and of individual businesses only names that may be shown. */
export async function findSubjects(sql: Sql, leave: Leave, subjectIds: readonly string[]): Promise<RecordedSubject[]> {
  const from = room(leave);
  const names =
    from === "public_read"
      ? `SELECT ${nameObject("n.role")} AS o FROM public_read.name n WHERE n.subject_id = s.subject_id`
      : `SELECT ${nameObject("n.role")} AS o FROM registry.name n WHERE n.subject_id = s.subject_id
         UNION ALL SELECT ${nameObject("'trade'")} FROM registry.trade_name n WHERE n.subject_id = s.subject_id`;
  const found = await sql.query<RecordedSubject>({
    name: `subjects-${from}`,
    text: `SELECT s.subject_id AS "subjectId", s.kind, s.form, s.division,
             coalesce((SELECT json_agg(json_build_object('scheme', i.scheme, 'value', i.value, 'verdict', i.verdict,
               'validFrom', i.valid_from, 'validUntil', i.valid_until, 'recordedAt', ${instant("i.recorded_at")}))
               FROM ${from}.identifier i WHERE i.subject_id = s.subject_id), '[]') AS identifiers,
             coalesce((SELECT json_agg(o) FROM (${names}) n), '[]') AS names,
             EXISTS (SELECT FROM ${from}.alias_act a WHERE a.subject_id = s.subject_id OR a.other_subject_id = s.subject_id) AS acted
           FROM ${from}.subject s WHERE s.subject_id = ANY($1::uuid[])`,
    values: [subjectIds],
  });
  return found.rows;
}

/** A subject to be founded. */
export interface FoundedSubject {
  readonly subjectId: string;
  readonly kind: SubjectKind;
  readonly form: string | null;
  readonly division: string | null;
}

/** The kind of a subject, so that the door can be asked about it; null where there is none. Nobody is shown it before. */
export async function findKind(sql: Sql, subjectId: string): Promise<SubjectKind | null> {
  const found = await sql.query<{ kind: SubjectKind }>({
    name: "subject-kind",
    text: "SELECT kind FROM registry.subject WHERE subject_id = $1",
    values: [subjectId],
  });
  return found.rows[0]?.kind ?? null;
}

/** Lets acts on who is who happen one at a time: two merges side by side could make a ring. Until the transaction ends. */
export async function lockAliasActs(sql: Sql, permit: Permit): Promise<void> {
  permit.mustBeFor(...deciding);
  await sql.query("SELECT pg_advisory_xact_lock(hashtext('registry.alias_act'))");
}

/** An alias act to be added. */
export interface NewAliasAct {
  readonly actId: string;
  readonly act: AliasAct["act"];
  readonly subjectId: string;
  readonly otherSubjectId: string;
  readonly reverses: string | null;
  readonly reason: string;
  readonly detail: object;
  readonly effectiveAt: IsoDate;
  readonly decidedBy: string;
  readonly decidedAt: Date;
  readonly idempotencyKey: string;
}

/** Adds an alias act. */
export async function insertAliasAct(sql: Sql, permit: Permit, act: NewAliasAct): Promise<void> {
  permit.mustBeFor(...deciding);
  await sql.query(
    `INSERT INTO registry.alias_act (act_id, act, subject_id, other_subject_id, reverses, reason, detail, effective_at,
       decided_by, decided_at, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      act.actId,
      act.act,
      act.subjectId,
      act.otherSubjectId,
      act.reverses,
      act.reason,
      JSON.stringify(act.detail),
      act.effectiveAt,
      act.decidedBy,
      act.decidedAt,
      act.idempotencyKey,
    ],
  );
}

/** The alias act done under an idempotency key, or with an id; null where there is none. */
export async function findAliasAct(
  sql: Sql,
  by: { readonly idempotencyKey: string } | { readonly actId: string },
): Promise<AliasAct | null> {
  const [column, value] = "actId" in by ? ["act_id", by.actId] : ["idempotency_key", by.idempotencyKey];
  const found = await sql.query<AliasAct>(`SELECT ${actColumns} FROM registry.alias_act WHERE ${column} = $1`, [value]);
  return found.rows[0] ?? null;
}
