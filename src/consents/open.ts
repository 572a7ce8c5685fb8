/** Puts consents together over a node's parts. */
import type { ClockSource, Route } from "#src/access/index.ts";
import { everyDay } from "#src/platform/daily.ts";
import type { Pool } from "#src/platform/database.ts";
import { consentClocks } from "./clocks.ts";
import type { ConsentParts } from "./parts.ts";
import { consentRoutes } from "./routes.ts";
import { forgetDue } from "./store.ts";

export interface Consents {
  readonly routes: readonly Route[];
  /** Days that run for a subject. */
  readonly clocks: ClockSource;
  /** Forgets what is past its keeping now (C8, C17); of how many requests. */
  forgetDue(): Promise<{ requests: number }>;
  /** Begins the day's work in this process. Nothing ends by it: consents end by their dates. */
  work(): Promise<void>;
}

const atOnce = 500;

/** Opens consents; nothing is read before it is asked. */
export function openConsents({ retention, ...parts }: ConsentParts & { readonly retention: Pool }): Consents {
  const forget = async () => {
    let requests = 0;
    for (let forgotten = atOnce; forgotten === atOnce; requests += forgotten)
      forgotten = await forgetDue(retention, atOnce);
    return { requests };
  };
  return {
    routes: consentRoutes(parts),
    clocks: consentClocks(parts),
    forgetDue: forget,
    work: () => everyDay(parts, "consents past their keeping are forgotten", forget),
  };
}
