/** The case desk's order: clocks that have run out first, then those that run out soonest. */
import type { ProceedingClock, ProceedingLine } from "#contract/proceedings.ts";

/** The authority's clock that ends first, overdue ones before all; null where none runs for it. */
export function pressing(clocks: readonly ProceedingClock[]): ProceedingClock | null {
  const own = clocks.filter(({ runsFor, dueOn }) => runsFor === "authority" && dueOn !== null);
  return own.toSorted((a, b) => Number(b.overdue) - Number(a.overdue) || compare(a.dueOn, b.dueOn))[0] ?? null;
}

/** Overdue first, then by the day on which the authority's time ends; then what is not yet listed, listed, over; the oldest first. */
export function mostPressingFirst(lines: readonly ProceedingLine[]): ProceedingLine[] {
  const key = ({ clocks, openedOn, state }: ProceedingLine) => {
    const clock = pressing(clocks);
    const stage = state.final ? "2" : state.inForce ? "1" : "0";
    return [clock?.overdue ? "0" : "1", clock?.dueOn ?? "9999", stage, openedOn].join(" ");
  };
  return lines.toSorted((a, b) => compare(key(a), key(b)));
}

function compare(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return (a ?? "9999") < (b ?? "9999") ? -1 : 1;
}

/** How many of each, the most first. */
export function tallied<T>(things: readonly T[], of: (thing: T) => string): [string, number][] {
  return [...Map.groupBy(things, of)]
    .map(([key, own]): [string, number] => [key, own.length])
    .sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
}

/** Where a wording aid leaves a place for the officer: it stands between these, and nothing is sent while one is left. */
const place = /【[^】]*】|\[\[[^\]]*\]\]/u;

/** Whether a text still has a place that the officer was to fill. */
export function isUnfinished(text: string): boolean {
  return place.test(text);
}
