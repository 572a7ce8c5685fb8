/** The two offices of a question: the body that looked and answers for it, the lead department's supervisor who decides. */
import {
  answerQuestion,
  decideQuestion,
  getQuestion,
  listQuestions,
  type QuestionView,
  questionDecisions,
} from "#contract/questions.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { type FieldError, Radios, TextArea, TextField } from "#web/parts/form.tsx";
import { formPage } from "#web/parts/form-page.tsx";
import { Done, Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { bodyOf, QuestionItem, QuestionSheet } from "#web/parts/question.tsx";
import { errorsOf } from "#web/refused.ts";
import type { Word } from "#web/words.ts";

interface Office {
  readonly as: "body" | "supervisor";
  readonly tab: string;
  readonly title: Word;
  readonly lead: Word;
}

const offices = {
  body: { as: "body", tab: "/questions", title: "area.questions", lead: "question.body.lead" },
  supervisor: {
    as: "supervisor",
    tab: "/oversight/questions",
    title: "area.oversight.questions",
    lead: "question.supervisor.lead",
  },
} as const satisfies Record<string, Office>;

const queueOf = ({ as, tab, title, lead }: Office): Page => ({
  path: tab,
  signedIn: true,
  get: async ({ voice, call, query, path }) => {
    const { say, to } = voice;
    const over = query.get("show") === "over";
    const cursor = query.get("cursor");
    const asked = { as, limit: 20, show: over ? "over" : "waiting", ...(cursor ? { cursor } : {}) } as const;
    const found = await call(listQuestions, { query: asked });
    if (!found.ok) return { problem: found.problem };
    const { items, next, waiting, overdue } = found.value;
    return {
      title: say(title),
      tab,
      indexed: false,
      body: (
        <div class="wide">
          {query.has("done") && <Done text={say(`question.done.${as}`)} />}
          <h1>{say(title)}</h1>
          <p class="prose-width">{say(lead)}</p>
          <p class="notice">{say("question.counts", { waiting, overdue })}</p>
          <p>
            <a href={to(over ? tab : `${tab}?show=over`)}>{say(over ? "question.waiting" : "question.over")}</a>
          </p>
          {items.length === 0 ? (
            <Empty title={say("question.none")} />
          ) : (
            <ul class="item-list">
              {items.map((question) => (
                <li key={question.questionId}>
                  <QuestionItem voice={voice} question={question} address={`${tab}/${question.questionId}`} />
                </li>
              ))}
            </ul>
          )}
          <Pager voice={voice} path={path} next={next} first={cursor === null} />
        </div>
      ),
    };
  },
});

interface FormProps {
  readonly visit: Visit;
  readonly action: string;
  readonly errors: readonly FieldError[];
}

/** What the body looked under, and why it had to see this. */
function AnswerForm({ visit, action, errors }: FormProps) {
  const { voice, form } = visit;
  const { say } = voice;
  return (
    <ActForm visit={visit} action={action}>
      <TextField
        {...{ voice, errors }}
        id="provision"
        label={say("question.answer.provision")}
        hint={say("question.answer.provision.hint")}
        value={form.get("provision") ?? ""}
        maxlength={300}
        autocomplete="off"
      />
      <TextArea
        {...{ voice, errors }}
        id="words"
        label={say("question.answer.words")}
        hint={say("question.answer.words.hint")}
        value={form.get("words") ?? ""}
        maxlength={5_000}
      />
      <Submit text={say("question.answer.button")} />
    </ActForm>
  );
}

function DecisionForm({ visit, action, errors, question }: FormProps & { readonly question: QuestionView }) {
  const { voice, form } = visit;
  const { say } = voice;
  const mayBe = questionDecisions.filter((one) => one !== "lawful" || question.state === "answered");
  return (
    <ActForm visit={visit} action={action}>
      <Radios
        {...{ voice, errors }}
        id="decision"
        label={say("question.decision")}
        value={form.get("decision") ?? ""}
        options={mayBe.map((value) => ({ value, text: say(`question.decision.${value}`) }))}
      />
      <TextArea
        {...{ voice, errors }}
        id="reasons"
        label={say("question.reasons")}
        hint={say("question.reasons.hint")}
        value={form.get("reasons") ?? ""}
        maxlength={5_000}
      />
      <TextField
        {...{ voice, errors }}
        id="referredTo"
        label={say("question.refer-to")}
        hint={say("question.refer-to.hint")}
        value={form.get("referredTo") ?? ""}
        maxlength={300}
        autocomplete="off"
      />
      <Submit text={say("question.decision.button")} />
    </ActForm>
  );
}

async function show(visit: Visit, { tab, title }: Office, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, params } = visit;
  const { say, to } = voice;
  const questionId = params["questionId"] ?? "";
  const found = await call(getQuestion, { params: { questionId } });
  if (!found.ok) return { problem: found.problem };
  const question = found.value;
  const action = `${tab}/${questionId}`;
  return {
    title: say("question.title", { body: bodyOf(voice, question) }),
    tab,
    ...formPage(
      { voice, errors },
      <>
        <p class="back">
          <a href={to(tab)}>{say(title)}</a>
        </p>
        <QuestionSheet voice={voice} question={question} />
        {question.next.includes("answer") && <AnswerForm {...{ visit, action, errors }} />}
        {question.next.includes("decide") && <DecisionForm {...{ visit, action, errors, question }} />}
      </>,
    ),
  };
}

const answeringPage: Page = {
  path: `${offices.body.tab}/:questionId`,
  signedIn: true,
  get: (visit) => show(visit, offices.body),
  post: async (visit) => {
    const { voice, call, form, params } = visit;
    const [provision, words] = [form.get("provision")?.trim() ?? "", form.get("words")?.trim() ?? ""];
    const errors: FieldError[] = [];
    if (provision === "") errors.push({ field: "provision", text: voice.say("question.answer.provision.error") });
    if (words === "") errors.push({ field: "words", text: voice.say("question.answer.words.error") });
    if (errors.length > 0) return show(visit, offices.body, errors);
    const questionId = params["questionId"] ?? "";
    const done = await call(answerQuestion, { params: { questionId }, body: { provision, words } });
    if (done.ok) return { goTo: `${offices.body.tab}?done=1` };
    return show(visit, offices.body, errorsOf(voice, done.problem, ["provision", "words"], "words"));
  },
};

const decidingPage: Page = {
  path: `${offices.supervisor.tab}/:questionId`,
  signedIn: true,
  get: (visit) => show(visit, offices.supervisor),
  post: async (visit) => {
    const { voice, call, form, params } = visit;
    const decision = questionDecisions.find((one) => one === form.get("decision"));
    const reasons = form.get("reasons")?.trim() ?? "";
    const referredTo = form.get("referredTo")?.trim() ?? "";
    const errors: FieldError[] = [];
    if (reasons === "") errors.push({ field: "reasons", text: voice.say("question.reasons.error") });
    if (!decision)
      return show(visit, offices.supervisor, [
        { field: "decision", text: voice.say("question.decision.error") },
        ...errors,
      ]);
    if (errors.length > 0) return show(visit, offices.supervisor, errors);
    const questionId = params["questionId"] ?? "";
    const body = { decision, reasons, ...(referredTo === "" ? {} : { referredTo }) };
    const done = await call(decideQuestion, { params: { questionId }, body });
    if (done.ok) return { goTo: `${offices.supervisor.tab}?done=1` };
    return show(visit, offices.supervisor, errorsOf(voice, done.problem, ["reasons", "referredTo"], "reasons"));
  },
};

export const questionPages: readonly Page[] = [
  queueOf(offices.body),
  answeringPage,
  queueOf(offices.supervisor),
  decidingPage,
];
