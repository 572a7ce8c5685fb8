/**
 * What findings say to a clerk that come from our own code: reason, remedy and article in both languages. One file a
 * module under `findings/`. Findings of rules carry their words in the rule's row.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bilingual } from "#core/refusal.ts";

/** One row of `findings/*.json`. `{name}` is filled from the finding; `{title}` is the field's name in that language. */
export interface FindingText {
  readonly reason: Bilingual;
  readonly remedy: Bilingual;
  /** The article it rests on; null where it is plain form. */
  readonly article: string | null;
}

const folder = join(import.meta.dirname, "findings");

/** All of them by code. */
export const findingTexts: ReadonlyMap<string, FindingText> = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) =>
      Object.entries(JSON.parse(readFileSync(join(folder, name), "utf8")) as Record<string, FindingText>),
    ),
);
