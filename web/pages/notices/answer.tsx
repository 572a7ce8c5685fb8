/** What a subject says to a notice: an answer with documents, a request for a hearing, a waiver; one page each. */
import {
  answerNotice,
  askForHearing,
  attachToNotice,
  getOwnNotice,
  type NoticeView,
  waiveTime,
} from "#contract/notices.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { Checkboxes, type FieldError, FileField, TextArea } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { clockWords } from "#web/parts/served-notice.tsx";
import { errorsOf } from "#web/refused.ts";
import { addressOf, tab } from "./mine.tsx";

const noticeIdOf = ({ params }: Visit) => params["noticeId"] ?? "";

/** A page of one act on a notice: what it is about, until when, and its form. */
async function showAct(
  visit: Visit,
  { word, errors, form }: { word: "answer" | "hearing" | "waive"; errors: readonly FieldError[]; form: FormOf },
): Promise<Answer> {
  const { voice, call } = visit;
  const { say, tell, to } = voice;
  const found = await call(getOwnNotice, { params: { noticeId: noticeIdOf(visit) } });
  if (!found.ok) return { problem: found.problem };
  const notice = found.value;
  const clock = word === "hearing" ? notice.hearing : notice.answer;
  return {
    title: say(`notice.${word}`),
    tab,
    ...formPage(
      { voice, errors },
      <>
        <p class="back">
          <a href={to(addressOf(notice.noticeId))}>{tell(notice.content.title)}</a>
        </p>
        <h1>{say(`notice.${word}`)}</h1>
        <p class="prose-width">{say(`notice.${word}.text`)}</p>
        {clock && <p class="notice">{clockWords(voice, clock)}</p>}
        {form(notice)}
      </>,
    ),
  };
}

type FormOf = (notice: NoticeView) => ReturnType<typeof ActForm>;

/** What an answer already has: words, and documents of an earlier try. */
interface Answering {
  readonly documents: readonly string[];
  readonly errors: readonly FieldError[];
}

function showAnswer(visit: Visit, { documents, errors }: Answering): Promise<Answer> {
  const { voice, form: sent } = visit;
  const { say, to } = voice;
  return showAct(visit, {
    word: "answer",
    errors,
    form: ({ noticeId }) => (
      <ActForm visit={visit} action={`${addressOf(noticeId)}/answer`} files>
        <TextArea
          voice={voice}
          id="statement"
          label={say("notice.answer.statement")}
          hint={say("notice.answer.statement.hint")}
          value={sent.get("statement") ?? ""}
          errors={errors}
          rows={8}
          maxlength={20_000}
        />
        {documents.map((one) => (
          <input key={one} type="hidden" name="documents" value={one} />
        ))}
        {documents.length > 0 && <p role="status">{say("notice.answer.attached", { count: documents.length })}</p>}
        <FileField
          voice={voice}
          id="document"
          label={say(documents.length > 0 ? "notice.answer.document.more" : "notice.answer.document")}
          hint={say("notice.answer.document.hint")}
          accept=".pdf,.png,.jpg,.jpeg,.txt"
          errors={errors}
        />
        <div class="actions">
          <Submit text={say("notice.answer.button")} />
          <button
            class="govuk-button govuk-button--secondary"
            type="submit"
            formaction={to(`${addressOf(noticeId)}/answer?do=attach`)}
          >
            {say("notice.answer.attach")}
          </button>
        </div>
      </ActForm>
    ),
  });
}

export const answerNoticePage: Page = {
  path: `${tab}/:noticeId/answer`,
  signedIn: true,
  takesFile: true,
  get: (visit) => showAnswer(visit, { documents: [], errors: [] }),
  post: async (visit) => {
    const { voice, call, form, file, query } = visit;
    const noticeId = noticeIdOf(visit);
    const documents = form.getAll("documents");
    if (file) {
      const attached = await visit.upload(attachToNotice, file.content, { noticeId });
      if (!attached.ok)
        return showAnswer(visit, { documents, errors: errorsOf(voice, attached.problem, [], "document") });
      documents.push(attached.value.documentId);
    }
    const statement = form.get("statement")?.trim() ?? "";
    if (query.get("do") === "attach") {
      const errors = file ? [] : [{ field: "document", text: voice.say("notice.answer.document.error") }];
      return showAnswer(visit, { documents, errors });
    }
    if (statement === "") {
      const errors = [{ field: "statement", text: voice.say("notice.answer.statement.error") }];
      return showAnswer(visit, { documents, errors });
    }
    const answered = await call(answerNotice, { params: { noticeId }, body: { statement, documents } });
    if (answered.ok) return { goTo: `${addressOf(noticeId)}?done=answer` };
    return showAnswer(visit, { documents, errors: errorsOf(voice, answered.problem, ["statement"]) });
  },
};

function showHearing(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, form: sent } = visit;
  const { say } = voice;
  return showAct(visit, {
    word: "hearing",
    errors,
    form: ({ noticeId }) => (
      <ActForm visit={visit} action={`${addressOf(noticeId)}/hearing`}>
        <TextArea
          voice={voice}
          id="words"
          label={say("notice.hearing.words")}
          value={sent.get("words") ?? ""}
          errors={errors}
          rows={4}
          maxlength={5_000}
        />
        <Submit text={say("notice.hearing.button")} />
      </ActForm>
    ),
  });
}

export const hearingPage: Page = {
  path: `${tab}/:noticeId/hearing`,
  signedIn: true,
  get: (visit) => showHearing(visit),
  post: async (visit) => {
    const { voice, call, form } = visit;
    const noticeId = noticeIdOf(visit);
    const words = form.get("words")?.trim() ?? "";
    const asked = await call(askForHearing, { params: { noticeId }, body: words === "" ? {} : { words } });
    if (asked.ok) return { goTo: `${addressOf(noticeId)}?done=hearing` };
    return showHearing(visit, errorsOf(voice, asked.problem, ["words"]));
  },
};

function showWaive(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice } = visit;
  const { say, to } = voice;
  return showAct(visit, {
    word: "waive",
    errors,
    form: ({ noticeId }) => (
      <ActForm visit={visit} action={`${addressOf(noticeId)}/waive`}>
        <Checkboxes
          voice={voice}
          id="confirm"
          label={say("notice.waive.confirm")}
          values={[]}
          options={[{ value: "yes", text: say("notice.waive.words") }]}
          errors={errors}
        />
        <div class="actions">
          <Submit text={say("notice.waive.button")} tone="warning" />
          <a href={to(addressOf(noticeId))}>{say("notice.waive.keep")}</a>
        </div>
      </ActForm>
    ),
  });
}

export const waivePage: Page = {
  path: `${tab}/:noticeId/waive`,
  signedIn: true,
  get: (visit) => showWaive(visit),
  post: async (visit) => {
    const { voice, call, form } = visit;
    if (!form.has("confirm"))
      return showWaive(visit, [{ field: "confirm", text: voice.say("notice.waive.confirm.error") }]);
    const noticeId = noticeIdOf(visit);
    const waived = await call(waiveTime, { params: { noticeId }, body: { confirm: true } });
    if (waived.ok) return { goTo: `${addressOf(noticeId)}?done=waive` };
    return showWaive(visit, errorsOf(voice, waived.problem, ["confirm"]));
  },
};
