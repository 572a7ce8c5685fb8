import type { Answered } from "#contract/endpoint.ts";
import { countDecisions, listDecisions } from "#contract/ledger.ts";
import type { Page } from "#web/page.ts";
import { MonthChart } from "#web/parts/decision-counts.tsx";
import { Refusals } from "#web/parts/refusals.tsx";
import { SearchForm } from "#web/parts/search-form.tsx";
import { Tag } from "#web/parts/tag.tsx";
import type { Voice } from "#web/voice.ts";

const ways = [
  ["/double-publicity", "home.ways.publicity.title", "home.ways.publicity.text"],
  ["/lists", "home.ways.lists.title", "home.ways.lists.text"],
  ["/measures", "home.ways.measures.title", "home.ways.measures.text"],
  ["/rules", "home.ways.rules.title", "home.ways.rules.text"],
  ["/verify", "home.ways.verify.title", "home.ways.verify.text"],
] as const;

/** The first page: search, what is new, where the rules are, what is refused. */
export const homePage: Page = {
  path: "/",
  get: async ({ voice, call }) => {
    const { say, to } = voice;
    const [latest, counts] = await Promise.all([
      call(listDecisions, { query: { limit: 6 } }),
      call(countDecisions, { query: { months: 12 } }),
    ]);
    return {
      title: say("site.name"),
      description: say("home.description"),
      islands: ["suggest"],
      body: (
        <>
          <div class="hero">
            <div class="wide">
              <h1>{say("home.title")}</h1>
              <p class="hero-lead">{say("home.lead")}</p>
              <SearchForm voice={voice} />
            </div>
          </div>
          <div class="wide">
            <ul class="ways">
              {ways.map(([path, title, text]) => (
                <li key={path}>
                  <a href={to(path)}>{say(title)}</a>
                  <p>{say(text)}</p>
                </li>
              ))}
            </ul>
            <div class="two-charts">
              {latest.ok && latest.value.items.length > 0 && <Latest voice={voice} list={latest.value} />}
              {counts.ok && <MonthChart voice={voice} counts={counts.value} />}
            </div>
            <section class="band">
              <h2>{say("home.refuse.title")}</h2>
              <Refusals voice={voice} />
              <p>
                <a href={to("/about")}>{say("home.refuse.more")}</a>
              </p>
            </section>
          </div>
        </>
      ),
    };
  },
};

/** The newest decisions, a line each. */
function Latest({ voice, list }: { voice: Voice; list: Answered<typeof listDecisions> }) {
  const { say, tell, day, to } = voice;
  return (
    <section aria-labelledby="latest">
      <h2 id="latest">{say("home.latest.title")}</h2>
      <ul class="latest">
        {list.items.map(({ subject, record }) => {
          const legend = list.legends[record.item];
          const authority = list.authorities[record.authority];
          return (
            <li key={record.recordId}>
              <a href={to(`/organisations/${subject.code}`)} lang={voice.chinese(subject.name)}>
                {subject.name}
              </a>{" "}
              <Tag tone={record.adverse ? "adverse" : "plain"} text={legend ? tell(legend.title) : record.item} />
              <p class="quiet">
                {day(record.decidedOn)} {authority && tell(authority)}
              </p>
            </li>
          );
        })}
      </ul>
      <p>
        <a href={to("/double-publicity")}>{say("home.latest.more")}</a>
      </p>
    </section>
  );
}
