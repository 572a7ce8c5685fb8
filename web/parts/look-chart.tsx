import { type countOwnLooks, looksCountedMax } from "#contract/access.ts";
import type { Answered } from "#contract/endpoint.ts";
import type { Voice } from "#web/voice.ts";
import { Columns } from "./bars.tsx";

type Month = Answered<typeof countOwnLooks>["months"][number];

/** Looks by month, a year of them; what was refused is told apart. */
export function LookChart({ voice, months }: { voice: Voice; months: readonly Month[] }) {
  const { say } = voice;
  const columns = months.map(({ month, shown, refused }) => ({
    key: month,
    name: month.slice(2).replace("-", "."),
    bars: [
      { tone: "plain" as const, count: shown },
      { tone: "adverse" as const, count: refused },
    ],
  }));
  const count = months.reduce((sum, { shown, refused }) => sum + shown + refused, 0);
  return (
    <figure class="chart chart-narrow">
      <p class="chart-legend" aria-hidden="true">
        <span class="key key-plain">{say("look.outcome.shown")}</span>
        <span class="key key-adverse">{say("look.outcome.refused")}</span>
      </p>
      <Columns label={say("look.chart", { count, months: columns.length })} columns={columns} />
      {months.some(({ more }) => more) && (
        <figcaption class="quiet">{say("look.chart.more", { most: looksCountedMax })}</figcaption>
      )}
    </figure>
  );
}
