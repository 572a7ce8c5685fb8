/** A notice and what happened to it: the fold of its acts, and the time to answer as it stands on a day. Pure. */
import type {
  failedOutcomes,
  NoticeClock,
  NoticeContent,
  noticeKinds,
  noticeStates,
  paperModes,
} from "#contract/notices.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { Calendar } from "#core/time/calendar.ts";
import type { IsoDate } from "#core/time/date.ts";
import { type StatutoryTerm, type TermEnd, termEnd } from "#core/time/term.ts";

export type NoticeKind = (typeof noticeKinds)[number];
export type NoticeState = (typeof noticeStates)[number];
export type PaperMode = (typeof paperModes)[number];
export type Mode = PaperMode | "electronic";
export type FailedOutcome = (typeof failedOutcomes)[number];
export type NoticeActName =
  | "draw-up"
  | "offer"
  | "fail"
  | "serve"
  | "redate"
  | "answer"
  | "ask-hearing"
  | "waive"
  | "withdraw";

/** What a notice is about: an id of another room, which alone knows what it means. */
export interface About {
  readonly kind: "proceeding" | "record";
  readonly id: string;
}

/** A notice to be drawn up. */
export interface Draft {
  readonly subjectId: string;
  readonly kind: NoticeKind;
  readonly about: About;
  /** Time to answer from the day after service; null where nothing is asked. */
  readonly answer: StatutoryTerm | null;
  /** Time to ask for a hearing, where the rule gives one. */
  readonly hearing: StatutoryTerm | null;
  readonly content: NoticeContent;
}

/** A notice as it was drawn up. */
export interface NoticeHead extends Omit<Draft, "content"> {
  readonly noticeId: string;
  readonly subjectKind: SubjectKind;
  readonly authority: string;
  /** The words, under a key outside the database. */
  readonly sealed: Buffer;
  readonly commitment: Buffer;
  readonly drawnBy: string;
  readonly drawnOn: IsoDate;
  readonly drawnAt: Date;
}

/** An act as it is stored; what an act has nothing of is null. */
export interface NoticeAct {
  readonly seq: number;
  readonly act: NoticeActName;
  readonly state: NoticeState;
  /** The day before which the time to answer cannot have ended; null before service. */
  readonly floor: IsoDate | null;
  readonly actedBy: string;
  readonly actedOn: IsoDate;
  readonly actedAt: Date;
  readonly agencyCode: string | null;
  readonly basis: string | null;
  readonly mandateId: string | null;
  readonly mandateSeq: number | null;
  readonly mode: Mode | null;
  readonly outcome: FailedOutcome | null;
  readonly servedSeq: number | null;
  readonly servedOn: IsoDate | null;
  readonly announcedOn: IsoDate | null;
  readonly failedSeq: number | null;
  readonly agreementSeq: number | null;
  readonly answerDueOn: IsoDate | null;
  readonly proofId: string | null;
  readonly reason: string | null;
  readonly sealed: Buffer | null;
  readonly content: Buffer;
  readonly idempotencyKey: string;
}

/** A notice with its acts, oldest first. */
export interface Notice {
  readonly head: NoticeHead;
  readonly acts: readonly NoticeAct[];
}

/** An act others may refer to. */
export interface ActRef {
  readonly seq: number;
  readonly on: IsoDate;
}

/** What the acts of a notice come to. */
export interface Standing {
  readonly head: NoticeHead;
  readonly acts: readonly NoticeAct[];
  readonly last: NoticeAct;
  readonly state: NoticeState;
  readonly floor: IsoDate | null;
  /** The service that counts: of several the one with the latest day, so that none shortens. */
  readonly service: (ActRef & { readonly mode: Mode }) | null;
  /** The latest row that says until when: `notices.act (notice_id, seq, served_on, answer_due_on)`. */
  readonly dated: { readonly seq: number; readonly servedOn: IsoDate; readonly answerDueOn: IsoDate | null } | null;
  readonly failed: ActRef | null;
  readonly answered: ActRef | null;
  readonly hearingAsked: ActRef | null;
  readonly waived: ActRef | null;
  /** Signatures of officers who wrote down at the counter what the subject said: none of them decides (C5). */
  readonly counterOfficers: readonly string[];
}

/** Folds a notice. Throws where it has no first act: it cannot be stored so. */
export function foldNotice({ head, acts }: Notice): Standing {
  const last = acts.at(-1);
  if (!last) throw new Error("a notice without its first act");
  const services = acts.filter(({ act }) => act === "serve");
  const service = services.reduce<NoticeAct | null>(
    (latest, one) => (latest === null || (one.servedOn ?? "") >= (latest.servedOn ?? "") ? one : latest),
    null,
  );
  const dated = acts.findLast(({ act }) => act === "serve" || act === "redate");
  const latest = (name: NoticeActName): ActRef | null => {
    const found = acts.findLast(({ act }) => act === name);
    return found ? { seq: found.seq, on: found.actedOn } : null;
  };
  return {
    head,
    acts,
    last,
    state: last.state,
    floor: last.floor,
    service: service?.servedOn && service.mode ? { seq: service.seq, on: service.servedOn, mode: service.mode } : null,
    dated: dated?.servedOn ? { seq: dated.seq, servedOn: dated.servedOn, answerDueOn: dated.answerDueOn } : null,
    failed: latest("fail"),
    answered: latest("answer"),
    hearingAsked: latest("ask-hearing"),
    waived: latest("waive"),
    counterOfficers: [...new Set(acts.filter(({ basis }) => basis !== null).map(({ actedBy }) => actedBy))],
  };
}

/** The calendar, and the day one asks on: what was published by then is known. */
export interface Asked {
  readonly calendar: Calendar;
  readonly today: IsoDate;
}

/**
 * The end of the time to answer of a service on a day, never before `floor`: a second service, an amended calendar or an
 * extension makes it later, nothing makes it earlier (C6).
 */
export function answerEnd(
  { term, servedOn, floor }: { term: StatutoryTerm; servedOn: IsoDate; floor: IsoDate | null },
  { calendar, today }: Asked,
): TermEnd {
  const end = termEnd(calendar, { event: servedOn, term, holder: "subject" }, { knownOn: today });
  const notBefore = (day: IsoDate) => (floor !== null && floor > day ? floor : day);
  return end.is === "unknown"
    ? { ...end, notBefore: notBefore(end.notBefore) }
    : { ...end, endsOn: notBefore(end.endsOn) };
}

/** Time to answer as it stands today; null before service and where nothing is asked. */
export function answerClock({ head, service, floor }: Standing, asked: Asked): NoticeClock | null {
  if (!service || !head.answer) return null;
  return clockOf(answerEnd({ term: head.answer, servedOn: service.on, floor }, asked), asked);
}

/** Time to ask for a hearing as it stands today. */
export function hearingClock({ head, service }: Standing, asked: Asked): NoticeClock | null {
  if (!service || !head.hearing) return null;
  return clockOf(answerEnd({ term: head.hearing, servedOn: service.on, floor: null }, asked), asked);
}

function clockOf(end: TermEnd, { today }: Asked): NoticeClock {
  if (end.is === "unknown")
    return { is: "unknown", dueOn: null, notBefore: end.notBefore, unknownFrom: end.unknownFrom, over: false };
  const unknownFrom = end.is === "assumed" ? end.unknownFrom : null;
  return { is: end.is, dueOn: end.endsOn, notBefore: null, unknownFrom, over: today > end.endsOn };
}
