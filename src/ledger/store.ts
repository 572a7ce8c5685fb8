/** The one file that speaks SQL of the ledger. Appending needs a Permit, reading a Scope. */
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import type { Change, Disclosure, FirstVersion, Payload, SubjectKind } from "#core/record/record.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Permit, Scope } from "#src/access/index.ts";
import { copyRows } from "#src/platform/copy.ts";
import type { Sql, Transaction } from "#src/platform/database.ts";

/** A first version as it is stored. */
export interface RecordRow {
  readonly subjectId: string;
  readonly recordId: string;
  readonly subjectKind: SubjectKind;
  readonly itemId: string;
  readonly itemVersion: number;
  readonly adverse: boolean;
  readonly evaluative: boolean;
  readonly listing: boolean;
  readonly retentionYearsMax: number;
  readonly disclosure: Disclosure;
  readonly adultAtConduct: "yes" | "not-a-person";
  readonly authority: string;
  readonly decidedOn: IsoDate;
  readonly conductEndedOn: IsoDate | null;
  readonly servedOn: IsoDate | null;
  readonly answerDueOn: IsoDate | null;
  readonly confirmedBy: string | null;
  readonly enteredBy: string;
  readonly effectiveFrom: IsoDate;
  readonly effectiveTo: IsoDate | null;
  readonly publishedUntil: IsoDate | null;
  readonly retainedUntil: IsoDate | null;
  readonly open: Payload;
  readonly shared: Payload | null;
  readonly sealed: Uint8Array | null;
  readonly salt: Uint8Array;
  readonly commitment: Uint8Array;
  readonly recordedAt: Date;
  readonly batchId: string;
  readonly rowNo: number;
}

/** A change as it is stored; the content fields are null unless it corrects. */
export interface ChangeRow {
  readonly subjectId: string;
  readonly recordId: string;
  readonly version: number;
  readonly act: Change["act"];
  readonly itemVersion: number | null;
  readonly disclosure: Disclosure | null;
  readonly decidedOn: IsoDate | null;
  readonly conductEndedOn: IsoDate | null;
  readonly servedOn: IsoDate | null;
  readonly answerDueOn: IsoDate | null;
  readonly effectiveFrom: IsoDate | null;
  readonly effectiveTo: IsoDate | null;
  readonly publishedUntil: IsoDate | null;
  readonly retainedUntil: IsoDate | null;
  readonly reason: string;
  readonly mark: string | null;
  readonly open: Payload | null;
  readonly shared: Payload | null;
  readonly sealed: Uint8Array | null;
  readonly salt: Uint8Array | null;
  readonly commitment: Uint8Array;
  readonly enteredBy: string;
  readonly confirmedBy: string | null;
  readonly recordedAt: Date;
  readonly batchId: string;
  readonly rowNo: number;
}

/** A version of a line of a document: who is named there, under which record, with what content. */
export interface DocumentLineRow {
  readonly documentKey: Uint8Array;
  readonly line: number;
  readonly version: number;
  readonly act: "record" | "correct" | "withdraw" | "move";
  readonly subjectId: string;
  readonly recordId: string;
  readonly content: Uint8Array;
  readonly batchId: string;
}

/** Public decisions recorded, to be added to the counts. */
export interface TallyRow {
  readonly itemId: string;
  readonly sector: number;
  /** First day of the month of decision. */
  readonly month: IsoDate;
  readonly authority: string;
  readonly batchId: string;
  readonly part: number;
  readonly recorded: number;
}

const appending = [
  "send-records",
  "decide-held-row",
  "undo-batch",
  "correct-record",
  "withdraw-record",
  "release-text",
];

type Columns<R> = { readonly [K in keyof R]: string };

const recordColumns: Columns<RecordRow> = {
  subjectId: "subject_id",
  recordId: "record_id",
  subjectKind: "subject_kind",
  itemId: "item_id",
  itemVersion: "item_version",
  adverse: "adverse",
  evaluative: "evaluative",
  listing: "listing",
  retentionYearsMax: "retention_years_max",
  disclosure: "disclosure",
  adultAtConduct: "adult_at_conduct",
  authority: "authority",
  decidedOn: "decided_on",
  conductEndedOn: "conduct_ended_on",
  servedOn: "served_on",
  answerDueOn: "answer_due_on",
  confirmedBy: "confirmed_by",
  enteredBy: "entered_by",
  effectiveFrom: "effective_from",
  effectiveTo: "effective_to",
  publishedUntil: "published_until",
  retainedUntil: "retained_until",
  open: "open",
  shared: "shared",
  sealed: "sealed",
  salt: "salt",
  commitment: "commitment",
  recordedAt: "recorded_at",
  batchId: "batch_id",
  rowNo: "row_no",
};

const changeColumns: Columns<ChangeRow> = {
  subjectId: "subject_id",
  recordId: "record_id",
  version: "version",
  act: "act",
  itemVersion: "item_version",
  disclosure: "disclosure",
  decidedOn: "decided_on",
  conductEndedOn: "conduct_ended_on",
  servedOn: "served_on",
  answerDueOn: "answer_due_on",
  effectiveFrom: "effective_from",
  effectiveTo: "effective_to",
  publishedUntil: "published_until",
  retainedUntil: "retained_until",
  reason: "reason",
  mark: "mark",
  open: "open",
  shared: "shared",
  sealed: "sealed",
  salt: "salt",
  commitment: "commitment",
  enteredBy: "entered_by",
  confirmedBy: "confirmed_by",
  recordedAt: "recorded_at",
  batchId: "batch_id",
  rowNo: "row_no",
};

const lineColumns: Columns<DocumentLineRow> = {
  documentKey: "document_key",
  line: "line",
  version: "version",
  act: "act",
  subjectId: "subject_id",
  recordId: "record_id",
  content: "content",
  batchId: "batch_id",
};

const tallyColumns: Columns<TallyRow> = {
  itemId: "item_id",
  sector: "sector",
  month: "month",
  authority: "authority",
  batchId: "batch_id",
  part: "part",
  recorded: "recorded",
};

/** Appends first versions. */
export function appendRecords(transaction: Transaction, permit: Permit, rows: readonly RecordRow[]): Promise<number> {
  permit.mustBeFor(...appending);
  return copyInto(transaction, "ledger.record", recordColumns, rows);
}

/** Appends changes. Row security refuses a correction that lengthens or widens; COPY cannot be used beside it. */
export async function appendChanges(
  transaction: Transaction,
  permit: Permit,
  rows: readonly ChangeRow[],
): Promise<void> {
  permit.mustBeFor(...appending);
  const keys = Object.keys(changeColumns) as (keyof ChangeRow)[];
  const names = keys.map((key) => changeColumns[key]);
  for (let from = 0; from < rows.length; from += 500) {
    const part = rows.slice(from, from + 500);
    const json = part.map((row) => Object.fromEntries(keys.map((key) => [changeColumns[key], jsonCell(row[key])])));
    await transaction.query(
      `INSERT INTO ledger.change (${names.join(", ")})
       SELECT ${names.join(", ")} FROM jsonb_populate_recordset(null::ledger.change, $1)`,
      [JSON.stringify(json)],
    );
  }
}

function jsonCell(value: ChangeRow[keyof ChangeRow]): unknown {
  return value instanceof Uint8Array ? `\\x${Buffer.from(value).toString("hex")}` : value;
}

/** Appends versions of document lines; a race for the same version fails on the key (SQLSTATE 23505). */
export function appendDocumentLines(
  transaction: Transaction,
  permit: Permit,
  rows: readonly DocumentLineRow[],
): Promise<number> {
  permit.mustBeFor(...appending);
  return copyInto(transaction, "ledger.document_line", lineColumns, rows);
}

/** Adds to the counts of public decisions. */
export function appendTally(transaction: Transaction, permit: Permit, rows: readonly TallyRow[]): Promise<number> {
  permit.mustBeFor(...appending);
  return copyInto(transaction, "ledger.tally", tallyColumns, rows);
}

function copyInto<R extends object>(
  transaction: Transaction,
  table: string,
  columns: Columns<R>,
  rows: readonly R[],
): Promise<number> {
  const keys = Object.keys(columns) as (keyof R & string)[];
  return copyRows(
    transaction,
    table,
    keys.map((key) => columns[key]),
    rows.values().map((row) => keys.map((key) => row[key] as never)),
  );
}

/** The newest version of every line of the documents asked for. */
export async function findDocumentLines(
  transaction: Transaction,
  permit: Permit,
  documentKeys: readonly Uint8Array[],
): Promise<DocumentLineRow[]> {
  permit.mustBeFor(...appending);
  const found = await transaction.query({
    name: "find-document-lines",
    text: `SELECT DISTINCT ON (document_key, line)
             document_key AS "documentKey", line, version, act, subject_id AS "subjectId", record_id AS "recordId", content, batch_id AS "batchId"
           FROM ledger.document_line WHERE document_key = ANY($1::bytea[]) ORDER BY document_key, line, version DESC`,
    values: [documentKeys],
  });
  return found.rows as DocumentLineRow[];
}

const contentSelect = `
  item_version AS "itemVersion", disclosure, decided_on AS "decidedOn", conduct_ended_on AS "conductEndedOn",
  served_on AS "servedOn", answer_due_on AS "answerDueOn", effective_from AS "effectiveFrom", effective_to AS "effectiveTo",
  published_until AS "publishedUntil", retained_until AS "retainedUntil", open, shared,
  to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "recordedAt", batch_id AS "batchId"`;

/** All versions of a subject's records, for readers that fold them: bodies, the subject, our own acts. */
export async function readVersions(
  sql: Sql,
  scope: Scope,
  subjectIds: readonly string[],
): Promise<{ firsts: FirstVersion[]; changes: Map<string, Change[]> }> {
  scope.mustBe("body", "subject", "inside");
  const [firsts, changes] = await Promise.all([
    sql.query({
      name: "ledger-firsts",
      text: `SELECT 'record' AS act, 1 AS version, record_id AS "recordId", subject_id AS "subjectId", subject_kind AS "subjectKind",
               item_id AS "itemId", authority, adverse, listing, ${contentSelect}
             FROM ledger.record WHERE subject_id = ANY($1::uuid[])`,
      values: [subjectIds],
    }),
    sql.query({
      name: "ledger-changes",
      text: `SELECT act, version, record_id AS "recordId", reason, mark, ${contentSelect}
             FROM ledger.change WHERE subject_id = ANY($1::uuid[])`,
      values: [subjectIds],
    }),
  ]);
  const byRecord = new Map<string, Change[]>();
  for (const change of changes.rows as Change[]) {
    const known = byRecord.get(change.recordId);
    if (known) known.push(change);
    else byRecord.set(change.recordId, [change]);
  }
  return { firsts: firsts.rows as FirstVersion[], changes: byRecord };
}

const PublicRow = Type.Object({
  recordId: Type.String(),
  subjectId: Type.String(),
  subjectKind: Type.Union([Type.Literal("organisation"), Type.Literal("individual-business")]),
  itemId: Type.String(),
  itemVersion: Type.Integer(),
  adverse: Type.Boolean(),
  listing: Type.Boolean(),
  authority: Type.String(),
  decidedOn: Type.String(),
  conductEndedOn: Type.Union([Type.String(), Type.Null()]),
  servedOn: Type.Union([Type.String(), Type.Null()]),
  effectiveFrom: Type.String(),
  effectiveTo: Type.Union([Type.String(), Type.Null()]),
  publishedUntil: Type.Union([Type.String(), Type.Null()]),
  open: Type.Record(Type.String(), Type.Unknown()),
  recordedAt: Type.String(),
  correctedAt: Type.Union([Type.String(), Type.Null()]),
  version: Type.Integer(),
  marks: Type.Union([
    Type.Array(Type.Object({ mark: Type.String(), open: Type.Unknown(), at: Type.String() })),
    Type.Null(),
  ]),
});
/** A record as the public view gives it. */
export type PublicRow = Static<typeof PublicRow>;
const publicRow = Compile(PublicRow);

/** What is public today of some subjects, newest decision first. Run with the public reader's pool. */
export async function readPublicRecords(sql: Sql, scope: Scope, subjectIds: readonly string[]): Promise<PublicRow[]> {
  scope.mustBe("public");
  const found = await sql.query({
    name: "public-records",
    text: `SELECT record_id AS "recordId", subject_id AS "subjectId", subject_kind AS "subjectKind", item_id AS "itemId",
             item_version AS "itemVersion", adverse, listing, authority, decided_on AS "decidedOn",
             conduct_ended_on AS "conductEndedOn", served_on AS "servedOn", effective_from AS "effectiveFrom",
             effective_to AS "effectiveTo", published_until AS "publishedUntil", open,
             to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "recordedAt",
             to_char(corrected_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "correctedAt", version, marks
           FROM public_read.record WHERE subject_id = ANY($1::uuid[]) ORDER BY decided_on DESC, record_id`,
    values: [subjectIds],
  });
  for (const row of found.rows)
    if (!publicRow.Check(row)) throw new Error("public_read.record gave a row of another shape");
  return found.rows as PublicRow[];
}
