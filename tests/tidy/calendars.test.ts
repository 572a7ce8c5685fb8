import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { CalendarNotice } from "#contract/catalogue.ts";
import { calendarFrom } from "#core/time/calendar.ts";
import { addDays, isoDate } from "#core/time/date.ts";
import { sharedData } from "#tests/kit/shared-data.ts";
import { calendarsFolder, calendarTexts, heads } from "#tools/calendars.ts";

interface Day {
  readonly date: string;
  readonly isOffDay: boolean;
}

const files = readdirSync(calendarsFolder).filter((name) => name.endsWith(".json"));
const notices = files.flatMap(
  (name) => JSON.parse(readFileSync(join(calendarsFolder, name), "utf8")) as CalendarNotice[],
);
const calendar = calendarFrom(notices);
const today = { knownOn: isoDate("2026-12-31") };

const readJson = <T>(...path: string[]): T => JSON.parse(readFileSync(sharedData("holidays", ...path), "utf8")) as T;
const raw = new Map(
  heads
    .flatMap(({ year }) => readJson<{ days: Day[] }>(`${year}.json`).days)
    .map(({ date, isOffDay }) => [date, isOffDay]),
);

test("the pack's notices are what the tool makes of the source, no more and no fewer", () => {
  const texts = calendarTexts(sharedData());
  assert.deepEqual(files, [...texts.keys()]);
  for (const [name, text] of texts)
    assert.equal(readFileSync(join(calendarsFolder, name), "utf8"), text, `run tools/calendars.ts: ${name}`);
});

test("the licence of the source stands beside them", () => {
  const notes = readFileSync(join(calendarsFolder, "NOTICES.md"), "utf8");
  assert.ok(notes.includes(readFileSync(sharedData("holidays", "LICENSE"), "utf8").trim()));
});

/** Every day from one to another whose kind differs from the raw data, and how many days were looked at. */
function differences(from: string, to: string): { days: number; differing: string[] } {
  const differing: string[] = [];
  let days = 0;
  for (let date = isoDate(from); date <= to; date = addDays(date, 1), days++) {
    const isWeekend = [0, 6].includes(new Date(date).getUTCDay());
    const expected = (raw.get(date) ?? isWeekend) ? "off" : "working";
    if (calendar.dayKind(date, today) !== expected) differing.push(date);
  }
  return { days, differing };
}

test("every day from 2014 to 2026 is what the raw data say", () => {
  assert.deepEqual(differences("2014-01-01", "2026-12-31"), { days: 4_748, differing: [] });
});

test("every day from 2007 to 2013 is what the raw data say", () => {
  assert.deepEqual(differences("2007-01-01", "2013-12-31"), { days: 2_557, differing: [] });
});

// The oracle of "as known on": read from the raw data and the sentences of the first notices, not from the pack.

interface Named {
  readonly publishedOn: string;
  readonly isOffDay: boolean;
}

/** Who named a day, oldest first: a year's notice, or the one that amends it, and before that what the sentences said. */
const namings = new Map<string, Named[]>();
const firsts = new Map(heads.filter(({ amends }) => !amends).map(({ year, publishedOn }) => [year, publishedOn]));
for (const [year, published] of firsts)
  for (const { date, isOffDay } of readJson<{ days: Day[] }>(`${year}.json`).days) {
    const amendment = heads.find((head) => head.year === year && head.amends?.days.includes(date));
    const publishedOn = amendment?.publishedOn ?? published;
    namings.set(date, [...(namings.get(date) ?? []), { publishedOn, isOffDay }]);
  }
const sentences = [
  ...readJson<{ year: number; expected: Day[] }[]>("description_parsing_cases.json"),
  // 国办发明电〔2019〕16号: "1月19日（星期日）、2月1日（星期六）上班", which the amendment took back.
  { year: 2020, expected: [{ date: "2020-02-01", isOffDay: false }] },
];
for (const { year, expected } of sentences)
  for (const { date, isOffDay } of expected) {
    const publishedOn = firsts.get(year) ?? "";
    const known = namings.get(date) ?? [];
    if (!known.some((one) => one.publishedOn === publishedOn)) namings.set(date, [{ publishedOn, isOffDay }, ...known]);
  }

/** What a day is to whoever asks on another, by that reading. */
function asKnown(date: string, knownOn: string): string {
  const named = namings.get(date)?.findLast(({ publishedOn }) => publishedOn <= knownOn);
  if (named) return named.isOffDay ? "off" : "working";
  const published = firsts.get(Number(date.slice(0, 4)));
  if (published === undefined || published > knownOn) return "unknown";
  return [0, 6].includes(new Date(date).getUTCDay()) ? "off" : "working";
}

test("every one of the 4,748 days from 2014 to 2026 is classified right as known on that day itself: none of them unknown", () => {
  let days = 0;
  for (let date = isoDate("2014-01-01"); date <= "2026-12-31"; date = addDays(date, 1), days++) {
    const kind = calendar.dayKind(date, { knownOn: date });
    assert.notEqual(kind, "unknown", date);
    assert.equal(kind, asKnown(date, date), date);
  }
  assert.equal(days, 4_748);
});

test("and as known on the eve and on the day of every publication, cross-year make-up days and amendments in mid-holiday included", () => {
  const eves = heads.flatMap(({ publishedOn }) => [addDays(isoDate(publishedOn), -1), isoDate(publishedOn)]);
  const changed = new Set<string>();
  let asked = 0;
  for (let date = isoDate("2014-01-01"); date <= "2026-12-31"; date = addDays(date, 1)) {
    const kinds = eves.map((knownOn) => {
      asked++;
      const kind = calendar.dayKind(date, { knownOn });
      assert.equal(kind, asKnown(date, knownOn), `${date} known on ${knownOn}`);
      return kind;
    });
    if (kinds.includes("working") && kinds.includes("off")) changed.add(date);
  }
  assert.equal(asked, 4_748 * 2 * heads.length);
  // The days on whose kind notices contradict each other: the table below has some of them by name.
  for (const day of ["2015-09-03", "2018-12-29", "2019-05-02", "2020-01-31", "2020-02-01"])
    assert.ok(changed.has(day), day);
});

test("the sentences of the first notices are kept, as they were before any amendment", () => {
  const cases = readJson<{ year: number; description: string; expected: Day[] }[]>("description_parsing_cases.json");
  assert.equal(cases.length, 49);
  for (const { year, description, expected } of cases) {
    const published = heads.find((head) => head.year === year)?.publishedOn ?? "";
    for (const { date, isOffDay } of expected) {
      const kind = calendar.dayKind(isoDate(date), { knownOn: isoDate(published) });
      assert.equal(kind, isOffDay ? "off" : "working", `${description} ${date}`);
    }
  }
});

const kinds: readonly (readonly [day: string, knownOn: string, kind: string])[] = [
  ["2006-12-30", "2006-12-18", "working"],
  ["2006-12-30", "2006-12-17", "unknown"],
  ["2006-12-29", "2026-12-31", "unknown"],
  ["2018-12-29", "2018-12-05", "off"],
  ["2018-12-29", "2018-12-06", "working"],
  ["2022-12-31", "2022-12-07", "off"],
  ["2019-05-05", "2019-03-21", "off"],
  ["2019-05-05", "2019-03-22", "working"],
  ["2019-05-02", "2019-03-21", "working"],
  ["2019-05-02", "2019-03-22", "off"],
  ["2015-09-03", "2015-05-12", "working"],
  ["2015-09-03", "2015-05-13", "off"],
  ["2020-01-31", "2020-01-26", "working"],
  ["2020-01-31", "2020-01-27", "off"],
  ["2020-02-01", "2020-01-26", "working"],
  ["2020-02-01", "2020-01-27", "off"],
  ["2020-02-03", "2020-01-27", "working"],
  ["2026-01-01", "2025-11-03", "unknown"],
  ["2026-02-14", "2025-11-04", "working"],
  ["2026-09-20", "2026-01-01", "working"],
  ["2027-01-01", "2026-12-31", "unknown"],
  ["2027-01-02", "2026-12-31", "unknown"],
];
for (const [day, knownOn, kind] of kinds) {
  test(`${day}, asked on ${knownOn}, is ${kind}`, () => {
    assert.equal(calendar.dayKind(isoDate(day), { knownOn: isoDate(knownOn) }), kind);
  });
}

test("seven working days from a decision before the Spring Festival of 2020 depend on when one asks", () => {
  const term = { from: isoDate("2020-01-20"), days: 7 };
  assert.equal(calendar.addWorkingDays(term, { knownOn: isoDate("2020-01-20") }), "2020-02-04");
  assert.equal(calendar.addWorkingDays(term, { knownOn: isoDate("2020-01-27") }), "2020-02-06");
});

test("a term that runs into 2027 has no known end until its notice is published", () => {
  assert.equal(calendar.addWorkingDays({ from: isoDate("2026-12-28"), days: 7 }, today), "unknown");
});

test("every notice tells where it is from and was published before the year it rules on, or amends one that was", () => {
  for (const { notice, publishedOn, from, to, source } of notices) {
    assert.match(notice, /^国(办)?发明电〔20\d\d〕\d+号$|文号待查/);
    assert.match(source, /^https?:\/\/www\.gov\.cn\/\S+; /);
    assert.ok(publishedOn < to && (publishedOn < from || notice.includes("〔2020〕1号")), notice);
  }
});
