/**
 * The log of looks (C15): a body's read and the entry that says so are one transaction, or nothing is answered.
 * Reads that arrive together share one transaction and one durable commit, over a pipelined connection: two round
 * trips and one flush to disk for all of them.
 */
import { randomUUID } from "node:crypto";
import { type Outcome, refuse } from "#core/refusal.ts";
import type { Clock } from "#src/platform/clock.ts";
import { inTransaction, type Pool, type Sql, sqlState, type Transaction } from "#src/platform/database.ts";
import type { Logger } from "#src/platform/log.ts";
import { type Actor, agencyOf } from "../actor.ts";
import type { Door, Permit, Purpose, Refused, Scope } from "../door.ts";
import type { Resource } from "../policies.ts";
import { terms } from "../terms.ts";
import { insertLooks, insertRefusedAct, type LookRow } from "./store.ts";

/** What a look showed, in classes and counts; never content. */
export interface Shown {
  readonly [what: string]: string | number | boolean | readonly string[];
}

export type LookOutcome = "shown" | "refused" | "nothing-held" | "failed";

/** What a read found, and how the log shall say it. */
export interface LookedAt<T> {
  readonly value: T;
  readonly outcome: LookOutcome;
  readonly shown: Shown;
}

/** Leave to tell the subject of a look only later: on a basis, until an instant. */
export interface Withholding {
  readonly permit: Permit;
  readonly basis: string;
  readonly until: Date;
}

export interface LookLog {
  /**
   * Runs `read` and writes the look in the same transaction; answers when both are durable. If either fails, nothing
   * is answered and the look is logged as failed. `read` may be run again where others of its transaction failed.
   */
  look<T>(
    scope: Scope,
    subjectId: string,
    read: (sql: Sql) => Promise<LookedAt<T>>,
    withholding?: Withholding,
  ): Promise<T>;
  /** Logs what policy refused; where a subject's file was asked for, its subject can read of it. The door does this. */
  refusedByPolicy(refused: Refused): Promise<void>;
  /** Logs a look that something other than policy refused: a purpose the catalogue does not list for this body. */
  refused(actor: Actor, subjectId: string, given: Purpose & { policy: string }): Promise<void>;
  /** Logs that a body asked for a subject that is not held: nothing to show, but somebody tried a number. */
  nothingHeld(actor: Actor, action: string): Promise<void>;
  /** Ends the connections of the log. */
  close(): Promise<void>;
}

export interface LookLogParts {
  /** Pipelined connections as the application; each takes one batch at a time. */
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How many looks share one commit at most. */
const together = 32;

/** How many of those that wait go next: one that failed with others goes alone. */
function countOfNext(waiting: readonly Waiting[]): number {
  if (waiting[0]?.tried) return 1;
  const firstTried = waiting.findIndex((one) => one.tried);
  return Math.min(together, firstTried < 0 ? waiting.length : firstTried);
}

export function openLookLog({ pool, clock, log }: LookLogParts): LookLog {
  const waiting: Waiting[] = [];
  let running = 0;

  function drain(): void {
    while (running < pool.options.max && waiting.length > 0) {
      const batch = waiting.splice(0, countOfNext(waiting));
      running++;
      void inOneTransaction(pool, batch)
        .then((again) => waiting.unshift(...again))
        .finally(() => {
          running--;
          drain();
        });
    }
  }

  return {
    async look<T>(
      scope: Scope,
      subjectId: string,
      read: (sql: Sql) => Promise<LookedAt<T>>,
      withholding?: Withholding,
    ): Promise<T> {
      scope.mustBe("body", "subject", "inside");
      withholding?.permit.mustBeFor("withhold-look");
      const head = lookHead(scope, subjectId, { now: clock.now(), withholding });
      try {
        return await new Promise<T>((settle, fail) => {
          waiting.push(aWaiting({ head, read, settle, fail }));
          drain();
        });
      } catch (error) {
        await insertLooks(pool, [{ ...head, outcome: "failed", shown: {} }]).catch((err: Error) =>
          log.error({ err }, "a failed look could not be logged; nothing was shown"),
        );
        throw error;
      }
    },
    refusedByPolicy: (refused) => logRefused(pool, refused, clock.now()),
    refused: (actor, subjectId, { policy, ...purpose }) =>
      insertLooks(pool, [refusedLook(actor, subjectId, { now: clock.now(), purpose, policy })]),
    nothingHeld: (actor, action) =>
      insertRefusedAct(pool, refusedAct(actor, { now: clock.now(), action, resource: "File", policy: "nothing-held" })),
    close: () => pool.end(),
  };
}

/** A look that waits for its transaction. */
interface Waiting {
  /** Reads; the row to be logged. Remembers what was found until {@link Waiting.settle}. */
  readonly run: (sql: Sql) => Promise<LookRow>;
  /** The look is durable: answer. */
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
  /** It was already tried with others; now it goes alone. */
  tried: boolean;
}

type Client = Transaction["client"];
type Head = Omit<LookRow, "outcome" | "shown">;

function aWaiting<T>(one: {
  head: Head;
  read: (sql: Sql) => Promise<LookedAt<T>>;
  settle: (value: T) => void;
  fail: (error: unknown) => void;
}): Waiting {
  let found: LookedAt<T>;
  return {
    async run(sql) {
      found = await one.read(sql);
      return { ...one.head, outcome: found.outcome, shown: found.shown };
    },
    settle: () => one.settle(found.value),
    fail: one.fail,
    tried: false,
  };
}

/**
 * Reads and logs a batch. A read that broke the transaction fails alone: those that only suffered from it come back
 * to be tried again.
 */
async function inOneTransaction(pool: Pool, batch: readonly Waiting[]): Promise<Waiting[]> {
  let client: Client;
  try {
    client = await pool.connect();
  } catch (error) {
    for (const one of batch) one.fail(error);
    return [];
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
    return await conclude(client, batch, reads as PromiseSettledResult<LookRow>[]);
  } catch (error) {
    client.release(error instanceof Error ? error : true);
    return failed(batch, error);
  } finally {
    open = false;
  }
}

async function conclude(
  client: Client,
  batch: readonly Waiting[],
  reads: readonly PromiseSettledResult<LookRow>[],
): Promise<Waiting[]> {
  const broken = reads.some((read) => read.status === "rejected" && sqlState(read.reason) !== undefined);
  if (broken) {
    // The connection goes with its transaction: nothing prepared in an aborted one is left behind.
    client.release(true);
    return afterBreak(batch, reads);
  }
  const rows = reads.filter((read) => read.status === "fulfilled").map((read) => read.value);
  const inserted = rows.length > 0 ? insertLooks(client, rows) : undefined;
  const [insertion, commit] = await Promise.allSettled([inserted, client.query("COMMIT")]);
  if (insertion.status === "rejected") throw insertion.reason;
  if (commit.status === "rejected") throw commit.reason;
  // PostgreSQL answers the COMMIT of a broken transaction with ROLLBACK, and without an error.
  if (commit.value.command !== "COMMIT") throw new Error("the log of looks was not committed");
  client.release();
  for (const [i, read] of reads.entries()) {
    if (read.status === "fulfilled") batch[i]?.settle();
    else batch[i]?.fail(read.reason);
  }
  return [];
}

/** `25P02`: "current transaction is aborted", the error of those who did nothing wrong. */
const suffered = "25P02";

function afterBreak(batch: readonly Waiting[], reads: readonly PromiseSettledResult<LookRow>[]): Waiting[] {
  const again: Waiting[] = [];
  for (const [i, one] of batch.entries()) {
    const read = reads[i];
    const guilty = read?.status === "rejected" && sqlState(read.reason) !== suffered;
    if (guilty) one.fail(read.reason);
    else again.push(one);
  }
  // Nobody owns up: one of them swallowed its error. Each alone, so that it meets its own.
  return again.length < batch.length ? again : failed(batch, new Error("a look broke its transaction in silence"));
}

/** The log itself could not be written or committed: once more, each alone; then it fails. */
function failed(batch: readonly Waiting[], error: unknown): Waiting[] {
  const again: Waiting[] = [];
  for (const one of batch) {
    if (one.tried || batch.length === 1) one.fail(error);
    else again.push(one);
    one.tried = true;
  }
  return again;
}

function lookHead(
  scope: Scope,
  subjectId: string,
  { now, withholding }: { now: Date; withholding: Withholding | undefined },
): Head {
  const purpose = scope.purpose ?? ownPurpose(scope);
  return {
    ...actorColumns(scope.actor),
    subjectId,
    lookId: randomUUID(),
    lookedAt: now,
    onBehalfOf: purpose.onBehalfOf ?? null,
    purpose: purpose.purpose,
    basis: purpose.basis,
    policy: scope.policies[0] ?? null,
    withheldUntil: withholding?.until ?? null,
    withheldBasis: withholding?.basis ?? null,
  };
}

/** A subject need not say why it reads what is its own. */
function ownPurpose(scope: Scope): Purpose {
  if (scope.audience !== "subject") throw new TypeError("a look by a body needs a purpose");
  return { purpose: "own-file", basis: "个人信息保护法 45; 征信业管理条例 17" };
}

function actorColumns(actor: Actor) {
  return {
    actorKind: actor.kind === "job" ? "system" : actor.kind,
    actorId: actor.kind === "visitor" ? "visitor" : actor.id,
    agencyCode: agencyOf(actor),
    deputyOf: actor.kind === "officer" ? (actor.deputyOf ?? null) : null,
  };
}

async function logRefused(pool: Pool, refused: Refused, now: Date): Promise<void> {
  const { actor, action, resource, purpose, policy } = refused;
  const { subject } = resource.attributes ?? {};
  await inTransaction(pool, async (transaction) => {
    await insertRefusedAct(transaction, refusedAct(actor, { now, action, resource: resource.type, policy }));
    if (resource.type === "File" && typeof subject === "string" && isUuid(subject))
      await insertLooks(transaction, [refusedLook(actor, subject, { now, purpose, policy })]);
  });
}

function refusedAct(actor: Actor, given: { now: Date; action: string; resource: string; policy: string }) {
  const { now, action, resource, policy } = given;
  return { ...actorColumns(actor), actId: randomUUID(), refusedAt: now, action, resourceKind: resource, policy };
}

function refusedLook(
  actor: Actor,
  subjectId: string,
  { now, purpose, policy }: { now: Date; purpose: Purpose | null; policy: string },
): LookRow {
  return {
    ...actorColumns(actor),
    subjectId,
    lookId: randomUUID(),
    lookedAt: now,
    onBehalfOf: purpose?.onBehalfOf ?? null,
    purpose: purpose?.purpose ?? "none-stated",
    basis: purpose?.basis ?? "none-stated",
    shown: {},
    outcome: "refused",
    policy,
    withheldUntil: null,
    withheldBasis: null,
  };
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/**
 * Leave to withhold a look from its subject for a while (C15): a supervisor's, on a stated basis, with an end.
 * @param given.until instant on the law's clock, at most `withholdDaysMax` ahead
 */
export async function withholdLook(
  parts: { readonly door: Door; readonly clock: Clock },
  actor: Actor,
  given: { file: Resource; basis: string; until: Date },
): Promise<Outcome<Withholding>> {
  const ahead = given.until.getTime() - parts.clock.now().getTime();
  if (!(ahead > 0 && ahead <= terms.withholdDaysMax * 86_400_000))
    return refuse("access.term", { field: "until", params: { most: terms.withholdDaysMax } });
  const permit = await parts.door.permit(actor, "withhold-look", given.file, { basis: given.basis });
  return permit.ok ? { ok: true, value: { permit: permit.value, basis: given.basis, until: given.until } } : permit;
}
