/** The work behind batches: a job a batch. Killed in the middle, it is given to the next process and goes on after the last part. */
import Type from "typebox";
import { Compile } from "typebox/compile";
import type { Receipt } from "#contract/intake.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import type { Actor, Permit } from "#src/access/index.ts";
import type { Job } from "#src/platform/jobs.ts";
import { failBatch, runToEnd } from "../acts/send.ts";
import { knownColumns } from "../map/columns.ts";
import { planFor } from "../map/plan.ts";
import type { IntakeRooms } from "../parts.ts";
import { openTable } from "../read/table.ts";
import { type BatchRow, findBatch } from "../store.ts";
import { findBatchAgency, isUploadAwaited, listLeftBehind } from "./store.ts";
import { runUndo } from "./undo.ts";

const carrier: Actor = { kind: "job", id: "intake-batch" };
const jobShape = Compile(Type.Object({ batchId: Type.String() }));

/** How many batches are run at once in one process: a short one does not wait for a long one. */
const batchesAtOnce = 2;
const tidyEveryMs = 60 * 60 * 1000;
const keptMs = 24 * 60 * 60 * 1000;

/** Begins to do the work of batches in this process. Whoever closes the queues ends it. */
export async function workOnBatches(rooms: IntakeRooms): Promise<void> {
  const handler = (job: Job) => runJob(rooms, job);
  await rooms.jobs.work("intake-batch", { atOnce: batchesAtOnce, handler });
  const tidy = () =>
    Promise.all([tidyUploads(rooms), endLeftBehind(rooms)]).catch((err) =>
      rooms.log.warn({ err }, "uploads and batches were not tidied up"),
    );
  setInterval(tidy, tidyEveryMs).unref();
  await tidy();
}

async function runJob(rooms: IntakeRooms, job: Job): Promise<void> {
  if (!jobShape.Check(job.data)) throw new Error("a job for a batch names none");
  const carried = await carry(rooms, job.data.batchId);
  if (!carried) return;
  const { batch, send, undo } = carried;
  const { signal } = job;
  const ended =
    batch.source === "undo"
      ? await runUndo(rooms, { batch, permit: undo, signal })
      : await runFile(rooms, { batch, permit: send, signal });
  // Another process is at it (its heartbeat was late): the job is tried again, and then finds the receipt.
  if (!ended.ok) throw new Error(`batch not run: ${ended.refusal.code}`);
  if (batch.uploadId && ended.value.end === "finished" && !batch.dryRun) await rooms.uploads.remove(batch.uploadId);
}

/** A batch with the leave to carry it out; null where there is none. */
async function carry(rooms: IntakeRooms, batchId: string) {
  const agency = await findBatchAgency(rooms.app, batchId);
  if (agency === null) return null;
  const resource = { type: "Batch", id: batchId, attributes: { agency } };
  const [send, undo] = await Promise.all([
    rooms.door.permit(carrier, "send-records", resource),
    rooms.door.permit(carrier, "undo-batch", resource),
  ]);
  if (!send.ok || !undo.ok) throw new Error("the policies do not let batches be carried out");
  const batch = await findBatch(rooms.app, send.value, batchId);
  return batch && { batch, send: send.value, undo: undo.value };
}

/**
 * Ends batches whose sender broke off and did not come back within a day: what is recorded of them has a receipt then,
 * and can be undone. One that is being worked on is left alone.
 */
export async function endLeftBehind(rooms: IntakeRooms): Promise<void> {
  for (const batchId of await listLeftBehind(rooms.app, new Date(rooms.clock.now().getTime() - keptMs))) {
    const carried = await carry(rooms, batchId);
    if (!carried) continue;
    const { batch, send } = carried;
    const ended = await failBatch(rooms, { batch, permit: send }, { code: "intake.sender-gone" });
    if (ended.ok) rooms.log.warn({ batch: batchId }, "a batch whose sender broke off was ended where it stood");
  }
}

interface Carried {
  readonly batch: BatchRow;
  readonly permit: Permit;
  readonly signal: AbortSignal;
}

async function runFile(rooms: IntakeRooms, carried: Carried): Promise<Outcome<Receipt>> {
  const { batch, permit } = carried;
  const prepared = await prepareAgain(rooms, batch);
  if (!prepared.ok) return failBatch(rooms, { batch, permit }, prepared.refusal);
  return runToEnd(rooms, { ...carried, prepared: prepared.value });
}

/** The file as it was when it was sent: under the same version of the item and the same mapping. */
async function prepareAgain(rooms: IntakeRooms, { uploadId, fileBytes, itemId, itemVersion, mappingBody }: BatchRow) {
  const source = uploadId === null ? null : await rooms.uploads.open(uploadId, fileBytes ?? 0);
  if (!source) return refuse("intake.upload-unknown");
  const item = rooms.catalogue.item(itemId, itemVersion);
  const table = await openTable(source, { known: knownColumns(item, mappingBody), ...mappingBody?.file });
  if (!table.ok) return table;
  const plan = planFor({ item, mapping: mappingBody, columns: table.value.columns });
  return plan.ok ? { ok: true as const, value: { item, table: table.value, plan: plan.value } } : plan;
}

/** Removes uploads that lay for a day and that no batch waits for. */
async function tidyUploads({ uploads, app, clock, log }: IntakeRooms): Promise<void> {
  let removed = 0;
  for (const id of await uploads.olderThan(new Date(Date.now() - keptMs))) {
    // What was broken off while it came in has no batch, and no other id than its file's name.
    if (/^[0-9a-f-]{36}$/.test(id) && (await isUploadAwaited(app, id))) continue;
    await uploads.remove(id);
    removed++;
  }
  if (removed > 0) log.info({ removed, today: clock.today() }, "uploads nobody sent were removed");
}
