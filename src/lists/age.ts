/** C4: nobody is listed for what they did as a child. Asked when a proceeding is opened, and again of the record by intake. */
import { checkPersonNumber } from "#core/code/person.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { ofAge } from "#core/rule/adulthood.ts";
import type { IsoDate } from "#core/time/date.ts";

/** What tells a person's age when it happened. */
export interface AgeAsked {
  /** The person's number: it names the day of birth. */
  readonly number: string;
  /** Last day of the conduct as the officer gives it. */
  readonly conductEndedOn: IsoDate | null;
  /** Days of the records it rests on: the end of the conduct where they say it, else the decision. */
  readonly recordDays: readonly IsoDate[];
}

/** Refuses a minor, and whoever's age cannot be told: it is asked for, never guessed. The earliest day counts. */
export function ageFault({ number, conductEndedOn, recordDays }: AgeAsked): Outcome<null> {
  const born = checkPersonNumber(number).birthDate;
  const day = conductEndedOn ?? recordDays.toSorted()[0] ?? null;
  if (born === null || day === null) return refuse("lists.age-unknown", { field: "conductEndedOn" });
  const age = ofAge({ born, conductEndedOn: day, decidedOn: null, limitationYears: null });
  return age === "minor" ? refuse("lists.minor", { field: "subject" }) : done(null);
}
