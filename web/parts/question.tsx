/** A look questioned, as each side reads it: which look, until when, what was said, what was decided. */
import type { QuestionActView, QuestionLine, QuestionView } from "#contract/questions.ts";
import type { Visit } from "#web/page.ts";
import type { Voice } from "#web/voice.ts";
import { ActForm, Submit } from "./act-form.tsx";
import type { OwnLook } from "./look-table.tsx";
import { Tag, type Tone } from "./tag.tsx";

export const ownQuestionsTab = "/mine/questions";

const toneOf: Readonly<Record<QuestionLine["state"], Tone>> = {
  asked: "notice",
  answered: "notice",
  lawful: "plain",
  unlawful: "adverse",
  referred: "adverse",
};

/** One click: this look was not expected. Where it was questioned already, the way to the case. */
export function QuestionLook(props: {
  visit: Pick<Visit, "voice" | "me">;
  look: OwnLook;
  questionId: string | undefined;
}) {
  const { visit, look, questionId } = props;
  const { say, to } = visit.voice;
  if (questionId !== undefined)
    return (
      <p>
        <a href={to(`${ownQuestionsTab}/${questionId}`)}>{say("question.see")}</a>
      </p>
    );
  if (look.agency === null) return null;
  return (
    <ActForm visit={visit} id={`question-${look.lookId}`} action={ownQuestionsTab}>
      <input type="hidden" name="subject" value={look.subjectId} />
      <input type="hidden" name="look" value={look.lookId} />
      <input type="hidden" name="at" value={look.at} />
      <Submit text={say("question.ask")} tone="secondary" />
    </ActForm>
  );
}

export function bodyOf({ tell }: Voice, { body }: Pick<QuestionLine, "body">): string {
  return tell({ zh: body.nameZh, en: body.nameEn });
}

/** Until when somebody owes a word, in a sentence; null once it is decided. */
function clockWords({ say, day }: Voice, { state, dueOn, over }: QuestionLine): string | null {
  if (dueOn === null) return null;
  const whose = state === "asked" ? "answer" : "decision";
  return over ? say(`question.late.${whose}`, { on: day(dueOn) }) : say(`question.due.${whose}`, { on: day(dueOn) });
}

export function QuestionTags({ voice: { say }, question }: { voice: Voice; question: QuestionLine }) {
  return (
    <>
      <Tag tone={toneOf[question.state]} text={say(`question.state.${question.state}`)} />
      {question.over && (
        <>
          {" "}
          <Tag tone="adverse" text={say("question.overdue")} />
        </>
      )}
    </>
  );
}

/** A line of a list of questions. */
export function QuestionItem({ voice, question, address }: { voice: Voice; question: QuestionLine; address: string }) {
  const { say, day, moment, to } = voice;
  const { subject, askedOn, endedOn, lookedAt } = question;
  const clock = clockWords(voice, question);
  return (
    <>
      <p>
        <QuestionTags voice={voice} question={question} />{" "}
        <a href={to(address)}>
          <strong>{bodyOf(voice, question)}</strong> · {say("question.look-of", { at: moment(lookedAt) })}
        </a>
        {subject.name && <span lang={voice.chinese(subject.name)}>{` · ${subject.name}`}</span>}
      </p>
      {clock && <p>{clock}</p>}
      <p class="quiet">
        {[say("question.asked-on", { on: day(askedOn) }), endedOn && say("question.ended-on", { on: day(endedOn) })]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </>
  );
}

/** The look, the days with their law, and every step so far. */
export function QuestionSheet({ voice, question }: { voice: Voice; question: QuestionView }) {
  const { say, tell, day, moment } = voice;
  const { look, term, answerBy, decideBy, subject } = question;
  const facts: readonly (readonly [term: string, text: string])[] = [
    [say("question.body"), bodyOf(voice, question)],
    ...(subject.name ? [[say("objection.subject"), subject.name] as const] : []),
    [say("history.at"), moment(look.at)],
    [say("look.basis"), look.basis === "none-stated" ? say("look.none-stated") : look.basis],
    [say("look.outcome"), say(`look.outcome.${look.outcome}`)],
    [say("question.answer-by"), `${day(answerBy)} · ${tell(term.answer.law.title)} ${term.answer.law.article}`],
    [say("question.decide-by"), `${day(decideBy)} · ${tell(term.decision.law.title)} ${term.decision.law.article}`],
  ];
  return (
    <>
      <header class="file-head">
        <p class="file-kind">
          {say("question.kind")} <QuestionTags voice={voice} question={question} />
        </p>
        <h1>{say("question.title", { body: bodyOf(voice, question) })}</h1>
        <dl class="file-facts">
          {facts.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd lang={voice.chinese(text)}>{text}</dd>
            </div>
          ))}
        </dl>
        <p class="quiet">{tell(term.answer.note)}</p>
      </header>
      <section aria-labelledby="history">
        <h2 id="history">{say("objection.history")}</h2>
        <ol class="item-list">
          {question.acts.map((act) => (
            <li key={act.at + act.act}>
              <Step voice={voice} act={act} />
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

function Step({ voice, act }: { voice: Voice; act: QuestionActView }) {
  const { say, moment } = voice;
  const { level, provision, basis, words, state } = act;
  const details = [
    act.act === "decide" && say(`question.state.${state}`),
    level !== null && say(level === 1 ? "question.level.1" : "question.level.2"),
    provision && say(act.act === "answer" ? "question.provision" : "question.referred-to", { what: provision }),
    basis && say("objection.act.basis", { basis }),
  ].filter((one) => typeof one === "string");
  return (
    <>
      <p>
        <strong>{say(`question.act.${act.act}`)}</strong>{" "}
        <span class="quiet">
          {moment(act.at)} · {say(`question.by.${act.by}`)}
        </span>
      </p>
      {details.length > 0 && <p>{details.join(" · ")}</p>}
      {words && (
        <p class="free-text" lang={voice.chinese(words)}>
          {words}
        </p>
      )}
    </>
  );
}
