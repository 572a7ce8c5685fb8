/**
 * Decisions by month, the adverse ones below the line: a chart the server draws. The bars stretch with the page, the
 * words are HTML and keep their size, and the same figures stand in a table.
 */
import type { FileView } from "#contract/ledger.ts";
import type { Voice } from "#web/voice.ts";

type Months = FileView["months"];

const halfHeight = 60;

export function TimelineChart({ voice, months }: { voice: Voice; months: Months }) {
  const { say } = voice;
  const first = months[0];
  const last = months.at(-1);
  if (!first || !last) return null;
  const fromYear = Number(first.month.slice(0, 4));
  const toYear = Number(last.month.slice(0, 4));
  const years = Array.from({ length: toYear - fromYear + 1 }, (_, index) => fromYear + index);
  const most = Math.max(...months.map((month) => Math.max(month.adverse, month.other)));
  const sum = (of: "adverse" | "other") => months.reduce((total, month) => total + month[of], 0);
  const label = say("file.timeline.label", {
    from: voice.month(first.month),
    to: voice.month(last.month),
    other: sum("other"),
    adverse: sum("adverse"),
  });
  return (
    <figure class="chart">
      <p class="chart-legend" aria-hidden="true">
        <span class="key key-plain">{say("file.timeline.above")}</span>
        <span class="key key-adverse">{say("file.timeline.below")}</span>
      </p>
      <svg
        class="timeline-chart"
        viewBox={`0 0 ${years.length * 12} ${halfHeight * 2}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {years.map((year, index) =>
          index % 2 === 1 ? (
            <rect key={year} class="chart-band" x={index * 12} y="0" width="12" height={halfHeight * 2} />
          ) : null,
        )}
        {bars(months, fromYear, most)}
        <rect class="chart-axis" x="0" y={halfHeight - 0.5} width={years.length * 12} height="1" />
      </svg>
      <Years years={years} />
      <details class="chart-data">
        <summary>{say("file.timeline.data")}</summary>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{say("file.timeline.month")}</th>
              <th scope="col" class="figure">
                {say("file.timeline.above")}
              </th>
              <th scope="col" class="figure">
                {say("file.timeline.below")}
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, other, adverse }) => (
              <tr key={month}>
                <th scope="row">{voice.month(month)}</th>
                <td class="figure">{other}</td>
                <td class="figure">{adverse}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function bars(months: Months, fromYear: number, most: number) {
  const height = (count: number) => (count / most) * (halfHeight - 4);
  return months.flatMap(({ month, other, adverse }) => {
    const x = (Number(month.slice(0, 4)) - fromYear) * 12 + Number(month.slice(5, 7)) - 1 + 0.1;
    return [
      other > 0 && (
        <rect
          key={`${month}+`}
          class="bar-plain"
          x={x}
          y={halfHeight - height(other)}
          width="0.8"
          height={height(other)}
        />
      ),
      adverse > 0 && (
        <rect key={`${month}-`} class="bar-adverse" x={x} y={halfHeight} width="0.8" height={height(adverse)} />
      ),
    ];
  });
}

/** Names of the years under the chart; where they would touch each other, every second or fifth. */
function Years({ years }: { years: readonly number[] }) {
  const step = years.length > 24 ? 5 : years.length > 8 ? 2 : 1;
  return (
    <div class="chart-years" aria-hidden="true">
      {years.map((year) => (
        <span key={year}>{year % step === 0 ? year : ""}</span>
      ))}
    </div>
  );
}
