/** Logs that overseers read: looks and refused acts, of one agency for its supervisors, of all for auditors. */
import type { ComponentChildren } from "preact";
import {
  countOwnLooks,
  downloadOwnLooks,
  listAgencyLooks,
  listAgencyRefusals,
  listOwnLooks,
  listPolicies,
  searchLooks,
  searchRefusals,
} from "#contract/access.ts";
import { address as apiAddress } from "#contract/client.ts";
import { listOwnQuestions } from "#contract/questions.ts";
import { listPurposes } from "#contract/rules.ts";
import { listCatalogueMatters } from "#contract/rules-of-lists.ts";
import { listOwnWatches } from "#contract/watches.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { Downloads } from "#web/parts/downloads.tsx";
import { ErrorSummary, SelectField, TextField } from "#web/parts/form.tsx";
import { LookChart } from "#web/parts/look-chart.tsx";
import { type Look, LookTable, type OwnLook, RefusalTable, type RefusedAct } from "#web/parts/look-table.tsx";
import { Empty } from "#web/parts/notice.tsx";
import { OwnWatches } from "#web/parts/own-watches.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { askedPeriod, type Period, PeriodFields } from "#web/parts/period-form.tsx";
import { QuestionLook } from "#web/parts/question.tsx";
import type { Word } from "#web/words.ts";

interface Listed<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

const rowsOnPage = 50;
const ownLooksTab = "/mine/looks";

function pageAsked({ query }: Visit) {
  const cursor = query.get("cursor");
  return { limit: rowsOnPage, ...(cursor ? { cursor } : {}) };
}

const agencyOf = ({ me }: Visit) => ({ code: me?.agency?.agencyCode ?? "" });

/** What the policies in force say, by id; also what is said where no policy spoke. */
async function policyWords({ call, voice: { say, tell } }: Visit): Promise<ReadonlyMap<string, string>> {
  const known = await call(listPolicies, {});
  return new Map([
    ["absence-denies", say("refusal.policy.absence")],
    ["nothing-held", say("refusal.policy.nothing-held")],
    ["ledger.purpose", say("refusal.policy.purpose")],
    ["ledger.by-consent", say("refusal.policy.by-consent")],
    ...(known.ok ? known.value.policies.map((policy) => [policy.id, tell(policy)] as const) : []),
  ]);
}

/** A page of looks: title, filter, table. */
async function looksShown(visit: Visit, list: Listed<OwnLook | Look>, page: LooksPage): Promise<Answer> {
  const { voice, path, query, call } = visit;
  const { say, tell } = voice;
  const [known, named] = await Promise.all([call(listPurposes, {}), call(listCatalogueMatters, {})]);
  const matters = new Map(named.ok ? named.value.matters.map(({ matter, title }) => [matter, tell(title)]) : []);
  const purposes = new Map(known.ok ? known.value.purposes.map(({ purpose, title }) => [purpose, tell(title)]) : []);
  const policies = await policyWords(visit);
  const first = query.get("cursor") === null;
  return {
    title: say(page.title),
    tab: page.tab,
    indexed: false,
    body: (
      <div class="wide">
        {page.period && <ErrorSummary voice={voice} errors={page.period.errors} />}
        <h1>{say(page.title)}</h1>
        <p class="prose-width">{say(page.lead)}</p>
        {page.filter}
        {list.items.length === 0 ? (
          <Empty title={say("look.none")} />
        ) : (
          <>
            <LookTable
              {...{ voice, looks: list.items, purposes, matters, policies }}
              {...(page.act ? { act: page.act } : {})}
            />
            <Pager voice={voice} path={path} next={list.next} first={first} />
            {page.after}
          </>
        )}
      </div>
    ),
  };
}

interface LooksPage {
  readonly title: Word;
  readonly lead: Word;
  readonly tab: string;
  readonly period?: Period;
  readonly filter?: ComponentChildren;
  /** What its subject may do about a look. */
  readonly act?: (look: OwnLook) => ComponentChildren;
  readonly after?: ComponentChildren;
}

const outcomes = ["shown", "refused", "nothing-held", "failed"] as const;

/** Filter by days, for auditors also by agency and outcome. */
function LookFilter({ visit, action, period, full }: { visit: Visit; action: string; period: Period; full?: true }) {
  const { voice, query } = visit;
  const { say, to } = voice;
  const shared = { voice, errors: period.errors };
  return (
    <form class="filter" action={to(action)} method="get" aria-label={say("publicity.filter")}>
      <PeriodFields voice={voice} period={period} />
      {full && (
        <>
          <TextField
            {...shared}
            id="agency"
            label={say("look.filter.agency")}
            value={query.get("agency") ?? ""}
            maxlength={18}
          />
          <SelectField
            {...shared}
            id="outcome"
            label={say("look.outcome")}
            value={query.get("outcome") ?? ""}
            options={[
              { value: "", text: say("look.outcome.any") },
              ...outcomes.map((value) => ({ value, text: say(`look.outcome.${value}`) })),
            ]}
          />
        </>
      )}
      <p class="filter-actions">
        <button class="govuk-button" type="submit">
          {say("publicity.filter.button")}
        </button>
        <a href={to(action)}>{say("publicity.filter.clear")}</a>
      </p>
    </form>
  );
}

/** The looks of a supervisor's agency. */
export const teamLooksPage: Page = {
  path: "/team/looks",
  signedIn: true,
  get: async (visit) => {
    const period = askedPeriod(visit);
    const query = { ...pageAsked(visit), ...period.days };
    const found = await visit.call(listAgencyLooks, { params: agencyOf(visit), query });
    if (!found.ok) return { problem: found.problem };
    return looksShown(visit, found.value, {
      title: "area.team.looks",
      lead: "look.lead.team",
      tab: "/team/looks",
      period,
      filter: <LookFilter visit={visit} action="/team/looks" period={period} />,
    });
  },
};

/** All looks, for auditors. */
export const auditPage: Page = {
  path: "/audit",
  signedIn: true,
  get: async (visit) => {
    const period = askedPeriod(visit);
    const agency = visit.query.get("agency")?.trim().toUpperCase();
    const outcome = outcomes.find((one) => one === visit.query.get("outcome"));
    const query = {
      ...pageAsked(visit),
      ...period.days,
      ...(agency ? { agency } : {}),
      ...(outcome ? { outcome } : {}),
    };
    const found = await visit.call(searchLooks, { query });
    if (!found.ok) return { problem: found.problem };
    return looksShown(visit, found.value, {
      title: "area.audit.looks",
      lead: "look.lead.audit",
      tab: "/audit",
      period,
      filter: <LookFilter visit={visit} action="/audit" period={period} full />,
    });
  },
};

/** Who looked at the files of the subjects one represents: by month, by days and body, to take away, to question. */
export const ownLooksPage: Page = {
  path: ownLooksTab,
  signedIn: true,
  get: async (visit) => {
    const { voice, call } = visit;
    const period = askedPeriod(visit);
    const agency = visit.query.get("agency")?.trim().toUpperCase();
    const outcome = outcomes.find((one) => one === visit.query.get("outcome"));
    const filter = { ...period.days, ...(agency ? { agency } : {}), ...(outcome ? { outcome } : {}) };
    const [found, counted, watched, questioned] = await Promise.all([
      call(listOwnLooks, { query: { ...pageAsked(visit), ...filter } }),
      call(countOwnLooks, {}),
      call(listOwnWatches, { query: { limit: 200 } }),
      call(listOwnQuestions, {}),
    ]);
    if (!found.ok) return { problem: found.problem };
    if (!counted.ok) return { problem: counted.problem };
    if (!watched.ok) return { problem: watched.problem };
    if (!questioned.ok) return { problem: questioned.problem };
    const asked = new Map(questioned.value.items.map(({ lookId, questionId }) => [lookId, questionId]));
    return looksShown(visit, found.value, {
      title: "area.mine.looks",
      lead: "look.lead.mine",
      tab: ownLooksTab,
      period,
      filter: (
        <>
          <LookChart voice={voice} months={counted.value.months} />
          <LookFilter visit={visit} action={ownLooksTab} period={period} full />
        </>
      ),
      act: (look) => <QuestionLook visit={visit} look={look} questionId={asked.get(look.lookId)} />,
      after: (
        <>
          <Downloads
            title={voice.say("look.download")}
            level={2}
            note={voice.say("look.download.note")}
            link={(format) => apiAddress(downloadOwnLooks, { query: { format, ...filter } })}
          />
          <OwnWatches voice={voice} watches={watched.value.items} />
        </>
      ),
    });
  },
};

async function refusalsShown(visit: Visit, list: Listed<RefusedAct>, tab: string): Promise<Answer> {
  const { voice, path, query } = visit;
  const { say } = voice;
  const policies = await policyWords(visit);
  return {
    title: say("area.team.refusals"),
    tab,
    indexed: false,
    body: (
      <div class="wide">
        <h1>{say("area.team.refusals")}</h1>
        <p class="prose-width">{say("refusal.lead")}</p>
        {list.items.length === 0 ? (
          <Empty title={say("refusal.none")} />
        ) : (
          <>
            <RefusalTable voice={voice} acts={list.items} policies={policies} />
            <Pager voice={voice} path={path} next={list.next} first={query.get("cursor") === null} />
          </>
        )}
      </div>
    ),
  };
}

export const teamRefusalsPage: Page = {
  path: "/team/refusals",
  signedIn: true,
  get: async (visit) => {
    const found = await visit.call(listAgencyRefusals, { params: agencyOf(visit), query: pageAsked(visit) });
    return found.ok ? refusalsShown(visit, found.value, "/team/refusals") : { problem: found.problem };
  },
};

export const auditRefusalsPage: Page = {
  path: "/audit/refusals",
  signedIn: true,
  get: async (visit) => {
    const found = await visit.call(searchRefusals, { query: pageAsked(visit) });
    return found.ok ? refusalsShown(visit, found.value, "/audit/refusals") : { problem: found.problem };
  },
};
