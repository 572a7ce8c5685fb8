import { copyRows } from "#src/platform/copy.ts";
import type { Sql, Transaction } from "#src/platform/database.ts";
import type { Permit, Scope } from "../door.ts";

/** A row of `access.look`. */
export interface LookRow {
  readonly subjectId: string;
  readonly lookId: string;
  readonly lookedAt: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly agencyCode: string | null;
  readonly deputyOf: string | null;
  readonly onBehalfOf: string | null;
  readonly purpose: string;
  readonly basis: string;
  readonly shown: object;
  readonly outcome: string;
  readonly policy: string | null;
  /** A lawful delay before the subject learns of it. */
  readonly withheldUntil: Date | null;
  readonly withheldBasis: string | null;
}

/** Adds looks, many in one statement. */
export async function insertLooks(sql: Sql, rows: readonly LookRow[]): Promise<void> {
  const column = <K extends keyof LookRow>(key: K) => rows.map((row) => row[key]);
  await sql.query({
    name: "insert-looks",
    text: `INSERT INTO access.look
      (subject_id, look_id, looked_at, actor_kind, actor_id, agency_code, deputy_of, on_behalf_of, purpose, basis, shown,
       outcome, policy, withheld_until, withheld_basis)
      SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::uuid[],
        $8::text[], $9::text[], $10::text[], $11::jsonb[], $12::text[], $13::text[], $14::timestamptz[], $15::text[])`,
    values: [
      column("subjectId"),
      column("lookId"),
      column("lookedAt"),
      column("actorKind"),
      column("actorId"),
      column("agencyCode"),
      column("deputyOf"),
      column("onBehalfOf"),
      column("purpose"),
      column("basis"),
      rows.map((row) => JSON.stringify(row.shown)),
      column("outcome"),
      column("policy"),
      column("withheldUntil"),
      column("withheldBasis"),
    ],
  });
}

/** Adds very many looks: COPY, in an open transaction. */
export async function copyLooks(transaction: Transaction, rows: Iterable<LookRow>): Promise<void> {
  await copyRows(
    transaction,
    "access.look",
    [
      "subject_id",
      "look_id",
      "looked_at",
      "actor_kind",
      "actor_id",
      "agency_code",
      "deputy_of",
      "on_behalf_of",
      "purpose",
      "basis",
      "shown",
      "outcome",
      "policy",
    ],
    Iterator.from(rows).map((row) => [
      row.subjectId,
      row.lookId,
      row.lookedAt,
      row.actorKind,
      row.actorId,
      row.agencyCode,
      row.deputyOf,
      row.onBehalfOf,
      row.purpose,
      row.basis,
      row.shown,
      row.outcome,
      row.policy,
    ]),
  );
}

/** A commit of next to nothing that waits for the disk, and so for all that was committed before it. */
export async function commitToDisk(sql: Sql): Promise<void> {
  await sql.query({ name: "commit-to-disk", text: "SELECT pg_logical_emit_message(true, 'chengxin', '')" });
}

/** A body that was shown something of a subject, and when last. */
export interface Recipient {
  readonly agencyCode: string;
  readonly lastShownAt: Date;
}

/** Bodies that were shown anything of some subjects since an instant; withheld looks too, for the body knows of its own. */
export async function listRecipients(
  sql: Sql,
  permit: Permit,
  { subjectIds, since }: { subjectIds: readonly string[]; since: Date },
): Promise<Recipient[]> {
  permit.mustBeFor("answer-objection");
  const found = await sql.query<Recipient>(
    `SELECT agency_code AS "agencyCode", max(looked_at) AS "lastShownAt" FROM access.look
     WHERE subject_id = ANY ($1) AND looked_at >= $2 AND outcome = 'shown' AND agency_code IS NOT NULL
     GROUP BY agency_code ORDER BY agency_code`,
    [subjectIds, since],
  );
  return found.rows;
}

/** A row of `access.refused_act`. */
export interface RefusedActRow {
  readonly actId: string;
  readonly refusedAt: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly agencyCode: string | null;
  readonly action: string;
  readonly resourceKind: string;
  readonly policy: string;
}

/** Adds an act that was refused. */
export async function insertRefusedAct(sql: Sql, row: RefusedActRow): Promise<void> {
  await sql.query(
    `INSERT INTO access.refused_act (act_id, refused_at, actor_kind, actor_id, agency_code, action, resource_kind, policy)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [row.actId, row.refusedAt, row.actorKind, row.actorId, row.agencyCode, row.action, row.resourceKind, row.policy],
  );
}

/** A look as it is stored, with the names of its agency. */
export interface StoredLook extends Omit<LookRow, "shown"> {
  readonly shown: Record<string, unknown>;
  readonly agencyNameZh: string | null;
  readonly agencyNameEn: string | null;
}

/** What to look for in the log; every part that is null is not asked for. */
export interface LookQuery {
  readonly subjects: readonly string[] | null;
  readonly agency: string | null;
  readonly actorId: string | null;
  readonly outcome: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly before: { readonly at: Date; readonly id: string } | null;
  readonly limit: number;
}

/** What names a look. */
export interface LookKey {
  readonly subjectId: string;
  readonly lookId: string;
  readonly at: Date;
}

/** Which body made a look, and until when it is lawfully withheld: whom to ask about it, before anything of it is shown. */
export async function findLookHead(
  sql: Sql,
  { subjectId, lookId, at }: LookKey,
): Promise<{ agencyCode: string | null; withheldUntil: Date | null } | null> {
  const found = await sql.query<{ agencyCode: string | null; withheldUntil: Date | null }>(
    `SELECT agency_code AS "agencyCode", withheld_until AS "withheldUntil" FROM access.look
     WHERE subject_id = $1 AND looked_at = $2 AND look_id = $3`,
    [subjectId, at, lookId],
  );
  return found.rows[0] ?? null;
}

const lookColumns = `subject_id::text AS "subjectId", look_id::text AS "lookId", looked_at AS "lookedAt", actor_kind AS "actorKind",
       actor_id AS "actorId", l.agency_code AS "agencyCode", deputy_of::text AS "deputyOf", on_behalf_of AS "onBehalfOf",
       purpose, basis, shown, outcome, policy, withheld_until AS "withheldUntil", withheld_basis AS "withheldBasis",
       a.name_zh AS "agencyNameZh", a.name_en AS "agencyNameEn"`;

/** A look by its key, for whoever reads a case about it. */
export async function findLook(sql: Sql, scope: Scope, { subjectId, lookId, at }: LookKey): Promise<StoredLook | null> {
  scope.mustBe("subject", "body");
  const found = await sql.query<StoredLook>(
    `SELECT ${lookColumns} FROM access.look l LEFT JOIN access.agency a ON a.agency_code = l.agency_code
     WHERE subject_id = $1 AND looked_at = $2 AND look_id = $3`,
    [subjectId, at, lookId],
  );
  return found.rows[0] ?? null;
}

/** Looks, newest first. */
export async function listLooks(sql: Sql, scope: Scope, asked: LookQuery): Promise<StoredLook[]> {
  scope.mustBe("inside");
  const found = await sql.query<StoredLook>(
    `SELECT ${lookColumns}
     FROM access.look l LEFT JOIN access.agency a ON a.agency_code = l.agency_code
     WHERE ($1::uuid[] IS NULL OR subject_id = ANY ($1)) AND ($2::text IS NULL OR l.agency_code = $2)
       AND ($3::text IS NULL OR actor_id = $3) AND ($4::text IS NULL OR outcome = $4)
       AND ($5::timestamptz IS NULL OR looked_at >= $5) AND ($6::timestamptz IS NULL OR looked_at < $6)
       AND ($7::timestamptz IS NULL OR (looked_at, look_id) < ($7, $8::uuid))
     ORDER BY looked_at DESC, look_id DESC LIMIT $9`,
    [
      asked.subjects,
      asked.agency,
      asked.actorId,
      asked.outcome,
      asked.from,
      asked.to,
      asked.before?.at ?? null,
      asked.before?.id ?? null,
      asked.limit,
    ],
  );
  return found.rows;
}

/** What a subject asks of its log; every part that is null is not asked for. */
export interface OwnLookQuery {
  readonly agency: string | null;
  readonly outcome: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
  /** Looks withheld beyond this instant are left out. */
  readonly toldBy: Date;
  readonly before: { readonly at: Date; readonly id: string } | null;
  readonly limit: number;
}

/** Looks at some subjects, newest first: the newest of each are read along the key, however many there are. */
export async function listLooksOfSubjects(
  sql: Sql,
  scope: Scope,
  { subjects, ...asked }: OwnLookQuery & { subjects: readonly string[] },
): Promise<StoredLook[]> {
  scope.mustBe("subject");
  const found = await sql.query<StoredLook>(
    `SELECT ${lookColumns} FROM unnest($1::uuid[]) AS own (id)
     CROSS JOIN LATERAL (
       SELECT * FROM access.look
       WHERE subject_id = own.id AND ($2::text IS NULL OR agency_code = $2) AND ($3::text IS NULL OR outcome = $3)
         AND ($4::timestamptz IS NULL OR looked_at >= $4) AND ($5::timestamptz IS NULL OR looked_at < $5)
         AND (withheld_until IS NULL OR withheld_until <= $6)
         AND ($7::timestamptz IS NULL OR (looked_at, look_id) < ($7, $8::uuid))
       ORDER BY looked_at DESC, look_id DESC LIMIT $9) l
     LEFT JOIN access.agency a ON a.agency_code = l.agency_code
     ORDER BY looked_at DESC, look_id DESC LIMIT $9`,
    [
      subjects,
      asked.agency,
      asked.outcome,
      asked.from,
      asked.to,
      asked.toldBy,
      asked.before?.at ?? null,
      asked.before?.id ?? null,
      asked.limit,
    ],
  );
  return found.rows;
}

/** Looks by month, each counted up to `most` and one: the longest file is counted as fast as a short one. */
export async function countLooksByMonth(
  sql: Sql,
  scope: Scope,
  asked: { subjects: readonly string[]; months: readonly string[]; toldBy: Date; most: number },
): Promise<{ month: string; counted: number; refused: number }[]> {
  scope.mustBe("subject");
  const found = await sql.query<{ month: string; counted: number; refused: number }>(
    `SELECT month, count(l.outcome)::int AS counted, (count(*) FILTER (WHERE l.outcome = 'refused'))::int AS refused
     FROM unnest($1::text[]) AS asked (month)
     CROSS JOIN unnest($2::uuid[]) AS own (id)
     LEFT JOIN LATERAL (
       SELECT outcome FROM access.look
       WHERE subject_id = own.id AND looked_at >= (month || '-01T00:00:00+08:00')::timestamptz
         AND looked_at < (((month || '-01')::date + interval '1 month')::date || 'T00:00:00+08:00')::timestamptz
         AND (withheld_until IS NULL OR withheld_until <= $3)
       LIMIT $4) l ON true
     GROUP BY month ORDER BY month`,
    [asked.months, asked.subjects, asked.toldBy, asked.most + 1],
  );
  return found.rows;
}

/** A refused act as it is stored, with the names of its agency. */
export interface StoredRefusal extends RefusedActRow {
  readonly agencyNameZh: string | null;
  readonly agencyNameEn: string | null;
}

/** Refused acts, newest first. */
export async function listRefusedActs(
  sql: Sql,
  scope: Scope,
  asked: { agency: string | null; before: { at: Date; id: string } | null; limit: number },
): Promise<StoredRefusal[]> {
  scope.mustBe("inside");
  const found = await sql.query<StoredRefusal>(
    `SELECT act_id::text AS "actId", refused_at AS "refusedAt", actor_kind AS "actorKind", actor_id AS "actorId",
       r.agency_code AS "agencyCode", action, resource_kind AS "resourceKind", policy,
       a.name_zh AS "agencyNameZh", a.name_en AS "agencyNameEn"
     FROM access.refused_act r LEFT JOIN access.agency a ON a.agency_code = r.agency_code
     WHERE ($1::text IS NULL OR r.agency_code = $1)
       AND ($2::timestamptz IS NULL OR (refused_at, act_id) < ($2, $3::uuid))
     ORDER BY refused_at DESC, act_id DESC LIMIT $4`,
    [asked.agency, asked.before?.at ?? null, asked.before?.id ?? null, asked.limit],
  );
  return found.rows;
}
