/**
 * The log of looks (C15): a body's read and the entry that says so are one transaction, or nothing is answered.
 * Reads that arrive together share one transaction and one durable commit.
 */
import { randomUUID } from "node:crypto";
import type { Clock } from "#src/platform/clock.ts";
import { inTransaction, type Pool, type Sql } from "#src/platform/database.ts";
import { type Actor, agencyOf } from "../actor.ts";
import type { Scope } from "../door.ts";
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

export interface LookLog {
  /**
   * Runs `read` and writes the look in the same transaction. If either fails, nothing is answered; a failed read is
   * itself logged as failed.
   */
  look<T>(scope: Scope, subjectId: string, read: (sql: Sql) => Promise<LookedAt<T>>): Promise<T>;
  /** Logs a look that policy refused. */
  refused(actor: Actor, subjectId: string, given: { purpose: string; basis: string; policy: string }): Promise<void>;
  /** Logs an act that policy refused. */
  refusedAct(refused: { actor: Actor; action: string; resource: { type: string }; policy: string }): Promise<void>;
}

interface Waiting {
  readonly run: (sql: Sql) => Promise<LookRow>;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/** How many looks share one commit at most. */
const together = 32;

export function openLookLog(pool: Pool, clock: Clock): LookLog {
  const waiting: Waiting[] = [];
  let running = 0;

  async function drain(): Promise<void> {
    if (running >= 2 || waiting.length === 0) return;
    running++;
    const batch = waiting.splice(0, together);
    try {
      await inTransaction(pool, async (transaction) => {
        const rows = await Promise.all(batch.map((one) => one.run(transaction)));
        await insertLooks(transaction, rows);
      });
      for (const one of batch) one.settle();
    } catch (error) {
      // One bad read must not take the others with it: each is tried again alone.
      if (batch.length === 1) batch[0]?.fail(error);
      else for (const one of batch) await alone(one);
    } finally {
      running--;
      void drain();
    }
  }

  async function alone(one: Waiting): Promise<void> {
    try {
      await inTransaction(pool, async (transaction) => insertLooks(transaction, [await one.run(transaction)]));
      one.settle();
    } catch (error) {
      one.fail(error);
    }
  }

  return {
    async look<T>(scope: Scope, subjectId: string, read: (sql: Sql) => Promise<LookedAt<T>>): Promise<T> {
      scope.mustBe("body", "subject", "inside");
      let value: T | undefined;
      const head = lookHead(scope, subjectId, clock);
      const answered = new Promise<void>((settle, fail) => {
        waiting.push({
          settle,
          fail,
          run: async (sql) => {
            const found = await read(sql);
            value = found.value;
            return { ...head, outcome: found.outcome, shown: found.shown };
          },
        });
      });
      void drain();
      try {
        await answered;
      } catch (error) {
        await insertLooks(pool, [{ ...head, outcome: "failed", shown: {} }]).catch(() => {});
        throw error;
      }
      return value as T;
    },
    async refused(actor, subjectId, { purpose, basis, policy }) {
      await insertLooks(pool, [
        {
          ...actorColumns(actor),
          subjectId,
          lookId: randomUUID(),
          lookedAt: clock.now(),
          onBehalfOf: null,
          purpose,
          basis,
          shown: {},
          outcome: "refused",
          policy,
        },
      ]);
    },
    async refusedAct({ actor, action, resource, policy }) {
      await insertRefusedAct(pool, {
        ...actorColumns(actor),
        actId: randomUUID(),
        refusedAt: clock.now(),
        action,
        resourceKind: resource.type,
        policy,
      });
    },
  };
}

function lookHead(scope: Scope, subjectId: string, clock: Clock): Omit<LookRow, "outcome" | "shown"> {
  if (!scope.purpose) throw new TypeError("a look by a body needs a purpose");
  return {
    ...actorColumns(scope.actor),
    subjectId,
    lookId: randomUUID(),
    lookedAt: clock.now(),
    onBehalfOf: scope.purpose.onBehalfOf ?? null,
    purpose: scope.purpose.purpose,
    basis: scope.purpose.basis,
    policy: scope.policies[0] ?? null,
  };
}

function actorColumns(actor: Actor): { actorKind: string; actorId: string; agencyCode: string | null } {
  return {
    actorKind: actor.kind === "job" ? "system" : actor.kind,
    actorId: actor.kind === "visitor" ? "visitor" : actor.id,
    agencyCode: agencyOf(actor),
  };
}
