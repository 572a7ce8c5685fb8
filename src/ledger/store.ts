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
  readonly adultAtConduct: "yes" | "not-asked" | "not-a-person";
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

/** Acts that add versions. */
export const appending = [
  "send-records",
  "decide-held-row",
  "undo-batch",
  "correct-record",
  "withdraw-record",
  "release-text",
  "file-objection",
  "withdraw-objection",
  "extend-objection",
  "keep-in-effect",
  "answer-objection",
  "attach-statement",
  "release-statement",
  "remove-statement",
  "apply-for-repair",
  "decide-repair",
  "reverse-repair",
];

/** The columns of a row, every one of them: a forgotten one does not compile. Column names are the keys in snake case. */
function columnsOf<R>() {
  return <const K extends readonly (keyof R & string)[]>(
    keys: Exclude<keyof R, K[number]> extends never ? K : never,
  ) => ({
    keys: keys as readonly (keyof R & string)[],
    names: (keys as readonly string[]).map((key) => key.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)),
  });
}
type Columns<R> = { readonly keys: readonly (keyof R & string)[]; readonly names: readonly string[] };

export const recordColumns = columnsOf<RecordRow>()([
  "subjectId",
  "recordId",
  "subjectKind",
  "itemId",
  "itemVersion",
  "adverse",
  "evaluative",
  "listing",
  "retentionYearsMax",
  "disclosure",
  "adultAtConduct",
  "authority",
  "decidedOn",
  "conductEndedOn",
  "servedOn",
  "answerDueOn",
  "confirmedBy",
  "enteredBy",
  "effectiveFrom",
  "effectiveTo",
  "publishedUntil",
  "retainedUntil",
  "open",
  "shared",
  "sealed",
  "salt",
  "commitment",
  "recordedAt",
  "batchId",
  "rowNo",
]);
export const changeColumns = columnsOf<ChangeRow>()([
  "subjectId",
  "recordId",
  "version",
  "act",
  "itemVersion",
  "disclosure",
  "decidedOn",
  "conductEndedOn",
  "servedOn",
  "answerDueOn",
  "effectiveFrom",
  "effectiveTo",
  "publishedUntil",
  "retainedUntil",
  "reason",
  "mark",
  "open",
  "shared",
  "sealed",
  "salt",
  "commitment",
  "enteredBy",
  "confirmedBy",
  "recordedAt",
  "batchId",
  "rowNo",
]);
const lineColumns = columnsOf<DocumentLineRow>()([
  "documentKey",
  "line",
  "version",
  "act",
  "subjectId",
  "recordId",
  "content",
  "batchId",
]);
const tallyColumns = columnsOf<TallyRow>()(["itemId", "sector", "month", "authority", "batchId", "part", "recorded"]);

/** Appends first versions; where they are of lists, those who watch are told of it in this very transaction. */
export async function appendRecords(
  transaction: Transaction,
  permit: Permit,
  rows: readonly RecordRow[],
): Promise<number> {
  permit.mustBeFor(...appending);
  const copied = await copyInto(transaction, "ledger.record", recordColumns, rows);
  const items = [...new Set(rows.map(({ itemId }) => itemId))];
  const found = await transaction.query<{ itemId: string }>({
    name: "items-of-lists",
    text: `SELECT DISTINCT item_id AS "itemId" FROM catalogue.list_version WHERE item_id = ANY($1::text[])`,
    values: [items],
  });
  const listed = new Set(found.rows.map(({ itemId }) => itemId));
  const stirred = rows.filter(({ itemId }) => listed.has(itemId)).map(({ subjectId }) => subjectId);
  if (stirred.length > 0)
    await transaction.query(
      "INSERT INTO ledger.outbox (subject_id) SELECT DISTINCT s FROM unnest($1::uuid[]) AS u(s)",
      [stirred],
    );
  return copied;
}

/**
 * Appends changes; where they are of listings, those who watch are told of it in this very transaction. Row security
 * refuses a correction that lengthens or widens; COPY cannot be used beside it.
 */
export async function appendChanges(
  transaction: Transaction,
  permit: Permit,
  rows: readonly ChangeRow[],
): Promise<void> {
  permit.mustBeFor(...appending);
  const { keys, names } = changeColumns;
  for (let from = 0; from < rows.length; from += 500) {
    const part = rows.slice(from, from + 500);
    const json = part.map((row) => Object.fromEntries(keys.map((key, i) => [names[i], jsonCell(row[key])])));
    await transaction.query(
      `INSERT INTO ledger.change (${names.join(", ")})
       SELECT ${names.join(", ")} FROM jsonb_populate_recordset(null::ledger.change, $1)`,
      [JSON.stringify(json)],
    );
  }
  await transaction.query(
    `INSERT INTO ledger.outbox (subject_id)
     SELECT DISTINCT r.subject_id FROM unnest($1::uuid[], $2::uuid[]) AS u(subject_id, record_id)
     JOIN ledger.record r USING (subject_id, record_id)
     WHERE r.item_id IN (SELECT item_id FROM catalogue.list_version)`,
    [rows.map(({ subjectId }) => subjectId), rows.map(({ recordId }) => recordId)],
  );
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
  return copyRows(
    transaction,
    table,
    columns.names,
    rows.values().map((row) => columns.keys.map((key) => row[key] as never)),
  );
}

/** The newest version of every line of the documents asked for. */
export async function findDocumentLines(
  sql: Sql,
  permit: Permit,
  documentKeys: readonly Uint8Array[],
): Promise<DocumentLineRow[]> {
  permit.mustBeFor(...appending);
  const found = await sql.query({
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
  published_until AS "publishedUntil", retained_until AS "retainedUntil", open, shared, sealed IS NOT NULL AS "hasSealed",
  to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "recordedAt", batch_id AS "batchId"`;

/** All versions of a subject's records, for readers that fold them: bodies, the subject, our own acts. */
export async function readVersions(
  sql: Sql,
  scope: Scope,
  subjectIds: readonly string[],
): Promise<{ firsts: FirstVersion[]; changes: Map<string, Change[]> }> {
  scope.mustBe("body", "subject", "inside");
  const unsealed = scope.audience === "subject" ? "sealed" : "NULL AS sealed";
  // One after the other: inside a transaction a connection runs one query at a time.
  const firsts = await sql.query({
    name: `ledger-firsts-${scope.audience}`,
    text: `SELECT 'record' AS act, 1 AS version, record_id AS "recordId", subject_id AS "subjectId", subject_kind AS "subjectKind",
             item_id AS "itemId", authority, adverse, listing, ${unsealed}, ${contentSelect}
           FROM ledger.record WHERE subject_id = ANY($1::uuid[])`,
    values: [subjectIds],
  });
  const changes = await sql.query({
    name: `ledger-changes-${scope.audience}`,
    text: `SELECT act, version, record_id AS "recordId", reason, mark, ${unsealed}, ${contentSelect}
           FROM ledger.change WHERE subject_id = ANY($1::uuid[])`,
    values: [subjectIds],
  });
  const byRecord = new Map<string, Change[]>();
  for (const change of changes.rows as Change[]) {
    const known = byRecord.get(change.recordId);
    if (known) known.push(change);
    else byRecord.set(change.recordId, [change]);
  }
  return { firsts: firsts.rows as FirstVersion[], changes: byRecord };
}

/** A record by both halves of its key. */
export interface RecordRef {
  readonly subjectId: string;
  readonly recordId: string;
}

/**
 * All versions of some records, sealed fields included, for the acts that correct, withdraw or release them and for the
 * agency that opens what it sent.
 */
export async function readRecords(
  sql: Sql,
  leave: Permit | Scope,
  refs: readonly RecordRef[],
): Promise<{ firsts: FirstVersion[]; changes: Map<string, Change[]> }> {
  if ("audience" in leave) leave.mustBe("inside", "body", "subject");
  else leave.mustBeFor(...appending);
  const values = [refs.map(({ subjectId }) => subjectId), refs.map(({ recordId }) => recordId)];
  const wanted = "(subject_id, record_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))";
  const firsts = await sql.query({
    name: "ledger-firsts-by-key",
    text: `SELECT 'record' AS act, 1 AS version, record_id AS "recordId", subject_id AS "subjectId", subject_kind AS "subjectKind",
             item_id AS "itemId", authority, adverse, listing, sealed, ${contentSelect}
           FROM ledger.record WHERE ${wanted}`,
    values,
  });
  const changes = await sql.query({
    name: "ledger-changes-by-key",
    text: `SELECT act, version, record_id AS "recordId", reason, mark, sealed, ${contentSelect}
           FROM ledger.change WHERE ${wanted}`,
    values,
  });
  const byRecord = Map.groupBy(changes.rows as Change[], ({ recordId }) => recordId);
  return { firsts: firsts.rows as FirstVersion[], changes: byRecord };
}

/** Which authorities have records of some items about subjects that were not withdrawn, by subject. */
export async function findAuthorities(
  sql: Sql,
  permit: Permit,
  { subjectIds, itemIds }: { subjectIds: readonly string[]; itemIds: readonly string[] },
): Promise<Map<string, string[]>> {
  permit.mustBeFor(...appending);
  const found = await sql.query<{ subjectId: string; authorities: string[] }>({
    name: "ledger-authorities",
    text: `SELECT r.subject_id AS "subjectId", array_agg(DISTINCT r.authority) AS authorities
           FROM ledger.record r
           WHERE r.subject_id = ANY($1::uuid[]) AND r.item_id = ANY($2::text[]) AND NOT EXISTS (
             SELECT FROM ledger.change c
             WHERE c.subject_id = r.subject_id AND c.record_id = r.record_id AND c.act = 'withdraw')
           GROUP BY r.subject_id`,
    values: [subjectIds, itemIds],
  });
  return new Map(found.rows.map(({ subjectId, authorities }) => [subjectId, authorities]));
}

/** Records with sealed fields that may name the person behind a subject: of an individual business all, else those of some items. */
export async function findNamingRecords(
  sql: Sql,
  permit: Permit,
  { subjectIds, itemIds }: { subjectIds: readonly string[]; itemIds: readonly string[] },
): Promise<RecordRef[]> {
  permit.mustBeFor(...appending);
  const found = await sql.query<RecordRef>({
    name: "ledger-naming-records",
    text: `SELECT subject_id AS "subjectId", record_id AS "recordId" FROM ledger.record
           WHERE subject_id = ANY($1::uuid[]) AND sealed IS NOT NULL
             AND (subject_kind = 'individual-business' OR item_id = ANY($2::text[]))`,
    values: [subjectIds, itemIds],
  });
  return found.rows;
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
    text: `SELECT ${publicColumns} FROM public_read.record WHERE subject_id = ANY($1::uuid[]) ORDER BY decided_on DESC, record_id`,
    values: [subjectIds],
  });
  for (const row of found.rows)
    if (!publicRow.Check(row)) throw new Error("public_read.record gave a row of another shape");
  return found.rows as PublicRow[];
}

/**
 * What tells one state of the public records of some subjects from every other: which they are, in which versions, with
 * which marks. A version never says another thing (C17), so the same stamp means the same records.
 */
export async function readPublicStamp(sql: Sql, scope: Scope, subjectIds: readonly string[]): Promise<string> {
  scope.mustBe("public");
  const found = await sql.query<{ stamp: string }>({
    name: "public-stamp",
    text: `SELECT coalesce(md5(string_agg(record_id || ' ' || version || coalesce(marks::text, ''), ',' ORDER BY record_id)), '') AS stamp
      FROM public_read.record WHERE subject_id = ANY($1::uuid[])`,
    values: [subjectIds],
  });
  return found.rows[0]?.stamp ?? "";
}

/** Columns of `public_read.record` in the names of {@link PublicRow}. */
export const publicColumns = `record_id AS "recordId", subject_id AS "subjectId", subject_kind AS "subjectKind", item_id AS "itemId",
  item_version AS "itemVersion", adverse, listing, authority, decided_on AS "decidedOn",
  conduct_ended_on AS "conductEndedOn", served_on AS "servedOn", effective_from AS "effectiveFrom",
  effective_to AS "effectiveTo", published_until AS "publishedUntil", open,
  to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "recordedAt",
  to_char(corrected_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "correctedAt", version, marks`;

/** Parses rows of the public view; throws on one of another shape. */
export function parsedPublicRows(rows: unknown[]): PublicRow[] {
  for (const row of rows) if (!publicRow.Check(row)) throw new Error("public_read.record gave a row of another shape");
  return rows as PublicRow[];
}

/** What narrows a list of public decisions. */
export interface DecisionFilter {
  readonly itemIds: readonly string[];
  readonly authorities: readonly string[] | null;
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  readonly after: { readonly decidedOn: IsoDate; readonly recordId: string } | null;
  readonly limit: number;
}

/**
 * Public decisions about organisations, newest first; individual businesses never stand in lists (C12).
 * Each row comes with the first version's day, which is what the list is sorted by.
 */
export async function listPublicDecisions(
  sql: Sql,
  scope: Scope,
  filter: DecisionFilter,
): Promise<(PublicRow & { firstDecidedOn: IsoDate })[]> {
  scope.mustBe("public");
  const found = await sql.query({
    name: "public-decisions",
    text: `SELECT ${publicColumns}, first_decided_on AS "firstDecidedOn"
           FROM public_read.record
           WHERE subject_kind = 'organisation' AND item_id = ANY($1) AND ($2::text[] IS NULL OR authority = ANY($2))
             AND ($3::date IS NULL OR first_decided_on >= $3) AND ($4::date IS NULL OR first_decided_on <= $4)
             AND ($5::date IS NULL OR first_decided_on < $5 OR (first_decided_on = $5 AND record_id > $6::uuid))
           ORDER BY first_decided_on DESC, record_id LIMIT $7`,
    values: [
      filter.itemIds,
      filter.authorities,
      filter.from,
      filter.to,
      filter.after?.decidedOn ?? null,
      filter.after?.recordId ?? null,
      filter.limit,
    ],
  });
  return parsedPublicRows(found.rows) as (PublicRow & { firstDecidedOn: IsoDate })[];
}

/** Counts of public decisions by item, sector and month. */
export async function readTally(
  sql: Sql,
  scope: Scope,
  { itemIds, from }: { itemIds: readonly string[]; from: IsoDate },
): Promise<{ itemId: string; sector: number; month: IsoDate; recorded: number }[]> {
  scope.mustBe("public");
  const found = await sql.query<{ itemId: string; sector: number; month: IsoDate; recorded: number }>({
    name: "public-tally",
    text: `SELECT item_id AS "itemId", sector, month, sum(recorded)::int AS recorded FROM public_read.tally
           WHERE item_id = ANY($1) AND month >= $2 GROUP BY item_id, sector, month ORDER BY month, sector, item_id`,
    values: [itemIds, from],
  });
  return found.rows;
}

/** Whether a record was recorded as public: then its address answers "gone" (410) once publication ended, else "unknown". */
export async function wasRecordedAsPublic(
  sql: Sql,
  scope: Scope,
  { subjectIds, recordId }: { subjectIds: readonly string[]; recordId: string },
): Promise<boolean> {
  scope.mustBe("public");
  const found = await sql.query({
    name: "was-public",
    text: "SELECT 1 FROM ledger.record WHERE subject_id = ANY($1::uuid[]) AND record_id = $2 AND disclosure = 'public'",
    values: [subjectIds, recordId],
  });
  return found.rows.length > 0;
}

/** Orders a record forgotten; the retention job carries it out, now and after every restore (C17). */
export async function appendErasure(
  sql: Sql,
  permit: Permit,
  order: { subjectId: string; recordId: string; erasureId: string; basis: string; orderedBy: string; orderedAt: Date },
): Promise<void> {
  permit.mustBeFor("erase-record");
  await sql.query(
    `INSERT INTO ledger.erasure (subject_id, record_id, erasure_id, basis, ordered_by, ordered_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING`,
    [order.subjectId, order.recordId, order.erasureId, order.basis, order.orderedBy, order.orderedAt],
  );
}

/**
 * Forgets what is due (`ledger.forget_due`): run with the retention role's pool. Bounded: call again until 0.
 * @returns how many records were forgotten
 */
export async function forgetDue(retention: Sql, atMost: number): Promise<number> {
  const done = await retention.query<{ forgotten: number }>("SELECT ledger.forget_due($1) AS forgotten", [atMost]);
  return done.rows[0]?.forgotten ?? 0;
}

/** Versions as they are stored, in the order of their keys, to be verified: each row whole, `after` the last key seen. */
export async function readStored(
  sql: Sql,
  scope: Scope,
  asked:
    | { table: "record"; after: StoredKey | null; limit: number }
    | { table: "change"; after: StoredKey | null; limit: number },
): Promise<(RecordRow | ChangeRow)[]> {
  scope.mustBe("inside");
  const { keys, names } = asked.table === "record" ? recordColumns : changeColumns;
  const version = asked.table === "record" ? "1" : "version";
  const found = await sql.query({
    name: `stored-${asked.table}`,
    text: `SELECT ${names.map((name, i) => `${name} AS "${keys[i]}"`).join(", ")} FROM ledger.${asked.table}
           WHERE $1::uuid IS NULL OR (subject_id, record_id, ${version}) > ($1::uuid, $2::uuid, $3::int)
           ORDER BY subject_id, record_id, ${version} LIMIT $4`,
    values: [asked.after?.subjectId ?? null, asked.after?.recordId ?? null, asked.after?.version ?? null, asked.limit],
  });
  return found.rows as (RecordRow | ChangeRow)[];
}

/**
 * Versions whose content is gone though nothing said so: the record's keeping has not ended and nobody ordered it
 * forgotten, or the record is kept and one of its changes is not. Whoever removes content early is found by this.
 */
export async function listGoneEarly(
  sql: Sql,
  scope: Scope,
  limit: number,
): Promise<{ recordId: string; version: number }[]> {
  scope.mustBe("inside");
  const found = await sql.query<{ recordId: string; version: number }>(
    `SELECT r.record_id AS "recordId", 1 AS version FROM ledger.record r
     LEFT JOIN LATERAL (
       SELECT c.retained_until FROM ledger.change c
       WHERE c.subject_id = r.subject_id AND c.record_id = r.record_id AND c.act = 'correct'
       ORDER BY c.version DESC LIMIT 1
     ) corrected ON true
     WHERE r.salt IS NULL AND NOT coalesce(coalesce(corrected.retained_until, r.retained_until) < platform.today(), false)
       AND NOT EXISTS (SELECT FROM ledger.erasure e WHERE e.subject_id = r.subject_id AND e.record_id = r.record_id)
     UNION ALL
     SELECT c.record_id, c.version FROM ledger.change c JOIN ledger.record r USING (subject_id, record_id)
     WHERE c.act <> 'withdraw' AND c.salt IS NULL AND r.salt IS NOT NULL
     ORDER BY 1, 2 LIMIT $1`,
    [limit],
  );
  return found.rows;
}

export interface StoredKey {
  readonly subjectId: string;
  readonly recordId: string;
  readonly version: number;
}
