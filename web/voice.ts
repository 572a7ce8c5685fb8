/** What a part speaks with: words, days and addresses in one language. One frozen voice a language, shared by all. */
import type { Bilingual } from "#core/refusal.ts";
import { day, moment, monthName, row } from "./formats.ts";
import { type Fill, type Lang, say, tell, type Word } from "./words.ts";

export interface Voice {
  readonly lang: Lang;
  readonly say: (word: Word, fill?: Fill) => string;
  readonly tell: (text: Bilingual) => string;
  readonly day: (date: string) => string;
  readonly month: (month: string) => string;
  readonly moment: (instant: string) => string;
  readonly row: (things: readonly string[]) => string;
  /** `lang` of a text that data brought: Chinese within an English page says so (WCAG 3.1.2). */
  readonly chinese: (text: string) => "zh-CN" | undefined;
  /** The address of a page in this language: `/rules` is `/en/rules` in English. */
  readonly to: (path: string) => string;
}

const han = /\p{Script=Han}/u;
const rememberedMax = 20_000;

/** Days and instants repeat on every page: each is written once and remembered. */
function remembered(write: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let written = known.get(text);
    if (written === undefined) {
      if (known.size >= rememberedMax) known.clear();
      written = write(text);
      known.set(text, written);
    }
    return written;
  };
}

function voiceOf(lang: Lang): Voice {
  return Object.freeze({
    lang,
    say: (word: Word, fill?: Fill) => say(lang, word, fill),
    tell: (text: Bilingual) => tell(lang, text),
    day: remembered((date) => day(lang, date)),
    month: (month: string) => monthName(lang, month),
    moment: remembered((instant) => moment(lang, instant)),
    chinese: lang === "zh" ? () => undefined : (text: string) => (han.test(text) ? "zh-CN" : undefined),
    row: (things: readonly string[]) => row(lang, things),
    to: (path: string) => address(lang, path),
  });
}

/** Chinese stands at `/...`, English at `/en/...`. */
export function address(lang: Lang, path: string): string {
  if (lang === "zh") return path;
  return path === "/" || path.startsWith("/?") ? `/en${path.slice(1)}` : `/en${path}`;
}

export const voices: Readonly<Record<Lang, Voice>> = { zh: voiceOf("zh"), en: voiceOf("en") };
