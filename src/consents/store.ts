/** The one file that speaks SQL of consents. Nothing here is ever changed (sql/0017_consents.sql). */
import type { ConsentAct, ConsentState, FieldsByItem } from "#core/consent/consent.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { MandateRef, Permit, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";

/** What was asked for. */
export interface RequestRow {
  readonly requestId: string;
  readonly subjectId: string;
  readonly subjectKind: SubjectKind;
  readonly recipient: string;
  readonly purpose: string;
  readonly round: number;
  readonly items: FieldsByItem;
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly timesMax: number;
  readonly answerBy: IsoDate;
  readonly askedBy: string;
  readonly askedOn: IsoDate;
  readonly askedAt: Date;
  readonly sealed: Buffer;
  readonly content: Buffer;
  readonly idempotencyKey: string;
}

/** An act as it is stored; what an act has nothing of is null. */
export interface ActRow {
  readonly seq: number;
  readonly act: ConsentAct;
  readonly state: ConsentState;
  readonly uses: number;
  readonly granted: FieldsByItem | null;
  readonly lookId: string | null;
  readonly records: number | null;
  readonly actedBy: string;
  readonly actedOn: IsoDate;
  readonly actedAt: Date;
  readonly agencyCode: string | null;
  readonly basis: string | null;
  readonly mandate: MandateRef | null;
  readonly content: Buffer;
  readonly idempotencyKey: string;
}

/** A request with its acts, oldest first. */
export interface Request {
  readonly head: RequestRow;
  readonly acts: readonly ActRow[];
}

/** The leave that lets each act be added. */
export const actionOf: Readonly<Record<ConsentAct, string>> = {
  give: "give-consent",
  refuse: "refuse-consent",
  withdraw: "withdraw-consent",
  use: "use-consent",
};

const requestColumns = `request_id AS "requestId", subject_id AS "subjectId", subject_kind AS "subjectKind", recipient, purpose,
  round, items, from_on AS "from", until_on AS "until", times_max AS "timesMax", answer_by AS "answerBy",
  asked_by AS "askedBy", asked_on AS "askedOn", asked_at AS "askedAt", sealed, content, idempotency_key AS "idempotencyKey"`;

const actColumns = `request_id AS "requestId", seq, act, state, uses, granted, look_id AS "lookId", records,
  acted_by AS "actedBy", acted_on AS "actedOn", acted_at AS "actedAt", agency_code AS "agencyCode", basis,
  mandate_id AS "mandateId", mandate_seq AS "mandateSeq", content, idempotency_key AS "idempotencyKey"`;

type StoredAct = Omit<ActRow, "mandate"> & { requestId: string; mandateId: string | null; mandateSeq: number | null };

function actOf({ requestId: _, mandateId, mandateSeq, ...row }: StoredAct): ActRow {
  const mandate = mandateId === null || mandateSeq === null ? null : { mandateId, acceptedSeq: mandateSeq };
  return { ...row, mandate };
}

async function readRequests(sql: Sql, rest: string, values: readonly unknown[]): Promise<Request[]> {
  const heads = await sql.query<RequestRow>(`SELECT ${requestColumns} FROM consents.request ${rest}`, [...values]);
  if (heads.rows.length === 0) return [];
  const acts = await sql.query<StoredAct>(
    `SELECT ${actColumns} FROM consents.act WHERE request_id = ANY ($1) ORDER BY request_id, seq`,
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

/** The request an idempotency key was used for. For folds. */
export async function findRequestByKey(sql: Sql, key: string): Promise<Request | null> {
  const [found] = await readRequests(sql, "WHERE idempotency_key = $1", [key]);
  return found ?? null;
}

/** The newest request of a recipient to a subject for a purpose. For folds. */
export async function findNewest(
  sql: Sql,
  asked: Pick<RequestRow, "subjectId" | "recipient" | "purpose">,
): Promise<RequestRow | null> {
  const [found] = await readRequests(
    sql,
    "WHERE subject_id = $1 AND recipient = $2 AND purpose = $3 ORDER BY round DESC LIMIT 1",
    [asked.subjectId, asked.recipient, asked.purpose],
  );
  return found?.head ?? null;
}

const ofSubjectMax = 500;

/** Requests to a subject, latest first: for itself, or for whoever stands at a counter with it. */
export function listOfSubject(sql: Sql, scope: Scope, subjectId: string): Promise<Request[]> {
  scope.mustBe("subject", "body");
  return readRequests(sql, `WHERE subject_id = $1 ORDER BY asked_at DESC, request_id LIMIT ${ofSubjectMax}`, [
    subjectId,
  ]);
}

/** Requests of a recipient, latest first. */
export function listOfRecipient(
  sql: Sql,
  scope: Scope,
  asked: { recipient: string; after: { at: string; id: string } | null; limit: number },
): Promise<Request[]> {
  scope.mustBe("inside");
  return readRequests(
    sql,
    `WHERE recipient = $1 AND ($2::timestamptz IS NULL OR (asked_at, request_id) < ($2::timestamptz, $3::uuid))
     ORDER BY asked_at DESC, request_id DESC LIMIT $4`,
    [asked.recipient, asked.after?.at ?? null, asked.after?.id ?? null, asked.limit],
  );
}

export async function insertRequest(sql: Sql, permit: Permit, row: RequestRow): Promise<void> {
  permit.mustBeFor("ask-consent");
  await sql.query(
    `INSERT INTO consents.request (request_id, subject_id, subject_kind, recipient, purpose, round, items, from_on, until_on,
       times_max, answer_by, asked_by, asked_on, asked_at, sealed, content, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      row.requestId,
      row.subjectId,
      row.subjectKind,
      row.recipient,
      row.purpose,
      row.round,
      JSON.stringify(row.items),
      row.from,
      row.until,
      row.timesMax,
      row.answerBy,
      row.askedBy,
      row.askedOn,
      row.askedAt,
      row.sealed,
      row.content,
      row.idempotencyKey,
    ],
  );
}

/** Adds an act after `last`; null: the first. The key lets one of two that race for a place win. */
export async function insertAct(
  sql: Sql,
  leave: Permit | Scope,
  { head, last, act }: { head: RequestRow; last: ActRow | null; act: ActRow },
): Promise<void> {
  if ("mustBeFor" in leave) leave.mustBeFor(actionOf[act.act]);
  else if (act.act !== "use" || leave.action !== actionOf.use)
    throw new TypeError("only a use is written with leave to read");
  await sql.query(
    `INSERT INTO consents.act (request_id, seq, act, subject_id, subject_kind, recipient, from_on, until_on, times_max,
       answer_by, asked_on, state_before, uses_before, state, uses, granted, look_id, records, acted_by, acted_on, acted_at,
       agency_code, basis, mandate_id, mandate_seq, content, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
       $25, $26, $27)`,
    [
      head.requestId,
      act.seq,
      act.act,
      head.subjectId,
      head.subjectKind,
      head.recipient,
      head.from,
      head.until,
      head.timesMax,
      head.answerBy,
      head.askedOn,
      last?.state ?? null,
      last?.uses ?? null,
      act.state,
      act.uses,
      act.granted === null ? null : JSON.stringify(act.granted),
      act.lookId,
      act.records,
      act.actedBy,
      act.actedOn,
      act.actedAt,
      act.agencyCode,
      act.basis,
      act.mandate?.mandateId ?? null,
      act.mandate?.acceptedSeq ?? null,
      act.content,
      act.idempotencyKey,
    ],
  );
}

/** A signed consent. */
export interface ArtefactRow {
  readonly code: string;
  readonly requestId: string;
  /** The giving it is of. */
  readonly seq: number;
  readonly keyId: string;
  readonly digest: Buffer;
  readonly sealed: Buffer;
  readonly issuedAt: Date;
}

const artefactColumns = `code, request_id AS "requestId", seq, key_id AS "keyId", digest, sealed, issued_at AS "issuedAt"`;

export async function insertArtefact(sql: Sql, permit: Permit, row: ArtefactRow): Promise<void> {
  permit.mustBeFor("give-consent");
  await sql.query(
    `INSERT INTO consents.artefact (code, request_id, seq, key_id, digest, sealed, issued_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [row.code, row.requestId, row.seq, row.keyId, row.digest, row.sealed, row.issuedAt],
  );
}

/** The signed consents of some requests. For folds. */
export async function listArtefacts(sql: Sql, requestIds: readonly string[]): Promise<ArtefactRow[]> {
  const found = await sql.query<ArtefactRow>(
    `SELECT ${artefactColumns} FROM consents.artefact WHERE request_id = ANY ($1)`,
    [requestIds],
  );
  return found.rows;
}

/** The signed consent of a code: whoever has the code may ask whether it holds. */
export async function findArtefact(sql: Sql, scope: Scope, code: string): Promise<ArtefactRow | null> {
  scope.mustBe("public");
  const found = await sql.query<ArtefactRow>(`SELECT ${artefactColumns} FROM consents.artefact WHERE code = $1`, [
    code,
  ]);
  return found.rows[0] ?? null;
}

/** Forgets words and signed consents that are past their keeping; signed in as the role that may forget. @returns how many */
export async function forgetDue(sql: Sql, atMost: number): Promise<number> {
  const found = await sql.query<{ forgotten: number }>("SELECT consents.forget_due($1) AS forgotten", [atMost]);
  return found.rows[0]?.forgotten ?? 0;
}
