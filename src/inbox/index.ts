/** The door of the inbox: every clock of a subject on one page, gathered from the rooms that keep them. */

export { type Inbox, openInbox } from "./open.ts";
