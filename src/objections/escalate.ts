/**
 * The day's work: supervisors are told of what nobody answered. That a record is silent by then needs none of it: reads ask
 * the date. A run may be broken off and begun again; a level is told once (sql/0014_objections.sql).
 */
import { platformToldAfter } from "#core/objection/terms.ts";
import { done } from "#core/refusal.ts";
import { addDays, type IsoDate } from "#core/time/date.ts";
import { termEnd } from "#core/time/term.ts";
import type { Actor } from "#src/access/index.ts";
import { actOn, askedToday, resourceOf } from "./commit.ts";
import type { ObjectionParts } from "./parts.ts";
import { listToEscalate } from "./store.ts";

const job: Actor = { kind: "job", id: "objections" };
const atOnce = 500;

/** How many were told, by level. */
export interface Escalated {
  readonly authority: number;
  readonly platform: number;
}

/** Tells everybody who is to be told by today; a day the machine was off is caught up with. */
export async function escalateOverdue(parts: ObjectionParts): Promise<Escalated> {
  const today = parts.clock.today();
  return {
    authority: await tellLevel(parts, { level: 1, before: today }),
    platform: await tellLevel(parts, { level: 2, before: platformFrom(parts) }),
  };
}

/** Days before this one were silent long enough for the platform's supervisor to hear of it. */
function platformFrom(parts: ObjectionParts): IsoDate {
  const { calendar, today } = askedToday(parts);
  let day = addDays(today, -platformToldAfter.days);
  for (let tries = 0; tries < 60; tries++, day = addDays(day, -1)) {
    const end = termEnd(calendar, { event: day, term: platformToldAfter, holder: "authority" }, { knownOn: today });
    if (end.is !== "unknown" && end.endsOn < today) return addDays(day, 1);
  }
  return day;
}

async function tellLevel(parts: ObjectionParts, { level, before }: { level: 1 | 2; before: IsoDate }): Promise<number> {
  const nobody = { objectionId: "all", authority: "", subjectId: "", filedBy: "" };
  const permit = await parts.door.permit(job, "escalate-objection", resourceOf(nobody));
  if (!permit.ok) throw new Error("the policies do not let supervisors be told");
  let told = 0;
  for (;;) {
    const due = await listToEscalate(parts.app, permit.value, { level, before, limit: atOnce });
    let moved = 0;
    for (const objectionId of due) {
      const acting = { actor: job, idempotencyKey: `${objectionId} ${level}` };
      const act = { objectionId, act: "escalate", level, asked: { level } } as const;
      const done_ = await actOn(parts, acting, { ...act, decide: () => done({ act: "escalate", level }) });
      if (done_.ok) moved++;
    }
    told += moved;
    // What was answered in the same moment is told to nobody; where nothing moved, nothing more will.
    if (due.length < atOnce || moved === 0) return told;
  }
}
