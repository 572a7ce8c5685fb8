/**
 * Working days. A calendar is made of the State Council's notices with their dates of publication, not of one table a
 * year: a make-up day may be announced in the next year's notice (2018-12-29), a notice amended in mid-holiday (2020-01-31).
 * What was a working day therefore depends on the day one asks from (DOMAIN.md 11.11). Terms of the Penalty Law are
 * working days (art 85); the term begins on the day after the event (民法典 201).
 */
import { addDays, type IsoDate, isoDate } from "./date.ts";

/** A notice as packs carry it (`CalendarNotice` of the contract); days as `YYYY-MM-DD`. */
export interface HolidayNotice {
  readonly notice: string;
  readonly publishedOn: string;
  /** First and last day it rules on. */
  readonly from: string;
  readonly to: string;
  readonly off: readonly string[];
  /** Saturdays and Sundays that are worked. */
  readonly makeUp: readonly string[];
}

export type DayKind = "working" | "off" | "unknown";

/** The day as of whose publications one asks. */
export interface KnownOn {
  readonly knownOn: IsoDate;
}

export interface Calendar {
  /**
   * What a day is, by the latest notice known that names it; a day inside a known notice's reach that none names is
   * worked from Monday to Friday. Past the last notice it is `unknown`: weekends alone would be a guess.
   */
  dayKind(date: IsoDate, known: KnownOn): DayKind;
  /** The last day any notice known rules on; null where none is known. */
  reachesTo(known: KnownOn): IsoDate | null;
  /** The notice that decides what a day is; null where it is unknown. */
  noticeFor(date: IsoDate, known: KnownOn): string | null;
  /**
   * The last day of a term of `days` working days that begins on the day after `from`; `from` itself for 0. `unknown`
   * where the term reaches a day that is. Throws RangeError for less than 0 or fractions of days.
   */
  addWorkingDays(term: { readonly from: IsoDate; readonly days: number }, known: KnownOn): IsoDate | "unknown";
  /** Working days after `from` up to and with `to`, negative where `to` is earlier; `unknown` where one of the days is. */
  workingDaysBetween(span: { readonly from: IsoDate; readonly to: IsoDate }, known: KnownOn): number | "unknown";
}

/** What one notice says of one day. */
interface Naming {
  readonly notice: string;
  readonly publishedOn: IsoDate;
  readonly kind: "working" | "off";
}

interface Reach {
  readonly notice: string;
  readonly publishedOn: IsoDate;
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** Builds a calendar. Throws RangeError where a notice contradicts itself or names a day outside its reach. */
export function calendarFrom(notices: readonly HolidayNotice[]): Calendar {
  const namings = new Map<IsoDate, Naming[]>();
  const reaches: Reach[] = [];
  const inOrder = [...notices].sort((a, b) => (a.publishedOn < b.publishedOn ? -1 : 1));
  for (const { notice, publishedOn, from, to, off, makeUp } of inOrder) {
    const reach = { notice, publishedOn: isoDate(publishedOn), from: isoDate(from), to: isoDate(to) };
    reaches.push(reach);
    for (const day of off) name(namings, reach, { day: isoDate(day), kind: "off" });
    for (const day of makeUp) name(namings, reach, { day: isoDate(day), kind: "working" });
  }
  return calendarOf(namings, reaches);
}

function name(
  namings: Map<IsoDate, Naming[]>,
  { notice, publishedOn, from, to }: Reach,
  { day, kind }: { day: IsoDate; kind: "working" | "off" },
): void {
  const known = namings.get(day) ?? [];
  if (day < from || day > to) throw new RangeError(`${notice} names ${day}, outside its reach`);
  if (kind === "working" && !isWeekend(day))
    throw new RangeError(`${notice} makes ${day} a make-up day, but it is a weekday`);
  if (known.some((one) => one.publishedOn === publishedOn))
    throw new RangeError(`${day} is named twice on ${publishedOn}`);
  namings.set(day, [...known, { notice, publishedOn, kind }]);
}

function calendarOf(namings: ReadonlyMap<IsoDate, readonly Naming[]>, reaches: readonly Reach[]): Calendar {
  const find = (date: IsoDate, { knownOn }: KnownOn): Naming | null => {
    const naming = namings.get(date)?.findLast(({ publishedOn }) => publishedOn <= knownOn);
    if (naming) return naming;
    const reach = reaches.find((one) => one.from <= date && date <= one.to && one.publishedOn <= knownOn);
    return reach ? { ...reach, kind: isWeekend(date) ? "off" : "working" } : null;
  };
  const dayKind = (date: IsoDate, known: KnownOn): DayKind => find(date, known)?.kind ?? "unknown";
  return {
    dayKind,
    reachesTo: ({ knownOn }) =>
      reaches
        .filter(({ publishedOn }) => publishedOn <= knownOn)
        .reduce<IsoDate | null>((last, { to }) => (last === null || to > last ? to : last), null),
    noticeFor: (date, known) => find(date, known)?.notice ?? null,
    addWorkingDays({ from, days }, known) {
      if (!Number.isInteger(days) || days < 0) throw new RangeError("a term has whole days, none of them negative");
      let date = from;
      for (let left = days; left > 0; ) {
        date = addDays(date, 1);
        const kind = dayKind(date, known);
        if (kind === "unknown") return "unknown";
        if (kind === "working") left--;
      }
      return date;
    },
    workingDaysBetween({ from, to }, known) {
      const [first, last] = from <= to ? [from, to] : [to, from];
      let count = 0;
      for (let date = first; date < last; ) {
        date = addDays(date, 1);
        const kind = dayKind(date, known);
        if (kind === "unknown") return "unknown";
        if (kind === "working") count++;
      }
      return from <= to || count === 0 ? count : -count;
    },
  };
}

function isWeekend(date: IsoDate): boolean {
  const weekday = new Date(date).getUTCDay();
  return weekday === 0 || weekday === 6;
}
