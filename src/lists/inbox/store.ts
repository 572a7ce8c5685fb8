/**
 * SQL of the inbox: where proceedings stand, most pressing first, by one index. What follows here from acts is written by
 * whoever had leave for the act, and read by whoever may list an agency's proceedings.
 */
import type { IsoDate } from "#core/time/date.ts";
import type { Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import type { StateRow } from "./state-row.ts";

const columns = `s.proceeding_id AS "proceedingId", s.keeper, s.list_id AS "listId", s.list_version AS "listVersion",
  s.procedure_id AS "procedureId", s.procedure_version AS "procedureVersion", s.subject_id AS "subjectId",
  s.subject_kind AS "subjectKind", s.state, s.in_force AS "inForce", s.waits, s.waits_until AS "waitsUntil", s.office,
  s.not_by AS "notBy", s.due_on AS "dueOn", s.clocks, s.opened_on AS "openedOn", s.since,
  s.listed_from AS "listedFrom", s.ends_on AS "endsOn", s.repaired_on AS "repairedOn"`;

/** Waits until nobody else is moving the proceeding; what they wrote can be read then. */
export async function lockState(sql: Sql, proceedingId: string): Promise<void> {
  await sql.query("SELECT FROM lists.proceeding_state WHERE proceeding_id = $1 FOR UPDATE", [proceedingId]);
}

/** Keeps where a proceeding stands, in the place of what was kept before. */
export async function writeState(sql: Sql, row: StateRow): Promise<void> {
  await sql.query(
    `INSERT INTO lists.proceeding_state (proceeding_id, keeper, list_id, list_version, procedure_id, procedure_version,
       subject_id, subject_kind, state, in_force, waits, waits_until, office, not_by, due_on, clocks, opened_on, since,
       listed_from, ends_on, repaired_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
     ON CONFLICT (proceeding_id) DO UPDATE SET state = EXCLUDED.state, in_force = EXCLUDED.in_force, waits = EXCLUDED.waits,
       waits_until = EXCLUDED.waits_until, office = EXCLUDED.office, not_by = EXCLUDED.not_by,
       due_on = EXCLUDED.due_on, clocks = EXCLUDED.clocks, since = EXCLUDED.since, listed_from = EXCLUDED.listed_from,
       ends_on = EXCLUDED.ends_on, repaired_on = EXCLUDED.repaired_on`,
    [
      row.proceedingId,
      row.keeper,
      row.listId,
      row.listVersion,
      row.procedureId,
      row.procedureVersion,
      row.subjectId,
      row.subjectKind,
      row.state,
      row.inForce,
      row.waits,
      row.waitsUntil,
      row.office,
      row.notBy,
      row.dueOn,
      JSON.stringify(row.clocks),
      row.openedOn,
      row.since,
      row.listedFrom,
      row.endsOn,
      row.repairedOn,
    ],
  );
}

/** What is kept of a proceeding; null where nothing is. */
export async function findState(sql: Sql, proceedingId: string): Promise<StateRow | null> {
  const found = await sql.query<StateRow>(`SELECT ${columns} FROM lists.proceeding_state s WHERE proceeding_id = $1`, [
    proceedingId,
  ]);
  return found.rows[0] ?? null;
}

/** Ids of all proceedings, whether something is kept of them or not. */
export async function* proceedingIds(sql: Sql): AsyncGenerator<string> {
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const page = await sql.query<{ id: string }>(
      "SELECT proceeding_id AS id FROM lists.proceeding WHERE proceeding_id > $1::uuid ORDER BY proceeding_id LIMIT 500",
      [after],
    );
    for (const { id } of page.rows) yield id;
    const last = page.rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

/** How pressing a proceeding is, the most first. */
export const stages = ["overdue", "ready", "waiting", "listed", "over"] as const;
export type Stage = (typeof stages)[number];

/**
 * What a day makes of a row: `$1` is the day. The subject's time ends by itself, and so does a listing; nothing is
 * overdue while the subject may still answer.
 */
const today = `
  CASE WHEN s.in_force AND s.ends_on < $1::date THEN 'nothing'
       WHEN s.waits = 'answer' AND s.waits_until < $1::date THEN 'keeper' ELSE s.waits END`;
const stage = `
  CASE w.waits WHEN 'nothing' THEN 4 WHEN 'end' THEN 3 ELSE
    CASE WHEN s.due_on < $1::date THEN 0 WHEN w.waits = 'keeper' THEN 1 ELSE 2 END END`;
const orderedBy = `
  coalesce(CASE p.stage WHEN 2 THEN s.waits_until WHEN 3 THEN s.ends_on WHEN 4 THEN NULL ELSE s.due_on END, 'infinity')`;

export interface InboxRow extends StateRow {
  readonly stage: number;
  /** What it is ordered by within its stage; `infinity` where no day presses. */
  readonly orderedBy: string;
}

/** Where a page goes on; the day it was asked on keeps the order of all pages one. */
export interface After {
  readonly day: IsoDate;
  readonly stage: number;
  readonly orderedBy: string;
  readonly openedOn: IsoDate;
  readonly proceedingId: string;
}

export interface InboxQuery {
  readonly keeper: string;
  readonly day: IsoDate;
  readonly listId: string | null;
  readonly state: string | null;
  /** Numbers of {@link stages}. */
  readonly stages: readonly number[];
  readonly inForce: boolean;
  readonly after: After | null;
  readonly limit: number;
}

/** A keeper's proceedings, the most pressing first; one more than asked for. */
export async function listInbox(sql: Sql, scope: Scope, asked: InboxQuery): Promise<InboxRow[]> {
  scope.mustBe("inside");
  const { after } = asked;
  const found = await sql.query<InboxRow>(
    `SELECT ${columns}, p.stage, o.ordered_by::text AS "orderedBy"
     FROM lists.proceeding_state s
     CROSS JOIN LATERAL (SELECT ${today} AS waits) w
     CROSS JOIN LATERAL (SELECT ${stage} AS stage) p
     CROSS JOIN LATERAL (SELECT ${orderedBy} AS ordered_by) o
     WHERE s.keeper = $2 AND ($3::text IS NULL OR s.list_id = $3) AND ($4::text IS NULL OR s.state = $4)
       AND p.stage = ANY ($5) AND (NOT $6 OR s.in_force)
       AND ($7::int IS NULL OR (p.stage, o.ordered_by, s.opened_on, s.proceeding_id) > ($7, $8::date, $9::date, $10::uuid))
     ORDER BY p.stage, o.ordered_by, s.opened_on, s.proceeding_id LIMIT $11`,
    [
      asked.day,
      asked.keeper,
      asked.listId,
      asked.state,
      asked.stages,
      asked.inForce,
      after?.stage ?? null,
      after?.orderedBy ?? null,
      after?.openedOn ?? null,
      after?.proceedingId ?? null,
      asked.limit + 1,
    ],
  );
  return found.rows;
}

export interface InboxCount {
  readonly listId: string;
  readonly state: string;
  readonly inForce: boolean;
  readonly stage: number;
  readonly count: number;
}

/** How many of a keeper's proceedings stand where, whatever page is shown. */
export async function countInbox(
  sql: Sql,
  scope: Scope,
  { keeper, day }: Pick<InboxQuery, "keeper" | "day">,
): Promise<InboxCount[]> {
  scope.mustBe("inside");
  const found = await sql.query<InboxCount>(
    `SELECT s.list_id AS "listId", s.state, s.in_force AS "inForce", p.stage, count(*)::int AS count
     FROM lists.proceeding_state s
     CROSS JOIN LATERAL (SELECT ${today} AS waits) w
     CROSS JOIN LATERAL (SELECT ${stage} AS stage) p
     WHERE s.keeper = $2 GROUP BY 1, 2, 3, 4`,
    [day, keeper],
  );
  return found.rows;
}

/** Proceedings whose days may have moved with a calendar published since: all that wait for somebody. Paged by id. */
export async function listWaiting(sql: Sql, after: string, limit: number): Promise<string[]> {
  const found = await sql.query<{ id: string }>(
    `SELECT proceeding_id AS id FROM lists.proceeding_state
     WHERE waits IN ('keeper', 'answer', 'reading') AND proceeding_id > $1::uuid ORDER BY proceeding_id LIMIT $2`,
    [after, limit],
  );
  return found.rows.map(({ id }) => id);
}
