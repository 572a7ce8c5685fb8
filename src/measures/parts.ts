/** What measures are answered with. */
import type { Bilingual } from "#core/refusal.ts";
import type { Door, LookLog } from "#src/access/index.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Config } from "#src/platform/config.ts";
import type { Pool } from "#src/platform/database.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import type { Logger } from "#src/platform/log.ts";
import type { Registry } from "#src/registry/index.ts";
import type { MeasureRules } from "./rules.ts";

export interface MeasureParts {
  readonly app: Pool;
  readonly retention: Pool;
  readonly door: Door;
  readonly looks: LookLog;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly config: Config;
  readonly log: Logger;
  readonly catalogue: Catalogue;
  readonly registry: Registry;
  /** What an agency is called. */
  readonly authority: (code: string) => Bilingual;
}

/** The parts, and the rules in force as they are arranged for asking. */
export interface MeasureRooms extends MeasureParts {
  readonly rules: () => MeasureRules;
}
