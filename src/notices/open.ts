/** Puts notices together over a node's parts. */
import { join } from "node:path";
import type { SubjectWord } from "#contract/notices.ts";
import { done, type Outcome } from "#core/refusal.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Acting, ClockSource, Route, Scope } from "#src/access/index.ts";
import { openVault } from "#src/intake/index.ts";
import type { Config } from "#src/platform/config.ts";
import { everyDay } from "#src/platform/daily.ts";
import type { Pool, Sql } from "#src/platform/database.ts";
import { openScanner } from "#src/platform/scanner.ts";
import { noticeClocks } from "./clocks.ts";
import { askedToday, type Follower } from "./commit.ts";
import { drawUpNotice, type Prepared, prepareNotice } from "./draw-up.ts";
import { type ForgottenNotices, forgetNotices } from "./forget.ts";
import { type About, type Draft, foldNotice } from "./notice.ts";
import type { NoticeParts } from "./parts.ts";
import { noticeRoutes } from "./routes.ts";
import { extendNotice, settle } from "./service.ts";
import { type NoticeStanding, toldOf } from "./standing.ts";
import { listAbout } from "./store.ts";
import { saidAbout } from "./views.ts";

export interface Notices {
  readonly routes: readonly Route[];
  /** Days that run for or against a subject. */
  readonly clocks: ClockSource;
  /** Leave to draw up a notice, to be written in a transaction of the caller's. */
  prepare(acting: Acting, draft: Draft): Promise<Outcome<Prepared>>;
  /** Draws up a notice in a transaction of its own. @returns its id */
  drawUp(acting: Acting, draft: Draft): Promise<Outcome<string>>;
  /** Gives the subject more time to answer. */
  extend(acting: Acting, asked: { noticeId: string; until: IsoDate; reason: string }): Promise<Outcome<null>>;
  /** What stands of a notice today, dated by the calendar as it is published; null where there is none. */
  standing(noticeId: string): Promise<NoticeStanding | null>;
  /** The notices about one thing as they stand, latest first; nothing is dated anew. */
  standingsAbout(sql: Sql, aboutId: string): Promise<NoticeStanding[]>;
  /** What the subject said to the notices about one thing: whoever conducts it weighs that. The look is the caller's. */
  saidAbout(sql: Sql, scope: Scope, aboutId: string): Promise<SubjectWord[]>;
  /** From now on acts on notices about things of a kind are added by the room that knows the things. */
  follow(kind: About["kind"], follower: Follower): void;
  /** Ids of the notices about one thing, latest first. */
  about(aboutId: string): Promise<readonly string[]>;
  /** Forgets what is past its keeping now (C8, C17). */
  forgetDue(): Promise<ForgottenNotices>;
  /** Begins to forget in this process: now, and on every new day. */
  work(): Promise<void>;
}

/** Opens notices; nothing is read before it is asked. */
export function openNotices(
  given: Omit<NoticeParts, "vault" | "scanner" | "followers"> & {
    readonly config: Config;
    readonly retention: Pool;
  },
): Notices {
  const vault = openVault(join(given.config.home, "notices"), given.keys);
  const scanner = openScanner(given.config.scanner);
  const parts = { ...given, vault, scanner, followers: new Map<About["kind"], Follower>() };
  return {
    routes: noticeRoutes(parts),
    clocks: noticeClocks(parts),
    prepare: (acting, draft) => prepareNotice(parts, acting, draft),
    drawUp: (acting, draft) => drawUpNotice(parts, acting, draft),
    async extend(acting, asked) {
      const extended = await extendNotice(parts, acting, asked);
      return extended.ok ? done(null) : extended;
    },
    async standing(noticeId) {
      const found = await settle(parts, noticeId);
      return found && toldOf(found, askedToday(parts));
    },
    async standingsAbout(sql, aboutId) {
      return (await listAbout(sql, aboutId)).map((one) => toldOf(foldNotice(one), askedToday(parts)));
    },
    follow(kind, follower) {
      parts.followers.set(kind, follower);
    },
    saidAbout: (sql, scope, aboutId) => saidAbout(parts, sql, { scope, aboutId }),
    forgetDue: () => forgetNotices(parts),
    work: () => everyDay(parts, "notices past their keeping are forgotten", () => forgetNotices(parts)),
    about: async (aboutId) => (await listAbout(given.app, aboutId)).map(({ head }) => head.noticeId),
  };
}
