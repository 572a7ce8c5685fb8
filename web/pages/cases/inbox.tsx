/** The case desk: what is past its time, what can be acted on, what waits for the subject; by list and by state. */

import type { Answered } from "#contract/endpoint.ts";
import { listProceedings } from "#contract/proceedings.ts";
import { number } from "#web/formats.ts";
import type { Page } from "#web/page.ts";
import { CaseTable } from "#web/parts/case.tsx";
import { SelectField } from "#web/parts/form.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import type { Voice } from "#web/voice.ts";

const tab = "/cases";
const shows = ["open", "in-force", "over", "all"] as const;
const linesMax = 50;

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
    const { items: lines, next, counts, lists, states } = found.value;
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
          <Tallies voice={voice} counts={counts} />
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
                ...lists.map(({ id, title, count }) => ({ value: id, text: `${tell(title)} (${number(count)})` })),
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
                ...states.map((one) => ({ value: one.state, text: `${tell(one.title)} (${number(one.count)})` })),
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
          <Pager voice={voice} path={path} next={next} first={!cursor} />
        </div>
      ),
    };
  },
};

/** How many stand where, the overdue ones first. */
function Tallies({ voice: { say }, counts }: { voice: Voice; counts: Answered<typeof listProceedings>["counts"] }) {
  return (
    <dl class="tallies tallies-four">
      {(["overdue", "ready", "waiting", "listed"] as const).map((stage) => (
        <div key={stage} class={stage === "overdue" && counts.overdue > 0 ? "tally-refused" : undefined}>
          <dt>{say(`case.tally.${stage}`)}</dt>
          <dd>{number(counts[stage])}</dd>
        </div>
      ))}
    </dl>
  );
}
