/**
 * What becomes of one row of a batch that is taken back: what it recorded is withdrawn, what it corrected goes back to
 * its content before, what it moved to another subject goes back to the first. What was changed again since stays, and
 * is named.
 */
import { randomUUID } from "node:crypto";
import { CompactRange, type StoredRange } from "#core/merkle/tree.ts";
import { foldRecord } from "#core/record/fold.ts";
import type { Change, FirstVersion, RecordContent, StandingRecord } from "#core/record/record.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import {
  appendChanges,
  appendDocumentLines,
  appendRecords,
  appendTally,
  type ChangeRow,
  committedChange,
  committedRecord,
  type DocumentLineRow,
  findBatchLines,
  findDocumentLines,
  findLineVersions,
  type RecordRow,
  readRecords,
  sealContext,
  type Written,
} from "#src/ledger/index.ts";
import type { Transaction } from "#src/platform/database.ts";
import { findOfProceedings } from "../entries/store.ts";
import type { IntakeParts } from "../parts.ts";
import { type BuildParts, withdrawalRow } from "../pipeline/build.ts";
import { tallyOf } from "../pipeline/chunk.ts";
import type { Sending } from "../pipeline/sending.ts";
import { appendBatchAct, appendFindings, type Counts, type FindingRow, lockBatch } from "../store.ts";

/** What stands behind some rows: their records with all versions, and their documents' lines. */
export interface Behind {
  readonly firsts: ReadonlyMap<string, FirstVersion>;
  readonly changes: ReadonlyMap<string, readonly Change[]>;
  /** The line each record was written on by the batch. */
  readonly written: ReadonlyMap<string, DocumentLineRow>;
  /** The newest version of each line. */
  readonly newest: ReadonlyMap<string, DocumentLineRow>;
  /** Each line as it was before the batch. */
  readonly before: ReadonlyMap<string, DocumentLineRow>;
  /** Records that a proceeding brought into force. */
  readonly ofProceedings: ReadonlySet<string>;
  /** The item under one of its versions. */
  readonly itemAt: (version: number) => ItemVersion;
}

/** What is done about one row. */
export interface Taken {
  readonly changes: readonly ChangeRow[];
  readonly records: readonly RecordRow[];
  readonly lines: readonly DocumentLineRow[];
  /** Why it is left as it is; null where it was taken back. */
  readonly finding: FindingRow | null;
}

const lineKey = ({ documentKey, line }: Pick<DocumentLineRow, "documentKey" | "line">) =>
  `${Buffer.from(documentKey).toString("latin1")} ${line}`;

/** Reads what stands behind some rows of the batch that is undone. */
export async function lookBehind(
  { app, catalogue }: IntakeParts,
  { permit, batch }: Sending,
  { rows, undone }: { rows: readonly (readonly Written[])[]; undone: string },
): Promise<Behind> {
  const refs = rows.flat();
  const recordIds = refs.map(({ recordId }) => recordId);
  const { firsts, changes } = await readRecords(app, permit, refs);
  const written = await findBatchLines(app, permit, { batchId: undone, recordIds });
  const newest = await findDocumentLines(app, permit, [
    ...new Map(written.map((line) => [lineKey(line), line.documentKey])).values(),
  ]);
  const before = await findLineVersions(
    app,
    permit,
    written.filter(({ version }) => version > 1).map((line) => ({ ...line, version: line.version - 1 })),
  );
  return {
    firsts: new Map(firsts.map((first) => [first.recordId, first])),
    changes,
    written: new Map(written.map((line) => [line.recordId, line])),
    newest: new Map(newest.map((line) => [lineKey(line), line])),
    before: new Map(before.map((line) => [lineKey(line), line])),
    ofProceedings: await findOfProceedings(app, permit, refs),
    itemAt: (version) => catalogue.item(batch.itemId, version),
  };
}

/** Decides for one row and builds what it writes. */
export function takeBack(row: readonly Written[], behind: Behind, parts: BuildParts): Taken {
  const kept = row.find(({ act }) => act !== "withdraw");
  const line = kept && behind.written.get(kept.recordId);
  if (!kept || !line) return leave(row, "undo.by-hand");
  if (row.some(({ recordId }) => behind.ofProceedings.has(recordId))) return leave(row, "listing.of-proceeding");
  const newest = behind.newest.get(lineKey(line));
  if (!newest || !saysStill(newest, line)) return leave(row, "undo.changed-since");
  const standing = standingOf(kept.recordId, behind);
  if (standing?.state !== "standing") return leave(row, "undo.erased");
  const known = { standing, line: newest };
  if (kept.act === "correct") return restore(kept, { ...known, behind }, parts);
  const gone = row.find(({ act }) => act === "withdraw");
  return gone ? moveBack({ kept, gone }, { ...known, behind }, parts) : withdraw(kept, known, parts);
}

/** Whether a line still says what the batch wrote, though it may have been changed and changed back (undone) since. */
function saysStill(newest: DocumentLineRow, line: DocumentLineRow): boolean {
  if (newest.act === "withdraw" || newest.recordId !== line.recordId) return false;
  return Buffer.from(newest.content).equals(line.content);
}

function standingOf(recordId: string, { firsts, changes }: Behind): StandingRecord | null {
  const first = firsts.get(recordId);
  return first ? foldRecord(first, changes.get(recordId) ?? [], null) : null;
}

function leave([first]: readonly Written[], code: string): Taken {
  const finding: FindingRow = {
    row: first?.row ?? 1,
    ordinal: 0,
    verdict: "note",
    column: null,
    field: null,
    code,
    value: null,
    params: {},
  };
  return { changes: [], records: [], lines: [], finding };
}

interface Known {
  readonly standing: StandingRecord;
  readonly line: DocumentLineRow;
}

function withdraw({ row }: Written, { standing, line }: Known, parts: BuildParts): Taken {
  const { batch } = parts.sending;
  return {
    changes: [withdrawalRow({ row, reason: batch.reason }, standing, parts)],
    records: [],
    lines: [{ ...line, version: line.version + 1, act: "withdraw", batchId: batch.batchId }],
    finding: null,
  };
}

/** The content a record had before one of its versions. */
function contentBefore(recordId: string, version: number, { firsts, changes }: Behind): RecordContent | null {
  const first = firsts.get(recordId);
  const earlier = (changes.get(recordId) ?? []).filter((change) => change.version < version);
  const content = first ? foldRecord(first, earlier, null)?.content : null;
  return content && content.open !== null ? content : null;
}

/** The columns of a content as they are stored. */
function columnsOf(content: RecordContent) {
  const { itemVersion, disclosure, decidedOn, conductEndedOn, servedOn, answerDueOn, effectiveFrom, effectiveTo } =
    content;
  const { publishedUntil, retainedUntil, shared, sealed } = content;
  const dates = { decidedOn, conductEndedOn, servedOn, answerDueOn, effectiveFrom, effectiveTo };
  return { itemVersion, disclosure, ...dates, publishedUntil, retainedUntil, open: content.open ?? {}, shared, sealed };
}

function restore(kept: Written, { behind, standing, line }: Known & { behind: Behind }, parts: BuildParts): Taken {
  const content = contentBefore(kept.recordId, kept.version, behind);
  const before = behind.before.get(lineKey(line));
  if (!content || !before) return leave([kept], "undo.erased");
  const { sending, recordedAt, salts } = parts;
  const { batch } = sending;
  const change = committedChange({
    subjectId: kept.subjectId,
    recordId: kept.recordId,
    version: standing.version + 1,
    act: "correct",
    reason: batch.reason ?? "",
    mark: null,
    salt: salts.next(),
    enteredBy: batch.enteredBy,
    confirmedBy: null,
    recordedAt,
    batchId: batch.batchId,
    rowNo: kept.row,
    ...columnsOf(content),
  });
  const back = { content: before.content, version: line.version + 1, act: "correct", batchId: batch.batchId } as const;
  return { changes: [change], records: [], lines: [{ ...line, ...back }], finding: null };
}

/** A party that was corrected to another subject: the new record is withdrawn, the old content recorded anew for the first. */
function moveBack(
  { kept, gone }: { kept: Written; gone: Written },
  { behind, standing, line }: Known & { behind: Behind },
  parts: BuildParts,
): Taken {
  const first = behind.firsts.get(gone.recordId);
  const content = contentBefore(gone.recordId, gone.version, behind);
  const before = behind.before.get(lineKey(line));
  if (!first || !content || !before) return leave([kept], "undo.erased");
  // A person's listing needs its second officer again (C5): no undoing can stand in for that decision.
  if (first.listing && first.subjectKind === "person") return leave([kept], "undo.by-hand");
  const { batch } = parts.sending;
  const item = behind.itemAt(content.itemVersion);
  const record = recordAnew(first, content, { row: kept.row, item, parts });
  return {
    changes: [withdrawalRow({ row: kept.row, reason: batch.reason }, standing, parts)],
    records: [record],
    lines: [
      {
        ...line,
        version: line.version + 1,
        act: "move",
        subjectId: record.subjectId,
        recordId: record.recordId,
        content: before.content,
        batchId: batch.batchId,
      },
    ],
    finding: null,
  };
}

function recordAnew(
  first: FirstVersion,
  content: RecordContent,
  { row, item, parts: { sending, recordedAt, salts } }: { row: number; item: ItemVersion; parts: BuildParts },
): RecordRow {
  const { batch, keys } = sending;
  const about = { subjectId: first.subjectId, recordId: randomUUID() };
  const says = item.subjects.get(first.subjectKind);
  if (!says) throw new Error(`item ${item.key} is not about a ${first.subjectKind}`);
  const columns = columnsOf(content);
  // What is sealed opens as its own record's only.
  const sealed = content.sealed ? keys.seal(keys.open(content.sealed, sealContext(first)), sealContext(about)) : null;
  return committedRecord({
    ...about,
    subjectKind: first.subjectKind,
    itemId: first.itemId,
    adverse: first.adverse,
    evaluative: says.evaluative,
    listing: first.listing,
    retentionYearsMax: says.retentionYearsMax,
    adultAtConduct: first.subjectKind !== "person" ? "not-a-person" : first.adverse ? "yes" : "not-asked",
    authority: first.authority,
    confirmedBy: null,
    enteredBy: batch.enteredBy,
    salt: salts.next(),
    recordedAt,
    batchId: batch.batchId,
    rowNo: row,
    ...columns,
    sealed,
  });
}

/** Stores a page: all of it or nothing, by its `part` row. @returns the range with the page's commitments */
export async function storeTaken(
  transaction: Transaction,
  taken: readonly Taken[],
  given: { building: BuildParts; counts: Counts; lastRow: number; range: StoredRange },
): Promise<StoredRange> {
  const { sending, recordedAt } = given.building;
  const { batch, permit } = sending;
  const changes = taken.flatMap((one) => one.changes);
  const records = taken.flatMap((one) => one.records);
  const lines = taken.flatMap((one) => one.lines);
  const findings = taken.flatMap(({ finding }) => finding ?? []);
  if (records.length > 0) await appendRecords(transaction, permit, records);
  // What goes back to its first subject is a record anew, and counted like one.
  const tally = tallyOf(records, { sending, part: given.lastRow });
  if (tally.length > 0) await appendTally(transaction, permit, tally);
  if (changes.length > 0) await appendChanges(transaction, permit, changes);
  if (lines.length > 0) await appendDocumentLines(transaction, permit, lines);
  if (findings.length > 0) await appendFindings(transaction, permit, batch.batchId, findings);
  const range = CompactRange.from(given.range);
  for (const one of taken) for (const { commitment } of [...one.changes, ...one.records]) range.append(commitment);
  await lockBatch(transaction, batch.batchId);
  await appendBatchAct(transaction, permit, batch.batchId, {
    act: "part",
    lastRow: given.lastRow,
    ...given.counts,
    detail: { range: range.stored() },
    actedBy: batch.enteredBy,
    actedAt: recordedAt,
  });
  return range.stored();
}
