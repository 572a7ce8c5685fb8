/** What questions need of the node they run in; a Node has it all. */
import type { AgencyNames, Door, LookLog } from "#src/access/index.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Pool } from "#src/platform/database.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import type { Logger } from "#src/platform/log.ts";
import type { Registry } from "#src/registry/index.ts";

export interface QuestionParts {
  readonly app: Pool;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly door: Door;
  readonly looks: LookLog;
  readonly catalogue: Catalogue;
  readonly registry: Registry;
  readonly agencies: AgencyNames;
  readonly log: Logger;
}
