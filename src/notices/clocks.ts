/** Clocks of notices: until when a subject may answer or ask for a hearing. */
import type { ClockSource, SubjectClock } from "#src/access/index.ts";
import { askedToday } from "./commit.ts";
import { answerClock, foldNotice, hearingClock, type Standing } from "./notice.ts";
import type { NoticeParts } from "./parts.ts";
import { listOfSubject } from "./store.ts";

export function noticeClocks(parts: NoticeParts): ClockSource {
  return {
    async of(scope, subjectId) {
      const served = (await listOfSubject(parts.app, scope, subjectId)).map(foldNotice);
      return served.filter(({ state }) => state === "served").flatMap((one) => clocksOf(parts, one));
    },
  };
}

/** What is answered or waived waits no longer; what has lapsed does not either. */
function clocksOf(parts: NoticeParts, standing: Standing): SubjectClock[] {
  const { head, answered, waived, hearingAsked } = standing;
  const asked = askedToday(parts);
  const open = [
    { kind: "notice-answer", clock: answered || waived ? null : answerClock(standing, asked) },
    { kind: "notice-hearing", clock: hearingAsked || waived ? null : hearingClock(standing, asked) },
  ] as const;
  return open.flatMap(({ kind, clock }) => {
    const on = clock && !clock.over ? (clock.dueOn ?? clock.notBefore) : null;
    const { subjectId, noticeId: id, authority } = head;
    return on === null ? [] : [{ kind, subjectId, id, on, authority, itemId: null } as SubjectClock];
  });
}
