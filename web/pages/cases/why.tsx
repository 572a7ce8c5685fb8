/** Why somebody is on a list, or is not: recomputed from records and rules as of the decision, and as of today. A difference, not an opinion. */
import { type Explanation, explainListing, type Recomputed } from "#contract/candidates.ts";
import type { Page, Visit } from "#web/page.ts";
import { Code } from "#web/parts/code.tsx";
import { lawLine } from "#web/parts/law.tsx";
import { listPath } from "#web/parts/list.tsx";
import { Empty } from "#web/parts/notice.tsx";
import { Tag, type Tone } from "#web/parts/tag.tsx";
import type { Voice } from "#web/voice.ts";

const tones: Readonly<Record<Recomputed["criteria"][number]["met"], Tone>> = {
  yes: "adverse",
  no: "quiet",
  unsaid: "notice",
};

export const whyPage: Page = {
  path: "/cases/why",
  signedIn: true,
  get: async (visit: Visit) => {
    const { voice, call, query } = visit;
    const { say, tell, to } = voice;
    const asked = { list: query.get("list") ?? "", code: query.get("code") ?? "" };
    const found = await call(explainListing, { body: asked });
    if (!found.ok) return { problem: found.problem };
    const { title, name, code, differences, now, entries, list } = found.value;
    return {
      title: say("why.title", { list: tell(title) }),
      tab: "/cases/candidates",
      indexed: false,
      body: (
        <div class="wide">
          <p class="back">
            <a href={to(`/cases/candidates?${new URLSearchParams({ list })}`)}>{say("why.back")}</a>
          </p>
          <header class="file-head">
            <p class="file-kind">
              <a href={to(listPath(list))}>{tell(title)}</a>
            </p>
            <h1 lang={voice.chinese(name)}>{name}</h1>
            <p>
              <a href={to(`/organisations/${code}`)}>
                <Code value={code} />
              </a>
            </p>
          </header>
          <p class="prose-width">{say("why.lead")}</p>
          <ul class="clocks">
            {differences.map((one) => (
              <li key={one.kind + one.recordId}>{tell(one.says)}</li>
            ))}
          </ul>
          <h2>{say("why.now")}</h2>
          <Said voice={voice} said={now} code={code} />
          {entries.map((entry) => (
            <Entry key={entry.recordId} voice={voice} entry={entry} code={code} />
          ))}
        </div>
      ),
    };
  },
};

function Entry({ voice, entry, code }: { voice: Voice; entry: Explanation["entries"][number]; code: string }) {
  const { say, day } = voice;
  const { effectiveFrom, effectiveTo, state, inForce, ground } = entry;
  return (
    <section>
      <h2>{say("why.then", { day: day(entry.decidedOn) })}</h2>
      <p class="tags">
        <Tag tone={inForce ? "adverse" : "quiet"} text={say(inForce ? "record.in-force" : "record.not-in-force")} />
        {state !== "standing" && <Tag tone="quiet" text={say(`record.${state}`)} />}
        {ground && <Tag tone="plain" text={ground} />}
      </p>
      <p>
        {effectiveTo
          ? say("record.effective.span", { from: day(effectiveFrom), to: day(effectiveTo) })
          : say("record.effective.open", { from: day(effectiveFrom) })}
      </p>
      <Said voice={voice} said={entry.whenDecided} code={code} />
    </section>
  );
}

/** What each criterion says at one moment, with the records that speak for it. */
function Said({ voice, said, code }: { voice: Voice; said: Recomputed; code: string }) {
  const { say, tell, day, moment, to } = voice;
  return (
    <>
      <p class="quiet">{say("why.as-of", { day: day(said.asOf), at: moment(said.knownAt) })}</p>
      {said.criteria.length === 0 ? (
        <Empty title={say("why.no-criteria")} />
      ) : (
        <ul class="laws">
          {said.criteria.map((one) => (
            <li key={one.criterion}>
              <Tag tone={tones[one.met]} text={say(`why.met.${one.met}`)} /> {tell(one.says)}{" "}
              <span class="quiet">{lawLine(voice, one.law)}</span>
              <ul>
                {one.by.map(({ recordId, itemTitle, decidedOn }) => (
                  <li key={recordId}>
                    <a href={to(`/organisations/${code}/records/${recordId}`)}>{tell(itemTitle)}</a>{" "}
                    <span class="quiet">{day(decidedOn)}</span>
                  </li>
                ))}
              </ul>
              <details>
                <summary>{say("list.criteria.exact")}</summary>
                <p>{tell(one.words)}</p>
              </details>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
