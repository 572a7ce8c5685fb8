/** Batches: sent, watched, cancelled, taken back; their findings. */
import Type, { type Static } from "typebox";
import { endpoint } from "./endpoint.ts";
import { MappingShape, ReceiptShape } from "./intake.ts";
import { batchRefusals, closed, ItemId, OfBatch, Reason, sendingRefusals, Uuid } from "./intake-shapes.ts";
import { BilingualShape, InstantShape, oneOf, orNull, PageQuery, pageOf } from "./shapes.ts";

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
  refusals: batchRefusals,
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
  refusals: [...batchRefusals, "intake.batch-not-ended"],
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
  refusals: [...batchRefusals, "intake.batch-ended", "intake.batch-undoing"],
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
  refusals: batchRefusals,
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
    ...batchRefusals,
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
  refusals: batchRefusals,
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
  refusals: batchRefusals,
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
  refusals: batchRefusals,
});
