/** The subject's side: one click on a look is a case; every step of it can be read, and more be said. */
import { addToQuestion, getQuestion, listOwnQuestions, questionLook } from "#contract/questions.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { type FieldError, TextArea } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { bodyOf, QuestionItem, QuestionSheet, ownQuestionsTab as tab } from "#web/parts/question.tsx";
import { errorsOf } from "#web/refused.ts";

export const ownQuestionsPage: Page = {
  path: tab,
  signedIn: true,
  get: async ({ voice, call }) => {
    const { say, to } = voice;
    const found = await call(listOwnQuestions, {});
    if (!found.ok) return { problem: found.problem };
    const { items } = found.value;
    return {
      title: say("area.mine.questions"),
      tab: "/mine/looks",
      indexed: false,
      body: (
        <div class="wide">
          <h1>{say("area.mine.questions")}</h1>
          <p class="prose-width">{say("question.mine.lead")}</p>
          {items.length === 0 ? (
            <Empty title={say("question.mine.none")} />
          ) : (
            <ul class="item-list">
              {items.map((question) => (
                <li key={question.questionId}>
                  <QuestionItem voice={voice} question={question} address={`${tab}/${question.questionId}`} />
                </li>
              ))}
            </ul>
          )}
          <p>
            <a href={to("/mine/looks")}>{say("area.mine.looks")}</a>
          </p>
        </div>
      ),
    };
  },
  post: async ({ voice, call, form }) => {
    const field = (name: string) => form.get(name) ?? "";
    const body = {
      subjectId: field("subject"),
      lookId: field("look"),
      at: field("at"),
      words: voice.say("question.words"),
    };
    const done = await call(questionLook, { body });
    return done.ok ? { goTo: `${tab}/${done.value.questionId}?done=ask` } : { problem: done.problem };
  },
};

async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, params, query, form } = visit;
  const { say, to } = voice;
  const questionId = params["questionId"] ?? "";
  const found = await call(getQuestion, { params: { questionId } });
  if (!found.ok) return { problem: found.problem };
  const question = found.value;
  const done = (["ask", "add"] as const).find((one) => one === query.get("done"));
  return {
    title: say("question.title", { body: bodyOf(voice, question) }),
    tab: "/mine/looks",
    ...formPage(
      { voice, errors },
      <>
        <p class="back">
          <a href={to(tab)}>{say("area.mine.questions")}</a>
        </p>
        {done && <Done text={say(`question.done.${done}`)} />}
        <QuestionSheet voice={voice} question={question} />
        {question.next.includes("add") && (
          <ActForm visit={visit} action={`${tab}/${questionId}`}>
            <TextArea
              {...{ voice, errors }}
              id="words"
              label={say("question.add")}
              hint={say("question.add.hint")}
              value={form.get("words") ?? ""}
              maxlength={2_000}
            />
            <Submit text={say("question.add.button")} />
          </ActForm>
        )}
        {(question.state === "lawful" || question.state === "unlawful") && (
          <p class="notice">{say(`question.remedy.${question.state}`)}</p>
        )}
      </>,
    ),
  };
}

export const ownQuestionPage: Page = {
  path: `${tab}/:questionId`,
  signedIn: true,
  get: (visit) => show(visit),
  post: async (visit) => {
    const { voice, call, form, params } = visit;
    const words = form.get("words")?.trim() ?? "";
    if (words === "") return show(visit, [{ field: "words", text: voice.say("question.add.error") }]);
    const questionId = params["questionId"] ?? "";
    const done = await call(addToQuestion, { params: { questionId }, body: { words } });
    return done.ok
      ? { goTo: `${tab}/${questionId}?done=add` }
      : show(visit, errorsOf(voice, done.problem, ["words"], "words"));
  },
};
