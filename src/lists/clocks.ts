/** Clocks that run in a proceeding's present state: whose time it is, until when, by which article. */
import type { ProceedingClock } from "#contract/proceedings.ts";
import { stateOn } from "#core/procedure/fold.ts";
import { stateOf, type TermName } from "#core/procedure/procedure.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Place } from "./acts/place.ts";
import { dueOnOf } from "./proceeding.ts";

/** The clocks of a proceeding today, in the order of the procedure. Over, none runs. */
export function clocksOf(place: Place): ProceedingClock[] {
  const { procedure, standing, today } = place;
  const state = stateOn(procedure, standing, today);
  if (state === null) return [];
  return stateOf(procedure, state).clocks.flatMap(({ term, runsFor }) => clockOf(place, term, runsFor) ?? []);
}

function clockOf(place: Place, term: TermName, runsFor: ProceedingClock["runsFor"]): ProceedingClock | null {
  const { list, standing, today } = place;
  if (term === "duration") {
    const law = list.duration?.law ?? null;
    return { term, runsFor, days: null, unit: null, dueOn: standing.endsOn, overdue: false, law };
  }
  const rule = list.terms[term];
  if (rule === null) return null;
  const dueOn = dueOf(place, term);
  const overdue = runsFor === "authority" && dueOn !== null && dueOn < today;
  return { term, runsFor, days: rule.days, unit: rule.unit, dueOn, overdue, law: rule.law };
}

/** The last day of a term; null where it has not begun, or no calendar reaches it. */
function dueOf({ notice, standing, terms }: Place, term: Exclude<TermName, "duration">): IsoDate | null {
  // The subject's terms are the notice's own: it may have been extended.
  if (term === "answer") return dueOnOf(notice);
  const from = beginningOf(term, { notice, standing });
  const due = from === null ? null : terms.due(term, from);
  return due === "unknown" ? null : due;
}

/** The day whose morrow a term begins on. */
function beginningOf(
  term: Exclude<TermName, "duration" | "answer">,
  { notice, standing }: Pick<Place, "notice" | "standing">,
): IsoDate | null {
  switch (term) {
    case "hearing":
      return notice?.service?.on ?? null;
    case "decide":
      // It begins when the subject's time has ended, or was given up; a hearing begins it anew.
      return standing.hearingHeldOn ?? notice?.waived?.on ?? dueOnOf(notice);
    case "exitAccept":
      return standing.exit?.appliedOn ?? null;
    case "exitDecide":
      return standing.exit?.acceptedOn ?? standing.exit?.appliedOn ?? null;
    default:
      return term satisfies never;
  }
}
