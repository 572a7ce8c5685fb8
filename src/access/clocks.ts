/**
 * Clocks that run for or against a subject. Each room offers those it keeps; whoever gathers them for the subject, or
 * reminds of them, knows the rooms, and no room knows of that.
 */
import type { IsoDate } from "#core/time/date.ts";
import type { Permit, Scope } from "./door.ts";

/** What happens on the day. Whose time it is follows from it (`core/inbox/clock.ts`). */
export type ClockKind =
  | "notice-answer"
  | "notice-hearing"
  | "objection-answer"
  | "repair-decision"
  | "repairable-from"
  | "question-answer"
  | "question-decision"
  | "publication-end"
  | "effect-end"
  | "mandate-end";

/** A day that is still to come, or that passed and still waits for somebody. Nothing of any words. */
export interface SubjectClock {
  readonly kind: ClockKind;
  readonly subjectId: string;
  /** Of what the clock is about: a notice, an objection, a record. */
  readonly id: string;
  readonly on: IsoDate;
  /** The agency that owes or gave it; null where there is none. */
  readonly authority: string | null;
  /** The item of the record it is about; null where it is about none. */
  readonly itemId: string | null;
}

/** A page of clocks of one day, of every subject: in the order of `after`. */
export interface DueAsked {
  readonly on: IsoDate;
  /** The id of the last clock of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

/** A room's clocks. */
export interface ClockSource {
  /** Those of one subject that are open. */
  of(scope: Scope, subjectId: string): Promise<SubjectClock[]>;
  /** Those of all subjects whose day this is, for reminders; absent: nobody is reminded of these. */
  readonly due?: (permit: Permit, asked: DueAsked) => Promise<SubjectClock[]>;
}

/** The action a run that reminds has leave for. */
export const remindAction = "remind-subjects";
