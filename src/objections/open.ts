/** Puts objections together over a node's parts. */

import { join } from "node:path";
import type { ClockSource, Route } from "#src/access/index.ts";
import { openVault } from "#src/intake/index.ts";
import { everyDay } from "#src/platform/daily.ts";
import type { Pool } from "#src/platform/database.ts";
import { openScanner } from "#src/platform/scanner.ts";
import { objectionClocks } from "./clocks.ts";
import { type Escalated, escalateOverdue } from "./escalate.ts";
import { type ForgottenObjections, forgetObjections } from "./forget.ts";
import type { ObjectionParts } from "./parts.ts";
import { objectionRoutes } from "./routes.ts";

export interface Objections {
  readonly routes: readonly Route[];
  /** Days that run for or against a subject. */
  readonly clocks: ClockSource;
  /** Tells supervisors of what nobody answered by today (C10); how many. */
  escalateOverdue(): Promise<Escalated>;
  /** Forgets what is past its keeping now (C8, C17). */
  forgetDue(): Promise<ForgottenObjections>;
  /** Begins the day's work in this process: now, and on every new day. */
  work(): Promise<void>;
}

/** Opens objections; nothing is read before it is asked. */
export function openObjections(
  given: Omit<ObjectionParts, "vault" | "scanner"> & { readonly retention: Pool },
): Objections {
  const { config, keys } = given;
  const parts = {
    ...given,
    vault: openVault(join(config.home, "evidence"), keys),
    scanner: openScanner(config.scanner),
  };
  return {
    routes: objectionRoutes(parts),
    clocks: objectionClocks(parts),
    escalateOverdue: () => escalateOverdue(parts),
    forgetDue: () => forgetObjections(parts),
    async work() {
      await everyDay(parts, "supervisors are told of objections nobody answered", () => escalateOverdue(parts));
      await everyDay(parts, "objections past their keeping are forgotten", () => forgetObjections(parts));
    },
  };
}
