import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  addDays,
  addMonths,
  addYears,
  daysBetween,
  daysInMonth,
  earlier,
  type IsoDate,
  isoDate,
  parseIsoDate,
  shanghaiDate,
} from "./date.ts";

const day = fc
  .date({ min: new Date("1900-01-01"), max: new Date("2199-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10) as IsoDate);

for (const text of [
  "2023-02-29",
  "2023-13-01",
  "2023-00-10",
  "2023-1-1",
  "23-01-01",
  "0999-01-01",
  "2023-01-01T00:00",
  "",
  "１",
]) {
  test(`${JSON.stringify(text)} is no day`, () => {
    assert.equal(parseIsoDate(text), null);
    assert.throws(() => isoDate(text), RangeError);
  });
}

test("leap days exist in leap years only", () => {
  assert.equal(parseIsoDate("2024-02-29"), "2024-02-29");
  assert.equal(parseIsoDate("2000-02-29"), "2000-02-29");
  assert.equal(parseIsoDate("1900-02-29"), null);
});

test("an instant belongs to the day it is in Shanghai", () => {
  assert.equal(shanghaiDate(new Date("2023-01-04T15:59:59.999Z")), "2023-01-04");
  assert.equal(shanghaiDate(new Date("2023-01-04T16:00:00Z")), "2023-01-05");
});

test("months are counted to the last day of a short month", () => {
  assert.equal(addMonths(isoDate("2023-01-31"), 1), "2023-02-28");
  assert.equal(addMonths(isoDate("2024-01-31"), 1), "2024-02-29");
  assert.equal(addMonths(isoDate("2023-03-31"), -1), "2023-02-28");
  assert.equal(addMonths(isoDate("2023-11-30"), 3), "2024-02-29");
  assert.equal(addYears(isoDate("2024-02-29"), 1), "2025-02-28");
  assert.equal(addYears(isoDate("2024-02-29"), 4), "2028-02-29");
});

test("the earlier of two ends is the one that comes first; never comes last", () => {
  const [a, b] = [isoDate("2023-01-01"), isoDate("2023-01-02")];
  assert.equal(earlier(a, b), a);
  assert.equal(earlier(b, a), a);
  assert.equal(earlier(null, b), b);
  assert.equal(earlier(a, null), a);
  assert.equal(earlier(null, null), null);
});

test("days added are days between, and strings sort as days do", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -40_000, max: 40_000 }), (from, days) => {
      const to = addDays(from, days);
      assert.equal(parseIsoDate(to), to);
      assert.equal(daysBetween({ from, to }), days);
      assert.equal(Math.sign(days), from < to ? 1 : from > to ? -1 : 0);
    }),
  );
});

test("a month later is a day of the next month, the same one where there is such a day", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -600, max: 600 }), (from, months) => {
      const to = addMonths(from, months);
      assert.equal(parseIsoDate(to), to);
      const month = Number(to.slice(5, 7));
      assert.equal(month, ((((Number(from.slice(5, 7)) - 1 + months) % 12) + 12) % 12) + 1);
      const length = daysInMonth({ year: Number(to.slice(0, 4)), month });
      assert.equal(Number(to.slice(8)), Math.min(Number(from.slice(8)), length));
    }),
  );
});
