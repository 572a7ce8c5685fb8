/** Operations on single records. */

import type { Endpoint } from "#contract/endpoint.ts";
import {
  correctRecord as correcting,
  enterRecord as entering,
  openOwnRecord as opening,
  withdrawRecord as withdrawing,
} from "#contract/intake-api.ts";
import type { Outcome } from "#core/refusal.ts";
import { type Asking, type Route, reply, route } from "#src/access/index.ts";
import type { IntakeRooms } from "../parts.ts";
import { correctRecord, withdrawRecord } from "./change.ts";
import { type Acting, channelOf } from "./commit.ts";
import { enterRecord } from "./enter.ts";
import { openOwnRecord } from "./own.ts";

export function entryRoutes(rooms: IntakeRooms): Route[] {
  return [
    route(entering, async (asking) => replied(await enterRecord(rooms, actingOf(asking), asking.body))),
    route(opening, async ({ actor, body }) => replied(await openOwnRecord(rooms, actor, body))),
    route(correcting, async (asking) => replied(await correctRecord(rooms, actingOf(asking), asking.body))),
    route(withdrawing, async (asking) => replied(await withdrawRecord(rooms, actingOf(asking), asking.body))),
  ];
}

function actingOf(asking: Pick<Asking<Endpoint>, "actor" | "idempotencyKey" | "session">): Acting {
  const { actor, idempotencyKey } = asking;
  return { actor, idempotencyKey, channel: channelOf(asking) };
}

function replied<T>(outcome: Outcome<T>) {
  return outcome.ok ? reply(outcome.value) : outcome;
}
