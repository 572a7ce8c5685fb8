/** What must be true before an act, and what is missing where it is not. */
import { type Refusal, refuse } from "../refusal.ts";
import { addDays, addMonths, type IsoDate } from "../time/date.ts";
import {
  type ActName,
  entersForce,
  type Facts,
  type Given,
  type Guard,
  isActName,
  type ListTerms,
  type Procedure,
  type ProcedureAct,
  type Ruling,
  type Standing,
} from "./procedure.ts";

/** Everything a guard may look at. */
export interface Asked {
  readonly procedure: Procedure;
  readonly terms: ListTerms;
  readonly standing: Standing;
  readonly facts: Facts;
  /** Signature of who asks. */
  readonly by: string;
  readonly today: IsoDate;
}

/** Guards that look at what was done and served; the others at what the officer brings. */
const ofTheWorld: ReadonlySet<Guard> = new Set([
  "notice-served",
  "time-to-answer-over",
  "hearing-settled",
  "hearing-asked",
  "another-officer",
  "not-who-returned",
  "moved-by-another",
  "term-of-exit",
  "end-reached",
]);

/** Whether it can be met by what the officer brings with the act. */
export function isBrought(guard: Guard): boolean {
  return !ofTheWorld.has(guard);
}

/** What the charter asks of acts whatever a pack says: reasons, two officers, an end (C5, C8). */
const byCharter: Partial<Record<ActName, readonly Guard[]>> = {
  propose: ["reasons"],
  decide: ["reasons", "end-given"],
  drop: ["reasons"],
  confirm: ["another-officer"],
  return: ["another-officer", "reasons"],
  // What nobody asked for settles nothing: else a request that comes after finds its hearing held already.
  "hold-hearing": ["notice-served", "hearing-asked"],
  "serve-decision": ["decision-served"],
  "extend-answer": ["reasons"],
  "return-exit": ["reasons"],
  "grant-exit": ["reasons"],
  "refuse-exit": ["reasons"],
  release: ["reasons"],
  "move-undoing": ["reasons"],
  "correct-error": ["reasons"],
  annul: ["ruling", "reasons"],
  expire: ["end-reached"],
};

/** Nothing adverse is decided before notice and answer (C6): a listing on an adverse list, an honour taken away. */
const beforeHarm: readonly Guard[] = ["notice-served", "time-to-answer-over", "hearing-settled"];

function isHarm({ adverse }: Procedure, act: string): boolean {
  return act === "revoke" || (act === "decide" && adverse);
}

/** What two officers brought about, no one of them undoes alone: one moves it, another does it (C5). */
function isUndone({ adverse }: Procedure, act: string): boolean {
  return adverse && (act === "annul" || act === "correct-error");
}

/** The guards of an act from a state: the pack's and the charter's. */
export function guardsOf(
  procedure: Procedure,
  { act, to, guards }: Pick<ProcedureAct, "act" | "to" | "guards">,
  from: string | null,
): readonly Guard[] {
  const charter = isActName(act) ? (byCharter[act] ?? []) : [];
  const givenUp: readonly Guard[] =
    act === "drop" ? ["not-who-returned"] : isUndone(procedure, act) ? ["moved-by-another"] : [];
  const intoForce: readonly Guard[] =
    procedure.adverse && entersForce(procedure, { from, to }) ? ["decision-served"] : [];
  return [...new Set([...(isHarm(procedure, act) ? beforeHarm : []), ...guards, ...charter, ...givenUp, ...intoForce])];
}

/** What is missing, by the first guard that is not met; null: nothing. */
export function unmet(guard: Guard, act: ProcedureAct, asked: Asked, given: Given): Refusal | null {
  switch (guard) {
    case "notice-served":
      return noticeServed(asked, act);
    case "time-to-answer-over":
      return timeToAnswerOver(asked, act, given);
    case "hearing-settled":
      return hearingSettled(asked, act);
    case "hearing-asked":
      return hearingAsked(asked, act, given);
    case "summoned":
      return summoned(asked, act, given);
    case "moved-by-another":
      return movedByAnother(asked, act);
    case "reasons":
      return given.reasons ? null : missing("lists.reasons-missing", act, { field: "reasons" });
    case "another-officer":
      return anotherOfficer(asked, act);
    case "not-who-returned":
      return notWhoReturned(asked, act);
    case "decision-served":
      return decisionServed(asked, act, given);
    case "term-of-exit":
      return termOfExit(asked, act);
    case "conditions-met":
      return conditionsMet(asked, act, given);
    case "ruling":
      return rulingCited(asked, act, given);
    case "end-given":
      return endGiven(asked, act, given);
    case "end-reached":
      return endReached(asked, act);
    default:
      return guard satisfies never;
  }
}

function missing(
  code: string,
  { article }: ProcedureAct,
  more: { readonly field?: string; readonly params?: Record<string, string | number> } = {},
): Refusal {
  const { field, params } = more;
  return refuse(code, { ...(field ? { field } : {}), params: { article, ...params } }).refusal;
}

function noticeServed({ facts: { notice }, today }: Asked, act: ProcedureAct): Refusal | null {
  return notice?.servedOn != null && notice.servedOn <= today ? null : missing("lists.notice-not-served", act);
}

/**
 * C6: the time has run, or the subject gave up the rest. An answer shortens nothing; it must be weighed. Where no
 * calendar reaches the last day, the time does not run out.
 */
function timeToAnswerOver({ facts: { notice }, today }: Asked, act: ProcedureAct, given: Given): Refusal | null {
  if (!notice?.servedOn) return missing("lists.notice-not-served", act);
  const { waivedOn, answeredOn, answerDueOn } = notice;
  if (waivedOn === null || waivedOn > today) {
    if (answerDueOn === null) return missing("lists.answer-term-unknown", act);
    if (today <= answerDueOn) return missing("lists.answer-term-runs", act, { params: { due: answerDueOn } });
  }
  if (answeredOn !== null && !given.weighed) return missing("lists.answer-not-weighed", act, { field: "weighing" });
  return null;
}

/** A hearing that was asked for was held, and not before it was asked for. */
function hearingSettled({ facts: { notice }, standing: { hearingHeldOn } }: Asked, act: ProcedureAct): Refusal | null {
  const askedOn = notice?.hearingAskedOn ?? null;
  const isSettled = askedOn === null || (hearingHeldOn !== null && hearingHeldOn >= askedOn);
  return isSettled ? null : missing("lists.hearing-not-held", act);
}

/** A hearing is held for a subject that asked for it, on a day between its request and today. */
function hearingAsked({ facts: { notice }, today }: Asked, act: ProcedureAct, { heldOn }: Given): Refusal | null {
  const askedOn = notice?.hearingAskedOn ?? null;
  if (askedOn === null) return missing("lists.hearing-not-asked", act);
  if (heldOn === null) return null;
  if (heldOn < askedOn) return missing("lists.hearing-before-asked", act, { field: "heldOn", params: { askedOn } });
  return heldOn > today ? missing("lists.day-to-come", act, { field: "heldOn" }) : null;
}

/** 行政处罚法 64: seven days before at least, the subject is told when and where. */
const summonsDaysMin = 7;

function summoned({ facts: { notice } }: Asked, act: ProcedureAct, { heldOn, summonedOn }: Given): Refusal | null {
  if (summonedOn === null) return missing("lists.summons-missing", act, { field: "summonedOn" });
  const askedOn = notice?.hearingAskedOn ?? null;
  if (askedOn !== null && summonedOn < askedOn)
    return missing("lists.summoned-before-asked", act, { field: "summonedOn", params: { askedOn } });
  const from = addDays(summonedOn, summonsDaysMin);
  return heldOn !== null && heldOn < from
    ? missing("lists.summoned-too-late", act, { field: "heldOn", params: { earliest: from } })
    : null;
}

/** C5: whoever decided neither confirms nor sends back; nor does whoever proposed it confirm. */
function anotherOfficer({ standing: { decision, openedBy }, by }: Asked, act: ProcedureAct): Refusal | null {
  if (decision === null || decision.by === by) return missing("lists.same-officer", act);
  return act.act === "confirm" && openedBy === by ? missing("lists.proposed-it", act) : null;
}

/** C5: what is undone with all effects, another officer moved before. */
function movedByAnother({ standing: { undoing }, by }: Asked, act: ProcedureAct): Refusal | null {
  if (undoing === null) return missing("lists.undoing-not-moved", act);
  if (undoing.by === by) return missing("lists.moved-it", act);
  return act.act === "correct-error" && undoing.ruling !== null ? missing("lists.undone-by-ruling", act) : null;
}

/** Whoever sent the decision back does not end the proceeding as well: what was decided is given up by two. */
function notWhoReturned({ standing: { returnedBy }, by }: Asked, act: ProcedureAct): Refusal | null {
  return returnedBy === null || returnedBy !== by ? null : missing("lists.returned-it", act);
}

/** The decision stands, is confirmed where that is needed, and reached the subject on a day between then and today. */
function decisionServed({ standing, terms, today }: Asked, act: ProcedureAct, { servedOn }: Given): Refusal | null {
  const { decision, confirmedBy } = standing;
  if (decision === null) return missing("lists.not-decided", act);
  if (terms.confirmed && (confirmedBy === null || confirmedBy === decision.by))
    return missing("lists.not-confirmed", act);
  if (servedOn === null) return missing("lists.decision-not-served", act, { field: "servedOn" });
  if (servedOn < decision.on) return missing("lists.served-before-decided", act, { field: "servedOn" });
  return servedOn > today ? missing("lists.day-to-come", act, { field: "servedOn" }) : null;
}

function termOfExit(
  { standing: { listedFrom }, terms: { earlyExit }, today }: Asked,
  act: ProcedureAct,
): Refusal | null {
  if (earlyExit === null) return missing("lists.no-early-exit", act);
  if (listedFrom === null) return missing("lists.not-in-force", act);
  const from = addMonths(listedFrom, earlyExit.afterMonths);
  return today >= from ? null : missing("lists.exit-too-early", act, { params: { from } });
}

function conditionsMet({ terms: { earlyExit } }: Asked, act: ProcedureAct, { conditions }: Given): Refusal | null {
  const met = new Set(conditions);
  const count = earlyExit?.conditions ?? 0;
  for (let one = 0; one < count; one++)
    if (!met.has(one))
      return missing("lists.conditions-not-met", act, { field: "conditions", params: { missing: one + 1 } });
  return null;
}

/** A ruling is cited by its number, its body and its day; it is the one that was moved, where one was. */
function rulingCited(asked: Asked, act: ProcedureAct, given: Given): Refusal | null {
  const ruling = asked.standing.undoing?.ruling ?? given.ruling;
  return ruling === null ? missing("lists.ruling-missing", act, { field: "ruling" }) : rulingFault(asked, act, ruling);
}

/** What is wrong with a ruling that is cited; null: nothing. */
export function rulingFault({ standing, today }: Asked, act: ProcedureAct, ruling: Ruling): Refusal | null {
  if (ruling.number.trim() === "" || ruling.body.trim() === "")
    return missing("lists.ruling-missing", act, { field: "ruling" });
  if (ruling.on > today) return missing("lists.day-to-come", act, { field: "ruling" });
  const decided = standing.decision?.on ?? null;
  return decided !== null && ruling.on < decided
    ? missing("lists.ruling-before-decision", act, { field: "ruling" })
    : null;
}

/** C8: how long it lasts is decided, within what the list's rule allows. Without a term of the rule, none is given. */
function endGiven({ terms: { duration }, standing }: Asked, act: ProcedureAct, given: Given): Refusal | null {
  const months = act.act === "decide" ? given.months : (standing.decision?.months ?? null);
  if (duration === null) return months === null ? null : endNotPositive(act, months);
  if (months === null) return missing("lists.end-missing", act, { field: "months" });
  const fault = endNotPositive(act, months);
  if (fault) return fault;
  const { monthsMin, monthsMax } = duration;
  if (months < monthsMin) return missing("lists.end-too-early", act, { field: "months", params: { monthsMin } });
  return months > monthsMax ? missing("lists.end-too-late", act, { field: "months", params: { monthsMax } }) : null;
}

function endNotPositive(act: ProcedureAct, months: number): Refusal | null {
  return Number.isInteger(months) && months >= 1 ? null : missing("lists.end-before-start", act, { field: "months" });
}

function endReached({ standing: { endsOn }, today }: Asked, act: ProcedureAct): Refusal | null {
  return endsOn !== null && endsOn < today ? null : missing("lists.end-not-reached", act);
}

/** Last day of a listing that begins on a day and was decided for so many months. */
export function lastDay(listedFrom: IsoDate, months: number): IsoDate {
  return addDays(addMonths(listedFrom, months), -1);
}
