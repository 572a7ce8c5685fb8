/**
 * The measures of the catalogue, arranged for asking: by matter and list. Built once an edition, in memory; a check of a
 * million subjects asks it a million times.
 */
import type { List, Matter, Measure } from "#contract/lists-in-packs.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { IsoDate } from "#core/time/date.ts";

/** What the packs say of lists and measures; `src/measures/open.ts` takes it from the catalogue. */
export interface MeasureCatalogue {
  /** Every version of every list. */
  readonly lists: readonly List[];
  /** Every version of every measure. */
  readonly measures: readonly Measure[];
  readonly matters: readonly Matter[];
}

export type Follows = Measure["follows"][number];

/** A measure and the way it follows from a list. */
export interface Link {
  readonly measure: Measure;
  readonly follows: Follows;
}

export interface MeasureRules {
  readonly matters: ReadonlyMap<string, Matter>;
  /** Items under which listings are recorded. */
  readonly listItems: readonly string[];
  /** The list an item's records are listings of, as it was on the day of the decision; null where it is none or was switched off. */
  listOfItem(itemId: string, on: IsoDate): List | null;
  /** Every version of every measure that follows from a list in a matter, grouped by the measure. */
  linksOf(matter: string, list: string): readonly (readonly Link[])[];
}

/** Arranges a catalogue. */
export function measureRules({ lists, measures, matters }: MeasureCatalogue): MeasureRules {
  const byItem = Map.groupBy(lists, ({ item }) => item);
  const links = new Map<string, Link[][]>();
  for (const versions of Map.groupBy(measures, ({ id }) => id).values()) {
    const keyed = Map.groupBy(versions.flatMap(linksOfMeasure), ({ key }) => key);
    for (const [key, found] of keyed) {
      const of = found.map(({ link }) => link);
      const known = links.get(key);
      if (known) known.push(of);
      else links.set(key, [of]);
    }
  }
  return {
    matters: new Map(matters.map((matter) => [matter.matter, matter])),
    listItems: [...byItem.keys()],
    listOfItem(itemId, on) {
      const inForce = (byItem.get(itemId) ?? []).filter((list) => holdsOn(list, on));
      const latest = inForce.reduce<List | null>(
        (a, b) => (a === null || b.effectiveFrom > a.effectiveFrom ? b : a),
        null,
      );
      return latest?.switchedOn ? latest : null;
    },
    linksOf: (matter, list) => links.get(`${matter} ${list}`) ?? [],
  };
}

function linksOfMeasure(given: Measure): { key: string; link: Link }[] {
  // Answers are hashed in canonical form: what never changes of them is brought into its order once.
  const measure = JSON.parse(canonicalJson(given as unknown as Json)) as Measure;
  return measure.matters.flatMap((matter) =>
    measure.follows.map((follows) => ({ key: `${matter} ${follows.list}`, link: { measure, follows } })),
  );
}

/** Whether a dated rule holds on a day, its last day included. */
export function holdsOn(
  rule: { readonly effectiveFrom: string; readonly effectiveTo: string | null },
  on: IsoDate,
): boolean {
  return rule.effectiveFrom <= on && (rule.effectiveTo === null || on <= rule.effectiveTo);
}

/** Effects that may ever touch one kind of subject (C7); organisations: all of them. */
export const effectsFor: Readonly<Record<SubjectKind, readonly string[] | null>> = {
  organisation: null,
  "individual-business": ["disqualify", "more-inspection"],
  person: ["disqualify"],
};
