/** Deciding an act: what may follow now, and whether this one may. Pure; nothing is written here. */
import { done, type Outcome, type Refusal, refuse } from "../refusal.ts";
import { addDays, earlier, type IsoDate } from "../time/date.ts";
import { stateOn } from "./fold.ts";
import { type Asked, guardsOf, isBrought, lastDay, rulingFault, unmet } from "./guards.ts";
import {
  type ActName,
  type DoneAct,
  entersForce,
  type Given,
  type Guard,
  isActName,
  isInForce,
  type Office,
  type Procedure,
  type ProcedureAct,
  type Ruling,
  type Standing,
} from "./procedure.ts";

/** An officer who asks, with the offices they hold for this list. */
export interface Who {
  readonly by: string;
  readonly offices: readonly Office[];
}

/** An act that the procedure has from the present state. */
export interface NextAct {
  readonly act: ProcedureAct;
  /** Guards that only what was done or served can meet, and are not met yet. Empty: it may be done now. */
  readonly unmet: readonly Refusal[];
  /** What the officer has to bring. */
  readonly brings: readonly Guard[];
}

/** Nothing brought along. */
export const nothingGiven: Given = {
  reasons: false,
  weighed: false,
  months: null,
  servedOn: null,
  heldOn: null,
  summonedOn: null,
  conditions: [],
  ruling: null,
};

/**
 * Offices whose acts somebody may do: at the counter the subject's too, by whoever may propose. What follows from service
 * only service does, and what time does nobody.
 */
export function mayAct(offices: readonly Office[], by: Office): boolean {
  if (by === "clock") return false;
  return by === "subject" ? offices.includes("propose") : offices.includes(by);
}

/** The acts that may follow for who asks, with what is still missing. Those of other offices are left out. */
export function nextActs(asked: Omit<Asked, "by">, who: Who): readonly NextAct[] {
  const state = stateOn(asked.procedure, asked.standing, asked.today);
  return actsFrom(asked.procedure, asked.standing, state)
    .filter(({ by }) => mayAct(who.offices, by))
    .map((act) => nextAct({ ...asked, by: who.by }, act));
}

function nextAct(asked: Asked, act: ProcedureAct): NextAct {
  const guards = guardsOf(asked.procedure, act, asked.standing.state);
  // What is brought is taken for granted here, so that only the world's guards speak.
  const given = { ...nothingGiven, weighed: true };
  const missing = guards
    .filter((guard) => !isBrought(guard))
    .flatMap((guard) => unmet(guard, act, asked, given) ?? [])
    .concat(confirmationMissing(asked, act, guards));
  const isAnswered = guards.includes("time-to-answer-over") && asked.facts.notice?.answeredOn != null;
  // The ruling was cited by whoever moved that it be undone.
  const isCited = act.act === "annul" && asked.standing.undoing?.ruling != null;
  const brings = guards.filter(
    (guard) =>
      (isBrought(guard) && !(guard === "ruling" && isCited)) || (guard === "time-to-answer-over" && isAnswered),
  );
  return { act, unmet: oncePerCode(missing), brings };
}

/** A decision that is not there, or not confirmed, is nothing an officer can bring with the serving of it. */
function confirmationMissing(asked: Asked, act: ProcedureAct, guards: readonly Guard[]): Refusal[] {
  if (!guards.includes("decision-served")) return [];
  const found = unmet("decision-served", act, asked, { ...nothingGiven, servedOn: asked.today });
  return found ? [found] : [];
}

function oncePerCode(refusals: readonly Refusal[]): Refusal[] {
  return [...new Map(refusals.map((one) => [one.code, one])).values()];
}

/** What leads to the undoing by a ruling. */
const undoing: ReadonlySet<string> = new Set<ActName>(["move-undoing", "annul"]);

/** Acts from a state. What a ruling undoes it undoes after the end, too; all else ends with the listing. */
function actsFrom(procedure: Procedure, standing: Standing, state: string | null): readonly ProcedureAct[] {
  const present = procedure.acts.filter(({ from }) => from.includes(state));
  if (state === standing.state) return present;
  return [...present, ...procedure.acts.filter(({ act, from }) => undoing.has(act) && from.includes(standing.state))];
}

/** Decides one act. @returns the link to add to the chain, or why not */
export function decideAct(asked: Omit<Asked, "by">, who: Who, name: string, given: Given): Outcome<DoneAct> {
  const { procedure, standing, today } = asked;
  const state = stateOn(procedure, standing, today);
  const act = actsFrom(procedure, standing, state).find((one) => one.act === name);
  if (!act || !isActName(name)) return notNow(procedure, state, name);
  if (!mayAct(who.offices, act.by))
    return refuse(act.by === "service" ? "lists.follows-from-service" : "lists.not-your-office", {
      params: { article: act.article },
    });
  for (const guard of guardsOf(procedure, act, standing.state)) {
    const refusal = unmet(guard, act, { ...asked, by: who.by }, given);
    if (refusal) return { ok: false, refusal };
  }
  const fault = broughtFault(asked, who.by, act, given);
  if (fault) return { ok: false, refusal: fault };
  return done(linkOf(asked, { name, to: act.to, by: who.by, given }));
}

function notNow(procedure: Procedure, state: string | null, name: string): Outcome<never> {
  const act = procedure.acts.find((one) => one.act === name);
  if (!act) return refuse("lists.act-unknown");
  const present = procedure.states.find((one) => one.state === state);
  return refuse("lists.act-not-now", {
    params: {
      article: act.article,
      actZh: act.title.zh,
      actEn: act.title.en,
      stateZh: present?.title.zh ?? "尚未启动",
      stateEn: present?.title.en ?? "not opened",
    },
  });
}

/** What no guard asks for and an act cannot be without: the day a hearing was held; a ruling, where one is moved, as it is. */
function broughtFault(asked: Omit<Asked, "by">, by: string, act: ProcedureAct, given: Given): Refusal | null {
  if (act.act === "hold-hearing" && given.heldOn === null)
    return refuse("lists.hearing-day-missing", { field: "heldOn", params: { article: act.article } }).refusal;
  return act.act === "move-undoing" && given.ruling !== null ? rulingFault({ ...asked, by }, act, given.ruling) : null;
}

interface Choice {
  readonly name: ActName;
  readonly to: string;
  readonly by: string;
  readonly given: Given;
}

function linkOf({ procedure, standing, today }: Omit<Asked, "by">, { name, to, by, given }: Choice): DoneAct {
  const from = standing.state;
  const enters = entersForce(procedure, { from, to });
  const months = name === "decide" ? given.months : (standing.decision?.months ?? null);
  // In force from the day the decision reached the subject (C6); an honour from the day it is granted.
  const listedFrom = enters ? (given.servedOn ?? today) : null;
  // The term runs from the decision (Order 36: from the document's date), so that a slow service lengthens nothing (C8).
  const decidedOn = standing.decision?.on ?? today;
  return {
    seq: standing.seq + 1,
    act: name,
    from,
    to,
    on: today,
    by,
    months: name === "decide" ? months : null,
    listedFrom,
    endsOn: listedFrom === null ? endLeft(procedure, { standing, name, to, today }) : endOf(decidedOn, months),
    servedOn: enters || name === "serve-decision" ? given.servedOn : null,
    heldOn: name === "hold-hearing" ? given.heldOn : null,
    summonedOn: name === "hold-hearing" ? given.summonedOn : null,
    ruling: rulingOf(standing, name, given),
  };
}

function rulingOf({ undoing: moved }: Standing, name: ActName, { ruling }: Given): Ruling | null {
  if (name === "move-undoing") return ruling;
  return name === "annul" ? (moved?.ruling ?? ruling) : null;
}

function endOf(decidedOn: IsoDate, months: number | null): IsoDate | null {
  return months === null ? null : lastDay(decidedOn, months);
}

/** The last day as an act leaves it that ends the listing early; null where the act leaves it as it was. */
function endLeft(
  procedure: Procedure,
  { standing, name, to, today }: { standing: Standing; name: ActName; to: string; today: IsoDate },
): IsoDate | null {
  const leaves = isInForce(procedure, standing.state) && !isInForce(procedure, to);
  if (!leaves || name === "expire" || standing.listedFrom === null) return null;
  // Off from this day on: the day before is the last one, and never a day before the first (C8: it only shortens).
  const yesterday = addDays(today, -1);
  const last = yesterday < standing.listedFrom ? standing.listedFrom : yesterday;
  return earlier(last, standing.endsOn);
}
