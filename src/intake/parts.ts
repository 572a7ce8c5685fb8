/** What the acts and views of intake need of the node they run in; a Node has them all. */
import type { Door, LookLog } from "#src/access/index.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Config } from "#src/platform/config.ts";
import type { Pool } from "#src/platform/database.ts";
import type { Jobs } from "#src/platform/jobs.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import type { Logger } from "#src/platform/log.ts";
import type { Registry } from "#src/registry/index.ts";
import type { Vault } from "./uploads.ts";

export interface IntakeParts {
  readonly app: Pool;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly door: Door;
  readonly catalogue: Catalogue;
  readonly config: Config;
  readonly log: Logger;
}

/** What the API of intake needs besides: the queues, names of subjects, and the places where files lie encrypted. */
export interface IntakeRooms extends IntakeParts {
  readonly jobs: Jobs;
  readonly registry: Registry;
  readonly looks: LookLog;
  /** Signs in as the role that may forget, and do nothing else. */
  readonly retention: Pool;
  /** Files of records, until their batch has ended. */
  readonly uploads: Vault;
  /** Decision documents, as long as their record is kept. */
  readonly documents: Vault;
}
