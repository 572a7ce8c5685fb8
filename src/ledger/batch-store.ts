/** SQL of what a batch wrote: versions in the order of its rows. */
import type { Permit, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { type ChangeRow, changeColumns, type DocumentLineRow, type RecordRow, recordColumns } from "./store.ts";

/** A version a batch wrote. Of one row a change comes before the record that takes its place (a moved row). */
export interface Written {
  readonly row: number;
  readonly subjectId: string;
  readonly recordId: string;
  readonly version: number;
  readonly act: "record" | "correct" | "withdraw" | "annotate";
}

/** Where a page of a batch's versions begins: after the last one of the page before. */
export type AfterWritten = Pick<Written, "row" | "act">;

const written = `
  SELECT row_no AS "row", subject_id AS "subjectId", record_id AS "recordId", 1 AS version, 'record' AS act, 1 AS place, commitment
  FROM ledger.record WHERE batch_id = $1
  UNION ALL
  SELECT row_no, subject_id, record_id, version, act, 0, commitment FROM ledger.change WHERE batch_id = $1`;

function mustMayRead(leave: Scope | Permit): void {
  if ("audience" in leave) leave.mustBe("inside");
  else leave.mustBeFor("undo-batch", "send-records");
}

/** What a batch wrote, in the order of its rows. */
export async function listWritten(
  sql: Sql,
  leave: Scope | Permit,
  asked: { batchId: string; after: AfterWritten | null; limit: number },
): Promise<Written[]> {
  mustMayRead(leave);
  const { after } = asked;
  const found = await sql.query<Written>(
    `SELECT "row", "subjectId", "recordId", version, act FROM (${written}) w
     WHERE ("row", place) > ($2::int, $3::int) ORDER BY "row", place LIMIT $4`,
    [asked.batchId, after?.row ?? 0, after && after.act !== "record" ? 0 : 1, asked.limit],
  );
  return found.rows;
}

/** Commitments of a batch in the order of its rows, with the row of each: the leaves under its receipt's root. */
export async function readCommitments(
  sql: Sql,
  scope: Scope,
  batchId: string,
): Promise<{ row: number; commitment: Buffer }[]> {
  scope.mustBe("inside");
  const found = await sql.query<{ row: number; commitment: Buffer }>(
    `SELECT "row", commitment FROM (${written}) w ORDER BY "row", place`,
    [batchId],
  );
  return found.rows;
}

/** The versions one row of a batch wrote, whole, as they are stored; changes first. */
export async function readRowVersions(
  sql: Sql,
  scope: Scope,
  { batchId, row }: { batchId: string; row: number },
): Promise<{ changes: ChangeRow[]; records: RecordRow[] }> {
  scope.mustBe("inside");
  const select = ({ keys, names }: { keys: readonly string[]; names: readonly string[] }, table: string) =>
    `SELECT ${names.map((name, i) => `${name} AS "${keys[i]}"`).join(", ")} FROM ledger.${table} WHERE batch_id = $1 AND row_no = $2`;
  const changes = await sql.query(select(changeColumns, "change"), [batchId, row]);
  const records = await sql.query(select(recordColumns, "record"), [batchId, row]);
  return { changes: changes.rows as ChangeRow[], records: records.rows as RecordRow[] };
}

const lineColumns = `document_key AS "documentKey", line, version, act, subject_id AS "subjectId", record_id AS "recordId",
  content, batch_id AS "batchId"`;

/** The versions of lines a batch wrote for some records. */
export async function findBatchLines(
  sql: Sql,
  permit: Permit,
  { batchId, recordIds }: { batchId: string; recordIds: readonly string[] },
): Promise<DocumentLineRow[]> {
  permit.mustBeFor("undo-batch");
  const found = await sql.query<DocumentLineRow>(
    `SELECT ${lineColumns} FROM ledger.document_line WHERE batch_id = $1 AND record_id = ANY($2::uuid[])`,
    [batchId, recordIds],
  );
  return found.rows;
}

/** Rows of a batch whose line in a document was changed or withdrawn since: an undoing leaves these as they are. */
export async function countChangedSince(sql: Sql, scope: Scope, batchId: string): Promise<number> {
  scope.mustBe("inside");
  const found = await sql.query<{ rows: number }>(
    `SELECT count(DISTINCT l.record_id)::int AS rows FROM ledger.document_line l
     CROSS JOIN LATERAL (
       SELECT n.act, n.record_id, n.content FROM ledger.document_line n
       WHERE n.document_key = l.document_key AND n.line = l.line ORDER BY n.version DESC LIMIT 1) newest
     WHERE l.batch_id = $1 AND l.act <> 'withdraw'
       AND (newest.act = 'withdraw' OR newest.record_id <> l.record_id OR newest.content <> l.content)`,
    [batchId],
  );
  return found.rows[0]?.rows ?? 0;
}

/** Some versions of some lines. */
export async function findLineVersions(
  sql: Sql,
  permit: Permit,
  asked: readonly Pick<DocumentLineRow, "documentKey" | "line" | "version">[],
): Promise<DocumentLineRow[]> {
  permit.mustBeFor("undo-batch");
  if (asked.length === 0) return [];
  const found = await sql.query<DocumentLineRow>(
    `SELECT ${lineColumns} FROM ledger.document_line
     WHERE (document_key, line, version) IN (SELECT * FROM unnest($1::bytea[], $2::int[], $3::int[]))`,
    [asked.map(({ documentKey }) => documentKey), asked.map(({ line }) => line), asked.map(({ version }) => version)],
  );
  return found.rows;
}

/** Batches that wrote versions, in the order of their ids, after one of them. */
export async function listWritingBatches(
  sql: Sql,
  scope: Scope,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  scope.mustBe("inside");
  const found = await sql.query<{ batchId: string }>(
    `SELECT DISTINCT batch_id AS "batchId" FROM (
       SELECT batch_id FROM ledger.record UNION ALL
       -- Marks of objections and repairs came with no batch: each refers to an act of theirs (row security of ledger.change).
       SELECT batch_id FROM ledger.change WHERE mark IS NULL OR mark NOT IN ('objection', 'statement', 'repair')) w
     WHERE $1::uuid IS NULL OR batch_id > $1 ORDER BY batch_id LIMIT $2`,
    [after, limit],
  );
  return found.rows.map(({ batchId }) => batchId);
}

/** Batches whose share in the counts of public decisions is not what they recorded. */
export async function listMistallied(sql: Sql, scope: Scope, limit: number): Promise<string[]> {
  scope.mustBe("inside");
  const found = await sql.query<{ batchId: string }>(
    `SELECT coalesce(t.batch_id, r.batch_id) AS "batchId"
     FROM (SELECT batch_id, item_id, authority, date_trunc('month', decided_on)::date AS month, count(*) AS n
           FROM ledger.record WHERE disclosure = 'public' GROUP BY 1, 2, 3, 4) r
     FULL JOIN (SELECT batch_id, item_id, authority, month, sum(recorded) AS n FROM ledger.tally GROUP BY 1, 2, 3, 4) t
       ON t.batch_id = r.batch_id AND t.item_id = r.item_id AND t.authority = r.authority AND t.month = r.month
     WHERE t.n IS DISTINCT FROM r.n GROUP BY 1 ORDER BY 1 LIMIT $1`,
    [limit],
  );
  return found.rows.map(({ batchId }) => batchId);
}
