/** What the case desk says of clocks and of wording aids. */
import type { ProceedingClock } from "#contract/proceedings.ts";

/** The authority's clock that ends first, overdue ones before all; null where none runs for it. */
export function pressing(clocks: readonly ProceedingClock[]): ProceedingClock | null {
  const own = clocks.filter(({ runsFor, dueOn }) => runsFor === "authority" && dueOn !== null);
  return own.toSorted((a, b) => Number(b.overdue) - Number(a.overdue) || compare(a.dueOn, b.dueOn))[0] ?? null;
}

function compare(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return (a ?? "9999") < (b ?? "9999") ? -1 : 1;
}

/** Where a wording aid leaves a place for the officer: it stands between these, and nothing is sent while one is left. */
const place = /【[^】]*】|\[\[[^\]]*\]\]/u;

/** Whether a text still has a place that the officer was to fill. */
export function isUnfinished(text: string): boolean {
  return place.test(text);
}
