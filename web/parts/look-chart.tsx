import { addMonths, type IsoDate, shanghaiDate } from "#core/time/date.ts";
import type { Voice } from "#web/voice.ts";
import { Columns } from "./bars.tsx";
import type { OwnLook } from "./look-table.tsx";

const monthsMin = 12;

/** Looks by month of those listed, a year of them or more; what was refused is told apart. */
export function LookChart({ voice, looks }: { voice: Voice; looks: readonly OwnLook[] }) {
  const { say } = voice;
  const byMonth = Map.groupBy(looks, ({ at }) => monthOf(at));
  const columns = monthsUpTo([...byMonth.keys()]).map((month) => {
    const ofMonth = byMonth.get(month) ?? [];
    const refused = ofMonth.filter(({ outcome }) => outcome === "refused").length;
    return {
      key: month,
      name: month.slice(2).replace("-", "."),
      bars: [
        { tone: "plain" as const, count: ofMonth.length - refused },
        { tone: "adverse" as const, count: refused },
      ],
    };
  });
  return (
    <figure class="chart chart-narrow">
      <p class="chart-legend" aria-hidden="true">
        <span class="key key-plain">{say("look.outcome.shown")}</span>
        <span class="key key-adverse">{say("look.outcome.refused")}</span>
      </p>
      <Columns label={say("look.chart", { count: looks.length, months: columns.length })} columns={columns} />
    </figure>
  );
}

function monthOf(instant: string): string {
  return shanghaiDate(new Date(instant)).slice(0, 7);
}

/** Every month from the first to the last, and so many before that it is a year. */
function monthsUpTo(months: readonly string[]): string[] {
  const sorted = [...months].sort();
  const last = `${sorted.at(-1)}-01` as IsoDate;
  const all: string[] = [];
  for (let back = 0; all.length < monthsMin || (all.at(-1) ?? "") > (sorted[0] ?? ""); back++)
    all.push(addMonths(last, -back).slice(0, 7));
  return all.reverse();
}
