/** Shapes that several contracts share. */
import Type, { type TSchema } from "typebox";

/** A sentence in both languages. */
export const BilingualShape = Type.Object(
  { zh: Type.String(), en: Type.String() },
  { $id: "Bilingual", additionalProperties: false },
);

/** A day in Asia/Shanghai, `YYYY-MM-DD`. */
export const DateShape = Type.String({ format: "date", pattern: "^\\d{4}-\\d{2}-\\d{2}$" });

/** An instant, RFC 3339 with `Z`. */
export const InstantShape = Type.String({ format: "date-time" });

/** A value that may be absent, said as null: absent keys are for shapes of files, not for answers. */
export function orNull<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** A refusal as RFC 9457 problem details. */
export const ProblemShape = Type.Object(
  {
    type: Type.String(),
    status: Type.Integer(),
    title: Type.String(),
    code: Type.String(),
    article: orNull(Type.String()),
    zh: Type.String(),
    en: Type.String(),
    remedy: BilingualShape,
    field: Type.Optional(Type.String()),
  },
  { $id: "Problem", additionalProperties: false },
);

/** A page of a list: `next` is the cursor to ask with, null at the end. */
export function pageOf<T extends TSchema>(item: T) {
  return Type.Object({ items: Type.Array(item), next: orNull(Type.String()) }, { additionalProperties: false });
}

/** Query of a list: a bounded page. */
export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
};
