/** Where signing in from the start page leads: to whatever is one's own. */
import { deskPath, homeOf } from "#web/areas.ts";
import type { Page } from "#web/page.ts";

export const deskPage: Page = {
  path: deskPath,
  signedIn: true,
  get: ({ me }) => ({ goTo: me ? homeOf(me) : "/" }),
};
