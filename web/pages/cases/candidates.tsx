/** Whom the criteria of a list point out, and why; a candidate is no decision, and nothing follows from it. */
import { type CandidateView, listCandidates } from "#contract/candidates.ts";
import type { ListSummary } from "#contract/rules-of-lists.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { Code } from "#web/parts/code.tsx";
import { SelectField } from "#web/parts/form.tsx";
import { lawLine } from "#web/parts/law.tsx";
import { Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { Tag } from "#web/parts/tag.tsx";
import type { Voice } from "#web/voice.ts";
import { ownLists } from "./new.tsx";

const tab = "/cases/candidates";

async function show(visit: Visit): Promise<Answer> {
  const { voice, call, query, path } = visit;
  const { say, tell, to } = voice;
  const lists = await ownLists(visit);
  const list = lists.find(({ id }) => id === query.get("list")) ?? lists[0];
  const cursor = query.get("cursor");
  const found = list
    ? await call(listCandidates, { query: { list: list.id, limit: 50, ...(cursor ? { cursor } : {}) } })
    : null;
  if (found && !found.ok) return { problem: found.problem };
  return {
    title: say("area.cases.candidates"),
    tab,
    indexed: false,
    body: (
      <div class="wide">
        <h1>{say("area.cases.candidates")}</h1>
        <p class="prose-width">{say("candidate.lead")}</p>
        {!list || !found ? (
          <Empty title={say("candidate.no-lists")} text={say("candidate.no-lists.text")} />
        ) : (
          <>
            <form class="filter" action={to(tab)} method="get" aria-label={say("publicity.filter")}>
              <SelectField
                voice={voice}
                id="list"
                label={say("list.name")}
                value={list.id}
                options={lists.map(({ id, title }) => ({ value: id, text: tell(title) }))}
                errors={[]}
              />
              <p class="filter-actions">
                <button class="govuk-button" type="submit">
                  {say("publicity.filter.button")}
                </button>
              </p>
            </form>
            {found.value.items.length === 0 ? (
              <Empty title={say("candidate.none")} text={say("candidate.none.text")} />
            ) : (
              <ol class="candidates">
                {found.value.items.map((candidate) => (
                  <Candidate key={candidate.code} voice={voice} list={list} candidate={candidate} />
                ))}
              </ol>
            )}
            <Pager voice={voice} path={path} next={found.value.next} first={cursor === null} />
          </>
        )}
      </div>
    ),
  };
}

function Candidate({ voice, list, candidate }: { voice: Voice; list: ListSummary; candidate: CandidateView }) {
  const { say, to } = voice;
  const { code, name, found } = candidate;
  return (
    <li>
      <p class="hit-name">
        <a href={to(`/organisations/${code}`)} lang={voice.chinese(name)}>
          {name}
        </a>
      </p>
      <p>
        <Code value={code} />
      </p>
      {found.map((one) => (
        <Found key={one.criterion} voice={voice} code={code} found={one} />
      ))}
      <p class="actions">
        <a href={to(whyPath(list.id, code))}>
          {say("candidate.recompute")}
          <span class="govuk-visually-hidden"> {name}</span>
        </a>
        <a class="govuk-button govuk-button--secondary" href={to(proposing(list, candidate))}>
          {say("candidate.propose")}
          <span class="govuk-visually-hidden"> {name}</span>
        </a>
      </p>
    </li>
  );
}

/** Where a listing, or its absence, is recomputed. Codes of organisations are public; a person has none here. */
export function whyPath(list: string, code: string): string {
  return `/cases/why?${new URLSearchParams({ list, code })}`;
}

/** A new case that begins with what the rule found. */
function proposing(list: ListSummary, { code, found }: CandidateView): string {
  const [first] = found;
  const query = new URLSearchParams({ list: list.id, value: code, criterion: first?.criterion ?? "" });
  for (const { recordId } of first?.by ?? []) query.append("record", recordId);
  return `/cases/new?${query}`;
}

/** Why: the rule as its author says it, as it runs, its law, and the records that speak for it. */
function Found({ voice, code, found }: { voice: Voice; code: string; found: CandidateView["found"][number] }) {
  const { say, tell, day, moment, to } = voice;
  return (
    <div class="entails">
      <p>
        <strong>{tell(found.says)}</strong> <span class="quiet">{lawLine(voice, found.law)}</span>{" "}
        {found.ground && <Tag tone="plain" text={found.ground} />}
      </p>
      <ul>
        {found.by.map(({ recordId, itemTitle, decidedOn }) => (
          <li key={recordId}>
            <a href={to(`/organisations/${code}/records/${recordId}`)}>{tell(itemTitle)}</a>{" "}
            <span class="quiet">{day(decidedOn)}</span>
          </li>
        ))}
      </ul>
      <details>
        <summary>{say("candidate.why")}</summary>
        <p>{tell(found.words)}</p>
        <p class="quiet">
          <code>{found.criterion}</code> {say("candidate.found", { at: moment(found.foundAt), day: day(found.asOf) })}
        </p>
      </details>
    </div>
  );
}

export const candidatesPage: Page = { path: tab, signedIn: true, get: show };
