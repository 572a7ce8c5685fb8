import type { Json } from "../record/canonical.ts";
import type { Bilingual } from "../refusal.ts";
import type { Arguments } from "./arguments.ts";
import type { Known, Row } from "./row.ts";

/** Where a rule is broken. */
export interface Hit {
  readonly field: string;
  readonly value?: Json;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Looks at a row; null where nothing is wrong. Pure: it changes nothing and knows no clock. */
export type Look = (row: Row, known: Known) => readonly Hit[] | null;

/** One word of the closed vocabulary rules are written in. */
export interface Predicate {
  readonly name: string;
  /** What it demands, for whoever reads the rules; `{argument}` is filled with the rule's own. */
  readonly demands: Bilingual;
  /** Makes the look; null where the item has none of the fields it is about. Throws RuleFault on wrong arguments. */
  readonly compile: (args: Arguments) => Look | null;
}

/** A look at each of some fields by itself; null where there are none. */
export function eachField(
  fields: readonly string[],
  broken: (value: Json | undefined, row: Row, known: Known) => Omit<Hit, "field"> | null,
): Look | null {
  if (fields.length === 0) return null;
  return (row, known) => {
    let hits: Hit[] | null = null;
    for (const field of fields) {
      const value = row[field];
      if (value === undefined || value === null) continue;
      const found = broken(value, row, known);
      if (found !== null) {
        hits ??= [];
        hits.push({ field, value, ...found });
      }
    }
    return hits;
  };
}
