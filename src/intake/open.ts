/** Puts intake together over a node's parts. */
import { join } from "node:path";
import type { Route } from "#src/access/index.ts";
import { workOnBatches } from "./batches/work.ts";
import type { IntakeParts, IntakeRooms } from "./parts.ts";
import { type Forgotten, forgetAllDue, workOnRetention } from "./retention.ts";
import { intakeRoutes } from "./routes.ts";
import { openVault } from "./uploads.ts";

export interface Intake {
  readonly routes: readonly Route[];
  /** Begins to carry out batches in this process, those that another left behind too, and to forget what is due. */
  work(): Promise<void>;
  /** Forgets what is due now (C8, C17). */
  forgetAllDue(): Promise<Forgotten>;
}

/** Opens intake; nothing is read before it is asked. */
export function openIntake(
  parts: IntakeParts & Pick<IntakeRooms, "jobs" | "registry" | "looks" | "retention">,
): Intake {
  const { keys, config } = parts;
  const uploads = openVault(join(config.home, "uploads"), keys);
  const documents = openVault(join(config.home, "documents"), keys);
  const rooms = { ...parts, uploads, documents };
  return {
    routes: intakeRoutes(rooms),
    async work() {
      await workOnBatches(rooms);
      await workOnRetention(rooms);
    },
    forgetAllDue: () => forgetAllDue(rooms),
  };
}
