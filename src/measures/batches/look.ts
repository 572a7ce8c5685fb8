/** Looking at one's own batches: how far they are, not what is in them. */
import type { CheckBatch } from "#contract/check-batches.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, type Scope } from "#src/access/index.ts";
import type { ReachRooms } from "../reach-parts.ts";
import { afterOf, type PageAsked, page } from "../views.ts";
import { findBatch, listBatches } from "./store.ts";
import { batchView } from "./view.ts";

/** A batch of the actor's own body. */
export async function lookAtBatch(rooms: ReachRooms, actor: Actor, batchId: string): Promise<Outcome<CheckBatch>> {
  const batch = await findBatch(rooms.app, batchId);
  if (!batch) return refuse("measures.unknown-batch");
  const scope = await scopeOf(rooms, actor, batch.agencyCode);
  return scope.ok ? done(batchView(batch)) : scope;
}

/** The batches of the actor's own body, newest first. */
export async function lookAtBatches(rooms: ReachRooms, actor: Actor, asked: PageAsked) {
  const agency = agencyOf(actor) ?? "";
  const scope = await scopeOf(rooms, actor, agency);
  if (!scope.ok) return scope;
  const after = afterOf(asked.cursor);
  if (!after.ok) return after;
  const limit = asked.limit ?? 50;
  const rows = await listBatches(rooms.app, scope.value, { agency, after: after.value, limit: limit + 1 });
  return done(page(rows, limit, { view: batchView, at: ({ enteredAt, batchId }) => ({ at: enteredAt, id: batchId }) }));
}

function scopeOf({ door }: ReachRooms, actor: Actor, agency: string): Promise<Outcome<Scope>> {
  const resource = { type: "Agency", id: agency, attributes: { code: agency } };
  return door.scope(actor, "read-checks", resource, { audience: "inside" });
}
