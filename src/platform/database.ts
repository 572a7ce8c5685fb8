import pg from "pg";

/** How to reach one database as one role. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ssl?: boolean | { rejectUnauthorized: boolean };
}

/** The roles the program signs in as; `owner` only to migrate (sql/0001_platform.sql). */
export type Role = "owner" | "cx_app" | "cx_public" | "cx_retention";

/** Anything that runs SQL: a pool or a transaction. */
export interface Sql {
  query<R extends pg.QueryResultRow = pg.QueryResultRow>(
    text: string | pg.QueryConfig,
    values?: unknown[],
  ): Promise<pg.QueryResult<R>>;
}

/** A transaction that has begun; COPY streams need the client itself. */
export interface Transaction extends Sql {
  readonly client: pg.PoolClient;
}

export type Pool = pg.Pool;

// Dates of law stay the strings they are: a JavaScript Date is an instant and would move them across midnight.
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.DATE, (text) => text);
types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

export interface PoolOptions {
  readonly max?: number;
  /** A connection takes further queries before the first is answered; COPY does not go through it. */
  readonly pipeline?: boolean;
  /** False: a commit does not wait for the disk. For whoever sees to that in another way. */
  readonly durable?: boolean;
  readonly onError?: (error: Error) => void;
}

/**
 * A pool for one role. `onError` hears of idle connections that broke (the server was stopped); without a listener
 * Node would end the process.
 */
export function openPool(
  connection: Connection,
  { max = 10, pipeline = false, durable = true, onError }: PoolOptions = {},
): Pool {
  const pool = new pg.Pool({
    ...connection,
    max,
    pipeline,
    types,
    idleTimeoutMillis: 30_000,
    options: `-c timezone=UTC -c jit=off -c lock_timeout=15s${durable ? "" : " -c synchronous_commit=off"}`,
  });
  pool.on("error", (error) => onError?.(error));
  return pool;
}

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export async function inTransaction<T>(pool: Pool, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const value = await work({
      client,
      query: (text: never, values?: never) => client.query(text, values),
    } as Transaction);
    await client.query("COMMIT");
    return value;
  } catch (error) {
    await client.query("ROLLBACK").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Runs reads that must see one state of the database, whatever is written meanwhile. */
export async function inSnapshot<T>(pool: Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return await work({ query: (text: never, values?: never) => client.query(text, values) } as Sql);
  } finally {
    // Nothing was written; a connection that broke is not given back.
    const broken = await client.query("ROLLBACK").then(
      () => undefined,
      (error: Error) => error,
    );
    client.release(broken);
  }
}

/** What a transaction meets that lost a race: the key is taken, what it rests on has just ended (row security), a deadlock was broken. */
const overtaken = ["23505", "42501", "40P01"];

/** Whether a transaction failed because somebody was faster: its matter is to be decided anew on what is true now. */
export function wasOvertaken(error: unknown): boolean {
  return overtaken.includes(sqlState(error) ?? "");
}

/** Runs `work` in one transaction; null: somebody was faster, and nothing was written. */
export async function attempt<T>(pool: Pool, work: (transaction: Transaction) => Promise<T>): Promise<T | null> {
  try {
    return await inTransaction(pool, work);
  } catch (error) {
    if (wasOvertaken(error)) return null;
    throw error;
  }
}

/** The SQLSTATE of a database error, else undefined: `23505` unique, `23514` check, `42501` privilege. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}
