/** Watches as the rest of the program knows them. */
import type { Watch, WatchRequest } from "#contract/watches.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Acting, Actor } from "#src/access/index.ts";
import type { Desk } from "../desk.ts";
import type { MeasureRooms } from "../parts.ts";
import type { PageAsked } from "../views.ts";
import { callDue } from "./deliver.ts";
import { getWatch, listOwnWatches, listWatches, readEvent, readFeed } from "./feed.ts";
import { addWatch, addWatches, endWatch, type Kept } from "./keep.ts";
import { addWebhook, endWebhook, listWatchDeliveries, listWebhooks, rotateWebhook, testWebhook } from "./webhooks.ts";
import { tellOfToday, tellWhatStirred, workOnWatches } from "./work.ts";

export interface Watches {
  add(acting: Acting, request: WatchRequest): Promise<Outcome<Kept>>;
  addMany(acting: Acting, given: Parameters<typeof addWatches>[3]): ReturnType<typeof addWatches>;
  list(actor: Actor, asked: Parameters<typeof listWatches>[2]): ReturnType<typeof listWatches>;
  get(actor: Actor, watchId: string): Promise<Outcome<Watch>>;
  end(actor: Actor, watchId: string): Promise<Outcome<Watch>>;
  feed(actor: Actor, asked: PageAsked): ReturnType<typeof readFeed>;
  /** What an event is about: a look. */
  event(actor: Actor, eventId: string): ReturnType<typeof readEvent>;
  listOwn(actor: Actor, asked: { limit?: number }): ReturnType<typeof listOwnWatches>;
  addWebhook(acting: Acting, given: { address: string }): ReturnType<typeof addWebhook>;
  rotateWebhook(actor: Actor, webhookId: string): ReturnType<typeof rotateWebhook>;
  testWebhook(actor: Actor, webhookId: string): ReturnType<typeof testWebhook>;
  endWebhook(actor: Actor, webhookId: string): ReturnType<typeof endWebhook>;
  listWebhooks(actor: Actor): ReturnType<typeof listWebhooks>;
  deliveries(actor: Actor, asked: { limit?: number }): ReturnType<typeof listWatchDeliveries>;
  /** Tells of what the ledger stirred since it was last done. @returns changes told */
  tellWhatStirred(): Promise<number>;
  /** Tells of what the day and the rules changed, for watches not looked after today. @returns changes told */
  tellOfToday(): Promise<number>;
  /** Makes the calls that are due. @returns calls made */
  callDue(): Promise<number>;
  /** Does all three in this process until told to stop. */
  work(signal: AbortSignal): Promise<void>;
}

/** Opens them over the rooms of measures. */
export function openWatches(rooms: MeasureRooms, desk: Desk): Watches {
  return {
    add: (acting, request) => addWatch(rooms, desk, acting, request),
    addMany: (acting, given) => addWatches(rooms, desk, acting, given),
    list: (actor, asked) => listWatches(rooms, actor, asked),
    get: (actor, watchId) => getWatch(rooms, actor, watchId),
    end: (actor, watchId) => endWatch(rooms, actor, watchId),
    feed: (actor, asked) => readFeed(rooms, actor, asked),
    event: (actor, eventId) => readEvent(rooms, actor, eventId),
    listOwn: (actor, asked) => listOwnWatches(rooms, actor, asked),
    addWebhook: (acting, given) => addWebhook(rooms, acting, given),
    rotateWebhook: (actor, webhookId) => rotateWebhook(rooms, actor, webhookId),
    testWebhook: (actor, webhookId) => testWebhook(rooms, actor, webhookId),
    endWebhook: (actor, webhookId) => endWebhook(rooms, actor, webhookId),
    listWebhooks: (actor) => listWebhooks(rooms, actor),
    deliveries: (actor, asked) => listWatchDeliveries(rooms, actor, asked),
    tellWhatStirred: () => tellWhatStirred(rooms),
    tellOfToday: () => tellOfToday(rooms),
    callDue: () => callDue(rooms),
    work: (signal) => workOnWatches(rooms, signal),
  };
}
