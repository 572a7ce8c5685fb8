/** The inbox of a keeper: what is past its time first, then what can be acted on, then what waits for the subject. */
import type { ProceedingLine } from "#contract/proceedings.ts";
import { type ProcedureState, stateOf } from "#core/procedure/procedure.ts";
import { done, type Outcome } from "#core/refusal.ts";
import { type IsoDate, parseIsoDate } from "#core/time/date.ts";
import { type Actor, agencyOf, signature } from "#src/access/index.ts";
import { clockView } from "../clocks.ts";
import type { ListParts } from "../parts.ts";
import { officesOf } from "../proceeding.ts";
import type { StateRow } from "./state-row.ts";
import { type After, countInbox, type InboxCount, listInbox, type Stage, stages } from "./store.ts";

export interface InboxAsked {
  readonly listId: string | null;
  readonly state: string | null;
  readonly show: "open" | "in-force" | "over" | "all";
  readonly cursor: string | null;
  readonly limit: number;
}

export interface Inbox {
  readonly items: ProceedingLine[];
  readonly next: string | null;
  readonly counts: Record<Stage, number>;
  readonly lists: { id: string; title: { zh: string; en: string }; count: number }[];
  readonly states: { state: string; title: { zh: string; en: string }; count: number }[];
}

const shownBy = { open: [0, 1, 2, 3], "in-force": [0, 1, 2, 3], over: [4], all: [0, 1, 2, 3, 4] } as const;

/** A page of an agency's proceedings. Its pages are of one day: the cursor carries it. */
export async function listProceedings(parts: ListParts, actor: Actor, asked: InboxAsked): Promise<Outcome<Inbox>> {
  const keeper = agencyOf(actor) ?? "";
  const resource = { type: "Agency", id: keeper, attributes: { code: keeper } };
  const scope = await parts.door.scope(actor, "list-proceedings", resource, { audience: "inside" });
  if (!scope.ok) return scope;
  const after = afterOf(asked.cursor);
  const day = after?.day ?? parts.clock.today();
  const { listId, state, show, limit } = asked;
  const inForce = show === "in-force";
  const query = { keeper, day, listId, state, stages: shownBy[show], inForce, after, limit };
  const [found, counted] = await Promise.all([
    listInbox(parts.app, scope.value, query),
    countInbox(parts.app, scope.value, { keeper, day }),
  ]);
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  const shown = counted.filter((one) => shownBy[show].some((of) => of === one.stage) && (!inForce || one.inForce));
  return done({
    items: await linesOf(parts, actor, { rows, day }),
    next: last ? [day, last.stage, last.orderedBy, last.openedOn, last.proceedingId].join(" ") : null,
    counts: countsOf(counted),
    lists: talliedBy(shown, ({ listId: id }) => id).map(([id, count]) => ({ id, title: listTitle(parts, id), count })),
    states: talliedBy(shown, ({ state: name }) => name).map(([name, count]) => ({
      ...{ state: name, count },
      title: stateTitle(parts, shown, name),
    })),
  });
}

function countsOf(counted: readonly InboxCount[]): Record<Stage, number> {
  const sum = (at: number) => counted.reduce((all, { stage, count }) => (stage === at ? all + count : all), 0);
  return Object.fromEntries(stages.map((name, at) => [name, sum(at)])) as Record<Stage, number>;
}

/** How many of each, the most first. */
function talliedBy(counted: readonly InboxCount[], of: (one: InboxCount) => string): [string, number][] {
  return [...Map.groupBy(counted, of)]
    .map(([key, own]): [string, number] => [key, own.reduce((all, { count }) => all + count, 0)])
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function listTitle({ catalogue, clock }: ListParts, listId: string) {
  const list = catalogue.listInForce(listId, clock.today()) ?? catalogue.listVersions(listId).at(-1);
  if (!list) throw new Error(`no list ${listId}`);
  return list.title;
}

function stateTitle(parts: ListParts, counted: readonly InboxCount[], name: string) {
  const of = counted.find(({ state }) => state === name);
  const { clock, catalogue } = parts;
  const list = of && (catalogue.listInForce(of.listId, clock.today()) ?? catalogue.listVersions(of.listId).at(-1));
  const procedure = list?.procedure ? catalogue.procedureInForce(list.procedure, clock.today()) : null;
  return procedure?.states.find(({ state }) => state === name)?.title ?? { zh: name, en: name };
}

/** Proceedings as lines: whom each is about, where it stands, whose turn it is. */
export async function linesOf(
  parts: ListParts,
  actor: Actor,
  { rows, day }: { rows: readonly StateRow[]; day: IsoDate },
): Promise<ProceedingLine[]> {
  const named = rows.filter(({ subjectKind }) => subjectKind !== "person").map(({ subjectId }) => subjectId);
  const heads = await parts.registry.subjects.publicHeads([...new Set(named)]);
  return rows.map((row) => lineOf(parts, actor, { row, head: heads.get(row.subjectId) ?? null, day }));
}

/** What ended the listing is said, though it stands where time would have left it. */
const offByRepair = { zh: "已修复，移出名单", en: "Repaired, off the list" };

function lineOf(
  { catalogue }: ListParts,
  actor: Actor,
  { row, head, day }: { row: StateRow; head: { readonly code: string; readonly name: string } | null; day: IsoDate },
): ProceedingLine {
  const list = catalogue.list(row.listId, row.listVersion);
  const procedure = catalogue.procedure(row.procedureId, row.procedureVersion);
  const isExpired = row.inForce && row.endsOn !== null && row.endsOn < day;
  const expiry = procedure.acts.find(({ act, from }) => act === "expire" && from.includes(row.state));
  const state: ProcedureState = stateOf(procedure, isExpired && expiry ? expiry.to : row.state);
  const clocks = isExpired ? [] : row.clocks;
  const shown = state.clocks.flatMap((clock) => {
    const dueOn = clocks.find(({ term }) => term === clock.term)?.dueOn ?? null;
    return clockView(list, clock, { dueOn, today: day });
  });
  const waits = waitsOn(row, day);
  return {
    proceedingId: row.proceedingId,
    list: { id: list.id, title: list.title, sort: list.sort },
    subjectKind: row.subjectKind,
    subject: { code: head?.code ?? "", name: head?.name ?? "" },
    state: {
      ...{ state: state.state, final: state.final, inForce: state.inForce },
      title: row.repairedOn === null ? state.title : offByRepair,
    },
    repairedOn: row.repairedOn,
    ...{ openedOn: row.openedOn, since: row.since, clocks: shown, listedFrom: row.listedFrom, endsOn: row.endsOn },
    ...{ waits, stage: stageOn(row, waits, day), waitsUntil: waits === row.waits ? row.waitsUntil : null },
    mine: waits === "keeper" && isTurnOf(actor, row, officesOf(list, actor)),
  };
}

/** The same the inbox orders by (store.ts), said of one row. */
function waitsOn({ waits, waitsUntil, inForce, endsOn }: StateRow, day: IsoDate): StateRow["waits"] {
  if (inForce && endsOn !== null && endsOn < day) return "nothing";
  return waits === "answer" && waitsUntil !== null && waitsUntil < day ? "keeper" : waits;
}

function stageOn({ dueOn }: StateRow, waits: StateRow["waits"], day: IsoDate): Stage {
  if (waits === "nothing") return "over";
  if (waits === "end") return "listed";
  if (dueOn !== null && dueOn < day) return "overdue";
  return waits === "keeper" ? "ready" : "waiting";
}

/** Deputies hold the offices of whom they stand in for; whoever proposed or decided does not confirm, whoever they stand in for. */
function isTurnOf(actor: Actor, { office, notBy, keeper }: StateRow, offices: readonly string[]): boolean {
  if (actor.kind !== "officer" || actor.agency !== keeper || office === null || !offices.includes(office)) return false;
  return office !== "confirm" || !notBy.includes(signature(actor));
}

/** A cursor we did not give begins anew. */
function afterOf(cursor: string | null): After | null {
  const pattern = /^(\d{4}-\d\d-\d\d) ([0-4]) (\d{4}-\d\d-\d\d|infinity) (\d{4}-\d\d-\d\d) ([0-9a-f-]{36})$/;
  const [, day, stage, orderedBy, openedOn, proceedingId] = pattern.exec(cursor ?? "") ?? [];
  const [asked, opened] = [parseIsoDate(day ?? ""), parseIsoDate(openedOn ?? "")];
  if (!asked || !opened || !orderedBy || !proceedingId) return null;
  return { day: asked, stage: Number(stage), orderedBy, openedOn: opened, proceedingId };
}
