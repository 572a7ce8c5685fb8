/** Terms of law on the State Council's own calendar: dated cases, each as known on a day. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { CalendarNotice } from "#contract/catalogue.ts";
import { calendarFrom } from "#core/time/calendar.ts";
import { isoDate } from "#core/time/date.ts";
import { type StatutoryTerm, type TermHolder, termEnd } from "#core/time/term.ts";
import { calendarsFolder } from "#tools/calendars.ts";

const calendar = calendarFrom(
  readdirSync(calendarsFolder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => JSON.parse(readFileSync(join(calendarsFolder, name), "utf8")) as CalendarNotice[]),
);

type Case = readonly [
  what: string,
  event: string,
  days: number,
  unit: StatutoryTerm["unit"],
  knownOn: string,
  subject: string,
  /** Where the authority's end differs, because the calendar has a gap. */
  authority?: string,
];

const cases: readonly Case[] = [
  ["an ordinary week", "2026-03-02", 5, "working", "2026-03-02", "2026-03-09"],
  ["served on a Friday", "2026-03-06", 3, "working", "2026-03-06", "2026-03-11"],
  ["served on a holiday", "2026-10-01", 1, "working", "2026-10-01", "2026-10-08"],
  ["a make-up Saturday counts", "2026-02-27", 1, "working", "2026-02-27", "2026-02-28"],
  ["over the Spring Festival, with its make-up days", "2026-02-13", 6, "working", "2026-02-13", "2026-02-28"],
  ["over National Day, a make-up day after it", "2026-09-30", 3, "working", "2026-09-30", "2026-10-10"],
  ["a make-up day announced in the next year's notice", "2018-12-28", 2, "working", "2018-12-06", "2019-01-02"],
  [
    "the same, asked a day before it was announced",
    "2018-12-28",
    2,
    "working",
    "2018-12-05",
    "?2019-01-01",
    "2019-01-01",
  ],
  ["a year's end that the next notice rules on", "2022-12-30", 1, "working", "2022-12-08", "2023-01-03"],
  ["the same before that notice", "2022-12-30", 1, "working", "2022-12-07", "?2023-01-01", "2023-01-01"],
  ["a holiday made longer while it lasted", "2020-01-23", 1, "working", "2020-01-27", "2020-02-03"],
  ["the same as it was promised before", "2020-01-23", 1, "working", "2020-01-26", "2020-01-31"],
  ["a holiday added in spring", "2015-09-02", 1, "working", "2015-05-13", "2015-09-06"],
  ["the same before it was added", "2015-09-02", 1, "working", "2015-05-12", "2015-09-03"],
  ["calendar days that end on a working day", "2026-03-02", 20, "calendar", "2026-03-02", "2026-03-23"],
  ["calendar days that end within National Day", "2026-09-17", 20, "calendar", "2026-09-17", "2026-10-08"],
  ["calendar days that end on a make-up day", "2026-09-20", 20, "calendar", "2026-09-20", "2026-10-10"],
  ["calendar days that end past the calendar", "2026-12-15", 20, "calendar", "2026-12-15", "?2027-01-04", "2027-01-04"],
  ["working days that run past the calendar", "2026-12-29", 5, "working", "2026-12-29", "?2027-01-03", "2027-01-03"],
  ["the last working day the calendar knows", "2026-12-30", 1, "working", "2026-12-30", "2026-12-31"],
];

for (const [what, event, days, unit, knownOn, subject, authority = subject] of cases) {
  test(`${days} ${unit} days from ${event}, known on ${knownOn}: ${what}`, () => {
    const end = (holder: TermHolder) =>
      termEnd(calendar, { event: isoDate(event), term: { days, unit }, holder }, { knownOn: isoDate(knownOn) });
    const own = end("subject");
    // "?": no end yet, and none before the day after the mark.
    assert.equal(own.is === "unknown" ? `?${own.notBefore}` : own.endsOn, subject);
    const others = end("authority");
    assert.equal(others.is === "unknown" ? "?" : others.endsOn, authority);
    assert.equal(others.is === "assumed", authority !== subject);
  });
}
