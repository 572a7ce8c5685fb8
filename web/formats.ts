/** How days, instants, numbers and money are written, and how people may type a day. */
import { type IsoDate, parseIsoDate, shanghaiDate } from "#core/time/date.ts";
import type { Lang } from "./words.ts";

const months = "January February March April May June July August September October November December".split(" ");

/** `2026年3月1日`, `1 March 2026`; of an instant, its day in Shanghai; what is no day is written as it came. */
export function day(lang: Lang, date: string): string {
  if (date.length > 10) {
    const at = new Date(date);
    return Number.isNaN(at.getTime()) ? date : day(lang, shanghaiDate(at));
  }
  const [year, month, dayOfMonth] = date.split("-").map(Number);
  if (!year || !month || !dayOfMonth) return date;
  return lang === "zh" ? `${year}年${month}月${dayOfMonth}日` : `${dayOfMonth} ${months[month - 1]} ${year}`;
}

/** `2026年3月`, `March 2026` of `2026-03`. */
export function monthName(lang: Lang, month: string): string {
  const [year, number] = month.split("-").map(Number);
  if (!year || !number) return month;
  return lang === "zh" ? `${year}年${number}月` : `${months[number - 1]} ${year}`;
}

/** An instant as day and minute in Asia/Shanghai: `2026年3月1日 09:05`. */
export function moment(lang: Lang, instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  const clock = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);
  return `${day(lang, shanghaiDate(at))} ${clock}`;
}

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });

/** `12,345.6`: grouped the same way in both languages. */
export function number(value: number): string {
  return grouped.format(value);
}

const groupedIfLong = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6, useGrouping: "min2" });

/** `2026`, `12,345`: a number of which nobody says whether it is a year or an amount; four digits stand together. */
export function figure(value: number): string {
  return groupedIfLong.format(value);
}

/** Several things in a row: `甲、乙`, `a, b`. */
export function row(lang: Lang, things: readonly string[]): string {
  return things.join(lang === "zh" ? "、" : ", ");
}

/** Bytes as `3.4 MB`. */
export function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const step = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${number(Math.round((bytes / 1000 ** step) * 10) / 10)} ${units[step]}`;
}

/**
 * The day a person typed, or null: `2026-3-1`, `2026/03/01`, `2026.3.1`, `20260301`, `2026年3月1日`, `1 March 2026`,
 * `Mar 1, 2026`, in full-width figures too. Day and month without a name in another order (`1/3/2026`) are ambiguous
 * and therefore no day: nothing is guessed.
 */
export function typedDay(text: string): IsoDate | null {
  const plain = text.normalize("NFKC").trim().toLowerCase();
  const numeric =
    /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?$/.exec(plain.replace(/\s+/g, "")) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (numeric) return dayOf(numeric[1], numeric[2], numeric[3]);
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})$/.exec(plain);
  if (dayFirst) return dayOf(dayFirst[3], monthNumber(dayFirst[2]), dayFirst[1]);
  const monthFirst = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/.exec(plain);
  if (monthFirst) return dayOf(monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2]);
  return null;
}

function monthNumber(name: string | undefined): string {
  return String(1 + months.findIndex((month) => month.toLowerCase().startsWith(name ?? "-")));
}

function dayOf(year = "", month = "", dayOfMonth = ""): IsoDate | null {
  return parseIsoDate(`${year}-${month.padStart(2, "0")}-${dayOfMonth.padStart(2, "0")}`);
}
