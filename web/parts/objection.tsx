/** An objection as either side reads it: against what, until when it is answered, the record, what happened. */
import type { ObjectionActView, ObjectionClock, ObjectionLine, ObjectionView } from "#contract/objections.ts";
import { size } from "#web/formats.ts";
import type { Voice } from "#web/voice.ts";
import { RecordCard } from "./record.tsx";
import { Tag, type Tone } from "./tag.tsx";

const toneOf: Readonly<Record<ObjectionLine["state"], Tone>> = {
  open: "notice",
  "to-confirm": "notice",
  upheld: "plain",
  rejected: "quiet",
  withdrawn: "quiet",
};

/** Who answers. */
export function authorityOf(voice: Voice, { authority }: Pick<ObjectionLine, "authority">): string {
  return voice.tell({ zh: authority.nameZh, en: authority.nameEn });
}

/** Until when, in a sentence; the calendar's gap is said where there is one. */
export function clockWords({ say, day }: Voice, { dueOn, over, unknownFrom }: ObjectionClock): string {
  if (over) return say("objection.clock.over", { on: day(dueOn) });
  return unknownFrom
    ? say("objection.clock.assumed", { on: day(dueOn), from: day(unknownFrom) })
    : say("objection.clock.known", { on: day(dueOn) });
}

/** State and, where nobody answered in time, that the record is silent. */
export function ObjectionTags({ voice: { say }, objection }: { voice: Voice; objection: ObjectionLine }) {
  return (
    <>
      <Tag tone={toneOf[objection.state]} text={say(`objection.state.${objection.state}`)} />
      {objection.clock?.over && (
        <>
          {" "}
          <Tag tone="adverse" text={say("objection.overdue")} />
        </>
      )}
    </>
  );
}

/** A line of a list of objections. */
export function ObjectionItem({
  voice,
  objection,
  address,
}: {
  voice: Voice;
  objection: ObjectionLine;
  address: string;
}) {
  const { say, tell, day, to } = voice;
  const { subject, clock, ground, filedOn, endedOn } = objection;
  return (
    <>
      <p>
        <ObjectionTags voice={voice} objection={objection} />{" "}
        <a href={to(address)}>
          <strong>{tell(objection.recordTitle)}</strong> · {authorityOf(voice, objection)}
        </a>
        {subject.name && <span lang={voice.chinese(subject.name)}>{` · ${subject.name}`}</span>}
      </p>
      {clock && <p>{clockWords(voice, clock)}</p>}
      <p class="quiet">
        {[
          say("objection.filed-on", { on: day(filedOn) }),
          say(`objection.ground.${ground}`),
          endedOn && say("objection.ended-on", { on: day(endedOn) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </>
  );
}

/** Title, authority and dates over every page of an objection. */
export function ObjectionHead({ voice, objection }: { voice: Voice; objection: ObjectionView }) {
  const { say, tell, day } = voice;
  const { subject, clock, ground, wanted, term } = objection;
  return (
    <header class="file-head">
      <p class="file-kind">
        {say("objection.kind")} <ObjectionTags voice={voice} objection={objection} />
      </p>
      <h1>{tell(objection.recordTitle)}</h1>
      <dl class="file-facts">
        <Fact term={say("objection.authority")} text={authorityOf(voice, objection)} />
        {subject.name && (
          <div>
            <dt>{say("objection.subject")}</dt>
            <dd lang={voice.chinese(subject.name)}>{subject.name}</dd>
          </div>
        )}
        <Fact term={say("objection.filed")} text={day(objection.filedOn)} />
        <Fact term={say("objection.ground")} text={say(`objection.ground.${ground}`)} />
        <Fact term={say("objection.wanted")} text={say(`objection.wanted.${wanted}`)} />
        {clock && <Fact term={say("objection.due")} text={clockWords(voice, clock)} />}
        {objection.endedOn && <Fact term={say("objection.ended")} text={day(objection.endedOn)} />}
        <div>
          <dt>{say("objection.law")}</dt>
          <dd>
            {tell(term.title)} ·{" "}
            <span lang={voice.chinese(term.law.article)}>{`${tell(term.law.title)} ${term.law.article}`}</span>
          </dd>
        </div>
      </dl>
    </header>
  );
}

function Fact({ term, text }: { term: string; text: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{text}</dd>
    </div>
  );
}

/** The record it is about, as it stands today. */
export function ObjectedRecord({ voice, objection }: { voice: Voice; objection: ObjectionView }) {
  const { record, legend, authority, subject, subjectKind } = objection;
  if (!record) return <p class="quiet">{voice.say("objection.record.gone")}</p>;
  const file = {
    items: { [record.item]: legend },
    authorities: { [authority.code]: { zh: authority.nameZh, en: authority.nameEn } },
  };
  const about = {
    kind: subjectKind,
    ...subject,
    codeVerdict: "valid" as const,
    form: null,
    division: null,
    identifiers: [],
    names: [],
    aliases: [],
  };
  return (
    <ol class="records">
      <RecordCard voice={voice} file={file} record={record} subject={about} />
    </ol>
  );
}

/** What happened, oldest first. */
export function ObjectionHistory({ voice, objection }: { voice: Voice; objection: ObjectionView }) {
  const { say } = voice;
  return (
    <section aria-labelledby="history">
      <h2 id="history">{say("objection.history")}</h2>
      <ol class="item-list">
        {objection.acts.map((act) => (
          <li key={act.at + act.act}>
            <HistoryAct voice={voice} objectionId={objection.objectionId} act={act} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function HistoryAct({ voice, objectionId, act }: { voice: Voice; objectionId: string; act: ObjectionActView }) {
  const { say, day, moment } = voice;
  const { dueOn, level, basis, words, documents } = act;
  const details = [
    dueOn && say("objection.act.due", { on: day(dueOn) }),
    level !== null && say(level === 1 ? "objection.level.1" : "objection.level.2"),
    basis && say("objection.act.basis", { basis }),
  ].filter((one) => typeof one === "string");
  return (
    <>
      <p>
        <strong>{say(`objection.act.${act.act}`)}</strong>{" "}
        <span class="quiet">
          {moment(act.at)} · {say(`objection.by.${act.by}`)}
        </span>
      </p>
      {details.length > 0 && <p>{details.join(" · ")}</p>}
      {words && (
        <p class="free-text" lang={voice.chinese(words)}>
          {words}
        </p>
      )}
      {documents.map((one) => (
        <p key={one.documentId}>
          <a href={`/api/v1/objections/${objectionId}/documents/${one.documentId}`}>
            {say("objection.document", { type: one.mediaType, size: size(one.bytes) })}
          </a>
          {one.scanned && <span class="quiet"> {say("objection.document.scanned")}</span>}
        </p>
      ))}
    </>
  );
}
