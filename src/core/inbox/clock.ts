/** Whose time a clock of a subject is, and in which order an inbox shows them. Pure. */
import type { IsoDate } from "../time/date.ts";

/** The subject loses something when the day has passed; somebody owes it an answer; or nobody has to do anything. */
export type Whose = "subject" | "authority" | "nobody";

/** Every kind of clock there is, and whose time it is. */
export const whoseClock = {
  "notice-answer": "subject",
  "notice-hearing": "subject",
  "consent-answer": "subject",
  "mandate-end": "subject",
  "objection-answer": "authority",
  "repair-decision": "authority",
  "question-answer": "authority",
  "question-decision": "authority",
  "repairable-from": "nobody",
  "consent-end": "nobody",
  "publication-end": "nobody",
  "effect-end": "nobody",
} as const satisfies Record<string, Whose>;

/** What happens on the day of a clock. */
export type ClockKind = keyof typeof whoseClock;

interface Dated {
  readonly kind: ClockKind;
  readonly id: string;
  readonly on: IsoDate;
}

const first: Readonly<Record<Whose, number>> = { subject: 0, authority: 1, nobody: 2 };

/** The next date first; on one day the subject's own time before what it is owed, and that before what ends by itself. */
export function inOrder<C extends Dated>(clocks: readonly C[]): C[] {
  return clocks.toSorted((a, b) => {
    if (a.on !== b.on) return a.on < b.on ? -1 : 1;
    return first[whoseClock[a.kind]] - first[whoseClock[b.kind]] || (a.id < b.id ? -1 : 1);
  });
}
