/** Offline bundles as a table, the rule for a register that cannot be asked, and what a desk does without a line. */
import type { BundleView, JournalDifference } from "#contract/bundles.ts";
import type { Voice } from "#web/voice.ts";
import { Tag, type Tone } from "./tag.tsx";

const tones: Readonly<Record<BundleView["state"], Tone>> = {
  answers: "plain",
  due: "notice",
  overdue: "adverse",
  "handed-in": "quiet",
  "written-off": "notice",
};

export function BundleState({ voice, bundle }: { voice: Voice; bundle: BundleView }) {
  return <Tag tone={tones[bundle.state]} text={voice.say(`bundle.state.${bundle.state}`)} />;
}

/** Bundles, newest first. `whose`: with the body's name, for those who oversee several. */
export function BundleTable(props: { voice: Voice; bundles: readonly BundleView[]; whose?: boolean }) {
  const { voice, bundles, whose = false } = props;
  const { say, tell, moment, day, to } = voice;
  return (
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">{say("bundle.made")}</th>
          {whose && <th scope="col">{say("check.receipt.body")}</th>}
          <th scope="col">{say("bundle.matters")}</th>
          <th scope="col">{say("bundle.until")}</th>
          <th scope="col">{say("bundle.due")}</th>
          <th scope="col">{say("bundle.state")}</th>
          <th scope="col">{say("bundle.looks")}</th>
        </tr>
      </thead>
      <tbody>
        {bundles.map((one) => (
          <tr key={one.bundle}>
            <th scope="row">
              {whose ? moment(one.knownAt) : <a href={to(`/check/bundles/${one.bundle}`)}>{moment(one.knownAt)}</a>}
            </th>
            {whose && <td data-label={say("check.receipt.body")}>{tell(one.bodyName)}</td>}
            <td data-label={say("bundle.matters")}>{voice.row(one.matters.map(({ title }) => tell(title)))}</td>
            <td data-label={say("bundle.until")}>{moment(one.answersUntil)}</td>
            <td data-label={say("bundle.due")}>{day(one.handInBy)}</td>
            <td data-label={say("bundle.state")}>
              <BundleState voice={voice} bundle={one} />
              {one.reason && (
                <span class="quiet field-help" lang={voice.chinese(one.reason)}>
                  {one.reason}
                </span>
              )}
            </td>
            <td data-label={say("bundle.looks")}>
              {one.looks}
              {one.changed > 0 && <span class="quiet field-help">{say("bundle.changed", { count: one.changed })}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What is typed at the desk. */
function commandsFor(matter: string): string {
  const files = `--bundle desk.bundle \\\n  --journal desk.journal --officer ID`;
  return `chengxin bundle check CODE \\\n  --matter ${matter} \\\n  ${files}\nchengxin journal close ${files}`;
}

/** What is done in each matter while the line is down, with its law; and the steps at the desk. For the wall beside it. */
export function LineDown({ voice, bundle }: { voice: Voice; bundle: BundleView }) {
  const { say, tell, moment, day } = voice;
  return (
    <section aria-labelledby="line-down">
      <h2 id="line-down">{say("bundle.down")}</h2>
      <p class="prose-width">
        {say("bundle.down.text", { until: moment(bundle.answersUntil), due: day(bundle.handInBy) })}
      </p>
      <ol class="govuk-list govuk-list--number">
        <li>{say("bundle.step.ask")}</li>
        <li>{say("bundle.step.told")}</li>
        <li>{say("bundle.step.ended")}</li>
        <li>{say("bundle.step.close")}</li>
        <li>{say("bundle.step.back")}</li>
      </ol>
      <pre class="commands">{commandsFor(bundle.matters[0]?.matter ?? "")}</pre>
      <dl>
        {bundle.matters.map(({ matter, title, unreachable }) => (
          <div key={matter}>
            <dt>
              {tell(title)}{" "}
              <Tag tone={unreachable.way === "wait" ? "notice" : "plain"} text={say(`bundle.${unreachable.way}`)} />
            </dt>
            <dd>
              <p>{tell(unreachable.text)}</p>
              <ul class="laws">
                {unreachable.law.map(({ title: law, article }) => (
                  <li key={law.zh + article}>
                    {tell(law)} <span lang={voice.chinese(article)}>{article}</span>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Answers that had changed: what was done on them is to be put right. */
export function Differences({ voice, differences }: { voice: Voice; differences: readonly JournalDifference[] }) {
  const { say, moment } = voice;
  if (differences.length === 0) return null;
  return (
    <section aria-labelledby="differences">
      <h2 id="differences">{say("bundle.differences")}</h2>
      <p class="prose-width">{say("bundle.differences.text")}</p>
      <table class="table fold">
        <thead>
          <tr>
            <th scope="col">{say("check.at")}</th>
            <th scope="col">{say("check.subject")}</th>
            <th scope="col">{say("bundle.ended")}</th>
            <th scope="col">{say("bundle.begun")}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ n, at, code, ended, begun }) => (
            <tr key={n}>
              <th scope="row">{moment(at)}</th>
              <td data-label={say("check.subject")} class="code">
                {code ?? ""}
              </td>
              <td data-label={say("bundle.ended")}>
                <Measures voice={voice} keys={ended} />
              </td>
              <td data-label={say("bundle.begun")}>
                <Measures voice={voice} keys={begun} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Measures({ voice, keys }: { voice: Voice; keys: readonly string[] }) {
  return keys.map((key) => (
    <a key={key} href={voice.to(`/measures/${key.replace(/@\d+$/, "")}`)}>
      {key}
    </a>
  ));
}
