/**
 * The measures of the catalogue, arranged for asking: by matter and list. Built once an edition, in memory; a check of a
 * million subjects asks it a million times.
 */
import type { AgencyKind } from "#contract/catalogue.ts";
import type { List, Matter, Measure } from "#contract/lists-in-packs.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { IsoDate } from "#core/time/date.ts";
import { isNamed } from "#src/catalogue/index.ts";

/** What the packs say of lists and measures; a `Catalogue` has it. */
export interface MeasureCatalogue {
  readonly matters: ReadonlyMap<string, Matter>;
  readonly agencyKinds: ReadonlyMap<string, AgencyKind>;
  /** Every list and every measure of a day, switched off ones too. */
  lists(on: IsoDate): readonly List[];
  measures(on: IsoDate): readonly Measure[];
  listVersions(id: string): readonly List[];
  measureVersions(id: string): readonly Measure[];
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
  /** Versions of each measure that follows from a list in a matter; a measure that is not in force today is not among them. */
  linksOf(matter: string, list: string): readonly (readonly Link[])[];
  /** Whether a body of these kinds is meant by the kinds a row names. */
  names(named: readonly string[], kinds: readonly string[]): boolean;
}

/** Arranges what is in force on a day, with the versions before it (C2). */
export function measureRules(catalogue: MeasureCatalogue, today: IsoDate): MeasureRules {
  const { matters, agencyKinds } = catalogue;
  const lists = catalogue.lists(today).flatMap(({ id }) => catalogue.listVersions(id));
  const byItem = Map.groupBy(lists, ({ item }) => item);
  const links = new Map<string, Link[][]>();
  for (const { id } of catalogue.measures(today)) {
    const keyed = Map.groupBy(catalogue.measureVersions(id).flatMap(linksOfMeasure), ({ key }) => key);
    for (const [key, found] of keyed) {
      const of = found.map(({ link }) => link);
      const known = links.get(key);
      if (known) known.push(of);
      else links.set(key, [of]);
    }
  }
  return {
    matters,
    listItems: [...byItem.keys()],
    listOfItem(itemId, on) {
      const list = latestOn(byItem.get(itemId) ?? [], on);
      return list?.switchedOn ? list : null;
    },
    linksOf: (matter, list) => links.get(`${matter} ${list}`) ?? [],
    names: (named, kinds) => isNamed(named, { kinds, known: agencyKinds }),
  };
}

/** The version that holds on a day: the latest that began by then, unless it has ended. */
export function latestOn<V extends { readonly effectiveFrom: string; readonly effectiveTo: string | null }>(
  versions: readonly V[],
  on: IsoDate,
): V | null {
  let latest: V | null = null;
  for (const one of versions)
    if (one.effectiveFrom <= on && (latest === null || one.effectiveFrom > latest.effectiveFrom)) latest = one;
  return latest !== null && latest.effectiveTo !== null && latest.effectiveTo < on ? null : latest;
}

function linksOfMeasure(given: Measure): { key: string; link: Link }[] {
  // Answers are hashed in canonical form: what never changes of them is brought into its order once.
  const measure = JSON.parse(canonicalJson(given as unknown as Json)) as Measure;
  return measure.matters.flatMap((matter) =>
    measure.follows.map((follows) => ({ key: `${matter} ${follows.list}`, link: { measure, follows } })),
  );
}

/** Effects that may ever touch one kind of subject (C7); organisations: all of them. */
export const effectsFor: Readonly<Record<SubjectKind, readonly string[] | null>> = {
  organisation: null,
  "individual-business": ["disqualify", "more-inspection"],
  person: ["disqualify"],
};
