/** Calling webhooks: at least once, with the event's id, until it arrives or the tries of `policies/watches.json` are used up. */
import type { WatchDelivery } from "#contract/watches.ts";
import type { Permit } from "#src/access/index.ts";
import type { MeasureRooms } from "../parts.ts";
import { type Called, callWebhook } from "./call.ts";
import { notificationOf } from "./event.ts";
import { carryPermit } from "./look-again.ts";
import { signedHeaders } from "./signature.ts";
import { watchTerms } from "./terms.ts";
import { type CallDone, type DueCall, insertAttempt, takeCalls } from "./webhook-store.ts";

const callsAtOnce = 20;
/** A call that its process left behind is thought lost after this. */
const lostAfterMs = (watchTerms.answerSecondsMax + 30) * 1000;

/** Makes the calls that are due now. @returns how many were made */
export async function callDue(rooms: MeasureRooms, signal?: AbortSignal): Promise<number> {
  const permit = await carryPermit(rooms);
  let made = 0;
  while (!signal?.aborted) {
    const now = new Date();
    const lostAt = new Date(now.getTime() + lostAfterMs);
    const due = await takeCalls(rooms.app, permit, { now, lostAt, limit: callsAtOnce });
    if (due.length === 0) break;
    await Promise.all(due.map((one) => callOne(rooms, permit, one)));
    made += due.length;
  }
  return made;
}

async function callOne(rooms: MeasureRooms, permit: Permit, due: DueCall): Promise<void> {
  const at = new Date();
  const called: Called = due.isEnded ? { result: "ended", status: null } : await make(rooms, due, at);
  await insertAttempt(rooms.app, permit, whatFollows(due, called, at));
}

function make(rooms: MeasureRooms, due: DueCall, now: Date): Promise<Called> {
  const body = JSON.stringify(notificationOf(rooms, due));
  const call = { id: due.eventId, timestamp: Math.floor(now.getTime() / 1000), body };
  return callWebhook({
    address: due.address,
    headers: signedHeaders(call, goodSecrets(rooms, due, now)),
    body,
    secondsMax: watchTerms.answerSecondsMax,
    loopback: rooms.config.webhookLoopback,
  });
}

/** The newest secret, and the one before while the newest is young. */
function goodSecrets({ keys }: MeasureRooms, { webhookId, secrets }: DueCall, now: Date): string[] {
  const [newest] = secrets;
  const overlapMs = watchTerms.secretOverlapHours * 3_600_000;
  const isYoung = newest !== undefined && now.getTime() - new Date(newest.since).getTime() < overlapMs;
  return secrets
    .slice(0, isYoung ? 2 : 1)
    .map(({ nth, sealed }) =>
      keys.open(Buffer.from(sealed, "base64"), secretContext({ webhookId, nth })).toString("utf8"),
    );
}

/** What a webhook's secret is sealed to. */
export function secretContext({ webhookId, nth }: { webhookId: string; nth: number }): string {
  return `webhook:${webhookId}:${nth}`;
}

/** Whether a call is made again, and when. Pure. */
export function whatFollows(
  { eventId, nth }: Pick<DueCall, "eventId" | "nth">,
  { result, status }: Called,
  at: Date,
): CallDone {
  const wait = watchTerms.retrySeconds[nth - 1];
  // 410 says that nobody is there any more (Standard Webhooks 1.0.0).
  const isLast = wait === undefined || result === "ended" || status === 410;
  const state: WatchDelivery["state"] = result === "delivered" ? "delivered" : isLast ? "given-up" : "waiting";
  const nextAt = new Date(at.getTime() + (state === "waiting" ? (wait ?? 0) * 1000 : 0));
  return { eventId, nth, at, result, status, state, nextAt };
}
