/** Operations on files and mappings. */
import { listMappings, previewFile, saveMapping, uploadFile } from "#contract/uploads.ts";
import type { Outcome } from "#core/refusal.ts";
import { type Route, reply, route } from "#src/access/index.ts";
import type { IntakeRooms } from "../parts.ts";
import { keepMapping, lookAtMappings } from "./mappings.ts";
import { previewUpload } from "./preview.ts";
import { keepUpload } from "./upload.ts";

/** Routes of files and mappings. */
export function fileRoutes(rooms: IntakeRooms): Route[] {
  return [
    route(uploadFile, async ({ actor, file }) => answered(await keepUpload(rooms, actor, file))),
    route(previewFile, async ({ actor, params, body }) =>
      answered(await previewUpload(rooms, actor, { ...params, ...body })),
    ),
    route(saveMapping, async ({ actor, body }) => answered(await keepMapping(rooms, actor, body.mapping))),
    route(listMappings, async ({ actor, query }) => answered(await lookAtMappings(rooms, actor, query))),
  ];
}

function answered<T>(outcome: Outcome<T>) {
  return outcome.ok ? reply(outcome.value) : outcome;
}
