/**
 * The log of looks (C15): a body's read and the entry that says so are one transaction, on disk before it is answered,
 * or nothing is answered. Reads that arrive together share a transaction (batches.ts) and a wait for the disk
 * (durability.ts).
 */
import { randomUUID } from "node:crypto";
import { type Outcome, refuse } from "#core/refusal.ts";
import type { Clock } from "#src/platform/clock.ts";
import { inTransaction, type Pool, type Sql, type Transaction } from "#src/platform/database.ts";
import type { Logger } from "#src/platform/log.ts";
import { type Actor, agencyOf } from "../actor.ts";
import type { Door, Permit, Purpose, Refused, Scope } from "../door.ts";
import type { Resource } from "../policies.ts";
import { terms } from "../terms.ts";
import { type Noted, runBatch, takeNext, type Waiting } from "./batches.ts";
import { Durability } from "./durability.ts";
import { copyLooks, insertLooks, insertRefusedAct, type LookRow } from "./store.ts";

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

/** A look among several that are read together. Its id may be chosen, so that what is written beside can refer to it. */
export interface OneOfTogether {
  readonly scope: Scope;
  readonly subjectId: string;
  readonly lookId: string;
  readonly outcome: LookOutcome;
  readonly shown: Shown;
}

/** A look that happened before it could be written down: at a desk without a line, by somebody of the same body. */
export interface EarlierLook extends OneOfTogether {
  readonly at: Date;
  readonly by: { readonly kind: "officer" | "client"; readonly id: string };
}

/** What one read about several subjects found. */
export interface LookedTogether<T> {
  readonly value: T;
  readonly looks: readonly OneOfTogether[];
  /** Writes that stand or fall with the looks. Must send all its statements before it returns: the COMMIT follows. */
  readonly beside?: (sql: Sql) => readonly Promise<unknown>[];
}

/** Something a body asked for that was refused before it was known whom it is about. */
export interface RefusedAsking {
  readonly action: string;
  readonly resource: string;
  readonly policy: string;
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
  /**
   * Runs one read about several subjects and writes all their looks, and what goes beside them, in its transaction;
   * answers when all of it is durable, or fails and answers nothing: then the caller asks again one by one, or says
   * {@link LookLog.failed}. `read` may be run again.
   */
  lookTogether<T>(read: (sql: Sql) => Promise<LookedTogether<T>>): Promise<T>;
  /** Writes many looks into a transaction of the caller's, which reads what they show and commits both (batches). */
  noteMany(transaction: Transaction, looks: readonly OneOfTogether[]): Promise<void>;
  /** The same for looks that happened earlier, by others: dated when they happened (C15: a journal that is handed in). */
  noteEarlier(transaction: Transaction, looks: readonly EarlierLook[]): Promise<void>;
  /** Logs a look that failed and showed nothing. Never throws: what could not be logged is in the program's log. */
  failed(scope: Scope, subjectId: string): Promise<void>;
  /** Logs what policy refused; where a subject's file was asked for, its subject can read of it. The door does this. */
  refusedByPolicy(refused: Refused): Promise<void>;
  /** Logs a look that something other than policy refused: a purpose the catalogue does not list for this body. */
  refused(actor: Actor, subjectId: string, given: Purpose & { policy: string }): Promise<void>;
  /** Logs that a body asked for a subject that is not held: nothing to show, but somebody tried a number. */
  nothingHeld(actor: Actor, action: string): Promise<void>;
  /** Logs what was refused by something other than policy, where no subject is known. */
  refusedAsking(actor: Actor, refused: RefusedAsking): Promise<void>;
  /** The same as a statement, for a transaction of the caller's. */
  noteRefused(sql: Sql, actor: Actor, refused: RefusedAsking): Promise<void>;
  /** Ends the connections of the log. */
  close(): Promise<void>;
}

export interface LookLogParts {
  /** Pipelined connections as the application, which commit without waiting for the disk; one batch each at a time. */
  readonly pool: Pool;
  /** Ordinary connections as the application: what they commit is on disk. */
  readonly durable: Pool;
  readonly clock: Clock;
  readonly log: Logger;
}

export function openLookLog({ pool, durable, clock, log }: LookLogParts): LookLog {
  const waiting: Waiting[] = [];
  let reading = 0;
  const durability = new Durability(durable, () => reading > 0);

  /** Those that arrived in the same turn of the event loop go together. */
  function drain(): void {
    while (reading < pool.options.max && waiting.length > 0) {
      reading++;
      void goTogether(takeNext(waiting));
    }
  }

  async function goTogether(batch: readonly Waiting[]): Promise<void> {
    const { committed, again, failed } = await runBatch(pool, batch);
    reading--;
    waiting.unshift(...again);
    drain();
    for (const [one, error] of failed) one.fail(error);
    if (committed.length === 0) durability.poke();
    else
      await durability.reached().then(
        () => committed.forEach((one) => void one.settle()),
        (error: unknown) => committed.forEach((one) => void one.fail(error)),
      );
  }

  /** Waits for a place in a transaction, and then for the disk. */
  function inTurn<T>(read: (sql: Sql) => Promise<{ value: T; noted: Noted }>): Promise<T> {
    return new Promise<T>((settle, fail) => {
      waiting.push(aWaiting({ read, settle, fail }));
      if (waiting.length === 1) setImmediate(drain);
    });
  }

  async function noteFailed(head: Head): Promise<void> {
    await insertLooks(durable, [{ ...head, outcome: "failed", shown: {} }]).catch((err: Error) =>
      log.error({ err }, "a failed look could not be logged; nothing was shown"),
    );
  }

  const noteRefused: LookLog["noteRefused"] = (sql, actor, { action, resource, policy }) =>
    insertRefusedAct(sql, refusedAct(actor, { now: clock.now(), action, resource, policy }));

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
        return await inTurn(async (sql) => {
          const { value, outcome, shown } = await read(sql);
          return { value, noted: { looks: [{ ...head, outcome, shown }], beside: null } };
        });
      } catch (error) {
        await noteFailed(head);
        throw error;
      }
    },
    lookTogether: (read) =>
      inTurn(async (sql) => {
        const { value, looks, beside } = await read(sql);
        const now = clock.now();
        const rows = looks.map(({ scope, subjectId, lookId, outcome, shown }) => {
          scope.mustBe("body", "subject", "inside");
          return { ...lookHead(scope, subjectId, { now, withholding: undefined }), lookId, outcome, shown };
        });
        return { value, noted: { looks: rows, beside: beside ?? null } };
      }),
    async noteMany(transaction, looks) {
      const heads = new Map<Scope, Head>();
      const now = clock.now();
      const rowOf = ({ scope, subjectId, lookId, outcome, shown }: OneOfTogether): LookRow => {
        let head = heads.get(scope);
        if (!head) {
          scope.mustBe("body");
          head = lookHead(scope, subjectId, { now, withholding: undefined });
          heads.set(scope, head);
        }
        return { ...head, subjectId, lookId, outcome, shown };
      };
      await copyLooks(transaction, looks.values().map(rowOf));
    },
    async noteEarlier(transaction, looks) {
      const rowOf = ({ scope, subjectId, lookId, outcome, shown, at, by }: EarlierLook): LookRow => {
        scope.mustBe("body");
        if (at > clock.now()) throw new RangeError("a look of the future");
        const head = lookHead(scope, subjectId, { now: at, withholding: undefined });
        return { ...head, lookId, outcome, shown, actorKind: by.kind, actorId: by.id, deputyOf: null };
      };
      await copyLooks(transaction, looks.values().map(rowOf));
    },
    failed: (scope, subjectId) => noteFailed(lookHead(scope, subjectId, { now: clock.now(), withholding: undefined })),
    refusedByPolicy: (refused) => logRefused(durable, refused, clock.now()),
    refused: (actor, subjectId, { policy, ...purpose }) =>
      insertLooks(durable, [refusedLook(actor, subjectId, { now: clock.now(), purpose, policy })]),
    nothingHeld: (actor, action) =>
      insertRefusedAct(
        durable,
        refusedAct(actor, { now: clock.now(), action, resource: "File", policy: "nothing-held" }),
      ),
    refusedAsking: (actor, refused) => noteRefused(durable, actor, refused),
    noteRefused,
    close: () => pool.end(),
  };
}

function aWaiting<T>(one: {
  read: (sql: Sql) => Promise<{ value: T; noted: Noted }>;
  settle: (value: T) => void;
  fail: (error: unknown) => void;
}): Waiting {
  let found: T;
  return {
    async run(sql) {
      const { value, noted } = await one.read(sql);
      found = value;
      return noted;
    },
    settle: () => one.settle(found),
    fail: one.fail,
    tried: false,
  };
}

type Head = Omit<LookRow, "outcome" | "shown">;

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

/** Actions that show a subject's file: the group `looks` of policies/chengxin.cedarschema. */
const lookActions: ReadonlySet<string> = new Set([
  "read-file",
  "issue-report",
  "read-notice",
  "read-objection",
  "read-question",
  "read-inbox",
  "ask-check",
  "read-check",
  "read-consent",
  "use-consent",
]);

async function logRefused(pool: Pool, refused: Refused, now: Date): Promise<void> {
  const { actor, action, resource, purpose, policy } = refused;
  const { subject } = resource.attributes ?? {};
  await inTransaction(pool, async (transaction) => {
    await insertRefusedAct(transaction, refusedAct(actor, { now, action, resource: resource.type, policy }));
    if (lookActions.has(action) && typeof subject === "string" && isUuid(subject))
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

/**
 * Reads what two sides see of one thing: a body's read is written into the subject's log in the same transaction, the
 * subject's own is not.
 * @param given.what the class of what is shown, as the log says it
 */
export function lookAt<T>(
  { looks, app }: { readonly looks: LookLog; readonly app: Pool },
  scope: Scope,
  { subjectId, what, read }: { subjectId: string; what: string; read: (sql: Sql) => Promise<T> },
): Promise<T> {
  if (scope.audience === "subject") return read(app);
  return looks.look(scope, subjectId, async (sql) => ({
    value: await read(sql),
    outcome: "shown",
    shown: { what, records: 1 },
  }));
}
