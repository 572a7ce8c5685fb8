/** SQL of rows that wait for a person, and of what was decided. */
import type { IsoDate } from "#core/time/date.ts";
import type { Permit, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import type { FindingRow } from "../store.ts";

/** A row that waits, as it is stored. */
export interface HeldRecord {
  readonly batchId: string;
  readonly row: number;
  readonly agencyCode: string;
  readonly itemId: string;
  readonly itemVersion: number;
  readonly heldAt: Date;
  /** The last day on which it may be decided (C8). */
  readonly waitsUntil: IsoDate;
  /** Who sent it. */
  readonly enteredBy: string;
}

export interface SealedRow extends HeldRecord {
  /** What was sent; null once it is forgotten. */
  readonly sealed: Buffer | null;
}

const heldColumns = `h.batch_id AS "batchId", h.row_no AS row, h.agency_code AS "agencyCode", h.item_id AS "itemId",
  b.item_version AS "itemVersion", h.held_at AS "heldAt", h.waits_until::text AS "waitsUntil", b.entered_by AS "enteredBy"`;

// What was undone with its batch waits no longer; what was sent again waits as it was sent last.
const waiting = `FROM intake.held_row h JOIN intake.batch b USING (batch_id)
  WHERE NOT EXISTS (SELECT FROM intake.held_decision d WHERE d.batch_id = h.batch_id AND d.row_no = h.row_no)
    AND NOT EXISTS (SELECT FROM intake.batch u WHERE u.undoes = h.batch_id)
    AND NOT EXISTS (SELECT FROM intake.held_row n
      WHERE n.agency_code = h.agency_code AND n.said = h.said
        AND (n.held_at, n.batch_id, n.row_no) > (h.held_at, h.batch_id, h.row_no)
        AND NOT EXISTS (SELECT FROM intake.batch u WHERE u.undoes = n.batch_id))`;

/** Where a page of waiting rows begins: after the last one of the page before. */
export interface AfterHeld {
  readonly heldAt: string;
  readonly batchId: string;
  readonly row: number;
}

/** Rows of an agency that wait on a day, oldest first; what waited longer was returned, also where the job that forgets it is late. */
export async function listHeldRows(
  sql: Sql,
  scope: Scope,
  asked: { agencyCode: string; batchId: string | null; on: IsoDate; after: AfterHeld | null; limit: number },
): Promise<HeldRecord[]> {
  scope.mustBe("inside");
  const { after } = asked;
  const found = await sql.query<HeldRecord>(
    `SELECT ${heldColumns} ${waiting} AND h.agency_code = $1 AND ($2::uuid IS NULL OR h.batch_id = $2)
       AND ($3::timestamptz IS NULL OR (h.held_at, h.batch_id, h.row_no) > ($3, $4, $5))
       AND h.waits_until >= $7
     ORDER BY h.held_at, h.batch_id, h.row_no LIMIT $6`,
    [
      asked.agencyCode,
      asked.batchId,
      after?.heldAt ?? null,
      after?.batchId ?? null,
      after?.row ?? null,
      asked.limit,
      asked.on,
    ],
  );
  return found.rows;
}

/** A row as it was held, whether it still waits or not; null where none was. */
export async function findHeldRow(
  sql: Sql,
  permit: Permit,
  { batchId, row }: { batchId: string; row: number },
): Promise<SealedRow | null> {
  permit.mustBeFor("decide-held-row");
  const found = await sql.query<SealedRow>(
    `SELECT ${heldColumns}, h.sealed FROM intake.held_row h JOIN intake.batch b USING (batch_id)
     WHERE h.batch_id = $1 AND h.row_no = $2`,
    [batchId, row],
  );
  return found.rows[0] ?? null;
}

/** What was decided of a held row. */
export interface HeldDecision {
  readonly decision: "accept" | "refuse";
  readonly reason: string;
  readonly decidedBy: string;
}

/** The decision on a held row; `undone` where the whole batch was taken back; null while it waits. */
export async function findHeldDecision(
  sql: Sql,
  permit: Permit,
  { batchId, row }: { batchId: string; row: number },
): Promise<HeldDecision | "undone" | null> {
  permit.mustBeFor("decide-held-row");
  const found = await sql.query<HeldDecision & { undone: boolean }>(
    `SELECT d.decision, d.reason, d.decided_by AS "decidedBy",
       EXISTS (SELECT FROM intake.batch u WHERE u.undoes = h.batch_id) AS undone
     FROM intake.held_row h LEFT JOIN intake.held_decision d USING (batch_id, row_no) WHERE h.batch_id = $1 AND h.row_no = $2`,
    [batchId, row],
  );
  const [first] = found.rows;
  if (first?.decision) return first;
  return first?.undone ? "undone" : null;
}

/** Writes a decision down. The first one stands: false where there is one. */
export async function insertHeldDecision(
  sql: Sql,
  permit: Permit,
  given: HeldDecision & {
    batchId: string;
    row: number;
    subjectId: string | null;
    decidedAt: Date;
    resultBatch: string | null;
  },
): Promise<boolean> {
  permit.mustBeFor("decide-held-row");
  const added = await sql.query(
    `INSERT INTO intake.held_decision (batch_id, row_no, decision, subject_id, reason, decided_by, decided_at, result_batch)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [
      given.batchId,
      given.row,
      given.decision,
      given.subjectId,
      given.reason,
      given.decidedBy,
      given.decidedAt,
      given.resultBatch,
    ],
  );
  return added.rowCount === 1;
}

/** Findings of some rows, by `batch row`. */
export async function findFindingsOf(
  sql: Sql,
  leave: Scope | Permit,
  rows: readonly { batchId: string; row: number }[],
): Promise<Map<string, FindingRow[]>> {
  if ("audience" in leave) leave.mustBe("inside");
  else leave.mustBeFor("decide-held-row");
  const found = await sql.query<FindingRow & { batchId: string }>(
    `SELECT batch_id AS "batchId", row_no AS row, ordinal, verdict, column_name AS "column", field, code, value, params
     FROM intake.finding WHERE (batch_id, row_no) IN (SELECT * FROM unnest($1::uuid[], $2::int[]))
     ORDER BY batch_id, row_no, ordinal`,
    [rows.map(({ batchId }) => batchId), rows.map(({ row }) => row)],
  );
  return Map.groupBy(found.rows, ({ batchId, row }) => `${batchId} ${row}`);
}

/**
 * Forgets what held rows said that wait no longer (`intake.forget_held`): run with the retention role's pool. Bounded.
 * @returns how many rows were forgotten
 */
export async function forgetHeld(retention: Sql, atMost: number): Promise<number> {
  const done = await retention.query<{ forgotten: number }>("SELECT intake.forget_held($1) AS forgotten", [atMost]);
  return done.rows[0]?.forgotten ?? 0;
}
