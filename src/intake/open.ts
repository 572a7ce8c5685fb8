/** Puts intake together over a node's parts. */
import { join } from "node:path";
import type { Route } from "#src/access/index.ts";
import type { IntakeParts, IntakeRooms } from "./parts.ts";
import { intakeRoutes } from "./routes.ts";
import { openVault } from "./uploads.ts";

export interface Intake {
  readonly routes: readonly Route[];
}

/** Opens intake; nothing is read before it is asked. */
export function openIntake(parts: IntakeParts & Pick<IntakeRooms, "jobs" | "registry">): Intake {
  const { keys, config } = parts;
  const uploads = openVault(join(config.home, "uploads"), keys);
  const documents = openVault(join(config.home, "documents"), keys);
  return { routes: intakeRoutes({ ...parts, uploads, documents }) };
}
