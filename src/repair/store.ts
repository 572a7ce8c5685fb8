/** The one file that speaks SQL of repairs. Nothing here is ever changed (sql/0015_repair.sql). */
import type { refusalGrounds } from "#contract/repair.ts";
import type { evidenceKinds } from "#contract/repair-rules.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { RequestAct, RequestKind, RequestState } from "#core/repair/request.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { MandateRef, Permit, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";

export type Ground = (typeof refusalGrounds)[number];
export type Shows = (typeof evidenceKinds)[number];

/** The leave that lets each act be added. */
const actionOf: Readonly<Record<RequestAct, string>> = {
  apply: "apply-for-repair",
  add: "add-to-repair",
  withdraw: "withdraw-repair",
  escalate: "escalate-repair",
  grant: "decide-repair",
  lift: "decide-repair",
  refuse: "decide-repair",
  confirm: "decide-repair",
  return: "decide-repair",
  "intend-reversal": "reverse-repair",
  "drop-reversal": "reverse-repair",
  reverse: "reverse-repair",
};

/** The action an act needs leave for. */
export function actionFor(act: RequestAct): string {
  return actionOf[act];
}

/** An application: once, for every recogniser. */
export interface Application {
  readonly applicationId: string;
  readonly subjectId: string;
  readonly subjectKind: SubjectKind;
  readonly kind: RequestKind;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly appliedBy: string;
  readonly appliedOn: IsoDate;
  readonly appliedAt: Date;
  readonly content: Buffer;
  readonly idempotencyKey: string;
}

/** What one recogniser is asked for one record. */
export interface RequestRow {
  readonly requestId: string;
  readonly applicationId: string;
  readonly subjectId: string;
  readonly subjectKind: SubjectKind;
  readonly kind: RequestKind;
  readonly appliedBy: string;
  readonly appliedOn: IsoDate;
  readonly recordId: string;
  readonly restsOn: string | null;
  readonly round: number;
  readonly authority: string;
  readonly itemId: string;
  readonly documentOn: IsoDate;
  readonly monthsMin: number;
  readonly earliestOn: IsoDate;
  readonly decideBy: IsoDate;
  readonly feedbackBy: IsoDate;
  readonly receipt: string;
}

/** An act as it is stored; what an act has nothing of is null. */
export interface ActRow {
  readonly seq: number;
  readonly act: RequestAct;
  readonly state: RequestState;
  readonly markVersion: number | null;
  readonly until: IsoDate | null;
  readonly level: number | null;
  readonly ground: Ground | null;
  readonly provision: string | null;
  readonly proposedSeq: number | null;
  readonly proposedBy: string | null;
  readonly noticeId: string | null;
  readonly noticeSeq: number | null;
  readonly noticeServedOn: IsoDate | null;
  readonly answerDueOn: IsoDate | null;
  readonly waivedSeq: number | null;
  readonly waivedOn: IsoDate | null;
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

/** A request with its acts, oldest first. */
export interface Request {
  readonly head: RequestRow;
  readonly acts: readonly ActRow[];
}

const requestColumns = `request_id AS "requestId", application_id AS "applicationId", subject_id AS "subjectId",
  subject_kind AS "subjectKind", kind, applied_by AS "appliedBy", applied_on AS "appliedOn", record_id AS "recordId",
  rests_on AS "restsOn", round, authority, item_id AS "itemId", document_on AS "documentOn", months_min AS "monthsMin",
  earliest_on AS "earliestOn", decide_by AS "decideBy", feedback_by AS "feedbackBy", receipt`;

const actColumns = `request_id AS "requestId", seq, act, state, mark_version AS "markVersion", until, level, ground, provision,
  proposed_seq AS "proposedSeq", proposed_by AS "proposedBy", notice_id AS "noticeId", notice_seq AS "noticeSeq",
  notice_served_on AS "noticeServedOn", answer_due_on AS "answerDueOn", waived_seq AS "waivedSeq",
  waived_on AS "waivedOn", acted_by AS "actedBy", acted_on AS "actedOn", acted_at AS "actedAt",
  agency_code AS "agencyCode", basis, mandate_id AS "mandateId", mandate_seq AS "mandateSeq", sealed, content,
  idempotency_key AS "idempotencyKey"`;

type StoredAct = Omit<ActRow, "mandate"> & { requestId: string; mandateId: string | null; mandateSeq: number | null };

function actOf({ requestId: _, mandateId, mandateSeq, ...row }: StoredAct): ActRow {
  const mandate = mandateId === null || mandateSeq === null ? null : { mandateId, acceptedSeq: mandateSeq };
  return { ...row, mandate };
}

async function readRequests(sql: Sql, rest: string, values: readonly unknown[]): Promise<Request[]> {
  const heads = await sql.query<RequestRow>(`SELECT ${requestColumns} FROM repair.request q ${rest}`, [...values]);
  if (heads.rows.length === 0) return [];
  const acts = await sql.query<StoredAct>(
    `SELECT ${actColumns} FROM repair.act WHERE request_id = ANY ($1) ORDER BY request_id, seq`,
    [heads.rows.map(({ requestId }) => requestId)],
  );
  const byRequest = Map.groupBy(acts.rows, ({ requestId }) => requestId);
  return heads.rows.map((head) => ({ head, acts: (byRequest.get(head.requestId) ?? []).map(actOf) }));
}

/** A request with its acts; null where there is none. For folds: what somebody may see of it is the door's to say. */
export async function findRequest(sql: Sql, requestId: string): Promise<Request | null> {
  const [found] = await readRequests(sql, "WHERE request_id = $1", [requestId]);
  return found ?? null;
}

/** All requests of one application. For folds. */
export function listOfApplication(sql: Sql, applicationId: string): Promise<Request[]> {
  return readRequests(sql, "WHERE application_id = $1 ORDER BY rests_on NULLS FIRST, request_id", [applicationId]);
}

/** Requests for some records, the latest of each first. For folds. */
export function listOfRecords(sql: Sql, subjectId: string, recordIds: readonly string[]): Promise<Request[]> {
  return readRequests(sql, "WHERE subject_id = $1 AND record_id = ANY ($2) ORDER BY round DESC", [
    subjectId,
    recordIds,
  ]);
}

/** The application an idempotency key was used for. */
export async function findApplicationByKey(sql: Sql, key: string): Promise<Application | null> {
  const found = await sql.query<Application>(
    `SELECT application_id AS "applicationId", subject_id AS "subjectId", subject_kind AS "subjectKind", kind,
       rule_id AS "ruleId", rule_version AS "ruleVersion", applied_by AS "appliedBy", applied_on AS "appliedOn",
       applied_at AS "appliedAt", content, idempotency_key AS "idempotencyKey"
     FROM repair.application WHERE idempotency_key = $1`,
    [key],
  );
  return found.rows[0] ?? null;
}

/** The rule an application was made under. */
export async function findRuleOf(
  sql: Sql,
  applicationId: string,
): Promise<{ ruleId: string; ruleVersion: number } | null> {
  const found = await sql.query<{ ruleId: string; ruleVersion: number }>(
    `SELECT rule_id AS "ruleId", rule_version AS "ruleVersion" FROM repair.application WHERE application_id = $1`,
    [applicationId],
  );
  return found.rows[0] ?? null;
}

/** The request whose act an idempotency key was used for. */
export async function findRequestByKey(sql: Sql, key: string): Promise<string | null> {
  const found = await sql.query<{ requestId: string }>(
    `SELECT request_id AS "requestId" FROM repair.act WHERE idempotency_key = $1`,
    [key],
  );
  return found.rows[0]?.requestId ?? null;
}

const ofSubjectMax = 500;

/** Requests of a subject, latest first. */
export function listOfSubject(sql: Sql, scope: Scope, subjectId: string): Promise<Request[]> {
  scope.mustBe("subject", "body");
  return readRequests(sql, `WHERE subject_id = $1 ORDER BY applied_on DESC, request_id LIMIT ${ofSubjectMax}`, [
    subjectId,
  ]);
}

const owed = `EXISTS (SELECT FROM repair.act l WHERE l.request_id = q.request_id AND l.state IN ('waiting', 'to-confirm')
  AND NOT EXISTS (SELECT FROM repair.act n WHERE n.request_id = l.request_id AND n.seq > l.seq))`;

/** What a recogniser has to decide, by the day it is due, overdue first; or what is over, latest first. */
export function listOfAuthority(
  sql: Sql,
  scope: Scope,
  asked: { authority: string; show: "waiting" | "over"; after: { day: string; id: string } | null; limit: number },
): Promise<Request[]> {
  scope.mustBe("inside");
  const [wanted, order, beyond] =
    asked.show === "waiting"
      ? [owed, "decide_by, request_id", "(decide_by, request_id) >"]
      : [`NOT ${owed}`, "applied_on DESC, request_id DESC", "(applied_on, request_id) <"];
  return readRequests(
    sql,
    `WHERE authority = $1 AND ${wanted} AND ($2::date IS NULL OR ${beyond} ($2::date, $3::uuid)) ORDER BY ${order} LIMIT $4`,
    [asked.authority, asked.after?.day ?? null, asked.after?.id ?? null, asked.limit],
  );
}

/** How many wait for a recogniser, and how many past their day. */
export async function countWaiting(
  sql: Sql,
  scope: Scope,
  authority: string,
): Promise<{ waiting: number; overdue: number }> {
  scope.mustBe("inside");
  const found = await sql.query<{ waiting: number; overdue: number }>(
    `SELECT count(*)::int AS waiting, count(*) FILTER (WHERE decide_by < platform.today())::int AS overdue
     FROM repair.request q WHERE authority = $1 AND ${owed}`,
    [authority],
  );
  return found.rows[0] ?? { waiting: 0, overdue: 0 };
}

/** Requests past a day whose supervisors were not told of it yet, in the order of their days. */
export async function listToEscalate(
  sql: Sql,
  permit: Permit,
  { level, limit }: { level: 1 | 2; limit: number },
): Promise<string[]> {
  permit.mustBeFor("escalate-repair");
  const found = await sql.query<{ requestId: string }>(
    `SELECT q.request_id AS "requestId" FROM repair.request q
     WHERE CASE $1::int WHEN 1 THEN decide_by ELSE feedback_by END < platform.today() AND ${owed}
       AND coalesce((SELECT max(e.level) FROM repair.act e WHERE e.request_id = q.request_id), 0) = $1 - 1
     ORDER BY decide_by, request_id LIMIT $2`,
    [level, limit],
  );
  return found.rows.map(({ requestId }) => requestId);
}

export async function insertApplication(sql: Sql, permit: Permit, row: Application): Promise<void> {
  permit.mustBeFor("apply-for-repair");
  await sql.query(
    `INSERT INTO repair.application (application_id, subject_id, subject_kind, kind, rule_id, rule_version, applied_by,
       applied_on, applied_at, content, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      row.applicationId,
      row.subjectId,
      row.subjectKind,
      row.kind,
      row.ruleId,
      row.ruleVersion,
      row.appliedBy,
      row.appliedOn,
      row.appliedAt,
      row.content,
      row.idempotencyKey,
    ],
  );
}

export async function insertRequest(sql: Sql, permit: Permit, row: RequestRow): Promise<void> {
  permit.mustBeFor("apply-for-repair");
  await sql.query(
    `INSERT INTO repair.request (request_id, application_id, subject_id, subject_kind, kind, applied_by, applied_on,
       record_id, rests_on, round, authority, item_id, document_on, months_min, earliest_on, decide_by, feedback_by, receipt)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      row.requestId,
      row.applicationId,
      row.subjectId,
      row.subjectKind,
      row.kind,
      row.appliedBy,
      row.appliedOn,
      row.recordId,
      row.restsOn,
      row.round,
      row.authority,
      row.itemId,
      row.documentOn,
      row.monthsMin,
      row.earliestOn,
      row.decideBy,
      row.feedbackBy,
      row.receipt,
    ],
  );
}

/** Adds an act after `last`; null: the first. The key lets one of two that race for a place win. */
export async function insertAct(
  sql: Sql,
  permit: Permit,
  { head, last, act }: { head: RequestRow; last: ActRow | null; act: ActRow },
): Promise<void> {
  permit.mustBeFor(actionOf[act.act]);
  await sql.query(
    `INSERT INTO repair.act (request_id, seq, act, subject_id, subject_kind, kind, record_id, authority, applied_by,
       applied_on, state_before, state, mark_version, until, level, ground, provision, proposed_seq, proposed_by, notice_id,
       notice_seq, notice_served_on, answer_due_on, waived_seq, waived_on, acted_by, acted_on, acted_at, agency_code, basis,
       mandate_id, mandate_seq, sealed, content, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
       $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35)`,
    [
      head.requestId,
      act.seq,
      act.act,
      head.subjectId,
      head.subjectKind,
      head.kind,
      head.recordId,
      head.authority,
      head.appliedBy,
      head.appliedOn,
      last?.state ?? null,
      act.state,
      act.markVersion,
      act.until,
      act.level,
      act.ground,
      act.provision,
      act.proposedSeq,
      act.proposedBy,
      act.noticeId,
      act.noticeSeq,
      act.noticeServedOn,
      act.answerDueOn,
      act.waivedSeq,
      act.waivedOn,
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

// ── The record ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Listings of a subject decided here on a record: those whose proceeding names it among what it rests on. */
export async function listRestingOn(
  sql: Sql,
  permit: Permit,
  { subjectId, recordId }: { subjectId: string; recordId: string },
): Promise<string[]> {
  permit.mustBeFor("apply-for-repair");
  const found = await sql.query<{ recordId: string }>(
    `SELECT DISTINCT e.record_id AS "recordId" FROM lists.proceeding p JOIN lists.act e USING (proceeding_id)
     WHERE p.subject_id = $1 AND p.adverse AND e.record_id IS NOT NULL
       AND p.rests_on @> jsonb_build_array(jsonb_build_object('recordId', $2::text))`,
    [subjectId, recordId],
  );
  return found.rows.map((row) => row.recordId);
}

/** Listings of a subject that name the decision they rest on by its number, whoever sent them. */
export async function listNamingDocument(
  sql: Sql,
  permit: Permit,
  { subjectId, number }: { subjectId: string; number: string },
): Promise<string[]> {
  permit.mustBeFor("apply-for-repair");
  const found = await sql.query<{ recordId: string }>(
    `SELECT r.record_id AS "recordId" FROM ledger.record r
     WHERE r.subject_id = $1 AND r.listing AND r.adverse AND r.open ->> 'penaltyNumber' = $2`,
    [subjectId, number],
  );
  return found.rows.map((row) => row.recordId);
}

// ── Who was given it ───────────────────────────────────────────────────────────────────────────────────────────────

export interface HolderRow {
  readonly requestId: string;
  readonly agencyCode: string;
  readonly lastShownOn: IsoDate;
  readonly toldAt: Date;
  readonly dueOn: IsoDate;
  readonly confirmedAt: Date | null;
}

/** Writes down every body that was shown anything of the subject since an instant, but the recogniser itself. */
export async function insertHolders(
  sql: Sql,
  permit: Permit,
  {
    head,
    markVersion,
    since,
    toldAt,
    dueOn,
  }: { head: RequestRow; markVersion: number; since: Date; toldAt: Date; dueOn: IsoDate },
): Promise<void> {
  permit.mustBeFor("decide-repair");
  await sql.query(
    `INSERT INTO repair.holder (request_id, agency_code, subject_id, record_id, mark_version, last_shown_on, told_at, due_on)
     SELECT $1, l.agency_code, $2, $3, $4, ((max(l.looked_at) AT TIME ZONE 'UTC') + interval '8 hours')::date, $6, $7
     FROM access.look l JOIN access.agency a ON a.agency_code = l.agency_code
     WHERE l.subject_id = $2 AND l.looked_at >= $5 AND l.outcome = 'shown' AND l.agency_code <> $8
     GROUP BY l.agency_code`,
    [head.requestId, head.subjectId, head.recordId, markVersion, since, toldAt, dueOn, head.authority],
  );
}

/** Holders of some requests. For folds. */
export async function listHolders(sql: Sql, requestIds: readonly string[]): Promise<HolderRow[]> {
  const found = await sql.query<HolderRow>(
    `SELECT h.request_id AS "requestId", h.agency_code AS "agencyCode", h.last_shown_on AS "lastShownOn",
       h.told_at AS "toldAt", h.due_on AS "dueOn", k.acted_at AS "confirmedAt"
     FROM repair.holder h LEFT JOIN repair.acknowledgement k USING (request_id, agency_code)
     WHERE h.request_id = ANY ($1) ORDER BY h.request_id, h.agency_code`,
    [requestIds],
  );
  return found.rows;
}

/** What one body was told is repaired, latest first. */
export async function listToldTo(
  sql: Sql,
  scope: Scope,
  asked: { agencyCode: string; after: { toldAt: string; requestId: string } | null; limit: number },
): Promise<(HolderRow & Pick<RequestRow, "subjectId" | "subjectKind" | "recordId" | "itemId" | "authority">)[]> {
  scope.mustBe("inside");
  const found = await sql.query<HolderRow & RequestRow>(
    `SELECT h.request_id AS "requestId", h.agency_code AS "agencyCode", h.last_shown_on AS "lastShownOn",
       h.told_at AS "toldAt", h.due_on AS "dueOn", k.acted_at AS "confirmedAt", q.subject_id AS "subjectId",
       q.subject_kind AS "subjectKind", q.record_id AS "recordId", q.item_id AS "itemId", q.authority
     FROM repair.holder h JOIN repair.request q USING (request_id)
     LEFT JOIN repair.acknowledgement k USING (request_id, agency_code)
     WHERE h.agency_code = $1 AND ($2::timestamptz IS NULL OR (h.told_at, h.request_id) < ($2::timestamptz, $3::uuid))
     ORDER BY h.told_at DESC, h.request_id DESC LIMIT $4`,
    [asked.agencyCode, asked.after?.toldAt ?? null, asked.after?.requestId ?? null, asked.limit],
  );
  return found.rows;
}

/** Confirms; the first word stands. @returns when it was confirmed; null where the body holds nothing of it */
export async function insertAcknowledgement(
  sql: Sql,
  permit: Permit,
  row: { requestId: string; agencyCode: string; actedBy: string; actedAt: Date },
): Promise<Date | null> {
  permit.mustBeFor("acknowledge-repair");
  await sql.query(
    `INSERT INTO repair.acknowledgement (request_id, agency_code, acted_by, acted_at)
     SELECT h.request_id, h.agency_code, $3, $4 FROM repair.holder h WHERE h.request_id = $1 AND h.agency_code = $2
     ON CONFLICT DO NOTHING`,
    [row.requestId, row.agencyCode, row.actedBy, row.actedAt],
  );
  const found = await sql.query<{ actedAt: Date }>(
    `SELECT acted_at AS "actedAt" FROM repair.acknowledgement WHERE request_id = $1 AND agency_code = $2`,
    [row.requestId, row.agencyCode],
  );
  return found.rows[0]?.actedAt ?? null;
}

/** Bodies that are late today, with how many decisions and confirmations; nothing of any subject is in it. */
export async function countLate(
  sql: Sql,
  scope: Scope,
): Promise<{ agencyCode: string; decisions: number; confirmations: number; oldestDueOn: IsoDate }[]> {
  scope.mustBe("public");
  const found = await sql.query<{ agencyCode: string; decisions: number; confirmations: number; oldestDueOn: IsoDate }>(
    `SELECT agency AS "agencyCode", sum(d)::int AS decisions, sum(c)::int AS confirmations, min(due_on) AS "oldestDueOn" FROM (
       SELECT authority AS agency, 1 AS d, 0 AS c, decide_by AS due_on FROM repair.request q
       WHERE decide_by < platform.today() AND ${owed}
       UNION ALL
       SELECT h.agency_code, 0, 1, h.due_on FROM repair.holder h
       WHERE h.due_on < platform.today() AND NOT EXISTS (
         SELECT FROM repair.acknowledgement k WHERE k.request_id = h.request_id AND k.agency_code = h.agency_code)
     ) late GROUP BY agency ORDER BY min(due_on), agency`,
  );
  return found.rows;
}

// ── Certificates ───────────────────────────────────────────────────────────────────────────────────────────────────

export interface CertificateRow {
  readonly code: string;
  readonly requestId: string;
  readonly seq: number;
  readonly actedBy: string;
  readonly keyId: string;
  readonly digest: Buffer;
  readonly sealed: Buffer;
  readonly issuedAt: Date;
}

export async function insertCertificate(sql: Sql, permit: Permit, row: CertificateRow): Promise<void> {
  permit.mustBeFor("decide-repair");
  await sql.query(
    `INSERT INTO repair.certificate (code, request_id, seq, act, acted_by, key_id, digest, sealed, issued_at)
     VALUES ($1, $2, $3, 'grant', $4, $5, $6, $7, $8)`,
    [row.code, row.requestId, row.seq, row.actedBy, row.keyId, row.digest, row.sealed, row.issuedAt],
  );
}

const certificateColumns = `code, request_id AS "requestId", seq, acted_by AS "actedBy", key_id AS "keyId", digest, sealed,
  issued_at AS "issuedAt"`;

/** Certificates of some requests. For folds. */
export async function listCertificates(sql: Sql, requestIds: readonly string[]): Promise<CertificateRow[]> {
  const found = await sql.query<CertificateRow>(
    `SELECT ${certificateColumns} FROM repair.certificate WHERE request_id = ANY ($1)`,
    [requestIds],
  );
  return found.rows;
}

/** The certificate of a code: whoever has the code has the certificate, so anyone may ask by it. */
export async function findCertificate(sql: Sql, scope: Scope, code: string): Promise<CertificateRow | null> {
  scope.mustBe("public");
  const found = await sql.query<CertificateRow>(
    `SELECT ${certificateColumns} FROM repair.certificate WHERE code = $1`,
    [code],
  );
  return found.rows[0] ?? null;
}

// ── Evidence ───────────────────────────────────────────────────────────────────────────────────────────────────────

export interface DocumentRow {
  readonly documentId: string;
  readonly fileId: string;
  readonly subjectId: string;
  readonly digest: Uint8Array;
  readonly mediaType: string;
  readonly bytes: number;
  readonly shows: Shows;
  readonly enteredBy: string;
  readonly enteredAt: Date;
}

const documentColumns = `d.document_id AS "documentId", d.file_id AS "fileId", d.subject_id AS "subjectId", d.digest,
  d.media_type AS "mediaType", d.bytes, d.shows, d.entered_by AS "enteredBy", d.entered_at AS "enteredAt"`;

/** Adds a document; false where there is one of that id. */
export async function insertDocument(sql: Sql, permit: Permit, row: DocumentRow): Promise<boolean> {
  permit.mustBeFor("bring-repair-evidence");
  const { documentId, fileId, subjectId, digest, mediaType, bytes, shows, enteredBy, enteredAt } = row;
  const added = await sql.query(
    `INSERT INTO repair.document (document_id, file_id, subject_id, digest, media_type, bytes, shows, entered_by, entered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (document_id) DO NOTHING`,
    [documentId, fileId, subjectId, digest, mediaType, bytes, shows, enteredBy, enteredAt],
  );
  return added.rowCount === 1;
}

export async function findDocument(sql: Sql, leave: Permit | Scope, documentId: string): Promise<DocumentRow | null> {
  if ("mustBeFor" in leave) leave.mustBeFor("bring-repair-evidence");
  else leave.mustBe("body", "subject");
  const found = await sql.query<DocumentRow>(
    `SELECT ${documentColumns} FROM repair.document d WHERE d.document_id = $1`,
    [documentId],
  );
  return found.rows[0] ?? null;
}

/** What some documents show, of those that somebody brought for a subject and no act has taken up yet. */
export async function listFreeDocuments(
  sql: Sql,
  permit: Permit,
  asked: { subjectId: string; enteredBy: string; documentIds: readonly string[] },
): Promise<Shows[]> {
  permit.mustBeFor("apply-for-repair", "add-to-repair");
  const found = await sql.query<{ shows: Shows }>(
    `SELECT d.shows FROM repair.document d
     WHERE d.document_id = ANY ($1) AND d.subject_id = $2 AND d.entered_by = $3
       AND NOT EXISTS (SELECT FROM repair.act_document a WHERE a.document_id = d.document_id)`,
    [asked.documentIds, asked.subjectId, asked.enteredBy],
  );
  return found.rows.map(({ shows }) => shows);
}

/** Takes documents up with an act. */
export async function insertActDocuments(
  sql: Sql,
  permit: Permit,
  given: { requestId: string; seq: number; subjectId: string; actedBy: string; documentIds: readonly string[] },
): Promise<void> {
  permit.mustBeFor("apply-for-repair", "add-to-repair");
  await sql.query(
    `INSERT INTO repair.act_document (document_id, request_id, seq, subject_id, acted_by)
     SELECT document_id, $2, $3, $4, $5 FROM unnest($1::uuid[]) AS document_id`,
    [given.documentIds, given.requestId, given.seq, given.subjectId, given.actedBy],
  );
}

/** Documents that acts of an application's requests took up: every recogniser of the matter reads the same evidence. */
export async function listActDocuments(
  sql: Sql,
  scope: Scope,
  applicationId: string,
): Promise<(DocumentRow & { readonly requestId: string; readonly seq: number })[]> {
  scope.mustBe("body", "subject");
  const found = await sql.query<DocumentRow & { requestId: string; seq: number }>(
    `SELECT ${documentColumns}, a.request_id AS "requestId", a.seq
     FROM repair.act_document a JOIN repair.document d USING (document_id) JOIN repair.request q USING (request_id)
     WHERE q.application_id = $1 ORDER BY a.seq, d.entered_at, d.document_id`,
    [applicationId],
  );
  return found.rows;
}

// ── Forgetting ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Forgets the words of at most so many requests that are past their keeping, as the retention role. @returns how many */
export async function forgetDue(retention: Sql, atMost: number): Promise<number> {
  const done = await retention.query<{ forgotten: number }>("SELECT repair.forget_due($1) AS forgotten", [atMost]);
  return done.rows[0]?.forgotten ?? 0;
}

/** Documents of requests whose words are forgotten, and those no act took up in time; a page in the order of their ids. */
export async function listSpentDocuments(
  sql: Sql,
  permit: Permit,
  { unusedBefore, after, limit }: { unusedBefore: Date; after: string | null; limit: number },
): Promise<{ documentId: string; fileId: string }[]> {
  permit.mustBeFor("forget-due");
  const found = await sql.query<{ documentId: string; fileId: string }>(
    `SELECT d.document_id AS "documentId", d.file_id AS "fileId" FROM repair.document d
     LEFT JOIN repair.act_document t USING (document_id)
     LEFT JOIN repair.act a ON a.request_id = t.request_id AND a.seq = t.seq
     WHERE ($2::uuid IS NULL OR d.document_id > $2)
       AND (a.sealed = '' OR (t.document_id IS NULL AND d.entered_at < $1))
     ORDER BY d.document_id LIMIT $3`,
    [unusedBefore, after, limit],
  );
  return found.rows;
}

/** Which of some files of the vault belong to a document. */
export async function listKnownFiles(sql: Sql, permit: Permit, fileIds: readonly string[]): Promise<Set<string>> {
  permit.mustBeFor("forget-due");
  const found = await sql.query<{ fileId: string }>(
    `SELECT file_id AS "fileId" FROM repair.document WHERE file_id::text = ANY ($1)`,
    [fileIds],
  );
  return new Set(found.rows.map(({ fileId }) => fileId));
}
