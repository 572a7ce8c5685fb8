/** The door of notices: drawn up, served with proof, answered; knowing nothing of what they are about. */
export type { Added, Follower } from "./commit.ts";
export type { Prepared } from "./draw-up.ts";
export type { About, ActRef, Draft, NoticeKind, NoticeState } from "./notice.ts";
export { type Notices, openNotices } from "./open.ts";
export type { NoticeStanding } from "./standing.ts";
