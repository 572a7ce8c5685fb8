/** What a check came to, in the order in which an officer needs it: what to do, what to say, on what law, until when. */
import type { ComponentChildren } from "preact";
import type { Binding, CheckAnswer, CheckReceipt } from "#contract/checks.ts";
import type { Voice } from "#web/voice.ts";
import { isWord } from "#web/words.ts";
import { Code } from "./code.tsx";
import { Laws, lawLine } from "./law.tsx";
import { Tag } from "./tag.tsx";

/** How an answer is shown: what binds outweighs what is due; nothing is said as plainly as something. */
export function toneOfAnswer({ outcome, constraints }: CheckAnswer): "binds" | "due" | "nothing" | "unknown" {
  if (outcome === "unknown-subject") return "unknown";
  if (outcome === "nothing-recorded") return "nothing";
  return constraints.length > 0 ? "binds" : "due";
}

/** @param props.name what an organisation is publicly called; null for everybody else */
export function AnswerHead(props: { voice: Voice; answer: CheckAnswer; name: string | null }) {
  const { voice, answer, name } = props;
  const { say, tell, to } = voice;
  const { constraints, incentives, asked, terms } = answer;
  const tone = toneOfAnswer(answer);
  const must = constraints.filter(({ force }) => force === "must").length;
  return (
    <section class={`verdict check-${tone}`} role="status">
      <p class="tags">
        {must > 0 && <Tag tone="adverse" text={say("check.must", { count: must })} />}
        {constraints.length > must && (
          <Tag tone="adverse" text={say("check.may", { count: constraints.length - must })} />
        )}
        {incentives.length > 0 && <Tag tone="honour" text={say("check.due", { count: incentives.length })} />}
        {tone === "nothing" && <Tag tone="quiet" text={say("check.nothing")} />}
        {tone === "unknown" && <Tag tone="notice" text={say("check.unknown")} />}
      </p>
      <h1>{say(tone === "binds" && must === 0 ? "check.title.may" : `check.title.${tone}`)}</h1>
      <p>{tell(terms.plain)}</p>
      <dl class="file-facts">
        <div>
          <dt>{say("check.subject")}</dt>
          <dd>
            {asked.subject.number === null ? (
              say("check.subject.person")
            ) : tone === "unknown" ? (
              <Code value={asked.subject.number} />
            ) : (
              <>
                {name !== null && (
                  <>
                    <strong lang={voice.chinese(name)}>{name}</strong>{" "}
                  </>
                )}
                <a href={to(`/organisations/${asked.subject.number}`)}>
                  <Code value={asked.subject.number} />
                </a>
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>{say("check.matter")}</dt>
          <dd>{tell(terms.matterTitle)}</dd>
        </div>
        <div>
          <dt>{say("look.why")}</dt>
          <dd>{tell(terms.purposeTitle)}</dd>
        </div>
      </dl>
    </section>
  );
}

/** One measure that binds, or one incentive that is due. */
export function BindingCard({ voice, binding }: { voice: Voice; binding: Binding }) {
  const { say, tell, day, to } = voice;
  const { decision, terms } = binding;
  const { list } = terms;
  const [measureId = ""] = binding.measure.split("@");
  return (
    <article class={`binding binding-${binding.sort}`}>
      <header>
        <h2>{tell(terms.title)}</h2>
        <p class="tags">
          <Tag
            tone={binding.sort === "incentive" ? "honour" : "adverse"}
            text={say(`measure.force.${binding.force}`)}
          />
          <Tag tone="plain" text={say(`effect.${binding.effect}`)} />
          {binding.marks.map(({ mark, at }) => (
            <Tag key={mark + at} tone="notice" text={markText(voice, mark)} />
          ))}
        </p>
      </header>
      <p class="binding-does">
        <strong>{say("check.do")}</strong> {tell(terms.does)}
      </p>
      <p class="binding-tell">
        <strong>{say("check.tell")}</strong> {tell(terms.tellSubject)}
      </p>
      <dl class="record-basis">
        <Line term={say("check.until")}>
          {binding.until
            ? say("record.effective.span", { from: day(binding.from), to: day(binding.until) })
            : say("record.effective.open", { from: day(binding.from) })}
        </Line>
        <Line term={say("check.list")}>
          <a href={to(`/lists/${list.list.split("@")[0]}`)}>{tell(list.title)}</a>
        </Line>
        <Line term={say("check.decision")}>
          {say("check.decided", { authority: tell(terms.authorityName), day: day(decision.decidedOn) })}
          {decision.documentNumber && <span lang="zh-CN"> {decision.documentNumber}</span>}
        </Line>
        <Line term={say("check.why")}>
          {list.link === "same-trade" ? say("measure.link.same-trade") : say("measure.link.article")}
          {list.law && <span class="quiet"> {lawLine(voice, list.law)}</span>}
        </Line>
      </dl>
      <p class="check-law">{say("record.law")}</p>
      <Laws voice={voice} laws={terms.law} />
      <details class="way-back">
        <summary>{say("check.way-back")}</summary>
        <p>
          {tell(terms.wayBack.text)}{" "}
          <span class="quiet" lang={voice.chinese(terms.wayBack.article)}>
            {terms.wayBack.article}
          </span>
        </p>
        <p>
          <a href={to(`/measures/${measureId}`)}>{say("check.measure")}</a>
        </p>
      </details>
    </article>
  );
}

function Line({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function markText({ say }: Voice, mark: string): string {
  const key = `record.mark.${mark}`;
  return isWord(key) ? say(key) : mark;
}

/** What proves later what was asked and answered, and how anyone verifies it. */
export function Receipt({ voice, receipt }: { voice: Voice; receipt: CheckReceipt }) {
  const { say, tell, moment } = voice;
  const { answer, root } = receipt;
  return (
    <section class="receipt" aria-labelledby="receipt">
      <h2 id="receipt">{say("check.receipt")}</h2>
      <dl class="verdict-facts">
        <Fact term={say("check.receipt.id")}>
          <span class="code">{answer.check}</span>
        </Fact>
        <Fact term={say("check.receipt.at")}>{moment(answer.asOf.knownAt)}</Fact>
        <Fact term={say("check.receipt.body")}>
          {tell(answer.terms.bodyName)} <span class="code">{answer.asked.body}</span>
        </Fact>
        <Fact term={say("check.receipt.root")}>
          <span class="code verdict-digest">{root.root}</span>
        </Fact>
      </dl>
      <p class="prose-width">{say("check.receipt.verify")}</p>
      <pre class="commands">{`npm run -s chengxin -- receipt verify receipt-${answer.check}.json`}</pre>
      <p class="actions no-print">
        <a href={`/api/v1/checks/${answer.check}`} download={`receipt-${answer.check}.json`}>
          {say("check.receipt.file")}
        </a>
        <button type="button" class="link-button" data-print hidden>
          {say("check.print")}
        </button>
      </p>
    </section>
  );
}

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
