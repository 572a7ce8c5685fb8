/** Puts repair together over a node's parts. */

import { join } from "node:path";
import type { ClockSource, Route } from "#src/access/index.ts";
import { openVault } from "#src/intake/index.ts";
import { everyDay } from "#src/platform/daily.ts";
import type { Pool } from "#src/platform/database.ts";
import { openScanner } from "#src/platform/scanner.ts";
import type { Certifier } from "#src/reports/index.ts";
import { certifiedUnder } from "./certificate.ts";
import { repairClocks } from "./clocks.ts";
import { type Escalated, escalateOverdue } from "./escalate.ts";
import { type ForgottenRepairs, forgetRepairs } from "./forget.ts";
import type { RepairParts } from "./parts.ts";
import { repairRoutes } from "./routes.ts";

export interface Repair {
  readonly routes: readonly Route[];
  /** Days that run for or against a subject. */
  readonly clocks: ClockSource;
  /** The certificate of a code, for whoever verifies beside the reports. */
  readonly certified: Certifier;
  /** Tells supervisors of what nobody decided by today; how many. */
  escalateOverdue(): Promise<Escalated>;
  /** Forgets what is past its keeping now (C8, C17). */
  forgetDue(): Promise<ForgottenRepairs>;
  /** Begins the day's work in this process: now, and on every new day. */
  work(): Promise<void>;
}

/** Opens repair; nothing is read before it is asked. */
export function openRepair(given: Omit<RepairParts, "vault" | "scanner"> & { readonly retention: Pool }): Repair {
  const { retention, ...rest } = given;
  const { config, keys } = given;
  const vault = openVault(join(config.home, "repairs"), keys);
  const parts: RepairParts = { ...rest, vault, scanner: openScanner(config.scanner) };
  const forget = () => forgetRepairs(parts, retention);
  return {
    routes: repairRoutes(parts),
    clocks: repairClocks(parts),
    certified: (code) => certifiedUnder(parts, code),
    escalateOverdue: () => escalateOverdue(parts),
    forgetDue: forget,
    async work() {
      await everyDay(parts, "supervisors are told of repairs nobody decided", () => escalateOverdue(parts));
      await everyDay(parts, "repairs past their keeping are forgotten", forget);
    },
  };
}
