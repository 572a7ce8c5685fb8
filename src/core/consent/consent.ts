/**
 * A consent as the fold of its acts: asked for once, then given, refused, withdrawn, used. Pure; holds whatever a page or a
 * client says, and the database says the same (sql/0017_consents.sql).
 */
import { done, type Outcome, refuse } from "../refusal.ts";
import type { IsoDate } from "../time/date.ts";

/** What the subject does, and `use`: the recipient is shown what was given. */
export const consentActs = ["give", "refuse", "withdraw", "use"] as const;
export type ConsentAct = (typeof consentActs)[number];
export type ConsentState = "waiting" | "given" | "refused" | "withdrawn";

/** Fields by item: `{"cn/annual-report": ["year", "employees"]}`. */
export type FieldsByItem = Readonly<Record<string, readonly string[]>>;

/** What was asked for, as far as it bears on what may follow. */
export interface ConsentAsked {
  readonly items: FieldsByItem;
  /** Last day on which it can be given. */
  readonly answerBy: IsoDate;
  readonly from: IsoDate;
  /** Last day. */
  readonly until: IsoDate;
  readonly timesMax: number;
}

/** An act, as far as it bears on what may follow. */
export interface ConsentStep {
  readonly seq: number;
  readonly act: ConsentAct;
  /** Of `give`: what. */
  readonly granted: FieldsByItem | null;
}

export interface ConsentStanding {
  readonly state: ConsentState;
  /** The giving that holds now, with what was given; null where none does. */
  readonly given: { readonly seq: number; readonly granted: FieldsByItem } | null;
  readonly uses: number;
}

const nothingYet: ConsentStanding = { state: "waiting", given: null, uses: 0 };

/** What stands after some acts, oldest first. The latest act counts, whoever of the subject's representatives did it. */
export function foldConsent(acts: readonly ConsentStep[]): ConsentStanding {
  let standing: ConsentStanding = nothingYet;
  for (const { seq, act, granted } of acts)
    standing =
      act === "use"
        ? { ...standing, uses: standing.uses + 1 }
        : { state: stateAfter(standing.state, act), given: granted && { seq, granted }, uses: standing.uses };
  return standing;
}

function stateAfter(before: ConsentState, act: ConsentAct): ConsentState {
  switch (act) {
    case "give":
      return "given";
    case "refuse":
      return before === "given" ? "withdrawn" : "refused";
    case "withdraw":
      return "withdrawn";
    case "use":
      return before;
    default:
      return act satisfies never;
  }
}

/** Why a recipient is shown nothing. For the subject alone: to everybody else all of them are one (C14). */
export type NotShown = "not-given" | "not-yet" | "ended" | "used-up";

/** Whether what was given can be used on a day, and why not. By the date, whatever has run. */
export function usableOn(asked: ConsentAsked, standing: ConsentStanding, today: IsoDate): "usable" | NotShown {
  if (standing.given === null) return "not-given";
  if (today > asked.until) return "ended";
  if (today < asked.from) return "not-yet";
  return standing.uses >= asked.timesMax ? "used-up" : "usable";
}

/** The state an act of the subject leads to, or why it cannot be done on a day. */
export function mayFollow(
  asked: ConsentAsked,
  standing: ConsentStanding,
  { act, today }: { act: Exclude<ConsentAct, "use">; today: IsoDate },
): Outcome<ConsentState> {
  if (act === "withdraw" && standing.state !== "given") return refuse("consents.not-given");
  if (act === "refuse" && (standing.state === "refused" || standing.state === "withdrawn"))
    return refuse("consents.not-given");
  if (act === "give" && (today > asked.answerBy || today > asked.until))
    return refuse("consents.too-late", { params: { answerBy: asked.answerBy } });
  return done(stateAfter(standing.state, act));
}

/** What the subject can do today. */
export function nextActs(asked: ConsentAsked, standing: ConsentStanding, today: IsoDate): Exclude<ConsentAct, "use">[] {
  // What is over by its date needs neither a refusal nor a withdrawal.
  if (today > asked.until || (standing.state === "waiting" && today > asked.answerBy)) return [];
  return (["give", "refuse", "withdraw"] as const).filter(
    (act) => !(act === "refuse" && standing.state === "given") && mayFollow(asked, standing, { act, today }).ok,
  );
}

/** Whether `part` has no item and no field that `whole` has not. */
export function isWithin(part: FieldsByItem, whole: FieldsByItem): boolean {
  return Object.entries(part).every(([item, fields]) => fields.every((field) => whole[item]?.includes(field)));
}

/** As it is kept and signed: items and fields in one order, each once, no item without a field. */
export function ordered(fields: FieldsByItem): FieldsByItem {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, names]) => names.length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([item, names]) => [item, [...new Set(names)].sort()]),
  );
}
