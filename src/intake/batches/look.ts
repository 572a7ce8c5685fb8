/** Looking at batches: the door is asked about the agency a batch belongs to, so that others' stay closed and each try is logged. */

import type { BatchView } from "#contract/batches.ts";
import type { Receipt } from "#contract/intake.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, type Permit, type Purpose, type Scope } from "#src/access/index.ts";
import type { IntakeParts } from "../parts.ts";
import { findReceipt } from "../store.ts";
import { type AfterBatch, findBatchAgency, getBatchState, listBatchStates } from "./store.ts";
import { batchView } from "./view.ts";

/** A page that is asked for. */
export interface PageAsked {
  readonly limit?: number;
  readonly cursor?: string;
}

/** Leave to look at a batch. `purpose`: why, where somebody's file is shown with it, which is a look (C15). */
export async function batchScope(
  parts: IntakeParts,
  actor: Actor,
  { batchId, purpose = null }: { batchId: string; purpose?: Purpose | null },
): Promise<Outcome<Scope>> {
  const agency = await findBatchAgency(parts.app, batchId);
  if (agency === null) return refuse("intake.batch-unknown");
  const resource = { type: "Batch", id: batchId, attributes: { agency } };
  return parts.door.scope(actor, "read-batches", resource, { audience: "inside", purpose });
}

/** Leave to do something with a batch that is there; the door is asked about the agency it belongs to. */
export async function permitForBatch(
  parts: IntakeParts,
  actor: Actor,
  { action, batchId }: { action: string; batchId: string },
): Promise<Outcome<Permit>> {
  const agency = await findBatchAgency(parts.app, batchId);
  if (agency === null) return refuse("intake.batch-unknown");
  return parts.door.permit(actor, action, { type: "Batch", id: batchId, attributes: { agency } });
}

/** Leave to look through the batches, held rows and mappings of one's own agency. */
export function ownScope(parts: IntakeParts, actor: Actor): Promise<Outcome<Scope>> {
  const agency = agencyOf(actor) ?? "";
  const resource = { type: "Batch", id: agency, attributes: { agency } };
  return parts.door.scope(actor, "read-batches", resource, { audience: "inside" });
}

/** A batch as it stands. Refuses one that is not there; another agency's is denied, and the try logged. */
export async function lookAtBatch(parts: IntakeParts, actor: Actor, batchId: string): Promise<Outcome<BatchView>> {
  const scope = await batchScope(parts, actor, { batchId });
  if (!scope.ok) return scope;
  return { ok: true, value: batchView(await getBatchState(parts.app, scope.value, batchId), parts.catalogue) };
}

/** Batches of an agency, newest first: of the actor's own unless another is named, and of every one for an auditor. */
export async function lookAtBatches(
  parts: IntakeParts,
  actor: Actor,
  { limit = 50, cursor, agency }: PageAsked & { agency?: string },
): Promise<Outcome<{ items: BatchView[]; next: string | null }>> {
  const oversees = actor.kind === "officer" && actor.roles.includes("auditor");
  const of = agency ?? (oversees ? null : (agencyOf(actor) ?? ""));
  const resource = { type: "Batch", id: of ?? "all", attributes: { agency: of ?? "" } };
  const scope = await parts.door.scope(actor, "read-batches", resource, { audience: "inside" });
  if (!scope.ok) return scope;
  const after = cursor === undefined ? null : readCursor(cursor);
  if (cursor !== undefined && !after) return wrongCursor();
  const asked = { agencyCode: of, after, limit: limit + 1 };
  const states = await listBatchStates(parts.app, scope.value, asked);
  const last = states[limit - 1];
  return {
    ok: true,
    value: {
      items: states.slice(0, limit).map((state) => batchView(state, parts.catalogue)),
      next: states.length > limit && last ? `${last.enteredAt.toISOString()}_${last.batchId}` : null,
    },
  };
}

/** A cursor that is none of ours. */
export function wrongCursor() {
  return refuse("http.invalid", {
    field: "cursor",
    params: { rule: "not one we gave", ruleZh: "不是本系统给出的游标" },
  });
}

function readCursor(cursor: string): AfterBatch | null {
  const [, enteredAt, batchId] = /^(\d{4}-\d\d-\d\dT[\d:.]{8,12}Z)_([0-9a-f-]{36})$/.exec(cursor) ?? [];
  return enteredAt && batchId && !Number.isNaN(Date.parse(enteredAt)) ? { enteredAt, batchId } : null;
}

/** The signed receipt of a batch; refuses while the batch has not ended. */
export async function lookAtReceipt(parts: IntakeParts, actor: Actor, batchId: string): Promise<Outcome<Receipt>> {
  const scope = await batchScope(parts, actor, { batchId });
  if (!scope.ok) return scope;
  const receipt = await findReceipt(parts.app, scope.value, batchId);
  return receipt ? { ok: true, value: receipt as Receipt } : refuse("intake.batch-not-ended");
}
