/** Operations on what waits for a person. */
import { decideHeld, getHeld, listHeld } from "#contract/held.ts";
import type { Outcome } from "#core/refusal.ts";
import { type Route, reply, route } from "#src/access/index.ts";
import { channelOf } from "../entries/commit.ts";
import type { IntakeRooms } from "../parts.ts";
import { decideHeldRow } from "./decide.ts";
import { lookAtHeldRow, lookAtHeldRows } from "./look.ts";

/** Routes of what waits for a person. */
export function heldRoutes(rooms: IntakeRooms): Route[] {
  return [
    route(listHeld, async ({ actor, query }) => answered(await lookAtHeldRows(rooms, actor, query))),
    route(getHeld, async ({ actor, params }) => answered(await lookAtHeldRow(rooms, actor, params))),
    route(decideHeld, async ({ actor, session, idempotencyKey, params, body }) =>
      answered(
        await decideHeldRow(rooms, { actor, idempotencyKey, channel: channelOf({ session }) }, { ...params, ...body }),
      ),
    ),
  ];
}

function answered<T>(outcome: Outcome<T>) {
  return outcome.ok ? reply(outcome.value) : outcome;
}
