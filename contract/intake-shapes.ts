/** Shapes and refusals that operations of intake share. */
import Type from "typebox";
import { PageQuery } from "./shapes.ts";

export const closed = { additionalProperties: false };
export const Uuid = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
export const ItemId = Type.String({ pattern: "^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$" });
/** Why: read by whoever audits the act, and by the subject. */
export const Reason = Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" });
export const PageOfAll = Type.Object(PageQuery, closed);
export const OfBatch = Type.Object({ batchId: Uuid }, closed);
export const OfRow = Type.Object({ batchId: Uuid, row: Type.Integer({ minimum: 1 }) }, closed);
export const batchRefusals = ["access.denied", "intake.batch-unknown"];
export const sendingRefusals = [
  "access.denied",
  "intake.item-unknown",
  "intake.item-switched-off",
  "intake.item-not-sent-by",
  "intake.clock-differs",
  "intake.clock-behind",
];
