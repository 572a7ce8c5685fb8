/** The subject's side: its objections with their clocks, and each with its answer and what can be done next. */
import {
  addToObjection,
  attachEvidence,
  attachStatement,
  getObjection,
  listOwnObjections,
  type ObjectionView,
  removeStatement,
  statementCharactersMax,
  withdrawObjection,
} from "#contract/objections.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { ErrorSummary, type FieldError, FileField, TextArea } from "#web/parts/form.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { ObjectedRecord, ObjectionHead, ObjectionHistory, ObjectionItem } from "#web/parts/objection.tsx";
import { errorsOf } from "#web/refused.ts";
import { ownTab } from "./object.tsx";

const addressOf = (objectionId: string) => `${ownTab}/${objectionId}`;

export const ownObjectionsPage: Page = {
  path: ownTab,
  signedIn: true,
  get: async ({ voice, call }) => {
    const { say, to } = voice;
    const found = await call(listOwnObjections, {});
    if (!found.ok) return { problem: found.problem };
    const { items } = found.value;
    return {
      title: say("area.mine.objections"),
      tab: ownTab,
      indexed: false,
      body: (
        <div class="wide">
          <h1>{say("area.mine.objections")}</h1>
          <p class="prose-width">{say("objection.mine.lead")}</p>
          {items.length === 0 ? (
            <Empty title={say("objection.mine.none")} text={say("objection.mine.none.text")}>
              <p>
                <a href={to("/mine")}>{say("area.mine.file")}</a>
              </p>
            </Empty>
          ) : (
            <ul class="item-list">
              {items.map((objection) => (
                <li key={objection.objectionId}>
                  <ObjectionItem voice={voice} objection={objection} address={addressOf(objection.objectionId)} />
                </li>
              ))}
            </ul>
          )}
        </div>
      ),
    };
  },
};

const doneWords = ["file", "add", "withdraw", "statement", "remove"] as const;

/** What came of it and what follows: silence, the answer, remedies. */
function Outcome({ visit, objection }: { visit: Visit; objection: ObjectionView }) {
  const { say } = visit.voice;
  const { state, clock, told } = objection;
  if (clock) return <p class="notice">{say(clock.over ? "objection.silent" : "objection.waiting")}</p>;
  if (state === "upheld") return <p class="notice">{say("objection.upheld.text", { count: told })}</p>;
  if (state !== "rejected") return null;
  return (
    <section class="box" aria-labelledby="remedies">
      <h2 id="remedies">{say("objection.remedies")}</h2>
      <ul>
        <li>{say("objection.remedy.reconsideration")}</li>
        <li>{say("objection.remedy.suit")}</li>
        <li>{say("objection.remedy.again")}</li>
      </ul>
    </section>
  );
}

interface FormsProps {
  readonly visit: Visit;
  readonly objection: ObjectionView;
  readonly errors: readonly FieldError[];
}

/** What the law lets be done next, and nothing else. */
function Forms({ visit, objection, errors }: FormsProps) {
  const { voice, form, query } = visit;
  const { say } = voice;
  const { next, objectionId } = objection;
  const at = addressOf(objectionId);
  const doing = query.get("do");
  return (
    <>
      {next.includes("add") && (
        <details class="act" open={doing === "add"}>
          <summary>{say("objection.add")}</summary>
          <ActForm visit={visit} id="form-add" action={`${at}?do=add`} files>
            <TextArea
              voice={voice}
              id="words"
              label={say("objection.add.words")}
              value={doing === "add" ? (form.get("words") ?? "") : ""}
              errors={errors}
              rows={4}
              maxlength={5_000}
            />
            <FileField
              voice={voice}
              id="document"
              label={say("objection.form.document")}
              hint={say("objection.form.document.hint")}
              accept=".pdf,.png,.jpg,.jpeg,.txt"
              errors={errors}
            />
            <Submit text={say("objection.add.button")} />
          </ActForm>
        </details>
      )}
      {next.includes("attach-statement") && (
        <details class="act" open>
          <summary>{say("objection.statement")}</summary>
          <ActForm visit={visit} id="form-statement" action={`${at}?do=statement`}>
            <TextArea
              voice={voice}
              id="text"
              label={say("objection.statement.text")}
              hint={say("objection.statement.hint", { count: statementCharactersMax })}
              value={doing === "statement" ? (form.get("text") ?? "") : ""}
              errors={errors}
              rows={4}
              maxlength={statementCharactersMax}
            />
            <Submit text={say("objection.statement.button")} />
          </ActForm>
        </details>
      )}
      {next.includes("remove-statement") && (
        <ActForm visit={visit} id="form-remove" action={`${at}?do=remove`}>
          <p>{say("objection.statement.stands")}</p>
          <Submit text={say("objection.statement.remove")} tone="secondary" />
        </ActForm>
      )}
      {next.includes("withdraw") && (
        <details class="act" open={doing === "withdraw"}>
          <summary>{say("objection.withdraw")}</summary>
          <ActForm visit={visit} id="form-withdraw" action={`${at}?do=withdraw`}>
            <p>{say("objection.withdraw.text")}</p>
            <Submit text={say("objection.withdraw.button")} tone="warning" />
          </ActForm>
        </details>
      )}
    </>
  );
}

async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, params, query } = visit;
  const { say, tell, to } = voice;
  const found = await call(getObjection, { params: { objectionId: params["objectionId"] ?? "" } });
  if (!found.ok) return { problem: found.problem };
  const objection = found.value;
  const done = doneWords.find((one) => one === query.get("done"));
  return {
    title: `${say("objection.kind")}: ${tell(objection.recordTitle)}`,
    tab: ownTab,
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        <p class="back">
          <a href={to(ownTab)}>{say("area.mine.objections")}</a>
        </p>
        {done && <Done text={say(`objection.done.${done}`)} />}
        <ObjectionHead voice={voice} objection={objection} />
        <Outcome visit={visit} objection={objection} />
        <Forms visit={visit} objection={objection} errors={errors} />
        <ObjectionHistory voice={voice} objection={objection} />
        <h2>{say("objection.record")}</h2>
        <ObjectedRecord voice={voice} objection={objection} />
      </div>
    ),
  };
}

export const ownObjectionPage: Page = {
  path: `${ownTab}/:objectionId`,
  signedIn: true,
  takesFile: true,
  get: (visit) => show(visit),
  post: async (visit) => {
    const { voice, params, query } = visit;
    const objectionId = params["objectionId"] ?? "";
    const doing = query.get("do") ?? "";
    const acted = await act(visit, objectionId, doing);
    if ("errors" in acted) return show(visit, acted.errors);
    const { answer } = acted;
    if (answer.ok) return { goTo: `${addressOf(objectionId)}?done=${doing}` };
    return show(visit, errorsOf(voice, answer.problem, ["words", "text"], `form-${doing}`));
  },
};

type Acted = { readonly errors: readonly FieldError[] } | { readonly answer: Awaited<ReturnType<typeof addition>> };

async function act(visit: Visit, objectionId: string, doing: string): Promise<Acted> {
  const { voice, call, form } = visit;
  const { say } = voice;
  const params = { objectionId };
  switch (doing) {
    case "add": {
      if ((form.get("words")?.trim() ?? "") === "")
        return { errors: [{ field: "words", text: say("objection.form.words.error") }] };
      return { answer: await addition(visit, objectionId) };
    }
    case "statement": {
      const text = form.get("text")?.trim() ?? "";
      if (text === "") return { errors: [{ field: "text", text: say("objection.statement.error") }] };
      return { answer: await call(attachStatement, { params, body: { text } }) };
    }
    case "remove":
      return { answer: await call(removeStatement, { params, body: {} }) };
    default:
      return { answer: await call(withdrawObjection, { params, body: {} }) };
  }
}

/** Words, with a piece of evidence where one came. */
async function addition(visit: Visit, objectionId: string) {
  const { call, form, file } = visit;
  const documents: string[] = [];
  if (file) {
    const found = await call(listOwnObjections, {});
    const subjectId = found.ok
      ? found.value.items.find((one) => one.objectionId === objectionId)?.subjectId
      : undefined;
    const brought = await visit.upload(attachEvidence, file.content, { subjectId: subjectId ?? "" });
    if (!brought.ok) return brought;
    documents.push(brought.value.documentId);
  }
  const words = form.get("words")?.trim() ?? "";
  return call(addToObjection, { params: { objectionId }, body: { words, documents } });
}
