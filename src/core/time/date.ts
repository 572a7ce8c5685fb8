/**
 * Dates of law: calendar days in Asia/Shanghai, written `YYYY-MM-DD` (DOMAIN.md 10). An instant is another thing, has
 * another type and never stands where a date is meant (ARCHITECTURE rule 6).
 */
declare const isoDateBrand: unique symbol;
/** A day that exists, as `YYYY-MM-DD`, year 1000 to 9999; strings of it sort as days do. */
export type IsoDate = string & { readonly [isoDateBrand]: true };

const dayMs = 86_400_000;

/** The day written so, or null where it is no such day (2023-02-29, 2023-13-01, 23-1-1). */
export function parseIsoDate(text: string): IsoDate | null {
  // Rows carry several days each and come by the million: the text is read in place, without taking it apart.
  if (text.length !== 10) return null;
  for (let place = 0; place < 10; place++) {
    const code = text.charCodeAt(place);
    if (place === 4 || place === 7 ? code !== hyphen : code < zero || code > zero + 9) return null;
  }
  const digit = (place: number) => text.charCodeAt(place) - zero;
  const month = digit(5) * 10 + digit(6);
  const day = digit(8) * 10 + digit(9);
  if (digit(0) === 0 || month < 1 || month > 12 || day < 1) return null;
  return day <= 28 || day <= daysInMonth({ year: Number(text.slice(0, 4)), month }) ? (text as IsoDate) : null;
}
const zero = "0".charCodeAt(0);
const hyphen = "-".charCodeAt(0);

/** As {@link parseIsoDate}, for constants of ours: throws where the text is no day. */
export function isoDate(text: string): IsoDate {
  const date = parseIsoDate(text);
  if (!date) throw new RangeError("not an ISO date");
  return date;
}

/** Number of days of a month, 1 to 12, in the Gregorian calendar. */
export function daysInMonth({ year, month }: { year: number; month: number }): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The day in Asia/Shanghai at an instant. China has kept UTC+8 without summer time since 1991. */
export function shanghaiDate(instant: Date): IsoDate {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10) as IsoDate;
}

/** `days` calendar days later (earlier, if negative). */
export function addDays(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10) as IsoDate;
}

/** Months later; the last day of the month where the month is too short (31 January + 1 month = 28 February). */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  const day = Math.min(Number(date.slice(8)), daysInMonth({ year, month }));
  return `${year}-${month < 10 ? "0" : ""}${month}-${day < 10 ? "0" : ""}${day}` as IsoDate;
}

/** Years later; 29 February becomes 28 February in common years. */
export function addYears(date: IsoDate, years: number): IsoDate {
  return addMonths(date, years * 12);
}

/** Calendar days from one day to another; negative where `to` is earlier. */
export function daysBetween({ from, to }: { from: IsoDate; to: IsoDate }): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

/** The earlier of two days, where null means "never". */
export function earlier(a: IsoDate | null, b: IsoDate | null): IsoDate | null {
  if (a === null) return b;
  return b === null || a < b ? a : b;
}
