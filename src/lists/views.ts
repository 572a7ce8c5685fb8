/** What a keeper sees of one proceeding: facts, law, what happened, what was answered, what may follow; each look logged (C15). */
import type { NextActView, ProceedingActView, ProceedingView } from "#contract/proceedings.ts";
import { problemOf } from "#contract/refusals.ts";
import { type NextAct, nextActs } from "#core/procedure/decide.ts";
import type { Guard } from "#core/procedure/procedure.ts";
import { done, type Outcome, type Refusal, refuse } from "#core/refusal.ts";
import { addDays, type IsoDate, parseIsoDate } from "#core/time/date.ts";
import { type Actor, type Colleague, colleaguesOf, type Scope, signature } from "#src/access/index.ts";
import { wroteTheAnswerDown } from "./acts/act.ts";
import { keepersFor, resourceOf } from "./acts/acting.ts";
import { drawableNow } from "./acts/notice.ts";
import { type Place, placeOf } from "./acts/place.ts";
import { documentsOf, openText, wordsContext } from "./acts/row.ts";
import { keeperForm } from "./fields.ts";
import { stateRow } from "./inbox/state-row.ts";
import { linesOf } from "./inbox/view.ts";
import type { ListParts } from "./parts.ts";
import { type ActRow, officesOf, type Proceeding, rulingOf } from "./proceeding.ts";
import { findProceeding } from "./store.ts";

/** Why a keeper reads what it conducts itself. */
const ownPurpose = { purpose: "own-proceeding", basis: "国办发〔2020〕49号 四; 行政处罚法 54、57" };

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
    value: done(await viewOf(parts, actor, { proceeding: found, scope: scope.value })),
    outcome: "shown",
    shown: { what: "proceeding", records: found.head.restsOn.length },
  }));
}

/** The same after an act of whoever asks: that they did it is in the log. */
export async function viewAfterAct(
  parts: ListParts,
  actor: Actor,
  proceeding: Proceeding,
): Promise<Outcome<ProceedingView>> {
  const { proceedingId, keeper, listId, listVersion } = proceeding.head;
  const list = parts.catalogue.list(listId, listVersion);
  const resource = resourceOf(parts, actor, { proceedingId, keeper, list });
  const scope = await parts.door.scope(actor, "read-proceeding", resource, { audience: "inside", purpose: ownPurpose });
  return scope.ok ? done(await viewOf(parts, actor, { proceeding, scope: scope.value })) : scope;
}

/** A proceeding with everything its keeper may see of it, and what whoever asks may do next. */
async function viewOf(
  parts: ListParts,
  actor: Actor,
  { proceeding, scope }: { proceeding: Proceeding; scope: Scope },
): Promise<ProceedingView> {
  const place = await placeOf(parts, proceeding);
  const { head, list, acts, today } = place;
  const [line] = await linesOf(parts, actor, { rows: [stateRow(place)], day: today });
  if (!line) throw new Error("a proceeding has no line");
  const signatures = acts.map(({ actedBy }) => actedBy);
  const colleagues = await colleaguesOf(parts, { agency: head.keeper, signatures });
  const mayServe = isOfKeeper(parts, place, actor) && officesOf(list, actor).includes("propose");
  const item = parts.catalogue.itemInForce(head.itemId, today) ?? parts.catalogue.versions(head.itemId).at(-1);
  if (!item) throw new Error(`no item ${head.itemId}`);
  return {
    ...line,
    subjectId: head.subjectId,
    facts:
      head.sealed.length === 0 ? "" : openText(parts.keys, wordsContext(head.proceedingId, 0, "facts"), head.sealed),
    ground: head.ground,
    documents: documentsOf(parts.keys, head),
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
    said: await parts.notices.saidAbout(parts.app, scope, head.proceedingId),
    drawable: mayServe ? drawableNow(place) : [],
    toServe: mayServe ? unserved(place) : [],
    acts: acts.map((row) => actView(parts, place, { row, by: actorView(row.actedBy, actor, colleagues) })),
    next: nextViews(parts, place, actor),
    form: keeperForm(item, head),
    conditions: [...(list.earlyExit?.conditions ?? [])],
    duration: list.duration && { monthsMin: list.duration.monthsMin, monthsMax: list.duration.monthsMax },
    recordId: acts.findLast(({ recordId }) => recordId !== null)?.recordId ?? null,
  };
}

function unserved({ notice, decision }: Place): string[] {
  return [notice, decision].flatMap((one) =>
    one && (one.state === "drawn" || one.state === "offered") ? [one.noticeId] : [],
  );
}

function actorView(by: string, actor: Actor, colleagues: ReadonlyMap<string, Colleague>): ProceedingActView["by"] {
  const found = colleagues.get(by);
  const office = found?.roles.includes("supervisor") ? "supervisor" : found ? "officer" : null;
  return {
    kind: by.startsWith("representative:") ? "representative" : "officer",
    ...{ name: found?.name ?? null, office, self: by === signature(actor) },
  };
}

function actView(
  { keys }: ListParts,
  { head, procedure }: Place,
  { row, by }: { row: ActRow; by: ProceedingActView["by"] },
): ProceedingActView {
  const declared = procedure.acts.find(({ act, from }) => act === row.act && from.includes(row.fromState || null));
  const text = (what: "reasons" | "weighing", sealed: Buffer | null) =>
    sealed && sealed.length > 0 ? openText(keys, wordsContext(head.proceedingId, row.seq, what), sealed) : null;
  return {
    seq: row.seq,
    act: row.act,
    title: declared?.title ?? { zh: row.act, en: row.act },
    from: row.fromState === "" ? null : row.fromState,
    to: row.toState,
    on: row.actedOn,
    at: row.actedAt.toISOString(),
    by,
    reasons: text("reasons", row.reasons),
    weighing: text("weighing", row.weighed),
    months: row.months,
    servedOn: row.servedOn,
    heldOn: row.heldOn,
    summonedOn: row.summonedOn,
    listedFrom: row.listedFrom,
    endsOn: row.endsOn,
    ruling: rulingOf(row),
    conditions: [...(row.conditions ?? [])],
  };
}

/** Acts that whoever asks may do next: of their office, of their agency's kind. */
function nextViews(parts: ListParts, place: Place, actor: Actor): NextActView[] {
  if (!isOfKeeper(parts, place, actor)) return [];
  const { list, procedure, terms, standing, facts, today } = place;
  const who = { by: signature(actor), offices: officesOf(list, actor) };
  return nextActs({ procedure, terms, standing, facts, today }, who).flatMap((next) =>
    isForAnother(next, who.by, place) ? [] : [nextView(next)],
  );
}

/** Whether whoever asks is an officer of the keeper, of a kind that keeps the list. */
function isOfKeeper(parts: ListParts, { head, list }: Place, actor: Actor): boolean {
  if (actor.kind !== "officer" || actor.agency !== head.keeper) return false;
  const keepers = keepersFor(parts, list, actor);
  return actor.agencyKinds.some((kind) => keepers.includes(kind));
}

/** What another has to do first: ask for a hearing, move that it be undone. It is no act of whoever asks until then. */
const ofOthers: ReadonlySet<string> = new Set([
  ...["lists.returned-it", "lists.proposed-it", "lists.moved-it", "lists.hearing-not-asked"],
  ...["lists.undoing-not-moved", "lists.undone-by-ruling"],
]);

/** What is for another officer is no lawful act of whoever asks: to confirm one's own decision, to end what one sent back. */
function isForAnother({ act, unmet }: NextAct, by: string, { standing, notice }: Place): boolean {
  const isOwnDecision = act.by === "confirm" && by === standing.decision?.by;
  return isOwnDecision || unmet.some(({ code }) => ofOthers.has(code)) || wroteTheAnswerDown(act.act, by, notice);
}

function nextView({ act, unmet, brings }: NextAct): NextActView {
  return {
    act: act.act,
    title: act.title,
    article: act.article,
    missing: unmet.map(problemOf).map(({ code, zh, en }) => ({ code, zh, en })),
    possibleFrom: possibleFrom(unmet),
    brings: [...new Set([...brings.flatMap(fieldsFor), ...ownFields(act.act)])],
  };
}

/** The first day on which what is missing is there by itself; null where that takes more than time. */
function possibleFrom(unmet: readonly Refusal[]): IsoDate | null {
  const days = unmet.map(({ params = {} }) => {
    const [from, due] = [parseIsoDate(String(params["from"] ?? "")), parseIsoDate(String(params["due"] ?? ""))];
    return from ?? (due ? addDays(due, 1) : null);
  });
  const known = days.filter((day) => day !== null);
  return known.length === days.length ? (known.toSorted().at(-1) ?? null) : null;
}

/** What an act brings that no guard asks for. */
function ownFields(act: string): NextActView["brings"] {
  switch (act) {
    case "decide":
      return ["fields"];
    case "hold-hearing":
      return ["heldOn"];
    case "move-undoing":
      return ["ruling"];
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
    case "summoned":
      return ["summonedOn"];
    default:
      return [];
  }
}
