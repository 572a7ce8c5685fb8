import type { AgencyKind, Item, Rule } from "#contract/catalogue.ts";
import type { PackContents } from "#contract/pack.ts";
import type { Bilingual } from "#core/refusal.ts";

/** What an assertion is asked of. */
export interface Examined {
  readonly contents: PackContents;
  /** The pack this one adds to; null for a nation's own. */
  readonly nation: PackContents | null;
  /** Rules its items are under: its own and the nation's. */
  readonly rules: readonly Rule[];
  readonly agencyKinds: readonly AgencyKind[];
  /** What its lists and measures may name: its own rows and the nation's. */
  readonly whole: Pick<PackContents, "items" | "purposes" | "lists" | "procedures" | "matters" | "measures">;
  /** The rules that bind an item, named or not. */
  rulesOn(item: Item): readonly Rule[];
}

/** Where an assertion does not hold. */
export interface Breach extends Bilingual {
  /** The row of the pack. */
  readonly row: object;
  /** JSON pointer in the row. */
  readonly path: string;
}

/** One thing a pack asserts about itself. */
export interface Assertion {
  readonly code: string;
  /** The guarantee or article it serves. */
  readonly article: string;
  /** What is asserted, as a lawyer would say it. */
  readonly says: Bilingual;
  /** Where it does not hold; nothing where it does. Pure. */
  readonly breaches: (examined: Examined) => Iterable<Breach>;
}

/** Asserts of every item by itself. */
export function ofEachItem(
  check: (item: Item, examined: Examined) => Iterable<Omit<Breach, "row">>,
): Assertion["breaches"] {
  return function* (examined) {
    for (const item of examined.contents.items)
      for (const breach of check(item, examined)) yield { row: item, ...breach };
  };
}
