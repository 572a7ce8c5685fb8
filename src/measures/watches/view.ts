/** A watch as its body sees it. */
import type { Watch } from "#contract/watches.ts";
import type { ListedWatch } from "./store.ts";

/** The contract's view of a watch on a day: its end is asked of the date, whatever the job has done (C8). */
export function watchView(row: ListedWatch, today: string): Watch {
  return {
    watch: row.watchId,
    matter: row.matter,
    purpose: row.purpose,
    by: row.actorKind,
    subject: { kind: row.subjectKind, number: row.number },
    beganOn: row.beganOn,
    endsOn: row.endsOn,
    state: row.why ?? (row.endsOn < today ? "expired" : "live"),
    refusal: row.refusal,
    endedAt: row.endedAt?.toISOString() ?? null,
    webhook: row.webhookId,
    check: row.lastCheck,
    outcome: row.outcome,
    events: row.events,
  };
}
