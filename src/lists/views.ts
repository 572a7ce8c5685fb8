/** What a keeper sees of its proceedings: the inbox with its clocks, and one proceeding on one page, each look logged (C15). */
import type { NextActView, ProceedingActView, ProceedingLine, ProceedingView } from "#contract/proceedings.ts";
import { problemOf } from "#contract/refusals.ts";
import { type NextAct, nextActs } from "#core/procedure/decide.ts";
import { stateOn } from "#core/procedure/fold.ts";
import { type Guard, type ProcedureState, stateOf } from "#core/procedure/procedure.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, signature } from "#src/access/index.ts";
import { actionOf, wroteTheAnswerDown } from "./acts/act.ts";
import { keepersFor, resourceOf } from "./acts/acting.ts";
import { type Place, placeOf } from "./acts/place.ts";
import { openText, wordsContext } from "./acts/row.ts";
import { clocksOf } from "./clocks.ts";
import { keeperForm } from "./fields.ts";
import type { ListParts } from "./parts.ts";
import { type ActRow, officesOf, type Proceeding, standingOf } from "./proceeding.ts";
import { type After, findProceeding, listOfKeeper } from "./store.ts";

/** Why a keeper reads what it conducts itself. */
const ownPurpose = { purpose: "own-proceeding", basis: "国办发〔2020〕49号 四; 行政处罚法 54、57" };

/** A proceeding in a list: whom it is about, where it stands, whose time runs. */
export async function linesOf(parts: ListParts, places: readonly Place[]): Promise<ProceedingLine[]> {
  const named = places.filter(({ head }) => head.subjectKind !== "person").map(({ head }) => head.subjectId);
  const heads = await parts.registry.subjects.publicHeads([...new Set(named)]);
  return places.map((place) => {
    const { head, list, procedure, standing, today, acts } = place;
    const subject = heads.get(head.subjectId);
    const state = stateOf(procedure, stateOn(procedure, standing, today) ?? "");
    const since = acts.findLast(({ fromState, toState }) => fromState !== toState)?.actedOn ?? today;
    return {
      proceedingId: head.proceedingId,
      list: { id: list.id, title: list.title, sort: list.sort },
      subjectKind: head.subjectKind,
      subject: { code: subject?.code ?? "", name: subject?.name ?? "" },
      state: { state: state.state, title: state.title, final: state.final, inForce: state.inForce },
      openedOn: acts[0]?.actedOn ?? today,
      since,
      clocks: clocksOf(place),
      listedFrom: standing.listedFrom,
      endsOn: standing.endsOn,
    };
  });
}

export interface InboxAsked {
  readonly listId: string | null;
  readonly state: string | null;
  readonly show: "open" | "in-force" | "over" | "all";
  readonly cursor: string | null;
  readonly limit: number;
}

/** How many proceedings a page looks at most: what is asked for is a fold, so it is sought among them. */
const lookedAtMax = 500;

/** A page of an agency's proceedings: overdue first, then by the clock that ends first, then the latest. */
export async function listProceedings(
  parts: ListParts,
  actor: Actor,
  { listId, state, show, cursor, limit }: InboxAsked,
): Promise<Outcome<{ items: ProceedingLine[]; next: string | null }>> {
  const keeper = agencyOf(actor) ?? "";
  const resource = { type: "Agency", id: keeper, attributes: { code: keeper } };
  const scope = await parts.door.scope(actor, "list-proceedings", resource, { audience: "inside" });
  if (!scope.ok) return scope;
  const found = await listOfKeeper(parts.app, scope.value, {
    ...{ keeper, listId, after: afterOf(cursor), limit: lookedAtMax },
  });
  const seen = found.slice(0, lookedAtMax);
  const wanted = seen.filter((one) => {
    const present = presentState(parts, one);
    return (state === null || present.state === state) && shown(present, show);
  });
  // Notices are asked about those only that are wanted.
  const lines = await linesOf(parts, await Promise.all(wanted.map((one) => placeOf(parts, one))));
  const items = lines.toSorted(byUrgency).slice(0, limit);
  const last = seen.at(-1)?.head;
  const isMore = found.length > lookedAtMax || wanted.length > limit;
  return done({ items, next: isMore && last ? `${last.openedAt.toISOString()} ${last.proceedingId}` : null });
}

/** The state a proceeding is in today, from its acts alone. */
function presentState({ catalogue, clock }: ListParts, { head, acts }: Proceeding): ProcedureState {
  const procedure = catalogue.procedure(head.procedureId, head.procedureVersion);
  return stateOf(procedure, stateOn(procedure, standingOf(procedure, acts), clock.today()) ?? "");
}

function shown({ final, inForce }: ProcedureState, show: InboxAsked["show"]): boolean {
  switch (show) {
    case "all":
      return true;
    case "over":
      return final;
    case "in-force":
      return inForce;
    case "open":
      return !final;
    default:
      return show satisfies never;
  }
}

function byUrgency(a: ProceedingLine, b: ProceedingLine): number {
  const overdue = Number(isOverdue(b)) - Number(isOverdue(a));
  if (overdue !== 0) return overdue;
  const [dueA, dueB] = [firstDue(a), firstDue(b)];
  if (dueA !== dueB) return dueA < dueB ? -1 : 1;
  return a.openedOn < b.openedOn ? 1 : -1;
}

function isOverdue({ clocks }: ProceedingLine): boolean {
  return clocks.some(({ overdue }) => overdue);
}

/** The end of the keeper's own time; a listing's last day is nobody's task. */
function firstDue({ clocks }: ProceedingLine): string {
  const own = clocks.flatMap(({ term, dueOn }) => (term === "duration" || dueOn === null ? [] : [dueOn]));
  return own.toSorted()[0] ?? "9999-12-31";
}

/** A cursor we did not give begins anew. */
function afterOf(cursor: string | null): After | null {
  const [, openedAt, proceedingId] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f-]{36})$/.exec(cursor ?? "") ?? [];
  return openedAt && proceedingId ? { openedAt, proceedingId } : null;
}

/** One proceeding on one page. The subject can read that it was looked at. */
export async function getProceeding(
  parts: ListParts,
  actor: Actor,
  proceedingId: string,
): Promise<Outcome<ProceedingView>> {
  const found = await findProceeding(parts.app, proceedingId);
  if (!found) return refuse("lists.unknown");
  const list = parts.catalogue.list(found.head.listId, found.head.listVersion);
  const resource = resourceOf(parts, actor, { proceedingId, keeper: found.head.keeper, list });
  const scope = await parts.door.scope(actor, "read-proceeding", resource, { audience: "inside", purpose: ownPurpose });
  if (!scope.ok) return scope;
  return parts.looks.look(scope.value, found.head.subjectId, async () => ({
    value: done(await viewOf(parts, actor, found)),
    outcome: "shown",
    shown: { what: "proceeding", records: found.head.restsOn.length },
  }));
}

/** A proceeding with everything its keeper may see of it, and what whoever asks may do next. */
export async function viewOf(parts: ListParts, actor: Actor, proceeding: Proceeding): Promise<ProceedingView> {
  const place = await placeOf(parts, proceeding);
  const { head, list, acts, today } = place;
  const [line] = await linesOf(parts, [place]);
  if (!line) throw new Error("a proceeding has no line");
  const item = parts.catalogue.itemInForce(head.itemId, today) ?? parts.catalogue.versions(head.itemId).at(-1);
  if (!item) throw new Error(`no item ${head.itemId}`);
  return {
    ...line,
    subjectId: head.subjectId,
    facts: openText(parts.keys, wordsContext(head.proceedingId, 0, "facts"), head.sealed),
    basis: [...list.law],
    criterion: head.criterion,
    listVersion: head.listVersion,
    restsOn: head.restsOn.map((one) => ({ ...one })),
    notices: place.notices.map(({ noticeId, kind, state, service, clock, answered, waived, hearingAsked }) => ({
      ...{ noticeId, kind, state },
      servedOn: service?.on ?? null,
      answerDueOn: clock?.dueOn ?? null,
      answeredOn: answered?.on ?? null,
      waivedOn: waived?.on ?? null,
      hearingAskedOn: hearingAsked?.on ?? null,
    })),
    acts: acts.map((row) => actView(parts, place, row)),
    next: nextViews(parts, place, actor),
    form: keeperForm(item),
    conditions: [...(list.earlyExit?.conditions ?? [])],
    duration: list.duration && { monthsMin: list.duration.monthsMin, monthsMax: list.duration.monthsMax },
    recordId: acts.findLast(({ recordId }) => recordId !== null)?.recordId ?? null,
  };
}

function actView({ keys }: ListParts, { head, procedure }: Place, row: ActRow): ProceedingActView {
  const declared = procedure.acts.find(({ act }) => act === row.act);
  const text = (what: "reasons" | "weighing", sealed: Buffer | null) =>
    sealed && openText(keys, wordsContext(head.proceedingId, row.seq, what), sealed);
  return {
    seq: row.seq,
    act: row.act,
    title: declared?.title ?? { zh: row.act, en: row.act },
    from: row.fromState === "" ? null : row.fromState,
    to: row.toState,
    on: row.actedOn,
    at: row.actedAt.toISOString(),
    by: row.actedBy,
    reasons: text("reasons", row.reasons),
    weighing: text("weighing", row.weighed),
    months: row.months,
    servedOn: row.servedOn,
    heldOn: row.heldOn,
    listedFrom: row.listedFrom,
    endsOn: row.endsOn,
    ruling: row.rulingNumber !== null && row.rulingOn !== null ? { number: row.rulingNumber, on: row.rulingOn } : null,
    conditions: [...(row.conditions ?? [])],
  };
}

/** Acts that whoever asks may do next: of their office, of their agency's kind. */
function nextViews(parts: ListParts, { head, list, ...place }: Place, actor: Actor): NextActView[] {
  if (actor.kind !== "officer" || actor.agency !== head.keeper) return [];
  const keepers = keepersFor(parts, list, actor);
  if (!actor.agencyKinds.some((kind) => keepers.includes(kind))) return [];
  const { procedure, terms, standing, facts, today } = place;
  const who = { by: signature(actor), offices: officesOf(list, actor) };
  return nextActs({ procedure, terms, standing, facts, today }, who).flatMap((next) =>
    isForAnother(next, who.by, place) ? [] : [nextView({ head, list, ...place }, next)],
  );
}

/** Whoever decided is not offered to confirm, whoever wrote the answer down not to decide: no lawful act of theirs. */
function isForAnother({ act }: NextAct, by: string, { standing, notice }: Pick<Place, "standing" | "notice">): boolean {
  const isOwnDecision = actionOf(act.act) === "confirm-listing" && by === standing.decision?.by;
  return isOwnDecision || wroteTheAnswerDown(act.act, by, notice);
}

function nextView({ decision }: Place, { act, unmet, brings }: NextAct): NextActView {
  const isUnserved = brings.includes("decision-served") && decision?.service == null;
  const missing = unmet.map(problemOf);
  const unserved =
    isUnserved && missing.length === 0
      ? [problemOf({ code: "lists.decision-not-served", params: { article: act.article } })]
      : [];
  return {
    act: act.act,
    title: act.title,
    article: act.article,
    missing: [...missing, ...unserved].map(({ code, zh, en }) => ({ code, zh, en })),
    brings: [...new Set([...brings.flatMap(fieldsFor), ...ownFields(act.act)])],
  };
}

/** What an act brings that no guard asks for. */
function ownFields(act: string): NextActView["brings"] {
  switch (act) {
    case "decide":
      return ["fields"];
    case "hold-hearing":
      return ["heldOn"];
    case "extend-answer":
      return ["until"];
    default:
      return [];
  }
}

/** The field of the act's body by which a guard is met. */
function fieldsFor(guard: Guard): NextActView["brings"] {
  switch (guard) {
    case "reasons":
      return ["reasons"];
    case "time-to-answer-over":
      return ["weighing"];
    case "end-given":
      return ["months"];
    case "conditions-met":
      return ["conditions"];
    case "ruling":
      return ["ruling"];
    default:
      return [];
  }
}
