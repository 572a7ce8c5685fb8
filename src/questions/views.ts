/** What the three sides of a question see of it: its subject by right, the others by a logged look (C9, C15). */
import type { QuestionActView, QuestionLine, QuestionView } from "#contract/questions.ts";
import { isOpen, mayFollow } from "#core/question/question.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, findLook, lookAt, lookShownToSubject, type Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { resourceOf, type Standing, standingOf, wordsContext } from "./commit.ts";
import type { QuestionParts } from "./parts.ts";
import {
  type ActRow,
  countWaiting,
  findQuestion,
  type Listed,
  listOfSubject,
  listQuestions,
  type QuestionHead,
} from "./store.ts";

/** Why a body reads a question. */
const ownPurpose = { purpose: "look-question", basis: "征信业管理条例 26; 个人信息保护法 50（核查、答复）" };

/** Questions in lists: which body, when, until when; nothing of the words. */
export async function linesOf(parts: QuestionParts, standings: readonly Standing[]): Promise<QuestionLine[]> {
  const named = standings.filter(({ head }) => head.subjectKind !== "person").map(({ head }) => head.subjectId);
  const names = await parts.registry.subjects.publicHeads([...new Set(named)]);
  const today = parts.clock.today();
  return standings.map(({ head, now, acts }) => {
    const subject = names.get(head.subjectId);
    const body = parts.agencies.nameOf(head.body);
    const dueOn = now.state === "asked" ? head.answerBy : now.state === "answered" ? head.decideBy : null;
    return {
      ...{ questionId: head.questionId, subjectId: head.subjectId, subjectKind: head.subjectKind },
      subject: { code: subject?.code ?? "", name: subject?.name ?? "" },
      body: { code: head.body, nameZh: body.zh, nameEn: body.en },
      ...{ lookId: head.lookId, lookedAt: head.lookedAt.toISOString() },
      ...{ state: now.state, askedOn: head.askedOn, answerBy: head.answerBy, decideBy: head.decideBy },
      dueOn,
      over: dueOn !== null && dueOn < today,
      endedOn: acts.find(({ state }) => !isOpen(state))?.actedOn ?? null,
    };
  });
}

/** One line, after an act. */
export async function lineOf(parts: QuestionParts, standing: Standing): Promise<QuestionLine> {
  const [line] = await linesOf(parts, [standing]);
  if (!line) throw new Error("a question has no line");
  return line;
}

/** Questions of the subjects somebody represents: what is open first, by its day; then what is over, the latest first. */
export async function listOwn(parts: QuestionParts, actor: Actor) {
  if (actor.kind !== "representative") return refuse("access.representatives-only");
  const standings: Standing[] = [];
  for (const subjectId of actor.subjects) {
    const resource = resourceOf({ questionId: "all", body: "", subjectId, askedBy: "" });
    const scope = await parts.door.scope(actor, "list-questions", resource, {
      audience: "subject",
    });
    if (!scope.ok) return scope;
    standings.push(...(await listOfSubject(parts.app, scope.value, subjectId)).map(standingOf));
  }
  const lines = await linesOf(parts, standings);
  const open = lines.filter(({ dueOn }) => dueOn !== null).toSorted((a, b) => (`${a.dueOn}` < `${b.dueOn}` ? -1 : 1));
  return done({ today: parts.clock.today(), items: [...open, ...lines.filter(({ dueOn }) => dueOn === null)] });
}

const cursorShape = /^(\d{4}-\d{2}-\d{2}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A page of the questions a body answers or a supervisor decides on. A cursor we did not give begins anew. */
export async function listForOfficer(
  parts: QuestionParts,
  actor: Actor,
  { as, show, cursor, limit }: Omit<Listed, "agency"> & { cursor: string | null; limit: number },
) {
  const agency = agencyOf(actor) ?? "";
  const mine = resourceOf({ questionId: "all", body: agency, subjectId: "", askedBy: "" });
  const scope =
    as === "body"
      ? await parts.door.scope(actor, "list-questions", mine, { audience: "inside" })
      : await parts.door.scope(actor, "oversee-questions", { type: "Node", id: "node" }, { audience: "inside" });
  if (!scope.ok) return scope;
  const [, day, id] = cursorShape.exec(cursor ?? "") ?? [];
  const after = day && id ? { day, id } : null;
  const found = await listQuestions(parts.app, scope.value, { as, show, agency, after, limit: limit + 1 });
  const items = await linesOf(parts, found.slice(0, limit).map(standingOf));
  const last = found.length > limit ? items.at(-1) : undefined;
  return done({
    today: parts.clock.today(),
    items,
    next: last ? `${show === "waiting" ? last.dueOn : last.askedOn} ${last.questionId}` : null,
    ...(await countWaiting(parts.app, scope.value, { as, agency })),
  });
}

/** A whole question: the look, what was said, every step, and what whoever reads may do now. */
export async function readQuestion(
  parts: QuestionParts,
  actor: Actor,
  questionId: string,
): Promise<Outcome<QuestionView>> {
  const question = await findQuestion(parts.app, questionId);
  if (!question) return refuse("questions.unknown");
  const { head } = question;
  const reading =
    actor.kind === "representative"
      ? ({ audience: "subject" } as const)
      : ({ audience: "body", purpose: ownPurpose } as const);
  const scope = await parts.door.scope(actor, "read-question", resourceOf(head), reading);
  if (!scope.ok) return scope;
  const look = await readLook(parts, scope.value, head);
  const standing = standingOf(question);
  const term = parts.catalogue.questionTerms.find(
    ({ id, version }) => id === head.termId && version === head.termVersion,
  );
  if (!look || !term) throw new Error("a question rests on a look and a rule that are there");
  return done({
    ...(await lineOf(parts, standing)),
    look,
    term,
    acts: standing.acts.map((act) => actView(parts, head, act)),
    next: nextFor(parts, actor, standing),
  });
}

/** The look as its subject reads it. A body's reading is written into the subject's log in the same transaction. */
async function readLook(parts: QuestionParts, scope: Scope, { subjectId, lookId, lookedAt: at }: QuestionHead) {
  const read = (sql: Sql) => findLook(sql, scope, { subjectId, lookId, at });
  const found = await lookAt(parts, scope, { subjectId, what: "look-question", read });
  return found && lookShownToSubject(found);
}

function actView({ keys }: QuestionParts, { questionId }: QuestionHead, row: ActRow): QuestionActView {
  const { act, seq, state, level, provision, basis, sealed, actedAt } = row;
  const words = sealed && sealed.length > 0 ? keys.open(sealed, wordsContext(questionId, seq)).toString("utf8") : null;
  return { act, at: actedAt.toISOString(), by: byOf(row), state, level, provision, basis, words };
}

function byOf({ act, basis }: ActRow): QuestionActView["by"] {
  if (act === "ask" || act === "add") return basis === null ? "subject" : "counter";
  return act === "answer" ? "body" : act === "decide" ? "supervisor" : "node";
}

/** What pages offer; the door decides anew when it is done, and a refusal there is logged. */
function nextFor({ clock }: QuestionParts, actor: Actor, { head, now }: Standing): QuestionView["next"] {
  const today = clock.today();
  const offered = offeredTo(actor, head.body);
  return offered.filter((act) => mayFollow(now, head, { act, today, decision: "unlawful" }).ok);
}

function offeredTo(actor: Actor, body: string): QuestionView["next"] {
  if (actor.kind === "representative") return ["add"];
  return actor.kind === "officer" ? [actor.agency === body ? "answer" : "decide"] : [];
}
