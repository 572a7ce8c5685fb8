/** What the source does with an objection: one page an act, with what the law asks and an aid for the reasons. */
import { type OwnRecordDetail, openOwnRecord } from "#contract/entries.ts";
import {
  confirmRejection,
  extendObjection,
  keepInEffect,
  type ObjectionView,
  rejectObjection,
  releaseStatement,
  statementCharactersMax,
  upholdObjection,
} from "#contract/objections.ts";
import { givenFields, heldFields, typedFields } from "#web/entry.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { EntryFields, type Typed } from "#web/parts/entry-form.tsx";
import { ErrorSummary, type FieldError, Radios, TextArea } from "#web/parts/form.tsx";
import { ObjectionHead, ObjectionHistory } from "#web/parts/objection.tsx";
import { errorsOf } from "#web/refused.ts";
import { deskAddressOf, findObjection } from "./desk.tsx";
import { deskTab } from "./object.tsx";

type Act = "uphold" | "correct" | "reject" | "confirm" | "extend" | "keep" | "release";

interface Showing {
  readonly act: Act;
  readonly errors: readonly FieldError[];
  readonly fields: (objection: ObjectionView) => ReturnType<typeof ErrorSummary>;
}

/** The page of one act: the objection with what was said, what the law asks, and the form. */
async function showAct(visit: Visit, { act, errors, fields }: Showing): Promise<Answer> {
  const { voice } = visit;
  const { say, to } = voice;
  const found = await findObjection(visit);
  if (!found.ok) return { problem: found.problem };
  const objection = found.value;
  const at = deskAddressOf(objection.objectionId);
  return {
    title: say(`objection.${act}`),
    tab: deskTab,
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        <p class="back">
          <a href={to(at)}>{say("objection.back")}</a>
        </p>
        <ObjectionHead voice={voice} objection={objection} />
        <h2>{say(`objection.${act}`)}</h2>
        <p class="prose-width">{say(`objection.${act}.text`)}</p>
        <ActForm visit={visit} action={`${at}/${act}`} wide={act === "correct"}>
          {fields(objection)}
          <div class="actions">
            <Submit text={say(`objection.${act}.button`)} />
            <a href={to(at)}>{say("objection.back")}</a>
          </div>
        </ActForm>
        <ObjectionHistory voice={voice} objection={objection} />
      </div>
    ),
  };
}

/** Reasons in the officer's own words; the aid is to be completed, and sent as it is it is no answer. */
function Reasons({ visit, errors, id = "reasons" }: { visit: Visit; errors: readonly FieldError[]; id?: string }) {
  const { voice, form } = visit;
  return (
    <TextArea
      voice={voice}
      id={id}
      label={voice.say("objection.reasons")}
      hint={voice.say("objection.reasons.hint")}
      value={form.get(id) ?? voice.say("objection.aid")}
      errors={errors}
      rows={6}
      maxlength={5_000}
    />
  );
}

/** What came of an act: back to the objection, or the form again. */
function after(visit: Visit, done: string): Answer {
  return { goTo: `${deskAddressOf(visit.params["objectionId"] ?? "")}?done=${done}` };
}

const reasonsOf = ({ form }: Visit) => form.get("reasons")?.trim() ?? "";

/** An act that needs reasons and nothing else. */
function reasonsPage(
  act: Exclude<Act, "correct" | "confirm" | "release">,
  endpoint: typeof rejectObjection | typeof extendObjection | typeof keepInEffect | typeof upholdObjection,
): Page {
  const show = (visit: Visit, errors: readonly FieldError[] = []) =>
    showAct(visit, { act, errors, fields: () => <Reasons visit={visit} errors={errors} /> });
  return {
    path: `${deskTab}/:objectionId/${act}`,
    signedIn: true,
    get: (visit) => show(visit),
    post: async (visit) => {
      const { voice, call, params } = visit;
      const reasons = reasonsOf(visit);
      if (reasons === "") return show(visit, [{ field: "reasons", text: voice.say("objection.reasons.error") }]);
      const given = { params: { objectionId: params["objectionId"] ?? "" }, body: { reasons } };
      const answered = await call(endpoint, given);
      return answered.ok ? after(visit, act) : show(visit, errorsOf(voice, answered.problem, ["reasons"]));
    },
  };
}

export const rejectPage = reasonsPage("reject", rejectObjection);
export const upholdPage = reasonsPage("uphold", upholdObjection);
export const extendObjectionPage = reasonsPage("extend", extendObjection);
export const keepPage = reasonsPage("keep", keepInEffect);

function showConfirm(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, form } = visit;
  const { say } = voice;
  return showAct(visit, {
    act: "confirm",
    errors,
    fields: () => (
      <>
        <Radios
          voice={voice}
          id="agree"
          label={say("objection.confirm.agree")}
          value={form.get("agree") ?? ""}
          options={[
            { value: "yes", text: say("objection.confirm.yes") },
            { value: "no", text: say("objection.confirm.no") },
          ]}
          errors={errors}
        />
        <Reasons visit={visit} errors={errors} />
      </>
    ),
  });
}

export const confirmPage: Page = {
  path: `${deskTab}/:objectionId/confirm`,
  signedIn: true,
  get: (visit) => showConfirm(visit),
  post: async (visit) => {
    const { voice, call, form, params } = visit;
    const agree = form.get("agree");
    if (agree !== "yes" && agree !== "no")
      return showConfirm(visit, [{ field: "agree", text: voice.say("objection.confirm.error") }]);
    const body = { agree: agree === "yes", reasons: reasonsOf(visit) };
    const confirmed = await call(confirmRejection, { params: { objectionId: params["objectionId"] ?? "" }, body });
    return confirmed.ok
      ? after(visit, "confirm")
      : showConfirm(visit, errorsOf(voice, confirmed.problem, ["reasons", "agree"]));
  },
};

/** The record's own form, as its source sends it: what is corrected goes through the item's rules like anything else. */
async function formOf(visit: Visit, objection: ObjectionView) {
  const { subjectId, recordId } = objection;
  return visit.call(openOwnRecord, { body: { subjectId, recordId } });
}

async function showCorrect(visit: Visit, typed: Typed | null, errors: readonly FieldError[] = []): Promise<Answer> {
  const found = await findObjection(visit);
  if (!found.ok) return { problem: found.problem };
  const opened = await formOf(visit, found.value);
  if (!opened.ok) return { problem: opened.problem };
  const detail: OwnRecordDetail = opened.value;
  return showAct(visit, {
    act: "correct",
    errors,
    fields: () => (
      <>
        <EntryFields
          voice={visit.voice}
          form={detail.form}
          typed={typed ?? heldFields(detail.fields)}
          errors={errors}
        />
        <Reasons visit={visit} errors={errors} id="_reasons" />
      </>
    ),
  });
}

export const correctObjectedPage: Page = {
  path: `${deskTab}/:objectionId/correct`,
  signedIn: true,
  get: (visit) => showCorrect(visit, null),
  post: async (visit) => {
    const { voice, call, form: sent, params } = visit;
    const found = await findObjection(visit);
    if (!found.ok) return { problem: found.problem };
    const opened = await formOf(visit, found.value);
    if (!opened.ok) return { problem: opened.problem };
    const { form } = opened.value;
    const typed = typedFields(form, sent);
    const reasons = sent.get("_reasons")?.trim() ?? "";
    const body = { reasons, fields: givenFields(form, typed) };
    const upheld = await call(upholdObjection, { params: { objectionId: params["objectionId"] ?? "" }, body });
    if (upheld.ok) return after(visit, "uphold");
    const errors = errorsOf(voice, upheld.problem, [...form.fields.map(({ name }) => name), "reasons"]);
    return showCorrect(
      visit,
      typed,
      errors.map(({ field, text }) => ({ field: field === "reasons" ? "_reasons" : field, text })),
    );
  },
};

function showRelease(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, form } = visit;
  const { say } = voice;
  return showAct(visit, {
    act: "release",
    errors,
    fields: ({ acts }) => (
      <TextArea
        voice={voice}
        id="text"
        label={say("objection.release.words")}
        hint={say("objection.release.hint")}
        value={form.get("text") ?? acts.findLast(({ act }) => act === "attach-statement")?.words ?? ""}
        errors={errors}
        rows={5}
        maxlength={statementCharactersMax}
      />
    ),
  });
}

export const releaseStatementPage: Page = {
  path: `${deskTab}/:objectionId/release`,
  signedIn: true,
  get: (visit) => showRelease(visit),
  post: async (visit) => {
    const { voice, call, form, params } = visit;
    const text = form.get("text")?.trim() ?? "";
    if (text === "") return showRelease(visit, [{ field: "text", text: voice.say("objection.statement.error") }]);
    const released = await call(releaseStatement, {
      params: { objectionId: params["objectionId"] ?? "" },
      body: { text },
    });
    return released.ok ? after(visit, "release") : showRelease(visit, errorsOf(voice, released.problem, ["text"]));
  },
};
