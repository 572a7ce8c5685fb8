/** Who is on a list, as a table; how many came and went, as charts with the same figures in tables. */
import type { Answered } from "#contract/endpoint.ts";
import type { countEntries, ListEntry, listEntries } from "#contract/list-entries.ts";
import { cityInLatin } from "#core/code/city.ts";
import { number } from "#web/formats.ts";
import type { Voice } from "#web/voice.ts";
import { type Bar, BarTable, Columns } from "./bars.tsx";
import { Code } from "./code.tsx";

export type Entries = Answered<typeof listEntries>;
export type ListCounts = Answered<typeof countEntries>;

/** Entries in force, newest first; on a phone each is a card. */
export function EntryTable({ voice, entries }: { voice: Voice; entries: Entries }) {
  const { say, tell, day, to } = voice;
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("publicity.list.subject")}</th>
          <th scope="col">{say("list.entry.from")}</th>
          <th scope="col">{say("list.entry.until")}</th>
          <th scope="col">{say("publicity.list.authority")}</th>
          <th scope="col">
            <span class="govuk-visually-hidden">{say("publicity.list.record")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.items.map(({ subject, record }) => {
          const authority = entries.authorities[record.authority];
          return (
            <tr key={record.recordId}>
              <th scope="row">
                <a href={to(`/organisations/${subject.code}`)} lang={voice.chinese(subject.name)}>
                  {subject.name}
                </a>
                <span class="under">
                  <Code value={subject.code} />
                </span>
              </th>
              <td class="nowrap" data-label={say("list.entry.from")}>
                {day(record.effectiveFrom)}
              </td>
              <td data-label={say("list.entry.until")}>{endOf(voice, record)}</td>
              <td data-label={say("publicity.list.authority")}>{authority ? tell(authority) : record.authority}</td>
              <td class="nowrap">
                <a
                  href={to(`/organisations/${subject.code}/records/${record.recordId}`)}
                  aria-label={`${say("publicity.list.record")} ${subject.name} ${day(record.effectiveFrom)}`}
                >
                  {say("publicity.list.record")}
                </a>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Entries and exits by month and by city. */
export function ListCharts({ voice, counts, honour }: { voice: Voice; counts: ListCounts; honour: boolean }) {
  const { say } = voice;
  const tone = honour ? "honour" : "adverse";
  return (
    <div class="two-charts">
      <MonthsIn voice={voice} counts={counts} tone={tone} />
      <Cities voice={voice} counts={counts} tone={tone} note={say("list.cities.note")} />
    </div>
  );
}

type Tone = Bar["tone"];

function MonthsIn({ voice, counts, tone }: { voice: Voice; counts: ListCounts; tone: Tone }) {
  const { say, month } = voice;
  const { months } = counts;
  const first = months[0];
  const last = months.at(-1);
  if (!first || !last) return null;
  const of = (key: "entered" | "left" | "annulled") => months.reduce((total, one) => total + one[key], 0);
  const chart = (key: "entered" | "left", bars: (one: (typeof months)[number]) => Bar[]) => (
    <>
      <h3>{say(`list.${key}`, { count: number(of(key)) })}</h3>
      {of(key) > 0 && (
        <Columns
          label={say(`list.${key}.label`, { from: month(first.month), to: month(last.month), total: of(key) })}
          columns={months.map((one) => ({ key: one.month, name: tick(one.month), bars: bars(one) }))}
        />
      )}
    </>
  );
  return (
    <section aria-labelledby="by-month">
      <h2 id="by-month">{say("list.months", { count: months.length })}</h2>
      <div class="small-columns">
        {chart("entered", ({ entered }) => [{ tone, count: entered }])}
        {chart("left", ({ left, annulled }) => [{ tone: "quiet", count: left + annulled }])}
      </div>
      <details class="chart-data">
        <summary>{say("file.timeline.data")}</summary>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{say("file.timeline.month")}</th>
              {(["entered", "left", "annulled"] as const).map((key) => (
                <th key={key} scope="col" class="figure">
                  {say(`list.column.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months.map((one) => (
              <tr key={one.month}>
                <th scope="row">{month(one.month)}</th>
                <td class="figure">{one.entered}</td>
                <td class="figure">{one.left}</td>
                <td class="figure">{one.annulled}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

/** Januaries are named by their year, quarters by their month: two years of names would touch each other. */
function tick(month: string): string {
  const [year = "", of = ""] = month.split("-");
  if (of === "01") return year;
  return of === "07" ? "7" : "";
}

/** A city as readers of this language write it. */
export function cityName({ say, lang }: Voice, name: string | null): string {
  if (name === null) return say("list.cities.unlisted");
  const latin = lang === "en" ? cityInLatin(name) : null;
  return latin ?? name;
}

function Cities({ voice, counts, tone, note }: { voice: Voice; counts: ListCounts; tone: Tone; note: string }) {
  const { say } = voice;
  const cities = counts.cities.filter(({ inForce }) => inForce > 0);
  if (cities.length === 0) return null;
  return (
    <BarTable
      id="by-city"
      title={say("list.cities")}
      columns={{ name: say("list.city"), count: say("publicity.count") }}
      rows={cities.map(({ name, inForce }) => ({
        name: cityName(voice, name),
        bars: [{ tone, count: inForce }],
      }))}
      more={(count) => say("list.cities.more", { count })}
      note={note}
    />
  );
}

/** The day on which an entry ends; where none was decided, the last on which it is public (C8). */
function endOf({ say, day }: Voice, { effectiveTo, publishedUntil }: ListEntry["record"]): string {
  if (effectiveTo) return day(effectiveTo);
  return publishedUntil ? say("list.entry.latest", { day: day(publishedUntil) }) : say("list.entry.open");
}
