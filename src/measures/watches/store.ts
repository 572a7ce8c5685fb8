/** SQL of watches: standing questions, how far they are looked after, what was told. */
import type { KeptBody, Permit, Scope } from "#src/access/index.ts";
import type { Sql, Transaction } from "#src/platform/database.ts";
import type { After } from "../store.ts";

type Kind = "organisation" | "individual-business" | "person";

/** A row of `measures.watch`. */
export interface WatchRow {
  readonly watchId: string;
  readonly agencyCode: string;
  readonly actor: KeptBody;
  readonly actorKind: "officer" | "client";
  readonly actorId: string;
  readonly subjectKind: Kind;
  readonly subjectId: string;
  /** Null for persons. */
  readonly number: string | null;
  readonly matter: string;
  readonly purpose: string;
  readonly basis: string;
  readonly beganOn: string;
  readonly endsOn: string;
  readonly webhookId: string | null;
  readonly enteredBy: string;
  readonly enteredAt: Date;
  readonly idempotencyKey: string;
  readonly firstCheck: string;
}

/** A watch that is set up, with what its first answer said. */
export interface NewWatch extends WatchRow {
  readonly substance: Buffer;
  readonly seenRules: string;
}

/** A watch that is locked to be looked after. */
export interface LockedWatch extends WatchRow {
  readonly subjectIds: readonly string[];
  readonly substance: Buffer;
  readonly lastCheck: string;
}

const columns = `w.watch_id AS "watchId", w.agency_code AS "agencyCode", w.actor, w.actor_kind AS "actorKind",
  w.actor_id AS "actorId", w.subject_kind AS "subjectKind", w.subject_id AS "subjectId", w.number, w.matter_id AS matter,
  w.purpose, w.basis, w.began_on AS "beganOn", w.ends_on AS "endsOn", w.webhook_id AS "webhookId",
  w.entered_by AS "enteredBy", w.entered_at AS "enteredAt", w.idempotency_key AS "idempotencyKey", w.first_check AS "firstCheck"`;

/** Keeps what a body sets up apart from what it sets up at the same moment, until the transaction ends. */
export async function lockBody(sql: Sql, permit: Permit, agency: string): Promise<void> {
  permit.mustBeFor("keep-watch", "keep-webhook");
  await sql.query("SELECT pg_advisory_xact_lock(7002016, hashtext($1))", [agency]);
}

/** Live watches of a body: how many, and which of some subjects it watches already in a matter for a purpose. */
export async function findLive(
  sql: Sql,
  permit: Permit,
  asked: { agency: string; matter: string; purpose: string; subjectIds: readonly string[]; today: string },
): Promise<{ count: number; subjects: readonly string[] }> {
  permit.mustBeFor("keep-watch");
  const found = await sql.query<{ count: number; subjects: string[] }>(
    `SELECT (SELECT count(*)::int FROM measures.watch w JOIN measures.watch_state s USING (watch_id)
         WHERE w.agency_code = $1 AND s.is_live AND w.ends_on >= $5) AS count,
       coalesce((SELECT array_agg(w.subject_id::text) FROM measures.watch w JOIN measures.watch_state s USING (watch_id)
         WHERE w.agency_code = $1 AND w.matter_id = $2 AND w.purpose = $3 AND w.subject_id = ANY($4::uuid[])
           AND s.is_live AND w.ends_on >= $5), '{}') AS subjects`,
    [asked.agency, asked.matter, asked.purpose, asked.subjectIds, asked.today],
  );
  const [row] = found.rows;
  if (!row) throw new Error("a count is always there");
  return row;
}

/**
 * Sets watches up, and has each looked after once more as soon as that is committed: a listing that is recorded at the same
 * moment is seen by one of the two.
 */
export async function insertWatches(sql: Sql, permit: Permit, rows: readonly NewWatch[]): Promise<void> {
  permit.mustBeFor("keep-watch");
  await sql.query(
    `WITH given AS (
       SELECT * FROM jsonb_to_recordset($1) AS g("watchId" uuid, "agencyCode" text, actor jsonb, "actorKind" text,
         "actorId" text, "subjectKind" text, "subjectId" uuid, number text, matter text, purpose text, basis text,
         "beganOn" date, "endsOn" date, "webhookId" uuid, "enteredBy" text, "enteredAt" timestamptz,
         "idempotencyKey" text, "firstCheck" uuid, "seenRules" text, substance text)),
     kept AS (
       INSERT INTO measures.watch (watch_id, agency_code, actor, actor_kind, actor_id, subject_kind, subject_id, number,
         matter_id, purpose, basis, began_on, ends_on, webhook_id, entered_by, entered_at, idempotency_key, first_check)
       SELECT "watchId", "agencyCode", actor, "actorKind", "actorId", "subjectKind", "subjectId", number, matter, purpose,
         basis, "beganOn", "endsOn", "webhookId", "enteredBy", "enteredAt", "idempotencyKey", "firstCheck" FROM given
       RETURNING watch_id),
     stirred AS (
       INSERT INTO ledger.outbox (subject_id) SELECT DISTINCT "subjectId" FROM given RETURNING 1)
     INSERT INTO measures.watch_state (watch_id, subject_ids, seen_on, seen_rules, substance, last_check, is_live)
     SELECT "watchId", ARRAY["subjectId"], "beganOn", "seenRules", decode(substance, 'hex'), "firstCheck", true FROM given`,
    [JSON.stringify(rows.map((row) => ({ ...row, substance: row.substance.toString("hex") })))],
  );
}

/** What was set up under some keys. */
export async function findByKeys(
  sql: Sql,
  permit: Permit,
  { agency, keys }: { agency: string; keys: readonly string[] },
): Promise<WatchRow[]> {
  permit.mustBeFor("keep-watch");
  const found = await sql.query<WatchRow>(
    `SELECT ${columns} FROM measures.watch w WHERE w.agency_code = $1 AND w.idempotency_key = ANY($2::text[])`,
    [agency, keys],
  );
  return found.rows;
}

/** How many to take in hand, and which not. */
export interface Taking {
  readonly limit: number;
  readonly except: readonly string[];
}

/** Takes subjects whose listings changed out of the queue, oldest first; another's are passed over. */
export async function takeStirred(
  transaction: Transaction,
  permit: Permit,
  { limit, except }: Taking,
): Promise<string[]> {
  permit.mustBeFor("carry-watches");
  const taken = await transaction.query<{ subjectId: string }>(
    `DELETE FROM ledger.outbox o USING (
       SELECT subject_id, outbox_id FROM ledger.outbox WHERE subject_id <> ALL($2::uuid[])
       ORDER BY outbox_id LIMIT $1 FOR UPDATE SKIP LOCKED) due
     WHERE o.subject_id = due.subject_id AND o.outbox_id = due.outbox_id RETURNING o.subject_id AS "subjectId"`,
    [limit, except],
  );
  return [...new Set(taken.rows.map(({ subjectId }) => subjectId))];
}

const lockedColumns = `${columns}, s.subject_ids AS "subjectIds", s.substance, s.last_check AS "lastCheck"`;

/** Locks the live watches of some subjects, or some live watches by their ids. */
export async function lockWatches(
  transaction: Transaction,
  permit: Permit,
  { subjectIds, watchIds }: { readonly subjectIds: readonly string[]; readonly watchIds?: readonly string[] },
): Promise<LockedWatch[]> {
  permit.mustBeFor("carry-watches", "end-watch");
  const found = await transaction.query<LockedWatch>(
    `SELECT ${lockedColumns} FROM measures.watch_state s JOIN measures.watch w USING (watch_id)
     WHERE s.is_live AND (s.subject_ids && $1::uuid[] OR s.watch_id = ANY($2::uuid[])) ORDER BY s.watch_id FOR UPDATE OF s`,
    [subjectIds, watchIds ?? []],
  );
  return found.rows;
}

/** Locks live watches that were not looked after today, or by other rules; those another works at are passed over. */
export async function lockUnseen(
  transaction: Transaction,
  permit: Permit,
  { today, rules, limit, except }: Taking & { readonly today: string; readonly rules: string },
): Promise<LockedWatch[]> {
  permit.mustBeFor("carry-watches");
  const found = await transaction.query<LockedWatch>(
    `SELECT ${lockedColumns} FROM measures.watch_state s JOIN measures.watch w USING (watch_id)
     WHERE s.is_live AND (s.seen_on < $1 OR s.seen_rules <> $2) AND s.watch_id <> ALL($4::uuid[])
     ORDER BY s.seen_on, s.watch_id LIMIT $3 FOR UPDATE OF s SKIP LOCKED`,
    [today, rules, limit, except],
  );
  return found.rows;
}

/** How far a watch is after it was looked after. */
export interface SeenRow {
  readonly watchId: string;
  readonly subjectIds: readonly string[];
  readonly substance: Buffer;
  readonly lastCheck: string;
  readonly isLive: boolean;
}

/** Writes down how far watches are. */
export async function updateSeen(
  transaction: Transaction,
  permit: Permit,
  { rows, today, rules }: { rows: readonly SeenRow[]; today: string; rules: string },
): Promise<void> {
  permit.mustBeFor("carry-watches", "end-watch");
  await transaction.query(
    `UPDATE measures.watch_state s SET subject_ids = g.ids, seen_on = greatest(s.seen_on, $2::date), seen_rules = $3,
       substance = decode(g.substance, 'hex'), last_check = g."lastCheck", is_live = g."isLive"
     FROM (SELECT "watchId", array(SELECT jsonb_array_elements_text("subjectIds")::uuid) AS ids, substance, "lastCheck", "isLive"
           FROM jsonb_to_recordset($1) AS g("watchId" uuid, "subjectIds" jsonb, substance text, "lastCheck" uuid, "isLive" boolean)) g
     WHERE s.watch_id = g."watchId"`,
    [JSON.stringify(rows.map((row) => ({ ...row, substance: row.substance.toString("hex") }))), today, rules],
  );
}

/** A row of `measures.watch_end`. */
export interface EndRow {
  readonly watchId: string;
  readonly why: "asked" | "expired" | "lapsed";
  readonly refusal: string | null;
  readonly endedBy: string;
  readonly endedAt: Date;
}

/** Ends watches; one that has ended stays as it ended. */
export async function insertEnds(transaction: Transaction, permit: Permit, rows: readonly EndRow[]): Promise<void> {
  permit.mustBeFor("carry-watches", "end-watch");
  await transaction.query(
    `INSERT INTO measures.watch_end (watch_id, why, refusal, ended_by, ended_at)
     SELECT "watchId", why, refusal, "endedBy", "endedAt" FROM jsonb_to_recordset($1)
       AS g("watchId" uuid, why text, refusal text, "endedBy" text, "endedAt" timestamptz) ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

/** Something to tell. */
export interface NewEvent {
  readonly eventId: string;
  readonly agencyCode: string;
  readonly watchId: string | null;
  readonly kind: "changed" | "ended" | "test";
  readonly at: Date;
  readonly checkId: string | null;
  readonly beforeId: string | null;
  readonly webhookId: string | null;
}

/**
 * Tells: a place in the body's feed each, and a call of its webhook where it has one that has not ended. Bodies are locked in
 * their order, so that two that tell at once do not wait for each other.
 */
export async function insertEvents(
  transaction: Transaction,
  permit: Permit,
  events: readonly NewEvent[],
): Promise<void> {
  permit.mustBeFor("carry-watches", "end-watch", "keep-webhook");
  const byAgency = Map.groupBy(events, ({ agencyCode }) => agencyCode);
  for (const agency of [...byAgency.keys()].sort()) {
    const own = byAgency.get(agency) ?? [];
    const placed = await transaction.query<{ last: number }>(
      `INSERT INTO measures.watch_feed (agency_code, last) VALUES ($1, $2)
       ON CONFLICT (agency_code) DO UPDATE SET last = watch_feed.last + excluded.last RETURNING last`,
      [agency, own.length],
    );
    const first = (placed.rows[0]?.last ?? 0) - own.length + 1;
    await transaction.query(
      `INSERT INTO measures.watch_event (agency_code, position, event_id, watch_id, kind, at, check_id, before_id)
       SELECT $2, $3::bigint + g.nth - 1, g."eventId", g."watchId", g.kind, g.at, g."checkId", g."beforeId"
       FROM ROWS FROM (jsonb_to_recordset($1) AS ("eventId" uuid, "watchId" uuid, kind text, at timestamptz,
         "checkId" uuid, "beforeId" uuid)) WITH ORDINALITY
         AS g("eventId", "watchId", kind, at, "checkId", "beforeId", nth)`,
      [JSON.stringify(own), agency, first],
    );
  }
  const called = events.filter(({ webhookId }) => webhookId !== null);
  if (called.length === 0) return;
  await transaction.query(
    `INSERT INTO measures.watch_delivery (event_id, webhook_id, state, tries, next_at)
     SELECT "eventId", "webhookId", 'waiting', 0, $2 FROM jsonb_to_recordset($1) AS g("eventId" uuid, "webhookId" uuid)
     WHERE NOT EXISTS (SELECT FROM measures.webhook_end e WHERE e.webhook_id = "webhookId")`,
    [JSON.stringify(called), new Date()],
  );
}

/** A watch as it is listed. */
export interface ListedWatch extends WatchRow {
  readonly why: EndRow["why"] | null;
  readonly refusal: string | null;
  readonly endedAt: Date | null;
  readonly lastCheck: string;
  readonly outcome: "measures" | "nothing-recorded" | "unknown-subject";
  readonly events: number;
}

const listed = `SELECT ${columns}, e.why, e.refusal, e.ended_at AS "endedAt", s.last_check AS "lastCheck", a.outcome,
    (SELECT count(*)::int FROM measures.watch_event v WHERE v.watch_id = w.watch_id AND v.kind = 'changed') AS events
  FROM measures.watch w JOIN measures.watch_state s USING (watch_id) LEFT JOIN measures.watch_end e USING (watch_id)
    JOIN measures.answer a ON a.check_id = s.last_check`;

/** A watch by its id, or null; nobody is shown it before the door was asked. */
export async function findWatch(sql: Sql, watchId: string): Promise<ListedWatch | null> {
  const found = await sql.query<ListedWatch>(`${listed} WHERE w.watch_id = $1`, [watchId]);
  return found.rows[0] ?? null;
}

/** Watches of a body, newest first. */
export async function listWatchesOf(
  sql: Sql,
  scope: Scope,
  asked: { agency: string; state: "live" | "ended" | null; today: string; after: After | null; limit: number },
): Promise<ListedWatch[]> {
  scope.mustBe("inside");
  const found = await sql.query<ListedWatch>(
    `${listed} WHERE w.agency_code = $1
       AND ($2::text IS NULL OR ($2 = 'live') = (e.watch_id IS NULL AND w.ends_on >= $3::date))
       AND ($4::timestamptz IS NULL OR (w.entered_at, w.watch_id) < ($4, $5::uuid))
     ORDER BY w.entered_at DESC, w.watch_id DESC LIMIT $6`,
    [asked.agency, asked.state, asked.today, asked.after?.at ?? null, asked.after?.id ?? null, asked.limit],
  );
  return found.rows;
}

/** Standing watches on subjects, for those subjects (C15). */
export async function listWatchesOn(
  sql: Sql,
  scope: Scope,
  asked: { subjects: readonly string[]; today: string; limit: number },
): Promise<WatchRow[]> {
  scope.mustBe("subject");
  const found = await sql.query<WatchRow>(
    `SELECT ${columns} FROM measures.watch w JOIN measures.watch_state s USING (watch_id)
     WHERE s.is_live AND s.subject_ids && $1::uuid[] AND w.ends_on >= $2 ORDER BY w.entered_at DESC, w.watch_id LIMIT $3`,
    [asked.subjects, asked.today, asked.limit],
  );
  return found.rows;
}

/** An event as it is told. */
export interface EventRow {
  readonly eventId: string;
  readonly agencyCode: string;
  readonly position: number;
  readonly watchId: string | null;
  readonly kind: NewEvent["kind"];
  readonly at: Date;
  readonly checkId: string | null;
  readonly beforeId: string | null;
}

const eventColumns = `v.event_id AS "eventId", v.agency_code AS "agencyCode", v.position, v.watch_id AS "watchId", v.kind, v.at,
  v.check_id AS "checkId", v.before_id AS "beforeId"`;

/** A body's feed after a place. */
export async function listEvents(
  sql: Sql,
  scope: Scope,
  { agency, after, limit }: { agency: string; after: number; limit: number },
): Promise<EventRow[]> {
  scope.mustBe("inside");
  const found = await sql.query<EventRow>(
    `SELECT ${eventColumns} FROM measures.watch_event v WHERE v.agency_code = $1 AND v.position > $2 ORDER BY v.position LIMIT $3`,
    [agency, after, limit],
  );
  return found.rows;
}

/** An event by its id, or null; nobody is shown it before the door was asked. */
export async function findEvent(sql: Sql, eventId: string): Promise<EventRow | null> {
  const found = await sql.query<EventRow>(`SELECT ${eventColumns} FROM measures.watch_event v WHERE v.event_id = $1`, [
    eventId,
  ]);
  return found.rows[0] ?? null;
}

/** Events of a watch, newest first. */
export async function listEventsOf(
  sql: Sql,
  scope: Scope,
  { watchId, limit }: { watchId: string; limit: number },
): Promise<EventRow[]> {
  scope.mustBe("inside");
  const found = await sql.query<EventRow>(
    `SELECT ${eventColumns} FROM measures.watch_event v WHERE v.watch_id = $1 ORDER BY v.position DESC LIMIT $2`,
    [watchId, limit],
  );
  return found.rows;
}
