/** What other rooms may know and rest on of a notice. Pure. */
import type { NoticeClock } from "#contract/notices.ts";
import type { IsoDate } from "#core/time/date.ts";
import { type ActRef, type Asked, answerClock, type NoticeKind, type NoticeState, type Standing } from "./notice.ts";

/**
 * What others may rest on of a notice. Every `seq` is of `notices.act`, whose keys they refer to:
 * `(notice_id, seq, served_on, answer_due_on)` of `due`, `(notice_id, seq, act, served_on)` of `service`,
 * `(notice_id, seq, act, acted_on)` of `answered`, `waived` and `hearingAsked`; and of the notice itself
 * `(notice_id, kind, about_id, subject_id)`.
 */
export interface NoticeStanding {
  readonly noticeId: string;
  readonly subjectId: string;
  readonly authority: string;
  readonly kind: NoticeKind;
  readonly aboutId: string;
  readonly drawnBy: string;
  readonly state: NoticeState;
  readonly service: ActRef | null;
  /** Served on, to be answered by; null before service and while no published calendar reaches the end. */
  readonly due: { readonly seq: number; readonly servedOn: IsoDate; readonly answerDueOn: IsoDate } | null;
  /** Time to answer today; null where nothing is asked, and before service. */
  readonly clock: NoticeClock | null;
  readonly answered: ActRef | null;
  readonly waived: ActRef | null;
  readonly hearingAsked: ActRef | null;
  /** Signatures of officers who wrote down what the subject said: none of them decides (C5). */
  readonly counterOfficers: readonly string[];
}

/** A notice as others are told of it on a day. */
export function toldOf(standing: Standing, asked: Asked): NoticeStanding {
  const { head, state, service, dated, answered, waived, hearingAsked, counterOfficers } = standing;
  const { noticeId, authority, subjectId, kind, drawnBy } = head;
  const due = dated?.answerDueOn ? { ...dated, answerDueOn: dated.answerDueOn } : null;
  return {
    ...{ noticeId, subjectId, authority, kind, drawnBy, state, due },
    aboutId: head.about.id,
    service: service && { seq: service.seq, on: service.on },
    clock: answerClock(standing, asked),
    ...{ answered, waived, hearingAsked, counterOfficers },
  };
}
