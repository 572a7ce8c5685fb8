/** Lists, procedures, matters and measures in force: looked up in memory. */
import type { DeclinedMeasure, List, Matter, Measure, Procedure } from "#contract/lists-in-packs.ts";
import type { PackContents } from "#contract/pack.ts";
import type { IsoDate } from "#core/time/date.ts";

/** What the catalogue knows of lists and of what follows from them. */
export interface ListBook {
  /** Every list in force on a day, switched off ones too. */
  lists(on: IsoDate): readonly List[];
  /** Throws where there is no such version: a stored proceeding always has one. */
  list(id: string, version: number): List;
  /** The version in force on a day, switched on or not; null where none is. */
  listInForce(id: string, on: IsoDate): List | null;
  /** The list whose listings are recorded under an item; null where there is none. */
  listOfItem(itemId: string, on: IsoDate): List | null;
  /** All versions, oldest first; empty where there is no such list. */
  listVersions(id: string): readonly List[];
  /** Every procedure in force on a day. */
  procedures(on: IsoDate): readonly Procedure[];
  /** Throws where there is no such version. */
  procedure(id: string, version: number): Procedure;
  procedureInForce(id: string, on: IsoDate): Procedure | null;
  procedureVersions(id: string): readonly Procedure[];
  /** By their ids. */
  readonly matters: ReadonlyMap<string, Matter>;
  /** Every measure in force on a day, switched off ones too. */
  measures(on: IsoDate): readonly Measure[];
  /** Throws where there is no such version. */
  measure(id: string, version: number): Measure;
  measureVersions(id: string): readonly Measure[];
  /** What follows from a list on a day: measures that are switched on, of a list that is. */
  measuresOf(listId: string, on: IsoDate): readonly Measure[];
  /** Measures of others that this platform knows of and does not carry out. */
  readonly declinedMeasures: readonly DeclinedMeasure[];
}

/** Every version that was ever loaded. */
export interface StoredLists {
  readonly lists: readonly List[];
  readonly procedures: readonly Procedure[];
  readonly measures: readonly Measure[];
}

/** A book of what is stored; the newest editions' own words where they still carry a version. */
export function listBook(editions: readonly PackContents[], stored: StoredLists): ListBook {
  const lists = versionsOf(
    stored.lists,
    editions.flatMap((one) => one.lists),
  );
  const procedures = versionsOf(
    stored.procedures,
    editions.flatMap((one) => one.procedures),
  );
  const measures = versionsOf(
    stored.measures,
    editions.flatMap((one) => one.measures),
  );
  const measuresOf = remembered(measures.inForce);
  return {
    lists: lists.inForce,
    list: lists.get,
    listInForce: lists.find,
    listOfItem: (itemId, on) => lists.inForce(on).find(({ item }) => item === itemId) ?? null,
    listVersions: lists.versions,
    procedures: procedures.inForce,
    procedure: procedures.get,
    procedureInForce: procedures.find,
    procedureVersions: procedures.versions,
    matters: new Map(editions.flatMap((one) => one.matters).map((row) => [row.matter, row])),
    measures: measures.inForce,
    measure: measures.get,
    measureVersions: measures.versions,
    measuresOf: (listId, on) => (lists.find(listId, on)?.switchedOn ? (measuresOf(on).get(listId) ?? []) : []),
    declinedMeasures: editions.flatMap((one) => one.declinedMeasures),
  };
}

/** Measures switched on, by the lists they follow; a check asks for the same day again and again. */
function remembered(inForce: (on: IsoDate) => readonly Measure[]) {
  let last: { readonly on: IsoDate; readonly byList: ReadonlyMap<string, readonly Measure[]> } | null = null;
  return (on: IsoDate): ReadonlyMap<string, readonly Measure[]> => {
    if (last?.on !== on) {
      const byList = new Map<string, Measure[]>();
      for (const measure of inForce(on)) {
        if (!measure.switchedOn) continue;
        for (const list of new Set(measure.follows.map((follows) => follows.list)))
          byList.set(list, [...(byList.get(list) ?? []), measure]);
      }
      last = { on, byList };
    }
    return last.byList;
  };
}

interface Versioned {
  readonly id: string;
  readonly version: number;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
}

function versionsOf<V extends Versioned>(stored: readonly V[], present: readonly V[]) {
  const key = ({ id, version }: V) => `${id}@${version}`;
  const newest = new Map(present.map((row) => [key(row), row]));
  const byId = Map.groupBy(
    stored.map((row) => newest.get(key(row)) ?? row).toSorted((a, b) => a.version - b.version),
    ({ id }) => id,
  );
  const versions = (id: string): readonly V[] => byId.get(id) ?? [];
  const find = (id: string, on: IsoDate) => inForceOf(versions(id), on);
  return {
    versions,
    find,
    inForce: (on: IsoDate): readonly V[] => [...byId.keys()].flatMap((id) => find(id, on) ?? []),
    get(id: string, version: number): V {
      const found = versions(id).find((one) => one.version === version);
      if (!found) throw new RangeError(`no version ${version} of ${id}`);
      return found;
    },
  };
}

/** The version of a day: the latest that began by then, unless it has ended. */
export function inForceOf<V extends Pick<Versioned, "effectiveFrom" | "effectiveTo">>(
  versions: readonly V[],
  on: IsoDate,
): V | null {
  let latest: V | null = null;
  for (const one of versions)
    if (one.effectiveFrom <= on && (latest === null || one.effectiveFrom > latest.effectiveFrom)) latest = one;
  const ends = latest?.effectiveTo ?? null;
  return ends !== null && ends < on ? null : latest;
}
