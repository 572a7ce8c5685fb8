/** What the acts and views of access need of the node they run in; a Node has them all. */
import type { Clock } from "#src/platform/clock.ts";
import type { Config } from "#src/platform/config.ts";
import type { Pool } from "#src/platform/database.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import type { Door } from "./door.ts";

export interface AccessParts {
  readonly app: Pool;
  readonly keys: KeyRing;
  /** The law's clock. Sessions, tokens and invitations run on the machine's. */
  readonly clock: Clock;
  readonly config: Config;
  readonly door: Door;
}

let generation = 0;

/** Which state of appointments, clients and mandates this process has seen: what is remembered from an older one is stale. */
export function presentGeneration(): number {
  return generation;
}

/** Says that an act of access was done here. Other processes feel it when what they remember grows old (seconds). */
export function accessChanged(): void {
  generation++;
}
