/** What is told of a change, by feed and webhook alike: ids and an address. Nothing of anybody (docs/decisions/watching.md). */
import type { WatchEvent } from "#contract/watches.ts";
import type { MeasureRooms } from "../parts.ts";

/** What is known of an event. */
export interface Told {
  readonly eventId: string;
  readonly kind: "changed" | "ended" | "test";
  readonly at: Date;
  readonly watchId: string | null;
  readonly checkId: string | null;
}

export const typeOf = { changed: "watch.changed", ended: "watch.ended", test: "webhook.test" } as const;

/** An event as the feed has it. */
export function eventView({ config }: MeasureRooms, { eventId, kind, at, watchId, checkId }: Told): WatchEvent {
  const link = `${config.publicUrl}/api/v1/watch-events/${eventId}`;
  return { event: eventId, type: typeOf[kind], at: at.toISOString(), watch: watchId, check: checkId, link };
}

/** An event as a webhook is called with it: the form of Standard Webhooks. */
export function notificationOf(rooms: MeasureRooms, told: Told) {
  const { type, at, ...data } = eventView(rooms, told);
  return { type, timestamp: at, data };
}
