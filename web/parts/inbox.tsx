/** Clocks of a subject in plain words: what happens when, whose time it is, and where something can be done. */
import type { InboxClock } from "#contract/inbox.ts";
import type { Voice } from "#web/voice.ts";
import { Tag, type Tone } from "./tag.tsx";

const toneOf: Readonly<Record<InboxClock["whose"], Tone>> = { subject: "notice", authority: "plain", nobody: "quiet" };

/** Where the subject itself sees more, and acts. */
function ownPage({ kind, id }: InboxClock): string {
  switch (kind) {
    case "notice-answer":
    case "notice-hearing":
      return `/mine/notices/${id}`;
    case "objection-answer":
      return `/mine/objections/${id}`;
    case "repair-decision":
      return `/mine/repairs/${id}`;
    case "repairable-from":
      return "/mine/repairs";
    case "question-answer":
    case "question-decision":
      return `/mine/questions/${id}`;
    case "consent-answer":
    case "consent-end":
      return "/mine/consents";
    case "mandate-end":
      return "/mine/mandates";
    case "publication-end":
    case "effect-end":
      return `/mine#r-${id}`;
  }
}

/** The clocks, the next date first. `own`: its reader may act on its own pages. */
export function InboxClocks(props: { voice: Voice; clocks: readonly InboxClock[]; own: boolean }) {
  const { voice, clocks, own } = props;
  const { say, day, tell, to } = voice;
  const several = new Set(clocks.map(({ subjectId }) => subjectId)).size > 1;
  return (
    <ol class="item-list">
      {clocks.map((clock) => {
        const { kind, whose, id, on, over, agency, item, subject } = clock;
        const what = say(`inbox.kind.${kind}`);
        const details = [item && tell(item), agency && tell(agency), several && subject].filter(Boolean).join(" · ");
        return (
          <li key={`${kind} ${id}`}>
            <p>
              <strong>{day(on)}</strong>{" "}
              <Tag tone={over ? "adverse" : toneOf[whose]} text={say(`inbox.whose.${whose}`)} />
              {over && ` ${say("inbox.over")}`}
            </p>
            <p>{own ? <a href={to(ownPage(clock))}>{what}</a> : what}</p>
            {details !== "" && <p class="quiet">{details}</p>}
          </li>
        );
      })}
    </ol>
  );
}
