/** A notice as either side reads it: what it says, until when it may be answered, what happened to it. */
import type { NoticeActView, NoticeClock, NoticeLine, NoticeView } from "#contract/notices.ts";
import { size } from "#web/formats.ts";
import type { Voice } from "#web/voice.ts";
import { Laws } from "./law.tsx";
import { Tag, type Tone } from "./tag.tsx";

const toneOf: Readonly<Record<NoticeLine["state"], Tone>> = {
  drawn: "quiet",
  offered: "notice",
  served: "plain",
  withdrawn: "quiet",
};

export function NoticeState({ voice, notice }: { voice: Voice; notice: NoticeLine }) {
  return <Tag tone={toneOf[notice.state]} text={voice.say(`notice.state.${notice.state}`)} />;
}

/** Who serves it. */
export function authorityOf(voice: Voice, { authority }: NoticeLine): string {
  return voice.tell({ zh: authority.nameZh, en: authority.nameEn });
}

/** Until when, in a sentence; the calendar's gap is said where there is one (C6). */
export function clockWords({ say, day }: Voice, clock: NoticeClock): string {
  const unknownFrom = day(clock.unknownFrom ?? "");
  if (clock.is === "unknown")
    return say("notice.clock.unknown", { notBefore: day(clock.notBefore ?? ""), from: unknownFrom });
  const until = day(clock.dueOn ?? "");
  if (clock.over) return say("notice.clock.over", { until });
  return clock.is === "assumed"
    ? say("notice.clock.assumed", { until, from: unknownFrom })
    : say("notice.clock.known", { until });
}

/** The next thing that matters about a notice to its subject. */
export function nextWords(voice: Voice, notice: NoticeLine): string {
  const { say, day } = voice;
  const { state, answer, waivedOn, servedOn } = notice;
  if (state === "withdrawn") return say("notice.next.withdrawn");
  if (state === "offered") return say("notice.next.offered");
  if (!servedOn) return say("notice.next.drawn");
  if (waivedOn) return say("notice.next.waived", { on: day(waivedOn) });
  return answer
    ? say("notice.next.answer", { clock: clockWords(voice, answer) })
    : say("notice.next.remedies", { on: day(servedOn) });
}

/** A line of a list of notices. */
export function NoticeItem({ voice, notice, address }: { voice: Voice; notice: NoticeLine; address: string }) {
  const { say, day, to } = voice;
  const { answeredOn, hearingAskedOn, drawnOn } = notice;
  return (
    <>
      <p>
        <NoticeState voice={voice} notice={notice} />{" "}
        <a href={to(address)}>
          <strong>{say(`notice.kind.${notice.kind}`)}</strong> · {authorityOf(voice, notice)}
        </a>
        {notice.subject.name && (
          <span lang={voice.chinese(notice.subject.name)}>
            {" · "}
            {notice.subject.name}
          </span>
        )}
      </p>
      <p>{nextWords(voice, notice)}</p>
      <p class="quiet">
        {[
          say("notice.drawn-on", { on: day(drawnOn) }),
          answeredOn && say("notice.answered-on", { on: day(answeredOn) }),
          hearingAskedOn && say("notice.hearing-asked-on", { on: day(hearingAskedOn) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </>
  );
}

/** Title, authority and dates over every page of a notice. */
export function NoticeHead({ voice, notice }: { voice: Voice; notice: NoticeView }) {
  const { say, tell, day } = voice;
  const { servedOn, mode, answer, hearing, subject } = notice;
  return (
    <header class="file-head">
      <p class="file-kind">
        {say(`notice.kind.${notice.kind}`)} <NoticeState voice={voice} notice={notice} />
      </p>
      <h1>{tell(notice.content.title)}</h1>
      <dl class="file-facts">
        <div>
          <dt>{say("notice.authority")}</dt>
          <dd>{authorityOf(voice, notice)}</dd>
        </div>
        {subject.name && (
          <div>
            <dt>{say("notice.subject")}</dt>
            <dd lang={voice.chinese(subject.name)}>{subject.name}</dd>
          </div>
        )}
        <div>
          <dt>{say("notice.served")}</dt>
          <dd>
            {servedOn && mode
              ? say("notice.served-by", { on: day(servedOn), mode: say(`notice.mode.${mode}`) })
              : say("notice.not-served")}
          </dd>
        </div>
        {answer && (
          <div>
            <dt>{say("notice.answer-by")}</dt>
            <dd>{clockWords(voice, answer)}</dd>
          </div>
        )}
        {hearing && (
          <div>
            <dt>{say("notice.hearing-by")}</dt>
            <dd>{clockWords(voice, hearing)}</dd>
          </div>
        )}
      </dl>
    </header>
  );
}

/** Everything the law says a subject must be told. */
export function NoticeSheet({ voice, notice: { content } }: { voice: Voice; notice: NoticeView }) {
  const { say, tell } = voice;
  return (
    <div class="prose-width">
      <h2>{say("notice.intended")}</h2>
      <p>{tell(content.intended)}</p>
      <h2>{say("notice.facts")}</h2>
      <p class="free-text" lang={voice.chinese(content.facts)}>
        {content.facts}
      </p>
      <h2>{say("notice.basis")}</h2>
      <Laws voice={voice} laws={content.basis} />
      <h2>{say("notice.effects")}</h2>
      {content.effects.length === 0 ? (
        <p>{say("notice.effects.none")}</p>
      ) : (
        <ul>
          {content.effects.map((effect) => (
            <li key={effect.id}>
              <strong>{tell(effect.title)}</strong>
              <br />
              {tell(effect.plain)}
              <Laws voice={voice} laws={effect.law} />
            </li>
          ))}
        </ul>
      )}
      {content.howToAnswer && (
        <>
          <h2>{say("notice.how-to-answer")}</h2>
          <p>{tell(content.howToAnswer)}</p>
        </>
      )}
      <h2>{say("notice.remedies")}</h2>
      <ul>
        {content.remedies.map((remedy) => (
          <li key={remedy.zh}>{tell(remedy)}</li>
        ))}
      </ul>
    </div>
  );
}

/** What happened, oldest first. */
export function NoticeHistory({ voice, notice }: { voice: Voice; notice: NoticeView }) {
  const { say } = voice;
  return (
    <section aria-labelledby="history">
      <h2 id="history">{say("notice.history")}</h2>
      <ol class="item-list">
        {notice.acts.map((act) => (
          <li key={act.at + act.act}>
            <HistoryAct voice={voice} noticeId={notice.noticeId} act={act} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function HistoryAct({ voice, noticeId, act }: { voice: Voice; noticeId: string; act: NoticeActView }) {
  const { say, day, moment } = voice;
  const { mode, outcome, servedOn, dueOn, reason, basis, words, documents } = act;
  const details = [
    mode && say(`notice.mode.${mode}`),
    outcome && say(`notice.outcome.${outcome}`),
    servedOn && say("notice.history.served-on", { on: day(servedOn) }),
    dueOn && say("notice.history.due-on", { on: day(dueOn) }),
    basis && say("notice.history.basis", { basis }),
  ].filter((one) => typeof one === "string");
  return (
    <>
      <p>
        <strong>{say(`notice.act.${act.act}`)}</strong>{" "}
        <span class="quiet">
          {moment(act.at)} · {say(`notice.by.${act.by}`)}
        </span>
      </p>
      {details.length > 0 && <p>{details.join(" · ")}</p>}
      {reason && <p lang={voice.chinese(reason)}>{reason}</p>}
      {act.act === "waive" && <p>{say("notice.waive.words")}</p>}
      {words && (
        <p class="free-text" lang={voice.chinese(words)}>
          {words}
        </p>
      )}
      {documents.map((one) => (
        <p key={one.documentId}>
          <a href={`/api/v1/notices/${noticeId}/documents/${one.documentId}`}>
            {say("notice.document", { type: one.mediaType, size: size(one.bytes) })}
          </a>
        </p>
      ))}
    </>
  );
}
