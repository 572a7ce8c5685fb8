/** SQL of batches as they are looked at: how far they are, what they wrote. */
import type { Refusal } from "#core/refusal.ts";
import type { Permit, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { type BatchRow, batchColumns, type Counts } from "../store.ts";

/** A batch with what its acts add up to. */
export interface BatchState extends BatchRow, Counts {
  readonly isBegun: boolean;
  readonly isCancelled: boolean;
  readonly end: "finished" | "cancelled" | "failed" | null;
  readonly endedAt: Date | null;
  readonly refusal: Refusal | null;
  readonly rowsExpected: number | null;
  readonly lastRow: number;
  readonly undoneBy: string | null;
}

const withState = (batches: string) => `
  SELECT base.*, state.*, (SELECT u.batch_id FROM intake.batch u WHERE u.undoes = base."batchId") AS "undoneBy"
  FROM (${batches}) base
  CROSS JOIN LATERAL (
    SELECT count(*) > 0 AS "isBegun", coalesce(bool_or(act = 'cancel'), false) AS "isCancelled",
      max(detail ->> 'end') FILTER (WHERE act IN ('finish', 'fail')) AS "end",
      max(acted_at) FILTER (WHERE act IN ('finish', 'fail')) AS "endedAt",
      (jsonb_agg(detail -> 'refusal') FILTER (WHERE act = 'fail')) -> 0 AS refusal,
      max((detail ->> 'rows')::int) FILTER (WHERE act = 'open') AS "rowsExpected",
      coalesce(max(last_row), 0) AS "lastRow", coalesce(sum(accepted), 0)::int AS accepted,
      coalesce(sum(corrected), 0)::int AS corrected, coalesce(sum(unchanged), 0)::int AS unchanged,
      coalesce(sum(held), 0)::int AS held, coalesce(sum(refused), 0)::int AS refused,
      coalesce(sum(findings), 0)::int AS findings
    FROM intake.batch_act WHERE batch_id = base."batchId") state`;

/** The agency a batch belongs to, so that the door can be asked; null where there is no such batch. */
export async function findBatchAgency(sql: Sql, batchId: string): Promise<string | null> {
  const found = await sql.query<{ agency: string }>({
    name: "batch-agency",
    text: "SELECT agency_code AS agency FROM intake.batch WHERE batch_id = $1",
    values: [batchId],
  });
  return found.rows[0]?.agency ?? null;
}

/** A batch as it stands. Throws where there is none: the door was asked about one that is there. */
export async function getBatchState(sql: Sql, leave: Scope | Permit, batchId: string): Promise<BatchState> {
  if ("audience" in leave) leave.mustBe("inside");
  else leave.mustBeFor("send-records", "undo-batch");
  const found = await sql.query<BatchState>({
    name: "batch-state",
    text: withState(`SELECT ${batchColumns} FROM intake.batch WHERE batch_id = $1`),
    values: [batchId],
  });
  const [state] = found.rows;
  if (!state) throw new Error("a batch that was found is gone");
  return state;
}

/** Where a page of batches begins: after the last one of the page before. */
export interface AfterBatch {
  readonly enteredAt: string;
  readonly batchId: string;
}

/** Batches of an agency, or of all, newest first. */
export async function listBatchStates(
  sql: Sql,
  scope: Scope,
  asked: { agencyCode: string | null; after: AfterBatch | null; limit: number },
): Promise<BatchState[]> {
  scope.mustBe("inside");
  const found = await sql.query<BatchState>({
    name: asked.agencyCode === null ? "batch-states-of-all" : "batch-states",
    text: `${withState(`SELECT ${batchColumns} FROM intake.batch
      WHERE ${asked.agencyCode === null ? "$1::text IS NULL" : "agency_code = $1"} AND ($2::timestamptz IS NULL OR (entered_at, batch_id) < ($2, $3))
      ORDER BY entered_at DESC, batch_id DESC LIMIT $4`)} ORDER BY "enteredAt" DESC, "batchId" DESC`,
    values: [asked.agencyCode, asked.after?.enteredAt ?? null, asked.after?.batchId ?? null, asked.limit],
  });
  return found.rows;
}

/** Whether a batch that was not judged to its end still needs an upload. */
export async function isUploadAwaited(sql: Sql, uploadId: string): Promise<boolean> {
  const found = await sql.query(
    `SELECT 1 FROM intake.batch b WHERE b.upload_id = $1
       AND NOT EXISTS (SELECT FROM intake.batch_act a WHERE a.batch_id = b.batch_id AND a.act IN ('finish', 'fail'))`,
    [uploadId],
  );
  return found.rowCount !== 0;
}

/** Batches of files that were read where they lay, begun before an instant and neither ended nor written to since. */
export async function listLeftBehind(sql: Sql, before: Date): Promise<string[]> {
  const found = await sql.query<{ batchId: string }>(
    `SELECT b.batch_id AS "batchId" FROM intake.batch b
     WHERE b.upload_id IS NULL AND b.source = 'file' AND b.entered_at < $1
       AND NOT EXISTS (SELECT FROM intake.batch_act a
         WHERE a.batch_id = b.batch_id AND (a.act IN ('finish', 'fail') OR a.acted_at >= $1))`,
    [before],
  );
  return found.rows.map(({ batchId }) => batchId);
}
