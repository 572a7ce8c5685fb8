/** What helps an agency to send: documents, nil returns, timeliness, templates, proofs. */
import Type, { type Static } from "typebox";
import { endpoint } from "./endpoint.ts";
import { ReceiptShape } from "./intake.ts";
import { batchRefusals, closed, ItemId, OfRow, sendingRefusals, Uuid } from "./intake-shapes.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull } from "./shapes.ts";

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
  refusals: [...batchRefusals, "intake.row-unknown"],
});
