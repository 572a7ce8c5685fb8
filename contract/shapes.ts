/** Shapes that several contracts share. */
import Type, { type Static, type TSchema } from "typebox";

/** A sentence in both languages. */
export const BilingualShape = Type.Object(
  { zh: Type.String(), en: Type.String() },
  { $id: "Bilingual", additionalProperties: false },
);

/** A day in Asia/Shanghai, `YYYY-MM-DD`. */
export const DateShape = Type.String({ format: "date", pattern: "^\\d{4}-\\d{2}-\\d{2}$" });

/** An instant, RFC 3339 with `Z`. */
export const InstantShape = Type.String({ format: "date-time" });

/**
 * One of some words. Written as `enum`, not as a union of constants: the serialiser is many times faster with it.
 */
export function oneOf<const W extends readonly [string, ...string[]]>(...words: W) {
  return Type.Unsafe<W[number]>({ type: "string", enum: [...words] });
}

/**
 * A value that may be absent, said as null: absent keys are for shapes of files, not for answers. Written as a list of
 * types where it can be, for the serialiser's sake.
 */
export function orNull<T extends TSchema>(schema: T) {
  const { $id, ...plain } = schema as TSchema & { $id?: string; type?: unknown; enum?: readonly unknown[] };
  if (typeof plain.type !== "string" || $id !== undefined) {
    return Type.Unsafe<Static<T> | null>({ anyOf: [schema, { type: "null" }] });
  }
  return Type.Unsafe<Static<T> | null>({
    ...plain,
    type: [plain.type, "null"],
    ...(plain.enum ? { enum: [...plain.enum, null] } : {}),
  });
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
