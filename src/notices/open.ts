/** Puts notices together over a node's parts. */
import { join } from "node:path";
import type { NoticeClock } from "#contract/notices.ts";
import { done, type Outcome } from "#core/refusal.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Route } from "#src/access/index.ts";
import { openVault } from "#src/intake/index.ts";
import type { Config } from "#src/platform/config.ts";
import type { Pool } from "#src/platform/database.ts";
import type { Logger } from "#src/platform/log.ts";
import { type Acting, askedToday } from "./commit.ts";
import { drawUpNotice, type Prepared, prepareNotice } from "./draw-up.ts";
import { type ForgottenNotices, forgetNotices, workOnForgetting } from "./forget.ts";
import { type ActRef, answerClock, type Draft, type NoticeKind, type NoticeState } from "./notice.ts";
import type { NoticeParts } from "./parts.ts";
import { noticeRoutes } from "./routes.ts";
import { extendNotice, settle } from "./service.ts";
import { listAbout } from "./store.ts";

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

export interface Notices {
  readonly routes: readonly Route[];
  /** Leave to draw up a notice, to be written in a transaction of the caller's. */
  prepare(acting: Acting, draft: Draft): Promise<Outcome<Prepared>>;
  /** Draws up a notice in a transaction of its own. @returns its id */
  drawUp(acting: Acting, draft: Draft): Promise<Outcome<string>>;
  /** Gives the subject more time to answer. */
  extend(acting: Acting, asked: { noticeId: string; until: IsoDate; reason: string }): Promise<Outcome<null>>;
  /** What stands of a notice today, dated by the calendar as it is published; null where there is none. */
  standing(noticeId: string): Promise<NoticeStanding | null>;
  /** Ids of the notices about one thing, latest first. */
  about(aboutId: string): Promise<readonly string[]>;
  /** Forgets what is past its keeping now (C8, C17). */
  forgetDue(): Promise<ForgottenNotices>;
  /** Begins to forget in this process: now, and on every new day. */
  work(): Promise<void>;
}

/** Opens notices; nothing is read before it is asked. */
export function openNotices(
  given: Omit<NoticeParts, "vault"> & { readonly config: Config; readonly retention: Pool; readonly log: Logger },
): Notices {
  const parts = { ...given, vault: openVault(join(given.config.home, "notices"), given.keys) };
  return {
    routes: noticeRoutes(parts),
    prepare: (acting, draft) => prepareNotice(parts, acting, draft),
    drawUp: (acting, draft) => drawUpNotice(parts, acting, draft),
    async extend(acting, asked) {
      const extended = await extendNotice(parts, acting, asked);
      return extended.ok ? done(null) : extended;
    },
    async standing(noticeId) {
      const found = await settle(parts, noticeId);
      if (!found) return null;
      const { head, state, service, dated, answered, waived, hearingAsked, counterOfficers } = found;
      const { authority, subjectId, kind, drawnBy } = head;
      const due = dated?.answerDueOn ? { ...dated, answerDueOn: dated.answerDueOn } : null;
      return {
        ...{ noticeId, subjectId, authority, kind, drawnBy, state, due },
        aboutId: head.about.id,
        service: service && { seq: service.seq, on: service.on },
        clock: answerClock(found, askedToday(parts)),
        ...{ answered, waived, hearingAsked, counterOfficers },
      };
    },
    forgetDue: () => forgetNotices(parts),
    work: () => workOnForgetting(parts),
    about: async (aboutId) => (await listAbout(given.app, aboutId)).map(({ head }) => head.noticeId),
  };
}
