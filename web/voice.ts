/** What a part speaks with: words, days and addresses in one language. One frozen voice a language, shared by all. */
import type { Bilingual } from "#core/refusal.ts";
import { day, moment, monthName } from "./formats.ts";
import { type Fill, type Lang, say, tell, type Word } from "./words.ts";

export interface Voice {
  readonly lang: Lang;
  readonly say: (word: Word, fill?: Fill) => string;
  readonly tell: (text: Bilingual) => string;
  readonly day: (date: string) => string;
  readonly month: (month: string) => string;
  readonly moment: (instant: string) => string;
  /** The address of a page in this language: `/rules` is `/en/rules` in English. */
  readonly to: (path: string) => string;
}

function voiceOf(lang: Lang): Voice {
  return Object.freeze({
    lang,
    say: (word: Word, fill?: Fill) => say(lang, word, fill),
    tell: (text: Bilingual) => tell(lang, text),
    day: (date: string) => day(lang, date),
    month: (month: string) => monthName(lang, month),
    moment: (instant: string) => moment(lang, instant),
    to: (path: string) => address(lang, path),
  });
}

/** Chinese stands at `/...`, English at `/en/...`. */
export function address(lang: Lang, path: string): string {
  if (lang === "zh") return path;
  return path === "/" ? "/en" : `/en${path}`;
}

export const voices: Readonly<Record<Lang, Voice>> = { zh: voiceOf("zh"), en: voiceOf("en") };
