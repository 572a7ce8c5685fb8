/**
 * The work behind watches, in every process that serves. Three things, each of which may be broken off anywhere and is taken
 * up again by the next process: what the ledger stirred (within a second), the new day and new rules (ends by date; days the
 * machine was off are made up for by the next), and calls of webhooks.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { inTransaction, type Transaction } from "#src/platform/database.ts";
import type { MeasureRooms } from "../parts.ts";
import { callDue } from "./deliver.ts";
import { carryPermit, lookAgain } from "./look-again.ts";
import { lockUnseen, lockWatches, type Taking, takeStirred } from "./store.ts";

const pauseMs = 400;
/** After an error of ours: the queue is not asked a thousand times what it cannot answer. */
const pauseAfterErrorMs = 5000;
/** How often what was left unseen today is looked for. */
const lookedForMs = 10 * 60 * 1000;
const subjectsAtOnce = 200;
const watchesAtOnce = 500;

/** Looks after the watches of subjects whose listings changed. @returns changes told */
export async function tellWhatStirred(rooms: MeasureRooms, signal?: AbortSignal): Promise<number> {
  const permit = await carryPermit(rooms);
  return inGroups(rooms, { atOnce: subjectsAtOnce, signal }, async (transaction, { take, taken }) => {
    const subjectIds = await takeStirred(transaction, permit, take);
    taken(subjectIds);
    const watches = subjectIds.length > 0 ? await lockWatches(transaction, permit, { subjectIds }) : [];
    return lookAgain(rooms, transaction, { permit, watches });
  });
}

/** Looks after every live watch that was not looked after today, or by other rules. @returns changes told */
export async function tellOfToday(rooms: MeasureRooms, signal?: AbortSignal): Promise<number> {
  const permit = await carryPermit(rooms);
  await rooms.catalogue.refresh();
  return inGroups(rooms, { atOnce: watchesAtOnce, signal }, async (transaction, { take, taken }) => {
    const asked = { today: rooms.clock.today(), rules: rooms.catalogue.stamp, ...take };
    const watches = await lockUnseen(transaction, permit, asked);
    taken(watches.map(({ watchId }) => watchId));
    return lookAgain(rooms, transaction, { permit, watches });
  });
}

interface Group {
  readonly take: Taking;
  /** Says what was taken in hand; nothing: there is no more. */
  readonly taken: (ids: readonly string[]) => void;
}

/**
 * Works group by group, a transaction each, until there is no more. A group that fails is done one by one, so that what
 * cannot be looked after, by an error of ours, keeps no other from it; that error is thrown when all others are done.
 */
async function inGroups(
  rooms: MeasureRooms,
  { atOnce, signal }: { readonly atOnce: number; readonly signal: AbortSignal | undefined },
  work: (transaction: Transaction, group: Group) => Promise<number>,
): Promise<number> {
  const except: string[] = [];
  let told = 0;
  let alone = 0;
  let failed: { readonly error: unknown } | null = null;
  while (!signal?.aborted) {
    let ids: readonly string[] = [];
    const limit = alone > 0 ? 1 : atOnce;
    const taken: Group["taken"] = (some) => {
      ids = some;
    };
    try {
      told += await inTransaction(rooms.app, (transaction) => work(transaction, { take: { limit, except }, taken }));
      if (ids.length === 0) break;
      alone--;
    } catch (error) {
      if (ids.length === 0) throw error;
      if (ids.length > 1) alone = ids.length;
      else {
        except.push(...ids);
        failed ??= { error };
      }
    }
  }
  if (failed) throw failed.error;
  return told;
}

/** Does all of it until `signal` aborts. What fails is said and tried again. */
export async function workOnWatches(rooms: MeasureRooms, signal: AbortSignal): Promise<void> {
  let seen = "";
  const deeds = [
    () => tellWhatStirred(rooms, signal),
    async () => {
      // Now and then on the same day too: what another process had in hand may have been broken off.
      const now = `${rooms.clock.today()} ${rooms.catalogue.stamp} ${Math.floor(Date.now() / lookedForMs)}`;
      if (now === seen) return;
      await tellOfToday(rooms, signal);
      seen = now;
    },
    () => callDue(rooms, signal),
  ];
  await Promise.all(deeds.map((deed) => again(rooms, deed, signal)));
}

/** Each by itself: a webhook that does not answer delays no watch. */
async function again(rooms: MeasureRooms, deed: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let pause = pauseMs;
    try {
      await deed();
    } catch (err) {
      if (signal.aborted) return;
      rooms.log.error({ err }, "watches could not be looked after; tried again");
      pause = pauseAfterErrorMs;
    }
    await sleep(pause, undefined, { signal, ref: false }).catch(() => {});
  }
}
