/**
 * Clocks that run for or against a subject. Each room offers those it keeps; whoever gathers them for the subject knows the
 * rooms, and no room knows of that.
 */
import type { ClockKind } from "#core/inbox/clock.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Scope } from "./door.ts";

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

/** A room's clocks. */
export interface ClockSource {
  /** Those of one subject that are open. */
  of(scope: Scope, subjectId: string): Promise<SubjectClock[]>;
}
