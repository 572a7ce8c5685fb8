/** SQL of checks of files. Writing needs leave to ask; reading one's own batches, leave to read them. */
import type { Permit, Scope } from "#src/access/index.ts";
import { copyRows } from "#src/platform/copy.ts";
import type { Sql, Transaction } from "#src/platform/database.ts";
import type { RootRow } from "../store.ts";

/** A row of `measures.check_batch`. */
export interface BatchRow {
  readonly batchId: string;
  readonly agencyCode: string;
  readonly actor: unknown;
  readonly actorKind: "officer" | "client";
  readonly matter: string;
  readonly purpose: string;
  readonly basis: string;
  readonly head: string;
  readonly secret: Buffer;
  readonly fileDigest: Buffer;
  readonly fileBytes: number;
  readonly encoding: string;
  readonly lines: number;
  readonly enteredBy: string;
  readonly enteredAt: Date;
  readonly keptUntil: string;
}

function mustBeAsking(scope: Scope): void {
  scope.mustBe("body");
  if (scope.action !== "ask-check") throw new TypeError("a batch is asked by who may check");
}

/** Begins a batch. @returns false where it was begun before */
export async function insertBatch(sql: Sql, scope: Scope, row: BatchRow): Promise<boolean> {
  mustBeAsking(scope);
  const added = await sql.query(
    `INSERT INTO measures.check_batch (batch_id, agency_code, actor, actor_kind, matter_id, purpose, basis, head, secret,
       file_digest, file_bytes, encoding, lines, entered_by, entered_at, kept_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT (batch_id) DO NOTHING`,
    [
      row.batchId,
      row.agencyCode,
      JSON.stringify(row.actor),
      row.actorKind,
      row.matter,
      row.purpose,
      row.basis,
      row.head,
      row.secret,
      row.fileDigest,
      row.fileBytes,
      row.encoding,
      row.lines,
      row.enteredBy,
      row.enteredAt,
      row.keptUntil,
    ],
  );
  return added.rowCount === 1;
}

const batchColumns = `b.batch_id AS "batchId", b.agency_code AS "agencyCode", b.actor, b.actor_kind AS "actorKind",
  b.matter_id AS matter, b.purpose, b.basis, b.head, b.secret, b.file_digest AS "fileDigest", b.file_bytes AS "fileBytes",
  b.encoding, b.lines, b.entered_by AS "enteredBy", b.entered_at AS "enteredAt", b.kept_until AS "keptUntil"`;

/** A batch with what its parts and acts add up to. */
export interface BatchState extends BatchRow {
  readonly parts: number;
  readonly done: number;
  readonly told: number;
  readonly unknown: number;
  readonly refused: number;
  readonly isCancelled: boolean;
  readonly isSigned: boolean;
  /** How it ended, and when. */
  readonly end: { readonly end: "finished" | "cancelled" | "failed"; readonly refusal?: object } | null;
  readonly endedAt: Date | null;
  readonly root: Buffer | null;
}

const stateOf = (which: string) => `
  SELECT ${batchColumns}, p.*, a.*, (SELECT r.root FROM measures.check_batch_act s JOIN measures.root r USING (root_id)
    WHERE s.batch_id = b.batch_id AND s.act = 'sign') AS root
  FROM (SELECT * FROM measures.check_batch ${which}) b
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS parts, coalesce(sum(lines), 0)::int AS done, coalesce(sum(told), 0)::int AS told,
      coalesce(sum(unknown), 0)::int AS unknown, coalesce(sum(refused), 0)::int AS refused
    FROM measures.check_batch_part WHERE batch_id = b.batch_id) p
  CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(act = 'cancel'), false) AS "isCancelled", coalesce(bool_or(act = 'sign'), false) AS "isSigned",
      (jsonb_agg(detail) FILTER (WHERE act = 'end')) -> 0 AS "end", max(acted_at) FILTER (WHERE act = 'end') AS "endedAt"
    FROM measures.check_batch_act WHERE batch_id = b.batch_id) a`;

/** A batch as it stands, so that the door can be asked about its agency; null where there is none. Nobody is shown it before. */
export async function findBatch(sql: Sql, batchId: string): Promise<BatchState | null> {
  const found = await sql.query<BatchState>({
    name: "check-batch",
    text: stateOf("WHERE batch_id = $1"),
    values: [batchId],
  });
  return found.rows[0] ?? null;
}

/** Batches of an agency, newest first. */
export async function listBatches(
  sql: Sql,
  scope: Scope,
  asked: { agency: string; after: { at: Date; id: string } | null; limit: number },
): Promise<BatchState[]> {
  scope.mustBe("inside");
  const found = await sql.query<BatchState>({
    name: "check-batches",
    text: `${stateOf(`WHERE agency_code = $1 AND ($2::timestamptz IS NULL OR (entered_at, batch_id) < ($2, $3::uuid))
      ORDER BY entered_at DESC, batch_id DESC LIMIT $4`)} ORDER BY b.entered_at DESC, b.batch_id DESC`,
    values: [asked.agency, asked.after?.at ?? null, asked.after?.id ?? null, asked.limit],
  });
  return found.rows;
}

/** Whether somebody asked it to stop. */
export async function isCancelled(sql: Sql, batchId: string): Promise<boolean> {
  const found = await sql.query({
    name: "check-batch-cancelled",
    text: "SELECT 1 FROM measures.check_batch_act WHERE batch_id = $1 AND act = 'cancel'",
    values: [batchId],
  });
  return found.rowCount !== 0;
}

/** Whether a file still waits to be answered. */
export async function isAwaited(sql: Sql, batchId: string): Promise<boolean> {
  const found = await sql.query(
    `SELECT 1 FROM measures.check_batch b WHERE batch_id = $1
       AND NOT EXISTS (SELECT FROM measures.check_batch_act a WHERE a.batch_id = b.batch_id AND a.act = 'end')`,
    [batchId],
  );
  return found.rowCount !== 0;
}

/** Adds an act. @returns false where it was done before */
export async function insertBatchAct(
  sql: Sql,
  leave: Scope | Permit,
  act: {
    readonly batchId: string;
    readonly act: "cancel" | "sign" | "end";
    readonly detail: object;
    readonly rootId?: string;
    readonly actedBy: string;
    readonly actedAt: Date;
  },
): Promise<boolean> {
  if ("audience" in leave) mustBeAsking(leave);
  else leave.mustBeFor("stop-check-batch");
  const added = await sql.query(
    `INSERT INTO measures.check_batch_act (batch_id, act, detail, root_id, acted_by, acted_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (batch_id, act) DO NOTHING`,
    [act.batchId, act.act, JSON.stringify(act.detail), act.rootId ?? null, act.actedBy, act.actedAt],
  );
  return added.rowCount === 1;
}

/** Adds the root that a file's answers share. */
export async function insertRoot(sql: Sql, scope: Scope, root: RootRow): Promise<void> {
  scope.mustBe("body", "inside");
  await sql.query(
    `INSERT INTO measures.root (root_id, root, size, issuer, signed_at, key_id, signature) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [root.rootId, root.root, root.size, root.issuer, root.signedAt, root.keyId, root.signature],
  );
}

/** A row of `measures.check_batch_part`. */
export interface PartRow {
  readonly batchId: string;
  readonly part: number;
  readonly frame: string;
  readonly lines: number;
  readonly told: number;
  readonly unknown: number;
  readonly refused: number;
  readonly leaves: Buffer;
  readonly node: Buffer;
  /** Null once forgotten. */
  readonly outcomes: Buffer | null;
}

/** Adds a part, and what it told of measures. The commit point of a batch. */
export async function insertPart(
  sql: Sql,
  scope: Scope,
  row: PartRow & { readonly answers: Buffer | null },
): Promise<void> {
  mustBeAsking(scope);
  await sql.query({
    name: "insert-check-batch-part",
    text: `INSERT INTO measures.check_batch_part (batch_id, part, frame, lines, told, unknown, refused, leaves, node, outcomes)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      row.batchId,
      row.part,
      row.frame,
      row.lines,
      row.told,
      row.unknown,
      row.refused,
      row.leaves,
      row.node,
      row.outcomes,
    ],
  });
  if (row.answers)
    await sql.query({
      name: "insert-check-batch-told",
      text: "INSERT INTO measures.check_batch_told (batch_id, part, answers) VALUES ($1, $2, $3)",
      values: [row.batchId, row.part, row.answers],
    });
}

/** Numbers of the parts that are there. */
export async function listPartsDone(sql: Sql, scope: Scope, batchId: string): Promise<number[]> {
  mustBeAsking(scope);
  const found = await sql.query<{ part: number }>(
    "SELECT part FROM measures.check_batch_part WHERE batch_id = $1 ORDER BY part",
    [batchId],
  );
  return found.rows.map(({ part }) => part);
}

/** What of every part the whole tree and the file's frame are made of, in order. */
export async function listNodes(
  sql: Sql,
  scope: Scope,
  batchId: string,
): Promise<Pick<PartRow, "part" | "frame" | "lines" | "told" | "unknown" | "refused" | "node">[]> {
  scope.mustBe("body");
  const found = await sql.query<Pick<PartRow, "part" | "frame" | "lines" | "told" | "unknown" | "refused" | "node">>(
    `SELECT part, frame, lines, told, unknown, refused, node FROM measures.check_batch_part WHERE batch_id = $1 ORDER BY part`,
    [batchId],
  );
  return found.rows;
}

/** A part. Throws where there is none. */
export async function getPart(
  sql: Sql,
  scope: Scope,
  { batchId, part }: { batchId: string; part: number },
): Promise<PartRow> {
  scope.mustBe("body");
  const found = await sql.query<PartRow>({
    name: "check-batch-part",
    text: `SELECT batch_id AS "batchId", part, frame, lines, told, unknown, refused, leaves, node, outcomes
           FROM measures.check_batch_part WHERE batch_id = $1 AND part = $2`,
    values: [batchId, part],
  });
  const [row] = found.rows;
  if (!row) throw new Error("a part of a batch is not there");
  return row;
}

/** Parts whose told answers are not filed yet. */
export async function listUnfiled(sql: Sql, scope: Scope, batchId: string): Promise<number[]> {
  mustBeAsking(scope);
  const found = await sql.query<{ part: number }>(
    "SELECT part FROM measures.check_batch_told WHERE batch_id = $1 ORDER BY part",
    [batchId],
  );
  return found.rows.map(({ part }) => part);
}

/** Takes told answers out, to file them in the same transaction; null where that was done. */
export async function takeTold(
  transaction: Transaction,
  scope: Scope,
  { batchId, part }: { batchId: string; part: number },
): Promise<Buffer | null> {
  mustBeAsking(scope);
  const taken = await transaction.query<{ answers: Buffer }>(
    "DELETE FROM measures.check_batch_told WHERE batch_id = $1 AND part = $2 RETURNING answers",
    [batchId, part],
  );
  return taken.rows[0]?.answers ?? null;
}

/** Told answers of a part that are not filed yet; null where they are. */
export async function findTold(
  sql: Sql,
  scope: Scope,
  { batchId, part }: { batchId: string; part: number },
): Promise<Buffer | null> {
  scope.mustBe("body");
  const found = await sql.query<{ answers: Buffer }>({
    name: "check-batch-told",
    text: "SELECT answers FROM measures.check_batch_told WHERE batch_id = $1 AND part = $2",
    values: [batchId, part],
  });
  return found.rows[0]?.answers ?? null;
}

type Cells = readonly (string | number | boolean | Uint8Array | Date | object | null)[];

/** Files answers and what they told of, in the order of the columns below: COPY, as they may be very many. */
export async function copyAnswers(
  transaction: Transaction,
  scope: Scope,
  { answers, answered }: { answers: Iterable<Cells>; answered: Iterable<Cells> },
): Promise<void> {
  mustBeAsking(scope);
  await copyRows(
    transaction,
    "measures.answer",
    [
      "check_id",
      "subject_id",
      "subject_kind",
      "agency_code",
      "actor_kind",
      "matter_id",
      "purpose",
      "asked_at",
      "outcome",
      "told",
      "root_id",
      "leaf",
      "leaf_index",
      "path",
      "answer",
      "kept_until",
    ],
    answers,
  );
  await copyRows(
    transaction,
    "measures.answered",
    [
      "check_id",
      "measure_id",
      "version",
      "sort",
      "effect",
      "force",
      "subject_kind",
      "matter_id",
      "place",
      "record_id",
      "until",
    ],
    answered,
  );
}

/** The signed root of a batch with its signature and statement; null where it is not signed. */
export interface SignedRow {
  readonly rootId: string;
  readonly root: Buffer;
  readonly size: number;
  readonly issuer: string;
  readonly signedAt: Date;
  readonly signature: string;
  readonly statement: string;
}

/** The root of a batch; null before it is signed. */
export async function findSigned(sql: Sql, scope: Scope, batchId: string): Promise<SignedRow | null> {
  scope.mustBe("body");
  const found = await sql.query<SignedRow>(
    `SELECT r.root_id AS "rootId", r.root, r.size, r.issuer, r.signed_at AS "signedAt", r.signature,
       a.detail ->> 'statement' AS statement
     FROM measures.check_batch_act a JOIN measures.root r USING (root_id) WHERE a.batch_id = $1 AND a.act = 'sign'`,
    [batchId],
  );
  return found.rows[0] ?? null;
}

/** Filed answers that are still kept on a day, by their check. */
export async function readFiled(
  sql: Sql,
  scope: Scope,
  { checks, today }: { checks: readonly string[]; today: string },
): Promise<Map<string, string>> {
  scope.mustBe("body");
  const found = await sql.query<{ checkId: string; answer: string }>({
    name: "filed-answers",
    text: `SELECT check_id AS "checkId", answer FROM measures.answer
           WHERE check_id = ANY($1::uuid[]) AND answer IS NOT NULL AND kept_until >= $2`,
    values: [checks, today],
  });
  return new Map(found.rows.map(({ checkId, answer }) => [checkId, answer]));
}

/** Writes down that a result was handed over. */
export async function insertFetch(
  sql: Sql,
  scope: Scope,
  row: { batchId: string; fetchId: string; fetchedBy: string; form: string; fetchedAt: Date },
): Promise<void> {
  scope.mustBe("body");
  await sql.query(
    `INSERT INTO measures.check_batch_fetch (batch_id, fetch_id, fetched_by, form, fetched_at) VALUES ($1, $2, $3, $4, $5)`,
    [row.batchId, row.fetchId, row.fetchedBy, row.form, row.fetchedAt],
  );
}

/** Forgets what batches asked whose keeping has ended. @returns how many parts */
export async function forgetBatchesDue(retention: Sql, atMost: number): Promise<number> {
  const done = await retention.query<{ forgotten: number }>("SELECT measures.forget_batches_due($1) AS forgotten", [
    atMost,
  ]);
  return done.rows[0]?.forgotten ?? 0;
}
