import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Calendar, calendarFrom, type HolidayNotice } from "./calendar.ts";
import { addDays, type IsoDate, isoDate } from "./date.ts";
import { hasLapsed, type StatutoryTerm, type TermEnd, termEnd } from "./term.ts";

/** An invented calendar with a hole: the notice of 2031 is missing, that of 2032 is there. */
const notices: readonly HolidayNotice[] = [
  {
    notice: "2030",
    publishedOn: "2029-11-20",
    from: "2030-01-01",
    to: "2030-12-31",
    off: ["2030-01-01", "2030-10-01", "2030-10-02", "2030-10-03"],
    makeUp: ["2030-09-28"],
  },
  {
    notice: "2032",
    publishedOn: "2030-06-01",
    from: "2032-01-01",
    to: "2032-12-31",
    off: ["2032-01-01"],
    makeUp: [],
  },
];
const holed = calendarFrom(notices);
const short = calendarFrom(notices.slice(0, 1));
const known = { knownOn: isoDate("2030-07-01") };
const working = (days: number): StatutoryTerm => ({ days, unit: "working" });
const calendarDays = (days: number): StatutoryTerm => ({ days, unit: "calendar" });

function end(
  calendar: Calendar,
  event: string,
  term: StatutoryTerm,
  holder: "authority" | "subject" = "subject",
): TermEnd {
  return termEnd(calendar, { event: isoDate(event), term, holder }, known);
}

test("a term begins on the day after its event, for either side (民法典 201)", () => {
  for (const holder of ["authority", "subject"] as const) {
    assert.deepEqual(end(short, "2030-03-04", working(1), holder), { is: "known", endsOn: "2030-03-05" });
    assert.deepEqual(end(short, "2030-03-04", calendarDays(1), holder), { is: "known", endsOn: "2030-03-05" });
  }
});

test("working days pass over weekends and holidays and count make-up days", () => {
  assert.deepEqual(end(short, "2030-09-27", working(1)), { is: "known", endsOn: "2030-09-28" });
  // 28 September is worked; 29 September, 1 to 3, 5 and 6 October are not.
  assert.deepEqual(end(short, "2030-09-27", working(5)), { is: "known", endsOn: "2030-10-08" });
});

test("a term in calendar days that ends on a day off ends on the next working day; one that crosses days off does not (民法典 203)", () => {
  assert.deepEqual(end(short, "2030-09-21", calendarDays(10)), { is: "known", endsOn: "2030-10-04" });
  assert.deepEqual(end(short, "2030-09-21", calendarDays(7)), { is: "known", endsOn: "2030-09-28" });
  assert.deepEqual(end(short, "2030-09-25", calendarDays(9)), { is: "known", endsOn: "2030-10-04" });
});

test("where the calendar does not reach, unknown days count against an authority: its term ends as early as it can", () => {
  assert.deepEqual(end(short, "2030-12-30", working(3), "authority"), {
    is: "assumed",
    endsOn: "2031-01-02",
    unknownFrom: "2031-01-01",
  });
  assert.deepEqual(end(short, "2030-12-22", calendarDays(20), "authority"), {
    is: "assumed",
    endsOn: "2031-01-11",
    unknownFrom: "2031-01-11",
  });
});

test("and they do not count to a subject's harm: its term has no end yet, says from when, and lapses on no day", () => {
  const found = end(short, "2030-12-30", working(3));
  assert.deepEqual(found, { is: "unknown", notBefore: "2031-01-02", unknownFrom: "2031-01-01" });
  for (const today of ["2031-01-03", "2031-06-01", "2049-12-31"]) assert.equal(hasLapsed(found, isoDate(today)), false);
  assert.deepEqual(end(short, "2030-12-22", calendarDays(20)), {
    is: "unknown",
    notBefore: "2031-01-11",
    unknownFrom: "2031-01-11",
  });
});

test("known days after a hole in the calendar end a subject's term, the hole uncounted", () => {
  // 31 December 2030 is the only known worked day before the hole; the next are 2 and 5 January 2032.
  assert.deepEqual(end(holed, "2030-12-30", working(3)), {
    is: "assumed",
    endsOn: "2032-01-05",
    unknownFrom: "2031-01-01",
  });
  assert.deepEqual(end(holed, "2030-12-30", working(3), "authority"), {
    is: "assumed",
    endsOn: "2031-01-02",
    unknownFrom: "2031-01-01",
  });
});

test("a term lapses when its last day is over, not on it", () => {
  const found = end(short, "2030-03-04", working(1));
  assert.equal(hasLapsed(found, isoDate("2030-03-05")), false);
  assert.equal(hasLapsed(found, isoDate("2030-03-06")), true);
});

test("a term of no days or of fractions is an error of ours", () => {
  for (const days of [0, -1, 1.5, Number.NaN])
    for (const unit of ["working", "calendar"] as const)
      assert.throws(() => end(short, "2030-03-04", { days, unit }), RangeError);
});

const event = fc.integer({ min: 0, max: 700 }).map((days) => addDays(isoDate("2030-01-01"), days));
const term = fc.record({
  days: fc.integer({ min: 1, max: 60 }),
  unit: fc.constantFrom<StatutoryTerm["unit"]>("working", "calendar"),
});

const endDay = (found: TermEnd): IsoDate => (found.is === "unknown" ? found.notBefore : found.endsOn);

test("no term is shorter than its number of days, and a subject's is never shorter than an authority's of the same rule", () => {
  fc.assert(
    fc.property(event, term, (from, one) => {
      const subject = termEnd(holed, { event: from, term: one, holder: "subject" }, known);
      const authority = termEnd(holed, { event: from, term: one, holder: "authority" }, known);
      assert.ok(endDay(subject) >= addDays(from, one.days));
      assert.ok(endDay(authority) >= addDays(from, one.days));
      assert.ok(endDay(subject) >= endDay(authority));
      assert.notEqual(authority.is, "unknown");
    }),
  );
});

test("an end that is known is a working day; a later event or a longer term never ends earlier", () => {
  fc.assert(
    fc.property(event, term, fc.constantFrom("authority" as const, "subject" as const), (from, one, holder) => {
      const found = termEnd(holed, { event: from, term: one, holder }, known);
      if (found.is === "known") assert.equal(holed.dayKind(found.endsOn, known), "working");
      const longer = termEnd(holed, { event: from, term: { ...one, days: one.days + 1 }, holder }, known);
      const later = termEnd(holed, { event: addDays(from, 1), term: one, holder }, known);
      for (const other of [longer, later])
        if (other.is !== "unknown" && found.is !== "unknown") assert.ok(other.endsOn >= found.endsOn);
    }),
  );
});

test("a notice that is published later only lengthens what a subject was promised no earlier than", () => {
  fc.assert(
    fc.property(event, term, (from, one) => {
      const before = termEnd(short, { event: from, term: one, holder: "subject" }, known);
      const after = termEnd(holed, { event: from, term: one, holder: "subject" }, known);
      if (before.is === "unknown") assert.ok(endDay(after) >= before.notBefore);
    }),
  );
});
