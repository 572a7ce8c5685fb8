/** The clock of an agency's items: until when, how many in time, how many late. */
import type { Timeliness } from "#contract/sending-aids.ts";
import { latestFirst } from "#web/clock.ts";
import { number } from "#web/formats.ts";
import type { Voice } from "#web/voice.ts";
import { BarRow } from "./bars.tsx";
import { Tag } from "./tag.tsx";

export function ClockTable({ voice, items }: { voice: Voice; items: readonly Timeliness[] }) {
  const { say, tell, day } = voice;
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("desk.item")}</th>
          <th scope="col">{say("clock.since")}</th>
          <th scope="col" class="figure">
            {say("clock.decisions")}
          </th>
          <th scope="col" class="figure">
            {say("clock.late")}
          </th>
          <th scope="col" class="figure">
            {say("clock.slowest")}
          </th>
        </tr>
      </thead>
      <tbody>
        {latestFirst(items).map((item) => (
          <tr key={item.item}>
            <th scope="row">
              {tell(item.itemTitle)}
              <span class="under">{say("clock.days", { days: item.workingDays })}</span>
            </th>
            <td data-label={say("clock.since")} class="nowrap">
              {day(item.inTimeSince)}
            </td>
            <td class="figure" data-label={say("clock.decisions")}>
              {number(item.decisions)}
            </td>
            <td class="figure" data-label={say("clock.late")}>
              {item.late > 0 ? <Tag tone="adverse" text={number(item.late)} /> : number(0)}
            </td>
            <td class="figure" data-label={say("clock.slowest")}>
              {item.slowestDays === null ? say("clock.unknown") : say("clock.working-days", { days: item.slowestDays })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** In time and late, as bars as long as their share. */
export function ClockChart({ voice, items }: { voice: Voice; items: readonly Timeliness[] }) {
  const { say, tell } = voice;
  const most = Math.max(1, ...items.map(({ decisions }) => decisions));
  return (
    <figure class="chart">
      <p class="chart-legend" aria-hidden="true">
        <span class="key key-plain">{say("clock.in-time")}</span>
        <span class="key key-adverse">{say("clock.late")}</span>
      </p>
      <table class="table bar-table">
        <caption class="govuk-visually-hidden">{say("clock.chart")}</caption>
        <thead class="govuk-visually-hidden">
          <tr>
            <th scope="col">{say("desk.item")}</th>
            <th scope="col">{say("clock.chart")}</th>
            <th scope="col">{say("clock.decisions")}</th>
          </tr>
        </thead>
        <tbody>
          {latestFirst(items).map(({ item, itemTitle, inTime, late }) => (
            <BarRow
              key={item}
              name={tell(itemTitle)}
              bars={[
                { tone: "plain", count: inTime },
                { tone: "adverse", count: late },
              ]}
              most={most}
            />
          ))}
        </tbody>
      </table>
    </figure>
  );
}
