/** SQL of acts on single records. Writing needs a Permit, reading a Scope or the Permit of the act that reads. */
import type { IsoDate } from "#core/time/date.ts";
import type { Permit, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";

/** Acts on one record. */
export const entryActions = [
  "send-records",
  "correct-record",
  "withdraw-record",
  "release-text",
  "decide-held-row",
] as const;
export type EntryAction = (typeof entryActions)[number];

type Leave = Permit | Scope;

function mustMayRead(leave: Leave, ...actions: string[]): void {
  if ("audience" in leave) leave.mustBe("inside");
  else leave.mustBeFor(...entryActions, ...actions);
}

/** A record by both halves of its key. */
export interface RecordRef {
  readonly subjectId: string;
  readonly recordId: string;
}

/** What an act on one record was about. */
export interface EntryRow {
  readonly batchId: string;
  /** Keyed hash of what was asked. */
  readonly content: Buffer;
  readonly record: RecordRef | null;
  readonly documentId: string | null;
}

export async function insertEntry(sql: Sql, permit: Permit, row: EntryRow): Promise<void> {
  permit.mustBeFor(...entryActions);
  await sql.query(
    "INSERT INTO intake.entry (batch_id, content, subject_id, record_id, document_id) VALUES ($1, $2, $3, $4, $5)",
    [row.batchId, row.content, row.record?.subjectId ?? null, row.record?.recordId ?? null, row.documentId],
  );
}

/** The act of a batch; null where the batch is no act on one record. */
export async function findEntry(sql: Sql, leave: Leave, batchId: string): Promise<EntryRow | null> {
  mustMayRead(leave);
  const found = await sql.query<EntryRow & RecordRef>(
    `SELECT batch_id AS "batchId", content, subject_id AS "subjectId", record_id AS "recordId", document_id AS "documentId"
     FROM intake.entry WHERE batch_id = $1`,
    [batchId],
  );
  const [row] = found.rows;
  if (!row) return null;
  const { subjectId, recordId } = row;
  return { ...row, record: recordId === null ? null : { subjectId, recordId } };
}

/** The record a batch wrote a version of; of a party that was moved to another subject, the new one. */
export async function findWritten(sql: Sql, leave: Leave, batchId: string): Promise<RecordRef | null> {
  mustMayRead(leave);
  const found = await sql.query<RecordRef>(
    `SELECT subject_id AS "subjectId", record_id AS "recordId" FROM ledger.record WHERE batch_id = $1
     UNION ALL SELECT subject_id, record_id FROM ledger.change WHERE batch_id = $1 LIMIT 1`,
    [batchId],
  );
  return found.rows[0] ?? null;
}

/** Whose a record is: the agency that sent it and the authority that decided it. */
export interface RecordOrigin {
  readonly sender: string;
  readonly authority: string;
  readonly itemId: string;
  readonly rowNo: number;
}

/** Where a record came from; null where there is no such record. */
export async function findOrigin(sql: Sql, leave: Leave, record: RecordRef): Promise<RecordOrigin | null> {
  mustMayRead(leave);
  const found = await sql.query<RecordOrigin>(
    `SELECT b.agency_code AS sender, r.authority, r.item_id AS "itemId", r.row_no AS "rowNo"
     FROM ledger.record r JOIN intake.batch b USING (batch_id) WHERE r.subject_id = $1 AND r.record_id = $2`,
    [record.subjectId, record.recordId],
  );
  return found.rows[0] ?? null;
}

/** Which of some records a proceeding brought into force. */
export async function findOfProceedings(sql: Sql, leave: Leave, records: readonly RecordRef[]): Promise<Set<string>> {
  mustMayRead(leave, "undo-batch");
  if (records.length === 0) return new Set();
  const found = await sql.query<{ recordId: string }>(
    `SELECT record_id AS "recordId" FROM unnest($1::uuid[], $2::uuid[]) r (subject_id, record_id)
     WHERE lists.is_of_proceeding(r.subject_id, r.record_id)`,
    [records.map(({ subjectId }) => subjectId), records.map(({ recordId }) => recordId)],
  );
  return new Set(found.rows.map(({ recordId }) => recordId));
}

/** A decision document; its bytes lie in the vault under `fileId`. */
export interface DocumentRow {
  readonly documentId: string;
  readonly fileId: string;
  readonly agencyCode: string;
  readonly digest: Buffer;
  readonly mediaType: string;
  readonly bytes: number;
  readonly enteredBy: string;
  readonly enteredAt: Date;
}

const documentColumns = `d.document_id AS "documentId", d.file_id AS "fileId", d.agency_code AS "agencyCode", d.digest, d.media_type AS "mediaType",
  d.bytes, d.entered_by AS "enteredBy", d.entered_at AS "enteredAt"`;

/** Adds a document. False where there is one of this id: the same act, sent again. */
export async function insertDocument(sql: Sql, permit: Permit, row: DocumentRow): Promise<boolean> {
  permit.mustBeFor("attach-document");
  const added = await sql.query(
    `INSERT INTO intake.document (document_id, file_id, agency_code, digest, media_type, bytes, entered_by, entered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (document_id) DO NOTHING`,
    [row.documentId, row.fileId, row.agencyCode, row.digest, row.mediaType, row.bytes, row.enteredBy, row.enteredAt],
  );
  return added.rowCount === 1;
}

export async function findDocument(sql: Sql, leave: Leave, documentId: string): Promise<DocumentRow | null> {
  mustMayRead(leave, "attach-document");
  const found = await sql.query<DocumentRow>(
    `SELECT ${documentColumns} FROM intake.document d WHERE d.document_id = $1`,
    [documentId],
  );
  return found.rows[0] ?? null;
}

// A document belongs to the records whose versions its act wrote: by the batch itself, by the batch in which a person
// accepted the row that was held, or by the record the act names.
const recordsOfDocuments = `
  SELECT e.document_id, r.subject_id, r.record_id FROM intake.entry e JOIN ledger.record r USING (batch_id)
  UNION SELECT e.document_id, r.subject_id, r.record_id
    FROM intake.entry e JOIN intake.held_decision h USING (batch_id) JOIN ledger.record r ON r.batch_id = h.result_batch
  UNION SELECT e.document_id, e.subject_id, e.record_id FROM intake.entry e WHERE e.record_id IS NOT NULL`;

/** The documents that were sent with a record, oldest first. */
export async function listDocuments(sql: Sql, leave: Leave, record: RecordRef): Promise<DocumentRow[]> {
  mustMayRead(leave);
  const found = await sql.query<DocumentRow>(
    `SELECT ${documentColumns} FROM intake.document d
     WHERE EXISTS (SELECT FROM (${recordsOfDocuments}) o
       WHERE o.document_id = d.document_id AND o.subject_id = $1 AND o.record_id = $2)
     ORDER BY d.entered_at, d.document_id LIMIT 100`,
    [record.subjectId, record.recordId],
  );
  return found.rows;
}

/** The records a document was sent with. */
export async function listRecordsOf(sql: Sql, leave: Leave, documentId: string): Promise<RecordRef[]> {
  mustMayRead(leave);
  const found = await sql.query<RecordRef>(
    `SELECT DISTINCT o.subject_id AS "subjectId", o.record_id AS "recordId" FROM (${recordsOfDocuments}) o
     WHERE o.document_id = $1 LIMIT 200`,
    [documentId],
  );
  return found.rows;
}

/**
 * Documents whose bytes have no reason to be kept: every record they were sent with is forgotten, or nothing was sent
 * with them before `unusedBefore`.
 */
export async function listSpentDocuments(
  sql: Sql,
  permit: Permit,
  { unusedBefore, after, limit }: { unusedBefore: Date; after: string | null; limit: number },
): Promise<{ documentId: string; fileId: string }[]> {
  permit.mustBeFor("forget-due");
  const found = await sql.query<{ documentId: string; fileId: string }>(
    `SELECT d.document_id AS "documentId", d.file_id AS "fileId" FROM intake.document d
     WHERE ($2::uuid IS NULL OR d.document_id > $2)
       AND CASE WHEN EXISTS (SELECT FROM (${recordsOfDocuments}) o WHERE o.document_id = d.document_id)
         THEN NOT EXISTS (
           SELECT FROM (${recordsOfDocuments}) o JOIN ledger.record r USING (subject_id, record_id)
           WHERE o.document_id = d.document_id AND r.salt IS NOT NULL)
         ELSE d.entered_at < $1 AND NOT EXISTS (SELECT FROM intake.entry e WHERE e.document_id = d.document_id)
       END
     ORDER BY d.document_id LIMIT $3`,
    [unusedBefore, after, limit],
  );
  return found.rows;
}

/** Which of some files of the vault belong to a document. */
export async function listKnownFiles(sql: Sql, permit: Permit, fileIds: readonly string[]): Promise<Set<string>> {
  permit.mustBeFor("forget-due");
  const found = await sql.query<{ fileId: string }>(
    `SELECT file_id AS "fileId" FROM intake.document WHERE file_id::text = ANY($1)`,
    [fileIds],
  );
  return new Set(found.rows.map(({ fileId }) => fileId));
}

/** A period for which an agency said that it decided nothing. */
export interface NilReturnRow {
  readonly agencyCode: string;
  readonly itemId: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly enteredBy: string;
  readonly enteredAt: Date;
}

const nilColumns = `agency_code AS "agencyCode", item_id AS "itemId", period_from AS "from", period_to AS "to",
  entered_by AS "enteredBy", entered_at AS "enteredAt"`;

/** Writes a nil return; the one that stands, where the same was sent before. */
export async function insertNilReturn(sql: Sql, permit: Permit, row: NilReturnRow): Promise<NilReturnRow> {
  permit.mustBeFor("nil-return");
  await sql.query(
    `INSERT INTO intake.nil_return (agency_code, item_id, period_from, period_to, entered_by, entered_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [row.agencyCode, row.itemId, row.from, row.to, row.enteredBy, row.enteredAt],
  );
  const found = await sql.query<NilReturnRow>(
    `SELECT ${nilColumns} FROM intake.nil_return
     WHERE agency_code = $1 AND item_id = $2 AND period_from = $3 AND period_to = $4`,
    [row.agencyCode, row.itemId, row.from, row.to],
  );
  const [stored] = found.rows;
  if (!stored) throw new Error("a nil return that was written is not found");
  return stored;
}

/** Nil returns of an agency that touch a period. */
export async function listNilReturns(
  sql: Sql,
  scope: Scope,
  { agencyCode, from, to }: { agencyCode: string; from: IsoDate; to: IsoDate },
): Promise<NilReturnRow[]> {
  scope.mustBe("inside");
  const found = await sql.query<NilReturnRow>(
    `SELECT ${nilColumns} FROM intake.nil_return
     WHERE agency_code = $1 AND period_to >= $2 AND period_from <= $3 ORDER BY period_from, item_id LIMIT 1000`,
    [agencyCode, from, to],
  );
  return found.rows;
}

/** How many decisions of one day came in on one day. */
export interface ArrivalRow {
  readonly itemId: string;
  readonly decidedOn: IsoDate;
  readonly receivedOn: IsoDate;
  readonly decisions: number;
}

/**
 * Decisions an agency sent that stand, by the day they were decided and the day they came in (Asia/Shanghai). A record
 * that was withdrawn was no decision, so it counts neither for nor against.
 */
export async function countArrivals(
  sql: Sql,
  leave: Permit | Scope,
  asked: { agencyCode: string; itemIds: readonly string[]; from: IsoDate; to: IsoDate },
): Promise<ArrivalRow[]> {
  if ("audience" in leave) leave.mustBe("inside");
  else leave.mustBeFor("nil-return");
  const found = await sql.query<ArrivalRow>(
    `SELECT r.item_id AS "itemId", r.decided_on AS "decidedOn",
       ((r.recorded_at AT TIME ZONE 'UTC') + interval '8 hours')::date AS "receivedOn", count(*)::int AS decisions
     FROM ledger.record r JOIN intake.batch b USING (batch_id)
     WHERE r.item_id = ANY($2) AND r.decided_on BETWEEN $3 AND $4 AND b.agency_code = $1
       AND NOT EXISTS (SELECT FROM ledger.change c
         WHERE c.subject_id = r.subject_id AND c.record_id = r.record_id AND c.act = 'withdraw')
     GROUP BY 1, 2, 3`,
    [asked.agencyCode, asked.itemIds, asked.from, asked.to],
  );
  return found.rows;
}
