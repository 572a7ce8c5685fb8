/** Clocks of questions: until when the body has to explain its look, and the supervisor to decide. */
import type { ClockSource, SubjectClock } from "#src/access/index.ts";
import { standingOf } from "./commit.ts";
import type { QuestionParts } from "./parts.ts";
import { listOfSubject } from "./store.ts";

export function questionClocks({ app }: Pick<QuestionParts, "app">): ClockSource {
  return {
    async of(scope, subjectId) {
      const standings = (await listOfSubject(app, scope, subjectId)).map(standingOf);
      return standings.flatMap(({ head, now }): SubjectClock[] => {
        const about = { subjectId, id: head.questionId, authority: head.body, itemId: null };
        if (now.state === "asked") return [{ kind: "question-answer", on: head.answerBy, ...about }];
        return now.state === "answered" ? [{ kind: "question-decision", on: head.decideBy, ...about }] : [];
      });
    },
  };
}
