/**
 * The day's work: those above are told of what nobody answered or decided. A run may be broken off and begun again; a level
 * is told once (sql/0018_questions.sql).
 */
import type { Actor } from "#src/access/index.ts";
import type { Pool } from "#src/platform/database.ts";
import { actOn, resourceOf } from "./commit.ts";
import type { QuestionParts } from "./parts.ts";
import { forgetDue, listToEscalate } from "./store.ts";

const job: Actor = { kind: "job", id: "questions" };
const atOnce = 500;

/** How many were told of: bodies that did not answer, supervisors who did not decide. */
export interface Escalated {
  readonly unanswered: number;
  readonly undecided: number;
}

/** Tells of everything that is due by today; a day the machine was off is caught up with. */
export async function escalateOverdue(parts: QuestionParts): Promise<Escalated> {
  return { unanswered: await tellLevel(parts, 1), undecided: await tellLevel(parts, 2) };
}

async function tellLevel(parts: QuestionParts, level: 1 | 2): Promise<number> {
  const nobody = { questionId: "all", body: "", subjectId: "", askedBy: "" };
  const permit = await parts.door.permit(job, "escalate-question", resourceOf(nobody));
  if (!permit.ok) throw new Error("the policies do not let those above be told");
  let told = 0;
  for (;;) {
    const due = await listToEscalate(parts.app, permit.value, { level, limit: atOnce });
    let moved = 0;
    for (const questionId of due) {
      const acting = { actor: job, idempotencyKey: `${questionId} ${level}` };
      if ((await actOn(parts, acting, { questionId, act: "escalate", level })).ok) moved++;
    }
    told += moved;
    // What was answered in the same moment is told to nobody; where nothing moved, nothing more will.
    if (due.length < atOnce || moved === 0) return told;
  }
}

/** Forgets words past their keeping (C8, C17); how many questions. */
export async function forgetQuestions(retention: Pool): Promise<{ readonly questions: number }> {
  let questions = 0;
  for (let forgotten = atOnce; forgotten === atOnce; questions += forgotten)
    forgotten = await forgetDue(retention, atOnce);
  return { questions };
}
