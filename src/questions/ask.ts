/** Questioning a look: the body that made it and the supervisor have it in the same moment. One click, and once a look. */
import { questionDays, questionRule } from "#core/question/question.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { shanghaiDate } from "#core/time/date.ts";
import { type Acting, findLookHead, foundedId, keyOf, mandateFor, signature } from "#src/access/index.ts";
import { attempt } from "#src/platform/database.ts";
import { contentOf, resourceOf, rowOf, type Standing, standingOf, triesMax } from "./commit.ts";
import type { QuestionParts } from "./parts.ts";
import {
  findQuestion,
  findQuestionByKey,
  findQuestionOfLook,
  findSubjectKind,
  insertAct,
  insertQuestion,
  type QuestionHead,
} from "./store.ts";

/** What a subject asks. */
export interface Asking {
  readonly subjectId: string;
  readonly lookId: string;
  /** When it was, as the log says it. */
  readonly at: string;
  readonly words: string;
  /** At a counter: how identity and authority were proved. */
  readonly basis?: string | undefined;
}

/** Questions a look. Nothing is weighed here: whether it was lawful, the supervisor decides (C5). */
export async function questionLook(parts: QuestionParts, acting: Acting, asking: Asking): Promise<Outcome<Standing>> {
  const { subjectId, lookId, words, basis = "" } = asking;
  const key = { subjectId, lookId, at: new Date(asking.at) };
  const look = await findLookHead(parts.app, key);
  const questionId = foundedId(acting.actor, `question ${acting.idempotencyKey}`);
  const askedBy = signature(acting.actor);
  const resource = resourceOf({ questionId, body: look?.agencyCode ?? "", subjectId, askedBy });
  const permit = await parts.door.permit(acting.actor, "question-look", resource, { basis });
  if (!permit.ok) return permit;
  const content = contentOf(parts, "ask", { ...asking, basis });
  for (let tries = 0; tries < triesMax; tries++) {
    const known = await findQuestion(parts.app, questionId);
    if (known) return Buffer.from(known.acts[0]?.content ?? "").equals(content) ? done(standingOf(known)) : keyUsed();
    if ((await findQuestionByKey(parts.app, keyOf(acting))) !== null) return keyUsed();
    // What is lawfully withheld is not known yet: it is answered like what is not there.
    if (!look || (look.withheldUntil !== null && look.withheldUntil > parts.clock.now()))
      return refuse("questions.look-unknown");
    if (look.agencyCode === null) return refuse("questions.no-body");
    if ((await findQuestionOfLook(parts.app, key)) !== null) return refuse("questions.already");
    const head = await headOf(parts, { questionId, askedBy, key, body: look.agencyCode });
    if (!head.ok) return head;
    const mandate = await mandateFor(parts, acting.actor, subjectId);
    if (!mandate.ok) return mandate;
    const { askedAt } = head.value;
    const act = {
      questionId,
      seq: 1,
      act: "ask",
      state: "asked",
      content,
      words,
      at: askedAt,
      mandate: mandate.value,
    } as const;
    const row = rowOf(parts, acting, { ...act, basis: basis || null });
    const written = await attempt(parts.app, async (transaction) => {
      await insertQuestion(transaction, permit.value, head.value);
      await insertAct(transaction, permit.value, { head: head.value, before: null, act: row });
      return true;
    });
    if (written) return done(standingOf({ head: head.value, acts: [row] }));
  }
  return refuse("http.busy");
}

function keyUsed(): Outcome<never> {
  return refuse("access.key-used");
}

interface HeadGiven {
  readonly questionId: string;
  readonly askedBy: string;
  readonly key: { readonly subjectId: string; readonly lookId: string; readonly at: Date };
  readonly body: string;
}

async function headOf(
  { app, clock, catalogue }: QuestionParts,
  { questionId, askedBy, key, body }: HeadGiven,
): Promise<Outcome<QuestionHead>> {
  const subjectKind = await findSubjectKind(app, key.subjectId);
  if (!subjectKind) return refuse("questions.look-unknown");
  const askedAt = clock.now();
  const askedOn = shanghaiDate(askedAt);
  const rule = questionRule(catalogue.questionTerms, askedOn);
  if (!rule) return refuse("questions.no-rule");
  return done({
    ...{ questionId, subjectId: key.subjectId, subjectKind, lookedAt: key.at, lookId: key.lookId, body },
    ...{ termId: rule.id, termVersion: rule.version, askedBy, askedOn, askedAt },
    ...questionDays(rule, askedOn, catalogue.calendar),
  });
}
