/** Operations of intake: uploads, batches, what waits for a person, single records, documents, timeliness, templates. */
import Type, { type Static } from "typebox";
import { EntryFormShape } from "./catalogue.ts";
import { endpoint } from "./endpoint.ts";
import { MappingShape, ReceiptShape } from "./intake.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull, PageQuery, pageOf } from "./shapes.ts";

const closed = { additionalProperties: false };
const Uuid = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const ItemId = Type.String({ pattern: "^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$" });
/** Why: read by whoever audits the act, and by the subject. */
const Reason = Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" });
const Page = Type.Object(PageQuery, closed);
const OfBatch = Type.Object({ batchId: Uuid }, closed);
const OfRow = Type.Object({ batchId: Uuid, row: Type.Integer({ minimum: 1 }) }, closed);
const common = ["access.denied", "intake.batch-unknown"];
const sendingRefusals = [
  "access.denied",
  "intake.item-unknown",
  "intake.item-switched-off",
  "intake.item-not-sent-by",
  "intake.clock-differs",
  "intake.clock-behind",
];

// ── Files ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A file that was sent and lies encrypted until its batch has ended. */
export const UploadShape = Type.Object(
  { uploadId: Uuid, bytes: Type.Integer(), sha256: Type.String(), enteredAt: InstantShape },
  { $id: "Upload", ...closed },
);
export type Upload = Static<typeof UploadShape>;

export const uploadFile = endpoint({
  id: "uploadFile",
  method: "POST",
  path: "/api/v1/intake/uploads",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "上传数据文件（加密暂存）", en: "upload a file of records (kept encrypted)" },
  fileBody: { mediaTypes: ["application/octet-stream"], maxBytes: 2 * 1024 * 1024 * 1024 },
  response: UploadShape,
  status: 201,
  refusals: ["access.denied", "intake.file-empty", "intake.file-too-large"],
});

/** What a file looks like to intake, and the mapping it proposes. Nothing is judged yet. */
export const FilePreviewShape = Type.Object(
  {
    format: oneOf("csv", "xlsx", "json", "ndjson"),
    encoding: orNull(Type.String()),
    delimiter: orNull(Type.String()),
    sheets: Type.Array(Type.String()),
    sheet: orNull(Type.String()),
    headerRow: Type.Integer(),
    rows: Type.Integer(),
    columns: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          /** The field it leads to, by its name alone or by the proposal; null where a person must say. */
          field: orNull(Type.String()),
          /** How sure: its own name (`own`), a likely meaning (`likely`), the kept mapping (`kept`), nothing (`none`). */
          by: oneOf("own", "likely", "kept", "none"),
          /** First values, persons' numbers masked. */
          samples: Type.Array(Type.String()),
        },
        closed,
      ),
    ),
    /** Complete but for what only a person can say: to be looked over, changed, kept. */
    proposal: MappingShape,
    /** Fields the item requires that no column leads to. */
    missing: Type.Array(Type.Object({ field: Type.String(), title: BilingualShape }, closed)),
  },
  { $id: "FilePreview", ...closed },
);
export type FilePreview = Static<typeof FilePreviewShape>;

export const previewFile = endpoint({
  id: "previewFile",
  method: "POST",
  path: "/api/v1/intake/uploads/:uploadId/preview",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "查看文件的列并建议映射", en: "look at a file's columns and propose a mapping" },
  params: Type.Object({ uploadId: Uuid }, closed),
  body: Type.Object(
    {
      item: ItemId,
      sheet: Type.Optional(Type.String({ maxLength: 200 })),
      headerRow: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      /** A mapping the agency kept, to begin from. */
      mappingId: Type.Optional(Type.String({ maxLength: 80 })),
    },
    closed,
  ),
  response: FilePreviewShape,
  refusals: [
    ...sendingRefusals,
    "intake.upload-unknown",
    "intake.mapping-unknown",
    "intake.header-missing",
    "intake.file-encoding",
  ],
});

export const KeptMappingShape = Type.Object(
  { version: Type.Integer(), savedAt: InstantShape, mapping: MappingShape },
  { $id: "KeptMapping", ...closed },
);
export type KeptMapping = Static<typeof KeptMappingShape>;

export const saveMapping = endpoint({
  id: "saveMapping",
  method: "POST",
  path: "/api/v1/intake/mappings",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "保存映射（新版本）", en: "keep a mapping, as a new version" },
  body: Type.Object({ mapping: MappingShape }, closed),
  response: KeptMappingShape,
  status: 201,
  idempotent: true,
  refusals: [
    "access.denied",
    "intake.item-unknown",
    "intake.item-switched-off",
    "intake.item-not-sent-by",
    "intake.mapping-field",
    "intake.mapping-unit",
    "intake.mapping-constant",
  ],
});

export const listMappings = endpoint({
  id: "listMappings",
  method: "GET",
  path: "/api/v1/intake/mappings",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "本机关保存的映射（最新版本）", en: "the agency's mappings, newest versions" },
  query: Type.Object({ item: Type.Optional(ItemId) }, closed),
  response: Type.Object({ items: Type.Array(KeptMappingShape) }, closed),
  refusals: ["access.denied"],
});

// ── Batches ────────────────────────────────────────────────────────────────────────────────────────────────────────

const Counts = {
  rows: Type.Integer(),
  accepted: Type.Integer(),
  held: Type.Integer(),
  refused: Type.Integer(),
  unchanged: Type.Integer(),
  corrected: Type.Integer(),
  findings: Type.Integer(),
};

/** A batch as it stands. `failed`: the file broke in the middle; what is counted is recorded. */
export const BatchShape = Type.Object(
  {
    batchId: Uuid,
    /** Unified code of the agency that sent it. */
    agency: Type.String(),
    item: Type.String(),
    itemTitle: BilingualShape,
    source: oneOf("file", "entry", "undo", "held", "correction", "withdrawal", "release"),
    channel: oneOf("page", "api", "command-line"),
    dryRun: Type.Boolean(),
    state: oneOf("waiting", "running", "cancelling", "finished", "cancelled", "failed"),
    /** Rows the file has, once it was looked through; for progress. */
    rowsExpected: orNull(Type.Integer()),
    lastRow: Type.Integer(),
    ...Counts,
    fileName: orNull(Type.String()),
    mapping: orNull(Type.Object({ id: Type.String(), version: orNull(Type.Integer()) }, closed)),
    enteredAt: InstantShape,
    endedAt: orNull(InstantShape),
    /** Why it failed. */
    refusal: orNull(Type.Object({ code: Type.String(), text: BilingualShape, remedy: BilingualShape }, closed)),
    reason: orNull(Type.String()),
    undoes: orNull(Uuid),
    undoneBy: orNull(Uuid),
  },
  { $id: "Batch", ...closed },
);
export type BatchView = Static<typeof BatchShape>;

export const sendBatch = endpoint({
  id: "sendBatch",
  method: "POST",
  path: "/api/v1/intake/batches",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "报送已上传的文件（或试运行）", en: "send an uploaded file, or judge it in a dry run" },
  body: Type.Object(
    {
      uploadId: Uuid,
      item: ItemId,
      /** As it shall be used; absent for files in the published layout. */
      mapping: Type.Optional(MappingShape),
      /** A kept mapping instead, in its newest version. */
      mappingId: Type.Optional(Type.String({ maxLength: 80 })),
      fileName: Type.Optional(Type.String({ maxLength: 200 })),
      dryRun: Type.Boolean(),
    },
    closed,
  ),
  response: BatchShape,
  status: 202,
  idempotent: true,
  refusals: [
    ...sendingRefusals,
    "intake.upload-unknown",
    "intake.mapping-unknown",
    "intake.columns-unknown",
    "intake.columns-missing",
  ],
});

export const listBatches = endpoint({
  id: "listBatches",
  method: "GET",
  path: "/api/v1/intake/batches",
  tag: "intake",
  entrance: "signed-in",
  summary: {
    zh: "本机关的批次，新的在前；审计员可看各机关的",
    en: "the agency's batches, newest first; auditors see every agency's",
  },
  query: Type.Object({ ...PageQuery, agency: Type.Optional(Type.String({ maxLength: 18 })) }, closed),
  response: pageOf(BatchShape),
  refusals: ["access.denied"],
});

export const getBatch = endpoint({
  id: "getBatch",
  method: "GET",
  path: "/api/v1/intake/batches/:batchId",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "一个批次及其进度", en: "a batch and how far it is" },
  params: OfBatch,
  response: BatchShape,
  refusals: common,
});

export const getReceipt = endpoint({
  id: "getReceipt",
  method: "GET",
  path: "/api/v1/intake/batches/:batchId/receipt",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "签名的回执", en: "the signed receipt" },
  params: OfBatch,
  response: ReceiptShape,
  refusals: [...common, "intake.batch-not-ended"],
});

export const cancelBatch = endpoint({
  id: "cancelBatch",
  method: "POST",
  path: "/api/v1/intake/batches/:batchId/cancel",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "停止处理；已入库的部分保留", en: "stop; what is recorded already stays" },
  params: OfBatch,
  response: BatchShape,
  idempotent: true,
  refusals: [...common, "intake.batch-ended", "intake.batch-undoing"],
});

export const previewUndo = endpoint({
  id: "previewUndo",
  method: "GET",
  path: "/api/v1/intake/batches/:batchId/undo",
  tag: "intake",
  entrance: "signed-in",
  summary: {
    zh: "整批撤回之前：有多少行之后又有变更",
    en: "before a batch is taken back: how many rows were changed since",
  },
  params: OfBatch,
  response: Type.Object(
    {
      /** Rows that were changed or withdrawn since, and would be left as they are. */
      changedSince: Type.Integer(),
    },
    closed,
  ),
  refusals: common,
});

export const undoBatch = endpoint({
  id: "undoBatch",
  method: "POST",
  path: "/api/v1/intake/batches/:batchId/undo",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "整批撤回，写明理由", en: "take a whole batch back, with the reason" },
  description: {
    zh: "该批新收的记录被撤回；该批更正过的恢复为更正前的内容；之后又被其他批次更改的不动，并逐条列出。",
    en: "Records the batch brought are withdrawn; what it corrected goes back to its content before; what was changed again since is left as it is and named.",
  },
  params: OfBatch,
  body: Type.Object({ reason: Reason }, closed),
  response: BatchShape,
  status: 202,
  idempotent: true,
  refusals: [
    ...common,
    "access.key-used",
    "intake.reason-person",
    "intake.batch-not-ended",
    "intake.batch-undone",
    "intake.batch-nothing-to-undo",
  ],
});

/** A finding in words. */
export const FindingShape = Type.Object(
  {
    row: Type.Integer(),
    column: orNull(Type.String()),
    field: orNull(Type.String()),
    fieldTitle: orNull(BilingualShape),
    verdict: oneOf("note", "hold", "refuse"),
    code: Type.String(),
    /** As sent, masked where it could be a person's. */
    value: orNull(Type.String()),
    reason: BilingualShape,
    remedy: BilingualShape,
    article: orNull(Type.String()),
  },
  { $id: "IntakeFinding", ...closed },
);
export type FindingView = Static<typeof FindingShape>;

const VerdictQuery = Type.Optional(oneOf("note", "hold", "refuse"));

export const listFindings = endpoint({
  id: "listFindings",
  method: "GET",
  path: "/api/v1/intake/batches/:batchId/findings",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "逐行的发现", en: "findings, row by row" },
  params: OfBatch,
  query: Type.Object({ ...PageQuery, verdict: VerdictQuery }, closed),
  response: pageOf(FindingShape),
  refusals: common,
});

export const summariseFindings = endpoint({
  id: "summariseFindings",
  method: "GET",
  path: "/api/v1/intake/batches/:batchId/findings/summary",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "发现的汇总，多的在前", en: "findings counted, most frequent first" },
  params: OfBatch,
  response: Type.Object(
    {
      items: Type.Array(Type.Object({ rows: Type.Integer(), example: FindingShape }, closed)),
    },
    closed,
  ),
  refusals: common,
});

export const downloadFindings = endpoint({
  id: "downloadFindings",
  method: "GET",
  path: "/api/v1/intake/batches/:batchId/findings.csv",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "下载发现（CSV，可直接用 Excel 打开）", en: "download the findings as CSV that Excel opens" },
  params: OfBatch,
  query: Type.Object({ language: Type.Optional(oneOf("zh", "en")), verdict: VerdictQuery }, closed),
  response: Type.Unknown(),
  fileResponse: { mediaTypes: ["text/csv; charset=utf-8"] },
  refusals: common,
});

// ── Records of the agency's own ────────────────────────────────────────────────────────────────────────────────────

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
    state: oneOf("standing", "withdrawn", "erased"),
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
  query: Page,
  response: pageOf(OwnRecordShape),
  refusals: common,
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
const Fields = Type.Record(
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
    "intake.release-not-of-text",
    "intake.reason-person",
    "access.key-used",
  ],
});

// ── What waits for a person ────────────────────────────────────────────────────────────────────────────────────────

export const HeldCandidateShape = Type.Object(
  {
    /** `subject`: accept it as being about this subject; `line`: it is what the document already says of this party, corrected. */
    is: oneOf("subject", "line"),
    subjectId: Uuid,
    line: orNull(Type.Integer()),
    name: Type.String(),
    number: Type.String(),
    because: BilingualShape,
  },
  { $id: "HeldCandidate", ...closed },
);

export const HeldShape = Type.Object(
  {
    batchId: Uuid,
    row: Type.Integer(),
    item: Type.String(),
    itemTitle: BilingualShape,
    heldAt: InstantShape,
    /** The last day on which it may be decided; then it goes back to its sender and its content is forgotten (C8). */
    waitsUntil: DateShape,
    findings: Type.Array(FindingShape),
  },
  { $id: "Held", ...closed },
);
export type HeldView = Static<typeof HeldShape>;

export const listHeld = endpoint({
  id: "listHeld",
  method: "GET",
  path: "/api/v1/intake/held",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "等待人工处理的行，旧的在前", en: "rows that wait for a person, oldest first" },
  query: Type.Object({ ...PageQuery, batch: Type.Optional(Uuid) }, closed),
  response: pageOf(HeldShape),
  refusals: ["access.denied"],
});

export const getHeld = endpoint({
  id: "getHeld",
  method: "GET",
  path: "/api/v1/intake/held/:batchId/:row",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "一行待定数据及可选的认定", en: "a held row, with what may be decided" },
  params: OfRow,
  response: Type.Object(
    {
      held: HeldShape,
      form: EntryFormShape,
      fields: Type.Record(Type.String(), Type.Unknown()),
      candidates: Type.Array(HeldCandidateShape),
      /** May be accepted as it stands, without choosing a candidate. */
      mayFound: Type.Boolean(),
      /** Needs another officer than the one who sent it (C5). */
      needsSecondOfficer: Type.Boolean(),
    },
    closed,
  ),
  refusals: ["access.denied", "intake.held-unknown", "intake.held-decided", "intake.held-returned"],
});

export const decideHeld = endpoint({
  id: "decideHeld",
  method: "POST",
  path: "/api/v1/intake/held/:batchId/:row/decide",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "决定一行待定数据", en: "decide a held row" },
  params: OfRow,
  body: Type.Object(
    {
      decision: oneOf("accept", "refuse"),
      /** Whom it is about, where there is a choice. */
      subjectId: Type.Optional(Uuid),
      /** Which party of the document it corrects, where there is a choice; 0: another party. */
      line: Type.Optional(Type.Integer({ minimum: 0 })),
      reason: Reason,
    },
    closed,
  ),
  response: RowResultShape,
  idempotent: true,
  refusals: [
    "access.denied",
    "intake.held-unknown",
    "intake.held-decided",
    "intake.held-returned",
    "intake.held-choice",
    "intake.held-mend",
    "intake.reason-person",
    "access.key-used",
    "intake.held-second-officer",
  ],
});

// ── Documents, nil returns, timeliness, templates ──────────────────────────────────────────────────────────────────

export const DocumentShape = Type.Object(
  { documentId: Uuid, mediaType: Type.String(), bytes: Type.Integer(), sha256: Type.String(), enteredAt: InstantShape },
  { $id: "Document", ...closed },
);

export const attachDocument = endpoint({
  id: "attachDocument",
  method: "POST",
  path: "/api/v1/intake/documents",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "上传决定文书（PDF、PNG、JPEG、TXT）", en: "upload a decision document (PDF, PNG, JPEG, TXT)" },
  fileBody: { mediaTypes: ["application/octet-stream"], maxBytes: 20 * 1024 * 1024 },
  response: DocumentShape,
  status: 201,
  idempotent: true,
  refusals: ["access.denied", "intake.document-kind", "intake.document-too-large"],
});

export const downloadDocument = endpoint({
  id: "downloadDocument",
  method: "GET",
  path: "/api/v1/intake/documents/:documentId",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "查看决定文书", en: "read a decision document" },
  params: Type.Object({ documentId: Uuid }, closed),
  response: Type.Unknown(),
  fileResponse: { mediaTypes: ["application/pdf", "image/png", "image/jpeg", "text/plain; charset=utf-8"] },
  refusals: ["access.denied", "intake.document-unknown"],
});

export const NilReturnShape = Type.Object(
  { item: Type.String(), from: DateShape, to: DateShape, enteredAt: InstantShape },
  { $id: "NilReturn", ...closed },
);

export const sendNilReturn = endpoint({
  id: "sendNilReturn",
  method: "POST",
  path: "/api/v1/intake/nil-returns",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "零报告：该期间没有作出决定", en: "nil return: nothing was decided in a period" },
  body: Type.Object({ item: ItemId, from: DateShape, to: DateShape }, closed),
  response: NilReturnShape,
  status: 201,
  idempotent: true,
  refusals: [...sendingRefusals, "intake.nil-period", "intake.nil-contradicts"],
});

/** How an agency keeps the clock of one item (双公示: seven working days from decision to publication). */
export const TimelinessShape = Type.Object(
  {
    item: Type.String(),
    itemTitle: BilingualShape,
    workingDays: Type.Integer(),
    from: DateShape,
    to: DateShape,
    decisions: Type.Integer(),
    inTime: Type.Integer(),
    late: Type.Integer(),
    /** The slowest, in working days; null where nothing came in or a day cannot be told. */
    slowestDays: orNull(Type.Integer()),
    /** Days of the period the calendar does not know count as working days, against the agency. */
    calendarKnownUntil: orNull(DateShape),
    nilReturns: Type.Array(Type.Object({ from: DateShape, to: DateShape }, closed)),
    /** Decided on or after this day, a decision sent today is in time. */
    inTimeSince: DateShape,
  },
  { $id: "Timeliness", ...closed },
);
export type Timeliness = Static<typeof TimelinessShape>;

export const getTimeliness = endpoint({
  id: "getTimeliness",
  method: "GET",
  path: "/api/v1/intake/timeliness",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "本机关报送的及时性", en: "how timely the agency's records came" },
  query: Type.Object({ from: Type.Optional(DateShape), to: Type.Optional(DateShape) }, closed),
  response: Type.Object({ items: Type.Array(TimelinessShape) }, closed),
  refusals: ["access.denied", "intake.period"],
});

export const downloadTemplate = endpoint({
  id: "downloadTemplate",
  method: "GET",
  path: "/api/v1/intake/templates/:pack/:name",
  tag: "intake",
  entrance: "anyone",
  summary: { zh: "事项的报送模板", en: "the template to send an item with" },
  params: Type.Object(
    { pack: Type.String({ pattern: "^[a-z][a-z0-9-]*$" }), name: Type.String({ pattern: "^[a-z][a-z0-9-]*$" }) },
    closed,
  ),
  query: Type.Object({ format: Type.Optional(oneOf("xlsx", "csv")) }, closed),
  response: Type.Unknown(),
  fileResponse: {
    mediaTypes: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv; charset=utf-8"],
  },
  refusals: ["catalogue.unknown-item"],
});

/** Items the agency may send, for its first page. */
export const listSendable = endpoint({
  id: "listSendable",
  method: "GET",
  path: "/api/v1/intake/items",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "本机关可以报送的事项", en: "the items the agency may send" },
  response: Type.Object(
    {
      items: Type.Array(
        Type.Object(
          { item: Type.String(), title: BilingualShape, category: Type.Integer(), workingDays: orNull(Type.Integer()) },
          closed,
        ),
      ),
    },
    closed,
  ),
  refusals: ["access.denied"],
});

/** Proof that a row was taken in: its statement, salt, commitment and the path to the receipt's root (RFC 6962). */
export const proveRow = endpoint({
  id: "proveRow",
  method: "GET",
  path: "/api/v1/intake/batches/:batchId/rows/:row/proof",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "某行已入库的证明", en: "proof that a row was taken in" },
  params: OfRow,
  response: Type.Object(
    {
      receipt: ReceiptShape,
      leaves: Type.Array(
        Type.Object(
          {
            index: Type.Integer(),
            /** Canonical JSON of the version. */
            statement: Type.String(),
            salt: Type.String(),
            commitment: Type.String(),
            path: Type.Array(Type.String()),
          },
          closed,
        ),
      ),
    },
    { $id: "RowProof", ...closed },
  ),
  refusals: [...common, "intake.row-unknown"],
});
