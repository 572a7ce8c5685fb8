/** A request for repair as either side reads it: until when it is decided, what was said, what happened. */
import type { RepairLine, RepairView } from "#contract/repair.ts";
import type { Voice } from "#web/voice.ts";
import { RecordCard } from "./record.tsx";
import { Tag, type Tone } from "./tag.tsx";

const toneOf: Readonly<Record<RepairLine["state"], Tone>> = {
  waiting: "notice",
  "to-confirm": "notice",
  granted: "honour",
  lifted: "honour",
  refused: "plain",
  withdrawn: "quiet",
  reversing: "notice",
  reversed: "adverse",
};

/** The next thing that matters, with its day. */
export function nextOf({ say, day }: Voice, { state, decideBy, overdue, endedOn, until }: RepairLine): string {
  if (state === "waiting" || state === "to-confirm")
    return say(overdue ? "repair.next.overdue" : "repair.next.waiting", { on: day(decideBy) });
  if (state === "lifted") return say("repair.next.lifted", { on: day(until ?? "") });
  return say("repair.next.ended", { on: day(endedOn ?? "") });
}

/** A line of a list of requests. */
export function RepairItem({ voice, repair, address }: { voice: Voice; repair: RepairLine; address: string }) {
  const { say, tell, day, to } = voice;
  const { authority, subject, state } = repair;
  return (
    <>
      <p>
        <Tag tone={toneOf[state]} text={say(`repair.state.${state}`)} />{" "}
        {repair.overdue && <Tag tone="adverse" text={say("repairs.overdue")} />}{" "}
        <a href={to(address)}>
          <strong>{tell(repair.recordTitle)}</strong> · {tell({ zh: authority.nameZh, en: authority.nameEn })}
        </a>
        {subject.name && <span lang={voice.chinese(subject.name)}> · {subject.name}</span>}
      </p>
      <p>{nextOf(voice, repair)}</p>
      <p class="quiet">{say("repairs.receipt", { receipt: repair.receipt, on: day(repair.appliedOn) })}</p>
    </>
  );
}

/** Head, record, and everything that was said and done, with the evidence beside it. */
export function RepairSheet({ voice, repair }: { voice: Voice; repair: RepairView }) {
  const { say, tell, day, to } = voice;
  const { record, legend, authority, acts, late, holders } = repair;
  const name = { zh: authority.nameZh, en: authority.nameEn };
  const about = {
    kind: repair.subjectKind,
    ...repair.subject,
    codeVerdict: "valid" as const,
    form: null,
    division: null,
    identifiers: [],
    names: [],
    aliases: [],
  };
  return (
    <>
      <header class="file-head">
        <p class="file-kind">
          <Tag tone={toneOf[repair.state]} text={say(`repair.state.${repair.state}`)} />
        </p>
        <h1>{tell(repair.recordTitle)}</h1>
        <p>
          {tell(name)} · {nextOf(voice, repair)}
        </p>
        <p class="quiet">{say("repairs.receipt", { receipt: repair.receipt, on: day(repair.appliedOn) })}</p>
      </header>
      {repair.ground && <p class="notice">{say(`repair.ground.${repair.ground}`)}</p>}
      {repair.ground && (
        <ul>
          {repair.rule.remedies.map(({ text }) => (
            <li key={text.zh}>{tell(text)}</li>
          ))}
        </ul>
      )}
      {repair.certificate && (
        <p>
          <a href={to(`/verify/${repair.certificate}`)}>{say("repairs.certificate", { code: repair.certificate })}</a>
        </p>
      )}
      {holders.told > 0 && (
        <p>
          {say("repairs.holders", { told: holders.told, confirmed: holders.confirmed })}{" "}
          {late.map((one) => tell({ zh: one.nameZh, en: one.nameEn })).join("、")}
        </p>
      )}
      <h2>{say("repairs.history")}</h2>
      <ol class="item-list">
        {acts.map((act) => (
          <li key={act.at + act.act}>
            <p>
              <strong>{say(`repair.act.${act.act}`)}</strong> <span class="quiet">{day(act.at.slice(0, 10))}</span>
            </p>
            {act.words && (
              <p class="free-text" lang={voice.chinese(act.words)}>
                {act.words}
              </p>
            )}
            {act.documents.map(({ documentId, shows }) => (
              <p key={documentId}>
                <a href={`/api/v1/repairs/${repair.requestId}/documents/${documentId}`}>
                  {say(`repair.shows.${shows}`)}
                </a>
              </p>
            ))}
          </li>
        ))}
      </ol>
      {record && (
        <section aria-labelledby="record">
          <h2 id="record">{say("repairs.record")}</h2>
          <ol class="records">
            <RecordCard
              voice={voice}
              file={{ items: { [record.item]: legend }, authorities: { [record.authority]: name } }}
              record={record}
              subject={about}
              level="h3"
            />
          </ol>
        </section>
      )}
    </>
  );
}
