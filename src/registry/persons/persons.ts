/**
 * Natural persons: found by keyed token only, never by name (C13). Numbers and names lie sealed; the token that leads
 * to a person stands in a row of its own, which can be rotated and deleted (C17).
 */
import { randomUUID } from "node:crypto";
import type { Permit, Scope } from "#src/access/index.ts";
import type { Pool, Sql } from "#src/platform/database.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import { insertSubjects } from "../store.ts";
import {
  deleteFormerTokens,
  findPersonSecrets,
  findPersonTokens,
  findTokensBeforeAsking,
  insertPersonSecrets,
  insertPersonTokens,
  listPersonsWithoutToken,
} from "./store.ts";

/** Which document a number is of. */
export type PersonScheme = "person-number" | "passport" | "travel-permit" | "residence-permit" | "other";

/** A person as a row names them. */
export interface GivenPerson {
  readonly scheme: PersonScheme;
  /** Normalised: no spaces, upper case. */
  readonly number: string;
  readonly name: string;
}

/** What is sealed of a person. */
export interface PersonSecret {
  readonly scheme: PersonScheme;
  readonly number: string;
  readonly name: string;
}

/** What tokens are drawn from: a passport's number must not meet a citizen number that looks the same. */
function tokenText({ scheme, number }: Pick<GivenPerson, "scheme" | "number">): string {
  return `${scheme}:${number}`;
}

/** The subjects some numbers lead to, in their order; null where nobody is known by it. */
export async function findPersons(
  sql: Sql,
  permit: Permit,
  numbers: readonly Pick<GivenPerson, "scheme" | "number">[],
  keys: KeyRing,
): Promise<(string | null)[]> {
  const tokens = numbers.map((number) => keys.personTokens(tokenText(number)));
  const found = await findPersonTokens(sql, permit, tokens.flat());
  return tokens.map((list) => firstKnown(list, found));
}

function firstKnown(tokens: readonly Buffer[], found: ReadonlyMap<string, string>): string | null {
  for (const token of tokens) {
    const subjectId = found.get(token.toString("hex"));
    if (subjectId !== undefined) return subjectId;
  }
  return null;
}

/** The subject a number leads to, an opaque id, so that the door can be asked about it before anything is shown. */
export async function findPersonToAskAbout(
  sql: Sql,
  keys: KeyRing,
  number: Pick<GivenPerson, "scheme" | "number">,
): Promise<string | null> {
  const tokens = keys.personTokens(tokenText(number));
  return firstKnown(tokens, await findTokensBeforeAsking(sql, tokens));
}

/**
 * The subjects of some persons, in their order; who is not known yet is founded under an id drawn at random. Two
 * batches that bring the same person at once found one: the token's key decides.
 */
export async function foundPersons(
  sql: Sql,
  permit: Permit,
  persons: readonly GivenPerson[],
  { keys, source, at }: { keys: KeyRing; source: string; at: Date },
): Promise<string[]> {
  const known = await findPersons(sql, permit, persons, keys);
  const fresh = new Map<string, { token: Buffer; subjectId: string; person: GivenPerson }>();
  persons.forEach((person, at) => {
    const [token] = known[at] === null ? keys.personTokens(tokenText(person)) : [];
    if (token) fresh.set(token.toString("hex"), { token, subjectId: randomUUID(), person });
  });
  const rows = [...fresh.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  if (rows.length > 0) {
    const won = await insertPersonTokens(sql, permit, rows);
    const founded = rows.filter((row) => won.has(row.token.toString("hex")));
    await insertSubjects(
      sql,
      permit,
      founded.map(({ subjectId }) => ({ subjectId, kind: "person", form: null, division: null })),
      { source, at },
    );
    await insertPersonSecrets(
      sql,
      permit,
      founded.map(({ subjectId, person }) => sealed(subjectId, person, keys)),
      at,
    );
  }
  const all = rows.length > 0 ? await findPersons(sql, permit, persons, keys) : known;
  return all.map((subjectId) => {
    if (subjectId === null) throw new Error("a person that was founded is not found");
    return subjectId;
  });
}

function sealed(subjectId: string, { scheme, number, name }: GivenPerson, keys: KeyRing) {
  const plain = Buffer.from(JSON.stringify({ scheme, number, name } satisfies PersonSecret));
  return { subjectId, seq: 1, sealed: keys.seal(plain, sealContext(subjectId)) };
}

function sealContext(subjectId: string): string {
  return `person:${subjectId}`;
}

/** What is sealed of a person, opened: for the subject's own view and for new tokens. Null where it was forgotten. */
export async function openPerson(
  sql: Sql,
  scope: Scope,
  { keys, subjectId }: { keys: KeyRing; subjectId: string },
): Promise<PersonSecret | null> {
  const last = (await findPersonSecrets(sql, scope, [subjectId])).at(-1);
  return last ? JSON.parse(keys.open(last.sealed, sealContext(subjectId)).toString()) : null;
}

/**
 * After the token key was rotated: adds tokens under the new key for everyone, then lets the retention role delete the
 * old ones. Until then a person is found by either. May be stopped and run again.
 * @returns how many persons got a new token, and how many old tokens went
 */
export async function rotatePersonTokens(
  { app, retention, keys }: { app: Pool; retention: Pool; keys: KeyRing },
  permit: Permit,
  chunk = 500,
): Promise<{ added: number; deleted: number }> {
  const current = keys.personTokens("")[0]?.[0] ?? 0;
  let added = 0;
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const ids = await listPersonsWithoutToken(app, permit, { current, after, limit: chunk });
    const last = ids.at(-1);
    if (last === undefined) break;
    const secrets = await findPersonSecrets(app, permit, ids);
    const rows = secrets.flatMap(({ subjectId, sealed }) => {
      const secret: PersonSecret = JSON.parse(keys.open(sealed, sealContext(subjectId)).toString());
      const [token] = keys.personTokens(tokenText(secret));
      return token ? [{ token, subjectId }] : [];
    });
    added += (await insertPersonTokens(app, permit, rows)).size;
    after = last;
  }
  return { added, deleted: await deleteFormerTokens(retention, permit, current) };
}
