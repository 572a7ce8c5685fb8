import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, isoDate } from "#core/time/date.ts";
import { day, moment, monthName, number, size, typedDay } from "./formats.ts";

const days = fc.integer({ min: 0, max: 40_000 }).map((offset) => addDays(isoDate("1980-01-01"), offset));

test("a day may be typed as people write it, and what is written is read back", () => {
  fc.assert(
    fc.property(days, (date) => {
      const [year, month, dayOfMonth] = date.split("-").map(Number);
      const fullWidth = date.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
      const written = [
        date,
        day("zh", date),
        day("en", date),
        date.replaceAll("-", ""),
        `${year}/${month}/${dayOfMonth}`,
        `${year}.${month}.${dayOfMonth}`,
        ` ${year} 年 ${month} 月 ${dayOfMonth} 日 `,
        fullWidth,
      ];
      for (const text of written) assert.equal(typedDay(text), date, text);
    }),
  );
});

test("an ambiguous or impossible day is not guessed", () => {
  for (const text of [
    "",
    "1/3/2026",
    "03-01-2026",
    "2026-02-30",
    "2026-13-01",
    "26-3-1",
    "31 Foo 2026",
    "yesterday",
    "2026年3月",
  ])
    assert.equal(typedDay(text), null, text);
});

test("English months may be short, in either order", () => {
  for (const text of ["1 Mar 2026", "1 March 2026", "March 1, 2026", "mar 1 2026", "1st March 2026"])
    assert.equal(typedDay(text), "2026-03-01", text);
});

test("an instant is shown as its day and minute in Shanghai", () => {
  assert.equal(moment("zh", "2026-05-31T16:05:00.000Z"), "2026年6月1日 00:05");
  assert.equal(moment("en", "2026-05-31T16:05:00.000Z"), "1 June 2026 00:05");
  assert.equal(day("en", "2026-05-31T16:05:00.000Z"), "1 June 2026");
});

test("what is no day is shown as it came", () => {
  assert.equal(day("zh", "—"), "—");
  assert.equal(moment("zh", "soon"), "soon");
  assert.equal(monthName("en", "2026-03"), "March 2026");
});

test("numbers and sizes read the same in both languages", () => {
  assert.equal(number(1234567.5), "1,234,567.5");
  assert.equal(size(0), "0 B");
  assert.equal(size(999), "999 B");
  assert.equal(size(3_400_000), "3.4 MB");
});
