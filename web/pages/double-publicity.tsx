/** Double publicity: the latest permits and penalties, with filters, counts and downloads. */
import { address as apiAddress } from "#contract/client.ts";
import type { Answered } from "#contract/endpoint.ts";
import { countDecisions, downloadDecisions, listDecisions } from "#contract/ledger.ts";
import { typedDay } from "#web/formats.ts";
import type { Page, Visit } from "#web/page.ts";
import { DecisionCounts } from "#web/parts/decision-counts.tsx";
import { DecisionTable } from "#web/parts/decision-table.tsx";
import { Downloads } from "#web/parts/downloads.tsx";
import { ErrorSummary, type FieldError, SelectField, TextField } from "#web/parts/form.tsx";
import { Pager } from "#web/parts/pager.tsx";
import type { Voice } from "#web/voice.ts";

export type Counts = Answered<typeof countDecisions>;

interface Filter {
  readonly item?: string;
  readonly sector?: number;
  readonly from?: string;
  readonly to?: string;
}

interface Asked {
  readonly typed: { readonly item: string; readonly sector: string; readonly from: string; readonly to: string };
  readonly filter: Filter;
  readonly errors: readonly FieldError[];
}

/** Reads the filter out of the address; what is nothing the lists know is an error at its field, and filters nothing. */
function asked({ query, voice }: Visit, counts: Counts): Asked {
  const typed = {
    item: query.get("item") ?? "",
    sector: query.get("sector") ?? "",
    from: query.get("from")?.trim() ?? "",
    to: query.get("to")?.trim() ?? "",
  };
  const errors: FieldError[] = [];
  const day = (field: "from" | "to") => {
    const read = typedDay(typed[field]);
    if (typed[field] !== "" && !read) errors.push({ field, text: voice.say("form.day.error") });
    return read;
  };
  const [from, to] = [day("from"), day("to")];
  const known = (field: "item" | "sector", among: object) => {
    if (Object.hasOwn(among, typed[field])) return typed[field];
    if (typed[field] !== "")
      errors.push({
        field,
        text: voice.say(field === "item" ? "publicity.filter.item.error" : "publicity.sector.error"),
      });
    return "";
  };
  const item = known("item", counts.items);
  const sector = known("sector", counts.sectors);
  return {
    typed,
    errors,
    filter: {
      ...(item ? { item } : {}),
      ...(sector ? { sector: Number(sector) } : {}),
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
    },
  };
}

export const doublePublicityPage: Page = {
  path: "/double-publicity",
  get: async (visit) => {
    const { voice, query, call, path } = visit;
    const { say } = voice;
    const cursor = query.get("cursor");
    const counts = await call(countDecisions, { query: { months: 12 } });
    if (!counts.ok) return { problem: counts.problem };
    const { typed, filter, errors } = asked(visit, counts.value);
    const decisions = await call(listDecisions, { query: { ...filter, limit: 20, ...(cursor ? { cursor } : {}) } });
    if (!decisions.ok) return { problem: decisions.problem };
    const { value } = decisions;
    return {
      title: say("publicity.title"),
      section: "publicity",
      description: say("publicity.lead"),
      indexed: query.size === 0,
      body: (
        <div class="wide">
          <ErrorSummary voice={voice} errors={errors} />
          <h1>{say("publicity.title")}</h1>
          <p class="lead prose-width">{say("publicity.lead")}</p>
          <DecisionCounts voice={voice} counts={counts.value} />
          <h2 id="decisions">{say("publicity.list")}</h2>
          <FilterForm voice={voice} counts={counts.value} typed={typed} errors={errors} />
          {value.items.length === 0 ? (
            <div class="empty">
              <p>
                <strong>{say("publicity.none.title")}</strong>
              </p>
              <p>{say("publicity.none.text")}</p>
            </div>
          ) : (
            <>
              <DecisionTable voice={voice} list={value} />
              <Pager voice={voice} path={path} next={value.next} first={cursor === null} />
              <Downloads
                title={say("publicity.download")}
                level={2}
                note={say("publicity.download.note")}
                link={(format) => apiAddress(downloadDecisions, { query: { format, language: voice.lang, ...filter } })}
              />
            </>
          )}
        </div>
      ),
    };
  },
};

function FilterForm(props: { voice: Voice; counts: Counts; typed: Asked["typed"]; errors: readonly FieldError[] }) {
  const { voice, counts, typed, errors } = props;
  const { say, tell, to } = voice;
  const items = Object.entries(counts.items).map(([value, title]) => ({ value, text: tell(title) }));
  const sectors = Object.entries(counts.sectors).map(([value, title]) => ({ value, text: `${value} ${tell(title)}` }));
  const shared = { voice, errors };
  return (
    <form
      class="filter"
      action={`${to("/double-publicity")}#decisions`}
      method="get"
      aria-label={say("publicity.filter")}
    >
      <SelectField
        {...shared}
        id="item"
        label={say("publicity.filter.item")}
        value={typed.item}
        options={[{ value: "", text: say("publicity.filter.any-item") }, ...items]}
      />
      <SelectField
        {...shared}
        id="sector"
        label={say("publicity.sector")}
        value={typed.sector}
        options={[{ value: "", text: say("publicity.filter.any-sector") }, ...sectors]}
      />
      <TextField {...shared} id="from" label={say("publicity.filter.from")} value={typed.from} autocomplete="off" />
      <TextField {...shared} id="to" label={say("publicity.filter.to")} value={typed.to} autocomplete="off" />
      <p class="filter-actions">
        <button class="govuk-button" type="submit">
          {say("publicity.filter.button")}
        </button>
        <a href={to("/double-publicity")}>{say("publicity.filter.clear")}</a>
      </p>
    </form>
  );
}
