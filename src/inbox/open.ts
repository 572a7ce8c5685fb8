/** Puts the inbox together over the rooms whose clocks it gathers. It keeps nothing of its own. */
import type { Route } from "#src/access/index.ts";
import { type InboxParts, inboxRoutes } from "./routes.ts";

export interface Inbox {
  readonly routes: readonly Route[];
}

/** Opens the inbox; nothing is read before it is asked. */
export function openInbox(parts: InboxParts): Inbox {
  return { routes: inboxRoutes(parts) };
}
