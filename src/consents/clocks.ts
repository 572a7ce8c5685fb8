/** Clocks of consents: until when a request waits for its answer, and when what was lent comes back by itself (C14). */
import type { ClockSource, SubjectClock } from "#src/access/index.ts";
import type { ConsentParts } from "./parts.ts";
import { standingOf } from "./standing.ts";
import { listOfSubject } from "./store.ts";

export function consentClocks({ app, clock }: Pick<ConsentParts, "app" | "clock">): ClockSource {
  return {
    async of(scope, subjectId) {
      const today = clock.today();
      const standings = (await listOfSubject(app, scope, subjectId)).map(standingOf);
      return standings.flatMap(({ head, now }): SubjectClock[] => {
        const about = { subjectId, id: head.requestId, authority: head.recipient, itemId: null };
        if (now.state === "waiting" && head.answerBy >= today)
          return [{ kind: "consent-answer", on: head.answerBy, ...about }];
        return now.state === "given" && head.until >= today ? [{ kind: "consent-end", on: head.until, ...about }] : [];
      });
    },
  };
}
