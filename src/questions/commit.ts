/**
 * How every act on a question is done: what was done under the same key is answered again; else the chain is folded, the
 * door asked, the act decided on what stands, and written. Whoever comes second is decided anew.
 */
import {
  type Decision,
  foldQuestion,
  mayFollow,
  type QuestionAct,
  type QuestionStanding,
} from "#core/question/question.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { shanghaiDate } from "#core/time/date.ts";
import { type Acting, agencyOf, keyOf, mandateFor, type Resource, signature } from "#src/access/index.ts";
import { attempt } from "#src/platform/database.ts";
import type { QuestionParts } from "./parts.ts";
import {
  type ActRow,
  actionFor,
  findQuestion,
  findQuestionByKey,
  insertAct,
  type Question,
  type QuestionHead,
} from "./store.ts";

/** A question folded. */
export interface Standing extends Question {
  readonly last: ActRow;
  readonly now: QuestionStanding;
}

/** An act somebody asks for. */
export interface ActAsked {
  readonly questionId: string;
  readonly act: Exclude<QuestionAct, "ask">;
  readonly decision?: Decision;
  readonly level?: 1 | 2;
  readonly provision?: string | undefined;
  readonly words?: string;
  /** At a counter, of `add`: how identity and authority were proved. */
  readonly basis?: string | undefined;
}

/** A question as policies see it. */
export function resourceOf(head: Pick<QuestionHead, "questionId" | "body" | "subjectId" | "askedBy">): Resource {
  const { questionId, body, subjectId, askedBy } = head;
  return { type: "Question", id: questionId, attributes: { agency: body, subject: subjectId, enteredBy: askedBy } };
}

export function standingOf(question: Question): Standing {
  const last = question.acts.at(-1);
  const now = foldQuestion(question.acts);
  if (!last || !now) throw new Error("a question without its first act");
  return { ...question, last, now };
}

export const triesMax = 8;

/** What was asked, as a fingerprint: the same key with anything else in it is refused. */
export function contentOf({ keys }: QuestionParts, act: QuestionAct, asked: Json): Buffer {
  return keys.documentHash(`question ${act}\n${canonicalJson(asked)}`);
}

/** What binds sealed words to their place. */
export function wordsContext(questionId: string, seq: number): string {
  return `question:${questionId}:${seq}`;
}

/** A row of an act by an actor, with what every act has. */
export function rowOf(
  { clock, keys }: QuestionParts,
  { actor, idempotencyKey }: Acting,
  given: Pick<ActRow, "seq" | "act" | "state" | "content"> & {
    readonly questionId: string;
    readonly words?: string | undefined;
    readonly at?: Date;
  } & Partial<Pick<ActRow, "level" | "provision" | "basis" | "mandate">>,
): ActRow {
  const { questionId, words, at = clock.now(), ...row } = given;
  return {
    level: null,
    provision: null,
    basis: null,
    mandate: null,
    ...row,
    actedBy: signature(actor),
    actedOn: shanghaiDate(at),
    actedAt: at,
    agencyCode: agencyOf(actor),
    sealed: words === undefined ? null : keys.seal(Buffer.from(words), wordsContext(questionId, row.seq)),
    idempotencyKey: keyOf({ actor, idempotencyKey }),
  };
}

/** Does it, or says why not. @returns what stands after it */
export async function actOn(parts: QuestionParts, acting: Acting, asked: ActAsked): Promise<Outcome<Standing>> {
  const { questionId, act, decision, level, provision, words, basis } = asked;
  const content = contentOf(parts, act, [
    ...[questionId, decision ?? "", level ?? 0, provision ?? "", words ?? "", basis ?? ""],
  ]);
  for (let tries = 0; tries < triesMax; tries++) {
    const found = await findQuestion(parts.app, questionId);
    if (!found) return refuse("questions.unknown");
    const standing = standingOf(found);
    const { head, now, last } = standing;
    const permit = await parts.door.permit(acting.actor, actionFor(act), resourceOf(head), contextOf(asked));
    if (!permit.ok) return permit;
    const earlier = await findQuestionByKey(parts.app, keyOf(acting));
    if (earlier !== null) return doneBefore(standing, acting, content);
    const following = {
      act,
      today: parts.clock.today(),
      ...(decision ? { decision } : {}),
      ...(level ? { level } : {}),
    };
    const state = mayFollow(now, head, following);
    if (!state.ok) return state;
    const mandate = act === "add" ? await mandateFor(parts, acting.actor, head.subjectId) : done(null);
    if (!mandate.ok) return mandate;
    const row = rowOf(parts, acting, {
      ...{ mandate: mandate.value, basis: basis ?? null },
      ...{ questionId, seq: last.seq + 1, act, state: state.value, content, words },
      ...{ level: level ?? null, provision: provision ?? null },
    });
    const written = await attempt(parts.app, async (transaction) => {
      await insertAct(transaction, permit.value, { head, before: last.state, act: row });
      return true;
    });
    if (written) return done(standingOf({ head, acts: [...standing.acts, row] }));
  }
  return refuse("http.busy");
}

/** What the policies ask of an act besides who and whose. */
function contextOf({ act, basis = "" }: ActAsked): Record<string, string> {
  return act === "add" ? { basis } : {};
}

function doneBefore(standing: Standing, acting: Acting, content: Buffer): Outcome<Standing> {
  const earlier = standing.acts.find(({ idempotencyKey }) => idempotencyKey === keyOf(acting));
  return earlier && Buffer.from(earlier.content).equals(content) ? done(standing) : refuse("access.key-used");
}
