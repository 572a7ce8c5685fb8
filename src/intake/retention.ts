/**
 * Forgetting what is due (C8, C17; 征信业管理条例 16). The database forgets payload, salts and the link to persons of whom
 * nothing is kept any more (`ledger.forget_due`, which the retention role alone may call); then the decision documents
 * that were sent with them go, and what held rows said that wait no longer. Daily and at every start, so that what was forgotten before a restore is forgotten again.
 * Readers do not rely on it: they ask the dates.
 */
import type { IsoDate } from "#core/time/date.ts";
import { forgetDue } from "#src/ledger/index.ts";
import { listKnownFiles, listSpentDocuments } from "./entries/store.ts";
import { forgetHeld } from "./held/store.ts";
import type { IntakeRooms } from "./parts.ts";
import { forgetInParts, removeSpentFiles } from "./spent.ts";

const queue = "retention";

const looksEveryMs = 10 * 60 * 1000;

/** What was forgotten in a run. */
export interface Forgotten {
  readonly records: number;
  /** Rows that waited for a person and do so no longer. */
  readonly heldRows: number;
  readonly documents: number;
}

/** Forgets all that is due now. Broken off, it goes on where it stood when it is called again. */
export async function forgetAllDue(rooms: IntakeRooms, signal?: AbortSignal): Promise<Forgotten> {
  const records = await forgetInParts((atMost) => forgetDue(rooms.retention, atMost), signal);
  const heldRows = await forgetInParts((atMost) => forgetHeld(rooms.retention, atMost), signal);
  return { records, heldRows, documents: await removeSpentDocuments(rooms) };
}

function removeSpentDocuments({ app, door, documents, clock }: IntakeRooms): Promise<number> {
  return removeSpentFiles(
    { door, clock, vault: documents },
    {
      listSpent: (permit, asked) => listSpentDocuments(app, permit, asked),
      listKnown: (permit, fileIds) => listKnownFiles(app, permit, fileIds),
    },
  );
}

/** Begins to forget in this process: now, and on every new day. Whoever closes the queues ends it. */
export async function workOnRetention(rooms: IntakeRooms): Promise<void> {
  const { jobs, app, clock, log } = rooms;
  await jobs.work(queue, {
    atOnce: 1,
    handler: async ({ signal }) => {
      const forgotten = await forgetAllDue(rooms, signal);
      log.info({ ...forgotten }, "what was due is forgotten");
    },
  });
  let sentOn: IsoDate | null = null;
  const send = async () => {
    const today = clock.today();
    if (sentOn === today) return;
    await jobs.send(queue, {}, { key: queue, sql: app });
    sentOn = today;
    jobs.wake(queue);
  };
  setInterval(() => send().catch((err) => log.warn({ err }, "forgetting was not begun")), looksEveryMs).unref();
  await send();
}
