/** Operations on files and mappings. */
import { uploadFile } from "#contract/intake-api.ts";
import { type Route, reply, route } from "#src/access/index.ts";
import type { IntakeRooms } from "../parts.ts";
import { keepUpload } from "./upload.ts";

export function fileRoutes(rooms: IntakeRooms): Route[] {
  return [
    route(uploadFile, async ({ actor, file }) => {
      const kept = await keepUpload(rooms, actor, file);
      return kept.ok ? reply(kept.value) : kept;
    }),
  ];
}
