/** Lists, measures and procedures as they are read: nothing here decides anything. */
import type { Pack } from "#contract/catalogue.ts";
import type { List, Measure, Procedure } from "#contract/lists-in-packs.ts";
import type { ListSummary, ListView, MeasureView, ProcedureState, ProcedureView } from "#contract/rules-of-lists.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Catalogue } from "./catalogue.ts";
import { ruleInWords } from "./criteria/naming.ts";
import { isNamed } from "./kinds.ts";
import { stateFacts, stepsOf } from "./machine.ts";

/** A list as tables show it. */
export function listSummary(list: List): ListSummary {
  return {
    id: list.id,
    version: list.version,
    effectiveFrom: list.effectiveFrom,
    effectiveTo: list.effectiveTo,
    switchedOn: list.switchedOn,
    title: list.title,
    plain: list.plain,
    law: list.law,
    sort: list.sort,
    subjectMatters: list.subjectMatters,
    setUpBy: list.setUpBy,
    trades: list.trades,
    item: list.item,
    keepers: list.keepers,
    subjects: list.subjects,
    duration: list.duration,
    earlyExit: list.earlyExit,
    publishes: list.publishes,
    keptHere: list.procedure !== null,
  };
}

/** What a table of lists is narrowed by. */
export interface ListFilter {
  readonly on: IsoDate;
  readonly sort?: List["sort"] | undefined;
  readonly keeper?: string | undefined;
  readonly pack?: string | undefined;
}

/** Lists in force on a day: honours first, then by their ids. */
export function listTable(catalogue: Catalogue, { on, sort, keeper, pack }: ListFilter): ListSummary[] {
  const order: readonly List["sort"][] = ["honour", "serious", "abnormal"];
  return catalogue
    .lists(on)
    .filter(
      (list) =>
        (sort === undefined || list.sort === sort) &&
        (keeper === undefined || list.keepers.includes(keeper)) &&
        (pack === undefined || packIdOf(list.id) === pack),
    )
    .map(listSummary)
    .sort((a, b) => order.indexOf(a.sort) - order.indexOf(b.sort) || (a.id < b.id ? -1 : 1));
}

/** What a table of measures is narrowed by. */
export interface MeasureFilter {
  readonly on: IsoDate;
  readonly sort?: Measure["sort"] | undefined;
  readonly list?: string | undefined;
  readonly matter?: string | undefined;
  readonly addressee?: string | undefined;
  readonly pack?: string | undefined;
}

/** Measures in force on a day: constraints by kind, then incentives. */
export function measureTable(catalogue: Catalogue, filter: MeasureFilter): Measure[] {
  const { on, sort, list, matter, addressee, pack } = filter;
  const rank = ({ kind }: Measure) => kind ?? 4;
  return catalogue
    .measures(on)
    .filter(
      (measure) =>
        (sort === undefined || measure.sort === sort) &&
        (list === undefined || measure.follows.some((follows) => follows.list === list)) &&
        (matter === undefined || measure.matters.includes(matter)) &&
        (addressee === undefined ||
          isNamed(measure.addressees, { kinds: [addressee], known: catalogue.agencyKinds })) &&
        (pack === undefined || packIdOf(measure.id) === pack),
    )
    .toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

/** A list with all its versions, its procedure and what follows today; null where there is none. */
export function listView(catalogue: Catalogue, { id, on }: { id: string; on: IsoDate }): ListView | null {
  const head = headOf(catalogue, { id, versions: catalogue.listVersions(id), inForce: catalogue.listInForce(id, on) });
  if (!head) return null;
  const newest = head.versions[0];
  const procedure = newest?.procedure ? catalogue.procedureInForce(newest.procedure, on) : null;
  return {
    ...head,
    criteria: (newest?.criteria ?? []).map(({ code, rule }) => ({ code, words: ruleInWords(catalogue, rule, on) })),
    grounds: newest ? groundsOf(catalogue, newest.item, on) : [],
    procedure: procedure && { id: procedure.id, title: procedure.title, states: procedureStates(procedure) },
    measures: measureTable(catalogue, { on, list: id }).filter(({ switchedOn }) => switchedOn && newest?.switchedOn),
  };
}

/** The grounds an item names, in words. */
function groundsOf(catalogue: Catalogue, itemId: string, on: IsoDate): ListView["grounds"] {
  const field = catalogue.itemInForce(itemId, on)?.fields.get("ground");
  return (field?.enum ?? []).map((value, at) => ({
    value,
    title: field?.["x-words"]?.[at] ?? { zh: value, en: value },
  }));
}

/** A measure with all its versions, its matters and lists; null where there is none. */
export function measureView(catalogue: Catalogue, { id, on }: { id: string; on: IsoDate }): MeasureView | null {
  const inForce = catalogue.measures(on).find((measure) => measure.id === id) ?? null;
  const head = headOf(catalogue, { id, versions: catalogue.measureVersions(id), inForce });
  const newest = head?.versions[0];
  if (!head || !newest) return null;
  const lists = [...new Set(newest.follows.map(({ list }) => list))];
  return {
    ...head,
    matters: newest.matters.flatMap((matter) => catalogue.matters.get(matter) ?? []),
    lists: lists.flatMap((list) => catalogue.listInForce(list, on) ?? []).map(listSummary),
  };
}

/** A procedure as states and acts, with all its versions; null where there is none. */
export function procedureView(catalogue: Catalogue, { id, on }: { id: string; on: IsoDate }): ProcedureView | null {
  const versions = catalogue.procedureVersions(id);
  const head = headOf(catalogue, { id, versions, inForce: catalogue.procedureInForce(id, on) });
  if (!head) return null;
  return {
    ...head,
    versions: head.versions.map((procedure) => ({ procedure, states: procedureStates(procedure) })),
    lists: catalogue
      .lists(on)
      .filter((list) => list.procedure === id)
      .map(listSummary),
  };
}

/** Every state with the acts that lead out of it; the first, '', with the act that opens a proceeding. */
export function procedureStates(procedure: Procedure): ProcedureState[] {
  const titles = new Map(procedure.states.map(({ state, title }) => [state, title]));
  const acts = new Map(procedure.acts.map((row) => [row.act, row.title]));
  const before = { zh: "尚未开始", en: "not begun" };
  const titleOf = (state: string) => titles.get(state) ?? before;
  const steps = stepsOf(procedure);
  return [...stateFacts(procedure).values()].map(({ state, final, inForce, heard, confirmed }) => ({
    state,
    title: titleOf(state),
    final,
    inForce,
    heard,
    confirmed,
    acts: steps
      .filter(({ from }) => from === state)
      .map(({ act, to, by, guards, article }) => ({
        act,
        title: acts.get(act) ?? { zh: act, en: act },
        to,
        toTitle: titleOf(to),
        by,
        guards: [...guards],
        article,
      })),
  }));
}

function packIdOf(id: string): string {
  return id.slice(0, id.indexOf("/"));
}

interface Head<V> {
  readonly id: string;
  readonly pack: Pack;
  readonly current: number | null;
  /** Newest first. */
  readonly versions: V[];
}

function headOf<V extends { readonly version: number }>(
  catalogue: Catalogue,
  { id, versions, inForce }: { id: string; versions: readonly V[]; inForce: V | null },
): Head<V> | null {
  const edition = catalogue.packs.find(({ pack }) => pack.id === packIdOf(id));
  if (versions.length === 0 || !edition) return null;
  return { id, pack: edition.pack, current: inForce?.version ?? null, versions: versions.toReversed() };
}
