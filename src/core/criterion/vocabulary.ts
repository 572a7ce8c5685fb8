/** What a criterion may speak of (docs/decisions/rule-language.md): a closed vocabulary, with its words. */
import type { Bilingual } from "../refusal.ts";

interface FieldRow {
  readonly type: "bool" | "text" | "date";
  /** May be absent: the conduct goes on, no end was named. */
  readonly optional: boolean;
  readonly words: Bilingual;
}

/** Fields of a record beside its payload. */
export const fields = {
  item: { type: "text", optional: false, words: { zh: "信息项", en: "the item" } },
  authority: { type: "text", optional: false, words: { zh: "决定机关代码", en: "the authority's code" } },
  adverse: { type: "bool", optional: false, words: { zh: "不利信息", en: "adverse" } },
  decidedOn: { type: "date", optional: false, words: { zh: "决定日期", en: "the day of the decision" } },
  conductEndedOn: { type: "date", optional: true, words: { zh: "行为终了日期", en: "the day the conduct ended" } },
  effectiveFrom: { type: "date", optional: false, words: { zh: "生效日期", en: "the first day in force" } },
  effectiveTo: { type: "date", optional: true, words: { zh: "有效期截止日期", en: "the last day in force" } },
} as const satisfies Record<string, FieldRow>;

export type FieldName = keyof typeof fields;

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(fields, name);
}

/** Names that mean something already: no macro may call its records so. */
export const reserved: readonly string[] = ["records", "asOf", "monthsBefore", "daysBefore", "year", "total", "size"];

/** Most characters of a rule, and most parts it may be made of. */
export const charactersMax = 4000;
export const partsMax = 400;
/** Records within records within records no reader follows. */
export const depthMax = 2;
/** Bounds within which arithmetic on binary64 neither overflows nor vanishes, in the library and in SQL alike. */
export const amountMax = 1e15;
export const amountMin = 1e-9;
export const countMax = 1e9;
export const multiplicationsMax = 8;
/** A hundred years, as far as a rule may look back. */
export const monthsMax = 1200;
export const daysMax = 36_525;
/** What a rule quotes is a word of the catalogue. */
export const textMax = 200;

/** Whether an amount of a payload can be reckoned with; another is no number to a criterion. */
export function isReckonable(amount: number): boolean {
  const size = Math.abs(amount);
  return size === 0 || (size >= amountMin && size <= amountMax);
}
