/**
 * Checks of a file: up to a million codes in one matter for one purpose, each answered as a single check would be, all under
 * one signed root. A job carries it out; the result is a file that proves itself, and every line of it is a receipt.
 */
import Type, { type Static } from "typebox";
import { CheckReceiptShape } from "./checks.ts";
import { endpoint } from "./endpoint.ts";
import { BilingualShape, InstantShape, oneOf, orNull, PageQuery, pageOf } from "./shapes.ts";

const closed = { additionalProperties: false };
const Uuid = Type.String({ format: "uuid" });
const BatchParams = Type.Object({ batch: Uuid }, closed);

/** Most lines of a file, and most bytes. */
export const checkBatchLinesMax = 1_000_000;
export const checkBatchBytesMax = 256 * 1024 * 1024;

/** A batch as its body sees it. */
export const CheckBatchShape = Type.Object(
  {
    batch: Uuid,
    matter: Type.String(),
    purpose: Type.String(),
    by: oneOf("officer", "client"),
    enteredAt: InstantShape,
    /** `filing`: signed, its result can be had; answers with measures are being put where feedback finds them. */
    state: oneOf("waiting", "running", "cancelling", "filing", "finished", "cancelled", "failed"),
    /** Lines of the file that are not blank. */
    lines: Type.Integer(),
    /** Lines answered or refused so far, and of these: told of measures or incentives, of nothing recorded, not known here, refused. */
    done: Type.Integer(),
    told: Type.Integer(),
    nothing: Type.Integer(),
    unknown: Type.Integer(),
    refused: Type.Integer(),
    sha256: Type.String(),
    endedAt: orNull(InstantShape),
    /** The signed root, once there is one. */
    root: orNull(Type.String()),
    /** Why it failed. */
    refusal: orNull(Type.Object({ code: Type.String(), text: BilingualShape, remedy: BilingualShape }, closed)),
  },
  { $id: "CheckBatch", ...closed },
);
export type CheckBatch = Static<typeof CheckBatchShape>;

const fileRefusals = [
  "intake.file-empty",
  "intake.file-too-large",
  "intake.file-encoding",
  "intake.file-nul",
  "intake.file-line-too-long",
  "intake.file-quote",
  "intake.file-format",
  "measures.too-many-lines",
];

export const sendCheckBatch = endpoint({
  id: "sendCheckBatch",
  method: "POST",
  path: "/api/v1/check-batches",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "批量核查：上传一份代码文件", en: "check a file of codes" },
  description: {
    zh: "每行一个统一社会信用代码，或 CSV：有“统一社会信用代码”一列则取该列，否则取第一列。UTF-8 或 GB 18030，至多一百万行。每行的查阅记入日志。",
    en: "One unified code a line, or CSV: the column of unified codes where one is so called, else the first. UTF-8 or GB 18030, a million lines at most. The look of every line is logged.",
  },
  query: Type.Object(
    { matter: Type.Optional(Type.String({ maxLength: 80 })), purpose: Type.Optional(Type.String({ maxLength: 60 })) },
    closed,
  ),
  fileBody: { mediaTypes: ["text/plain", "text/csv", "application/octet-stream"], maxBytes: checkBatchBytesMax },
  response: CheckBatchShape,
  status: 202,
  idempotent: true,
  refusals: ["measures.purpose", "measures.matter", "measures.not-your-matter", "access.denied", ...fileRefusals],
});

export const listCheckBatches = endpoint({
  id: "listCheckBatches",
  method: "GET",
  path: "/api/v1/check-batches",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "本机关的批量核查", en: "my body's checks of files" },
  query: Type.Object({ ...PageQuery }, closed),
  response: pageOf(CheckBatchShape),
  refusals: ["access.denied", "measures.cursor"],
});

export const getCheckBatch = endpoint({
  id: "getCheckBatch",
  method: "GET",
  path: "/api/v1/check-batches/:batch",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "批量核查的进度", en: "how far a check of a file is" },
  params: BatchParams,
  response: CheckBatchShape,
  refusals: ["access.denied", "measures.unknown-batch"],
});

export const cancelCheckBatch = endpoint({
  id: "cancelCheckBatch",
  method: "POST",
  path: "/api/v1/check-batches/:batch/cancel",
  tag: "measures",
  entrance: "signed-in",
  summary: {
    zh: "停止批量核查；已答复的部分照样签名交付",
    en: "stop a check of a file; what was answered is signed and handed over",
  },
  params: BatchParams,
  response: CheckBatchShape,
  refusals: ["access.denied", "measures.unknown-batch", "measures.batch-ended"],
});

export const getCheckBatchResult = endpoint({
  id: "getCheckBatchResult",
  method: "GET",
  path: "/api/v1/check-batches/:batch/result",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "批量核查的结果文件", en: "the result of a check of a file" },
  description: {
    zh: "ndjson：可整体核验的结果文件（receipt verify）；receipts：每行一份独立回执；csv：供表格使用，不能核验。",
    en: "ndjson: the file that proves itself (receipt verify); receipts: a receipt a line; csv: for spreadsheets, proves nothing.",
  },
  params: BatchParams,
  query: Type.Object({ form: Type.Optional(oneOf("ndjson", "csv", "receipts")) }, closed),
  fileResponse: { mediaTypes: ["application/x-ndjson", "text/csv"] },
  response: Type.Object({}),
  refusals: ["access.denied", "measures.unknown-batch", "measures.batch-running", "measures.forgotten"],
});

export const getCheckBatchLine = endpoint({
  id: "getCheckBatchLine",
  method: "GET",
  path: "/api/v1/check-batches/:batch/lines/:n",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "批量核查中一行的独立回执", en: "the receipt of one line of a checked file" },
  params: Type.Object({ batch: Uuid, n: Type.Integer({ minimum: 1, maximum: checkBatchLinesMax }) }, closed),
  response: CheckReceiptShape,
  asComposed: true,
  refusals: [
    "access.denied",
    "measures.unknown-batch",
    "measures.unknown-line",
    "measures.batch-running",
    "measures.forgotten",
  ],
});
