/** What an authority does with a notice: makes it available, serves it with proof, gives more time, takes it back. */

import { done, type Outcome, refuse } from "#core/refusal.ts";
import { addDays, type IsoDate, isoDate } from "#core/time/date.ts";
import type { Acting } from "#src/access/index.ts";
import { type Adding, actOn, askedToday } from "./commit.ts";
import { answerClock, answerEnd, type FailedOutcome, foldNotice, type PaperMode, type Standing } from "./notice.ts";
import type { NoticeParts } from "./parts.ts";
import { findAgreement, findNotice } from "./store.ts";

/** Days of a public announcement (民事诉讼法 95); the database holds the same. */
const announcementDays = 30;

/** Makes a notice available electronically to a subject that agreed. It is not served by that (C6). */
export function offerNotice(parts: NoticeParts, acting: Acting, noticeId: string): Promise<Outcome<Standing>> {
  return actOn(parts, acting, {
    noticeId,
    action: "offer-notice",
    asked: null,
    async decide({ state, head }) {
      if (state !== "drawn") return refuse("notices.not-now");
      const agreement = await findAgreement(parts.app, head.subjectId);
      if (agreement?.act !== "agree") return refuse("notices.not-agreed");
      return done({ act: "offer", with: { state: "offered" } });
    },
  });
}

export interface PaperService {
  readonly noticeId: string;
  readonly mode: PaperMode;
  readonly servedOn: IsoDate;
  /** Of an announcement: the day it was published. */
  readonly announcedOn: IsoDate | null;
  /** A document attached before: receipt, photograph, return slip, page of the gazette. */
  readonly proof: string;
}

/** Records service on paper, with its proof. A second service never makes the time to answer shorter. */
export function serveNotice(parts: NoticeParts, acting: Acting, asked: PaperService): Promise<Outcome<Standing>> {
  const { noticeId, mode, servedOn, announcedOn, proof } = asked;
  return actOn(parts, acting, {
    noticeId,
    action: "serve-notice",
    asked: { mode, servedOn, announcedOn, proof },
    decide(standing) {
      const { head, failed } = standing;
      if (servedOn < head.drawnOn || servedOn > parts.clock.today())
        return refuse("notices.service-date", { field: "servedOn", params: { drawnOn: head.drawnOn } });
      if ((mode === "announcement") !== (announcedOn !== null))
        return refuse("notices.announced-early", { field: "announcedOn", params: { earliest: head.drawnOn } });
      if (announcedOn !== null) {
        const earliest = addDays(announcedOn, announcementDays);
        if (announcedOn < head.drawnOn || servedOn < earliest)
          return refuse("notices.announced-early", { field: "announcedOn", params: { earliest } });
        if (!failed) return refuse("notices.not-after-failure", { field: "mode" });
      }
      return done({
        act: "serve",
        with: {
          ...servedWith(parts, standing, servedOn),
          mode,
          announcedOn,
          failedSeq: announcedOn === null ? null : (failed?.seq ?? null),
          proofId: proof,
        },
        documents: [proof],
      });
    },
  });
}

/** The state, dates and floor a service leaves behind. */
export function servedWith(
  parts: Pick<NoticeParts, "catalogue" | "clock">,
  { head, last, floor, service }: Standing,
  servedOn: IsoDate,
): Adding["with"] {
  const own = { state: "served", servedSeq: last.seq + 1, servedOn } as const;
  if (!head.answer) return own;
  // Of several services the latest day counts.
  const counts = service && service.on > servedOn ? service.on : servedOn;
  const end = answerEnd({ term: head.answer, servedOn: counts, floor }, askedToday(parts));
  return end.is === "unknown"
    ? { ...own, floor: end.notBefore, answerDueOn: null }
    : { ...own, floor: end.endsOn, answerDueOn: end.endsOn };
}

export interface FailedService {
  readonly noticeId: string;
  readonly mode: Exclude<PaperMode, "announcement">;
  readonly outcome: FailedOutcome;
  readonly reason: string;
}

/** Records that service failed or was refused. Refused is not served: what the law then allows is another way of service. */
export function failToServe(parts: NoticeParts, acting: Acting, asked: FailedService): Promise<Outcome<Standing>> {
  const { noticeId, mode, outcome, reason } = asked;
  return actOn(parts, acting, {
    noticeId,
    action: "fail-to-serve",
    asked: { mode, outcome, reason },
    decide: ({ state }) =>
      state === "served" ? refuse("notices.not-now") : done({ act: "fail", with: { mode, outcome, reason } }),
  });
}

/** Gives more time to answer, for a reason; never less (C6). */
export function extendNotice(
  parts: NoticeParts,
  acting: Acting,
  { noticeId, until, reason }: { noticeId: string; until: IsoDate; reason: string },
): Promise<Outcome<Standing>> {
  return actOn(parts, acting, {
    noticeId,
    action: "extend-notice",
    asked: { until, reason },
    decide(standing) {
      const { service } = standing;
      if (!service) return refuse("notices.not-served");
      const clock = answerClock(standing, askedToday(parts));
      if (!clock) return refuse("notices.nothing-to-answer");
      const now = clock.dueOn ?? clock.notBefore ?? "";
      if (until <= now) return refuse("notices.not-later", { field: "until", params: { dueOn: now } });
      const answerDueOn = clock.is === "unknown" ? null : until;
      const dates = { servedSeq: service.seq, servedOn: service.on, floor: until, answerDueOn };
      return done({ act: "redate", with: { ...dates, reason } });
    },
  });
}

/** Takes a notice back: nothing may rest on it any more. */
export function withdrawNotice(
  parts: NoticeParts,
  acting: Acting,
  { noticeId, reason }: { noticeId: string; reason: string },
): Promise<Outcome<Standing>> {
  return actOn(parts, acting, {
    noticeId,
    action: "withdraw-notice",
    asked: { reason },
    decide: () => done({ act: "withdraw", with: { state: "withdrawn", reason } }),
  });
}

/**
 * What stands of a notice, dated by the calendar as it is published today: where that gives an end that was unknown, or a
 * later one, the row that says so is added first, so that whoever decides can refer to it. Null: there is no such notice.
 */
export async function settle(parts: NoticeParts, noticeId: string): Promise<Standing | null> {
  const notice = await findNotice(parts.app, noticeId);
  if (!notice) return null;
  const standing = foldNotice(notice);
  const { service, dated } = standing;
  const clock = standing.state === "served" ? answerClock(standing, askedToday(parts)) : null;
  if (!service || !clock?.dueOn || clock.dueOn === dated?.answerDueOn) return standing;
  const answerDueOn = isoDate(clock.dueOn);
  const settled = await actOn(
    parts,
    { actor: { kind: "job", id: "notices" }, idempotencyKey: `${noticeId} ${standing.last.seq} ${answerDueOn}` },
    {
      noticeId,
      action: "redate-notice",
      asked: { answerDueOn },
      decide: () =>
        done({
          act: "redate",
          with: { servedSeq: service.seq, servedOn: service.on, floor: answerDueOn, answerDueOn },
        }),
    },
  );
  if (!settled.ok) throw new Error(`a notice could not be dated: ${settled.refusal.code}`);
  return settled.value;
}
