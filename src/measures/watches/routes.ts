/** Operations on watches and webhooks. Receipts leave as they were signed, byte for byte. */
import * as contract from "#contract/watches.ts";
import type { Outcome } from "#core/refusal.ts";
import { type Reply, type Route, reply, route } from "#src/access/index.ts";
import type { Desk } from "../desk.ts";
import type { MeasureRooms } from "../parts.ts";
import { getWatch, listOwnWatches, listWatches, readEvent, readFeed, readFeedOf } from "./feed.ts";
import { addWatch, addWatches, endWatch } from "./keep.ts";
import { addWebhook, endWebhook, listWatchDeliveries, listWebhooks, rotateWebhook, testWebhook } from "./webhooks.ts";

/** Routes of watches over a node's rooms. */
export function watchRoutes(rooms: MeasureRooms, desk: Desk): Route[] {
  return [
    route(contract.addWatch, async ({ actor, idempotencyKey, body }) => {
      const kept = await addWatch(rooms, desk, { actor, idempotencyKey }, body);
      if (!kept.ok) return kept;
      const { receipt, watch } = kept.value;
      return reply(undefined as never, { text: `{"receipt":${receipt},"watch":${JSON.stringify(watch)}}` });
    }),
    route(contract.addWatches, async ({ actor, idempotencyKey, body }) =>
      answer(await addWatches(rooms, desk, { actor, idempotencyKey }, body)),
    ),
    route(contract.listWatches, async ({ actor, query }) => answer(await listWatches(rooms, actor, query))),
    route(contract.getWatch, async ({ actor, params }) => answer(await getWatch(rooms, actor, params.watch))),
    route(contract.endWatch, async ({ actor, params }) => answer(await endWatch(rooms, actor, params.watch))),
    route(contract.listWatchEvents, async ({ actor, query }) => answer(await readFeed(rooms, actor, query))),
    route(contract.listEventsOfWatch, async ({ actor, params, query }) =>
      answer(await readFeedOf(rooms, actor, { ...query, watchId: params.watch })),
    ),
    route(contract.getWatchEvent, async ({ actor, params }) => {
      const read = await readEvent(rooms, actor, params.event);
      if (!read.ok) return read;
      const { event, changes, receipt } = read.value;
      const text = `{"changes":${JSON.stringify(changes)},"event":${JSON.stringify(event)},"receipt":${receipt ?? "null"}}`;
      return reply(undefined as never, { text });
    }),
    route(contract.addWebhook, async ({ actor, idempotencyKey, body }) =>
      answer(await addWebhook(rooms, { actor, idempotencyKey }, body)),
    ),
    route(contract.listWebhooks, async ({ actor }) => answer(await listWebhooks(rooms, actor))),
    route(contract.rotateWebhook, async ({ actor, params }) =>
      answer(await rotateWebhook(rooms, actor, params.webhook)),
    ),
    route(contract.testWebhook, async ({ actor, params }) => answer(await testWebhook(rooms, actor, params.webhook))),
    route(contract.endWebhook, async ({ actor, params }) => answer(await endWebhook(rooms, actor, params.webhook))),
    route(contract.listWatchDeliveries, async ({ actor, query }) =>
      answer(await listWatchDeliveries(rooms, actor, query)),
    ),
    route(contract.listOwnWatches, async ({ actor, query }) => answer(await listOwnWatches(rooms, actor, query))),
  ];
}

function answer<T>(outcome: Outcome<T>): Outcome<Reply<T>> {
  return outcome.ok ? reply(outcome.value) : outcome;
}
