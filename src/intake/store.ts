/** The one file that speaks SQL of intake. Writing needs a Permit, reading a Scope; runs of batches read under their Permit. */
import type { Mapping } from "#contract/intake.ts";
import type { Verdict } from "#core/rule/finding.ts";
import { addDays, shanghaiDate } from "#core/time/date.ts";
import { type Permit, type Scope, terms } from "#src/access/index.ts";
import { copyRows } from "#src/platform/copy.ts";
import type { Sql, Transaction } from "#src/platform/database.ts";

export type BatchSource = "file" | "entry" | "undo" | "held" | "correction" | "withdrawal" | "release";
export type Channel = "page" | "api" | "command-line";

/** A batch as it was begun. */
export interface BatchRow {
  readonly batchId: string;
  readonly agencyCode: string;
  readonly itemId: string;
  readonly itemVersion: number;
  readonly source: BatchSource;
  readonly channel: Channel;
  readonly dryRun: boolean;
  readonly uploadId: string | null;
  readonly mappingId: string | null;
  readonly mappingVersion: number | null;
  readonly mappingBody: Mapping | null;
  readonly fileName: string | null;
  readonly fileDigest: Buffer | null;
  readonly fileBytes: number | null;
  readonly undoes: string | null;
  readonly reason: string | null;
  readonly enteredBy: string;
  readonly enteredAt: Date;
  readonly idempotencyKey: string;
}

/** What a batch says of its file where it came with none. */
export const withoutFile = {
  uploadId: null,
  mappingId: null,
  mappingVersion: null,
  mappingBody: null,
  fileName: null,
  fileDigest: null,
  fileBytes: null,
} satisfies Partial<BatchRow>;

/** What acts count; all zero but for parts. */
export interface Counts {
  readonly accepted: number;
  readonly corrected: number;
  readonly unchanged: number;
  readonly held: number;
  readonly refused: number;
  readonly findings: number;
}

export const noCounts: Counts = { accepted: 0, corrected: 0, unchanged: 0, held: 0, refused: 0, findings: 0 };

export type BatchActName = "open" | "part" | "cancel" | "finish" | "fail";

/** An act of a batch's life. */
export interface BatchAct extends Counts {
  readonly act: BatchActName;
  readonly lastRow: number;
  readonly detail: object;
  readonly actedBy: string;
  readonly actedAt: Date;
}

/** All that may write here: every act of a sender. */
const sending = ["send-records", "decide-held-row", "undo-batch", "correct-record", "withdraw-record", "release-text"];

export const batchColumns = `batch_id AS "batchId", agency_code AS "agencyCode", item_id AS "itemId", item_version AS "itemVersion", source,
  channel, dry_run AS "dryRun", upload_id AS "uploadId", mapping_id AS "mappingId", mapping_version AS "mappingVersion",
  mapping_body AS "mappingBody", file_name AS "fileName", file_digest AS "fileDigest", file_bytes AS "fileBytes", undoes, reason,
  entered_by AS "enteredBy", entered_at AS "enteredAt", idempotency_key AS "idempotencyKey"`;

/** Begins a batch. False where it was begun before: the same sender, the same key. */
export async function insertBatch(sql: Sql, permit: Permit, row: BatchRow): Promise<boolean> {
  permit.mustBeFor(...sending);
  const added = await sql.query(
    `INSERT INTO intake.batch (batch_id, agency_code, item_id, item_version, source, channel, dry_run, upload_id, mapping_id,
       mapping_version, mapping_body, file_name, file_digest, file_bytes, undoes, reason, entered_by, entered_at, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) ON CONFLICT (batch_id) DO NOTHING`,
    [
      row.batchId,
      row.agencyCode,
      row.itemId,
      row.itemVersion,
      row.source,
      row.channel,
      row.dryRun,
      row.uploadId,
      row.mappingId,
      row.mappingVersion,
      row.mappingBody === null ? null : JSON.stringify(row.mappingBody),
      row.fileName,
      row.fileDigest,
      row.fileBytes,
      row.undoes,
      row.reason,
      row.enteredBy,
      row.enteredAt,
      row.idempotencyKey,
    ],
  );
  return added.rowCount === 1;
}

/** Leave to look at batches: the sender's act, or a reader's scope. */
export type Leave = Permit | Scope;

export function mustMayRead(leave: Leave): void {
  if ("audience" in leave) leave.mustBe("inside");
  else leave.mustBeFor(...sending);
}

/** A batch; null where there is none of this id. */
export async function findBatch(sql: Sql, leave: Leave, batchId: string): Promise<BatchRow | null> {
  mustMayRead(leave);
  const found = await sql.query<BatchRow>(`SELECT ${batchColumns} FROM intake.batch WHERE batch_id = $1`, [batchId]);
  return found.rows[0] ?? null;
}

/** A file's batch that was begun and has not ended, so that sending the file again takes it up. */
export async function findUnended(
  sql: Sql,
  permit: Permit,
  like: Pick<BatchRow, "agencyCode" | "itemId" | "dryRun" | "mappingBody"> & { readonly fileDigest: Buffer },
): Promise<BatchRow | null> {
  permit.mustBeFor("send-records");
  const found = await sql.query<BatchRow>(
    `SELECT ${batchColumns} FROM intake.batch b
     WHERE file_digest = $1 AND agency_code = $2 AND item_id = $3 AND dry_run = $4 AND mapping_body IS NOT DISTINCT FROM $5::jsonb
       AND channel = 'command-line'
       AND NOT EXISTS (SELECT FROM intake.batch_act a WHERE a.batch_id = b.batch_id AND a.act IN ('finish', 'cancel', 'fail'))
     ORDER BY entered_at DESC LIMIT 1`,
    [
      like.fileDigest,
      like.agencyCode,
      like.itemId,
      like.dryRun,
      like.mappingBody === null ? null : JSON.stringify(like.mappingBody),
    ],
  );
  return found.rows[0] ?? null;
}

/** Which of some batches took others back whole. */
export async function findUndoing(sql: Sql, permit: Permit, batchIds: readonly string[]): Promise<Set<string>> {
  permit.mustBeFor(...sending);
  if (batchIds.length === 0) return new Set();
  const found = await sql.query<{ batchId: string }>(
    `SELECT batch_id AS "batchId" FROM intake.batch WHERE batch_id = ANY($1::uuid[]) AND source = 'undo'`,
    [batchIds],
  );
  return new Set(found.rows.map(({ batchId }) => batchId));
}

const actColumns = `act, last_row AS "lastRow", accepted, corrected, unchanged, held, refused, findings, detail,
  acted_by AS "actedBy", acted_at AS "actedAt"`;

/** Acts of a batch, oldest first. */
export async function readBatchActs(sql: Sql, leave: Leave, batchId: string): Promise<BatchAct[]> {
  mustMayRead(leave);
  const found = await sql.query<BatchAct>(
    `SELECT ${actColumns} FROM intake.batch_act WHERE batch_id = $1 ORDER BY seq`,
    [batchId],
  );
  return found.rows;
}

/**
 * Locks a batch's acts until the transaction ends, so that a cancellation and a part do not overtake each other.
 * A lock by number, because the application may not update the rows it would otherwise lock.
 */
export async function lockBatch(transaction: Transaction, batchId: string): Promise<void> {
  await transaction.query("SELECT pg_advisory_xact_lock(7002, hashtext($1))", [batchId]);
}

/** Takes the right to run a batch until the connection is given back; false where another process runs it. */
export async function takeRun(sql: Sql, batchId: string): Promise<boolean> {
  const taken = await sql.query<{ taken: boolean }>("SELECT pg_try_advisory_lock(7003, hashtext($1)) AS taken", [
    batchId,
  ]);
  return taken.rows[0]?.taken === true;
}

export async function leaveRun(sql: Sql, batchId: string): Promise<void> {
  await sql.query("SELECT pg_advisory_unlock(7003, hashtext($1))", [batchId]);
}

/** Whether a batch was asked to stop. */
export async function isCancelled(sql: Sql, permit: Permit, batchId: string): Promise<boolean> {
  permit.mustBeFor(...sending);
  const found = await sql.query("SELECT 1 FROM intake.batch_act WHERE batch_id = $1 AND act = 'cancel'", [batchId]);
  return found.rowCount === 1;
}

/** Adds an act to a batch whose lock is held. */
export async function appendBatchAct(
  transaction: Transaction,
  permit: Permit,
  batchId: string,
  act: BatchAct,
): Promise<void> {
  permit.mustBeFor(...sending);
  await transaction.query({
    name: "append-batch-act",
    text: `INSERT INTO intake.batch_act (batch_id, seq, act, last_row, accepted, corrected, unchanged, held, refused, findings, detail, acted_by, acted_at)
           SELECT $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM intake.batch_act WHERE batch_id = $1`,
    values: [
      batchId,
      act.act,
      act.lastRow,
      act.accepted,
      act.corrected,
      act.unchanged,
      act.held,
      act.refused,
      act.findings,
      JSON.stringify(act.detail),
      act.actedBy,
      act.actedAt,
    ],
  });
}

/** The database's own time, and when this node last recorded anything. */
export async function readTimes(sql: Sql): Promise<{ now: Date; offsetSeconds: number; lastActedAt: Date | null }> {
  const found = await sql.query<{ now: Date; offsetSeconds: number; lastActedAt: Date | null }>(
    `SELECT clock_timestamp() AS now, (SELECT offset_seconds FROM platform.clock) AS "offsetSeconds",
       (SELECT max(acted_at) FROM intake.batch_act) AS "lastActedAt"`,
  );
  const row = found.rows[0];
  if (!row) throw new Error("the database did not tell its time");
  return row;
}

/** A finding as it is stored: masked (C13). */
export interface FindingRow {
  readonly row: number;
  readonly ordinal: number;
  readonly verdict: Verdict;
  readonly column: string | null;
  readonly field: string | null;
  readonly code: string;
  readonly value: string | null;
  readonly params: object;
}

/** Adds findings. */
export function appendFindings(
  transaction: Transaction,
  permit: Permit,
  batchId: string,
  rows: readonly FindingRow[],
): Promise<number> {
  permit.mustBeFor(...sending);
  return copyRows(
    transaction,
    "intake.finding",
    ["batch_id", "row_no", "ordinal", "verdict", "column_name", "field", "code", "value", "params"],
    rows
      .values()
      .map((row) => [
        batchId,
        row.row,
        row.ordinal,
        row.verdict,
        row.column,
        row.field,
        row.code,
        row.value,
        row.params,
      ]),
  );
}

/** Findings of a batch in order of rows, after one of them. */
export async function listFindings(
  sql: Sql,
  leave: Leave,
  asked: { batchId: string; after: { row: number; ordinal: number }; limit: number; verdicts: readonly Verdict[] },
): Promise<FindingRow[]> {
  mustMayRead(leave);
  const found = await sql.query<FindingRow>(
    `SELECT row_no AS row, ordinal, verdict, column_name AS "column", field, code, value, params FROM intake.finding
     WHERE batch_id = $1 AND (row_no, ordinal) > ($2, $3) AND verdict = ANY($5) ORDER BY row_no, ordinal LIMIT $4`,
    [asked.batchId, asked.after.row, asked.after.ordinal, asked.limit, asked.verdicts],
  );
  return found.rows;
}

/** How many findings of a kind were made in a batch, with the first of them; most frequent first. */
export async function countFindings(
  sql: Sql,
  scope: Scope,
  batchId: string,
): Promise<(FindingRow & { readonly rows: number })[]> {
  scope.mustBe("inside");
  const found = await sql.query<FindingRow & { readonly rows: number }>(
    `SELECT counted.rows, f.row_no AS row, f.ordinal, f.verdict, f.column_name AS "column", f.field, f.code, f.value, f.params
     FROM (
       SELECT code, verdict, column_name, field, count(*)::int AS rows, min(row_no) AS first FROM intake.finding
       WHERE batch_id = $1 GROUP BY code, verdict, column_name, field ORDER BY rows DESC, code, column_name LIMIT 200) counted
     CROSS JOIN LATERAL (
       SELECT * FROM intake.finding f
       WHERE f.batch_id = $1 AND f.row_no = counted.first AND f.code = counted.code AND f.verdict = counted.verdict
         AND f.column_name IS NOT DISTINCT FROM counted.column_name AND f.field IS NOT DISTINCT FROM counted.field
       ORDER BY f.ordinal LIMIT 1) f
     ORDER BY counted.rows DESC, f.code, f.column_name`,
    [batchId],
  );
  return found.rows;
}

/** A row that waits for a person, as it is stored. */
export interface HeldRow {
  readonly row: number;
  readonly sealed: Uint8Array;
  readonly candidates: readonly object[];
  /** Keyed hash of what it says: the same row sent again has the same. */
  readonly said: Uint8Array;
}

/** Adds held rows. */
export function appendHeld(
  transaction: Transaction,
  permit: Permit,
  batch: Pick<BatchRow, "batchId" | "agencyCode" | "itemId">,
  { rows, heldAt }: { rows: readonly HeldRow[]; heldAt: Date },
): Promise<number> {
  permit.mustBeFor(...sending);
  const waitsUntil = addDays(shanghaiDate(heldAt), terms.heldDaysMax);
  return copyRows(
    transaction,
    "intake.held_row",
    ["batch_id", "row_no", "agency_code", "item_id", "sealed", "candidates", "said", "held_at", "waits_until"],
    rows
      .values()
      .map((row) => [
        batch.batchId,
        row.row,
        batch.agencyCode,
        batch.itemId,
        row.sealed,
        row.candidates,
        row.said,
        heldAt,
        waitsUntil,
      ]),
  );
}

/** Writes a receipt. */
export async function insertReceipt(
  transaction: Transaction,
  permit: Permit,
  { batchId, body, issuedAt }: { batchId: string; body: object; issuedAt: Date },
): Promise<void> {
  permit.mustBeFor(...sending);
  await transaction.query("INSERT INTO intake.receipt (batch_id, body, issued_at) VALUES ($1, $2, $3)", [
    batchId,
    JSON.stringify(body),
    issuedAt,
  ]);
}

/** The receipt of a batch that ended. */
export async function findReceipt(sql: Sql, leave: Leave, batchId: string): Promise<object | null> {
  mustMayRead(leave);
  const found = await sql.query<{ body: object }>("SELECT body FROM intake.receipt WHERE batch_id = $1", [batchId]);
  return found.rows[0]?.body ?? null;
}

/** A receipt as it is stored, with what its batch's parts counted; null for a batch that has none. */
export interface StoredReceipt {
  readonly batchId: string;
  readonly body: object | null;
  /** Rows that parts of the batch counted as accepted, corrected, unchanged, held and refused. */
  readonly counted: Omit<Counts, "findings">;
  /** Whether the batch has ended by its acts. */
  readonly hasEnded: boolean;
  /** The Merkle range after the last part that recorded anything. */
  readonly range: { readonly size: number; readonly hashes: readonly string[] } | null;
}

/** Batches after one of them, with their receipts, to be verified. Dry runs, which recorded nothing, are left out. */
export async function listReceipts(
  sql: Sql,
  scope: Scope,
  { after, limit }: { after: string | null; limit: number },
): Promise<StoredReceipt[]> {
  scope.mustBe("inside");
  const found = await sql.query<StoredReceipt>(
    `SELECT b.batch_id AS "batchId", r.body, a.counted, a."hasEnded", a.range
     FROM intake.batch b LEFT JOIN intake.receipt r USING (batch_id)
     CROSS JOIN LATERAL (
       SELECT jsonb_build_object('accepted', coalesce(sum(accepted), 0), 'corrected', coalesce(sum(corrected), 0),
           'unchanged', coalesce(sum(unchanged), 0), 'held', coalesce(sum(held), 0), 'refused', coalesce(sum(refused), 0)) AS counted,
         coalesce(bool_or(act IN ('finish', 'fail')), false) AS "hasEnded",
         (array_agg(detail -> 'range' ORDER BY seq DESC) FILTER (WHERE act = 'part' AND detail ? 'range'))[1] AS range
       FROM intake.batch_act WHERE batch_id = b.batch_id
     ) a
     WHERE NOT b.dry_run AND ($1::uuid IS NULL OR b.batch_id > $1) ORDER BY b.batch_id LIMIT $2`,
    [after, limit],
  );
  return found.rows;
}
