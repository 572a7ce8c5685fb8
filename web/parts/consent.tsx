/** A request for consent as either side reads it: who asks what of whom, for which purpose, until when. */
import type { ConsentVerdict, OwnConsent, SentConsent } from "#contract/consents.ts";
import type { FileView } from "#contract/ledger.ts";
import type { Voice } from "#web/voice.ts";
import { Checkboxes, type FieldError } from "./form.tsx";
import { Laws } from "./law.tsx";
import { Empty } from "./notice.tsx";
import { RecordCard } from "./record.tsx";
import { Tag, type Tone } from "./tag.tsx";

const tones: Readonly<Record<OwnConsent["state"], Tone>> = {
  waiting: "notice",
  unanswered: "quiet",
  given: "honour",
  refused: "quiet",
  withdrawn: "quiet",
  ended: "quiet",
};

/** A line of the subject's list. */
export function OwnConsentItem({ voice, consent }: { voice: Voice; consent: OwnConsent }) {
  const { say, tell, day, to } = voice;
  const { recipient, state, answerBy, until } = consent;
  return (
    <>
      <p>
        <Tag tone={tones[state]} text={say(`consent.state.${state}`)} />{" "}
        <a href={to(`/mine/consents/${consent.requestId}`)}>
          <strong>{tell({ zh: recipient.nameZh, en: recipient.nameEn })}</strong> · {tell(consent.purpose.title)}
        </a>
      </p>
      <p>
        {say("consent.period", { from: day(consent.from), until: day(consent.until) })}{" "}
        {state === "waiting" && say("consent.answer-by", { on: day(answerBy < until ? answerBy : until) })}
        {consent.uses > 0 && say("consent.uses", { count: consent.uses })}
      </p>
      {consent.next.includes("withdraw") && (
        <p>
          <a href={to(`/mine/consents/${consent.requestId}/withdraw`)}>{say("consent.withdraw")}</a>
        </p>
      )}
    </>
  );
}

/** Who asks, for what, on what law, how long and how often. */
export function ConsentTerms({ voice, consent }: { voice: Voice; consent: OwnConsent | SentConsent }) {
  const { say, tell, day } = voice;
  return (
    <dl class="verdict-facts">
      <div>
        <dt>{say("consent.purpose")}</dt>
        <dd>
          {tell(consent.purpose.title)}
          <Laws voice={voice} laws={consent.purpose.law} />
        </dd>
      </div>
      <div>
        <dt>{say("consent.asked-period")}</dt>
        <dd>{say("consent.period", { from: day(consent.from), until: day(consent.until) })}</dd>
      </div>
      <div>
        <dt>{say("consent.times")}</dt>
        <dd>{say("consent.times.most", { count: consent.times })}</dd>
      </div>
      <div>
        <dt>{say("consent.asked-on")}</dt>
        <dd>{day(consent.askedOn)}</dd>
      </div>
    </dl>
  );
}

/** Fields by item, in words. */
export function ConsentFields({
  voice: { tell, row },
  items,
  granted,
}: {
  voice: Voice;
  items: OwnConsent["items"];
  granted: Readonly<Record<string, readonly string[]>>;
}) {
  return (
    <ul>
      {items
        .filter(({ item }) => granted[item])
        .map(({ item, title, fields }) => (
          <li key={item}>
            <strong>{tell(title)}</strong>{" "}
            {row((granted[item] ?? []).flatMap((name) => (fields[name] ? [tell(fields[name].title)] : [])))}
          </li>
        ))}
    </ul>
  );
}

/** The choice of fields, an item a group; nothing is ticked beforehand (PIPL 14: consent is explicit). */
export function FieldChoice(props: {
  voice: Voice;
  items: OwnConsent["items"];
  ticked: readonly string[];
  errors: readonly FieldError[];
  /** Where several stand on one page, which one. */
  of?: string;
}) {
  const { voice, items, ticked, errors, of } = props;
  const { tell } = voice;
  const first = of === undefined ? "fields" : `fields-${of}`;
  return (
    <>
      {items.map(({ item, title, fields }, at) => (
        <Checkboxes
          key={item}
          voice={voice}
          id={at === 0 ? first : `${first}-of-${at}`}
          name="fields"
          label={tell(title)}
          values={ticked}
          options={Object.entries(fields).map(([name, field]) => ({
            value: `${item} ${name}`,
            text: tell(field.title),
          }))}
          errors={at === 0 ? errors : []}
        />
      ))}
    </>
  );
}

/** What was ticked, by item. */
export function tickedFields(values: readonly string[]): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const value of values) {
    const [item = "", name = ""] = value.split(" ");
    fields[item] ??= [];
    fields[item].push(name);
  }
  return fields;
}

/** Records as a recipient is shown them. */
export function LentRecords({ voice, file }: { voice: Voice; file: FileView }) {
  const { say } = voice;
  if (file.records.length === 0) return <Empty title={say("consent.lent.none")} />;
  return (
    <>
      <p class="quiet">{say("file.records.count", { total: file.total })}</p>
      <ol class="records">
        {file.records.map((record) => (
          <RecordCard key={record.recordId} voice={voice} subject={file.subject} file={file} record={record} />
        ))}
      </ol>
    </>
  );
}

/** Whether a signed consent holds now. Whose it is, and why it ended, is not said. */
export function ConsentVerdictPart({ voice, found }: { voice: Voice; found: ConsentVerdict }) {
  const { say, tell, day } = voice;
  const { recipient, issuedOn, until, keyId, code } = found;
  const verdict = found.verdict === "in-force" ? "in-force" : "ended";
  const facts = [
    ["verify.facts.code", code],
    ["verify.consent.recipient", recipient && tell({ zh: recipient.nameZh, en: recipient.nameEn })],
    ["verify.consent.issued", issuedOn && day(issuedOn)],
    ["verify.consent.until", until && day(until)],
    ["verify.facts.key", keyId],
  ] as const;
  return (
    <>
      <section class={`verdict verdict-${verdict === "in-force" ? "genuine" : "superseded"}`} role="status">
        <p>
          <Tag
            tone={verdict === "in-force" ? "honour" : "notice"}
            text={say(verdict === "in-force" ? "consent.status.in-force" : "consent.status.none")}
          />
        </p>
        <h1>{say(`verify.consent.${verdict}`)}</h1>
        <p>{say(`verify.consent.${verdict}.text`)}</p>
      </section>
      <dl class="verdict-facts">
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{say(name)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}
