import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Calendar, calendarFrom, type HolidayNotice } from "./calendar.ts";
import { addDays, type IsoDate, isoDate } from "./date.ts";

/** An invented year of two notices: the second, in mid-holiday, makes a holiday longer and takes a make-up day back. */
const first: HolidayNotice = {
  notice: "first",
  publishedOn: "2029-11-20",
  from: "2029-12-29",
  to: "2030-12-31",
  off: ["2029-12-31", "2030-01-01", "2030-02-04", "2030-02-05", "2030-02-06", "2030-02-07", "2030-02-08"],
  makeUp: ["2029-12-29", "2030-02-10"],
};
const second: HolidayNotice = {
  notice: "second",
  publishedOn: "2030-02-06",
  from: "2030-02-10",
  to: "2030-02-11",
  off: ["2030-02-10", "2030-02-11"],
  makeUp: [],
};
const calendar = calendarFrom([second, first]);
const late = { knownOn: isoDate("2030-06-01") };
const early = { knownOn: isoDate("2030-02-05") };

test("a day inside a notice's reach is worked from Monday to Friday unless it is named", () => {
  assert.equal(calendar.dayKind(isoDate("2030-03-01"), late), "working");
  assert.equal(calendar.dayKind(isoDate("2030-03-02"), late), "off");
  assert.equal(calendar.dayKind(isoDate("2030-01-01"), late), "off");
});

test("past the last notice and before the first the answer is unknown, on weekends too", () => {
  for (const day of ["2031-01-01", "2031-01-04", "2029-12-28", "2029-12-23"]) {
    assert.equal(calendar.dayKind(isoDate(day), late), "unknown");
    assert.equal(calendar.noticeFor(isoDate(day), late), null);
  }
});

test("a notice says nothing before it is published", () => {
  assert.equal(calendar.dayKind(isoDate("2029-12-29"), { knownOn: isoDate("2029-11-19") }), "unknown");
  assert.equal(calendar.dayKind(isoDate("2029-12-29"), { knownOn: isoDate("2029-11-20") }), "working");
});

test("the latest notice that names a day decides, from the day of its publication", () => {
  const day = isoDate("2030-02-10");
  assert.equal(calendar.dayKind(day, early), "working");
  assert.equal(calendar.noticeFor(day, early), "first");
  assert.equal(calendar.dayKind(day, late), "off");
  assert.equal(calendar.noticeFor(day, late), "second");
  assert.equal(calendar.dayKind(isoDate("2030-02-11"), early), "working");
  assert.equal(calendar.dayKind(isoDate("2030-02-11"), late), "off");
});

test("a later notice takes nothing back that it does not name", () => {
  assert.equal(calendar.dayKind(isoDate("2030-02-08"), late), "off");
});

test("a term begins on the day after and ends on its last working day", () => {
  const from = isoDate("2030-02-01");
  assert.equal(calendar.addWorkingDays({ from, days: 0 }, late), from);
  assert.equal(calendar.addWorkingDays({ from, days: 1 }, early), "2030-02-10");
  assert.equal(calendar.addWorkingDays({ from, days: 1 }, late), "2030-02-12");
  assert.equal(calendar.addWorkingDays({ from: isoDate("2030-03-01"), days: 7 }, late), "2030-03-12");
});

test("a term that reaches past the last notice has no known end", () => {
  assert.equal(calendar.addWorkingDays({ from: isoDate("2030-12-30"), days: 1 }, late), "2030-12-31");
  assert.equal(calendar.addWorkingDays({ from: isoDate("2030-12-30"), days: 2 }, late), "unknown");
  assert.equal(
    calendar.workingDaysBetween({ from: isoDate("2030-12-30"), to: isoDate("2031-01-01") }, late),
    "unknown",
  );
});

test("a term of less than no days or of fractions is an error of ours", () => {
  for (const days of [-1, 1.5, Number.NaN]) {
    assert.throws(() => calendar.addWorkingDays({ from: isoDate("2030-03-01"), days }, late), RangeError);
  }
});

const contradictions: readonly (readonly [string, Partial<HolidayNotice>])[] = [
  ["names a day outside its reach", { off: ["2031-01-01"] }],
  ["names a day twice", { off: ["2030-02-10"] }],
  ["makes a weekday a make-up day", { makeUp: ["2030-03-01"] }],
  ["has a day that is none", { off: ["2030-02-30"] }],
];
for (const [what, change] of contradictions) {
  test(`no calendar is built of a notice that ${what}`, () => {
    assert.throws(() => calendarFrom([{ ...first, ...change }]), RangeError);
  });
}

const day = fc.integer({ min: 0, max: 366 }).map((days) => addDays(isoDate("2029-12-29"), days));
const knownOn = fc.constantFrom<IsoDate>(early.knownOn, late.knownOn);

/** The same by definition, day by day. */
function counted(
  one: Calendar,
  { from, to, known }: { from: IsoDate; to: IsoDate; known: { knownOn: IsoDate } },
): number {
  let count = 0;
  for (let date = addDays(from, 1); date <= to; date = addDays(date, 1)) {
    if (one.dayKind(date, known) === "working") count++;
  }
  return count;
}

test("the end of a term is a working day, and as many working days away as the term is long", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 60 }), knownOn, (from, days, on) => {
      const known = { knownOn: on };
      const to = calendar.addWorkingDays({ from, days }, known);
      if (to === "unknown") return;
      assert.equal(calendar.dayKind(to, known), "working");
      assert.equal(calendar.workingDaysBetween({ from, to }, known), days);
      assert.equal(counted(calendar, { from, to, known }), days);
    }),
  );
});

test("working days between two days are the same backwards, but for the sign", () => {
  fc.assert(
    fc.property(day, day, knownOn, (from, to, on) => {
      const known = { knownOn: on };
      const there = calendar.workingDaysBetween({ from, to }, known);
      const back = calendar.workingDaysBetween({ from: to, to: from }, known);
      if (there === "unknown") assert.equal(back, "unknown");
      else assert.equal(back === "unknown" ? back : there + back, 0);
    }),
  );
});
