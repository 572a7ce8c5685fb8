/** The portal's words: flat keys, two languages, none in code (tests/tidy/words.test.ts). */
import type { Bilingual } from "#core/refusal.ts";
import en from "./words/en.json" with { type: "json" };
import zh from "./words/zh.json" with { type: "json" };

export const langs = ["zh", "en"] as const;
export type Lang = (typeof langs)[number];

/** A key of `words/*.json`; both files have the same ones. */
export type Word = keyof typeof zh;

/** What fills `{name}` in a sentence. */
export type Fill = Readonly<Record<string, string | number>>;

const words: Readonly<Record<Lang, Readonly<Record<Word, string>>>> = { zh, en };

/** The sentence of a key, its `{name}`s filled; a name that is not given stays visible, so that a test sees it. */
export function say(lang: Lang, word: Word, fill?: Fill): string {
  const sentence = words[lang][word];
  if (!fill) return sentence;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(fill[name] ?? whole));
}

/** Data that brings its own words. */
export function tell(lang: Lang, text: Bilingual): string {
  return text[lang] || text.zh;
}

/** Whether a key exists: for codes that data may bring and we may not have a word for. */
export function isWord(key: string): key is Word {
  return Object.hasOwn(zh, key);
}

/** `zh-CN` and `en`, for `lang`, `hreflang` and `Intl`. */
export function tag(lang: Lang): string {
  return lang === "zh" ? "zh-CN" : "en";
}
