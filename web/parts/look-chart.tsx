import type { Voice } from "#web/voice.ts";
import { Columns } from "./bars.tsx";
import type { OwnLook } from "./look-table.tsx";

/** Looks by month of those listed; what was refused is told apart. */
export function LookChart({ voice, looks }: { voice: Voice; looks: readonly OwnLook[] }) {
  const { say } = voice;
  const byMonth = Map.groupBy(looks, ({ at }) => at.slice(0, 7));
  const columns = [...byMonth]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, ofMonth]) => {
      const refused = ofMonth.filter(({ outcome }) => outcome === "refused").length;
      return {
        key: month,
        name: month.replace("-", "."),
        bars: [
          { tone: "plain" as const, count: ofMonth.length - refused },
          { tone: "adverse" as const, count: refused },
        ],
      };
    });
  return (
    <figure class="chart">
      <p class="chart-legend" aria-hidden="true">
        <span class="key key-plain">{say("look.outcome.shown")}</span>
        <span class="key key-adverse">{say("look.outcome.refused")}</span>
      </p>
      <Columns label={say("look.chart", { count: looks.length, months: columns.length })} columns={columns} />
    </figure>
  );
}
