/**
 * The work behind watches, in every process that serves. Three things, each of which may be broken off anywhere and is taken
 * up again by the next process: what the ledger stirred (within a second), the new day and new rules (ends by date; days the
 * machine was off are made up for by the next), and calls of webhooks.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { inTransaction } from "#src/platform/database.ts";
import type { MeasureRooms } from "../parts.ts";
import { callDue } from "./deliver.ts";
import { carryPermit, lookAgain } from "./look-again.ts";
import { lockUnseen, lockWatches, takeStirred } from "./store.ts";

const pauseMs = 400;
/** After an error of ours: the queue is not asked a thousand times what it cannot answer. */
const pauseAfterErrorMs = 5000;
const subjectsAtOnce = 200;
const watchesAtOnce = 500;

/** Looks after the watches of subjects whose listings changed. @returns changes told */
export async function tellWhatStirred(rooms: MeasureRooms, signal?: AbortSignal): Promise<number> {
  const permit = await carryPermit(rooms);
  let told = 0;
  for (let more = true; more && !signal?.aborted; ) {
    more = await inTransaction(rooms.app, async (transaction) => {
      const subjectIds = await takeStirred(transaction, permit, subjectsAtOnce);
      if (subjectIds.length === 0) return false;
      const watches = await lockWatches(transaction, permit, { subjectIds });
      told += await lookAgain(rooms, transaction, { permit, watches });
      return true;
    });
  }
  return told;
}

/** Looks after every live watch that was not looked after today, or by other rules. @returns changes told */
export async function tellOfToday(rooms: MeasureRooms, signal?: AbortSignal): Promise<number> {
  const permit = await carryPermit(rooms);
  await rooms.catalogue.refresh();
  let told = 0;
  for (let more = true; more && !signal?.aborted; ) {
    more = await inTransaction(rooms.app, async (transaction) => {
      const asked = { today: rooms.clock.today(), rules: rooms.catalogue.stamp, limit: watchesAtOnce };
      const watches = await lockUnseen(transaction, permit, asked);
      told += await lookAgain(rooms, transaction, { permit, watches });
      return watches.length > 0;
    });
  }
  return told;
}

/** Does all of it until `signal` aborts. What fails is said and tried again. */
export async function workOnWatches(rooms: MeasureRooms, signal: AbortSignal): Promise<void> {
  let seen = "";
  const deeds = [
    () => tellWhatStirred(rooms, signal),
    async () => {
      const now = `${rooms.clock.today()} ${rooms.catalogue.stamp}`;
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
