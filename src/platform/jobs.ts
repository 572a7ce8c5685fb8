/**
 * Work that outlives a request: pg-boss in the schema `jobs`. The owner installs it and makes the queues with the
 * migrations; the application only reads and writes rows there. A job that its process left behind (kill -9, a power
 * cut) misses its heartbeat and is given to the next; what it had committed stays, so handlers go on where they stopped.
 */
import { PgBoss, type Queue } from "pg-boss";
import { type Connection, openPool, type Pool, type Sql } from "./database.ts";
import type { Logger } from "./log.ts";

const schema = "jobs";

/** All queues, and how each is kept. */
const queues = {
  /** Batches of records to run. Hours may pass; a heartbeat tells that someone is at it. */
  "intake-batch": {
    policy: "exclusive",
    heartbeatSeconds: 10,
    expireInSeconds: 82_800,
    retryLimit: 1000,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 300,
  },
  /** Checks of a file of codes. As with batches of records, a heartbeat tells that someone is at it. */
  "check-batch": {
    policy: "exclusive",
    heartbeatSeconds: 10,
    expireInSeconds: 82_800,
    retryLimit: 1000,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 300,
  },
  /** Forgetting what is due: each transaction by itself, so it may be broken off and begun again. */
  retention: {
    policy: "exclusive",
    heartbeatSeconds: 10,
    expireInSeconds: 82_800,
    retryLimit: 1000,
    retryDelay: 60,
  },
  /** Searching for candidates of lists: each criterion by itself, so it may be broken off and begun again. */
  candidates: {
    policy: "exclusive",
    heartbeatSeconds: 10,
    expireInSeconds: 82_800,
    retryLimit: 1000,
    retryDelay: 60,
  },
  /** Trying a rule on the register: one after the other, an hour at most. */
  "rule-simulation": {
    policy: "exclusive",
    heartbeatSeconds: 10,
    expireInSeconds: 3600,
    retryLimit: 2,
    retryDelay: 10,
  },
} as const satisfies Record<string, Omit<Queue, "name">>;

export type QueueName = keyof typeof queues;

function options(sql: Sql) {
  const db = { executeSql: (text: string, values?: unknown[]) => sql.query(text, values) };
  return { db, schema, schedule: false, registerInstance: false, reindex: false, monitorVacuum: false } as const;
}

/** Installs or updates pg-boss and its queues, and lets the application use them. Run as the owner. */
export async function installJobs(owner: Connection): Promise<void> {
  const pool = openPool(owner, { max: 2 });
  try {
    const boss = new PgBoss({ ...options(pool), supervise: false });
    await boss.start();
    const known = new Set((await boss.getQueues()).map(({ name }) => name));
    for (const [name, queue] of Object.entries(queues)) {
      if (!known.has(name)) await boss.createQueue(name, queue);
    }
    await boss.stop({ graceful: false });
    await pool.query(`GRANT USAGE ON SCHEMA ${schema} TO cx_app`);
    await pool.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO cx_app`);
  } finally {
    await pool.end();
  }
}

/** How often it is looked whether a process left its jobs behind. */
const supervision = { superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 };

/** What a handler is told of its job. */
export interface Job {
  readonly id: string;
  readonly data: unknown;
  /** Aborts when the process is asked to stop. */
  readonly signal: AbortSignal;
}

export interface Jobs {
  /**
   * Hands work to a queue. While work with the same key waits or runs, nothing is added.
   * @param sql the transaction the act runs in: the job is there if the act is
   */
  send(queue: QueueName, data: object, given: { key: string; sql: Sql }): Promise<void>;
  /** Tells the workers of this process that a job was committed, so that they need not wait for their next look. */
  wake(queue: QueueName): void;
  /** Does the work of a queue in this process, some at a time. A handler that throws is tried again later. */
  work(queue: QueueName, given: { atOnce: number; handler: (job: Job) => Promise<void> }): Promise<void>;
  /** Stops taking work; running handlers are told by their signal and given a moment. */
  close(): Promise<void>;
}

/** Opens the queues over the application's pool. Nothing runs before {@link Jobs.work} is called. */
export function openJobs(pool: Pool, log: Logger): Jobs {
  let started: Promise<PgBoss> | null = null;
  let isClosed = false;
  const stopping = new AbortController();
  const workers: { readonly queue: QueueName; wake(): void }[] = [];
  const begin = async (): Promise<PgBoss> => {
    const boss = new PgBoss({ ...options(pool), supervise: true, ...supervision, migrate: false, createSchema: false });
    boss.on("error", (err) => {
      if (!isClosed) log.warn({ err }, "queue of jobs");
    });
    await boss.start();
    return boss;
  };
  const boss = (): Promise<PgBoss> => {
    started ??= begin();
    return started;
  };
  return {
    async send(queue, data, { key, sql }) {
      const db = { executeSql: (text: string, values?: unknown[]) => sql.query(text, values) };
      await (await boss()).send(queue, data, { singletonKey: key, db });
    },
    wake(queue) {
      for (const worker of workers) if (worker.queue === queue) worker.wake();
    },
    async work(queue, { atOnce, handler }) {
      const running = await boss();
      for (let worker = 0; worker < atOnce; worker++) {
        const id = await running.work(queue, { pollingIntervalSeconds: 1, batchSize: 1 }, async (jobs) => {
          for (const job of jobs) {
            const signal = AbortSignal.any([job.signal, stopping.signal]);
            try {
              await handler({ id: job.id, data: job.data, signal });
            } catch (err) {
              if (!signal.aborted) log.error({ err, queue, job: job.id }, "a job failed and is tried again");
              throw err;
            }
          }
        });
        workers.push({ queue, wake: () => running.notifyWorker(id) });
      }
    },
    async close() {
      isClosed = true;
      stopping.abort();
      if (started) await (await started).stop({ graceful: true, timeout: 10_000 });
    },
  };
}
