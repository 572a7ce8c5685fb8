/**
 * A procedure: an executable machine, given as data by a pack (`contract/lists-in-packs.ts`), folded from acts. Its states
 * are its own; what each act is in law and what may be asked before it (`guards`) are
 * closed vocabularies, known here. What the charter asks (C5, C6, C8) is asked whether the pack says so or not.
 */
import type { Bilingual } from "../refusal.ts";
import type { IsoDate } from "../time/date.ts";

/**
 * Acts the machine knows, by the names procedures call them. A procedure chooses among them and says from where to where
 * each leads; one of another name could change the record in a way nobody foresaw, so there is none.
 */
export const acts = [
  /** Opens: facts, basis, the list. */
  "propose",
  /** The notice of what is intended was served: follows from its service. */
  "serve-notice",
  /** The subject gets more time to answer. */
  "extend-answer",
  "hold-hearing",
  /** Decides to list, or to honour. */
  "decide",
  /** Decides not to. */
  "drop",
  /** The second officer (C5). */
  "confirm",
  /** Another officer sends the decision back: it is void. */
  "return",
  /** The decision was served, and takes effect: follows from its service. */
  "serve-decision",
  "apply-exit",
  "accept-exit",
  "return-exit",
  "grant-exit",
  "refuse-exit",
  /** The keeper lets go by itself. */
  "release",
  /** The subject gives an honour up. */
  "relinquish",
  "revoke",
  /** An honour that was to be revoked is kept. */
  "keep",
  /** An officer moves that a listing be undone: for an error of the keeper's own, or citing a ruling. Another undoes it. */
  "move-undoing",
  /** The keeper's own error is undone with all effects. */
  "correct-error",
  /** Undone with all effects, by reconsideration or judgment. */
  "annul",
  /** Time ends it. */
  "expire",
] as const;
export type ActName = (typeof acts)[number];

export function isActName(name: string): name is ActName {
  return (acts as readonly string[]).includes(name);
}

/** What may be asked before an act. */
export type Guard =
  | "notice-served"
  | "time-to-answer-over"
  | "hearing-settled"
  | "hearing-asked"
  | "summoned"
  | "reasons"
  | "another-officer"
  | "not-who-returned"
  | "moved-by-another"
  | "decision-served"
  | "term-of-exit"
  | "conditions-met"
  | "ruling"
  | "end-given"
  | "end-reached";

/**
 * Who does it: an office of the list's keeper, the subject, or time. `service`: nobody by itself; it is done with the
 * service of a notice, by whoever records that with its proof or reads the notice.
 */
export type Office = "propose" | "decide" | "confirm" | "subject" | "service" | "clock";

/** Terms a clock may run by. */
export type TermName =
  | "notify"
  | "answer"
  | "hearing"
  | "decide"
  | "confirm"
  | "serve"
  | "exitAccept"
  | "exitDecide"
  | "duration";

export interface ProcedureState {
  readonly state: string;
  readonly title: Bilingual;
  /** Nothing follows. */
  readonly final: boolean;
  /** The listing has effect in it. */
  readonly inForce: boolean;
  readonly clocks: readonly { readonly term: TermName; readonly runsFor: "authority" | "subject" }[];
}

export interface ProcedureAct {
  /** One of {@link acts}. */
  readonly act: string;
  readonly title: Bilingual;
  /** States it may be done from; null: where nothing was done yet. */
  readonly from: readonly (string | null)[];
  readonly to: string;
  readonly by: Office;
  readonly guards: readonly Guard[];
  readonly article: string;
}

export interface Procedure {
  /** Whether what it leads to is adverse: honours need no notice. */
  readonly adverse: boolean;
  readonly states: readonly ProcedureState[];
  readonly acts: readonly ProcedureAct[];
}

/** What a list asks of its proceedings about one subject. */
export interface ListTerms {
  /** A second officer confirms: persons always (C5). */
  readonly confirmed: boolean;
  /** How long a listing lasts; null where its rule sets no term. */
  readonly duration: { readonly monthsMin: number; readonly monthsMax: number } | null;
  /** From when, and on how many conditions, it may end before; null: never on application. */
  readonly earlyExit: { readonly afterMonths: number; readonly conditions: number } | null;
  /** Last day of a term that begins on the day after `from`; null where the list has none; `unknown` past the calendar. */
  due(term: Exclude<TermName, "duration">, from: IsoDate): IsoDate | "unknown" | null;
}

/** What is known besides the chain of acts: of the notice of intended listing, as `notices` tells it. */
export interface Facts {
  /** Null: no notice was made. */
  readonly notice: NoticeFacts | null;
}

export interface NoticeFacts {
  /** Null: made, and not served. Unread is not served (C6). */
  readonly servedOn: IsoDate | null;
  /** Last day to answer; null while it is not served, or where no calendar reaches: then time does not run out. */
  readonly answerDueOn: IsoDate | null;
  readonly answeredOn: IsoDate | null;
  /** The subject gave up the rest of the time, expressly. */
  readonly waivedOn: IsoDate | null;
  /** The day the subject asked for a hearing; null: it did not. */
  readonly hearingAskedOn: IsoDate | null;
}

/** What the officer brings with an act. Texts stay outside: here only whether there are any. */
export interface Given {
  readonly reasons: boolean;
  /** How the subject's answer was weighed was written down. */
  readonly weighed: boolean;
  /** How long the listing is decided to last. */
  readonly months: number | null;
  /** The day the decision reached the subject. */
  readonly servedOn: IsoDate | null;
  readonly heldOn: IsoDate | null;
  /** The day the subject was told when and where the hearing is held. */
  readonly summonedOn: IsoDate | null;
  /** Which conditions of the early exit were found met: numbers from 0. */
  readonly conditions: readonly number[];
  readonly ruling: Ruling | null;
}

/** A decision on reconsideration, or a judgment. */
export interface Ruling {
  readonly number: string;
  /** Who ruled: the court, or the body of reconsideration. */
  readonly body: string;
  readonly on: IsoDate;
}

/** An act as it was done: what the chain keeps of it, in clear. */
export interface DoneAct {
  /** 1 for the first; without gaps. */
  readonly seq: number;
  readonly act: ActName;
  readonly from: string | null;
  readonly to: string;
  readonly on: IsoDate;
  /** Signature of who did it. */
  readonly by: string;
  readonly months: number | null;
  /** First and last day of the listing; set by the act that puts it in force, the last day by one that ends it early. */
  readonly listedFrom: IsoDate | null;
  readonly endsOn: IsoDate | null;
  /** Service of the decision; the day a hearing was held. */
  readonly servedOn: IsoDate | null;
  readonly heldOn: IsoDate | null;
  readonly summonedOn: IsoDate | null;
  readonly ruling: Ruling | null;
}

/** Where a proceeding stands. */
export interface Standing {
  /** Null: not opened. */
  readonly state: string | null;
  readonly seq: number;
  /** The day it came into this state. */
  readonly since: IsoDate | null;
  readonly openedBy: string | null;
  readonly noticeServed: boolean;
  readonly hearingHeldOn: IsoDate | null;
  /** The decision to list that stands, whether confirmed or not. */
  readonly decision: {
    readonly seq: number;
    readonly on: IsoDate;
    readonly by: string;
    readonly months: number | null;
  } | null;
  readonly confirmedBy: string | null;
  /** Who sent the last decision back; whether the proceeding then ends is another's to say. */
  readonly returnedBy: string | null;
  readonly decisionServedOn: IsoDate | null;
  readonly listedFrom: IsoDate | null;
  readonly endsOn: IsoDate | null;
  /** That the listing be undone was moved: by whom, and by which ruling; null: for an error of the keeper's own. */
  readonly undoing: { readonly by: string; readonly ruling: Ruling | null } | null;
  readonly exit: { readonly appliedOn: IsoDate; readonly acceptedOn: IsoDate | null } | null;
  /** The day its listing went out of use by a decision on repair; null where none did, or one was reversed. */
  readonly repairedOn: IsoDate | null;
}

export const notOpened: Standing = {
  state: null,
  seq: 0,
  since: null,
  openedBy: null,
  noticeServed: false,
  hearingHeldOn: null,
  decision: null,
  confirmedBy: null,
  returnedBy: null,
  decisionServedOn: null,
  listedFrom: null,
  endsOn: null,
  undoing: null,
  exit: null,
  repairedOn: null,
};

/** A state by its name. Throws where the procedure has none of that name: its pack was not checked. */
export function stateOf({ states }: Procedure, name: string): ProcedureState {
  const found = states.find(({ state }) => state === name);
  if (!found) throw new RangeError(`the procedure has no state ${name}`);
  return found;
}

/** Whether a listing has effect in a state; in none where nothing was opened. */
export function isInForce(procedure: Procedure, state: string | null): boolean {
  return state !== null && stateOf(procedure, state).inForce;
}

/** Whether the act puts the listing in force. */
export function entersForce(procedure: Procedure, { from, to }: { from: string | null; to: string }): boolean {
  return isInForce(procedure, to) && !isInForce(procedure, from);
}
