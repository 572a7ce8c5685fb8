/** One list: who is on it now, how many came and went, and every rule it goes by. */
import { address as apiAddress } from "#contract/client.ts";
import { countEntries, downloadEntries, listEntries } from "#contract/list-entries.ts";
import type { List, Procedure } from "#contract/lists-in-packs.ts";
import { listAgencyKinds } from "#contract/rules.ts";
import {
  getCatalogueList,
  getCatalogueProcedure,
  type ListView,
  listCatalogueMatters,
} from "#contract/rules-of-lists.ts";
import { typedDay } from "#web/formats.ts";
import type { Page, Visit } from "#web/page.ts";
import { Downloads } from "#web/parts/downloads.tsx";
import { ErrorSummary, type FieldError, SelectField, TextField } from "#web/parts/form.tsx";
import { Criteria, ListFacts, ListLaws, ListTags, listPath, WayOut } from "#web/parts/list.tsx";
import { cityName, type Entries, EntryTable, ListCharts, type ListCounts } from "#web/parts/list-entries.tsx";
import { type MeasureNames, MeasureTable } from "#web/parts/measure.tsx";
import { Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { ProcedureSteps } from "#web/parts/procedure.tsx";
import { errorsOf } from "#web/refused.ts";
import type { Voice } from "#web/voice.ts";
import { kindNames, totalOf } from "./lists.tsx";

const entriesOnPage = 20;

interface Filter {
  readonly q?: string;
  readonly city?: string;
  readonly from?: string;
  readonly to?: string;
}

interface Asked {
  readonly typed: { readonly q: string; readonly city: string; readonly from: string; readonly to: string };
  readonly filter: Filter;
  readonly errors: readonly FieldError[];
}

/** Reads the filter out of the address; what cannot be read is an error at its field and filters nothing. */
function asked({ query, voice }: Visit, counts: ListCounts | null): Asked {
  const text = (name: string) => query.get(name)?.trim() ?? "";
  const typed = { q: text("q").slice(0, 120), city: text("city"), from: text("from"), to: text("to") };
  const errors: FieldError[] = [];
  const day = (field: "from" | "to") => {
    const read = typedDay(typed[field]);
    if (typed[field] !== "" && !read) errors.push({ field, text: voice.say("form.day.error") });
    return read;
  };
  const [from, to] = [day("from"), day("to")];
  const city = counts?.cities.find((one) => one.city === typed.city)?.city;
  const { q } = typed;
  return {
    typed,
    errors,
    filter: { ...(q ? { q } : {}), ...(city ? { city } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) },
  };
}

export const listPage: Page = {
  path: "/lists/:pack/:name",
  get: async (visit) => {
    const { voice, params: given, query, call, path } = visit;
    const { tell } = voice;
    const params = { pack: given["pack"] ?? "", name: given["name"] ?? "" };
    const [found, counted, kinds, matters] = await Promise.all([
      call(getCatalogueList, { params }),
      call(countEntries, { params, query: { months: 24 } }),
      call(listAgencyKinds, {}),
      call(listCatalogueMatters, {}),
    ]);
    if (!found.ok) return { problem: found.problem };
    const view = found.value;
    const list = chosenOf(view, query);
    if (!list) return { goTo: "/lists" };
    const counts = counted.ok ? counted.value : null;
    let { typed, filter, errors } = asked(visit, counts);
    const cursor = query.get("cursor");
    const ask = (narrowed: Filter) =>
      call(listEntries, {
        params,
        query: { ...narrowed, limit: entriesOnPage, ...(cursor ? { cursor } : {}) },
      });
    let entries = await ask(filter);
    if (!entries.ok && entries.problem.field !== undefined) {
      errors = [...errors, ...errorsOf(voice, entries.problem, ["q", "from", "to"], "q")];
      // What was refused is not said back: it may be a person's number (C13).
      typed = { ...typed, q: entries.problem.field.endsWith("q") ? "" : typed.q };
      filter = {};
      entries = await ask(filter);
    }
    const procedure = await procedureOf(visit, view);
    const names = kindNames(voice, kinds.ok ? kinds.value.agencyKinds : []);
    return {
      title: tell(list.title),
      section: "lists",
      description: tell(list.plain),
      indexed: query.size === 0,
      status: errors.length > 0 ? 422 : 200,
      ...(errors.length > 0 ? { address: listPath(view.id) } : {}),
      body: (
        <ListBody
          voice={voice}
          view={view}
          list={list}
          procedure={procedure}
          counts={counts}
          entries={entries.ok ? entries.value : null}
          asked={{ typed, filter, errors }}
          names={{
            kinds: names,
            matters: new Map(matters.ok ? matters.value.matters.map((one) => [one.matter, one]) : []),
          }}
          path={path}
          first={cursor === null}
        />
      ),
    };
  },
};

/** The procedure its proceedings follow now, with its clocks; null where they are conducted elsewhere. */
async function procedureOf({ call }: Visit, { procedure }: ListView): Promise<Procedure | null> {
  if (!procedure) return null;
  const [pack = "", name = ""] = procedure.id.split("/");
  const found = await call(getCatalogueProcedure, { params: { pack, name } });
  if (!found.ok) return null;
  const { current, versions } = found.value;
  return versions.find((one) => one.procedure.version === current)?.procedure ?? null;
}

/** What each criterion's rule says when its words are made from the rule itself; told of the newest version. */
function wordsOf({ tell }: Voice, { versions, criteria }: ListView, list: List): ReadonlyMap<string, string> {
  return new Map(list === versions[0] ? criteria.map(({ code, words }) => [code, tell(words)]) : []);
}

/** The version asked for, else the present one. */
function chosenOf({ versions, current }: ListView, query: URLSearchParams): List | undefined {
  const version = Number(query.get("version")) || current;
  return versions.find((one) => one.version === version) ?? versions[0];
}

interface BodyProps {
  readonly voice: Voice;
  readonly view: ListView;
  readonly list: List;
  readonly procedure: Procedure | null;
  readonly counts: ListCounts | null;
  readonly entries: Entries | null;
  readonly asked: Asked;
  readonly names: MeasureNames;
  readonly path: string;
  readonly first: boolean;
}

const parts = ["entries", "moves", "criteria", "procedure", "follows", "end", "law"] as const;
type Part = (typeof parts)[number];

/** A part of the page is called otherwise where it is about an honour. */
function titleOf({ say }: Voice, part: Part, list: List): string {
  if (list.sort !== "honour") return say(`list.part.${part}`);
  if (part === "criteria") return say("list.part.criteria.honour");
  if (part === "procedure") return say("list.part.procedure.honour");
  return part === "follows" ? say("list.part.follows.honour") : say(`list.part.${part}`);
}

function ListBody(props: BodyProps) {
  const { voice, view, list, counts, asked: given, names } = props;
  const { say, tell, to } = voice;
  const honour = list.sort === "honour";
  const title = (part: Part) => titleOf(voice, part, list);
  const keepers = list.keepers.map((kind) => names.kinds.get(kind) ?? kind);
  return (
    <div class="wide">
      <ErrorSummary voice={voice} errors={given.errors} />
      <p class="back">
        <a href={to("/lists")}>{say("list.back")}</a>
      </p>
      <h1>{tell(list.title)}</h1>
      <p class="tags">
        <ListTags voice={voice} list={list} />
      </p>
      {!list.switchedOn && <p class="notice notice-strong">{say("list.off.notice")}</p>}
      <p class="lead prose-width">{tell(list.plain)}</p>
      {counts && <p class={`list-total list-total-${list.sort}`}>{totalOf(voice, counts.inForce)}</p>}
      <div class="two-columns">
        <ListFacts voice={voice} list={list} keepers={keepers} />
        <nav class="contents" aria-label={say("list.contents")}>
          <p>
            <strong>{say("list.contents")}</strong>
          </p>
          <ul>
            {parts.map((part) => (
              <li key={part}>
                <a href={`#${part}`}>{title(part)}</a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
      <h2 id="entries">{title("entries")}</h2>
      <EntryPart {...props} />
      <section id="moves" aria-label={title("moves")}>
        {counts && <ListCharts voice={voice} counts={counts} honour={honour} />}
      </section>
      <h2 id="criteria">{title("criteria")}</h2>
      <Criteria voice={voice} criteria={list.criteria} words={wordsOf(voice, view, list)} />
      <h2 id="procedure">{title("procedure")}</h2>
      {props.procedure ? (
        <>
          <p class="prose-width">{tell(props.procedure.plain)}</p>
          <details>
            <summary>{say("list.procedure.all")}</summary>
            <ProcedureSteps voice={voice} list={list} procedure={props.procedure} />
          </details>
        </>
      ) : (
        <p class="prose-width">{say("list.procedure.elsewhere")}</p>
      )}
      <h2 id="follows">{title("follows")}</h2>
      {view.measures.length === 0 ? (
        <p>{say("list.follows.none")}</p>
      ) : (
        <>
          <p class="prose-width">{say("list.follows.lead")}</p>
          <details class="follows">
            <summary>{say("measure.all", { count: view.measures.length })}</summary>
            <MeasureTable voice={voice} measures={view.measures} names={names} />
          </details>
        </>
      )}
      <h2 id="end">{title("end")}</h2>
      <WayOut voice={voice} list={list} />
      <h2 id="law">{title("law")}</h2>
      <ListLaws voice={voice} list={list} />
      <Versions voice={voice} view={view} list={list} />
    </div>
  );
}

function Versions({ voice, view, list }: { voice: Voice; view: ListView; list: List }) {
  const { say, day, to } = voice;
  const text = ({ version, effectiveFrom, effectiveTo }: List) =>
    effectiveTo
      ? say("list.version.until", { version, from: day(effectiveFrom), to: day(effectiveTo) })
      : say("list.version", { version, from: day(effectiveFrom) });
  return (
    <>
      <h2>{say("list.part.versions")}</h2>
      <ul>
        {view.versions.map((one) => (
          <li key={one.version}>
            {one === list ? (
              <>
                {text(one)} <span class="quiet">{say("list.version.present")}</span>
              </>
            ) : (
              <a href={to(`${listPath(view.id)}?version=${one.version}`)}>{text(one)}</a>
            )}
          </li>
        ))}
      </ul>
      <p>
        {say("list.item")}: <a href={to(`/rules/items/${list.item}`)}>{list.item}</a>
      </p>
    </>
  );
}

function EntryPart({ voice, view, list, counts, entries, asked: given, path, first }: BodyProps) {
  const { say, day } = voice;
  if (!list.publishes) return <p>{say("list.entry.unpublished")}</p>;
  const narrowed = Object.keys(given.filter).length > 0;
  if (!entries || (entries.total === 0 && !narrowed && given.errors.length === 0))
    return <Empty title={say("list.entry.none")} text={say("list.entry.none.text")} />;
  // Numbers count whoever is on the list; names are public only as long as their publication lasts.
  const unnamed = (counts?.inForce ?? 0) - entries.total;
  return (
    <>
      <EntryForm voice={voice} view={view} counts={counts} asked={given} />
      {entries.items.length === 0 ? (
        <Empty title={say("list.entry.none.filter")} text={say("list.entry.none.filter.text")} />
      ) : (
        <>
          <p class="quiet">{say("list.entry.total", { total: entries.total, day: day(entries.dataOf) })}</p>
          {!narrowed && unnamed > 0 && <p class="quiet">{say("list.entry.unnamed", { count: unnamed })}</p>}
          <EntryTable voice={voice} entries={entries} />
          <Pager voice={voice} path={path} next={entries.next} first={first} />
          <Downloads
            title={say("list.entry.download")}
            level={3}
            note={say("list.entry.download.note")}
            link={(format) => {
              const [pack = "", name = ""] = view.id.split("/");
              return apiAddress(downloadEntries, {
                params: { pack, name },
                query: { format, language: voice.lang, ...given.filter },
              });
            }}
          />
        </>
      )}
    </>
  );
}

function EntryForm({
  voice,
  view,
  counts,
  asked: { typed, errors },
}: Pick<BodyProps, "voice" | "view" | "counts" | "asked">) {
  const { say, to } = voice;
  const shared = { voice, errors };
  const action = listPath(view.id);
  const cities = (counts?.cities ?? []).filter(({ inForce, name }) => inForce > 0 && name !== null);
  return (
    <form class="filter" action={`${to(action)}#entries`} method="get" aria-label={say("list.entry.search")}>
      <TextField {...shared} id="q" label={say("list.entry.q")} value={typed.q} maxlength={120} autocomplete="off" />
      <SelectField
        {...shared}
        id="city"
        label={say("list.city")}
        value={typed.city}
        options={[
          { value: "", text: say("list.cities.any") },
          ...cities.map(({ city, name }) => ({ value: city, text: cityName(voice, name) })),
        ]}
      />
      <TextField {...shared} id="from" label={say("list.entry.from.after")} value={typed.from} autocomplete="off" />
      <TextField {...shared} id="to" label={say("list.entry.to.before")} value={typed.to} autocomplete="off" />
      <p class="filter-actions">
        <button class="govuk-button" type="submit">
          {say("publicity.filter.button")}
        </button>
        <a href={`${to(action)}#entries`}>{say("publicity.filter.clear")}</a>
      </p>
    </form>
  );
}
