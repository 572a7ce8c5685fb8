/**
 * Reads of a subject's file and their entries in the log, many in one transaction over a pipelined connection: two
 * round trips for all of them. A read that fails takes no other with it.
 */
import { type Pool, type Sql, sqlState, type Transaction } from "#src/platform/database.ts";
import { insertLooks, type LookRow } from "./store.ts";

type Client = Transaction["client"];

/** What a read leaves in the log, and what else must stand or fall with it. */
export interface Noted {
  readonly looks: readonly LookRow[];
  /** Writes beside the looks, in their transaction. Its statements are sent at once: the COMMIT follows on their heels. */
  readonly beside: ((sql: Sql) => readonly Promise<unknown>[]) | null;
}

/** A look that waits for its transaction. */
export interface Waiting {
  /** Reads; what is to be logged. Remembers what was found until {@link Waiting.settle}. May be run again. */
  readonly run: (sql: Sql) => Promise<Noted>;
  /** The look is durable: answer. */
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
  /** It was already tried with others; now it goes alone. */
  tried: boolean;
}

/** What became of a batch: committed, to be tried again, or failed with an error of its own. */
export interface Batch {
  readonly committed: readonly Waiting[];
  readonly again: readonly Waiting[];
  readonly failed: readonly (readonly [Waiting, unknown])[];
}

/** How many looks share one transaction at most. */
const together = 32;

/** Takes those that go next from those that wait: one that failed with others goes alone. */
export function takeNext(waiting: Waiting[]): Waiting[] {
  if (waiting[0]?.tried) return waiting.splice(0, 1);
  const firstTried = waiting.findIndex((one) => one.tried);
  return waiting.splice(0, Math.min(together, firstTried < 0 ? waiting.length : firstTried));
}

/** Reads and logs a batch in one transaction, committed when this returns; whether it is on disk is another matter. */
export async function runBatch(pool: Pool, batch: readonly Waiting[]): Promise<Batch> {
  let client: Client;
  try {
    client = await pool.connect();
  } catch (error) {
    return { committed: [], again: [], failed: batch.map((one) => [one, error]) };
  }
  let open = true;
  const sql = {
    query: (text: never, values?: never) => {
      // A read that goes on after its transaction must not slip into somebody else's.
      if (!open) throw new Error("a look went on reading after its transaction had ended");
      return client.query(text, values);
    },
  } as Sql;
  try {
    const begun = client.query("BEGIN");
    // All of them to their end, also when one fails: the connection is nobody else's until then.
    const [first, ...reads] = await Promise.allSettled([begun, ...batch.map((one) => one.run(sql))]);
    open = false;
    if (first.status === "rejected") throw first.reason;
    return await conclude(client, batch, reads as PromiseSettledResult<Noted>[]);
  } catch (error) {
    client.release(error instanceof Error ? error : true);
    return eachAlone(batch, error);
  } finally {
    open = false;
  }
}

async function conclude(
  client: Client,
  batch: readonly Waiting[],
  reads: readonly PromiseSettledResult<Noted>[],
): Promise<Batch> {
  if (reads.some((read) => read.status === "rejected" && sqlState(read.reason) !== undefined)) {
    // The connection goes with its transaction: nothing prepared in an aborted one is left behind.
    client.release(true);
    return afterBreak(batch, reads);
  }
  const noted = reads.filter((read) => read.status === "fulfilled").map((read) => read.value);
  const writes = sendWrites(client, noted);
  const [commit, ...written] = await Promise.allSettled([client.query("COMMIT"), ...writes]);
  for (const write of written) if (write.status === "rejected") throw write.reason;
  if (commit.status === "rejected") throw commit.reason;
  // PostgreSQL answers the COMMIT of a broken transaction with ROLLBACK, and without an error.
  if (commit.value.command !== "COMMIT") throw new Error("the log of looks was not committed");
  client.release();
  const committed = batch.filter((_, i) => reads[i]?.status === "fulfilled");
  return { committed, again: [], failed: failures(batch, reads) };
}

/** Sends every write, so that the COMMIT can follow at once; what could not even be sent is a write that failed. */
function sendWrites(client: Client, noted: readonly Noted[]): Promise<unknown>[] {
  const rows = noted.flatMap(({ looks }) => looks);
  const writes: Promise<unknown>[] = rows.length > 0 ? [insertLooks(client, rows)] : [];
  try {
    for (const { beside } of noted) if (beside) writes.push(...beside(client));
  } catch (error) {
    writes.push(Promise.reject(error));
  }
  return writes;
}

function failures(
  batch: readonly Waiting[],
  reads: readonly PromiseSettledResult<Noted>[],
): (readonly [Waiting, unknown])[] {
  return batch.flatMap((one, i) => {
    const read = reads[i];
    return read?.status === "rejected" ? [[one, read.reason] as const] : [];
  });
}

/** `25P02`: "current transaction is aborted", the error of those who did nothing wrong. */
const suffered = "25P02";

function afterBreak(batch: readonly Waiting[], reads: readonly PromiseSettledResult<Noted>[]): Batch {
  const failed = failures(batch, reads).filter(([, error]) => sqlState(error) !== suffered);
  // Nobody owns up: one of them swallowed its error. Each alone, so that it meets its own.
  if (failed.length === 0) return eachAlone(batch, new Error("a look broke its transaction in silence"));
  const guilty = new Set(failed.map(([one]) => one));
  return { committed: [], again: batch.filter((one) => !guilty.has(one)), failed };
}

/** The log itself could not be written or committed: once more, each alone; then it fails. */
function eachAlone(batch: readonly Waiting[], error: unknown): Batch {
  const isLast = (one: Waiting) => one.tried || batch.length === 1;
  const failed = batch.filter(isLast).map((one) => [one, error] as const);
  const again = batch.filter((one) => !isLast(one));
  for (const one of again) one.tried = true;
  return { committed: [], again, failed };
}
