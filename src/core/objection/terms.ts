/** Which rule says how long an authority has to answer an objection, and until when that is. Pure. */
import type { Calendar } from "../time/calendar.ts";
import type { IsoDate } from "../time/date.ts";
import { type StatutoryTerm, type TermEnd, termEnd } from "../time/term.ts";

/** What a rule has of a row of `objection-terms.json`. */
export interface AnswerRule {
  readonly id: string;
  readonly version: number;
  readonly division: string;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly switchedOn: boolean;
  readonly answer: StatutoryTerm;
  readonly extended: StatutoryTerm | null;
}

/**
 * The rule for an authority of a division on the day an objection comes in: of those in force and switched on the one of
 * the narrowest region, for a local regulation binds the bodies of its place. Null where no rule is in force at all.
 * @param division six digits
 */
export function answerRule<R extends AnswerRule>(
  rules: readonly R[],
  { division, on }: { division: string; on: IsoDate },
): R | null {
  return rules
    .filter((rule) => rule.switchedOn && division.startsWith(rule.division))
    .filter(({ effectiveFrom, effectiveTo }) => effectiveFrom <= on && (effectiveTo === null || on <= effectiveTo))
    .reduce<R | null>(
      (best, rule) => (best === null || rule.division.length > best.division.length ? rule : best),
      null,
    );
}

/** What a day is known by. */
export interface AskedOn {
  readonly calendar: Calendar;
  readonly today: IsoDate;
}

/**
 * The last day to answer an objection that came in on a day. The time is the authority's: where the calendar does not
 * reach, days count against it (`assumed`), and a calendar published later gives it no more time than it was told.
 */
export function answerDue(filedOn: IsoDate, term: StatutoryTerm, { calendar, today }: AskedOn): AnswerDue {
  const end: TermEnd = termEnd(calendar, { event: filedOn, term, holder: "authority" }, { knownOn: today });
  if (end.is === "unknown") throw new Error("an authority's term has an end");
  return { dueOn: end.endsOn, unknownFrom: end.is === "assumed" ? end.unknownFrom : null };
}

export interface AnswerDue {
  readonly dueOn: IsoDate;
  /** First day on the way that no published calendar rules on. */
  readonly unknownFrom: IsoDate | null;
}

/** Imminent danger to life lets an officer keep a record in effect so long and no longer (C10). */
export const dangerTerm: StatutoryTerm = { days: 10, unit: "working" };

/** After so many working days of silence the supervisor of the platform is told besides the authority's own. */
export const platformToldAfter: StatutoryTerm = { days: 5, unit: "working" };
