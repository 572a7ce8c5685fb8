/** Records of the agency's own: listed, opened, entered, corrected, withdrawn, released. */
import Type, { type Static } from "typebox";
import { FindingShape } from "./batches.ts";
import { EntryFormShape } from "./catalogue.ts";
import { endpoint } from "./endpoint.ts";
import { ReceiptShape } from "./intake.ts";
import { batchRefusals, closed, ItemId, OfBatch, PageOfAll, Reason, sendingRefusals, Uuid } from "./intake-shapes.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull, pageOf } from "./shapes.ts";

/** A record by both halves of its key; both are drawn at random or from a code, and say nothing by themselves. */
const RecordRef = { subjectId: Uuid, recordId: Uuid };

export const OwnRecordShape = Type.Object(
  {
    ...RecordRef,
    row: Type.Integer(),
    item: Type.String(),
    /** Name and number as the sender gave them; a person's are masked. */
    name: Type.String(),
    number: Type.String(),
    decidedOn: DateShape,
    publishedUntil: orNull(DateShape),
    retainedUntil: orNull(DateShape),
    disclosure: oneOf("public", "shared", "subject"),
    state: oneOf("standing", "repaired", "withdrawn", "erased"),
    version: Type.Integer(),
    recordedAt: InstantShape,
    /** What this batch did: recorded it, corrected it, withdrew it, marked it. */
    did: oneOf("record", "correct", "withdraw", "annotate"),
  },
  { $id: "OwnRecord", ...closed },
);
export type OwnRecord = Static<typeof OwnRecordShape>;

export const listBatchRecords = endpoint({
  id: "listBatchRecords",
  method: "GET",
  path: "/api/v1/intake/batches/:batchId/records",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "批次写入的记录", en: "the records a batch wrote" },
  params: OfBatch,
  query: PageOfAll,
  response: pageOf(OwnRecordShape),
  refusals: batchRefusals,
});

/** Everything the agency sent of a record, for a form. */
export const OwnRecordDetailShape = Type.Object(
  {
    record: OwnRecordShape,
    form: EntryFormShape,
    /** As they stand, in the form's fields. */
    fields: Type.Record(Type.String(), Type.Unknown()),
    documents: Type.Array(
      Type.Object(
        { documentId: Uuid, mediaType: Type.String(), bytes: Type.Integer(), enteredAt: InstantShape },
        closed,
      ),
    ),
    /** Free text and whether a masked version of it is released. */
    freeText: Type.Array(Type.Object({ field: Type.String(), released: orNull(Type.String()) }, closed)),
  },
  { $id: "OwnRecordDetail", ...closed },
);
export type OwnRecordDetail = Static<typeof OwnRecordDetailShape>;

export const openOwnRecord = endpoint({
  id: "openOwnRecord",
  method: "POST",
  path: "/api/v1/intake/records/open",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "打开本机关报送的一条记录", en: "open a record the agency sent" },
  body: Type.Object(RecordRef, closed),
  response: OwnRecordDetailShape,
  refusals: ["access.denied", "intake.record-unknown"],
});

/** What became of one row. */
export const RowResultShape = Type.Object(
  {
    verdict: oneOf("accepted", "corrected", "unchanged", "held", "refused"),
    findings: Type.Array(FindingShape),
    /** Null for a dry run, and where the row was refused: nothing is kept then. */
    receipt: orNull(ReceiptShape),
    record: orNull(Type.Object(RecordRef, closed)),
  },
  { $id: "RowResult", ...closed },
);
export type RowResult = Static<typeof RowResultShape>;

/** Fields of a form, by name. Texts as typed: dates and numbers are read as in files. */
export const Fields = Type.Record(
  Type.String({ pattern: "^[a-z][A-Za-z0-9]*$" }),
  Type.Union([
    Type.String({ maxLength: 20_000 }),
    Type.Number(),
    Type.Boolean(),
    Type.Array(Type.String({ maxLength: 500 })),
  ]),
);

export const enterRecord = endpoint({
  id: "enterRecord",
  method: "POST",
  path: "/api/v1/intake/entries",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "录入一条记录", en: "enter one record from a form" },
  body: Type.Object(
    { item: ItemId, fields: Fields, documentId: Type.Optional(Uuid), dryRun: Type.Optional(Type.Boolean()) },
    closed,
  ),
  response: RowResultShape,
  idempotent: true,
  refusals: [...sendingRefusals, "intake.mapping-field", "intake.document-unknown", "access.key-used"],
});

export const correctRecord = endpoint({
  id: "correctRecord",
  method: "POST",
  path: "/api/v1/intake/records/correct",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "更正一条记录，写明理由", en: "correct one record, with the reason" },
  body: Type.Object({ ...RecordRef, fields: Fields, reason: Reason, documentId: Type.Optional(Uuid) }, closed),
  response: RowResultShape,
  idempotent: true,
  refusals: [
    "access.denied",
    "intake.record-unknown",
    "intake.record-not-standing",
    "intake.record-subject",
    "intake.record-identity",
    "intake.document-unknown",
    "intake.reason-person",
    "access.key-used",
  ],
});

export const withdrawRecord = endpoint({
  id: "withdrawRecord",
  method: "POST",
  path: "/api/v1/intake/records/withdraw",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "撤回一条记录，写明理由", en: "withdraw one record, with the reason" },
  body: Type.Object({ ...RecordRef, reason: Reason }, closed),
  response: RowResultShape,
  idempotent: true,
  refusals: [
    "access.denied",
    "intake.record-unknown",
    "intake.record-not-standing",
    "intake.reason-person",
    "access.key-used",
  ],
});

/** A free text and the masked version the platform suggests; what to release, a person decides (C3). */
export const SuggestedReleaseShape = Type.Object(
  {
    fields: Type.Array(
      Type.Object(
        {
          field: Type.String(),
          title: BilingualShape,
          text: Type.String(),
          suggestion: Type.String(),
          /** What was masked and why, in the order of the text. */
          masked: Type.Array(
            Type.Object({ kind: oneOf("number", "phone", "name", "address"), count: Type.Integer() }, closed),
          ),
          /** Words masked as names by the words around them only: of these an officer may say why they are none. */
          likelyNames: Type.Array(Type.String()),
        },
        closed,
      ),
    ),
  },
  { $id: "SuggestedRelease", ...closed },
);
export type SuggestedRelease = Static<typeof SuggestedReleaseShape>;

export const suggestRelease = endpoint({
  id: "suggestRelease",
  method: "POST",
  path: "/api/v1/intake/records/release/suggest",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "为未公开的文字建议脱敏版本", en: "suggest a masked version of unpublished free text" },
  body: Type.Object(RecordRef, closed),
  response: SuggestedReleaseShape,
  refusals: ["access.denied", "intake.record-unknown", "intake.record-not-standing", "intake.release-not-public"],
});

const NotAName = Type.String({ minLength: 2, maxLength: 200, pattern: "\\S" });

export const releaseText = endpoint({
  id: "releaseText",
  method: "POST",
  path: "/api/v1/intake/records/release",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "确认并公开脱敏后的文字", en: "confirm and release masked text to the public" },
  body: Type.Object(
    {
      ...RecordRef,
      fields: Type.Record(
        Type.String({ pattern: "^[a-z][A-Za-z0-9]*$" }),
        Type.String({ minLength: 1, maxLength: 20_000 }),
      ),
      /** The officer has read it and found nothing in it that names a person. */
      confirmed: Type.Literal(true),
      reason: Reason,
      /** Words of the suggestion's likely names that are left unmasked: why each is no person's name. Kept in the act. */
      notNames: Type.Optional(
        Type.Array(Type.Object({ word: Type.String({ minLength: 1, maxLength: 20 }), reason: NotAName }, closed), {
          maxItems: 20,
        }),
      ),
    },
    closed,
  ),
  response: Type.Object({ receipt: ReceiptShape }, closed),
  idempotent: true,
  refusals: [
    "access.denied",
    "intake.record-unknown",
    "intake.record-not-standing",
    "intake.release-not-public",
    "intake.release-field",
    "intake.release-person",
    "intake.release-kept",
    "intake.release-not-of-text",
    "intake.reason-person",
    "access.key-used",
  ],
});
