/** The clock of the officer's desk: months that have ended and of which nothing was heard. */
import { getTimeliness, type Timeliness } from "#contract/sending-aids.ts";
import type { Call } from "./page.ts";

/** First and last day of the month before a day. */
export function monthBefore(day: string): { readonly from: string; readonly to: string } {
  const [year = 0, month = 0] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 2, 1));
  const last = new Date(Date.UTC(year, month - 1, 0));
  return { from: first.toISOString().slice(0, 10), to: last.toISOString().slice(0, 10) };
}

/** Items with a clock of which last month brought neither a decision nor a nil return. */
export async function nilReturnsDue(call: Call, today: string): Promise<readonly Timeliness[]> {
  const found = await call(getTimeliness, { query: monthBefore(today) });
  if (!found.ok) return [];
  return found.value.items.filter(
    ({ decisions, nilReturns, from, to }) =>
      decisions === 0 && !nilReturns.some((nil) => nil.from <= from && nil.to >= to),
  );
}

/** Late ones first, then those that sent most. */
export function latestFirst(items: readonly Timeliness[]): Timeliness[] {
  return items.toSorted((a, b) => b.late - a.late || b.decisions - a.decisions || (a.item < b.item ? -1 : 1));
}
