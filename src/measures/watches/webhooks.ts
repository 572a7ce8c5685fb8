/** Where a body wants to be called: registered, given another secret, tried, ended. */
import { randomUUID } from "node:crypto";
import type { WatchDelivery, WatchEvent, Webhook } from "#contract/watches.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Acting, type Actor, agencyOf, type Permit, signature } from "#src/access/index.ts";
import { inTransaction, type Sql } from "#src/platform/database.ts";
import type { MeasureRooms } from "../parts.ts";
import { readAddress } from "./address.ts";
import { secretContext } from "./deliver.ts";
import { eventView, typeOf } from "./event.ts";
import { watchScope } from "./feed.ts";
import { newSecret } from "./signature.ts";
import { insertEvents, lockBody } from "./store.ts";
import { watchTerms } from "./terms.ts";
import {
  countWebhooks,
  findWebhook,
  insertSecret,
  insertWebhook,
  insertWebhookEnd,
  listDeliveries,
  listWebhooksOf,
  type WebhookRow,
} from "./webhook-store.ts";

/** A webhook with a secret that is shown this once. */
export interface WithSecret {
  readonly webhook: Webhook;
  readonly secret: string;
}

function keepPermit({ door }: MeasureRooms, actor: Actor, agency: string): Promise<Outcome<Permit>> {
  return door.permit(actor, "keep-webhook", { type: "Agency", id: agency, attributes: { code: agency } });
}

/** Registers an address. The same key again says so, and shows no secret twice. */
export async function addWebhook(
  rooms: MeasureRooms,
  { actor, idempotencyKey }: Acting,
  { address: typed }: { readonly address: string },
): Promise<Outcome<WithSecret>> {
  const agencyCode = agencyOf(actor) ?? "";
  const permit = await keepPermit(rooms, actor, agencyCode);
  if (!permit.ok) return permit;
  const address = readAddress(typed, { loopback: rooms.config.webhookLoopback });
  if (address === null) return refuse("measures.webhook-address", { field: "address" });
  const webhookId = randomUUID();
  const secret = newSecret();
  const most = watchTerms.webhooksPerBodyMax;
  const added = await inTransaction(rooms.app, async (transaction): Promise<Outcome<null>> => {
    await lockBody(transaction, permit.value, agencyCode);
    if ((await countWebhooks(transaction, permit.value, agencyCode)) >= most)
      return refuse("measures.webhook-many", { params: { most } });
    const entered = { enteredBy: signature(actor), enteredAt: new Date() };
    const key = `${signature(actor)} ${idempotencyKey}`;
    if (!(await insertWebhook(transaction, permit.value, { webhookId, agencyCode, address, ...entered, key })))
      return refuse("measures.webhook-again");
    await keepSecret(rooms, transaction, permit.value, { webhookId, nth: 1, secret });
    return done(null);
  });
  return added.ok ? done({ webhook: await viewAgain(rooms, webhookId), secret }) : added;
}

function keepSecret(
  { keys }: MeasureRooms,
  sql: Sql,
  permit: Permit,
  { webhookId, nth, secret }: { webhookId: string; nth: number; secret: string },
): Promise<void> {
  const sealed = keys.seal(Buffer.from(secret), secretContext({ webhookId, nth }));
  return insertSecret(sql, permit, { webhookId, nth, sealed, since: new Date(), enteredBy: signature(permit.actor) });
}

async function viewAgain({ app }: MeasureRooms, webhookId: string): Promise<Webhook> {
  const row = await findWebhook(app, webhookId);
  if (!row) throw new Error("a webhook that was registered is not there");
  return webhookView(row);
}

function webhookView(row: WebhookRow): Webhook {
  return {
    webhook: row.webhookId,
    address: row.address,
    since: row.enteredAt.toISOString(),
    secretSince: row.secretSince.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    waiting: row.waiting,
    delivered: row.delivered,
    givenUp: row.givenUp,
  };
}

/** A webhook of the actor's own body that has not ended, with leave to change it. */
async function own(
  rooms: MeasureRooms,
  actor: Actor,
  webhookId: string,
): Promise<Outcome<{ readonly permit: Permit; readonly row: WebhookRow }>> {
  const row = await findWebhook(rooms.app, webhookId);
  if (!row) return refuse("measures.unknown-webhook");
  const permit = await keepPermit(rooms, actor, row.agencyCode);
  if (!permit.ok) return permit;
  return row.endedAt ? refuse("measures.unknown-webhook") : done({ permit: permit.value, row });
}

/** Gives a webhook another secret; the one before signs for `secretOverlapHours` more. */
export async function rotateWebhook(
  rooms: MeasureRooms,
  actor: Actor,
  webhookId: string,
): Promise<Outcome<WithSecret>> {
  const found = await own(rooms, actor, webhookId);
  if (!found.ok) return found;
  const secret = newSecret();
  await keepSecret(rooms, rooms.app, found.value.permit, { webhookId, nth: found.value.row.secrets + 1, secret });
  return done({ webhook: await viewAgain(rooms, webhookId), secret });
}

/** Calls a webhook with nothing but that it is a test; the feed has it too. */
export async function testWebhook(rooms: MeasureRooms, actor: Actor, webhookId: string): Promise<Outcome<WatchEvent>> {
  const found = await own(rooms, actor, webhookId);
  if (!found.ok) return found;
  const { permit, row } = found.value;
  const nothing = { watchId: null, checkId: null, beforeId: null, kind: "test" } as const;
  const event = { eventId: randomUUID(), agencyCode: row.agencyCode, ...nothing, at: rooms.clock.now(), webhookId };
  await inTransaction(rooms.app, (transaction) => insertEvents(transaction, permit, [event]));
  return done(eventView(rooms, event));
}

/** Ends a webhook: nothing more is called there; its watches go on in the feed. */
export async function endWebhook(rooms: MeasureRooms, actor: Actor, webhookId: string): Promise<Outcome<Webhook>> {
  const found = await own(rooms, actor, webhookId);
  if (!found.ok) return found;
  const endedBy = signature(actor);
  await insertWebhookEnd(rooms.app, found.value.permit, { webhookId, endedBy, endedAt: new Date() });
  return done(await viewAgain(rooms, webhookId));
}

/** Webhooks of the actor's own body. */
export async function listWebhooks(rooms: MeasureRooms, actor: Actor): Promise<Outcome<{ items: Webhook[] }>> {
  const agency = agencyOf(actor) ?? "";
  const scope = await watchScope(rooms, actor, agency);
  if (!scope.ok) return scope;
  return done({ items: (await listWebhooksOf(rooms.app, scope.value, agency)).map(webhookView) });
}

/** Calls of the body's webhooks, newest first, with how the last try of each went. */
export async function listWatchDeliveries(
  rooms: MeasureRooms,
  actor: Actor,
  { limit = 50 }: { readonly limit?: number | undefined },
): Promise<Outcome<{ items: WatchDelivery[] }>> {
  const agency = agencyOf(actor) ?? "";
  const scope = await watchScope(rooms, actor, agency);
  if (!scope.ok) return scope;
  const rows = await listDeliveries(rooms.app, scope.value, { agency, limit });
  return done({
    items: rows.map(({ eventId, webhookId, kind, at, nextAt, result, ...row }) => ({
      event: eventId,
      webhook: webhookId,
      type: typeOf[kind],
      at: at.toISOString(),
      state: row.state,
      tries: row.tries,
      nextAt: row.state === "waiting" ? nextAt.toISOString() : null,
      result: result as WatchDelivery["result"],
      status: row.status,
    })),
  });
}
