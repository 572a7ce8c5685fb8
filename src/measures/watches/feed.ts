/** Reading watches: the body's own, its feed, what changed; and whoever is watched sees by whom (C15). */
import type { CheckAnswer } from "#contract/checks.ts";
import type { OwnWatch, Watch, WatchChange, WatchEvent } from "#contract/watches.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, type Scope } from "#src/access/index.ts";
import { digestsIn, withWords } from "../compose.ts";
import type { MeasureRooms } from "../parts.ts";
import { findCheckHead, readStoredReceipt, readTerms, type StoredReceipt } from "../store.ts";
import { afterOf, openAnswer, type Page, type PageAsked, page, receiptTextOf } from "../views.ts";
import { changesBetween } from "./changes.ts";
import { eventView } from "./event.ts";
import {
  type EventRow,
  findEvent,
  findWatch,
  listEvents,
  listEventsOf,
  listWatchesOf,
  listWatchesOn,
  type WatchRow,
} from "./store.ts";
import { watchView } from "./view.ts";

/** Leave to read what is a body's own of its watches. */
export function watchScope({ door }: MeasureRooms, actor: Actor, agency: string): Promise<Outcome<Scope>> {
  const resource = { type: "Agency", id: agency, attributes: { code: agency } };
  return door.scope(actor, "read-watches", resource, { audience: "inside" });
}

/** Watches of the actor's own body, newest first. */
export async function listWatches(
  rooms: MeasureRooms,
  actor: Actor,
  asked: PageAsked & { readonly state?: "live" | "ended" | undefined },
): Promise<Outcome<Page<Watch>>> {
  const agency = agencyOf(actor) ?? "";
  const scope = await watchScope(rooms, actor, agency);
  if (!scope.ok) return scope;
  const after = afterOf(asked.cursor);
  if (!after.ok) return after;
  const today = rooms.clock.today();
  const limit = asked.limit ?? 50;
  const query = { agency, state: asked.state ?? null, today, after: after.value, limit: limit + 1 };
  const rows = await listWatchesOf(rooms.app, scope.value, query);
  return done(
    page(rows, limit, {
      view: (row) => watchView(row, today),
      at: ({ enteredAt, watchId }) => ({ at: enteredAt, id: watchId }),
    }),
  );
}

/** One watch of the actor's own body. */
export async function getWatch(rooms: MeasureRooms, actor: Actor, watchId: string): Promise<Outcome<Watch>> {
  const row = await findWatch(rooms.app, watchId);
  if (!row) return refuse("measures.unknown-watch");
  const scope = await watchScope(rooms, actor, row.agencyCode);
  return scope.ok ? done(watchView(row, rooms.clock.today())) : scope;
}

/** The body's feed after a cursor: what changed, not how. Nothing of anybody is in it, so that it is no look. */
export async function readFeed(
  rooms: MeasureRooms,
  actor: Actor,
  { cursor = "0", limit = 50 }: PageAsked,
): Promise<Outcome<{ items: WatchEvent[]; next: string; more: boolean }>> {
  const agency = agencyOf(actor) ?? "";
  const scope = await watchScope(rooms, actor, agency);
  if (!scope.ok) return scope;
  if (!/^\d{1,15}$/.test(cursor)) return refuse("measures.cursor", { field: "cursor" });
  const rows = await listEvents(rooms.app, scope.value, { agency, after: Number(cursor), limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const next = String(shown.at(-1)?.position ?? Number(cursor));
  return done({ items: shown.map((row) => eventView(rooms, row)), next, more: rows.length > limit });
}

/** What was told of one watch of the actor's own body, newest first. */
export async function readFeedOf(
  rooms: MeasureRooms,
  actor: Actor,
  { watchId, limit = 50 }: { readonly watchId: string; readonly limit?: number | undefined },
): Promise<Outcome<{ items: WatchEvent[] }>> {
  const watch = await findWatch(rooms.app, watchId);
  if (!watch) return refuse("measures.unknown-watch");
  const scope = await watchScope(rooms, actor, watch.agencyCode);
  if (!scope.ok) return scope;
  const rows = await listEventsOf(rooms.app, scope.value, { watchId, limit });
  return done({ items: rows.map((row) => eventView(rooms, row)) });
}

/** An event with what it is about. */
export interface WholeEvent {
  readonly event: WatchEvent;
  /** As it was signed, byte for byte; null where nothing was answered. */
  readonly receipt: string | null;
  readonly changes: readonly WatchChange[] | null;
}

/** What an event is about: the new answer with its receipt, and what differs from the one before. Each fetch is a look (C15). */
export async function readEvent(rooms: MeasureRooms, actor: Actor, eventId: string): Promise<Outcome<WholeEvent>> {
  const row = await findEvent(rooms.app, eventId);
  if (!row) return refuse("measures.unknown-event");
  const own = await watchScope(rooms, actor, row.agencyCode);
  if (!own.ok) return own;
  const event = eventView(rooms, row);
  if (row.checkId === null || row.beforeId === null) return done({ event, receipt: null, changes: null });
  const read = await readAnswers(rooms, actor, { ...row, checkId: row.checkId, beforeId: row.beforeId });
  if (!read.ok) return read;
  const { now, before } = read.value;
  if (now === null) return refuse("measures.forgotten");
  const answer = answerIn(now);
  return done({ event, receipt: now, changes: before === null ? null : changesBetween(answerIn(before), answer) });
}

function answerIn(receipt: string): CheckAnswer {
  return JSON.parse(receipt).answer;
}

/** Two receipts as they were signed, read as one look; null where one is kept no longer. */
async function readAnswers(
  rooms: MeasureRooms,
  actor: Actor,
  { eventId, checkId, beforeId }: EventRow & { checkId: string; beforeId: string },
): Promise<Outcome<{ now: string | null; before: string | null }>> {
  const { app, door, looks, rules, catalogue } = rooms;
  const head = await findCheckHead(app, checkId);
  if (!head) return refuse("measures.unknown-check");
  const law = rules().matters.get(head.matter)?.law ?? catalogue.purposes.get(head.purpose)?.law;
  const purpose = { purpose: head.purpose, basis: law ? `${law.title.zh} ${law.article}` : head.purpose };
  const attributes = { subjectKind: head.subjectKind, agency: head.agencyCode, subject: head.subjectId ?? "" };
  const resource = { type: "CheckReceipt", id: checkId, attributes };
  const scope = await door.scope(actor, "read-check", resource, { audience: "body", purpose });
  if (!scope.ok) return scope;
  const read = async (sql: typeof app) => ({
    now: await readStoredReceipt(sql, scope.value, checkId),
    before: await readStoredReceipt(sql, scope.value, beforeId),
  });
  const stored =
    head.subjectId === null
      ? await read(app)
      : await looks.look(scope.value, head.subjectId, async (sql) => ({
          value: await read(sql as typeof app),
          outcome: "shown",
          shown: { what: "watch-event", event: eventId, check: checkId },
        }));
  return done({
    now: await textOf(rooms, scope.value, stored.now, checkId),
    before: await textOf(rooms, scope.value, stored.before, beforeId),
  });
}

/** A stored receipt in words; null where its keeping has ended (C8). */
async function textOf(rooms: MeasureRooms, scope: Scope, stored: StoredReceipt, check: string): Promise<string | null> {
  const digested = stored.keptUntil < rooms.clock.today() ? null : openAnswer(stored, rooms.keys, check);
  if (digested === null) return null;
  return receiptTextOf(stored, withWords(digested, await readTerms(rooms.app, scope, digestsIn(digested))));
}

/** Standing watches on the subjects an actor represents. */
export async function listOwnWatches(
  rooms: MeasureRooms,
  actor: Actor,
  { limit = 50 }: { readonly limit?: number | undefined },
): Promise<Outcome<{ items: OwnWatch[] }>> {
  if (actor.kind !== "representative" || actor.subjects.length === 0) return refuse("access.representatives-only");
  let leave: Scope | null = null;
  for (const subject of actor.subjects) {
    // Policy asks here whose watches they are, as it does for the log of looks.
    const file = { type: "File", id: subject, attributes: { subjectKind: "organisation", subject } };
    const scope = await rooms.door.scope(actor, "read-looks", file, { audience: "subject" });
    if (!scope.ok) return scope;
    leave = scope.value;
  }
  if (!leave) return refuse("access.representatives-only");
  const asked = { subjects: actor.subjects, today: rooms.clock.today(), limit };
  const rows = await listWatchesOn(rooms.app, leave, asked);
  return done({ items: rows.map((row) => ownView(rooms, row)) });
}

function ownView({ authority, rules, catalogue }: MeasureRooms, row: WatchRow): OwnWatch {
  const named = (code: string) => ({ zh: code, en: code });
  return {
    watch: row.watchId,
    body: row.agencyCode,
    bodyName: authority(row.agencyCode),
    matter: rules().matters.get(row.matter)?.title ?? named(row.matter),
    purpose: catalogue.purposes.get(row.purpose)?.title ?? named(row.purpose),
    basis: row.basis,
    beganOn: row.beganOn,
    endsOn: row.endsOn,
  };
}
