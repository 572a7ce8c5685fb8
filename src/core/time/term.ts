/**
 * Statutory terms. A term begins on the day after its event (民法典 201) and ends with the end of its last day (203): of a
 * term in calendar days that ends on a day off, the first working day after it; a term in working days counts those only.
 * Where no notice rules on a day yet, nobody may be harmed by our not knowing: such a day counts against an authority,
 * which then has the shorter time, and it does not count against a subject, which then has the longer.
 */
import type { Calendar, KnownOn } from "./calendar.ts";
import { addDays, type IsoDate } from "./date.ts";

/** A term as a rule gives it. */
export interface StatutoryTerm {
  readonly days: number;
  readonly unit: "working" | "calendar";
}

/** Whose time it is: an authority's to decide, a subject's to answer. */
export type TermHolder = "authority" | "subject";

/** When a term ends, as known on a day. */
export type TermEnd =
  /** Every day it needs to know is ruled on. */
  | { readonly is: "known"; readonly endsOn: IsoDate }
  /** It crosses days no notice rules on; they are counted in favour of whoever is bound by the other's term. */
  | { readonly is: "assumed"; readonly endsOn: IsoDate; readonly unknownFrom: IsoDate }
  /**
   * A subject's term that cannot end before notices are published: it has not lapsed on any day, whatever the date.
   * `notBefore`: the earliest day it can turn out to end on.
   */
  | { readonly is: "unknown"; readonly notBefore: IsoDate; readonly unknownFrom: IsoDate };

export interface TermAsked {
  /** The day of the event: service, receipt, the end of another term. */
  readonly event: IsoDate;
  readonly term: StatutoryTerm;
  readonly holder: TermHolder;
}

/** The end of a term. Throws RangeError for less than one day or fractions of days. */
export function termEnd(calendar: Calendar, { event, term, holder }: TermAsked, known: KnownOn): TermEnd {
  const { days, unit } = term;
  if (!Number.isInteger(days) || days < 1) throw new RangeError("a term has whole days, one at least");
  const countsUnknown = { calendar, known, unknownIsWorked: true };
  const earliest = unit === "working" ? nthWorked(event, days, countsUnknown) : workedFrom(event, days, countsUnknown);
  if (earliest === null) throw new Error("a term whose unknown days count has an end");
  const { unknownFrom } = earliest;
  if (unknownFrom === null) return { is: "known", endsOn: earliest.endsOn };
  if (holder === "authority") return { is: "assumed", endsOn: earliest.endsOn, unknownFrom };
  const passesUnknown = { calendar, known, unknownIsWorked: false };
  const latest = unit === "working" ? nthWorked(event, days, passesUnknown) : workedFrom(event, days, passesUnknown);
  return latest === null
    ? { is: "unknown", notBefore: earliest.endsOn, unknownFrom }
    : { is: "assumed", endsOn: latest.endsOn, unknownFrom };
}

/** Whether the term is over on a day: its last day is a whole day (民法典 203). */
export function hasLapsed(end: TermEnd, today: IsoDate): boolean {
  return end.is !== "unknown" && today > end.endsOn;
}

interface Counting {
  readonly calendar: Calendar;
  readonly known: KnownOn;
  readonly unknownIsWorked: boolean;
}

interface Counted {
  readonly endsOn: IsoDate;
  /** The first day on the way that no notice rules on. */
  readonly unknownFrom: IsoDate | null;
}

/** The n-th worked day after `event`; null where the notices known do not reach it. */
function nthWorked(event: IsoDate, n: number, { calendar, known, unknownIsWorked }: Counting): Counted | null {
  const last = calendar.reachesTo(known);
  let unknownFrom: IsoDate | null = null;
  let date = event;
  for (let left = n; left > 0; ) {
    date = addDays(date, 1);
    // Past every notice each day is unknown, and would be for ever.
    if (!unknownIsWorked && (last === null || date > last)) return null;
    const kind = calendar.dayKind(date, known);
    if (kind === "unknown") unknownFrom ??= date;
    if (kind === "working" || (kind === "unknown" && unknownIsWorked)) left--;
  }
  return { endsOn: date, unknownFrom };
}

/** The day `days` after `event`, or the first worked one from it on. */
function workedFrom(event: IsoDate, days: number, counting: Counting): Counted | null {
  return nthWorked(addDays(event, days - 1), 1, counting);
}
