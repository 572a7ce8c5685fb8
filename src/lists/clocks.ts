/** Clocks that run in a proceeding's present state: whose time it is, until when, by which article. */
import type { List } from "#contract/lists-in-packs.ts";
import type { ProceedingClock } from "#contract/proceedings.ts";
import { stateOn } from "#core/procedure/fold.ts";
import { stateOf, type TermName } from "#core/procedure/procedure.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Place } from "./acts/place.ts";
import { dueOnOf } from "./proceeding.ts";

/** The clocks of a proceeding today, in the order of the procedure. Over, none runs. */
export function clocksOf(place: Place): ProceedingClock[] {
  const { procedure, standing, today, list } = place;
  const state = stateOn(procedure, standing, today);
  if (state === null) return [];
  return stateOf(procedure, state).clocks.flatMap((clock) =>
    clockView(list, clock, { dueOn: dueOf(place, clock.term), today }),
  );
}

/** A clock as it is shown; none where the list's rule has no such time. Without law it is the office's own target. */
export function clockView(
  list: List,
  { term, runsFor }: Pick<ProceedingClock, "term" | "runsFor">,
  { dueOn, today }: { dueOn: IsoDate | null; today: IsoDate },
): ProceedingClock[] {
  if (term === "duration")
    return [{ term, runsFor, days: null, unit: null, dueOn, overdue: false, law: list.duration?.law ?? null }];
  const rule = list.terms[term];
  if (rule === null) return [];
  const overdue = runsFor === "authority" && dueOn !== null && dueOn < today;
  return [{ term, runsFor, days: rule.days, unit: rule.unit, dueOn, overdue, law: rule.law }];
}

/** The last day of a term; null where it has not begun, or no calendar reaches it. */
function dueOf(place: Place, term: TermName): IsoDate | null {
  if (term === "duration") return place.standing.endsOn;
  // The subject's terms are the notice's own: it may have been extended.
  if (term === "answer") return dueOnOf(place.notice);
  const from = beginningOf(term, place);
  const due = from === null ? null : place.terms.due(term, from);
  return due === "unknown" ? null : due;
}

/** The day whose morrow a term begins on. */
function beginningOf(
  term: Exclude<TermName, "duration" | "answer">,
  { acts, notice, standing }: Pick<Place, "acts" | "notice" | "standing">,
): IsoDate | null {
  switch (term) {
    case "notify":
      return acts[0]?.actedOn ?? null;
    case "hearing":
      return notice?.service?.on ?? null;
    case "decide":
      // It begins when the subject's time has ended, or was given up; a hearing begins it anew.
      return standing.hearingHeldOn ?? notice?.waived?.on ?? dueOnOf(notice);
    case "confirm":
    case "serve":
      // Both count from the decision: who confirms late leaves less time to serve.
      return standing.decision?.on ?? null;
    case "exitAccept":
      return standing.exit?.appliedOn ?? null;
    case "exitDecide":
      return standing.exit?.acceptedOn ?? standing.exit?.appliedOn ?? null;
    default:
      return term satisfies never;
  }
}
