/** Builds the rows that store decisions: records, changes, document lines, with salts and commitments. */
import type { Payload, StandingRecord, SubjectKind } from "#core/record/record.ts";
import { earlier, type IsoDate } from "#core/time/date.ts";
import {
  type ChangeRow,
  committedChange,
  committedRecord,
  type DocumentLineRow,
  noContent,
  type RecordRow,
  sealContext,
} from "#src/ledger/index.ts";
import { RandomBytes } from "#src/platform/hash.ts";
import type { Decision } from "./decide.ts";
import type { Draft } from "./judge.ts";
import type { Sending } from "./sending.ts";

const saltBytes = 16;

/** Salts of versions, 16 bytes each. */
export class Salts extends RandomBytes {
  constructor() {
    super(saltBytes);
  }
}

export interface BuildParts {
  readonly sending: Sending;
  readonly recordedAt: Date;
  readonly salts: Salts;
}

/** Content of a version as stored, from a payload. */
function contentOf(
  payload: Payload,
  about: { subjectId: string; recordId: string; kind: SubjectKind },
  { sending }: BuildParts,
) {
  const { item, keys } = sending;
  const terms = item.terms(payload, about.kind);
  const split = item.split(payload, { subjectKind: about.kind, disclosure: terms.disclosure });
  return {
    itemVersion: item.item.version,
    disclosure: terms.disclosure,
    ...item.dates(payload),
    publishedUntil: terms.publishedUntil,
    retainedUntil: terms.retainedUntil,
    open: split.open,
    shared: split.shared,
    sealed: split.sealed ? keys.seal(Buffer.from(JSON.stringify(split.sealed)), sealContext(about)) : null,
  };
}

/** A first version, ready to append. */
export function recordRow(
  draft: Draft,
  about: { readonly subjectId: string; readonly recordId: string; readonly kind: SubjectKind },
  parts: BuildParts,
): RecordRow {
  const { sending, recordedAt, salts } = parts;
  const { item, batch } = sending;
  const says = item.subjects.get(about.kind);
  if (!says) throw new Error(`item ${item.key} is not about a ${about.kind}`);
  return committedRecord({
    subjectId: about.subjectId,
    recordId: about.recordId,
    subjectKind: about.kind,
    itemId: item.item.id,
    adverse: says.adverse,
    evaluative: says.evaluative,
    listing: says.listing,
    retentionYearsMax: says.retentionYearsMax,
    adultAtConduct: about.kind !== "person" ? "not-a-person" : says.adverse ? "yes" : "not-asked",
    authority: draft.authority,
    confirmedBy: sending.confirmedBy,
    enteredBy: batch.enteredBy,
    salt: salts.next(),
    recordedAt,
    batchId: batch.batchId,
    rowNo: draft.row,
    ...contentOf(draft.payload, about, parts),
  });
}

/** Why a row that was sent again changed a record, where its sender does not say. */
const sentAgain = "报送单位重新报送，内容有变更 / sent again by the agency with changed content";
const movedOn = "报送单位更正了相对人 / the agency corrected whom it is about";

/** Ends never lengthen (C8): the earlier of the new terms' and the first version's. */
function endsOf(
  content: { publishedUntil: IsoDate | null; retainedUntil: IsoDate | null },
  { first }: StandingRecord,
): { publishedUntil: IsoDate | null; retainedUntil: IsoDate | null } {
  if (!first.adverse) return content;
  const retainedUntil = earlier(content.retainedUntil, first.retainedUntil);
  return {
    retainedUntil,
    publishedUntil: earlier(earlier(content.publishedUntil, first.publishedUntil), retainedUntil),
  };
}

/** A correction, ready to append. */
export function correctionRow(
  draft: Pick<Draft, "row" | "payload" | "reason">,
  standing: StandingRecord,
  parts: BuildParts,
): ChangeRow {
  const { sending, recordedAt, salts } = parts;
  const { subjectId, recordId, subjectKind } = standing.first;
  const content = contentOf(draft.payload, { subjectId, recordId, kind: subjectKind }, parts);
  return committedChange({
    subjectId,
    recordId,
    version: standing.version + 1,
    act: "correct",
    reason: draft.reason ?? sentAgain,
    mark: null,
    salt: salts.next(),
    enteredBy: sending.batch.enteredBy,
    confirmedBy: sending.confirmedBy,
    recordedAt,
    batchId: sending.batch.batchId,
    rowNo: draft.row,
    ...content,
    ...endsOf(content, standing),
  });
}

/** A withdrawal, ready to append. It has no payload. */
export function withdrawalRow(
  { row, reason }: { readonly row: number; readonly reason: string | null },
  standing: StandingRecord,
  { sending, recordedAt }: Omit<BuildParts, "salts">,
): ChangeRow {
  return committedChange({
    subjectId: standing.first.subjectId,
    recordId: standing.first.recordId,
    version: standing.version + 1,
    act: "withdraw",
    itemVersion: null,
    ...noContent,
    reason: reason ?? movedOn,
    mark: null,
    open: null,
    shared: null,
    sealed: null,
    salt: null,
    enteredBy: sending.batch.enteredBy,
    confirmedBy: sending.confirmedBy,
    recordedAt,
    batchId: sending.batch.batchId,
    rowNo: row,
  });
}

/** The line of a document as a decision leaves it. */
export function lineRow(
  decision: Extract<Decision, { readonly subject: object }>,
  subjectId: string,
  { batch }: Sending,
): DocumentLineRow {
  const { draft } = decision;
  const own = {
    documentKey: draft.documentKey,
    subjectId,
    content: Buffer.from(draft.content, "hex"),
    batchId: batch.batchId,
  };
  if (decision.act === "record")
    return { ...own, line: decision.line, version: decision.version, act: "record", recordId: decision.recordId };
  const { known, act } = decision;
  const recordId = act === "move" ? decision.recordId : known.recordId;
  return { ...own, line: known.line, version: known.version + 1, act, recordId };
}
