/** Clocks of objections: until when the source has to answer. */
import type { ClockSource } from "#src/access/index.ts";
import { standingOf } from "./commit.ts";
import type { ObjectionParts } from "./parts.ts";
import { listOfSubject } from "./store.ts";

export function objectionClocks({ app }: Pick<ObjectionParts, "app">): ClockSource {
  return {
    async of(scope, subjectId) {
      const standings = (await listOfSubject(app, scope, subjectId)).map(standingOf);
      return standings.flatMap(({ head, now }) =>
        now.dueOn === null
          ? []
          : [
              {
                kind: "objection-answer" as const,
                ...{ subjectId, id: head.objectionId, on: now.dueOn, authority: head.authority, itemId: null },
              },
            ],
      );
    },
  };
}
