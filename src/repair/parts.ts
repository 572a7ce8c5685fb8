/** What repair needs of the node it runs in; a Node has it all. */
import type { AgencyNames, Door, LookLog } from "#src/access/index.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import type { Vault } from "#src/intake/index.ts";
import type { Ledger } from "#src/ledger/index.ts";
import type { Lists } from "#src/lists/index.ts";
import type { Notices } from "#src/notices/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Config } from "#src/platform/config.ts";
import type { Pool } from "#src/platform/database.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import type { Logger } from "#src/platform/log.ts";
import type { Scanner } from "#src/platform/scanner.ts";
import type { Registry } from "#src/registry/index.ts";

export interface RepairParts {
  readonly app: Pool;
  readonly publicReader: Pool;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly door: Door;
  readonly looks: LookLog;
  readonly catalogue: Catalogue;
  readonly registry: Registry;
  readonly ledger: Pick<Ledger, "files">;
  readonly notices: Pick<Notices, "prepare" | "standing">;
  /** Proceedings whose listing is repaired move with it. */
  readonly lists: Pick<Lists, "followRecord">;
  readonly agencies: AgencyNames;
  readonly config: Config;
  readonly log: Logger;
  /** Evidence, encrypted under <home>/repairs. */
  readonly vault: Vault;
  /** Null where none is configured. */
  readonly scanner: Scanner | null;
}
