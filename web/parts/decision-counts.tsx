import type { Counts } from "#web/pages/double-publicity.tsx";
import type { Voice } from "#web/voice.ts";
import { type Bar, BarTable, Columns, sum } from "./bars.tsx";

type Count = Counts["counts"][number];

/** The counts that satisfy `of`, one bar an item. */
function barsOf(counts: Counts, of: (count: Count) => boolean): Bar[] {
  return Object.keys(counts.items).map((item) => ({
    tone: toneOf(item),
    count: counts.counts.reduce((all, one) => (one.item === item && of(one) ? all + one.recorded : all), 0),
  }));
}

/** Permits and penalties by month: a chart, and the same figures in a table. */
export function MonthChart({ voice, counts }: { voice: Voice; counts: Counts }) {
  const { say, tell } = voice;
  const months = [...new Set(counts.counts.map(({ month }) => month))].sort();
  const [first] = months;
  const last = months.at(-1);
  if (!first || !last) return null;
  const items = Object.keys(counts.items);
  const columns = months.map((month) => ({
    key: month,
    name: monthLabel(voice, month),
    bars: barsOf(counts, (count) => count.month === month),
  }));
  const all = columns.reduce((of, column) => of + sum(column.bars), 0);
  return (
    <section aria-labelledby="by-month">
      <h2 id="by-month">{say("publicity.months", { count: months.length })}</h2>
      <p class="chart-legend">
        {items.map((item) => (
          <span key={item} class={`key key-${toneOf(item)}`}>
            {tell(counts.items[item] ?? { zh: item, en: item })}
          </span>
        ))}
      </p>
      <Columns
        label={say("publicity.months.label", { from: voice.month(first), to: voice.month(last), total: all })}
        columns={columns}
      />
      <MonthTable voice={voice} counts={counts} items={items} columns={columns} />
    </section>
  );
}

/** Permits and penalties by month and by sector: to look at, and as figures. */
export function DecisionCounts({ voice, counts }: { voice: Voice; counts: Counts }) {
  const { say, tell } = voice;
  if (counts.counts.length === 0) return null;
  const sectors = Object.entries(counts.sectors)
    .map(([number, title]) => ({
      name: tell(title),
      bars: barsOf(counts, (count) => count.sector === Number(number)),
    }))
    .filter(({ bars }) => sum(bars) > 0)
    .sort((a, b) => sum(b.bars) - sum(a.bars));
  return (
    <div class="two-charts">
      <MonthChart voice={voice} counts={counts} />
      <BarTable
        id="by-sector"
        title={say("publicity.sectors")}
        columns={{ name: say("publicity.sector"), count: say("publicity.count") }}
        rows={sectors}
        more={(count) => say("publicity.sectors.more", { count })}
        note={say("publicity.sectors.note")}
      />
    </div>
  );
}

/** Penalties are adverse, permits are not: the colours of the whole portal. */
function toneOf(item: string): Bar["tone"] {
  return item.endsWith("/penalty") ? "adverse" : "plain";
}

function monthLabel(voice: Voice, month: string): string {
  const name = voice.month(month);
  return voice.lang === "zh" ? name.replace(/^\d+\D/, "") : name.slice(0, 3);
}

function MonthTable(props: {
  voice: Voice;
  counts: Counts;
  items: readonly string[];
  columns: readonly { readonly key: string; readonly bars: readonly Bar[] }[];
}) {
  const { voice, counts, items, columns } = props;
  const { say, tell } = voice;
  return (
    <details class="chart-data">
      <summary>{say("file.timeline.data")}</summary>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{say("file.timeline.month")}</th>
            {items.map((item) => (
              <th key={item} scope="col" class="figure">
                {tell(counts.items[item] ?? { zh: item, en: item })}
              </th>
            ))}
            <th scope="col" class="figure">
              {say("publicity.total")}
            </th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ key, bars }) => (
            <tr key={key}>
              <th scope="row">{voice.month(key)}</th>
              {bars.map((bar, index) => (
                <td key={items[index]} class="figure">
                  {bar.count}
                </td>
              ))}
              <td class="figure">{sum(bars)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
