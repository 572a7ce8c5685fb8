import type { Sql } from "#src/platform/database.ts";
import type { Assurance } from "../actor.ts";

/** Who a person is to their issuer. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** What an identity was bound to when an invitation was accepted. */
export interface Holding {
  readonly holderKind: "officer" | "representative";
  readonly holderId: string;
}

/** Everything an identity is bound to. */
export async function listIdentities(sql: Sql, { issuer, subject }: Identity): Promise<Holding[]> {
  const found = await sql.query<Holding>({
    name: "identities",
    text: `SELECT holder_kind AS "holderKind", holder_id::text AS "holderId" FROM access.sign_in_identity
           WHERE issuer = $1 AND subject = $2 ORDER BY since, holder_id`,
    values: [issuer, subject],
  });
  return found.rows;
}

/** Makes others who bind the same identity wait until this transaction ends. */
export async function lockIdentity(sql: Sql, { issuer, subject }: Identity): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`identity ${issuer} ${subject}`]);
}

/** Binds an identity to an appointment or a mandate. */
export async function insertIdentity(sql: Sql, row: Identity & Holding & { since: Date }): Promise<void> {
  await sql.query(
    `INSERT INTO access.sign_in_identity (issuer, subject, holder_kind, holder_id, since) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [row.issuer, row.subject, row.holderKind, row.holderId, row.since],
  );
}

/** A sign-in, or an attempt that was turned away. */
export interface SignInRow extends Identity {
  readonly signInId: string;
  readonly hat: string | null;
  readonly refusal: string | null;
  readonly assurance: Assurance;
  readonly at: Date;
}

/** Adds a sign-in to its log. */
export async function insertSignIn(sql: Sql, row: SignInRow): Promise<void> {
  await sql.query(
    `INSERT INTO access.sign_in (sign_in_id, issuer, subject, outcome, hat, refusal, assurance, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      row.signInId,
      row.issuer,
      row.subject,
      row.hat === null ? "refused" : "signed-in",
      row.hat,
      row.refusal,
      row.assurance,
      row.at,
    ],
  );
}

/** When an identity last signed in, under any hat. */
export async function findLastSignIn(sql: Sql, { issuer, subject }: Identity): Promise<Date | null> {
  const found = await sql.query<{ at: Date | null }>(
    "SELECT max(at) AS at FROM access.sign_in WHERE issuer = $1 AND subject = $2 AND outcome = 'signed-in'",
    [issuer, subject],
  );
  return found.rows[0]?.at ?? null;
}

/** A session as it is stored; the cookie itself is nowhere. */
export interface SessionRow extends Identity {
  readonly tokenHash: Buffer;
  readonly issuerSession: string | null;
  readonly hat: string | null;
  readonly assurance: Assurance;
  readonly sealed: Buffer;
  readonly createdAt: Date;
  readonly idleUntil: Date;
  readonly expiresAt: Date;
}

/** Adds a session. */
export async function insertSession(sql: Sql, row: SessionRow): Promise<void> {
  await sql.query(
    `INSERT INTO access.session
       (token_hash, issuer, subject, issuer_session, hat, assurance, sealed, created_at, idle_until, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      row.tokenHash,
      row.issuer,
      row.subject,
      row.issuerSession,
      row.hat,
      row.assurance,
      row.sealed,
      row.createdAt,
      row.idleUntil,
      row.expiresAt,
    ],
  );
}

/** The session of a cookie's hash, if it has not ended by `now`. */
export async function findSession(sql: Sql, tokenHash: Buffer, now: Date): Promise<SessionRow | null> {
  const found = await sql.query<SessionRow>({
    name: "find-session",
    text: `SELECT token_hash AS "tokenHash", issuer, subject, issuer_session AS "issuerSession", hat, assurance, sealed,
             created_at AS "createdAt", idle_until AS "idleUntil", expires_at AS "expiresAt"
           FROM access.session WHERE token_hash = $1 AND expires_at > $2 AND idle_until > $2`,
    values: [tokenHash, now],
  });
  return found.rows[0] ?? null;
}

/** Says that a session is in use. */
export async function prolongSession(sql: Sql, tokenHash: Buffer, idleUntil: Date): Promise<void> {
  await sql.query("UPDATE access.session SET idle_until = $2 WHERE token_hash = $1", [tokenHash, idleUntil]);
}

/** Ends one session. */
export async function deleteSession(sql: Sql, tokenHash: Buffer): Promise<void> {
  await sql.query("DELETE FROM access.session WHERE token_hash = $1", [tokenHash]);
}

/**
 * Ends what the issuer says has ended: one session of its own, or all of a person.
 * @returns how many ended
 */
export async function deleteSessionsOf(
  sql: Sql,
  ended: { issuer: string; subject: string | null; issuerSession: string | null },
): Promise<number> {
  const done = await sql.query(
    `DELETE FROM access.session WHERE issuer = $1 AND ($2::text IS NULL OR subject = $2)
       AND ($3::text IS NULL OR issuer_session = $3) AND ($2::text IS NOT NULL OR $3::text IS NOT NULL)`,
    [ended.issuer, ended.subject, ended.issuerSession],
  );
  return done.rowCount ?? 0;
}

/** Forgets sessions and used assertions whose time is over. */
export async function deleteExpired(sql: Sql, now: Date): Promise<void> {
  await sql.query("DELETE FROM access.session WHERE expires_at <= $1 OR idle_until <= $1", [now]);
  await sql.query("DELETE FROM access.used_assertion WHERE expires_at <= $1", [now]);
}
