/**
 * Dates as agencies write them. Nothing is guessed: what can be read in one way only is read, everything else is refused
 * with its reason (ARCHITECTURE rule 13).
 */
import type { Bilingual } from "../refusal.ts";
import { addDays, daysInMonth, type IsoDate, isoDate, shanghaiDate } from "./date.ts";
import reasons from "./reasons.json" with { type: "json" };

export type DateReasonCode = keyof typeof reasons;

export interface DateNote {
  readonly code: DateReasonCode;
  readonly params?: Readonly<Record<string, string | number>>;
}

/**
 * `date`: a day, with notes on how it was read. `open-ended`: written for "no end" (长期, 2099-12-31, a dash); the caller
 * accepts it only where an end is asked for, and refuses it anywhere else. `refused`: not to be read; `note` says why.
 */
export type AgencyDate =
  | { readonly kind: "date"; readonly date: IsoDate; readonly notes: readonly DateNote[] }
  | { readonly kind: "open-ended"; readonly notes: readonly DateNote[] }
  | { readonly kind: "refused"; readonly note: DateNote };

/** Writes a note out in both languages. */
export function dateReasonOf({ code, params = {} }: DateNote): Bilingual & { readonly code: DateReasonCode } {
  const fill = (sentence: string) => sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ""));
  return { code, zh: fill(reasons[code].zh), en: fill(reasons[code].en) };
}

/** What a form of writing yields: day, month and year as numbers, a day already, or a refusal. */
type Reading =
  | { readonly year: number; readonly month: number; readonly day: number; readonly notes?: readonly DateNote[] }
  | { readonly date: IsoDate; readonly notes: readonly DateNote[] }
  | { readonly refused: DateReasonCode };

interface Form {
  readonly pattern: RegExp;
  readonly read: (groups: Readonly<Record<string, string | undefined>>) => Reading;
}

const time =
  "(?:[ T]*(?:上午|下午|[AP]M)? ?(?<hour>\\d{1,2})[:时点](?<minute>\\d{1,2})?(?:[:分](?<second>\\d{1,2})?(?:\\.\\d+)?)?秒?(?: ?[AP]M)?)?";
const ymd = (groups: Readonly<Record<string, string | undefined>>): Reading => ({
  year: Number(groups["year"]),
  month: Number(groups["month"]),
  day: Number(groups["day"]),
});
const refusal = (refused: DateReasonCode) => (): Reading => ({ refused });

const months = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");
const monthName = `(?<name>${months.join("|")})[A-Z]*\\.?`;
const named = (groups: Readonly<Record<string, string | undefined>>): Reading => ({
  year: Number(groups["year"]),
  month: months.indexOf(groups["name"] ?? "") + 1,
  day: Number(groups["day"]),
});

/** Ways of writing, tried in this order; the first whose pattern fits decides. */
const forms: readonly Form[] = [
  { pattern: /^(?:农历|阴历|民国|昭和|平成|令和|公元前)/, read: refusal("date.other-calendar") },
  {
    pattern: /^(?<instant>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))$/,
    read: ({ instant = "" }) => readInstant(instant),
  },
  { pattern: new RegExp(`^(?<year>\\d{4})[-/.,、 ](?<month>\\d{1,2})[-/.,、 ](?<day>\\d{1,2})${time}$`), read: ymd },
  { pattern: new RegExp(`^(?<year>\\d{4})年(?<month>\\d{1,2})月(?<day>\\d{1,2})[日号]?${time}$`), read: ymd },
  {
    pattern: /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?:(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})?)?$/,
    read: ymd,
  },
  {
    pattern:
      /^(?<year>[〇○零O一二三四五六七八九]{4})年(?<month>元|[一二三四五六七八九十]{1,2})月(?<day>[一二三四五六七八九十廿卅]{1,3})[日号]?$/,
    read: ({ year = "", month = "", day = "" }) => ({
      year: Number([...year].map(digitOf).join("")),
      month: numeralOf(month),
      day: numeralOf(day),
      notes: [{ code: "date.chinese-numerals" }],
    }),
  },
  { pattern: new RegExp(`^(?<day>\\d{1,2})[- ]${monthName}[-, ]+(?<year>\\d{4})$`), read: named },
  { pattern: new RegExp(`^${monthName} (?<day>\\d{1,2}),? (?<year>\\d{4})$`), read: named },
  {
    pattern: new RegExp(`^(?<first>\\d{1,2})[-/.](?<other>\\d{1,2})[-/.](?<year>\\d{4})${time}$`),
    read: ({ first, other, year }) => yearLast({ first: Number(first), second: Number(other), year: Number(year) }),
  },
  { pattern: /^(?<serial>[1-7]\d{4})(?:\.\d+)?$/, read: ({ serial }) => readSerial(Number(serial)) },
  { pattern: /^[’']?\d{2}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日?)/, read: refusal("date.two-digit-year") },
  { pattern: /^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}$|^\d{1,2}[- ][A-Z]{3,9}[- ]\d{2}$/, read: refusal("date.two-digit-year") },
  { pattern: /^\d{4}(?:[-/.]\d{1,2}|年(?:\d{1,2}月)?)?$/, read: refusal("date.incomplete") },
  {
    pattern: /^[〇○零O一二三四五六七八九]{4}年(?:[元一二三四五六七八九十]{1,2}月)?$/,
    read: refusal("date.incomplete"),
  },
  { pattern: /^(?:\d{1,2}[-/.]\d{1,2}|\d{1,2}月\d{1,2}[日号]?)$/, read: refusal("date.incomplete") },
  { pattern: /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])$/, read: refusal("date.incomplete") },
  { pattern: /^\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/, read: refusal("date.two-digit-year") },
  { pattern: /\d{4}[-/.年]\d{1,2}.*(?:至|到|~|—|-| )\D*\d{4}[-/.年]\d{1,2}/, read: refusal("date.several") },
];

const openWords = new Set(
  "长期 长期有效 长期有效期 永久 永久有效 永久性 终身 终身有效 无固定期限 无期限 无限期 不限 不限期 无有效期 未定 LONGTERM LONG-TERM PERMANENT".split(
    " ",
  ),
);
/** Days written for "no end"; beyond 2099 any first or last day of a month is (2999-12-31, 9999-01-01). */
const openDays: ReadonlySet<string> = new Set(["2099-12-31", "2099-12-30", "2099-12-01", "2099-01-31", "2099-01-01"]);
const longest = 60;

/**
 * Reads a date as agencies write it: `2023-01-05`, `2023/1/5`, `2023.1.5`, `20230105`, `2023年1月5日`, `二〇二三年一月五日`,
 * with a time behind, full-width, an instant with its zone, `5 Jan 2023`, a spreadsheet's serial number. Refused: two-digit
 * years, missing parts, days that do not exist, an order of day and month that could be two.
 */
export function parseAgencyDate(raw: string): AgencyDate {
  if (raw.length > longest) return { kind: "refused", note: { code: "date.too-long" } };
  const text = plain(raw);
  if (text === "") return { kind: "refused", note: { code: "date.empty" } };
  if (/^-+$/.test(text)) return { kind: "open-ended", notes: [{ code: "date.open-dash" }] };
  if (openWords.has(text.replaceAll(" ", ""))) return { kind: "open-ended", notes: [{ code: "date.open-word" }] };
  for (const { pattern, read } of forms) {
    const groups = pattern.exec(text);
    if (groups) return settle(read(groups.groups ?? {}), groups.groups ?? {});
  }
  return { kind: "refused", note: { code: "date.form" } };
}

/** Half-width capitals, one kind of dash, single spaces, nothing invisible, no day of the week. */
function plain(raw: string): string {
  return raw
    .normalize("NFKC")
    .replace(/[[\p{Cc}\p{Cf}]--[\t-\r]]/gv, "")
    .replace(/[\p{Pd}\u2212\u2500\u30FC]/gu, "-")
    .replace(/\s+/g, " ")
    .replace(/ ?\(?(?:星期|周)[一二三四五六日天]\)?/, "")
    .replace(/^[ '"]+|[ '"]+$/g, "")
    .toUpperCase();
}

/** Turns a reading into a day, if there is such a day and such a time. */
function settle(reading: Reading, { hour, minute, second }: Readonly<Record<string, string | undefined>>): AgencyDate {
  if ("refused" in reading) return { kind: "refused", note: { code: reading.refused } };
  if ("date" in reading) return orOpen(reading.date, reading.notes);
  const { year, month, day, notes = [] } = reading;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth({ year, month })) {
    return { kind: "refused", note: { code: "date.no-such-day" } };
  }
  const [hours, minutes, seconds] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  // 24:00 is the end of its day, and the day is what counts.
  if (hours > 24 || minutes > 59 || seconds > 60) return { kind: "refused", note: { code: "date.no-such-time" } };
  const more: DateNote[] = hours + minutes + seconds > 0 ? [{ code: "date.time-dropped" }] : [];
  return orOpen(dayOf({ year, month, day }), [...notes, ...more]);
}

function dayOf({ year, month, day }: { year: number; month: number; day: number }): string {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** The day itself, "no end" where it is written for that, a refusal where the year cannot be meant. */
function orOpen(day: string, notes: readonly DateNote[]): AgencyDate {
  if (openDays.has(day) || (day > "2100" && /-(01-01|01-31|12-01|12-30|12-31)$/.test(day))) {
    return { kind: "open-ended", notes: [...notes, { code: "date.open-far" }] };
  }
  if (day < "1900" || day > "2100") {
    return { kind: "refused", note: { code: "date.year-out-of-range", params: { year: day.slice(0, 4) } } };
  }
  return { kind: "date", date: isoDate(day), notes };
}

function readInstant(text: string): Reading {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) return { refused: "date.no-such-day" };
  const day = instant.getTime() < lastSummerTime ? isoDate(wallDay.format(instant)) : shanghaiDate(instant);
  return { date: day, notes: [{ code: "date.instant" }] };
}

// Midnights of the summers of 1986 to 1991 are written 15:00Z, not 16:00Z: without this they would fall on the day before.
const lastSummerTime = Date.parse("1992-01-01");
const wallDay = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai", dateStyle: "short" });

/** Day, month and year with the year last: read where only one order makes a day, or both the same. */
function yearLast({ first, second, year }: { first: number; second: number; year: number }): Reading {
  if (first <= 12 && second <= 12 && first !== second) return { refused: "date.day-month-order" };
  const [day, month] = first > 12 ? [first, second] : [second, first];
  return { year, month, day, notes: [{ code: "date.unique-order" }] };
}

const firstSerialDay = isoDate("1899-12-30");

/**
 * Days since 30 December 1899: the 1900 system counts a 29 February 1900 that never was, so serials are right from 1 March
 * 1900. Read from 18264 (1950-01-01) to 73050 (2099-12-31): smaller and larger numbers are something else.
 */
function readSerial(serial: number): Reading {
  if (serial < 18_264 || serial > 73_050) return { refused: "date.form" };
  return { date: addDays(firstSerialDay, serial), notes: [{ code: "date.excel-serial" }] };
}

function digitOf(character: string): number {
  return "〇一二三四五六七八九".indexOf(character.replace(/[○零O]/, "〇"));
}

/** 一 to 三十一, 廿三, 元 (the first month). */
function numeralOf(text: string): number {
  if (text === "元") return 1;
  const spelled = text.replace("廿", "二十").replace("卅", "三十");
  const [tens, ones] = spelled.includes("十") ? spelled.split("十") : ["零", spelled];
  const ten = tens === "" ? 1 : digitOf(tens ?? "");
  return ten * 10 + (ones ? digitOf(ones) : 0);
}
