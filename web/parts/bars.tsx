/** Bar charts the server draws: bars stretch with the page, words are HTML and keep their size. */
import type { ComponentChildren } from "preact";

/** What a bar is of; colours are those of records: adverse ones ochre, honours malachite, others azurite; what ended is grey. */
export type BarTone = "plain" | "adverse" | "honour" | "quiet";

export interface Bar {
  readonly tone: BarTone;
  readonly count: number;
}

const chartHeight = 100;

/** Columns over time, the parts of each on top of each other. */
export function Columns({
  label,
  columns,
}: {
  label: string;
  columns: readonly { readonly key: string; readonly name: string; readonly bars: readonly Bar[] }[];
}) {
  const most = Math.max(1, ...columns.map(({ bars }) => sum(bars)));
  return (
    <>
      <svg
        class="columns-chart"
        viewBox={`0 0 ${columns.length} ${chartHeight}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {columns.map(({ key, bars }, index) => stacked({ key, bars, x: index + 0.15, most }))}
      </svg>
      <div class="chart-years" aria-hidden="true">
        {columns.map(({ key, name }) => (
          <span key={key}>{name}</span>
        ))}
      </div>
    </>
  );
}

function stacked({ key, bars, x, most }: { key: string; bars: readonly Bar[]; x: number; most: number }) {
  let top = chartHeight;
  return bars.map(({ tone, count }) => {
    const height = (count / most) * (chartHeight - 4);
    top -= height;
    return count > 0 && <rect key={key + tone} class={`bar-${tone}`} x={x} y={top} width="0.7" height={height} />;
  });
}

/** One line of a table with its bar: the parts side by side, as wide as their share of the longest. */
export function BarRow({ name, bars, most }: { name: ComponentChildren; bars: readonly Bar[]; most: number }) {
  let left = 0;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="bar-cell">
        <svg class="bar-line" width="100%" height="14" aria-hidden="true" focusable="false">
          {bars.map(({ tone, count }) => {
            const x = left;
            left += (count / most) * 100;
            return (
              count > 0 && <rect key={tone} class={`bar-${tone}`} x={`${x}%`} width={`${left - x}%`} height="14" />
            );
          })}
        </svg>
      </td>
      <td class="figure">{sum(bars)}</td>
    </tr>
  );
}

/** So many rows are seen at once; the others wait behind a line that counts them. */
const rowsShown = 8;

/** Rows with their bars as a table, the longest first as given. Words are the reader's. */
export function BarTable({
  id,
  title,
  columns,
  rows,
  more,
  note,
}: {
  id: string;
  title: string;
  columns: { readonly name: string; readonly count: string };
  rows: readonly { readonly name: string; readonly bars: readonly Bar[] }[];
  /** The line before the rows that are not seen at once. */
  more: (count: number) => string;
  note: string;
}) {
  const most = Math.max(1, ...rows.map(({ bars }) => sum(bars)));
  const told = (some: typeof rows) =>
    some.map(({ name, bars }) => <BarRow key={name} name={name} bars={bars} most={most} />);
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <table class="table bar-table">
        <thead class="govuk-visually-hidden">
          <tr>
            <th scope="col">{columns.name}</th>
            <td />
            <th scope="col">{columns.count}</th>
          </tr>
        </thead>
        <tbody>{told(rows.slice(0, rowsShown))}</tbody>
      </table>
      {rows.length > rowsShown && (
        <details>
          <summary>{more(rows.length - rowsShown)}</summary>
          <table class="table bar-table">
            <tbody>{told(rows.slice(rowsShown))}</tbody>
          </table>
        </details>
      )}
      <p class="quiet">{note}</p>
    </section>
  );
}

/** Length of a row of bars. */
export function sum(bars: readonly Bar[]): number {
  return bars.reduce((total, { count }) => total + count, 0);
}
