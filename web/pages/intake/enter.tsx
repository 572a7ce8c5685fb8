/** One record, typed into a form made from its item's schema, with the decision document. */
import type { EntryForm } from "#contract/catalogue.ts";
import { enterRecord, type RowResult } from "#contract/entries.ts";
import type { Problem } from "#contract/refusals.ts";
import { getItem, type ItemView } from "#contract/rules.ts";
import { attachDocument, listSendable } from "#contract/sending-aids.ts";
import { findingErrors, type Given, givenFields, typedFields } from "#web/entry.ts";
import type { Answer, Page, Shown, Visit } from "#web/page.ts";
import { ActForm } from "#web/parts/act-form.tsx";
import { EntryFields, type Typed } from "#web/parts/entry-form.tsx";
import { FindingTable } from "#web/parts/findings.tsx";
import { DocumentField, type FieldError } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { errorsOf } from "#web/refused.ts";

const tab = "/intake/enter";

/** What may be typed in: items the agency may send. */
export const enterPage: Page = {
  path: tab,
  signedIn: true,
  get: async ({ voice, call }) => {
    const { say, tell, to } = voice;
    const found = await call(listSendable, {});
    if (!found.ok) return { problem: found.problem };
    const { items } = found.value;
    return {
      title: say("area.intake.enter"),
      tab,
      indexed: false,
      body: (
        <div class="wide prose">
          <h1>{say("area.intake.enter")}</h1>
          <p>{say("enter.lead")}</p>
          {items.length === 0 ? (
            <Empty title={say("send.no-items")} text={say("send.no-items.text")} />
          ) : (
            <ul class="choose">
              {items.map(({ item, title }) => (
                <li key={item}>
                  <a href={to(`${tab}/${item}`)}>{tell(title)}</a>
                </li>
              ))}
            </ul>
          )}
        </div>
      ),
    };
  },
};

/** The form in force and what is already in it. */
export interface Entry {
  readonly item: string;
  readonly form: EntryForm;
  readonly typed: Typed;
  /** A document that came with an earlier try; empty for none. */
  readonly documentId: string;
  readonly errors: readonly FieldError[];
  /** What a check without recording said. */
  readonly checked: RowResult | null;
}

type Version = ItemView["versions"][number];

/** The version in force; null where the item takes nothing in today. */
async function versionOf({ call, params }: Visit): Promise<Version | { problem: Problem } | null> {
  const found = await call(getItem, { params: { pack: params["pack"] ?? "", name: params["name"] ?? "" } });
  if (!found.ok) return { problem: found.problem };
  const { versions, current } = found.value;
  return versions.find(({ item }) => item.version === current) ?? null;
}

/** The source of the data in the layouts of double publicity: its name and its code. */
const sourceName = /_SJLY$/;
const sourceCode = /_SJLYDM$/;

/** What is known before anything is typed: most often the agency itself decided, and it is always the source. */
function known({ item: { authority, schema } }: Version, { me }: Visit): Typed {
  if (!me?.agency) return {};
  const { agencyCode, nameZh } = me.agency;
  const layoutOf = (column: RegExp) =>
    Object.entries(schema.properties).find(([, field]) => field["x-layout"]?.some((one) => column.test(one)))?.[0];
  const named = [authority.name, layoutOf(sourceName)].filter((field) => typeof field === "string");
  const coded = [authority.code, layoutOf(sourceCode)].filter((field) => typeof field === "string");
  return Object.fromEntries([
    ...named.map((field) => [field, [nameZh]] as const),
    ...coded.map((field) => [field, [agencyCode]] as const),
  ]);
}

function shown(visit: Visit, { item, form, typed, documentId, errors, checked }: Entry): Shown {
  const { voice } = visit;
  const { say, tell, to } = voice;
  return {
    title: say("enter.title", { item: tell(form.title) }),
    tab,
    ...formPage(
      { voice, errors },
      <>
        <p class="back">
          <a href={to(tab)}>{say("enter.other")}</a>
        </p>
        <h1>{say("enter.title", { item: tell(form.title) })}</h1>
        <p class="prose-width">
          {say("enter.text")} <a href={to(`/rules/items/${item}`)}>{say("enter.law")}</a>
        </p>
        {checked && <Checked visit={visit} result={checked} />}
        <ActForm visit={visit} action={`${tab}/${item}`} files wide>
          <EntryFields voice={voice} form={form} typed={typed} errors={errors} />
          <input type="hidden" name="documentId" value={documentId} />
          <DocumentField
            voice={voice}
            errors={errors}
            label={documentId ? "enter.document.other" : "enter.document"}
            kept={documentId !== ""}
          />
          <div class="actions">
            <button class="govuk-button" type="submit">
              {say("enter.send")}
            </button>
            <button
              class="govuk-button govuk-button--secondary"
              type="submit"
              formaction={to(`${tab}/${item}?do=check`)}
            >
              {say("enter.check")}
            </button>
          </div>
        </ActForm>
      </>,
    ),
  };
}

/** What a check found, above the form that was checked. */
function Checked({ visit: { voice }, result }: { visit: Visit; result: RowResult }) {
  return (
    <>
      <Done text={voice.say(`enter.checked.${result.verdict}`)} />
      {result.findings.length > 0 && <FindingTable voice={voice} findings={result.findings} />}
    </>
  );
}

async function enter(visit: Visit): Promise<Answer> {
  const { voice, call, form: sent, params, file } = visit;
  const { say } = voice;
  const found = await versionOf(visit);
  if (found === null) return { goTo: tab };
  if ("problem" in found) return found;
  const { form } = found;
  const item = `${params["pack"]}/${params["name"]}`;
  const typed = typedFields(form, sent);
  let documentId = sent.get("documentId") ?? "";
  const again = (errors: readonly FieldError[], checked: RowResult | null = null) =>
    shown(visit, { item, form, typed, documentId, errors, checked });
  // The document first: a form that comes back with errors has it already.
  if (file) {
    const attached = await visit.upload(attachDocument, file.content);
    if (!attached.ok) return again(errorsOf(voice, attached.problem, [], "document"));
    documentId = attached.value.documentId;
  }
  const required = form.fields.filter(({ name, required: needed }) => needed && !typed[name]?.length);
  if (required.length > 0)
    return again(
      required.map(({ name, title }) => ({ field: name, text: say("form.empty", { field: voice.tell(title) }) })),
    );
  const fields: Given = givenFields(form, typed);
  const dryRun = visit.query.get("do") === "check";
  const entered = await call(enterRecord, { body: { item, fields, dryRun, ...(documentId ? { documentId } : {}) } });
  if (!entered.ok)
    return again(
      errorsOf(
        voice,
        entered.problem,
        form.fields.map(({ name }) => name),
      ),
    );
  const { verdict, findings, receipt } = entered.value;
  if (verdict === "refused") return again(findingErrors(voice, findings, form));
  if (dryRun || !receipt) return again([], entered.value);
  return { goTo: `/intake/batches/${receipt.batch}` };
}

export const entryPage: Page = {
  path: `${tab}/:pack/:name`,
  signedIn: true,
  takesFile: true,
  get: async (visit) => {
    const found = await versionOf(visit);
    if (found === null) return { goTo: tab };
    if ("problem" in found) return found;
    const item = `${visit.params["pack"]}/${visit.params["name"]}`;
    const typed = known(found, visit);
    return shown(visit, { item, form: found.form, typed, documentId: "", errors: [], checked: null });
  },
  post: enter,
};
