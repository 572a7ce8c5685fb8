/** All lists and honours: who keeps each, on what law, how long it lasts, how one leaves; honours first and as large. */

import { countLists } from "#contract/list-entries.ts";
import { listAgencyKinds } from "#contract/rules.ts";
import { type ListSummary, listCatalogueLists } from "#contract/rules-of-lists.ts";
import { number } from "#web/formats.ts";
import type { Page } from "#web/page.ts";
import { lawLine } from "#web/parts/law.tsx";
import { durationOf, exitOf, type ListSort, listPath, sorts } from "#web/parts/list.tsx";
import type { Voice } from "#web/voice.ts";

/** How many are on each list, by its id. */
type Totals = ReadonlyMap<string, number>;

export const listsPage: Page = {
  path: "/lists",
  get: async ({ voice, call }) => {
    const { say, tell } = voice;
    const [found, kinds, counted] = await Promise.all([
      call(listCatalogueLists, { query: {} }),
      call(listAgencyKinds, {}),
      call(countLists, {}),
    ]);
    if (!found.ok) return { problem: found.problem };
    const names = kindNames(voice, kinds.ok ? kinds.value.agencyKinds : []);
    const totals: Totals = new Map(counted.ok ? counted.value.lists.map((one) => [one.list, one.inForce]) : []);
    const lists = found.value.lists;
    const used = lists.filter(({ switchedOn }) => switchedOn);
    const off = lists.filter(({ switchedOn }) => !switchedOn);
    return {
      title: say("list.title"),
      section: "lists",
      description: say("list.description"),
      body: (
        <div class="wide">
          <h1>{say("list.title")}</h1>
          <p class="lead prose-width">{say("list.lead")}</p>
          <Sorts voice={voice} lists={used} totals={totals} />
          <p class="prose-width">
            {say("list.to-measures")} <a href={voice.to("/measures")}>{say("measure.title")}</a>
          </p>
          {sorts.map((sort) => (
            <section key={sort} aria-labelledby={sort}>
              <h2 id={sort}>{say(`list.sorts.${sort}`)}</h2>
              <p class="prose-width">{say(`list.sorts.${sort}.text`)}</p>
              <ul class="lists">
                {used
                  .filter((list) => list.sort === sort)
                  .map((list) => (
                    <ListCard key={list.id} voice={voice} list={list} names={names} total={totals.get(list.id)} />
                  ))}
              </ul>
            </section>
          ))}
          {off.length > 0 && (
            <section aria-labelledby="off">
              <h2 id="off">{say("list.off.title")}</h2>
              <p class="prose-width">{say("list.off.text")}</p>
              <details>
                <summary>{say("list.off.all", { count: off.length })}</summary>
                <table class="table fold">
                  <thead>
                    <tr>
                      <th scope="col">{say("list.name")}</th>
                      <th scope="col">{say("list.off.reason")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {off.map((list) => (
                      <tr key={list.id}>
                        <th scope="row" class="item-name">
                          <a href={voice.to(listPath(list.id))}>{tell(list.title)}</a>
                        </th>
                        <td data-label={say("list.off.reason")}>{tell(list.plain)}</td>
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

/** What each kind of agency is called; `any` is everybody. */
export function kindNames(
  { tell, say }: Voice,
  kinds: readonly { readonly kind: string; readonly title: { zh: string; en: string } }[],
): ReadonlyMap<string, string> {
  return new Map([["any", say("rules.item.any")], ...kinds.map(({ kind, title }) => [kind, tell(title)] as const)]);
}

/** Three counts of the same size, each leading to its part of the page. */
function Sorts({ voice, lists, totals }: { voice: Voice; lists: readonly ListSummary[]; totals: Totals }) {
  const { say } = voice;
  const tone = (sort: ListSort) => (sort === "honour" ? "count count-honour" : "count count-adverse");
  return (
    <dl class="counts">
      {sorts.map((sort) => {
        const own = lists.filter((list) => list.sort === sort);
        const entries = own.reduce((total, list) => total + (totals.get(list.id) ?? 0), 0);
        return (
          <div key={sort} class={tone(sort)}>
            <dt>
              <a href={`#${sort}`}>{say(`list.sorts.${sort}`)}</a>
            </dt>
            <dd>{number(entries)}</dd>
            <dd class="count-of">{say("list.sorts.count", { lists: own.length })}</dd>
          </div>
        );
      })}
    </dl>
  );
}

interface CardProps {
  readonly voice: Voice;
  readonly list: ListSummary;
  readonly names: ReadonlyMap<string, string>;
  readonly total: number | undefined;
}

function ListCard({ voice, list, names, total }: CardProps) {
  const { say, tell, to, row } = voice;
  const [law] = list.law;
  return (
    <li class={`list-card list-${list.sort}`}>
      <h3>
        <a href={to(listPath(list.id))}>{tell(list.title)}</a>
      </h3>
      <p class="list-total">{totalOf(voice, total ?? 0)}</p>
      <details>
        <summary>{say("list.card.more")}</summary>
        <p>{tell(list.plain)}</p>
        <dl class="pairs">
          <div>
            <dt>{say("list.keepers")}</dt>
            <dd>{row(list.keepers.map((kind) => names.get(kind) ?? kind))}</dd>
          </div>
          {law && (
            <div>
              <dt>{say("record.law")}</dt>
              <dd lang={voice.chinese(law.article)}>{lawLine(voice, law)}</dd>
            </div>
          )}
          <div>
            <dt>{say("list.duration")}</dt>
            <dd>{durationOf(voice, list)}</dd>
          </div>
          <div>
            <dt>{say("list.exit")}</dt>
            <dd>{exitOf(voice, list)}</dd>
          </div>
        </dl>
      </details>
    </li>
  );
}

/** `3 organisations on it`. */
export function totalOf({ say }: Voice, total: number): string {
  if (total === 0) return say("list.count.none");
  return total === 1 ? say("list.count.one") : say("list.count", { count: number(total) });
}
