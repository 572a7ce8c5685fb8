/**
 * A look that its subject did not expect, as a case with the supervisor: what may follow what, and until when. A pure fold
 * of acts (征信业管理条例 26; C15). Nothing decides itself: a day that passes is told to those above, by its date.
 */

import { done, type Outcome, refuse } from "../refusal.ts";
import type { Calendar } from "../time/calendar.ts";
import type { IsoDate } from "../time/date.ts";
import { type StatutoryTerm, termEnd } from "../time/term.ts";

export const questionStates = ["asked", "answered", "lawful", "unlawful", "referred"] as const;
export type QuestionState = (typeof questionStates)[number];

export const questionActs = [
  /** The subject questions a look; the body that looked and the supervisor have it in the same moment. */
  "ask",
  /** The subject says more while it is open. */
  "add",
  /** The body says on what ground it looked. */
  "answer",
  /** Those above are told that a day has passed; nothing follows from it for the subject. */
  "escalate",
  /** The supervisor: the look was lawful, was not, or goes to those who may punish it. */
  "decide",
] as const;
export type QuestionAct = (typeof questionActs)[number];

export const decisions = ["lawful", "unlawful", "referred"] as const;
export type Decision = (typeof decisions)[number];

/** What an act of the chain has that the machine asks for. */
export interface ChainedAct {
  readonly act: QuestionAct;
  readonly state: QuestionState;
  /** Of `escalate`: 1 the body has not answered, 2 the supervisor has not decided. */
  readonly level: number | null;
}

/** What the acts come to. */
export interface QuestionStanding {
  readonly state: QuestionState;
  /** Highest level that was told. */
  readonly escalated: number;
}

/** The last days of both, fixed when the question is asked. */
export interface QuestionDays {
  readonly answerBy: IsoDate;
  readonly decideBy: IsoDate;
}

export interface ActAsked {
  readonly act: QuestionAct;
  readonly today: IsoDate;
  /** Of `decide`. */
  readonly decision?: Decision;
  /** Of `escalate`. */
  readonly level?: number;
}

/** Folds a chain, oldest first; null where there are no acts. */
export function foldQuestion(acts: readonly ChainedAct[]): QuestionStanding | null {
  return acts.reduce<QuestionStanding | null>(
    (before, { state, level }) => ({ state, escalated: Math.max(before?.escalated ?? 0, level ?? 0) }),
    null,
  );
}

/** Whether the case is not over yet. */
export function isOpen(state: QuestionState): boolean {
  return state === "asked" || state === "answered";
}

/** Whether an act may be done now, or why not; the state it leads to. Who may do it at all, the door has said. */
export function mayFollow(
  standing: QuestionStanding | null,
  days: QuestionDays,
  asked: ActAsked,
): Outcome<QuestionState> {
  if (standing === null) return asked.act === "ask" ? done("asked") : refuse("questions.not-now");
  if (!isOpen(standing.state)) return refuse("questions.over");
  switch (asked.act) {
    case "ask":
      return refuse("questions.not-now");
    case "add":
      return done(standing.state);
    // A late answer is an answer: the subject wants to know.
    case "answer":
      return standing.state === "asked" ? done("answered") : refuse("questions.answered");
    case "escalate":
      return isSilent(standing, days, asked) ? done(standing.state) : refuse("questions.not-now");
    case "decide":
      return decided(standing, days, asked);
  }
}

/** Whoever did not say why it looked is not found to have looked lawfully; and it has its time to say so. */
function decided(
  { state }: QuestionStanding,
  { answerBy }: QuestionDays,
  { decision, today }: ActAsked,
): Outcome<QuestionState> {
  if (decision === undefined) return refuse("questions.not-now");
  if (state === "answered") return done(decision);
  if (today <= answerBy) return refuse("questions.not-answered-yet", { params: { by: answerBy } });
  return decision === "lawful" ? refuse("questions.silence-is-no-ground") : done(decision);
}

function isSilent({ state, escalated }: QuestionStanding, days: QuestionDays, { level = 0, today }: ActAsked): boolean {
  if (level <= escalated) return false;
  return level === 1 ? state === "asked" && days.answerBy < today : level === 2 && days.decideBy < today;
}

/** A rule of a pack, as far as its days go. */
export interface QuestionRule {
  readonly version: number;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly answer: StatutoryTerm;
  readonly decision: StatutoryTerm;
}

/** The rule in force on a day; null where there is none. */
export function questionRule<R extends QuestionRule>(rules: readonly R[], on: IsoDate): R | null {
  const inForce = rules.filter(
    ({ effectiveFrom, effectiveTo }) => effectiveFrom <= on && (effectiveTo === null || on <= effectiveTo),
  );
  return inForce.toSorted((a, b) => b.version - a.version)[0] ?? null;
}

/** Until when both have to have spoken of a look questioned on a day. Days no calendar rules on count against them. */
export function questionDays(rule: QuestionRule, on: IsoDate, calendar: Calendar): QuestionDays {
  const end = (term: StatutoryTerm) => {
    const found = termEnd(calendar, { event: on, term, holder: "authority" }, { knownOn: on });
    if (found.is === "unknown") throw new Error("an authority's term has an end");
    return found.endsOn;
  };
  return { answerBy: end(rule.answer), decideBy: end(rule.decision) };
}
