/** Sentences of notices: their words stand in `words.json`, the list's own in the pack. */
import type { Bilingual } from "#core/refusal.ts";
import words from "./words.json" with { type: "json" };

type Value = Bilingual | string | number;

/** A sentence with its values put in. */
export function say(name: keyof typeof words, values: Readonly<Record<string, Value>> = {}): Bilingual {
  const fill = (language: "zh" | "en") =>
    words[name][language].replace(/\{(\w+)\}/g, (_, key: string) => {
      const value = values[key];
      return typeof value === "object" ? value[language] : String(value ?? "");
    });
  return { zh: fill("zh"), en: fill("en") };
}

/** Sentences one after the other. */
export function joined(...sentences: readonly Bilingual[]): Bilingual {
  return {
    zh: sentences.map(({ zh }) => zh).join(""),
    en: sentences.map(({ en }) => en).join(" "),
  };
}
