/** Opening a case: proposed by hand, or from a candidate that a rule pointed out. */
import type { Criterion } from "#contract/lists-in-packs.ts";
import { openProceeding } from "#contract/proceedings.ts";
import { getCatalogueList, type ListSummary, type ListView, listCatalogueLists } from "#contract/rules-of-lists.ts";
import { looksLikePersonNumber } from "#core/code/secrets.ts";
import { isUnfinished } from "#web/cases.ts";
import { typedDay } from "#web/formats.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { ErrorSummary, type FieldError, Radios, SelectField, TextArea, TextField } from "#web/parts/form.tsx";
import { Empty } from "#web/parts/notice.tsx";
import { errorsOf } from "#web/refused.ts";

const tab = "/cases/new";
const schemes = ["unified-code", "registration-number", "organisation-code", "person-number"] as const;
const fields = [
  ...(["list", "value", "scheme", "ground", "documents"] as const),
  ...(["facts", "reasons", "criterion", "conductEndedOn"] as const),
] as const;

/** Lists this agency keeps here: switched on, with a procedure, and for its kind. */
export async function ownLists({ call, me }: Visit): Promise<readonly ListSummary[]> {
  const found = await call(listCatalogueLists, { query: {} });
  const kinds = me?.agency?.kinds ?? [];
  return found.ok
    ? found.value.lists.filter(
        ({ switchedOn, keptHere, keepers }) =>
          switchedOn && keptHere && keepers.some((kind) => kind === "any" || kinds.includes(kind)),
      )
    : [];
}

/** The criteria and the grounds of a list, where one is chosen already. */
async function rulesOf({ call }: Visit, list: string): Promise<Rules> {
  const [pack = "", name = ""] = list.split("/");
  const found = name === "" ? null : await call(getCatalogueList, { params: { pack, name } });
  if (!found?.ok) return { criteria: [], grounds: [] };
  const { versions, current, grounds } = found.value;
  return { criteria: versions.find(({ version }) => version === current)?.criteria ?? [], grounds };
}

interface Rules {
  readonly criteria: readonly Criterion[];
  readonly grounds: ListView["grounds"];
}

/** The criteria of a list, where one is chosen already. */
export async function criteriaOf(visit: Visit, list: string): Promise<readonly Criterion[]> {
  return (await rulesOf(visit, list)).criteria;
}

async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, form, query } = visit;
  const { say, tell, to } = voice;
  const lists = await ownLists(visit);
  const given = (name: string) => form.get(name) ?? query.get(name) ?? "";
  const scheme = given("scheme") || schemes[0];
  const { criteria, grounds } = await rulesOf(visit, given("list"));
  const ofCriterion = criteria.find(({ code }) => code === given("criterion"))?.ground ?? "";
  const listField = (
    <SelectField
      voice={voice}
      id="list"
      label={say("list.name")}
      value={given("list")}
      options={[
        { value: "", text: say("form.choose") },
        ...lists.map(({ id, title }) => ({ value: id, text: tell(title) })),
      ]}
      errors={errors}
    />
  );
  return {
    title: say("case.new"),
    tab: "/cases",
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        <p class="back">
          <a href={to("/cases")}>{say("case.back")}</a>
        </p>
        <h1>{say("case.new")}</h1>
        <p class="prose-width">{say("case.new.lead")}</p>
        {lists.length === 0 ? (
          <Empty title={say("case.new.none")} text={say("case.new.none.text")} />
        ) : given("list") === "" && errors.length === 0 ? (
          // What is asked differs by list: that is chosen first.
          <form class="act-form" action={to(tab)} method="get">
            {listField}
            <Submit text={say("case.new.continue")} />
          </form>
        ) : (
          <ActForm visit={visit} action={tab}>
            {listField}
            <TextField
              voice={voice}
              id="value"
              label={say("check.number")}
              hint={say("case.new.number.hint")}
              value={scheme === "person-number" || looksLikePersonNumber(given("value")) ? "" : given("value")}
              errors={errors}
              maxlength={40}
              autocomplete="off"
              spellcheck={false}
            />
            <details class="check-scheme" open={scheme !== schemes[0]}>
              <summary>{say("check.scheme")}</summary>
              <Radios
                voice={voice}
                id="scheme"
                label={say("check.scheme.which")}
                value={scheme}
                options={schemes.map((value) => ({ value, text: say(`check.scheme.${value}`) }))}
                errors={errors}
              />
              <TextField
                voice={voice}
                id="conductEndedOn"
                label={say("case.new.conduct")}
                hint={say("case.new.conduct.hint")}
                value={given("conductEndedOn")}
                errors={errors}
                width="short"
                autocomplete="off"
              />
            </details>
            {criteria.length > 0 && (
              <SelectField
                voice={voice}
                id="criterion"
                label={say("case.new.criterion")}
                hint={say("case.new.criterion.hint")}
                value={given("criterion")}
                options={[
                  { value: "", text: say("case.new.criterion.none") },
                  ...criteria.map((one) => ({ value: one.code, text: tell(one.says) })),
                ]}
                errors={errors}
              />
            )}
            {grounds.length > 0 && (
              <SelectField
                voice={voice}
                id="ground"
                label={say("case.new.ground")}
                hint={say("case.new.ground.hint")}
                value={given("ground") || ofCriterion}
                options={[
                  { value: "", text: say("form.choose") },
                  ...grounds.map(({ value, title }) => ({ value, text: tell(title) })),
                ]}
                errors={errors}
              />
            )}
            <TextArea
              voice={voice}
              id="documents"
              label={say("case.new.documents")}
              hint={say("case.new.documents.hint")}
              value={given("documents")}
              errors={errors}
              rows={2}
              maxlength={2000}
            />
            {recordsOf(visit).map((recordId) => (
              <input key={recordId} type="hidden" name="record" value={recordId} />
            ))}
            <TextArea
              voice={voice}
              id="facts"
              label={say("case.facts")}
              hint={say("case.new.facts.hint")}
              value={given("facts") || say("case.aid.facts")}
              errors={errors}
              rows={6}
              maxlength={10000}
            />
            <TextArea
              voice={voice}
              id="reasons"
              label={say("case.new.reasons")}
              hint={say("case.reasons.hint")}
              value={given("reasons") || say("case.aid.propose")}
              errors={errors}
              rows={4}
              maxlength={2000}
            />
            <Submit text={say("case.new.button")} />
          </ActForm>
        )}
      </div>
    ),
  };
}

/** Records a candidate rests on come along with it. */
function recordsOf({ form, query }: Visit): readonly string[] {
  const given = form.getAll("record");
  return (given.length > 0 ? given : query.getAll("record")).filter((one) => /^[0-9a-f-]{36}$/.test(one)).slice(0, 50);
}

async function open(visit: Visit): Promise<Answer> {
  const { voice, call, form } = visit;
  const { say } = voice;
  const text = (name: string) => form.get(name)?.trim() ?? "";
  const errors: FieldError[] = [];
  const demand = (name: "list" | "value" | "documents" | "facts" | "reasons", error: string) => {
    if (text(name) === "") errors.push({ field: name, text: error });
    else if (isUnfinished(text(name))) errors.push({ field: name, text: say("case.unfinished") });
  };
  demand("list", say("case.new.list.error"));
  demand("value", say("check.number.error"));
  const records = [...recordsOf(visit)];
  const documents = [...new Set(text("documents").split("\n"))].map((one) => one.trim()).filter((one) => one !== "");
  if (records.length === 0) demand("documents", say("case.new.documents.error"));
  demand("facts", say("case.new.facts.error"));
  demand("reasons", say("form.reason.error"));
  const ended = typedDay(text("conductEndedOn"));
  if (text("conductEndedOn") !== "" && !ended) errors.push({ field: "conductEndedOn", text: say("form.day.error") });
  if (errors.length > 0) return show(visit, errors);
  const opened = await call(openProceeding, {
    body: {
      list: text("list"),
      subject: { scheme: schemes.find((one) => one === text("scheme")) ?? schemes[0], value: text("value") },
      facts: text("facts"),
      reasons: text("reasons"),
      ...(text("criterion") ? { criterion: text("criterion") } : {}),
      ...(text("ground") ? { ground: text("ground") } : {}),
      ...(documents.length > 0 ? { documents: documents.slice(0, 20) } : {}),
      ...(records.length > 0 ? { records } : {}),
      ...(ended ? { conductEndedOn: ended } : {}),
    },
  });
  if (opened.ok) return { goTo: `/cases/${opened.value.proceedingId}?done=1` };
  return show(
    visit,
    errorsOf(voice, opened.problem, fields, /list|keeper|office/.test(opened.problem.code) ? "list" : "value"),
  );
}

export const newCasePage: Page = { path: tab, signedIn: true, get: (visit) => show(visit), post: open };
