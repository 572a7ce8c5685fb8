/**
 * What every refusal says: status, article, sentence and remedy in both languages. One file a module under
 * `refusals/`; codes are `module.reason`. `{name}` in a sentence is filled from the refusal's params.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bilingual, Refusal } from "#core/refusal.ts";

/** One row of `refusals/*.json`. */
export interface RefusalText {
  /** HTTP status a refusal of this code is answered with. */
  readonly status: number;
  /** The article or charter guarantee it rests on; null where it is plain form. */
  readonly article: string | null;
  readonly title: Bilingual;
  readonly remedy: Bilingual;
}

const folder = join(import.meta.dirname, "refusals");

/** All refusals by code. A test holds that every code used exists and every one that exists is used. */
export const refusalTexts: ReadonlyMap<string, RefusalText> = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) =>
      Object.entries(JSON.parse(readFileSync(join(folder, name), "utf8")) as Record<string, RefusalText>),
    ),
);

/** A refusal as it travels: RFC 9457 problem details with both languages and the article. */
export interface Problem {
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly article: string | null;
  readonly zh: string;
  readonly en: string;
  readonly remedy: Bilingual;
  readonly field?: string;
}

/** Writes a refusal out in full. Throws where the code has no text: that is our error, not the person's. */
export function problemOf(refusal: Refusal): Problem {
  const text = refusalTexts.get(refusal.code);
  if (!text) throw new Error(`no text for refusal ${refusal.code}`);
  const fill = (sentence: string) =>
    sentence.replace(/\{(\w+)\}/g, (_, name: string) =>
      String(refusal.params?.[name] ?? refusal[name as "field"] ?? ""),
    );
  return {
    type: `/problems/${refusal.code}`,
    status: text.status,
    title: fill(text.title.en),
    code: refusal.code,
    article: text.article === null ? null : fill(text.article),
    zh: fill(text.title.zh),
    en: fill(text.title.en),
    remedy: { zh: fill(text.remedy.zh), en: fill(text.remedy.en) },
    ...(refusal.field === undefined ? {} : { field: refusal.field }),
  };
}
