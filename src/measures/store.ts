/** The one file that speaks SQL of checks. */
import type { Permit, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";

/** A row of `measures.root`. */
export interface RootRow {
  readonly rootId: string;
  readonly root: Uint8Array;
  readonly size: number;
  readonly issuer: string;
  readonly signedAt: Date;
  readonly keyId: string;
  readonly signature: string;
}

/** A row of `measures.answer`. */
export interface AnswerRow {
  readonly checkId: string;
  readonly subjectId: string | null;
  readonly subjectKind: string;
  readonly agencyCode: string;
  readonly actorKind: string;
  readonly matter: string;
  readonly purpose: string;
  readonly askedAt: Date;
  readonly outcome: string;
  readonly told: number;
  readonly leaf: Uint8Array;
  readonly leafIndex: number;
  readonly path: Uint8Array;
  /** Canonical JSON with its terms by their hashes. */
  readonly answer: string | null;
  readonly sealed: Uint8Array | null;
  readonly keptUntil: string;
}

/** A row of `measures.answered`. */
export interface AnsweredRow {
  readonly checkId: string;
  readonly measureId: string;
  readonly version: number;
  readonly sort: string;
  readonly effect: string;
  readonly force: string;
  readonly subjectKind: string;
  readonly matter: string;
  /** Which of the measure's `follows`. */
  readonly place: number;
  readonly recordId: string;
  readonly until: string | null;
}

/** Adds answers under their root: a statement for each table there is something for, all sent before it returns. */
export function insertAnswers(
  sql: Sql,
  scopes: readonly Scope[],
  given: {
    readonly root: RootRow;
    readonly answers: readonly AnswerRow[];
    readonly answered: readonly AnsweredRow[];
    readonly terms: readonly KeptTerms[];
  },
): Promise<unknown>[] {
  for (const scope of scopes) {
    scope.mustBe("body");
    if (scope.action !== "ask-check") throw new TypeError("an answer is given to a check only");
  }
  const { root, answers, answered, terms } = given;
  const sent: Promise<unknown>[] = [insertAnswerRows(sql, root, answers)];
  if (terms.length > 0) sent.push(insertTerms(sql, terms));
  if (answered.length > 0) sent.push(insertAnsweredRows(sql, answered));
  return sent;
}

/** Root and answers in one statement: neither is there without the other, and no key need be asked row by row. */
function insertAnswerRows(sql: Sql, root: RootRow, rows: readonly AnswerRow[]): Promise<unknown> {
  const column = <K extends keyof AnswerRow>(key: K) => rows.map((row) => row[key]);
  return sql.query({
    name: "insert-answers",
    text: `WITH signed AS (
             INSERT INTO measures.root (root_id, root, size, issuer, signed_at, key_id, signature)
             VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING root_id)
           INSERT INTO measures.answer (root_id, check_id, subject_id, subject_kind, agency_code, actor_kind, matter_id,
             purpose, asked_at, outcome, told, leaf, leaf_index, path, answer, sealed, kept_until)
           SELECT signed.root_id, row.* FROM signed, unnest($8::uuid[], $9::uuid[], $10::text[], $11::text[], $12::text[],
             $13::text[], $14::text[], $15::timestamptz[], $16::text[], $17::int2[], $18::bytea[], $19::int[],
             $20::bytea[], $21::text[], $22::bytea[], $23::date[]) AS row`,
    values: [
      root.rootId,
      root.root,
      root.size,
      root.issuer,
      root.signedAt,
      root.keyId,
      root.signature,
      column("checkId"),
      column("subjectId"),
      column("subjectKind"),
      column("agencyCode"),
      column("actorKind"),
      column("matter"),
      column("purpose"),
      column("askedAt"),
      column("outcome"),
      column("told"),
      column("leaf"),
      column("leafIndex"),
      column("path"),
      column("answer"),
      column("sealed"),
      column("keptUntil"),
    ],
  });
}

/** Words of answers, by their hash. */
export interface KeptTerms {
  /** SHA-256 in hex. */
  readonly digest: string;
  readonly canonical: string;
}

/** Keeps words once, whoever else keeps them at the same time. */
export function insertTerms(sql: Sql, terms: readonly KeptTerms[]): Promise<unknown> {
  return sql.query({
    name: "insert-terms",
    text: `INSERT INTO measures.terms (digest, canonical) SELECT decode(a, 'hex'), b FROM unnest($1::text[], $2::text[]) AS u(a, b)
           ORDER BY a ON CONFLICT DO NOTHING`,
    values: [terms.map(({ digest }) => digest), terms.map(({ canonical }) => canonical)],
  });
}

/** Words by their hashes. They are the rules' and of nobody; whoever may read an answer may read them. */
export async function readTerms(sql: Sql, scope: Scope, digests: readonly string[]): Promise<KeptTerms[]> {
  scope.mustBe("body", "subject");
  const found = await sql.query<KeptTerms>({
    name: "terms",
    text: "SELECT encode(digest, 'hex') AS digest, canonical FROM measures.terms WHERE digest = ANY($1::bytea[])",
    values: [digests.map((digest) => Buffer.from(digest, "hex"))],
  });
  return found.rows;
}

function insertAnsweredRows(sql: Sql, rows: readonly AnsweredRow[]): Promise<unknown> {
  const column = <K extends keyof AnsweredRow>(key: K) => rows.map((row) => row[key]);
  return sql.query({
    name: "insert-answered",
    text: `INSERT INTO measures.answered (check_id, measure_id, version, sort, effect, force, subject_kind, matter_id,
             place, record_id, until)
           SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[],
             $8::text[], $9::int2[], $10::uuid[], $11::date[])`,
    values: [
      column("checkId"),
      column("measureId"),
      column("version"),
      column("sort"),
      column("effect"),
      column("force"),
      column("subjectKind"),
      column("matter"),
      column("place"),
      column("recordId"),
      column("until"),
    ],
  });
}

/** Of whose check a receipt is asked for, so that the door can be asked about it. */
export interface CheckHeadRow {
  readonly checkId: string;
  readonly subjectId: string | null;
  readonly subjectKind: "organisation" | "individual-business" | "person";
  readonly agencyCode: string;
  readonly matter: string;
  readonly purpose: string;
}

/** Who asked about whom, or null where there is no such check. Nobody is shown it before the door was asked. */
export async function findCheckHead(sql: Sql, checkId: string): Promise<CheckHeadRow | null> {
  const found = await sql.query<CheckHeadRow>({
    name: "check-head",
    text: `SELECT check_id AS "checkId", subject_id AS "subjectId", subject_kind AS "subjectKind",
             agency_code AS "agencyCode", matter_id AS matter, purpose FROM measures.answer WHERE check_id = $1`,
    values: [checkId],
  });
  return found.rows[0] ?? null;
}

/** What of a stored receipt its text is made of. */
export interface StoredReceipt {
  readonly answer: string | null;
  readonly sealed: Buffer | null;
  readonly leafIndex: number;
  readonly path: Buffer;
  readonly root: Buffer;
  readonly size: number;
  readonly issuer: string;
  readonly signedAt: Date;
  readonly signature: string;
  readonly keptUntil: string;
}

/** A stored receipt. The date of its keeping is the reader's to ask (C8). */
export async function readStoredReceipt(sql: Sql, scope: Scope, checkId: string): Promise<StoredReceipt> {
  scope.mustBe("body", "subject");
  const found = await sql.query<StoredReceipt>({
    name: "stored-receipt",
    text: `SELECT a.answer, a.sealed, a.leaf_index AS "leafIndex", a.path, r.root, r.size, r.issuer,
             r.signed_at AS "signedAt", r.signature, a.kept_until AS "keptUntil"
           FROM measures.answer a JOIN measures.root r USING (root_id) WHERE a.check_id = $1`,
    values: [checkId],
  });
  const [row] = found.rows;
  if (!row) throw new Error("a check that was found is not there");
  return row;
}

/** What was told in a check, by measure. */
export interface ToldRow {
  readonly measureId: string;
  readonly version: number;
  readonly effect: string;
}

/** The measures a check told of. */
export async function listTold(sql: Sql, permit: Permit, checkId: string): Promise<ToldRow[]> {
  permit.mustBeFor("report-outcome");
  const found = await sql.query<ToldRow>(
    `SELECT measure_id AS "measureId", version, effect FROM measures.answered WHERE check_id = $1`,
    [checkId],
  );
  return found.rows;
}

/** A row of `measures.outcome`. */
export interface OutcomeRow {
  readonly checkId: string;
  readonly outcomeId: string;
  readonly did: "applied" | "not-applied" | "nothing";
  readonly measureId: string | null;
  readonly version: number | null;
  readonly effect: string | null;
  readonly beyond: boolean;
  readonly reason: string | null;
  readonly agencyCode: string;
  readonly reportedBy: string;
  readonly reportedAt: Date;
  readonly idempotencyKey: string;
}

const outcomeColumns = `o.check_id AS "checkId", o.outcome_id AS "outcomeId", o.did, o.measure_id AS "measureId", o.version,
  o.effect, o.beyond, o.reason, o.agency_code AS "agencyCode", o.reported_by AS "reportedBy",
  o.reported_at AS "reportedAt", o.idempotency_key AS "idempotencyKey"`;

/** Adds what a body did. @returns false where the key was used for this check before */
export async function insertOutcome(sql: Sql, permit: Permit, row: OutcomeRow): Promise<boolean> {
  permit.mustBeFor("report-outcome");
  const added = await sql.query(
    `INSERT INTO measures.outcome (check_id, outcome_id, did, measure_id, version, effect, beyond, reason, agency_code,
       reported_by, reported_at, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (check_id, idempotency_key) DO NOTHING`,
    [
      row.checkId,
      row.outcomeId,
      row.did,
      row.measureId,
      row.version,
      row.effect,
      row.beyond,
      row.reason,
      row.agencyCode,
      row.reportedBy,
      row.reportedAt,
      row.idempotencyKey,
    ],
  );
  return added.rowCount === 1;
}

/** What was reported under a key. */
export async function findOutcome(
  sql: Sql,
  permit: Permit,
  { checkId, idempotencyKey }: { checkId: string; idempotencyKey: string },
): Promise<OutcomeRow | null> {
  permit.mustBeFor("report-outcome");
  const found = await sql.query<OutcomeRow>(
    `SELECT ${outcomeColumns} FROM measures.outcome o WHERE check_id = $1 AND idempotency_key = $2`,
    [checkId, idempotencyKey],
  );
  return found.rows[0] ?? null;
}

/** The row after which a page begins. */
export interface After {
  readonly at: Date;
  readonly id: string;
}

/** A check as its body lists it. */
export interface ListedCheck {
  readonly checkId: string;
  readonly askedAt: Date;
  readonly actorKind: "officer" | "client";
  readonly matter: string;
  readonly purpose: string;
  readonly subjectKind: "organisation" | "individual-business" | "person";
  readonly number: string | null;
  readonly outcome: "measures" | "nothing-recorded" | "unknown-subject";
  readonly measures: readonly {
    readonly measure: string;
    readonly sort: "constraint" | "incentive";
    readonly effect: string;
    readonly force: "must" | "may";
    readonly reported: boolean;
  }[];
}

/** Checks of an agency in which it was told of measures, newest first; or only those whose feedback is missing. */
export async function listChecksOf(
  sql: Sql,
  scope: Scope,
  asked: { agency: string; missingOnly: boolean; today: string; after: After | null; limit: number },
): Promise<ListedCheck[]> {
  scope.mustBe("inside");
  const found = await sql.query<ListedCheck>(
    `SELECT a.check_id AS "checkId", a.asked_at AS "askedAt", a.actor_kind AS "actorKind", a.matter_id AS matter, a.purpose,
       a.subject_kind AS "subjectKind", a.outcome,
       CASE WHEN a.kept_until >= $3 THEN a.answer::json #>> '{asked,subject,number}' END AS number, m.measures
     FROM measures.answer a CROSS JOIN LATERAL (
       SELECT json_agg(json_build_object('measure', d.measure_id || '@' || d.version, 'sort', d.sort, 'effect', d.effect,
           'force', d.force, 'reported', r.reported) ORDER BY d.measure_id, d.version) AS measures,
         bool_and(r.reported) AS complete
       FROM measures.answered d CROSS JOIN LATERAL (
         SELECT EXISTS (SELECT FROM measures.outcome o WHERE o.check_id = d.check_id
           AND (o.did = 'nothing' OR (o.measure_id = d.measure_id AND o.version = d.version))) AS reported) r
       WHERE d.check_id = a.check_id) m
     WHERE a.agency_code = $1 AND a.told > 0 AND NOT ($2 AND m.complete)
       AND ($4::timestamptz IS NULL OR (a.asked_at, a.check_id) < ($4, $5::uuid))
     ORDER BY a.asked_at DESC, a.check_id DESC LIMIT $6`,
    [asked.agency, asked.missingOnly, asked.today, asked.after?.at ?? null, asked.after?.id ?? null, asked.limit],
  );
  return found.rows;
}

/** An act beyond the measures, with the check it followed. */
export interface FlagRow extends OutcomeRow {
  readonly matter: string;
  readonly subjectKind: "organisation" | "individual-business" | "person";
}

/** Acts of an agency beyond what it was told, newest first. */
export async function listBeyond(
  sql: Sql,
  scope: Scope,
  asked: { agency: string; after: After | null; limit: number },
): Promise<FlagRow[]> {
  scope.mustBe("inside");
  const found = await sql.query<FlagRow>(
    `SELECT ${outcomeColumns}, a.matter_id AS matter, a.subject_kind AS "subjectKind"
     FROM measures.outcome o JOIN measures.answer a USING (check_id)
     WHERE o.beyond AND o.agency_code = $1
       AND ($2::timestamptz IS NULL OR (o.reported_at, o.outcome_id) < ($2, $3::uuid))
     ORDER BY o.reported_at DESC, o.outcome_id DESC LIMIT $4`,
    [asked.agency, asked.after?.at ?? null, asked.after?.id ?? null, asked.limit],
  );
  return found.rows;
}

/** Numbers of an agency's checks. */
export interface CountsRow {
  readonly checks: number;
  readonly beyond: number;
  readonly measures: readonly {
    readonly measure: string;
    readonly sort: "constraint" | "incentive";
    readonly answered: number;
    readonly applied: number;
    readonly notApplied: number;
  }[];
}

/** Counts of an agency's checks and of what became of them, asked on days from `from` to before `to`. */
export async function countChecksOf(
  sql: Sql,
  scope: Scope,
  { agency, from, to }: { agency: string; from: Date; to: Date },
): Promise<CountsRow> {
  scope.mustBe("inside");
  const found = await sql.query<CountsRow>(
    `WITH asked AS (
       SELECT check_id, told FROM measures.answer
       WHERE agency_code = $1 AND asked_at >= $2 AND asked_at < $3 AND told > 0),
     -- A report may be followed by a better one: the latest counts.
     latest AS (
       SELECT DISTINCT ON (o.check_id, o.measure_id, o.version) o.check_id, o.measure_id, o.version, o.did
       FROM measures.outcome o JOIN asked USING (check_id) WHERE o.measure_id IS NOT NULL
       ORDER BY o.check_id, o.measure_id, o.version, o.reported_at DESC, o.outcome_id),
     by_measure AS (
       SELECT d.measure_id || '@' || d.version AS measure, d.sort, count(*)::int AS answered,
         count(*) FILTER (WHERE l.did = 'applied')::int AS applied,
         count(*) FILTER (WHERE l.did = 'not-applied')::int AS "notApplied"
       FROM measures.answered d JOIN asked USING (check_id) LEFT JOIN latest l USING (check_id, measure_id, version)
       GROUP BY d.measure_id, d.version, d.sort)
     SELECT (SELECT count(*)::int FROM access.look WHERE agency_code = $1 AND looked_at >= $2 AND looked_at < $3
         AND shown ->> 'what' = 'check') AS checks,
       (SELECT count(*)::int FROM measures.outcome WHERE agency_code = $1 AND beyond AND reported_at >= $2
         AND reported_at < $3) AS beyond,
       coalesce((SELECT json_agg(by_measure ORDER BY measure) FROM by_measure), '[]') AS measures`,
    [agency, from, to],
  );
  const [row] = found.rows;
  if (!row) throw new Error("counts are always there");
  return row;
}

/** A check as its subject lists it. */
export interface OwnCheckRow {
  readonly checkId: string;
  readonly askedAt: Date;
  readonly agencyCode: string;
  readonly matter: string;
  readonly purpose: string;
  readonly outcome: "measures" | "nothing-recorded" | "unknown-subject";
  readonly outcomes: readonly Omit<OutcomeRow, "checkId" | "agencyCode" | "reportedBy" | "idempotencyKey">[];
}

/** Checks of subjects, newest first, by the looks they left; those lawfully withheld come when their delay ends (C15). */
export async function listChecksAbout(
  sql: Sql,
  scope: Scope,
  asked: { subjects: readonly string[]; toldBy: Date; after: After | null; limit: number },
): Promise<OwnCheckRow[]> {
  scope.mustBe("subject");
  const found = await sql.query<OwnCheckRow>(
    `SELECT a.check_id AS "checkId", l.looked_at AS "askedAt", a.agency_code AS "agencyCode", a.matter_id AS matter,
       a.purpose, a.outcome,
       coalesce((SELECT json_agg(json_build_object('outcomeId', o.outcome_id, 'did', o.did, 'measureId', o.measure_id,
           'version', o.version, 'effect', o.effect, 'beyond', o.beyond, 'reason', o.reason, 'reportedAt', o.reported_at)
           ORDER BY o.reported_at)
         FROM measures.outcome o WHERE o.check_id = a.check_id), '[]') AS outcomes
     FROM access.look l JOIN measures.answer a ON a.check_id = l.look_id
     WHERE l.subject_id = ANY($1::uuid[]) AND (l.withheld_until IS NULL OR l.withheld_until <= $2)
       AND ($3::timestamptz IS NULL OR (l.looked_at, l.look_id) < ($3, $4::uuid))
     ORDER BY l.looked_at DESC, l.look_id DESC LIMIT $5`,
    [asked.subjects, asked.toldBy, asked.after?.at ?? null, asked.after?.id ?? null, asked.limit],
  );
  return found.rows;
}

/**
 * Forgets answers whose keeping has ended (`measures.forget_due`): run with the retention role's pool. Bounded: call
 * again until 0.
 */
export async function forgetAnswersDue(retention: Sql, atMost: number): Promise<number> {
  const done = await retention.query<{ forgotten: number }>("SELECT measures.forget_due($1) AS forgotten", [atMost]);
  return done.rows[0]?.forgotten ?? 0;
}
