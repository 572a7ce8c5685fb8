/** Search: the form posts, the answer goes on to an address that can be shared; a person's number gets neither (C13). */
import { type HitView, searchOrganisations } from "#contract/registry.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { Code } from "#web/parts/code.tsx";
import { ErrorSummary } from "#web/parts/form.tsx";
import { Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { SearchForm } from "#web/parts/search-form.tsx";
import type { Voice } from "#web/voice.ts";

const searchMaxLength = 240;

/** What a search was for: one line, no more spaces than words need. */
function plain(typed: string): string {
  return typed.replace(/\s+/g, " ").trim().slice(0, searchMaxLength);
}

export const searchPage: Page = {
  path: "/search",
  get: (visit) => {
    const q = plain(visit.query.get("q") ?? "");
    return q === "" ? shown(visit, { q }) : search(visit, q);
  },
  // Asked before anything stands in an address: what looks like a person's number is refused here, without an echo.
  post: async (visit) => {
    const q = plain(visit.form.get("q") ?? "");
    if (q === "") return shown(visit, { q, error: visit.voice.say("search.empty") });
    const found = await visit.call(searchOrganisations, { query: { q, limit: 1 } });
    if (!found.ok) return refused(visit, found.problem);
    return { goTo: `/search?${new URLSearchParams({ q })}` };
  },
};

async function search(visit: Visit, q: string): Promise<Answer> {
  const cursor = visit.query.get("cursor");
  const found = await visit.call(searchOrganisations, { query: { q, limit: 20, ...(cursor ? { cursor } : {}) } });
  if (!found.ok) return refused(visit, found.problem);
  return shown(visit, { q, hits: found.value.items, next: found.value.next, first: cursor === null });
}

function refused(
  visit: Visit,
  problem: { zh: string; en: string; remedy: { zh: string; en: string }; status: number },
) {
  const { tell } = visit.voice;
  return shown(visit, { q: "", error: `${tell(problem)} ${tell(problem.remedy)}`, status: problem.status });
}

interface Given {
  readonly q: string;
  readonly error?: string;
  readonly status?: number;
  readonly hits?: readonly HitView[];
  readonly next?: string | null;
  readonly first?: boolean;
}

function shown({ voice, path }: Visit, { q, error, status, hits, next = null, first = true }: Given): Answer {
  const { say } = voice;
  const title = q === "" ? say("nav.search") : say("search.title", { q });
  return {
    title,
    section: "search",
    indexed: false,
    ...(error ? { address: "/search" } : {}),
    status: status ?? (error ? 422 : 200),
    islands: ["suggest"],
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={error ? [{ field: "q", text: error }] : []} />
        <h1>{title}</h1>
        <SearchForm voice={voice} typed={q} />
        {hits && <Hits voice={voice} hits={hits} />}
        {hits && <Pager voice={voice} path={path} next={next} first={first} />}
      </div>
    ),
  };
}

function Hits({ voice, hits }: { voice: Voice; hits: readonly HitView[] }) {
  const { say, tell, to } = voice;
  if (hits.length === 0)
    return (
      <Empty title={say("search.none.title")} text={say("search.none.text")}>
        <ul>
          <li>{say("search.none.1")}</li>
          <li>{say("search.none.2")}</li>
          <li>{say("search.none.3")}</li>
        </ul>
      </Empty>
    );
  return (
    <ol class="hits">
      {hits.map((hit) => (
        <li key={hit.code}>
          <p class="hit-name">
            <a href={to(`/organisations/${hit.code}`)} lang={voice.chinese(hit.name)}>
              {hit.name}
            </a>
          </p>
          <p>
            <Code value={hit.code} />
            {hit.division && (
              <span class="quiet" lang={voice.chinese(hit.division)}>
                {hit.division}
              </span>
            )}
          </p>
          <p class="hit-why">
            {tell(hit.why)}
            {hit.former && (
              <>
                {" · "}
                {say("search.former")} <span lang={voice.chinese(hit.matched)}>{hit.matched}</span>
              </>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}
