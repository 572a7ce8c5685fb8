/** All operations of intake: each part of it brings its own. */
import type { Route } from "#src/access/index.ts";
import { batchRoutes } from "./batches/routes.ts";
import { entryRoutes } from "./entries/routes.ts";
import { fileRoutes } from "./files/routes.ts";
import { heldRoutes } from "./held/routes.ts";
import type { IntakeRooms } from "./parts.ts";

/** The routes of every part, for http to mount. */
export function intakeRoutes(rooms: IntakeRooms): Route[] {
  return [...fileRoutes(rooms), ...batchRoutes(rooms), ...heldRoutes(rooms), ...entryRoutes(rooms)];
}
