/**
 * The day's work: supervisors are told of what nobody decided. That a request is late needs none of it: reads ask the date.
 * A run may be broken off and begun again; a level is told once (sql/0015_repair.sql).
 */
import { done } from "#core/refusal.ts";
import type { Actor } from "#src/access/index.ts";
import { actOn, resourceOf } from "./commit.ts";
import type { RepairParts } from "./parts.ts";
import { listToEscalate } from "./store.ts";

const job: Actor = { kind: "job", id: "repair" };
const atOnce = 500;

/** How many were told, by level. */
export interface Escalated {
  readonly recogniser: number;
  readonly platform: number;
}

/** Tells everybody who is to be told by today; a day the machine was off is caught up with. */
export async function escalateOverdue(parts: RepairParts): Promise<Escalated> {
  return { recogniser: await tellLevel(parts, 1), platform: await tellLevel(parts, 2) };
}

async function tellLevel(parts: RepairParts, level: 1 | 2): Promise<number> {
  const nobody = resourceOf({ requestId: "all", authority: "", subjectId: "", appliedBy: "" });
  const permit = await parts.door.permit(job, "escalate-repair", nobody);
  if (!permit.ok) throw new Error("the policies do not let supervisors be told");
  let told = 0;
  for (;;) {
    const due = await listToEscalate(parts.app, permit.value, { level, limit: atOnce });
    let moved = 0;
    for (const requestId of due) {
      const acting = { actor: job, idempotencyKey: `${requestId} ${level}` };
      const act = { requestId, act: "escalate", level, asked: { level } } as const;
      const did = await actOn(parts, acting, { ...act, decide: () => done({ act: "escalate", with: { level } }) });
      if (did.ok) moved++;
    }
    told += moved;
    // What was decided in the same moment is told to nobody; where nothing moved, nothing more will.
    if (due.length < atOnce || moved === 0) return told;
  }
}
