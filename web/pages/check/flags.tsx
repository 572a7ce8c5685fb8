/** What supervisors watch: acts beyond the measures of an answer, and what became of the answers. */
import { type CheckFlag, countChecks, listCheckFlags } from "#contract/checks.ts";
import type { Answered } from "#contract/endpoint.ts";
import { number } from "#web/formats.ts";
import type { Page } from "#web/page.ts";
import { Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { Tag } from "#web/parts/tag.tsx";
import type { Voice } from "#web/voice.ts";

export const flagsPage: Page = {
  path: "/team/flags",
  signedIn: true,
  get: async ({ voice, call, me, query, path }) => {
    const { say } = voice;
    const params = { code: me?.agency?.agencyCode ?? "" };
    const cursor = query.get("cursor");
    const [flags, counts] = await Promise.all([
      call(listCheckFlags, { params, query: { limit: 50, ...(cursor ? { cursor } : {}) } }),
      call(countChecks, { params, query: {} }),
    ]);
    if (!flags.ok) return { problem: flags.problem };
    return {
      title: say("area.team.flags"),
      tab: "/team/flags",
      indexed: false,
      body: (
        <div class="wide">
          <h1>{say("area.team.flags")}</h1>
          <p class="prose-width">{say("flags.lead")}</p>
          {counts.ok && <Counts voice={voice} counts={counts.value} />}
          <h2>{say("flags.title")}</h2>
          {flags.value.items.length === 0 ? (
            <Empty title={say("flags.none")} text={say("flags.none.text")} />
          ) : (
            <FlagTable voice={voice} flags={flags.value.items} />
          )}
          <Pager voice={voice} path={path} next={flags.value.next} first={cursor === null} />
        </div>
      ),
    };
  },
};

function FlagTable({ voice, flags }: { voice: Voice; flags: readonly CheckFlag[] }) {
  const { say, tell, moment } = voice;
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("check.at")}</th>
          <th scope="col">{say("check.receipt.body")}</th>
          <th scope="col">{say("check.effect")}</th>
          <th scope="col">{say("form.reason")}</th>
        </tr>
      </thead>
      <tbody>
        {flags.map((flag) => (
          <tr key={flag.outcome}>
            <th scope="row">{moment(flag.reportedAt)}</th>
            <td data-label={say("check.receipt.body")}>{tell(flag.bodyName)}</td>
            <td data-label={say("check.effect")}>
              {flag.effect && <Tag tone="adverse" text={say(`effect.${flag.effect}`)} />}
            </td>
            <td data-label={say("form.reason")} lang={voice.chinese(flag.reason ?? "")}>
              {flag.reason ?? say("flags.no-reason")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Counts({ voice, counts }: { voice: Voice; counts: Answered<typeof countChecks> }) {
  const { say } = voice;
  const of = (sort: "constraint" | "incentive", key: "answered" | "applied") =>
    counts.measures.reduce((total, one) => (one.sort === sort ? total + one[key] : total), 0);
  const figures = [
    ["flags.checks", counts.checks],
    ["flags.constraints", of("constraint", "answered")],
    ["flags.applied", of("constraint", "applied")],
    ["flags.incentives", of("incentive", "answered")],
    ["flags.delivered", of("incentive", "applied")],
    ["flags.beyond", counts.beyond],
  ] as const;
  return (
    <dl class="tallies">
      {figures.map(([word, figure]) => (
        <div key={word}>
          <dt>{say(word)}</dt>
          <dd>{number(figure)}</dd>
        </div>
      ))}
    </dl>
  );
}
