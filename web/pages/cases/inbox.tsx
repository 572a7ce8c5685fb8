/** The case desk: what waits for a keeper, overdue first, by list and by state. */
import { listProceedings, type ProceedingLine } from "#contract/proceedings.ts";
import { mostPressingFirst, pressing, tallied } from "#web/cases.ts";
import { number } from "#web/formats.ts";
import type { Page } from "#web/page.ts";
import { CaseTable } from "#web/parts/case.tsx";
import { SelectField } from "#web/parts/form.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import type { Voice } from "#web/voice.ts";

const tab = "/cases";
const shows = ["open", "in-force", "over", "all"] as const;
const linesMax = 200;

export const casesPage: Page = {
  path: tab,
  signedIn: true,
  get: async ({ voice, call, query, path, me }) => {
    const { say, tell, to } = voice;
    const show = shows.find((one) => one === query.get("show")) ?? "open";
    const [list, state, cursor] = ["list", "state", "cursor"].map((name) => query.get(name) || null);
    const found = await call(listProceedings, {
      query: {
        limit: linesMax,
        show,
        ...(list ? { list } : {}),
        ...(state ? { state } : {}),
        ...(cursor ? { cursor } : {}),
      },
    });
    if (!found.ok) return { problem: found.problem };
    // What may be chosen is what there is, whatever is chosen now.
    const whole = list || state || cursor ? await call(listProceedings, { query: { limit: linesMax, show } }) : found;
    const all = whole.ok ? whole.value.items : found.value.items;
    const lines = mostPressingFirst(found.value.items);
    return {
      title: say("area.cases.inbox"),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          {query.get("done") !== null && <Done text={say("case.done")} />}
          <div class="title-row">
            <h1>{say("area.cases.inbox")}</h1>
            <p class="actions">
              <a class="govuk-button" href={to("/cases/new")}>
                {say("case.new")}
              </a>
            </p>
          </div>
          <p class="prose-width">
            {say("case.lead")} {me?.deputy && say("case.deputy")}
          </p>
          <Tallies voice={voice} lines={all} more={whole.ok && whole.value.next !== null} />
          <form class="filter" action={to(tab)} method="get" aria-label={say("publicity.filter")}>
            <SelectField
              voice={voice}
              id="show"
              label={say("case.show")}
              value={show}
              options={shows.map((value) => ({ value, text: say(`case.show.${value}`) }))}
              errors={[]}
            />
            <SelectField
              voice={voice}
              id="list"
              label={say("list.name")}
              value={list ?? ""}
              options={[
                { value: "", text: say("case.any-list") },
                ...optionsOf(all, ({ list: of }) => [of.id, tell(of.title)]),
              ]}
              errors={[]}
            />
            <SelectField
              voice={voice}
              id="state"
              label={say("case.state")}
              value={state ?? ""}
              options={[
                { value: "", text: say("case.any-state") },
                ...optionsOf(all, ({ state: of }) => [of.state, tell(of.title)]),
              ]}
              errors={[]}
            />
            <p class="filter-actions">
              <button class="govuk-button" type="submit">
                {say("publicity.filter.button")}
              </button>
              <a href={to(tab)}>{say("publicity.filter.clear")}</a>
            </p>
          </form>
          {lines.length === 0 ? (
            <Empty title={say("case.none")} text={say("case.none.text")} />
          ) : (
            <CaseTable voice={voice} lines={lines} />
          )}
          <Pager voice={voice} path={path} next={found.value.next} first={!cursor} />
        </div>
      ),
    };
  },
};

/** Options with how many there are of each. */
function optionsOf(lines: readonly ProceedingLine[], of: (line: ProceedingLine) => readonly [string, string]) {
  const titles = new Map(lines.map(of));
  return tallied(lines, (line) => of(line)[0]).map(([value, count]) => ({
    value,
    text: `${titles.get(value) ?? value} (${number(count)})`,
  }));
}

/** How many wait, and for whom: the overdue ones first. */
function Tallies({ voice, lines, more }: { voice: Voice; lines: readonly ProceedingLine[]; more: boolean }) {
  const { say } = voice;
  const overdue = lines.filter(({ clocks }) => pressing(clocks)?.overdue).length;
  const ours = lines.filter(({ clocks }) => pressing(clocks) !== null).length;
  const theirs = lines.filter(({ clocks }) =>
    clocks.some(({ runsFor, term }) => runsFor === "subject" && term !== "duration"),
  ).length;
  const figure = (count: number) => `${number(count)}${more ? "+" : ""}`;
  return (
    <dl class="tallies tallies-four">
      <div class={overdue > 0 ? "tally-refused" : undefined}>
        <dt>{say("case.tally.overdue")}</dt>
        <dd>{figure(overdue)}</dd>
      </div>
      <div>
        <dt>{say("case.tally.ours")}</dt>
        <dd>{figure(ours)}</dd>
      </div>
      <div>
        <dt>{say("case.tally.theirs")}</dt>
        <dd>{figure(theirs)}</dd>
      </div>
      <div>
        <dt>{say("case.tally.all")}</dt>
        <dd>{figure(lines.length)}</dd>
      </div>
    </dl>
  );
}
