/** SQL of webhooks: where bodies are called, with which secrets, and how it went. Times are the machine's. */
import type { Permit, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";

/** A webhook with its calls counted. */
export interface WebhookRow {
  readonly webhookId: string;
  readonly agencyCode: string;
  readonly address: string;
  readonly enteredAt: Date;
  readonly secretSince: Date;
  readonly secrets: number;
  readonly endedAt: Date | null;
  readonly waiting: number;
  readonly delivered: number;
  readonly givenUp: number;
}

const selected = `SELECT h.webhook_id AS "webhookId", h.agency_code AS "agencyCode", h.address, h.entered_at AS "enteredAt",
    s.since AS "secretSince", s.nth AS secrets, e.ended_at AS "endedAt", d.waiting, d.delivered, d."givenUp"
  FROM measures.webhook h
  CROSS JOIN LATERAL (SELECT since, nth FROM measures.webhook_secret WHERE webhook_id = h.webhook_id
    ORDER BY nth DESC LIMIT 1) s
  LEFT JOIN measures.webhook_end e USING (webhook_id)
  CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
      count(*) FILTER (WHERE state = 'delivered')::int AS delivered,
      count(*) FILTER (WHERE state = 'given-up')::int AS "givenUp"
    FROM measures.watch_delivery WHERE webhook_id = h.webhook_id) d`;

/** A webhook by its id, or null; nobody is shown it before the door was asked. */
export async function findWebhook(sql: Sql, webhookId: string): Promise<WebhookRow | null> {
  const found = await sql.query<WebhookRow>(`${selected} WHERE h.webhook_id = $1`, [webhookId]);
  return found.rows[0] ?? null;
}

/** Webhooks of a body, those that have ended last. */
export async function listWebhooksOf(sql: Sql, scope: Scope, agency: string): Promise<WebhookRow[]> {
  scope.mustBe("inside");
  const found = await sql.query<WebhookRow>(
    `${selected} WHERE h.agency_code = $1 ORDER BY e.ended_at NULLS FIRST, h.entered_at LIMIT 50`,
    [agency],
  );
  return found.rows;
}

/** Webhooks of a body that have not ended. */
export async function countWebhooks(sql: Sql, permit: Permit, agency: string): Promise<number> {
  permit.mustBeFor("keep-webhook");
  const found = await sql.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM measures.webhook h WHERE agency_code = $1
       AND NOT EXISTS (SELECT FROM measures.webhook_end e WHERE e.webhook_id = h.webhook_id)`,
    [agency],
  );
  return found.rows[0]?.n ?? 0;
}

/** Adds a webhook. @returns false where its key was used before */
export async function insertWebhook(
  sql: Sql,
  permit: Permit,
  row: { webhookId: string; agencyCode: string; address: string; enteredBy: string; enteredAt: Date; key: string },
): Promise<boolean> {
  permit.mustBeFor("keep-webhook");
  const added = await sql.query(
    `INSERT INTO measures.webhook (webhook_id, agency_code, address, entered_by, entered_at, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [row.webhookId, row.agencyCode, row.address, row.enteredBy, row.enteredAt, row.key],
  );
  return added.rowCount === 1;
}

/** Adds a secret; the place it takes is its own, so of two at once one fails. */
export async function insertSecret(
  sql: Sql,
  permit: Permit,
  row: { webhookId: string; nth: number; sealed: Buffer; since: Date; enteredBy: string },
): Promise<void> {
  permit.mustBeFor("keep-webhook");
  await sql.query(
    "INSERT INTO measures.webhook_secret (webhook_id, nth, sealed, since, entered_by) VALUES ($1, $2, $3, $4, $5)",
    [row.webhookId, row.nth, row.sealed, row.since, row.enteredBy],
  );
}

/** Ends a webhook. */
export async function insertWebhookEnd(
  sql: Sql,
  permit: Permit,
  row: { webhookId: string; endedBy: string; endedAt: Date },
): Promise<void> {
  permit.mustBeFor("keep-webhook");
  await sql.query(
    "INSERT INTO measures.webhook_end (webhook_id, ended_by, ended_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    [row.webhookId, row.endedBy, row.endedAt],
  );
}

/** A call to be made now. */
export interface DueCall {
  readonly eventId: string;
  readonly webhookId: string;
  /** Which try this is, from 1. */
  readonly nth: number;
  readonly address: string;
  readonly isEnded: boolean;
  readonly kind: "changed" | "ended" | "test";
  readonly at: Date;
  readonly watchId: string | null;
  readonly checkId: string | null;
  /** Newest first. */
  readonly secrets: readonly { readonly nth: number; readonly sealed: string; readonly since: string }[];
}

/** Takes calls that are due, each until `lostAt`: whoever took it and was killed by then has lost it to the next. */
export async function takeCalls(
  sql: Sql,
  permit: Permit,
  { now, lostAt, limit }: { now: Date; lostAt: Date; limit: number },
): Promise<DueCall[]> {
  permit.mustBeFor("carry-watches");
  const taken = await sql.query<DueCall>(
    `WITH due AS (
       SELECT event_id FROM measures.watch_delivery WHERE state = 'waiting' AND next_at <= $1
       ORDER BY next_at LIMIT $3 FOR UPDATE SKIP LOCKED),
     taken AS (
       UPDATE measures.watch_delivery d SET tries = d.tries + 1, next_at = $2 FROM due
       WHERE d.event_id = due.event_id RETURNING d.event_id, d.webhook_id, d.tries)
     SELECT t.event_id AS "eventId", t.webhook_id AS "webhookId", t.tries AS nth, h.address,
       EXISTS (SELECT FROM measures.webhook_end e WHERE e.webhook_id = t.webhook_id) AS "isEnded",
       v.kind, v.at, v.watch_id AS "watchId", v.check_id AS "checkId",
       (SELECT json_agg(json_build_object('nth', s.nth, 'sealed', encode(s.sealed, 'base64'), 'since', s.since)
          ORDER BY s.nth DESC)
        FROM (SELECT * FROM measures.webhook_secret WHERE webhook_id = t.webhook_id ORDER BY nth DESC LIMIT 2) s) AS secrets
     FROM taken t JOIN measures.webhook h USING (webhook_id) JOIN measures.watch_event v USING (event_id)`,
    [now, lostAt, limit],
  );
  return taken.rows;
}

/** How a call went, and what follows. */
export interface CallDone {
  readonly eventId: string;
  readonly nth: number;
  readonly at: Date;
  readonly result: string;
  readonly status: number | null;
  readonly state: "waiting" | "delivered" | "given-up";
  readonly nextAt: Date;
}

/** Writes down how a call went; a try that was lost to another does not move what the other moves. */
export async function insertAttempt(sql: Sql, permit: Permit, row: CallDone): Promise<void> {
  permit.mustBeFor("carry-watches");
  await sql.query(
    `WITH kept AS (
       INSERT INTO measures.watch_attempt (event_id, nth, at, result, status) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING RETURNING 1)
     UPDATE measures.watch_delivery SET state = $6, next_at = $7
     WHERE event_id = $1 AND state = 'waiting' AND (tries = $2 OR $6 = 'delivered') AND EXISTS (SELECT FROM kept)`,
    [row.eventId, row.nth, row.at, row.result, row.status, row.state, row.nextAt],
  );
}

/** A call as its body sees it. */
export interface DeliveryRow {
  readonly eventId: string;
  readonly webhookId: string;
  readonly kind: "changed" | "ended" | "test";
  readonly at: Date;
  readonly state: "waiting" | "delivered" | "given-up";
  readonly tries: number;
  readonly nextAt: Date;
  readonly result: string | null;
  readonly status: number | null;
}

/** Calls of a body's webhooks, newest first. */
export async function listDeliveries(
  sql: Sql,
  scope: Scope,
  { agency, limit }: { agency: string; limit: number },
): Promise<DeliveryRow[]> {
  scope.mustBe("inside");
  const found = await sql.query<DeliveryRow>(
    `SELECT v.event_id AS "eventId", d.webhook_id AS "webhookId", v.kind, v.at, d.state, d.tries, d.next_at AS "nextAt",
       a.result, a.status
     FROM measures.watch_event v JOIN measures.watch_delivery d USING (event_id)
     LEFT JOIN LATERAL (SELECT result, status FROM measures.watch_attempt WHERE event_id = v.event_id
       ORDER BY nth DESC LIMIT 1) a ON true
     WHERE v.agency_code = $1 ORDER BY v.position DESC LIMIT $2`,
    [agency, limit],
  );
  return found.rows;
}
