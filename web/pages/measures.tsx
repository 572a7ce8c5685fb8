/** Measures: what lists and honours entail, each with its law; and what no measure can be (C7). */

import type { Measure } from "#contract/lists-in-packs.ts";
import { getItem, listAgencyKinds } from "#contract/rules.ts";
import {
  getCatalogueMeasure,
  listCatalogueMatters,
  listCatalogueMeasures,
  type MeasureView,
} from "#contract/rules-of-lists.ts";
import type { Page, Visit } from "#web/page.ts";
import { Laws, lawLine } from "#web/parts/law.tsx";
import { listPath, timeOf } from "#web/parts/list.tsx";
import { addresseesOf, type MeasureNames, MeasureTable, MeasureTags, mattersOf } from "#web/parts/measure.tsx";
import { Tag } from "#web/parts/tag.tsx";
import type { Voice } from "#web/voice.ts";
import { kindNames } from "./lists/lists.tsx";

async function namesOf({ voice, call }: Visit): Promise<MeasureNames> {
  const [kinds, matters] = await Promise.all([call(listAgencyKinds, {}), call(listCatalogueMatters, {})]);
  return {
    kinds: kindNames(voice, kinds.ok ? kinds.value.agencyKinds : []),
    matters: new Map(matters.ok ? matters.value.matters.map((one) => [one.matter, one]) : []),
  };
}

/** Incentives first; constraints by kind. */
const groups: readonly {
  readonly word: "incentive" | "constraint.1" | "constraint.2" | "constraint.3";
  readonly of: (measure: Measure) => boolean;
}[] = [
  { word: "incentive", of: ({ sort }) => sort === "incentive" },
  { word: "constraint.1", of: ({ kind }) => kind === 1 },
  { word: "constraint.2", of: ({ kind }) => kind === 2 },
  { word: "constraint.3", of: ({ kind }) => kind === 3 },
];

const limits = [1, 2, 3, 4, 5, 6, 7] as const;

/** The charter's limits, in plain words. */
function Never({ voice: { say } }: { voice: Voice }) {
  return (
    <section class="band" aria-labelledby="never">
      <h2 id="never">{say("measure.never.title")}</h2>
      <p>{say("measure.never.lead")}</p>
      <ul class="refusals">
        {limits.map((limit) => (
          <li key={limit}>
            <span>{say(`measure.never.${limit}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export const measuresPage: Page = {
  path: "/measures",
  get: async (visit) => {
    const { voice, call } = visit;
    const { say, tell } = voice;
    const [found, names] = await Promise.all([call(listCatalogueMeasures, { query: {} }), namesOf(visit)]);
    if (!found.ok) return { problem: found.problem };
    const { measures, declined } = found.value;
    return {
      title: say("measure.title"),
      section: "lists",
      description: say("measure.description"),
      body: (
        <div class="wide">
          <p class="back">
            <a href={voice.to("/lists")}>{say("list.back")}</a>
          </p>
          <h1>{say("measure.title")}</h1>
          <p class="lead prose-width">{say("measure.lead")}</p>
          {groups.map(({ word, of }) => (
            <section key={word} aria-labelledby={word}>
              <h2 id={word}>{say(`measure.sorts.${word}`)}</h2>
              {measures.some(of) ? (
                <details>
                  <summary>{say("measure.all", { count: measures.filter(of).length })}</summary>
                  <MeasureTable voice={voice} measures={measures.filter(of)} names={names} />
                </details>
              ) : (
                <p class="quiet">{say("measure.none")}</p>
              )}
            </section>
          ))}
          <Never voice={voice} />
          {declined.length > 0 && (
            <section aria-labelledby="declined">
              <h2 id="declined">{say("measure.declined")}</h2>
              <p class="prose-width">{say("measure.declined.text")}</p>
              <details>
                <summary>{say("measure.declined.all", { count: declined.length })}</summary>
                <table class="table fold">
                  <thead>
                    <tr>
                      <th scope="col">{say("measure.what")}</th>
                      <th scope="col">{say("measure.declined.by")}</th>
                      <th scope="col">{say("form.reason")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {declined.map((one) => (
                      <tr key={one.title.zh}>
                        <th scope="row">{tell(one.title)}</th>
                        <td data-label={say("measure.declined.by")}>{tell(one.keptBy)}</td>
                        <td data-label={say("form.reason")}>
                          {tell(one.reason)}{" "}
                          <span class="quiet" lang={voice.chinese(one.article)}>
                            {one.article}
                          </span>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </details>
            </section>
          )}
        </div>
      ),
    };
  },
};

export const measurePage: Page = {
  path: "/measures/:pack/:name",
  get: async (visit) => {
    const { voice, call, params, query } = visit;
    const { say, tell, to } = voice;
    const [found, names] = await Promise.all([
      call(getCatalogueMeasure, { params: { pack: params["pack"] ?? "", name: params["name"] ?? "" } }),
      namesOf(visit),
    ]);
    if (!found.ok) return { problem: found.problem };
    const { versions, current } = found.value;
    const measure =
      versions.find(({ version }) => version === (Number(query.get("version")) || current)) ?? versions[0];
    if (!measure) return { goTo: "/measures" };
    const titles = new Map(found.value.lists.map((list) => [list.id, tell(list.title)]));
    const grounds = await groundsOf(visit, found.value, measure);
    return {
      title: tell(measure.title),
      section: "lists",
      description: tell(measure.plain),
      indexed: query.size === 0,
      body: (
        <div class="wide">
          <p class="back">
            <a href={to("/measures")}>{say("measure.back")}</a>
          </p>
          <h1>{tell(measure.title)}</h1>
          <p class="tags">
            <MeasureTags voice={voice} measure={measure} />
          </p>
          {!measure.switchedOn && <p class="notice notice-strong">{say("measure.off")}</p>}
          <p class="lead prose-width">{tell(measure.plain)}</p>
          <MeasureFacts voice={voice} measure={measure} names={names} />
          <h2>{say("measure.follows")}</h2>
          <Follows voice={voice} measure={measure} titles={titles} grounds={grounds} />
          <h2>{say("record.law")}</h2>
          <Laws voice={voice} laws={measure.law} />
          <h2>{say("list.part.versions")}</h2>
          <ul>
            {versions.map(({ version, effectiveFrom }) => (
              <li key={version}>
                <a href={to(`/measures/${measure.id}?version=${version}`)}>
                  {say("list.version", { version, from: voice.day(effectiveFrom) })}
                </a>
              </li>
            ))}
          </ul>
          <Never voice={voice} />
        </div>
      ),
    };
  },
};

function MeasureFacts({ voice, measure, names }: { voice: Voice; measure: Measure; names: MeasureNames }) {
  const { say, tell, row } = voice;
  const rows: readonly (readonly [string, string])[] = [
    [say("measure.does"), tell(measure.does)],
    [say("measure.tell"), tell(measure.tellSubject)],
    [say("measure.who"), addresseesOf(voice, measure, names)],
    [say("measure.matter"), mattersOf(voice, measure, names)],
    [say("measure.against"), row(measure.subjects.map((kind) => say(`rules.item.subject.${kind}`)))],
    [say("measure.end"), endOf(voice, measure)],
    [say("measure.rank"), say(`law.rank.${measure.grantedBy}`)],
    ...(measure.kind === null
      ? []
      : [[say("measure.kind"), say(`measure.sorts.constraint.${measure.kind as 1 | 2 | 3}`)] as const]),
  ];
  return (
    <dl class="pairs">
      {rows.map(([term, text]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function endOf(voice: Voice, { monthsMax, sort }: Measure): string {
  const { say } = voice;
  if (monthsMax !== null) return say("measure.end.max", { max: timeOf(voice, monthsMax) });
  return say(sort === "incentive" ? "measure.end.honour" : "measure.end.listing");
}

/** Grounds of listing in the reader's words: they are values of a field of the list's item. */
async function groundsOf(
  { voice, call }: Visit,
  { lists }: MeasureView,
  { follows }: Measure,
): Promise<ReadonlyMap<string, string>> {
  const named = new Set(follows.flatMap(({ list, grounds }) => (grounds ? [list] : [])));
  const items = new Set(lists.flatMap(({ id, item }) => (named.has(id) ? [item] : [])));
  const views = await Promise.all(
    [...items].map((id) => {
      const [pack = "", name = ""] = id.split("/");
      return call(getItem, { params: { pack, name } });
    }),
  );
  const forms = views.flatMap((view) => (view.ok ? view.value.versions.map(({ form }) => form) : []));
  const options = forms.flatMap(({ fields }) => fields.find(({ name }) => name === "ground")?.options ?? []);
  return new Map(options.map(({ value, words }) => [value, voice.tell(words)]));
}

interface FollowsProps {
  readonly voice: Voice;
  readonly measure: Measure;
  readonly titles: ReadonlyMap<string, string>;
  readonly grounds: ReadonlyMap<string, string>;
}

/** The lists it follows from, and for each why it may (C7). */
function Follows({ voice, measure, titles, grounds }: FollowsProps) {
  const { say, to, row } = voice;
  return (
    <ul class="laws">
      {measure.follows.map((follows) => (
        <li key={follows.list + follows.link}>
          <a href={to(listPath(follows.list))}>{titles.get(follows.list) ?? follows.list}</a>{" "}
          <Tag tone="quiet" text={say(`measure.link.${follows.link}`)} />
          {follows.law && <span class="quiet law-note">{lawLine(voice, follows.law)}</span>}
          {follows.grounds && (
            <span class="quiet law-note">
              {say("measure.grounds", { grounds: row(follows.grounds.map((one) => grounds.get(one) ?? one)) })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
