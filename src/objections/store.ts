/** The one file that speaks SQL of objections. Nothing here is ever changed (sql/0014_objections.sql). */
import type { ObjectionActName, ObjectionState } from "#core/objection/objection.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { StatutoryTerm } from "#core/time/term.ts";
import type { MandateRef, Permit, Scope } from "#src/access/index.ts";
import type { RecordHead } from "#src/ledger/index.ts";
import type { Sql } from "#src/platform/database.ts";

/** The leave that lets each act be added. */
const actionOf: Readonly<Record<ObjectionActName, string>> = {
  file: "file-objection",
  add: "add-to-objection",
  extend: "extend-objection",
  keep: "keep-in-effect",
  escalate: "escalate-objection",
  uphold: "answer-objection",
  reject: "answer-objection",
  confirm: "answer-objection",
  return: "answer-objection",
  withdraw: "withdraw-objection",
  "attach-statement": "attach-statement",
  "release-statement": "release-statement",
  "remove-statement": "remove-statement",
};

/** The action an act needs leave for. */
export function actionFor(act: ObjectionActName): string {
  return actionOf[act];
}

/** An objection as it came in. */
export interface ObjectionHead {
  readonly objectionId: string;
  readonly subjectId: string;
  readonly subjectKind: SubjectKind;
  readonly recordId: string;
  readonly round: number;
  readonly authority: string;
  readonly ground: string;
  readonly wanted: "correct" | "withdraw";
  readonly termId: string;
  readonly termVersion: number;
  readonly answer: StatutoryTerm;
  readonly extended: StatutoryTerm | null;
  readonly filedBy: string;
  readonly filedOn: IsoDate;
  readonly filedAt: Date;
}

/** An act as it is stored; what an act has nothing of is null. */
export interface ObjectionAct {
  readonly seq: number;
  readonly act: ObjectionActName;
  readonly state: ObjectionState;
  readonly dueOn: IsoDate | null;
  readonly markVersion: number | null;
  readonly changeVersion: number | null;
  readonly level: number | null;
  readonly proposedSeq: number | null;
  readonly proposedBy: string | null;
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

/** An objection with its acts, oldest first. */
export interface Objection {
  readonly head: ObjectionHead;
  readonly acts: readonly ObjectionAct[];
}

interface HeadRow extends Omit<ObjectionHead, "answer" | "extended"> {
  answerDays: number;
  answerUnit: StatutoryTerm["unit"];
  extendedDays: number | null;
  extendedUnit: StatutoryTerm["unit"] | null;
}

const headColumns = `objection_id AS "objectionId", subject_id AS "subjectId", subject_kind AS "subjectKind",
  record_id AS "recordId", round, authority, ground, wanted, term_id AS "termId", term_version AS "termVersion",
  answer_days AS "answerDays", answer_unit AS "answerUnit", extended_days AS "extendedDays",
  extended_unit AS "extendedUnit", filed_by AS "filedBy", filed_on AS "filedOn", filed_at AS "filedAt"`;

function headOf({ answerDays, answerUnit, extendedDays, extendedUnit, ...row }: HeadRow): ObjectionHead {
  const extended = extendedDays === null || extendedUnit === null ? null : { days: extendedDays, unit: extendedUnit };
  return { ...row, answer: { days: answerDays, unit: answerUnit }, extended };
}

interface ActRow extends Omit<ObjectionAct, "mandate"> {
  objectionId: string;
  mandateId: string | null;
  mandateSeq: number | null;
}

const actColumns = `objection_id AS "objectionId", seq, act, state, due_on AS "dueOn", mark_version AS "markVersion",
  change_version AS "changeVersion", level, proposed_seq AS "proposedSeq", proposed_by AS "proposedBy",
  acted_by AS "actedBy", acted_on AS "actedOn", acted_at AS "actedAt", agency_code AS "agencyCode", basis,
  mandate_id AS "mandateId", mandate_seq AS "mandateSeq", sealed, content, idempotency_key AS "idempotencyKey"`;

function actOf({ objectionId: _, mandateId, mandateSeq, ...row }: ActRow): ObjectionAct {
  const mandate = mandateId === null || mandateSeq === null ? null : { mandateId, acceptedSeq: mandateSeq };
  return { ...row, mandate };
}

async function readObjections(sql: Sql, rest: string, values: readonly unknown[]): Promise<Objection[]> {
  const heads = await sql.query<HeadRow>(`SELECT ${headColumns} FROM objections.objection o ${rest}`, [...values]);
  if (heads.rows.length === 0) return [];
  const acts = await sql.query<ActRow>(
    `SELECT ${actColumns} FROM objections.act WHERE objection_id = ANY ($1) ORDER BY objection_id, seq`,
    [heads.rows.map(({ objectionId }) => objectionId)],
  );
  const byObjection = Map.groupBy(acts.rows, ({ objectionId }) => objectionId);
  return heads.rows.map((row) => ({
    head: headOf(row),
    acts: (byObjection.get(row.objectionId) ?? []).map(actOf),
  }));
}

/** An objection with its acts; null where there is none. For folds: what somebody may see of it is the door's to say. */
export async function findObjection(sql: Sql, objectionId: string): Promise<Objection | null> {
  const [found] = await readObjections(sql, "WHERE objection_id = $1", [objectionId]);
  return found ?? null;
}

/** The objections against a record, the latest first. For folds. */
export function listOfRecord(sql: Sql, record: { subjectId: string; recordId: string }): Promise<Objection[]> {
  return readObjections(sql, "WHERE subject_id = $1 AND record_id = $2 ORDER BY round DESC", [
    record.subjectId,
    record.recordId,
  ]);
}

/** The objection an idempotency key was used for. */
export async function findObjectionByKey(sql: Sql, key: string): Promise<string | null> {
  const found = await sql.query<{ objectionId: string }>(
    `SELECT objection_id AS "objectionId" FROM objections.act WHERE idempotency_key = $1`,
    [key],
  );
  return found.rows[0]?.objectionId ?? null;
}

const ofSubjectMax = 500;

/** Objections of a subject, latest first. */
export function listOfSubject(sql: Sql, scope: Scope, subjectId: string): Promise<Objection[]> {
  scope.mustBe("subject", "body");
  return readObjections(sql, `WHERE subject_id = $1 ORDER BY filed_at DESC, objection_id LIMIT ${ofSubjectMax}`, [
    subjectId,
  ]);
}

const lastAct = "SELECT l.* FROM objections.act l WHERE l.objection_id = o.objection_id ORDER BY l.seq DESC LIMIT 1";

/** What an authority has to answer, in the order of the days it is due: overdue first; or what is over, latest first. */
export function listOfAuthority(
  sql: Sql,
  scope: Scope,
  asked: { authority: string; show: "waiting" | "over"; after: string | null; limit: number },
): Promise<Objection[]> {
  scope.mustBe("inside");
  const [wanted, order, beyond] =
    asked.show === "waiting"
      ? ["last.due_on IS NOT NULL", "last.due_on, o.objection_id", "(last.due_on, o.objection_id) >"]
      : ["last.due_on IS NULL", "o.filed_on DESC, o.objection_id DESC", "(o.filed_on, o.objection_id) <"];
  const [day = null, id = null] = asked.after?.split(" ") ?? [];
  return readObjections(
    sql,
    `JOIN LATERAL (${lastAct.replace("l.*", "l.due_on")}) last ON true
     WHERE o.authority = $1 AND ${wanted} AND ($2::date IS NULL OR ${beyond} ($2::date, $3::uuid))
     ORDER BY ${order} LIMIT $4`,
    [asked.authority, day, id, asked.limit],
  );
}

/** How one authority answers. */
export interface LatenessRow {
  readonly authority: string;
  readonly waiting: number;
  readonly overdue: number;
  readonly oldestDueOn: IsoDate | null;
  readonly answered: number;
  readonly answeredLate: number;
  readonly upheld: number;
}

/** Waiting, overdue, answered and how late, by authority; of one authority or of all. */
export async function countByAuthority(sql: Sql, scope: Scope, authority: string | null): Promise<LatenessRow[]> {
  scope.mustBe("inside");
  const found = await sql.query<LatenessRow>(
    `SELECT o.authority, count(*) FILTER (WHERE last.due_on IS NOT NULL)::int AS waiting,
       count(*) FILTER (WHERE last.due_on < platform.today())::int AS overdue,
       min(last.due_on) FILTER (WHERE last.due_on < platform.today()) AS "oldestDueOn",
       count(*) FILTER (WHERE last.state IN ('upheld', 'rejected'))::int AS answered,
       count(*) FILTER (WHERE last.state IN ('upheld', 'rejected') AND ended.late)::int AS "answeredLate",
       count(*) FILTER (WHERE last.state = 'upheld')::int AS upheld
     FROM objections.objection o
     JOIN LATERAL (${lastAct}) last ON true
     LEFT JOIN LATERAL (
       SELECT a.acted_on > a.due_before AS late FROM objections.act a
       WHERE a.objection_id = o.objection_id AND a.due_before IS NOT NULL AND a.due_on IS NULL LIMIT 1) ended ON true
     WHERE $1::text IS NULL OR o.authority = $1 GROUP BY o.authority ORDER BY overdue DESC, waiting DESC, o.authority`,
    [authority],
  );
  return found.rows;
}

/** Objections that waited past their day and whose supervisors were not told of it yet, in the order of their days. */
export async function listToEscalate(
  sql: Sql,
  permit: Permit,
  { level, before, limit }: { level: number; before: IsoDate; limit: number },
): Promise<string[]> {
  permit.mustBeFor("escalate-objection");
  const found = await sql.query<{ objectionId: string }>(
    `SELECT w.objection_id AS "objectionId" FROM objections.act w
     WHERE w.due_on < $1
       AND NOT EXISTS (SELECT FROM objections.act l WHERE l.objection_id = w.objection_id AND l.seq > w.seq)
       AND coalesce((SELECT max(e.level) FROM objections.act e WHERE e.objection_id = w.objection_id), 0) = $2 - 1
     ORDER BY w.due_on, w.objection_id LIMIT $3`,
    [before, level, limit],
  );
  return found.rows.map(({ objectionId }) => objectionId);
}

export async function insertObjection(sql: Sql, permit: Permit, head: ObjectionHead): Promise<void> {
  permit.mustBeFor("file-objection");
  await sql.query(
    `INSERT INTO objections.objection (objection_id, subject_id, subject_kind, record_id, round, authority, ground, wanted,
       term_id, term_version, answer_days, answer_unit, extended_days, extended_unit, filed_by, filed_on, filed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      head.objectionId,
      head.subjectId,
      head.subjectKind,
      head.recordId,
      head.round,
      head.authority,
      head.ground,
      head.wanted,
      head.termId,
      head.termVersion,
      head.answer.days,
      head.answer.unit,
      head.extended?.days ?? null,
      head.extended?.unit ?? null,
      head.filedBy,
      head.filedOn,
      head.filedAt,
    ],
  );
}

/** Adds an act after `last`; null: the first. The key lets one of two that race for a place win. */
export async function insertAct(
  sql: Sql,
  permit: Permit,
  { head, last, act }: { head: ObjectionHead; last: ObjectionAct | null; act: ObjectionAct },
): Promise<void> {
  permit.mustBeFor(actionOf[act.act]);
  await sql.query(
    `INSERT INTO objections.act (objection_id, seq, act, subject_id, subject_kind, record_id, authority, filed_by, filed_on,
       state_before, state, due_before, due_on, mark_version, change_version, level, proposed_seq, proposed_by, acted_by,
       acted_on, acted_at, agency_code, basis, mandate_id, mandate_seq, sealed, content, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
       $25, $26, $27, $28)`,
    [
      head.objectionId,
      act.seq,
      act.act,
      head.subjectId,
      head.subjectKind,
      head.recordId,
      head.authority,
      head.filedBy,
      head.filedOn,
      last?.state ?? null,
      act.state,
      last?.dueOn ?? null,
      act.dueOn,
      act.markVersion,
      act.changeVersion,
      act.level,
      act.proposedSeq,
      act.proposedBy,
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

// ── Who was shown it ───────────────────────────────────────────────────────────────────────────────────────────────

/** What a body is told of a record it was shown. */
export interface ToldRow {
  readonly objectionId: string;
  readonly agencyCode: string;
  readonly subjectId: string;
  readonly recordId: string;
  readonly changeVersion: number;
  readonly lastShownOn: IsoDate;
  readonly toldAt: Date;
}

export async function insertTold(sql: Sql, permit: Permit, rows: readonly ToldRow[]): Promise<void> {
  permit.mustBeFor("answer-objection");
  for (const row of rows)
    await sql.query(
      `INSERT INTO objections.told (objection_id, agency_code, subject_id, record_id, change_version, last_shown_on, told_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [row.objectionId, row.agencyCode, row.subjectId, row.recordId, row.changeVersion, row.lastShownOn, row.toldAt],
    );
}

export async function countTold(sql: Sql, objectionId: string): Promise<number> {
  const found = await sql.query<{ told: number }>(
    "SELECT count(*)::int AS told FROM objections.told WHERE objection_id = $1",
    [objectionId],
  );
  return found.rows[0]?.told ?? 0;
}

/** What a body was told, latest first. */
export async function listTold(
  sql: Sql,
  scope: Scope,
  asked: { agencyCode: string; after: { toldAt: string; objectionId: string } | null; limit: number },
): Promise<(ToldRow & RecordHead & { readonly withdrawn: boolean })[]> {
  scope.mustBe("inside");
  const found = await sql.query<ToldRow & RecordHead & { withdrawn: boolean }>(
    `SELECT t.objection_id AS "objectionId", t.agency_code AS "agencyCode", t.subject_id AS "subjectId",
       t.record_id AS "recordId", t.change_version AS "changeVersion", t.last_shown_on AS "lastShownOn",
       t.told_at AS "toldAt", r.subject_kind AS "subjectKind", r.authority, r.item_id AS "itemId",
       c.act = 'withdraw' AS withdrawn
     FROM objections.told t
     JOIN ledger.record r ON r.subject_id = t.subject_id AND r.record_id = t.record_id
     JOIN ledger.change c ON c.subject_id = t.subject_id AND c.record_id = t.record_id AND c.version = t.change_version
     WHERE t.agency_code = $1
       AND ($2::timestamptz IS NULL OR (t.told_at, t.objection_id) < ($2::timestamptz, $3::uuid))
     ORDER BY t.told_at DESC, t.objection_id DESC LIMIT $4`,
    [asked.agencyCode, asked.after?.toldAt ?? null, asked.after?.objectionId ?? null, asked.limit],
  );
  return found.rows;
}

// ── Evidence ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** A piece of evidence. */
export interface EvidenceRow {
  readonly documentId: string;
  readonly fileId: string;
  readonly subjectId: string;
  readonly digest: Uint8Array;
  readonly mediaType: string;
  readonly bytes: number;
  readonly scannedBy: string | null;
  readonly enteredBy: string;
  readonly enteredAt: Date;
}

const evidenceColumns = `d.document_id AS "documentId", d.file_id AS "fileId", d.subject_id AS "subjectId", d.digest,
  d.media_type AS "mediaType", d.bytes, d.scanned_by AS "scannedBy", d.entered_by AS "enteredBy", d.entered_at AS "enteredAt"`;

/** Adds a piece of evidence; false where there is one of that id. */
export async function insertEvidence(sql: Sql, permit: Permit, row: EvidenceRow): Promise<boolean> {
  permit.mustBeFor("bring-evidence");
  const added = await sql.query(
    `INSERT INTO objections.document (document_id, file_id, subject_id, digest, media_type, bytes, scanned_by, entered_by, entered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (document_id) DO NOTHING`,
    [
      row.documentId,
      row.fileId,
      row.subjectId,
      row.digest,
      row.mediaType,
      row.bytes,
      row.scannedBy,
      row.enteredBy,
      row.enteredAt,
    ],
  );
  return added.rowCount === 1;
}

export async function findEvidence(sql: Sql, permit: Permit, documentId: string): Promise<EvidenceRow | null> {
  permit.mustBeFor("bring-evidence");
  const found = await sql.query<EvidenceRow>(
    `SELECT ${evidenceColumns} FROM objections.document d WHERE d.document_id = $1`,
    [documentId],
  );
  return found.rows[0] ?? null;
}

/** Those of some documents that an actor brought for a subject and no act has taken up yet. */
export async function countFreeEvidence(
  sql: Sql,
  permit: Permit,
  asked: { subjectId: string; enteredBy: string; documentIds: readonly string[] },
): Promise<number> {
  permit.mustBeFor("file-objection", "add-to-objection");
  const found = await sql.query<{ free: number }>(
    `SELECT count(*)::int AS free FROM objections.document d
     WHERE d.document_id = ANY ($1) AND d.subject_id = $2 AND d.entered_by = $3
       AND NOT EXISTS (SELECT FROM objections.act_document a WHERE a.document_id = d.document_id)`,
    [asked.documentIds, asked.subjectId, asked.enteredBy],
  );
  return found.rows[0]?.free ?? 0;
}

/** Takes evidence up with an act. */
export async function insertActEvidence(
  sql: Sql,
  permit: Permit,
  given: { objectionId: string; seq: number; subjectId: string; actedBy: string; documentIds: readonly string[] },
): Promise<void> {
  permit.mustBeFor("file-objection", "add-to-objection");
  await sql.query(
    `INSERT INTO objections.act_document (document_id, objection_id, seq, subject_id, acted_by)
     SELECT document_id, $2, $3, $4, $5 FROM unnest($1::uuid[]) AS document_id`,
    [given.documentIds, given.objectionId, given.seq, given.subjectId, given.actedBy],
  );
}

/** Evidence that acts of an objection took up, by the act's place. */
export async function listActEvidence(
  sql: Sql,
  scope: Scope,
  objectionId: string,
): Promise<(EvidenceRow & { readonly seq: number })[]> {
  scope.mustBe("body", "subject");
  const found = await sql.query<EvidenceRow & { seq: number }>(
    `SELECT ${evidenceColumns}, a.seq FROM objections.act_document a JOIN objections.document d USING (document_id)
     WHERE a.objection_id = $1 ORDER BY a.seq, d.entered_at, d.document_id`,
    [objectionId],
  );
  return found.rows;
}

// ── Forgetting ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Forgets the words of at most so many objections that are past their keeping, as the retention role. @returns how many */
export async function forgetDue(retention: Sql, atMost: number): Promise<number> {
  const done = await retention.query<{ forgotten: number }>("SELECT objections.forget_due($1) AS forgotten", [atMost]);
  return done.rows[0]?.forgotten ?? 0;
}

/** Evidence of objections whose words are forgotten, and what no act took up in time; a page in the order of the ids. */
export async function listSpentEvidence(
  sql: Sql,
  permit: Permit,
  { unusedBefore, after, limit }: { unusedBefore: Date; after: string | null; limit: number },
): Promise<{ documentId: string; fileId: string }[]> {
  permit.mustBeFor("forget-due");
  const found = await sql.query<{ documentId: string; fileId: string }>(
    `SELECT d.document_id AS "documentId", d.file_id AS "fileId" FROM objections.document d
     LEFT JOIN objections.act_document a USING (document_id)
     LEFT JOIN objections.act f ON f.objection_id = a.objection_id AND f.seq = a.seq
     WHERE ($2::uuid IS NULL OR d.document_id > $2)
       AND (f.sealed = '' OR (a.document_id IS NULL AND d.entered_at < $1))
     ORDER BY d.document_id LIMIT $3`,
    [unusedBefore, after, limit],
  );
  return found.rows;
}

/** Which of some files of the vault belong to a piece of evidence. */
export async function listKnownFiles(sql: Sql, permit: Permit, fileIds: readonly string[]): Promise<Set<string>> {
  permit.mustBeFor("forget-due");
  const found = await sql.query<{ fileId: string }>(
    `SELECT file_id AS "fileId" FROM objections.document WHERE file_id::text = ANY ($1)`,
    [fileIds],
  );
  return new Set(found.rows.map(({ fileId }) => fileId));
}
