/** Operations on single records. */

import type { Endpoint } from "#contract/endpoint.ts";
import {
  attachDocument as attaching,
  correctRecord as correcting,
  downloadDocument as downloading,
  enterRecord as entering,
  openOwnRecord as opening,
  releaseText as releasing,
  suggestRelease as suggesting,
  withdrawRecord as withdrawing,
} from "#contract/intake-api.ts";
import type { Outcome } from "#core/refusal.ts";
import { type Asking, type Route, reply, route } from "#src/access/index.ts";
import type { IntakeRooms } from "../parts.ts";
import { correctRecord, withdrawRecord } from "./change.ts";
import { type Acting, channelOf } from "./commit.ts";
import { attachDocument, downloadDocument } from "./documents.ts";
import { enterRecord } from "./enter.ts";
import { openOwnRecord } from "./own.ts";
import { releaseText, suggestRelease } from "./release.ts";

export function entryRoutes(rooms: IntakeRooms): Route[] {
  return [
    route(attaching, async (asking) => replied(await attachDocument(rooms, actingOf(asking), asking.file))),
    route(downloading, async ({ actor, params }) => replied(await downloadDocument(rooms, actor, params.documentId))),
    route(entering, async (asking) => replied(await enterRecord(rooms, actingOf(asking), asking.body))),
    route(opening, async ({ actor, body }) => replied(await openOwnRecord(rooms, actor, body))),
    route(correcting, async (asking) => replied(await correctRecord(rooms, actingOf(asking), asking.body))),
    route(suggesting, async ({ actor, body }) => replied(await suggestRelease(rooms, actor, body))),
    route(releasing, async (asking) => replied(await releaseText(rooms, actingOf(asking), asking.body))),
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
