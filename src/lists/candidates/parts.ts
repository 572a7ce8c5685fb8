/** What candidates need of the node they run in; a Node has them all. */
import type { Door, LookLog } from "#src/access/index.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Pool } from "#src/platform/database.ts";
import type { Jobs } from "#src/platform/jobs.ts";
import type { Logger } from "#src/platform/log.ts";
import type { Registry } from "#src/registry/index.ts";

export interface CandidateParts {
  readonly app: Pool;
  readonly door: Door;
  readonly looks: LookLog;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly registry: Registry;
  readonly jobs: Jobs;
  readonly log: Logger;
}
