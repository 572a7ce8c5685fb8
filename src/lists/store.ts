/** The one file that speaks SQL of proceedings. Acts are only added (sql/0010_lists.sql). */
import type { IsoDate } from "#core/time/date.ts";
import type { Permit } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import type { ActRow, Proceeding, ProceedingHead, RestsOn } from "./proceeding.ts";

/** Actions whose leave lets an act be added. */
export const actions = [
  "propose-listing",
  "conduct-proceeding",
  "decide-listing",
  "confirm-listing",
  "follow-service",
] as const;
export type Action = (typeof actions)[number];

const headColumns = `proceeding_id AS "proceedingId", subject_id AS "subjectId", subject_kind AS "subjectKind",
  list_id AS "listId", list_version AS "listVersion", item_id AS "itemId", procedure_id AS "procedureId",
  procedure_version AS "procedureVersion", adverse, confirms, keeper, ordinal, criterion, rests_on AS "restsOn", ground,
  sealed, documents, conduct_ended_on AS "conductEndedOn", opened_by AS "openedBy", opened_at AS "openedAt"`;

const actColumns = `seq, act, from_state AS "fromState", to_state AS "toState", done_by AS "doneBy", guards,
  acted_by AS "actedBy", acted_on AS "actedOn", acted_at AS "actedAt", notice_id AS "noticeId", notice_kind AS "noticeKind",
  notice_seq AS "noticeSeq", notice_served_on AS "noticeServedOn", answer_due_on AS "answerDueOn",
  waived_seq AS "waivedSeq", waived_on AS "waivedOn", decided_seq AS "decidedSeq", decided_on AS "decidedOn",
  decision_id AS "decisionId", decision_seq AS "decisionSeq", served_on AS "servedOn", held_on AS "heldOn",
  summoned_on AS "summonedOn", months,
  listed_from AS "listedFrom", ends_on AS "endsOn", ruling_number AS "rulingNumber",
  ruling_body AS "rulingBody", ruling_on AS "rulingOn", conditions,
  reasons, weighed, sealed, record_id AS "recordId", content, idempotency_key AS "idempotencyKey"`;

/** A proceeding with its acts; null where there is none. For folds: what a person may see of it is the door's to say. */
export async function findProceeding(sql: Sql, proceedingId: string): Promise<Proceeding | null> {
  const [found] = await readProceedings(sql, "proceeding_id = $1", [proceedingId]);
  return found ?? null;
}

/** Proceedings of a subject for a list, the latest first. For folds. */
export function listOfSubject(
  sql: Sql,
  { subjectIds, listId }: { subjectIds: readonly string[]; listId: string },
): Promise<Proceeding[]> {
  return readProceedings(sql, "subject_id = ANY ($1) AND list_id = $2", [subjectIds, listId]);
}

async function readProceedings(sql: Sql, where: string, values: readonly unknown[], rest = ""): Promise<Proceeding[]> {
  const heads = await sql.query<ProceedingHead>(
    `SELECT ${headColumns} FROM lists.proceeding WHERE ${where} ORDER BY opened_at DESC, proceeding_id DESC ${rest}`,
    [...values],
  );
  if (heads.rows.length === 0) return [];
  const acts = await sql.query<ActRow & { proceedingId: string }>(
    `SELECT proceeding_id AS "proceedingId", ${actColumns} FROM lists.act WHERE proceeding_id = ANY ($1)
     ORDER BY proceeding_id, seq`,
    [heads.rows.map(({ proceedingId }) => proceedingId)],
  );
  const byProceeding = Map.groupBy(acts.rows, (row) => row.proceedingId);
  const repaired = await repairedOn(
    sql,
    acts.rows.flatMap(({ recordId }) => recordId ?? []),
  );
  return heads.rows.map((head) => ({
    head,
    repairedOn: repaired.get(head.proceedingId) ?? null,
    acts: (byProceeding.get(head.proceedingId) ?? []).map(({ proceedingId: _, ...act }) => act),
  }));
}

/** The day each proceeding's record was put out of use by a decision on repair; those of which none stands are absent. */
async function repairedOn(sql: Sql, recordIds: readonly string[]): Promise<Map<string, IsoDate>> {
  if (recordIds.length === 0) return new Map();
  const found = await sql.query<{ proceedingId: string; on: IsoDate }>(
    `SELECT a.proceeding_id AS "proceedingId",
       max(((c.recorded_at AT TIME ZONE 'UTC') + interval '8 hours')::date) AS "on"
     FROM lists.act a JOIN ledger.change c USING (subject_id, record_id)
     WHERE a.record_id = ANY ($1::uuid[]) AND c.mark = 'repair' AND c.open ->> 'state' = 'granted'
       AND ledger.is_repaired(a.subject_id, a.record_id)
     GROUP BY a.proceeding_id`,
    [recordIds],
  );
  return new Map(found.rows.map(({ proceedingId, on }) => [proceedingId, on]));
}

/** The proceedings that put a record into the ledger. */
export async function listKeeping(sql: Sql, recordId: string): Promise<string[]> {
  const found = await sql.query<{ proceedingId: string }>(
    'SELECT DISTINCT proceeding_id AS "proceedingId" FROM lists.act WHERE record_id = $1',
    [recordId],
  );
  return found.rows.map(({ proceedingId }) => proceedingId);
}

/** The act an idempotency key was used for. */
export async function findActByKey(
  sql: Sql,
  key: string,
): Promise<{ readonly proceedingId: string; readonly content: Buffer } | null> {
  const found = await sql.query<{ proceedingId: string; content: Buffer }>(
    `SELECT proceeding_id AS "proceedingId", content FROM lists.act WHERE idempotency_key = $1`,
    [key],
  );
  return found.rows[0] ?? null;
}

/** Opens a proceeding. The keys of the table let one of two that are opened at once win (SQLSTATE 23505). */
export async function insertProceeding(sql: Sql, permit: Permit, head: ProceedingHead): Promise<void> {
  permit.mustBeFor("propose-listing");
  await sql.query(
    `INSERT INTO lists.proceeding (proceeding_id, subject_id, subject_kind, list_id, list_version, item_id, procedure_id,
       procedure_version, adverse, confirms, keeper, ordinal, criterion, rests_on, ground, sealed, documents,
       conduct_ended_on, opened_by, opened_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [
      head.proceedingId,
      head.subjectId,
      head.subjectKind,
      head.listId,
      head.listVersion,
      head.itemId,
      head.procedureId,
      head.procedureVersion,
      head.adverse,
      head.confirms,
      head.keeper,
      head.ordinal,
      head.criterion,
      JSON.stringify(head.restsOn),
      head.ground,
      head.sealed,
      head.documents,
      head.conductEndedOn,
      head.openedBy,
      head.openedAt,
    ],
  );
}

/** Adds an act after `last`; null: its first. The key lets one of two that race for a place win (SQLSTATE 23505). */
export async function insertAct(
  sql: Sql,
  permit: Permit,
  { head, last, act }: { head: ProceedingHead; last: ActRow | null; act: ActRow },
): Promise<void> {
  permit.mustBeFor(...actions);
  await sql.query(
    `INSERT INTO lists.act (proceeding_id, seq, subject_id, procedure_id, procedure_version, adverse, confirms, keeper, act,
       from_state, to_state, done_by, guards, before_by, acted_by, acted_on, acted_at, notice_id, notice_kind, notice_seq,
       notice_served_on, answer_due_on, waived_seq, waived_on, decided_seq, decided_on, decision_id, decision_seq, served_on,
       held_on, summoned_on, months, listed_from, ends_on, ruling_number, ruling_body, ruling_on, conditions, reasons, weighed, sealed, record_id,
       content, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
       $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44)`,
    [
      head.proceedingId,
      act.seq,
      head.subjectId,
      head.procedureId,
      head.procedureVersion,
      head.adverse,
      head.confirms,
      head.keeper,
      act.act,
      act.fromState,
      act.toState,
      act.doneBy,
      act.guards,
      last?.actedBy ?? null,
      act.actedBy,
      act.actedOn,
      act.actedAt,
      act.noticeId,
      act.noticeKind,
      act.noticeSeq,
      act.noticeServedOn,
      act.answerDueOn,
      act.waivedSeq,
      act.waivedOn,
      act.decidedSeq,
      act.decidedOn,
      act.decisionId,
      act.decisionSeq,
      act.servedOn,
      act.heldOn,
      act.summonedOn,
      act.months,
      act.listedFrom,
      act.endsOn,
      act.rulingNumber,
      act.rulingBody,
      act.rulingOn,
      act.conditions,
      act.reasons,
      act.weighed,
      act.sealed,
      act.recordId,
      act.content,
      act.idempotencyKey,
    ],
  );
}

/** A record a proceeding may rest on, as it stands. */
export interface RestedRecord {
  readonly subjectId: string;
  readonly recordId: string;
  readonly version: number;
  readonly withdrawn: boolean;
  readonly decidedOn: IsoDate;
  readonly conductEndedOn: IsoDate | null;
}

/** Records by id, as they stand: whose they are, in which version, since when. */
export async function findRestsOn(sql: Sql, permit: Permit, recordIds: readonly string[]): Promise<RestedRecord[]> {
  permit.mustBeFor("propose-listing", "decide-listing");
  if (recordIds.length === 0) return [];
  const found = await sql.query<RestedRecord>(
    `SELECT r.subject_id AS "subjectId", r.record_id AS "recordId", 1 + count(c.*)::int AS version,
       coalesce(bool_or(c.act = 'withdraw'), false) OR ledger.is_repaired(r.subject_id, r.record_id) AS withdrawn, r.decided_on AS "decidedOn",
       r.conduct_ended_on AS "conductEndedOn"
     FROM ledger.record r LEFT JOIN ledger.change c USING (subject_id, record_id)
     WHERE r.record_id = ANY ($1::uuid[]) AND r.salt IS NOT NULL GROUP BY r.subject_id, r.record_id`,
    [recordIds],
  );
  return found.rows;
}

/** Says which act to come ends a listing, by which batch of the ledger; the act follows in the same transaction. */
export async function insertLeaving(
  sql: Sql,
  row: { readonly batchId: string; readonly proceedingId: string; readonly seq: number; readonly recordId: string },
): Promise<void> {
  await sql.query("INSERT INTO lists.leaving (batch_id, proceeding_id, seq, record_id) VALUES ($1, $2, $3, $4)", [
    row.batchId,
    row.proceedingId,
    row.seq,
    row.recordId,
  ]);
}

/** What an entry that was decided here rested on: everything that recomputes it as of its decision. */
export interface EntryBasis {
  readonly proceedingId: string;
  readonly listId: string;
  readonly listVersion: number;
  readonly criterion: string | null;
  readonly restsOn: readonly RestsOn[];
  readonly decidedOn: IsoDate;
  /** What was known then is what the decision could know. */
  readonly decidedAt: Date;
}

/** The basis of a listing by its record; null where it was received from elsewhere. Nothing in it names anybody. */
export async function findBasis(sql: Sql, recordId: string): Promise<EntryBasis | null> {
  const found = await sql.query<EntryBasis>(
    `SELECT p.proceeding_id AS "proceedingId", p.list_id AS "listId", p.list_version AS "listVersion", p.criterion,
       p.rests_on AS "restsOn", d.acted_on AS "decidedOn", d.acted_at AS "decidedAt"
     FROM lists.act e JOIN lists.proceeding p USING (proceeding_id)
     JOIN LATERAL (
       SELECT acted_on, acted_at FROM lists.act d
       WHERE d.proceeding_id = e.proceeding_id AND d.act = 'decide' AND d.seq <= e.seq ORDER BY d.seq DESC LIMIT 1) d ON true
     WHERE e.record_id = $1 AND e.listed_from IS NOT NULL`,
    [recordId],
  );
  return found.rows[0] ?? null;
}

/** Forgets the words of at most so many proceedings that ended so many years ago. @returns how many */
export async function forgetDue(retention: Sql, { atMost, years }: { atMost: number; years: number }): Promise<number> {
  const done = await retention.query<{ forgotten: number }>("SELECT lists.forget_due($1, $2) AS forgotten", [
    atMost,
    years,
  ]);
  return done.rows[0]?.forgotten ?? 0;
}
