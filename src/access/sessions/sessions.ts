/**
 * Sessions: a random cookie, of which the database keeps the hash; they end when idle, after some hours, at sign-out,
 * and when what the person may act as ends. Their clocks are the machine's, not the law's.
 */
import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, type Assurance, visitor } from "../actor.ts";
import { type AccessParts, accessChanged } from "../parts.ts";
import { remember } from "../remembered.ts";
import { terms } from "../terms.ts";
import { findHats, type Hat } from "./hats.ts";
import {
  deleteExpired,
  deleteSession,
  deleteSessionsOf,
  findLastSignIn,
  findSession,
  type Identity,
  insertSession,
  insertSignIn,
  prolongSession,
  type SessionRow,
} from "./store.ts";

/** What an issuer said of a person who signed in. */
export interface SignedIn {
  readonly identity: Identity;
  readonly issuerSession: string | null;
  readonly assurance: Assurance;
  readonly name: string;
}

/** A session that began: the cookie, and the hats to choose from where there are several. */
export interface Began {
  readonly token: string;
  readonly hats: readonly Hat[];
  /** The hat worn; null while one is to be chosen. */
  readonly hat: string | null;
}

/** A session in use. */
export interface Session {
  /** Who acts; a visitor while no hat is chosen. */
  readonly actor: Actor;
  readonly hat: string | null;
  readonly hats: readonly Hat[];
  /** What every form must carry back: a page elsewhere cannot know it. */
  readonly formToken: string;
  readonly since: Date;
  readonly idleUntil: Date;
  readonly expiresAt: Date;
}

export interface Sessions {
  /** Begins a session under a fresh cookie; logged, and so is who was turned away. */
  begin(signedIn: SignedIn): Promise<Outcome<Began>>;
  /** Puts on one of the hats, under a fresh cookie. */
  choose(token: string, hat: string): Promise<Outcome<Began>>;
  /** The session of a cookie; null where it has ended or never was. */
  find(token: string): Promise<Session | null>;
  /** Ends the session of a cookie, if there is one. */
  end(token: string): Promise<void>;
  /** Ends what the issuer says has ended. @returns how many ended */
  endFromIssuer(ended: { issuer: string; subject: string | null; issuerSession: string | null }): Promise<number>;
}

const minuteMs = 60_000;
const idleMs = terms.sessionIdleMinutes * minuteMs;

export function openSessions(parts: AccessParts): Sessions {
  const found = remember((token) => findNow(parts, token));
  return {
    async find(token) {
      const session = isToken(token) ? await found(token) : null;
      // What is remembered may have ended since.
      const now = new Date();
      return session && session.expiresAt > now && session.idleUntil > now ? session : null;
    },
    begin: (signedIn) => begin(parts, signedIn),
    choose: (token, hat) => choose(parts, token, hat),
    async end(token) {
      await deleteSession(parts.app, hashOf(token));
      accessChanged();
    },
    async endFromIssuer(ended) {
      const count = await deleteSessionsOf(parts.app, ended);
      accessChanged();
      return count;
    },
  };
}

async function begin(parts: AccessParts, signedIn: SignedIn): Promise<Outcome<Began>> {
  const { identity, assurance, name } = signedIn;
  const now = new Date();
  await deleteExpired(parts.app, now);
  const lastSignInAt = await findLastSignIn(parts.app, identity);
  const hats = await findHats(parts, { identity, assurance, name, lastSignInAt });
  const log = { signInId: randomUUID(), ...identity, assurance, at: now };
  if (!hats.ok) {
    await insertSignIn(parts.app, { ...log, hat: null, refusal: hats.refusal.code });
    return hats;
  }
  const [only] = hats.value;
  const hat = hats.value.length === 1 ? (only?.hat ?? null) : null;
  if (hat) await insertSignIn(parts.app, { ...log, hat, refusal: null });
  const token = await insertFresh(parts, signedIn, {
    hat,
    createdAt: now,
    expiresAt: new Date(now.getTime() + terms.sessionHoursMax * 60 * minuteMs),
  });
  return { ok: true, value: { token, hats: hats.value, hat } };
}

async function choose(parts: AccessParts, token: string, hat: string): Promise<Outcome<Began>> {
  const row = isToken(token) ? await findSession(parts.app, hashOf(token), new Date()) : null;
  if (!row) return refuse("access.sign-in");
  const signedIn = signedInOf(parts, row);
  const hats = await hatsOf(parts, signedIn);
  if (!hats.some((one) => one.hat === hat)) return refuse("access.unknown-hat", { field: "hat" });
  const { issuer, subject, assurance } = row;
  const log = { signInId: randomUUID(), issuer, subject, assurance, at: new Date() };
  await insertSignIn(parts.app, { ...log, hat, refusal: null });
  // What the cookie allows changes, so the cookie does: an older one that leaked is worth nothing.
  await deleteSession(parts.app, row.tokenHash);
  accessChanged();
  const fresh = await insertFresh(parts, signedIn, { hat, createdAt: row.createdAt, expiresAt: row.expiresAt });
  return { ok: true, value: { token: fresh, hats, hat } };
}

async function insertFresh(
  parts: AccessParts,
  { identity, issuerSession, assurance, name }: SignedIn,
  times: { hat: string | null; createdAt: Date; expiresAt: Date },
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const tokenHash = hashOf(token);
  await insertSession(parts.app, {
    tokenHash,
    ...identity,
    issuerSession,
    assurance,
    sealed: parts.keys.seal(Buffer.from(name), contextOf(tokenHash)),
    ...times,
    idleUntil: new Date(Date.now() + idleMs),
  });
  return token;
}

async function findNow(parts: AccessParts, token: string): Promise<Session | null> {
  const now = new Date();
  const row = await findSession(parts.app, hashOf(token), now);
  if (!row) return null;
  const hats = await hatsOf(parts, signedInOf(parts, row));
  const worn = hats.find((one) => one.hat === row.hat);
  // The hat was taken away: the session is over, though the cookie may still come.
  if (row.hat !== null && !worn) return null;
  const idleUntil = new Date(Math.min(now.getTime() + idleMs, row.expiresAt.getTime()));
  // Written once a minute, not at every request.
  if (idleUntil.getTime() - row.idleUntil.getTime() > minuteMs)
    await prolongSession(parts.app, row.tokenHash, idleUntil);
  return {
    actor: worn?.actor ?? visitor,
    hat: row.hat,
    hats,
    formToken: formTokenOf(token),
    since: row.createdAt,
    idleUntil,
    expiresAt: row.expiresAt,
  };
}

function signedInOf(parts: AccessParts, row: SessionRow): SignedIn {
  const { issuer, subject, issuerSession, assurance } = row;
  const name = parts.keys.open(row.sealed, contextOf(row.tokenHash)).toString();
  return { identity: { issuer, subject }, issuerSession, assurance, name };
}

async function hatsOf(parts: AccessParts, { identity, assurance, name }: SignedIn): Promise<readonly Hat[]> {
  // Somebody with a session signed in within hours; there is no dormancy to ask about.
  const hats = await findHats(parts, { identity, assurance, name, lastSignInAt: new Date() });
  return hats.ok ? hats.value : [];
}

function contextOf(tokenHash: Buffer): string {
  return `session ${tokenHash.toString("hex")}`;
}

function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** The token of a session's forms: made of the cookie, which no page elsewhere can read. */
export function formTokenOf(token: string): string {
  return createHmac("sha256", token).update("form").digest("base64url");
}

/** Whether a form came back with its session's token. */
export function isFormToken(session: Session, given: string): boolean {
  const [a, b] = [Buffer.from(session.formToken), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
