/** The words of reports, in both languages: what a page, a data file and a verdict say. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bilingual } from "#core/refusal.ts";
import type { Language } from "./report.ts";

type Words = Readonly<Record<string, string>>;

const words: Readonly<Record<Language, Words>> = { zh: readWords("zh"), en: readWords("en") };

function readWords(language: Language): Words {
  return JSON.parse(readFileSync(join(import.meta.dirname, "words", `${language}.json`), "utf8"));
}

export type Values = Readonly<Record<string, string>>;

/** The sentence of a key, its `{names}` filled. Throws where there is none: that is our error. */
export function say(language: Language, key: string, values: Values = {}): string {
  const sentence = words[language][key];
  if (sentence === undefined) throw new Error(`the report has no words for ${key} in ${language}`);
  return sentence.replace(/\{(n|m|k|url|key|issuer)\}/g, (_, name: string) => values[name] ?? "");
}

/** The words for a code that may be unknown to this version: then the code itself. */
export function sayOr(language: Language, key: string, code: string): string {
  return words[language][key] ?? code;
}

/** The sentence of a key in both languages. */
export function sayBoth(key: string, values: Values = {}): Bilingual {
  return { zh: say("zh", key, values), en: say("en", key, values) };
}
