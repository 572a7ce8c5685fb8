/** The desk officer's question: a code, a matter, a purpose; the answer on the page that follows. */
import { askCheck, type CheckHead, listChecks, listOwnMatters } from "#contract/checks.ts";
import type { Answered } from "#contract/endpoint.ts";
import { looksLikePersonNumber } from "#core/code/secrets.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { ErrorSummary, type FieldError, Radios, SelectField, TextField } from "#web/parts/form.tsx";
import { Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { Tag } from "#web/parts/tag.tsx";
import { errorsOf } from "#web/refused.ts";
import type { Voice } from "#web/voice.ts";
import { answered } from "./answer.tsx";

const tab = "/check";

export type OwnMatters = Answered<typeof listOwnMatters>["matters"];

/** Numbers a desk is shown; an organisation's first, for it is nearly always that. */
const schemes = ["unified-code", "registration-number", "organisation-code", "person-number"] as const;

/** Matter and purpose are one choice: the purposes stand under the matter they belong to. */
const choiceOf = (matter: string, purpose: string) => `${matter} ${purpose}`;

function read(choice: string, matters: OwnMatters) {
  const [matter = "", purpose = ""] = choice.split(" ");
  const found = matters.find((one) => one.matter === matter)?.purposes.find((one) => one.purpose === purpose);
  return found ? { matter, purpose } : null;
}

/** The page with the question; the number is said back only where it is an organisation's. */
async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, form } = visit;
  const { say } = voice;
  const [own, open] = await Promise.all([
    call(listOwnMatters, {}),
    call(listChecks, { query: { missing: "yes", limit: 10 } }),
  ]);
  if (!own.ok) return { problem: own.problem };
  const { matters } = own.value;
  return {
    title: say("area.check.ask"),
    tab,
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        <h1>{say("area.check.ask")}</h1>
        <p class="prose-width">{say("check.lead")}</p>
        {matters.length === 0 ? (
          <Empty title={say("check.no-matters")} text={say("check.no-matters.text")} />
        ) : (
          <Question visit={visit} matters={matters} errors={errors} typed={form.get("number") ?? ""} />
        )}
        {open.ok && open.value.items.length > 0 && (
          <section aria-labelledby="open">
            <h2 id="open">{say("check.open")}</h2>
            <p class="prose-width">{say("check.open.text")}</p>
            <CheckTable voice={voice} checks={open.value.items} matters={matters} />
          </section>
        )}
      </div>
    ),
  };
}

interface QuestionProps {
  readonly visit: Visit;
  readonly matters: OwnMatters;
  readonly errors: readonly FieldError[];
  readonly typed: string;
}

function Question({ visit, matters, errors, typed }: QuestionProps) {
  const { voice, form, desk } = visit;
  const { say, tell } = voice;
  const chosen = form.get("choice") ?? desk;
  const scheme = form.get("scheme") ?? schemes[0];
  const persons = matters.some(({ purposes }) => purposes.some(({ subjects }) => subjects.includes("person")));
  const only = matters.length === 1 && matters[0]?.purposes.length === 1 ? matters[0] : null;
  return (
    <ActForm visit={visit} action={tab}>
      <TextField
        voice={voice}
        id="number"
        label={say("check.number")}
        hint={say("check.number.hint")}
        value={scheme === "person-number" || looksLikePersonNumber(typed) ? "" : typed}
        errors={errors}
        maxlength={60}
        autocomplete="off"
        spellcheck={false}
        autofocus={errors.length === 0}
      />
      <SelectField
        voice={voice}
        id="choice"
        label={say("check.choice")}
        hint={say("check.choice.hint")}
        value={only ? choiceOf(only.matter, only.purposes[0]?.purpose ?? "") : chosen}
        options={[{ value: "", text: say("check.choice.none") }]}
        groups={matters.map(({ matter, title, purposes }) => ({
          label: tell(title),
          options: purposes.map((one) => ({ value: choiceOf(matter, one.purpose), text: tell(one.title) })),
        }))}
        errors={errors}
      />
      <details class="check-scheme" open={scheme !== schemes[0]}>
        <summary>{say("check.scheme")}</summary>
        <Radios
          voice={voice}
          id="scheme"
          label={say("check.scheme.which")}
          hint={persons ? say("check.scheme.person") : undefined}
          value={scheme}
          options={schemes
            .filter((one) => one !== "person-number" || persons)
            .map((value) => ({ value, text: say(`check.scheme.${value}`) }))}
          errors={errors}
        />
      </details>
      <Submit text={say("check.button")} />
    </ActForm>
  );
}

/** One check is one look, so the answer is the page that was asked for; its receipt can be opened again. */
async function ask(visit: Visit): Promise<Answer> {
  const { voice, call, form } = visit;
  const { say } = voice;
  const own = await call(listOwnMatters, {});
  if (!own.ok) return { problem: own.problem };
  const value = form.get("number")?.trim() ?? "";
  const scheme = schemes.find((one) => one === form.get("scheme")) ?? schemes[0];
  const chosen = read(form.get("choice") ?? "", own.value.matters);
  const errors: FieldError[] = [];
  if (value === "") errors.push({ field: "number", text: say("check.number.error") });
  if (!chosen) errors.push({ field: "choice", text: say("check.choice.error") });
  if (!chosen || errors.length > 0) return show(visit, errors);
  const found = await call(askCheck, { body: { subject: { scheme, value }, ...chosen } });
  if (!found.ok) return show(visit, errorsOf(voice, found.problem, ["number", "choice"], fieldOf(found.problem.code)));
  return { ...(await answered(visit, found.value)), desk: choiceOf(chosen.matter, chosen.purpose) };
}

/** What a refusal of a check is about: the matter or the purpose, else the number. */
function fieldOf(code: string): string {
  return ["measures.matter", "measures.purpose", "measures.not-your-matter", "access.denied"].includes(code)
    ? "choice"
    : "number";
}

export const askPage: Page = { path: tab, signedIn: true, get: (visit) => show(visit), post: ask };

/** Checks of one's body, newest first. */
export function CheckTable(props: { voice: Voice; checks: readonly CheckHead[]; matters: OwnMatters }) {
  const { voice, checks, matters } = props;
  const { say, tell, moment, to } = voice;
  const title = new Map(matters.map((one) => [one.matter, tell(one.title)]));
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("check.at")}</th>
          <th scope="col">{say("check.subject")}</th>
          <th scope="col">{say("check.matter")}</th>
          <th scope="col">{say("check.answer")}</th>
          <th scope="col">{say("check.reported")}</th>
        </tr>
      </thead>
      <tbody>
        {checks.map((one) => (
          <tr key={one.check}>
            <th scope="row">
              <a href={to(`${tab}/${one.check}`)}>{moment(one.at)}</a>
            </th>
            <td data-label={say("check.subject")} class="code">
              {one.subject.number ?? say("check.subject.person")}
            </td>
            <td data-label={say("check.matter")}>{title.get(one.matter) ?? one.matter}</td>
            <td data-label={say("check.answer")}>
              {one.measures.length === 0
                ? say(one.outcome === "unknown-subject" ? "check.unknown" : "check.nothing")
                : say("check.measures", { count: one.measures.length })}
            </td>
            <td data-label={say("check.reported")}>
              {one.missing > 0 ? (
                <Tag tone="notice" text={say("check.missing", { count: one.missing })} />
              ) : (
                say("check.complete")
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** All checks of one's body. */
export const ownChecksPage: Page = {
  path: `${tab}/all`,
  signedIn: true,
  get: async ({ voice, call, query, path }) => {
    const { say, to } = voice;
    const cursor = query.get("cursor");
    const missing = query.get("missing") === "yes";
    const [own, found] = await Promise.all([
      call(listOwnMatters, {}),
      call(listChecks, { query: { limit: 50, ...(cursor ? { cursor } : {}), ...(missing ? { missing: "yes" } : {}) } }),
    ]);
    if (!found.ok) return { problem: found.problem };
    return {
      title: say("area.check.all"),
      tab: `${tab}/all`,
      indexed: false,
      body: (
        <div class="wide">
          <h1>{say("area.check.all")}</h1>
          <p class="prose-width">{say("check.all.lead")}</p>
          <p>
            {missing ? (
              <a href={to(`${tab}/all`)}>{say("check.all.every")}</a>
            ) : (
              <a href={to(`${tab}/all?missing=yes`)}>{say("check.all.missing")}</a>
            )}
          </p>
          {found.value.items.length === 0 ? (
            <Empty title={say(missing ? "check.none.missing" : "check.none")} text={say("check.none.text")} />
          ) : (
            <CheckTable voice={voice} checks={found.value.items} matters={own.ok ? own.value.matters : []} />
          )}
          <Pager voice={voice} path={path} next={found.value.next} first={cursor === null} />
        </div>
      ),
    };
  },
};
