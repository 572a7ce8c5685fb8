/** What every row must pass, why a body may look, who may do what, and every change of the rules. */
import { listPolicies } from "#contract/access.ts";
import { address as apiAddress } from "#contract/client.ts";
import {
  downloadPack,
  listCalendarNotices,
  listPackChanges,
  listPacks,
  listPurposes,
  listRules,
  type PackChange,
} from "#contract/rules.ts";
import type { Page } from "#web/page.ts";
import { ItemRules } from "#web/parts/item.tsx";
import { lawLine } from "#web/parts/law.tsx";
import { RulesPage } from "#web/parts/rules-nav.tsx";
import type { Voice } from "#web/voice.ts";

const verdicts = ["refuse", "hold", "note"] as const;

export const checksPage: Page = {
  path: "/rules/checks",
  get: async ({ voice, call }) => {
    const { say } = voice;
    const found = await call(listRules, {});
    if (!found.ok) return { problem: found.problem };
    return {
      title: say("rules.nav.checks"),
      section: "rules",
      description: say("rules.checks.lead"),
      body: (
        <RulesPage voice={voice} at="/rules/checks">
          <h1>{say("rules.nav.checks")}</h1>
          <p class="lead prose-width">{say("rules.checks.lead")}</p>
          {verdicts.map((verdict) => (
            <section key={verdict}>
              <h2>{say(`rules.verdict.${verdict}`)}</h2>
              <ItemRules voice={voice} rules={found.value.rules.filter(({ rule }) => rule.verdict === verdict)} />
            </section>
          ))}
        </RulesPage>
      ),
    };
  },
};

export const purposesPage: Page = {
  path: "/rules/purposes",
  get: async ({ voice, call }) => {
    const { say, tell, day, row } = voice;
    const [found, calendar] = await Promise.all([call(listPurposes, {}), call(listCalendarNotices, {})]);
    if (!found.ok) return { problem: found.problem };
    return {
      title: say("rules.nav.purposes"),
      section: "rules",
      description: say("rules.purposes.lead"),
      body: (
        <RulesPage voice={voice} at="/rules/purposes">
          <h1>{say("rules.nav.purposes")}</h1>
          <p class="lead prose-width">{say("rules.purposes.lead")}</p>
          <table class="table fold">
            <thead>
              <tr>
                <th scope="col">{say("look.why")}</th>
                <th scope="col">{say("rules.item.subjects")}</th>
                <th scope="col">{say("rules.purposes.watch")}</th>
                <th scope="col">{say("record.law")}</th>
              </tr>
            </thead>
            <tbody>
              {found.value.purposes.map((purpose) => (
                <tr key={purpose.purpose}>
                  <th scope="row">
                    {tell(purpose.title)}
                    {purpose.consent && (
                      <span class="quiet field-help">
                        {say("rules.purposes.consent", {
                          days: purpose.consent.daysMax,
                          count: purpose.consent.timesMax,
                        })}
                      </span>
                    )}
                  </th>
                  <td data-label={say("rules.item.subjects")}>
                    {row(purpose.subjectKinds.map((kind) => say(`rules.item.subject.${kind}`)))}
                  </td>
                  <td data-label={say("rules.purposes.watch")}>
                    {purpose.watchMonthsMax === undefined
                      ? say("rules.purposes.watch.none")
                      : say("rules.purposes.watch.months", { months: purpose.watchMonthsMax })}
                  </td>
                  <td class="quiet" data-label={say("record.law")}>
                    {lawLine(voice, purpose.law)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {calendar.ok && (
            <>
              <h2>{say("rules.calendar.title")}</h2>
              <p class="prose-width">{say("rules.calendar.lead")}</p>
              <ul class="laws">
                {calendar.value.notices
                  .toSorted((a, b) => (a.publishedOn < b.publishedOn ? 1 : -1))
                  .map((notice) => (
                    <li key={notice.notice + notice.publishedOn}>
                      <cite lang={voice.chinese(notice.notice)}>{notice.notice}</cite>{" "}
                      <span class="quiet">
                        {day(notice.publishedOn)} ·{" "}
                        {say("record.effective.span", { from: day(notice.from), to: day(notice.to) })}
                      </span>
                    </li>
                  ))}
              </ul>
            </>
          )}
        </RulesPage>
      ),
    };
  },
};

export const policiesPage: Page = {
  path: "/rules/policies",
  get: async ({ voice, call }) => {
    const { say, tell } = voice;
    const found = await call(listPolicies, {});
    if (!found.ok) return { problem: found.problem };
    const { policies, terms } = found.value;
    return {
      title: say("rules.nav.policies"),
      section: "rules",
      description: say("rules.policies.lead"),
      body: (
        <RulesPage voice={voice} at="/rules/policies">
          <h1>{say("rules.nav.policies")}</h1>
          <p class="lead prose-width">{say("rules.policies.lead")}</p>
          {policies.map((policy) => (
            <details key={policy.id} class="operation">
              <summary>
                {tell(policy)}{" "}
                <span class="quiet" lang={voice.chinese(policy.article)}>
                  {policy.article}
                </span>
              </summary>
              <pre class="policy">
                <code>{policy.text}</code>
              </pre>
            </details>
          ))}
          <h2>{say("rules.terms.title")}</h2>
          <dl class="pairs">
            {terms.map((term) => (
              <div key={term.name}>
                <dt>{term.value}</dt>
                <dd>
                  {tell(term)}{" "}
                  <span class="quiet" lang={voice.chinese(term.article)}>
                    {term.article}
                  </span>
                </dd>
              </div>
            ))}
          </dl>
        </RulesPage>
      ),
    };
  },
};

export const historyPage: Page = {
  path: "/rules/history",
  get: async ({ voice, call }) => {
    const { say, tell } = voice;
    const found = await call(listPacks, {});
    if (!found.ok) return { problem: found.problem };
    const packs = await Promise.all(
      found.value.packs.map(async ({ pack }) => ({
        pack,
        changes: await call(listPackChanges, { params: { pack: pack.id } }),
      })),
    );
    return {
      title: say("rules.history.title"),
      section: "rules",
      description: say("rules.history.lead"),
      body: (
        <RulesPage voice={voice} at="/rules/history">
          <h1>{say("rules.history.title")}</h1>
          <p class="lead prose-width">{say("rules.history.lead")}</p>
          {packs.map(({ pack, changes }) => (
            <section key={pack.id}>
              <h2>{tell(pack.title)}</h2>
              {changes.ok &&
                changes.value.editions.map(({ edition, rows, changes: changed }) => (
                  <Edition
                    key={edition.digest}
                    voice={voice}
                    pack={pack.id}
                    edition={edition}
                    rows={rows}
                    changed={changed}
                  />
                ))}
            </section>
          ))}
        </RulesPage>
      ),
    };
  },
};

interface EditionProps {
  readonly voice: Voice;
  readonly pack: string;
  readonly edition: { readonly version: string; readonly digest: string; readonly loadedAt: string };
  readonly rows: number;
  readonly changed: readonly PackChange[];
}

function Edition({ voice, pack, edition, rows, changed }: EditionProps) {
  const { say, tell, moment } = voice;
  return (
    <div class="edition">
      <dl class="pairs">
        <div>
          <dt>{say("rules.history.version")}</dt>
          <dd>
            {edition.version}{" "}
            <a href={apiAddress(downloadPack, { params: { pack, version: edition.version } })} download>
              {say("rules.history.download")}
            </a>
          </dd>
        </div>
        <div>
          <dt>{say("rules.history.loaded")}</dt>
          <dd>{moment(edition.loadedAt)}</dd>
        </div>
        <div>
          <dt>{say("rules.history.digest")}</dt>
          <dd>
            <code class="digest">{edition.digest}</code>
          </dd>
        </div>
        <div>
          <dt>{say("rules.history.rows")}</dt>
          <dd>{rows}</dd>
        </div>
      </dl>
      {changed.length > 0 && (
        <details>
          <summary>{say("rules.history.changes", { count: changed.length })}</summary>
          <ul>
            {changed.map((change) => (
              <li key={change.kind + change.id}>
                {say(`rules.change.${change.change}`)} {say(`rules.kind.${change.kind}`)} <code>{change.id}</code>{" "}
                {change.title && tell(change.title)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
