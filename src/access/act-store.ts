/**
 * Acts of access as they are stored: streams of officers, clients and mandates, each only added to. The first of two
 * acts that race for the same place in a stream wins; the other is decided anew on what is then true.
 */
import { inTransaction, type Pool, type Sql, sqlState } from "#src/platform/database.ts";
import type { Permit } from "./door.ts";

/** One kind of stream. Table and column names are ours, never a person's words. */
export interface Stream {
  readonly table: "access.officer_act" | "access.client_act" | "access.mandate_act";
  readonly id: "officer_id" | "client_id" | "mandate_id";
  /** The column that says what the stream belongs to: an agency, a subject. */
  readonly about: "agency_code" | "subject_id";
  /** Act to the action whose permit it needs. */
  readonly actions: Readonly<Record<string, string>>;
}

/** An act as it is stored. */
export interface StoredAct {
  readonly id: string;
  readonly seq: number;
  readonly act: string;
  readonly about: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly sealed: Buffer | null;
  readonly reason: string | null;
  readonly actedBy: string;
  readonly actedAt: Date;
  readonly idempotencyKey: string;
}

/** An act that was decided and is now to be added. */
export interface NewAct {
  readonly id: string;
  readonly seq: number;
  readonly act: string;
  readonly about: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly sealed?: Buffer;
  readonly reason?: string;
}

function columns({ table, id, about }: Stream): string {
  const sealed = table === "access.officer_act" ? "sealed" : "NULL::bytea AS sealed";
  return `${id}::text AS id, seq, act, ${about}::text AS about, detail, ${sealed}, reason, acted_by AS "actedBy",
    acted_at AS "actedAt", idempotency_key AS "idempotencyKey"`;
}

/** A stream from its beginning; empty where there is none. For folds only: what a person may see of it is a view's business. */
export async function readActs(sql: Sql, stream: Stream, id: string): Promise<StoredAct[]> {
  const found = await sql.query<StoredAct>({
    name: `acts ${stream.table}`,
    text: `SELECT ${columns(stream)} FROM ${stream.table} WHERE ${stream.id} = $1 ORDER BY seq`,
    values: [id],
  });
  return found.rows;
}

/** Streams that belong to an agency or a subject, by their ids, after `after`; at most `limit` streams. */
export async function listActs(
  sql: Sql,
  stream: Stream,
  asked: { about: string; after: string | null; limit: number },
): Promise<StoredAct[][]> {
  const found = await sql.query<StoredAct>(
    `SELECT ${columns(stream)} FROM ${stream.table} WHERE ${stream.id} IN (
       SELECT ${stream.id} FROM ${stream.table}
       WHERE ${stream.about} = $1 AND seq = 1 AND ($2::text IS NULL OR ${stream.id}::text > $2) ORDER BY ${stream.id}::text LIMIT $3)
     ORDER BY ${stream.id}::text, seq`,
    [asked.about, asked.after, asked.limit],
  );
  return [...Map.groupBy(found.rows, (act) => act.id).values()];
}

/** The act that was done under an idempotency key, if one was. */
export async function findActByKey(sql: Sql, stream: Stream, key: string): Promise<StoredAct | null> {
  const found = await sql.query<StoredAct>(
    `SELECT ${columns(stream)} FROM ${stream.table} WHERE idempotency_key = $1`,
    [key],
  );
  return found.rows[0] ?? null;
}

/** The stream a link of invitation opened, by the link's hash. */
export async function findInvitation(sql: Sql, stream: Stream, hash: string): Promise<string | null> {
  const found = await sql.query<{ id: string }>(
    `SELECT ${stream.id}::text AS id FROM ${stream.table} WHERE seq = 1 AND detail ->> 'invitationHash' = $1`,
    [hash],
  );
  return found.rows[0]?.id ?? null;
}

/** Officers who named this one their deputy, at whatever time. */
export async function findDeputisedBy(sql: Sql, deputy: string): Promise<string[]> {
  const found = await sql.query<{ id: string }>({
    name: "deputised-by",
    text: "SELECT DISTINCT officer_id::text AS id FROM access.officer_act WHERE act = 'deputise' AND detail ->> 'deputy' = $1",
    values: [deputy],
  });
  return found.rows.map((row) => row.id);
}

/** Mandates a representative accepted, at whatever time. */
export async function findMandatesOf(sql: Sql, representative: string): Promise<string[]> {
  const found = await sql.query<{ id: string }>({
    name: "mandates-of",
    text: "SELECT mandate_id::text AS id FROM access.mandate_act WHERE act = 'accept' AND detail ->> 'representative' = $1 ORDER BY acted_at, mandate_id",
    values: [representative],
  });
  return found.rows.map((row) => row.id);
}

/** Adds acts, all or none, together with what `also` writes. False: another act came first; read and decide again. */
export async function appendActs(
  pool: Pool,
  permit: Permit,
  given: {
    stream: Stream;
    acts: readonly NewAct[];
    actedBy: string;
    actedAt: Date;
    idempotencyKey: string;
    /** What else must be true with it; false: it no longer is. */
    also?: (sql: Sql) => Promise<boolean>;
  },
): Promise<boolean> {
  const { stream, acts, actedBy, actedAt, idempotencyKey } = given;
  for (const { act } of acts) permit.mustBeFor(stream.actions[act] ?? act);
  try {
    await inTransaction(pool, async (transaction) => {
      for (const [i, act] of acts.entries()) {
        // The key is the first act's; what follows from it in other streams is named after it.
        const key = i === 0 ? idempotencyKey : `${idempotencyKey} (${i})`;
        await insertAct(transaction, stream, { ...act, actedBy, actedAt, key });
      }
      if (given.also && !(await given.also(transaction))) throw new Overtaken();
    });
    return true;
  } catch (error) {
    if (error instanceof Overtaken || sqlState(error) === "23505") return false;
    throw error;
  }
}

class Overtaken extends Error {}

async function insertAct(
  sql: Sql,
  { table, id, about }: Stream,
  act: NewAct & { actedBy: string; actedAt: Date; key: string },
): Promise<void> {
  const sealed = act.sealed ? ", sealed" : "";
  await sql.query(
    `INSERT INTO ${table} (${id}, seq, act, ${about}, detail, reason, acted_by, acted_at, idempotency_key${sealed})
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9${act.sealed ? ", $10" : ""})`,
    [
      act.id,
      act.seq,
      act.act,
      act.about,
      JSON.stringify(act.detail),
      act.reason ?? null,
      act.actedBy,
      act.actedAt,
      act.key,
      ...(act.sealed ? [act.sealed] : []),
    ],
  );
}
