/** The one file that speaks SQL of notices. Nothing here is ever changed (sql/0009_notices.sql). */
import type { SubjectKind } from "#core/record/record.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { StatutoryTerm } from "#core/time/term.ts";
import type { MandateRef, Permit, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import type { Notice, NoticeAct, NoticeActName, NoticeHead, NoticeState } from "./notice.ts";

/** The actions whose leave lets an act be added. */
const actionsOf: Readonly<Record<NoticeActName, readonly string[]>> = {
  "draw-up": ["draw-up-notice"],
  offer: ["offer-notice"],
  fail: ["fail-to-serve"],
  serve: ["serve-notice", "receive-notice"],
  redate: ["extend-notice", "redate-notice"],
  answer: ["answer-notice"],
  "ask-hearing": ["ask-for-hearing"],
  waive: ["waive-time-to-answer"],
  withdraw: ["withdraw-notice"],
};

interface HeadRow {
  noticeId: string;
  subjectId: string;
  subjectKind: SubjectKind;
  authority: string;
  kind: NoticeHead["kind"];
  aboutKind: NoticeHead["about"]["kind"];
  aboutId: string;
  answerDays: number;
  answerUnit: StatutoryTerm["unit"] | null;
  hearingDays: number;
  hearingUnit: StatutoryTerm["unit"] | null;
  sealed: Buffer;
  commitment: Buffer;
  drawnBy: string;
  drawnOn: IsoDate;
  drawnAt: Date;
}

const headColumns = `notice_id AS "noticeId", subject_id AS "subjectId", subject_kind AS "subjectKind", authority, kind,
  about_kind AS "aboutKind", about_id AS "aboutId", answer_days AS "answerDays", answer_unit AS "answerUnit",
  hearing_days AS "hearingDays", hearing_unit AS "hearingUnit", sealed, commitment, drawn_by AS "drawnBy",
  drawn_on AS "drawnOn", drawn_at AS "drawnAt"`;

function headOf({ aboutKind, aboutId, answerDays, answerUnit, hearingDays, hearingUnit, ...row }: HeadRow): NoticeHead {
  const term = (days: number, unit: StatutoryTerm["unit"] | null) => (unit === null ? null : { days, unit });
  return {
    ...row,
    about: { kind: aboutKind, id: aboutId },
    answer: term(answerDays, answerUnit),
    hearing: term(hearingDays, hearingUnit),
  };
}

const actColumns = `notice_id AS "noticeId", seq, act, state, nullif(answer_floor, '-infinity') AS floor, acted_by AS "actedBy",
  acted_on AS "actedOn", acted_at AS "actedAt", agency_code AS "agencyCode", basis, mandate_id AS "mandateId",
  mandate_seq AS "mandateSeq", mode, outcome, served_seq AS "servedSeq", served_on AS "servedOn",
  announced_on AS "announcedOn", failed_seq AS "failedSeq", agreement_seq AS "agreementSeq",
  answer_due_on AS "answerDueOn", proof_id AS "proofId", reason, sealed, content, idempotency_key AS "idempotencyKey"`;

/** A notice with its acts; null where there is none. For folds: what a person may see of it is the door's to say. */
export async function findNotice(sql: Sql, noticeId: string): Promise<Notice | null> {
  const [notice] = await readNotices(sql, "notice_id = $1", [noticeId]);
  return notice ?? null;
}

async function readNotices(sql: Sql, where: string, values: readonly unknown[], rest = ""): Promise<Notice[]> {
  const heads = await sql.query<HeadRow>(
    `SELECT ${headColumns} FROM notices.notice WHERE ${where} ORDER BY drawn_at DESC, notice_id ${rest}`,
    [...values],
  );
  if (heads.rows.length === 0) return [];
  const acts = await sql.query<NoticeAct & { noticeId: string }>(
    `SELECT ${actColumns} FROM notices.act WHERE notice_id = ANY ($1) ORDER BY notice_id, seq`,
    [heads.rows.map(({ noticeId }) => noticeId)],
  );
  const byNotice = Map.groupBy(acts.rows, ({ noticeId }) => noticeId);
  return heads.rows.map((row) => ({
    head: headOf(row),
    acts: (byNotice.get(row.noticeId) ?? []).map(({ noticeId: _, ...act }) => act),
  }));
}

/** Most notices of one subject that are listed. */
const ofSubjectMax = 500;

/** Notices of a subject, latest first; what was only drawn up is not among them. */
export async function listOfSubject(sql: Sql, scope: Scope, subjectId: string): Promise<Notice[]> {
  scope.mustBe("subject", "body");
  return readNotices(
    sql,
    `subject_id = $1 AND EXISTS (
       SELECT FROM notices.act a WHERE a.notice_id = notice.notice_id AND a.act IN ('offer', 'serve'))`,
    [subjectId],
    `LIMIT ${ofSubjectMax}`,
  );
}

/** Where a page of an authority's notices goes on. */
export interface After {
  readonly drawnAt: string;
  readonly noticeId: string;
}

/** An authority's notices, latest first, one more than asked for. */
export async function listOfAuthority(
  sql: Sql,
  scope: Scope,
  asked: { authority: string; state: NoticeState | null; after: After | null; limit: number },
): Promise<Notice[]> {
  scope.mustBe("inside");
  return readNotices(
    sql,
    `authority = $1
     AND ($2::timestamptz IS NULL OR (drawn_at, notice_id) < ($2::timestamptz, $3::uuid))
     AND ($4::text IS NULL OR $4 = (SELECT a.state FROM notices.act a WHERE a.notice_id = notice.notice_id ORDER BY a.seq DESC LIMIT 1))`,
    [asked.authority, asked.after?.drawnAt ?? null, asked.after?.noticeId ?? null, asked.state],
    `LIMIT ${asked.limit + 1}`,
  );
}

/** Notices about one thing of another room, latest first. For folds. */
export async function listAbout(sql: Sql, aboutId: string): Promise<Notice[]> {
  return readNotices(sql, "about_id = $1", [aboutId]);
}

/** The notice an idempotency key was used for. */
export async function findNoticeByKey(sql: Sql, key: string): Promise<string | null> {
  const found = await sql.query<{ noticeId: string }>(
    `SELECT notice_id AS "noticeId" FROM notices.act WHERE idempotency_key = $1`,
    [key],
  );
  return found.rows[0]?.noticeId ?? null;
}

/** Adds a notice. */
export async function insertNotice(sql: Sql, permit: Permit, head: NoticeHead): Promise<void> {
  permit.mustBeFor("draw-up-notice");
  await sql.query(
    `INSERT INTO notices.notice (notice_id, subject_id, subject_kind, authority, kind, about_kind, about_id, answer_days,
       answer_unit, hearing_days, hearing_unit, sealed, commitment, drawn_by, drawn_on, drawn_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      head.noticeId,
      head.subjectId,
      head.subjectKind,
      head.authority,
      head.kind,
      head.about.kind,
      head.about.id,
      head.answer?.days ?? 0,
      head.answer?.unit ?? null,
      head.hearing?.days ?? 0,
      head.hearing?.unit ?? null,
      head.sealed,
      head.commitment,
      head.drawnBy,
      head.drawnOn,
      head.drawnAt,
    ],
  );
}

/** Adds an act after `last`; null: its first. The key lets one of two that race for a place win. */
export async function insertAct(
  sql: Sql,
  permit: Permit,
  { head, last, act }: { head: NoticeHead; last: NoticeAct | null; act: NoticeAct },
): Promise<void> {
  permit.mustBeFor(...actionsOf[act.act]);
  await sql.query(
    `INSERT INTO notices.act (notice_id, seq, act, subject_id, authority, drawn_by, drawn_on, answer_days, commitment,
       state_before, state, floor_before, answer_floor, acted_by, acted_on, acted_at, agency_code, basis, mandate_id,
       mandate_seq, mode, outcome, served_seq, served_on, announced_on, failed_seq, agreement_seq, answer_due_on, proof_id,
       reason, sealed, content, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, coalesce($13::date, '-infinity'), $14, $15, $16, $17, $18,
       $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)`,
    [
      head.noticeId,
      act.seq,
      act.act,
      head.subjectId,
      head.authority,
      head.drawnBy,
      head.drawnOn,
      head.answer?.days ?? 0,
      head.commitment,
      last?.state ?? null,
      act.state,
      last ? (last.floor ?? "-infinity") : null,
      act.floor,
      act.actedBy,
      act.actedOn,
      act.actedAt,
      act.agencyCode,
      act.basis,
      act.mandateId,
      act.mandateSeq,
      act.mode,
      act.outcome,
      act.servedSeq,
      act.servedOn,
      act.announcedOn,
      act.failedSeq,
      act.agreementSeq,
      act.answerDueOn,
      act.proofId,
      act.reason,
      act.sealed,
      act.content,
      act.idempotencyKey,
    ],
  );
}

// ── Documents ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A document of a notice. */
export interface DocumentRow {
  readonly documentId: string;
  readonly fileId: string;
  readonly noticeId: string;
  readonly digest: Uint8Array;
  readonly mediaType: string;
  readonly bytes: number;
  readonly enteredBy: string;
  readonly enteredAt: Date;
}

const documentColumns = `d.document_id AS "documentId", d.file_id AS "fileId", d.notice_id AS "noticeId", d.digest,
  d.media_type AS "mediaType", d.bytes, d.entered_by AS "enteredBy", d.entered_at AS "enteredAt"`;

/** Adds a document; false where there is one of that id. */
export async function insertDocument(sql: Sql, permit: Permit, row: DocumentRow): Promise<boolean> {
  permit.mustBeFor("attach-to-notice");
  const { documentId, fileId, noticeId, digest, mediaType, bytes, enteredBy, enteredAt } = row;
  const added = await sql.query(
    `INSERT INTO notices.document (document_id, file_id, notice_id, digest, media_type, bytes, entered_by, entered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (document_id) DO NOTHING`,
    [documentId, fileId, noticeId, digest, mediaType, bytes, enteredBy, enteredAt],
  );
  return added.rowCount === 1;
}

export async function findDocument(sql: Sql, leave: Permit | Scope, documentId: string): Promise<DocumentRow | null> {
  mayRead(leave);
  const found = await sql.query<DocumentRow>(
    `SELECT ${documentColumns} FROM notices.document d WHERE d.document_id = $1`,
    [documentId],
  );
  return found.rows[0] ?? null;
}

/** Those of some documents that an actor brought for a notice and no act has taken up yet. */
export async function countFreeDocuments(
  sql: Sql,
  permit: Permit,
  asked: { noticeId: string; enteredBy: string; documentIds: readonly string[] },
): Promise<number> {
  permit.mustBeFor("answer-notice", "serve-notice", "waive-time-to-answer");
  const found = await sql.query<{ free: number }>(
    `SELECT count(*)::int AS free FROM notices.document d
     WHERE d.document_id = ANY ($1) AND d.notice_id = $2 AND d.entered_by = $3
       AND NOT EXISTS (SELECT FROM notices.act_document a WHERE a.document_id = d.document_id)`,
    [asked.documentIds, asked.noticeId, asked.enteredBy],
  );
  return found.rows[0]?.free ?? 0;
}

/** Takes documents up with an act. */
export async function insertActDocuments(
  sql: Sql,
  permit: Permit,
  given: { noticeId: string; seq: number; actedBy: string; documentIds: readonly string[] },
): Promise<void> {
  permit.mustBeFor("answer-notice", "serve-notice", "waive-time-to-answer");
  await sql.query(
    `INSERT INTO notices.act_document (document_id, notice_id, seq, acted_by)
     SELECT document_id, $2, $3, $4 FROM unnest($1::uuid[]) AS document_id`,
    [given.documentIds, given.noticeId, given.seq, given.actedBy],
  );
}

/** Documents that acts of a notice took up, by the act's place. */
export async function listActDocuments(
  sql: Sql,
  scope: Scope,
  noticeId: string,
): Promise<(DocumentRow & { readonly seq: number })[]> {
  scope.mustBe("body", "subject", "inside");
  const found = await sql.query<DocumentRow & { seq: number }>(
    `SELECT ${documentColumns}, a.seq FROM notices.act_document a JOIN notices.document d USING (document_id)
     WHERE a.notice_id = $1 ORDER BY a.seq, d.entered_at, d.document_id`,
    [noticeId],
  );
  return found.rows;
}

function mayRead(leave: Permit | Scope): void {
  if ("mustBeFor" in leave) leave.mustBeFor("attach-to-notice");
  else leave.mustBe("body", "subject");
}

// ── Electronic service ─────────────────────────────────────────────────────────────────────────────────────────────

export interface AgreementRow {
  readonly subjectId: string;
  readonly seq: number;
  readonly act: "agree" | "withdraw";
  readonly idempotencyKey: string;
}

/** The last word of a subject on electronic service; null where it never said any. */
export async function findAgreement(sql: Sql, subjectId: string): Promise<AgreementRow | null> {
  const found = await sql.query<AgreementRow>(
    `SELECT subject_id AS "subjectId", seq, act, idempotency_key AS "idempotencyKey" FROM notices.agreement
     WHERE subject_id = $1 ORDER BY seq DESC LIMIT 1`,
    [subjectId],
  );
  return found.rows[0] ?? null;
}

/** What was said under an idempotency key. */
export async function findAgreementByKey(sql: Sql, key: string): Promise<AgreementRow | null> {
  const found = await sql.query<AgreementRow>(
    `SELECT subject_id AS "subjectId", seq, act, idempotency_key AS "idempotencyKey" FROM notices.agreement
     WHERE idempotency_key = $1`,
    [key],
  );
  return found.rows[0] ?? null;
}

export async function insertAgreement(
  sql: Sql,
  permit: Permit,
  row: AgreementRow & { mandate: MandateRef; actedBy: string; actedOn: IsoDate; actedAt: Date },
): Promise<void> {
  permit.mustBeFor("choose-service");
  await sql.query(
    `INSERT INTO notices.agreement (subject_id, seq, act, mandate_id, mandate_seq, acted_by, acted_on, acted_at, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      row.subjectId,
      row.seq,
      row.act,
      row.mandate.mandateId,
      row.mandate.acceptedSeq,
      row.actedBy,
      row.actedOn,
      row.actedAt,
      row.idempotencyKey,
    ],
  );
}

// ── Forgetting ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Forgets the words of at most so many notices that are past their keeping, as the retention role. @returns how many */
export async function forgetDue(retention: Sql, atMost: number): Promise<number> {
  const done = await retention.query<{ forgotten: number }>("SELECT notices.forget_due($1) AS forgotten", [atMost]);
  return done.rows[0]?.forgotten ?? 0;
}

/** Documents of notices whose words are forgotten, and those no act took up in time; a page in the order of their ids. */
export async function listSpentDocuments(
  sql: Sql,
  permit: Permit,
  { unusedBefore, after, limit }: { unusedBefore: Date; after: string | null; limit: number },
): Promise<{ documentId: string; fileId: string }[]> {
  permit.mustBeFor("forget-due");
  const found = await sql.query<{ documentId: string; fileId: string }>(
    `SELECT d.document_id AS "documentId", d.file_id AS "fileId" FROM notices.document d
     JOIN notices.notice n USING (notice_id)
     WHERE ($2::uuid IS NULL OR d.document_id > $2)
       AND (n.sealed = '' OR (d.entered_at < $1
         AND NOT EXISTS (SELECT FROM notices.act_document a WHERE a.document_id = d.document_id)))
     ORDER BY d.document_id LIMIT $3`,
    [unusedBefore, after, limit],
  );
  return found.rows;
}

/** Which of some files of the vault belong to a document. */
export async function listKnownFiles(sql: Sql, permit: Permit, fileIds: readonly string[]): Promise<Set<string>> {
  permit.mustBeFor("forget-due");
  const found = await sql.query<{ fileId: string }>(
    `SELECT file_id AS "fileId" FROM notices.document WHERE file_id::text = ANY ($1)`,
    [fileIds],
  );
  return new Set(found.rows.map(({ fileId }) => fileId));
}
