/** What a JSON Schema validator says of a value, in both languages. The value itself is never repeated (C13). */
import { Locale } from "typebox/system";
import type { Bilingual } from "#core/refusal.ts";

/** A fault as Ajv and TypeBox tell it: the keyword that was broken and what it asked. */
export interface KeywordFault {
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

type Told = Parameters<typeof Locale.zh_Hans>[0];

/** Which rule was broken, in words: `必须匹配格式 "date"`, `must match format "date"`. */
export function wordsOf({ keyword, params }: KeywordFault): Bilingual {
  const told = { keyword, params: asTypeBox(params), schemaPath: "", instancePath: "" } as unknown as Told;
  return { zh: Locale.zh_Hans(told), en: Locale.en_US(told) };
}

/** Ajv names one missing or unknown property at a time; TypeBox lists them. */
function asTypeBox(params: KeywordFault["params"]): KeywordFault["params"] {
  const { missingProperty, additionalProperty, ...rest } = params;
  return {
    ...rest,
    ...(missingProperty === undefined ? {} : { requiredProperties: [missingProperty] }),
    ...(additionalProperty === undefined ? {} : { additionalProperties: [additionalProperty] }),
  };
}
