/** What notices need of the node they run in; a Node has it all. */
import type { AgencyNames, Door, LookLog } from "#src/access/index.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import type { Vault } from "#src/intake/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Pool } from "#src/platform/database.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import type { Logger } from "#src/platform/log.ts";
import type { Scanner } from "#src/platform/scanner.ts";
import type { Registry } from "#src/registry/index.ts";
import type { Follower } from "./commit.ts";
import type { About } from "./notice.ts";

export interface NoticeParts {
  readonly app: Pool;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly door: Door;
  readonly looks: LookLog;
  readonly catalogue: Catalogue;
  readonly registry: Registry;
  readonly agencies: AgencyNames;
  /** Proofs of service and what comes with answers, encrypted under <home>/notices. */
  readonly vault: Vault;
  /** Null where none is configured. */
  readonly scanner: Scanner | null;
  readonly log: Logger;
  /** Rooms that move with notices about their things. */
  readonly followers: Map<About["kind"], Follower>;
}
