/** A proceeding with its acts, what its list asks of it, and where it stands. Pure. */
import type { List, Procedure as PackProcedure, Target } from "#contract/lists-in-packs.ts";
import { foldProceeding } from "#core/procedure/fold.ts";
import {
  type ActName,
  type DoneAct,
  type Facts,
  isActName,
  type ListTerms,
  type Office,
  type Procedure,
  type Ruling,
  type Standing,
} from "#core/procedure/procedure.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { Calendar } from "#core/time/calendar.ts";
import { type IsoDate, isoDate } from "#core/time/date.ts";
import { termEnd } from "#core/time/term.ts";
import type { Actor } from "#src/access/index.ts";
import type { NoticeStanding } from "#src/notices/index.ts";

/** A record a proceeding rests on, in the version its opener saw. */
export interface RestsOn {
  readonly subjectId: string;
  readonly recordId: string;
  readonly version: number;
}

/** A proceeding as it was opened. */
export interface ProceedingHead {
  readonly proceedingId: string;
  readonly subjectId: string;
  readonly subjectKind: SubjectKind;
  readonly listId: string;
  readonly listVersion: number;
  readonly itemId: string;
  readonly procedureId: string;
  readonly procedureVersion: number;
  readonly adverse: boolean;
  readonly confirms: boolean;
  readonly keeper: string;
  readonly ordinal: number;
  readonly criterion: string | null;
  readonly restsOn: readonly RestsOn[];
  readonly ground: string | null;
  readonly sealed: Buffer;
  /** Numbers of documents, a line each. */
  readonly documents: Buffer | null;
  /** Last day of the conduct; null where nobody has said it: it went on, or the keeper says it when deciding. */
  readonly conductEndedOn: IsoDate | null;
  readonly openedBy: string;
  readonly openedAt: Date;
}

/** An act as it is stored; what an act has nothing of is null. */
export interface ActRow {
  readonly seq: number;
  readonly act: string;
  /** '' before the first act. */
  readonly fromState: string;
  readonly toState: string;
  readonly doneBy: Office;
  readonly guards: readonly string[];
  readonly actedBy: string;
  readonly actedOn: IsoDate;
  readonly actedAt: Date;
  readonly noticeId: string | null;
  readonly noticeKind: "intended-listing" | "other" | null;
  readonly noticeSeq: number | null;
  readonly noticeServedOn: IsoDate | null;
  readonly answerDueOn: IsoDate | null;
  readonly waivedSeq: number | null;
  readonly waivedOn: IsoDate | null;
  readonly decidedSeq: number | null;
  readonly decidedOn: IsoDate | null;
  readonly decisionId: string | null;
  readonly decisionSeq: number | null;
  readonly servedOn: IsoDate | null;
  readonly heldOn: IsoDate | null;
  readonly summonedOn: IsoDate | null;
  readonly months: number | null;
  readonly listedFrom: IsoDate | null;
  readonly endsOn: IsoDate | null;
  readonly rulingNumber: string | null;
  readonly rulingBody: string | null;
  readonly rulingOn: IsoDate | null;
  readonly conditions: readonly number[] | null;
  readonly reasons: Buffer | null;
  readonly weighed: Buffer | null;
  readonly sealed: Buffer | null;
  readonly recordId: string | null;
  readonly content: Buffer;
  readonly idempotencyKey: string;
}

/** A proceeding with its acts, oldest first. */
export interface Proceeding {
  readonly head: ProceedingHead;
  readonly acts: readonly ActRow[];
  /** The day its listing went out of use by a decision on repair; null where none did, or one was reversed. */
  readonly repairedOn: IsoDate | null;
}

/** An act of the store as the machine folds it. Throws where it is none that the machine knows. */
export function doneAct(row: ActRow): DoneAct {
  const { seq, act, fromState, toState, actedOn, actedBy, months, listedFrom, endsOn, servedOn, heldOn, summonedOn } =
    row;
  return {
    ...{ seq, to: toState, on: actedOn, by: actedBy, months, listedFrom, endsOn, servedOn, heldOn, summonedOn },
    act: actNamed(act),
    from: fromState === "" ? null : fromState,
    ruling: rulingOf(row),
  };
}

/** The ruling an act cites; null where it cites none. */
export function rulingOf({ rulingNumber, rulingBody, rulingOn }: ActRow): Ruling | null {
  if (rulingNumber === null || rulingBody === null || rulingOn === null) return null;
  return { number: rulingNumber, body: rulingBody, on: rulingOn };
}

export function actNamed(name: string): ActName {
  if (!isActName(name)) throw new Error(`no proceeding knows the act ${name}`);
  return name;
}

export function standingOf(
  procedure: Procedure,
  { acts, repairedOn }: Pick<Proceeding, "acts" | "repairedOn">,
): Standing {
  return { ...foldProceeding(procedure, acts.map(doneAct)), repairedOn };
}

/** What the list asks of proceedings about one kind of subject, terms counted by the calendar as known on a day. */
export function termsOf(
  list: List,
  head: Pick<ProceedingHead, "confirms" | "subjectKind">,
  { calendar, today }: { calendar: Calendar; today: IsoDate },
): ListTerms {
  const { earlyExit, duration } = list;
  return {
    confirmed: head.confirms || list.confirmedFor.includes(head.subjectKind) || head.subjectKind === "person",
    duration: duration && { monthsMin: duration.monthsMin, monthsMax: duration.monthsMax },
    earlyExit: earlyExit && { afterMonths: earlyExit.afterMonths, conditions: earlyExit.conditions.length },
    due(name, from) {
      const term: Target | null = list.terms[name];
      if (term === null) return null;
      const holder = name === "answer" || name === "hearing" ? "subject" : "authority";
      const end = termEnd(calendar, { event: from, term, holder }, { knownOn: today });
      return end.is === "unknown" ? "unknown" : end.endsOn;
    },
  };
}

/** What the notice of what is intended says today; null where there is none that stands. */
export function factsOf(notice: NoticeStanding | null): Facts {
  if (notice === null || notice.state === "withdrawn") return { notice: null };
  const { service, answered, waived, hearingAsked } = notice;
  return {
    notice: {
      servedOn: service?.on ?? null,
      answerDueOn: dueOnOf(notice),
      answeredOn: answered?.on ?? null,
      waivedOn: waived?.on ?? null,
      hearingAskedOn: hearingAsked?.on ?? null,
    },
  };
}

/** Last day to answer today; null before service, and where no published calendar reaches it. */
export function dueOnOf(notice: NoticeStanding | null): IsoDate | null {
  const dueOn = notice?.clock?.dueOn ?? null;
  return dueOn === null ? null : isoDate(dueOn);
}

/** The offices an officer holds for a list, by the roles it gives them to. */
export function officesOf(list: List, actor: Actor): Office[] {
  if (actor.kind !== "officer") return [];
  const { propose, decide, confirm } = list.offices;
  const offices = { propose, decide, confirm };
  return (["propose", "decide", "confirm"] as const).filter((office) =>
    offices[office].roles.some((role) => actor.roles.includes(role)),
  );
}

/** What the machine needs of a pack's procedure; a pack's row is one. */
export function machineOf(procedure: PackProcedure): Procedure {
  return procedure;
}
