/** A proceeding as its keeper sees it: clocks, what happened, what it rests on. */
import type { ProceedingActView, ProceedingClock, ProceedingLine, ProceedingView } from "#contract/proceedings.ts";
import { pressing } from "#web/cases.ts";
import { size } from "#web/formats.ts";
import type { Voice } from "#web/voice.ts";
import { Code } from "./code.tsx";
import { lawLine } from "./law.tsx";
import { Tag } from "./tag.tsx";

/** Who it is about: a person has neither name nor number on any page (C13). */
export function SubjectName({ voice, line }: { voice: Voice; line: Pick<ProceedingLine, "subject" | "subjectKind"> }) {
  const { subject, subjectKind } = line;
  if (subjectKind === "person" || subject.code === "") return <>{voice.say("case.person")}</>;
  return <span lang={voice.chinese(subject.name)}>{subject.name}</span>;
}

/** A clock in a line: until when, or that it has run out. */
export function ClockTag({ voice, clock }: { voice: Voice; clock: ProceedingClock }) {
  const { say, day } = voice;
  if (clock.dueOn === null) return <Tag tone="quiet" text={say("case.clock.unknown")} />;
  // A target of the office's own that was missed is no breach of law, and does not look like one.
  if (clock.overdue && clock.law === null)
    return <Tag tone="notice" text={say("case.clock.target.missed", { day: day(clock.dueOn) })} />;
  return clock.overdue ? (
    <Tag tone="adverse" text={say("case.clock.overdue", { day: day(clock.dueOn) })} />
  ) : (
    <Tag tone="plain" text={say("case.clock.due", { day: day(clock.dueOn) })} />
  );
}

/** Proceedings of a desk; on a phone each is a card. */
export function CaseTable({ voice, lines }: { voice: Voice; lines: readonly ProceedingLine[] }) {
  const { say, tell, day, to } = voice;
  return (
    <table class="table fold cases">
      <thead>
        <tr>
          <th scope="col">{say("check.subject")}</th>
          <th scope="col">{say("list.name")}</th>
          <th scope="col">{say("case.state")}</th>
          <th scope="col">{say("case.waits")}</th>
          <th scope="col">{say("case.due")}</th>
          <th scope="col">{say("case.since")}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const clock = pressing(line.clocks);
          return (
            <tr key={line.proceedingId} class={line.stage === "overdue" ? "case-overdue" : undefined}>
              <th scope="row">
                <a href={to(`/cases/${line.proceedingId}`)}>
                  <SubjectName voice={voice} line={line} />
                </a>
                {line.subject.code !== "" && (
                  <span class="under">
                    <Code value={line.subject.code} />
                  </span>
                )}
              </th>
              <td data-label={say("list.name")}>{tell(line.list.title)}</td>
              <td data-label={say("case.state")}>{tell(line.state.title)}</td>
              <td data-label={say("case.waits")}>
                <WaitsTag voice={voice} line={line} />
              </td>
              <td data-label={say("case.due")}>{clock && <ClockTag voice={voice} clock={clock} />}</td>
              <td class="nowrap" data-label={say("case.since")}>
                {day(line.since)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Whose turn it is, and until when. */
export function WaitsTag({ voice, line }: { voice: Voice; line: ProceedingLine }) {
  const { say } = voice;
  const { waits, mine } = line;
  const text = waitsText(voice, line);
  if (waits !== "keeper") return <Tag tone="quiet" text={text} />;
  return <Tag tone={mine ? "notice" : "plain"} text={say(mine ? "case.waits.keeper.mine" : "case.waits.keeper")} />;
}

function waitsText({ say, day }: Voice, { waits, waitsUntil }: ProceedingLine): string {
  switch (waits) {
    case "answer":
      return waitsUntil ? say("case.waits.answer", { day: day(waitsUntil) }) : say("case.waits.answer.unknown");
    case "end":
      return waitsUntil ? say("case.waits.end", { day: day(waitsUntil) }) : say("case.waits.end.open");
    default:
      return say(`case.waits.${waits}`);
  }
}

/** Every clock that runs now: whose time, until when, on what law. */
export function Clocks({ voice, clocks }: { voice: Voice; clocks: readonly ProceedingClock[] }) {
  const { say } = voice;
  if (clocks.length === 0) return <p class="quiet">{say("case.clocks.none")}</p>;
  return (
    <ul class="clocks">
      {clocks.map((clock) => (
        <li key={clock.term} class={clock.overdue && clock.runsFor === "authority" ? "clock-overdue" : undefined}>
          <strong>{clock.term === "duration" ? say("list.duration") : say(`procedure.clock.${clock.term}`)}</strong>{" "}
          <ClockTag voice={voice} clock={clock} />
          <span class="under">
            {say(clock.runsFor === "authority" ? "procedure.for.authority" : "procedure.for.subject")}
            {clock.days !== null && clock.unit !== null && (
              <> · {say(clock.unit === "working" ? "term.working" : "term.calendar", { days: clock.days })}</>
            )}
            {clock.law && <> · {lawLine(voice, clock.law)}</>}
            {clock.law === null && clock.days !== null && <> · {say("case.clock.target")}</>}
          </span>
          {clock.dueOn === null && clock.runsFor === "subject" && (
            <span class="under">{say("case.clock.unknown.text")}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What happened, the latest first: acts of the office, and between them what the subject said. */
export function Timeline({ voice, found }: { voice: Voice; found: ProceedingView }) {
  const done = found.acts.map((act) => ({
    at: act.at,
    line: <ActDone voice={voice} act={act} conditions={found.conditions} />,
  }));
  const said = found.said.map((word) => ({ at: word.at, line: <WordSaid voice={voice} word={word} /> }));
  const lines = [...done, ...said].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
  return (
    <ol class="timeline">
      {lines.map(({ at, line }) => (
        <li key={at}>{line}</li>
      ))}
    </ol>
  );
}

function WordSaid({ voice, word }: { voice: Voice; word: ProceedingView["said"][number] }) {
  const { say, moment } = voice;
  return (
    <p>
      <strong>{say("case.said.line", { what: say(`case.said.${word.act}`) })}</strong>{" "}
      <time class="quiet" datetime={word.at}>
        {moment(word.at)}
      </time>
    </p>
  );
}

interface ActDoneProps {
  readonly voice: Voice;
  readonly act: ProceedingActView;
  readonly conditions: ProceedingView["conditions"];
}

function ActDone({ voice, act, conditions }: ActDoneProps) {
  const { say, tell, day, moment } = voice;
  const said: readonly (readonly [string, string | null])[] = [
    [say("case.act.served"), act.servedOn && day(act.servedOn)],
    [say("case.act.summoned"), act.summonedOn && day(act.summonedOn)],
    [say("case.act.held"), act.heldOn && day(act.heldOn)],
    [say("case.act.weighing"), act.weighing],
    [say("form.reason"), act.reasons],
    [
      say("case.act.conditions"),
      act.conditions.length > 0
        ? act.conditions.flatMap((at) => tell(conditions[at] ?? { zh: "", en: "" })).join("; ")
        : null,
    ],
    [say("case.act.from"), act.listedFrom && day(act.listedFrom)],
    [say("case.act.until"), act.endsOn && day(act.endsOn)],
    [say("case.act.ruling"), act.ruling && `${act.ruling.body} ${act.ruling.number} ${day(act.ruling.on)}`],
  ];
  return (
    <>
      <p>
        <strong>{tell(act.title)}</strong>{" "}
        <time class="quiet" datetime={act.at}>
          {moment(act.at)}
        </time>
      </p>
      <dl class="record-basis">
        {said.map(
          ([term, text]) =>
            text && (
              <div key={term}>
                <dt>{term}</dt>
                <dd lang={voice.chinese(text)}>{text}</dd>
              </div>
            ),
        )}
        <div>
          <dt>{say("case.act.by")}</dt>
          <dd>{byWords(voice, act.by)}</dd>
        </div>
      </dl>
    </>
  );
}

/** Who did it, as colleagues see them. */
function byWords({ say }: Voice, { kind, name, office, self }: ProceedingActView["by"]): string {
  if (kind === "representative") return say("case.by.representative");
  const who =
    name === null || office === null ? say("case.by.unnamed") : `${name} (${say(`case.by.office.${office}`)})`;
  return self ? `${who} ${say("case.by.self")}` : who;
}

/** What the subject said, word for word, with what it brought. */
export function Said({ voice, found }: { voice: Voice; found: ProceedingView }) {
  const { say, moment, to } = voice;
  if (found.said.length === 0) return <p class="quiet">{say("case.said.none")}</p>;
  return (
    <ol class="timeline said">
      {found.said.map((word) => (
        <li key={`${word.noticeId} ${word.at}`}>
          <p>
            <strong>{say(`case.said.${word.act}`)}</strong>{" "}
            <time class="quiet" datetime={word.at}>
              {moment(word.at)}
            </time>{" "}
            <span class="quiet">{say(`case.said.${word.by}`)}</span>
          </p>
          {word.words && (
            <p class="prose-width facts" lang={voice.chinese(word.words)}>
              {word.words}
            </p>
          )}
          {word.documents.length > 0 && (
            <ul>
              {word.documents.map(({ documentId, mediaType, bytes }, at) => (
                <li key={documentId}>
                  <a href={to(`/notices/${word.noticeId}/documents/${documentId}`)}>
                    {say("case.said.document", { n: at + 1, type: mediaType, size: size(bytes) })}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

const noticeTones = { drawn: "notice", offered: "notice", served: "plain", withdrawn: "quiet" } as const;

/** Notices of the case: drawn up, served, answered. */
export function Notices({ voice, found }: { voice: Voice; found: ProceedingView }) {
  const { say, day, to } = voice;
  if (found.notices.length === 0) return <p class="quiet">{say("case.notices.none")}</p>;
  return (
    <ul class="laws">
      {found.notices.map((notice) => (
        <li key={notice.noticeId}>
          <a href={to(`/notices/${notice.noticeId}`)}>{say(`case.notice.${notice.kind}`)}</a>{" "}
          <Tag tone={noticeTones[notice.state]} text={say(`case.notice.state.${notice.state}`)} />
          <span class="under">
            {[
              notice.servedOn && say("case.notice.served", { day: day(notice.servedOn) }),
              notice.answerDueOn && say("case.notice.due", { day: day(notice.answerDueOn) }),
              notice.answeredOn && say("case.notice.answered", { day: day(notice.answeredOn) }),
              notice.waivedOn && say("case.notice.waived", { day: day(notice.waivedOn) }),
              notice.hearingAskedOn && say("case.notice.hearing", { day: day(notice.hearingAskedOn) }),
            ]
              .filter((text) => typeof text === "string")
              .join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  );
}
