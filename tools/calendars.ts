/**
 * Writes `packs/cn/calendars/YEAR.json`, the State Council's holiday notices, from the holidays in the shared data
 * (licence in `packs/cn/calendars/NOTICES.md`); `--check` only says whether they are current.
 *
 * The data merge a year's notices into one list of days. Here they are taken apart again: each with its number and the day
 * on which it became public, so that a calendar can answer as it was known on any day.
 *
 * Run: node --import ./tools/tsx.ts tools/calendars.ts
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CalendarNotice } from "#contract/catalogue.ts";
import { inProject } from "#src/platform/config.ts";
import { sharedData } from "./shared-data.ts";

export const calendarsFolder = inProject("packs", "cn", "calendars");

interface Head {
  readonly year: number;
  /** 发文字号, read in copies of the notice; the title where no copy with its number was found. */
  readonly notice: string;
  readonly signedOn: string | null;
  readonly publishedOn: string;
  /** Where the day of publication comes from, when it is not that of the page on gov.cn. */
  readonly publishedAfter?: string;
  /** For a notice that amends the year's first one: the days it rules on, and what the first had said of them. */
  readonly amends?: {
    readonly days: readonly string[];
    readonly off: readonly string[];
    readonly makeUp: readonly string[];
  };
}

const uploadedLater = "the page on gov.cn was put up later (2008-03-28)";

/** In the order of publication; a year's first notice before the one that amends it. */
export const heads: readonly Head[] = [
  {
    year: 2007,
    notice: "国办发明电〔2006〕49号",
    signedOn: "2006-12-14",
    publishedOn: "2006-12-18",
    publishedAfter: `Xinhua of that day; ${uploadedLater}`,
  },
  {
    year: 2008,
    notice: "国务院办公厅关于2008年部分节假日安排的通知（文号待查）",
    signedOn: null,
    publishedOn: "2007-12-18",
    publishedAfter: `China News Service of that day, after the NDRC; ${uploadedLater}`,
  },
  { year: 2009, notice: "国办发明电〔2008〕42号", signedOn: null, publishedOn: "2008-12-10" },
  { year: 2010, notice: "国办发明电〔2009〕27号", signedOn: "2009-12-07", publishedOn: "2009-12-08" },
  { year: 2011, notice: "国办发明电〔2010〕40号", signedOn: "2010-12-09", publishedOn: "2010-12-10" },
  { year: 2012, notice: "国办发明电〔2011〕45号", signedOn: "2011-12-05", publishedOn: "2011-12-06" },
  { year: 2013, notice: "国办发明电〔2012〕33号", signedOn: "2012-12-08", publishedOn: "2012-12-10" },
  {
    year: 2014,
    notice: "国办发明电〔2013〕28号",
    signedOn: "2013-12-11",
    publishedOn: "2013-12-11",
    publishedAfter: "Xinhua of that day; the page on gov.cn was put up later (2014-01-02)",
  },
  { year: 2015, notice: "国办发明电〔2014〕28号", signedOn: "2014-12-16", publishedOn: "2014-12-16" },
  {
    year: 2015,
    notice: "国发明电〔2015〕1号",
    signedOn: "2015-05-13",
    publishedOn: "2015-05-13",
    amends: { days: ["2015-09-03", "2015-09-04", "2015-09-05", "2015-09-06"], off: [], makeUp: [] },
  },
  { year: 2016, notice: "国办发明电〔2015〕18号", signedOn: "2015-12-10", publishedOn: "2015-12-10" },
  { year: 2017, notice: "国办发明电〔2016〕17号", signedOn: "2016-12-01", publishedOn: "2016-12-01" },
  { year: 2018, notice: "国办发明电〔2017〕12号", signedOn: "2017-11-30", publishedOn: "2017-11-30" },
  { year: 2019, notice: "国办发明电〔2018〕15号", signedOn: "2018-12-04", publishedOn: "2018-12-06" },
  {
    year: 2019,
    notice: "国办发明电〔2019〕3号",
    signedOn: "2019-03-22",
    publishedOn: "2019-03-22",
    amends: {
      days: ["2019-04-28", "2019-05-01", "2019-05-02", "2019-05-03", "2019-05-04", "2019-05-05"],
      off: ["2019-05-01"],
      makeUp: [],
    },
  },
  { year: 2020, notice: "国办发明电〔2019〕16号", signedOn: "2019-11-21", publishedOn: "2019-11-21" },
  {
    year: 2020,
    notice: "国办发明电〔2020〕1号",
    signedOn: "2020-01-26",
    publishedOn: "2020-01-27",
    amends: { days: ["2020-01-31", "2020-02-01", "2020-02-02", "2020-02-03"], off: [], makeUp: ["2020-02-01"] },
  },
  { year: 2021, notice: "国办发明电〔2020〕27号", signedOn: "2020-11-25", publishedOn: "2020-11-25" },
  { year: 2022, notice: "国办发明电〔2021〕11号", signedOn: "2021-10-25", publishedOn: "2021-10-25" },
  { year: 2023, notice: "国办发明电〔2022〕16号", signedOn: "2022-12-08", publishedOn: "2022-12-08" },
  {
    year: 2024,
    notice: "国办发明电〔2023〕7号",
    signedOn: "2023-10-25",
    publishedOn: "2023-10-25",
    publishedAfter: "Xinhua of that day; the address of the page tells the month",
  },
  {
    year: 2025,
    notice: "国办发明电〔2024〕12号",
    signedOn: "2024-11-12",
    publishedOn: "2024-11-12",
    publishedAfter: "Xinhua of that day; the address of the page tells the month",
  },
  {
    year: 2026,
    notice: "国办发明电〔2025〕7号",
    signedOn: "2025-11-04",
    publishedOn: "2025-11-04",
    publishedAfter: "Xinhua of that day; the address of the page tells the month",
  },
];

interface Day {
  readonly date: string;
  readonly isOffDay: boolean;
}

interface YearFile {
  readonly papers: readonly string[];
  readonly days: readonly Day[];
}

/** The notices of a year, in the order of publication. */
function noticesOf(dataDir: string, year: number): CalendarNotice[] {
  const file = readFileSync(join(dataDir, "holidays", `${year}.json`), "utf8");
  const { papers, days } = JSON.parse(file) as YearFile;
  const ofYear = heads.filter((head) => head.year === year);
  if (ofYear.length !== papers.length) throw new Error(`${year}: ${papers.length} papers, ${ofYear.length} notices`);
  const amended = new Set(ofYear.flatMap(({ amends }) => amends?.days ?? []));
  return ofYear.map((head, at) => {
    const own = head.amends
      ? days.filter(({ date }) => head.amends?.days.includes(date))
      : days.filter(({ date }) => !amended.has(date));
    const earlier = head.amends ? [] : ofYear.flatMap(({ amends }) => (amends ? [amends] : []));
    const off = [
      ...own.filter(({ isOffDay }) => isOffDay).map(({ date }) => date),
      ...earlier.flatMap((one) => one.off),
    ].sort();
    // A weekday the data call "no day off" (2020-02-03) is no make-up day: it is worked as every Monday is.
    const makeUp = [
      ...own.filter(({ date, isOffDay }) => !isOffDay && isWeekend(date)).map(({ date }) => date),
      ...earlier.flatMap((one) => one.makeUp),
    ].sort();
    const named = [...off, ...makeUp].sort();
    return {
      notice: head.notice,
      publishedOn: head.publishedOn,
      from: head.amends ? (named[0] ?? "") : ([named[0] ?? "", `${year}-01-01`].sort()[0] ?? ""),
      to: head.amends ? (named.at(-1) ?? "") : `${year}-12-31`,
      off,
      makeUp,
      source: sourceOf(head, papers[at] ?? ""),
    };
  });
}

function sourceOf({ signedOn, publishedAfter }: Head, paper: string): string {
  const signed = signedOn === null ? "date of signature not found" : `signed ${signedOn}`;
  return `${paper}; ${signed}; published: ${publishedAfter ?? "date in the address of the page"}; days: holiday-cn`;
}

function isWeekend(date: string): boolean {
  return [0, 6].includes(new Date(date).getUTCDay());
}

/** Every file as it should stand: name to text. */
export function calendarTexts(dataDir: string): ReadonlyMap<string, string> {
  const years = [...new Set(heads.map(({ year }) => year))];
  return new Map(years.map((year) => [`${year}.json`, `${JSON.stringify(noticesOf(dataDir, year), null, 1)}\n`]));
}

if (import.meta.main) {
  const texts = calendarTexts(sharedData());
  for (const [name, text] of texts) {
    const file = join(calendarsFolder, name);
    if (!process.argv.includes("--check")) writeFileSync(file, text);
    else if (readFileSync(file, "utf8") !== text) process.exitCode = 1;
  }
}
