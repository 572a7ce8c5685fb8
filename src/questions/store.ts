/** The one file that speaks SQL of questions. Nothing here is ever changed (sql/0018_questions.sql). */
import type { QuestionAct, QuestionState } from "#core/question/question.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { MandateRef, Permit, Scope } from "#src/access/index.ts";
import type { Pool, Sql } from "#src/platform/database.ts";

/** The leave that lets each act be added. */
const actionOf: Readonly<Record<QuestionAct, string>> = {
  ask: "question-look",
  add: "question-look",
  answer: "answer-question",
  escalate: "escalate-question",
  decide: "decide-question",
};

/** The action an act needs leave for. */
export function actionFor(act: QuestionAct): string {
  return actionOf[act];
}

/** A question as it came in. */
export interface QuestionHead {
  readonly questionId: string;
  readonly subjectId: string;
  readonly subjectKind: SubjectKind;
  readonly lookedAt: Date;
  readonly lookId: string;
  readonly body: string;
  readonly termId: string;
  readonly termVersion: number;
  readonly answerBy: IsoDate;
  readonly decideBy: IsoDate;
  readonly askedBy: string;
  readonly askedOn: IsoDate;
  readonly askedAt: Date;
}

/** An act as it is stored; what an act has nothing of is null. */
export interface ActRow {
  readonly seq: number;
  readonly act: QuestionAct;
  readonly state: QuestionState;
  readonly level: number | null;
  readonly provision: string | null;
  readonly actedBy: string;
  readonly actedOn: IsoDate;
  readonly actedAt: Date;
  readonly agencyCode: string | null;
  readonly basis: string | null;
  readonly mandate: MandateRef | null;
  readonly sealed: Buffer | null;
  readonly content: Buffer;
  readonly idempotencyKey: string;
}

/** A question with its acts, oldest first. */
export interface Question {
  readonly head: QuestionHead;
  readonly acts: readonly ActRow[];
}

const headColumns = `q.question_id AS "questionId", q.subject_id AS "subjectId", q.subject_kind AS "subjectKind",
  q.looked_at AS "lookedAt", q.look_id AS "lookId", q.body, q.term_id AS "termId", q.term_version AS "termVersion",
  q.answer_by AS "answerBy", q.decide_by AS "decideBy", q.asked_by AS "askedBy", q.asked_on AS "askedOn",
  q.asked_at AS "askedAt"`;

interface StoredAct extends Omit<ActRow, "mandate"> {
  questionId: string;
  mandateId: string | null;
  mandateSeq: number | null;
}

const actColumns = `question_id AS "questionId", seq, act, state, level, provision, acted_by AS "actedBy", acted_on AS "actedOn",
  acted_at AS "actedAt", agency_code AS "agencyCode", basis, mandate_id AS "mandateId", mandate_seq AS "mandateSeq", sealed,
  content, idempotency_key AS "idempotencyKey"`;

function actOf({ questionId: _, mandateId, mandateSeq, ...row }: StoredAct): ActRow {
  return { ...row, mandate: mandateId === null || mandateSeq === null ? null : { mandateId, acceptedSeq: mandateSeq } };
}

async function readQuestions(sql: Sql, rest: string, values: readonly unknown[]): Promise<Question[]> {
  const heads = await sql.query<QuestionHead>(`SELECT ${headColumns} FROM questions.question q ${rest}`, [...values]);
  if (heads.rows.length === 0) return [];
  const acts = await sql.query<StoredAct>(
    `SELECT ${actColumns} FROM questions.act WHERE question_id = ANY ($1) ORDER BY question_id, seq`,
    [heads.rows.map(({ questionId }) => questionId)],
  );
  const byQuestion = Map.groupBy(acts.rows, ({ questionId }) => questionId);
  return heads.rows.map((head) => ({ head, acts: (byQuestion.get(head.questionId) ?? []).map(actOf) }));
}

/** A question with its acts; null where there is none. For folds: what somebody may see of it is the door's to say. */
export async function findQuestion(sql: Sql, questionId: string): Promise<Question | null> {
  const [found] = await readQuestions(sql, "WHERE q.question_id = $1", [questionId]);
  return found ?? null;
}

/** The question about a look, by its id; null where nobody asked. */
export async function findQuestionOfLook(
  sql: Sql,
  look: { subjectId: string; at: Date; lookId: string },
): Promise<string | null> {
  const found = await sql.query<{ questionId: string }>(
    `SELECT question_id AS "questionId" FROM questions.question WHERE subject_id = $1 AND looked_at = $2 AND look_id = $3`,
    [look.subjectId, look.at, look.lookId],
  );
  return found.rows[0]?.questionId ?? null;
}

/** The question an idempotency key was used for. */
export async function findQuestionByKey(sql: Sql, key: string): Promise<string | null> {
  const found = await sql.query<{ questionId: string }>(
    `SELECT question_id AS "questionId" FROM questions.act WHERE idempotency_key = $1`,
    [key],
  );
  return found.rows[0]?.questionId ?? null;
}

const ofSubjectMax = 500;

/** Questions of a subject, latest first. */
export function listOfSubject(sql: Sql, scope: Scope, subjectId: string): Promise<Question[]> {
  scope.mustBe("subject", "body");
  return readQuestions(sql, `WHERE q.subject_id = $1 ORDER BY q.asked_at DESC, q.question_id LIMIT ${ofSubjectMax}`, [
    subjectId,
  ]);
}

const last = `JOIN LATERAL (
  SELECT l.due_on, l.state FROM questions.act l WHERE l.question_id = q.question_id ORDER BY l.seq DESC LIMIT 1) last ON true`;

/** What a list is about: a body's questions, or all that a supervisor of another agency decides on. */
export interface Listed {
  readonly as: "body" | "supervisor";
  readonly agency: string;
  readonly show: "waiting" | "over";
}

/** Whose they are ($1), and whether they wait: for a body until it has answered, for a supervisor until it is decided. */
function wanted({ as, show }: Omit<Listed, "agency">): string {
  const waits = as === "body" ? "last.state = 'asked'" : "last.due_on IS NOT NULL";
  return `WHERE q.body ${as === "body" ? "=" : "<>"} $1 AND ${show === "waiting" ? waits : `NOT (${waits})`}`;
}

/** A page of a list: what waits in the order of its days, what is over latest first. */
export function listQuestions(
  sql: Sql,
  scope: Scope,
  { after, limit, ...listed }: Listed & { after: { day: string; id: string } | null; limit: number },
): Promise<Question[]> {
  scope.mustBe("inside");
  const waiting = listed.show === "waiting";
  const [day, order, beyond] = waiting ? ["last.due_on", "", ">"] : ["q.asked_on", "DESC", "<"];
  return readQuestions(
    sql,
    `${last} ${wanted(listed)} AND ($2::date IS NULL OR (${day}, q.question_id) ${beyond} ($2::date, $3::uuid))
     ORDER BY ${day} ${order}, q.question_id ${order} LIMIT $4`,
    [listed.agency, after?.day ?? null, after?.id ?? null, limit],
  );
}

/** How many wait, and how many of them past their day. */
export async function countWaiting(
  sql: Sql,
  scope: Scope,
  listed: Omit<Listed, "show">,
): Promise<{ waiting: number; overdue: number }> {
  scope.mustBe("inside");
  const found = await sql.query<{ waiting: number; overdue: number }>(
    `SELECT count(*)::int AS waiting, count(*) FILTER (WHERE last.due_on < platform.today())::int AS overdue
     FROM questions.question q ${last} ${wanted({ ...listed, show: "waiting" })}`,
    [listed.agency],
  );
  return found.rows[0] ?? { waiting: 0, overdue: 0 };
}

/** Open questions whose day has passed and of which those above were not told yet, in the order of their days. */
export async function listToEscalate(
  sql: Sql,
  permit: Permit,
  { level, limit }: { level: 1 | 2; limit: number },
): Promise<string[]> {
  permit.mustBeFor("escalate-question");
  const found = await sql.query<{ questionId: string }>(
    `SELECT w.question_id AS "questionId" FROM questions.act w
     WHERE w.due_on IS NOT NULL AND ${level === 1 ? "w.state = 'asked' AND w.due_on" : "w.decide_by"} < platform.today()
       AND NOT EXISTS (SELECT FROM questions.act l WHERE l.question_id = w.question_id AND l.seq > w.seq)
       AND NOT EXISTS (SELECT FROM questions.act e WHERE e.question_id = w.question_id AND e.level = $1)
     ORDER BY w.due_on, w.question_id LIMIT $2`,
    [level, limit],
  );
  return found.rows.map(({ questionId }) => questionId);
}

export async function insertQuestion(sql: Sql, permit: Permit, head: QuestionHead): Promise<void> {
  permit.mustBeFor("question-look");
  await sql.query(
    `INSERT INTO questions.question (question_id, subject_id, subject_kind, looked_at, look_id, body, term_id, term_version,
       answer_by, decide_by, asked_by, asked_on, asked_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      head.questionId,
      head.subjectId,
      head.subjectKind,
      head.lookedAt,
      head.lookId,
      head.body,
      head.termId,
      head.termVersion,
      head.answerBy,
      head.decideBy,
      head.askedBy,
      head.askedOn,
      head.askedAt,
    ],
  );
}

/** Adds an act after `before`; null: the first. The key lets one of two that race for a place win. */
export async function insertAct(
  sql: Sql,
  permit: Permit,
  { head, before, act }: { head: QuestionHead; before: QuestionState | null; act: ActRow },
): Promise<void> {
  permit.mustBeFor(actionOf[act.act]);
  await sql.query(
    `INSERT INTO questions.act (question_id, seq, act, subject_id, body, asked_by, asked_on, answer_by, decide_by, state_before,
       state, level, provision, acted_by, acted_on, acted_at, agency_code, basis, mandate_id, mandate_seq, sealed, content,
       idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
    [
      head.questionId,
      act.seq,
      act.act,
      head.subjectId,
      head.body,
      head.askedBy,
      head.askedOn,
      head.answerBy,
      head.decideBy,
      before,
      act.state,
      act.level,
      act.provision,
      act.actedBy,
      act.actedOn,
      act.actedAt,
      act.agencyCode,
      act.basis,
      act.mandate?.mandateId ?? null,
      act.mandate?.acceptedSeq ?? null,
      act.sealed,
      act.content,
      act.idempotencyKey,
    ],
  );
}

/** What kind of subject a file is of; null where there is none. */
export async function findSubjectKind(sql: Sql, subjectId: string): Promise<SubjectKind | null> {
  const found = await sql.query<{ kind: SubjectKind }>("SELECT kind FROM registry.subject WHERE subject_id = $1", [
    subjectId,
  ]);
  return found.rows[0]?.kind ?? null;
}

/** Forgets the words of at most so many questions that are past their keeping; how many. */
export async function forgetDue(retention: Pool, atMost: number): Promise<number> {
  const found = await retention.query<{ forgotten: number }>("SELECT questions.forget_due($1) AS forgotten", [atMost]);
  return found.rows[0]?.forgotten ?? 0;
}
