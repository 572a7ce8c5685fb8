import { type IsoDate, shanghaiDate } from "#core/time/date.ts";

/** The legal clock, passed in wherever law runs (ARCHITECTURE rule 11). */
export interface Clock {
  /** This instant. */
  now(): Date;
  /** Today in Asia/Shanghai. */
  today(): IsoDate;
}

/**
 * The machine's clock plus an offset: zero in earnest; in the demo, the distance to its visible date
 * (`platform.clock` holds the same offset, so that the database's reads end records on the same day).
 */
export function systemClock(offsetSeconds = 0): Clock {
  const now = () => new Date(Date.now() + offsetSeconds * 1000);
  return { now, today: () => shanghaiDate(now()) };
}

/** A clock that stands until it is moved; for tests. */
export function standingClock(start: Date): Clock & { moveTo(instant: Date): void } {
  let instant = start;
  return {
    now: () => instant,
    today: () => shanghaiDate(instant),
    moveTo: (next) => {
      instant = next;
    },
  };
}
