/** Sending an uploaded file: the batch is begun with the act, the work done by a job that outlives the request. */

import type { BatchView } from "#contract/batches.ts";
import type { Mapping } from "#contract/intake.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, type Permit, signature } from "#src/access/index.ts";
import { inTransaction } from "#src/platform/database.ts";
import { clockIsRight, itemFor } from "../acts/competence.ts";
import { batchIdOf, batchPermit, endWhereItStands, prepareFile } from "../acts/send.ts";
import { findMapping, findUpload, type UploadRow } from "../files/store.ts";
import type { IntakeRooms } from "../parts.ts";
import type { Source } from "../read/source.ts";
import { appendBatchAct, type BatchRow, type Channel, findBatch, insertBatch, lockBatch, noCounts } from "../store.ts";
import { permitForBatch } from "./look.ts";
import { getBatchState } from "./store.ts";
import { batchView, stateOf } from "./view.ts";

/** What is sent, as the contract has it. */
export interface BatchAsked {
  readonly uploadId: string;
  readonly item: string;
  readonly mapping?: Mapping;
  readonly mappingId?: string;
  readonly fileName?: string;
  readonly dryRun: boolean;
}

/** Larger files are looked through by the job only: whoever sends one does not wait for it. */
const surveyedAtOnceBytesMax = 64 * 1024 * 1024;

/** Begins the batch of an uploaded file. The same key again answers with the batch it began. */
export async function sendUpload(
  rooms: IntakeRooms,
  asking: { actor: Actor; channel: Channel; idempotencyKey: string },
  asked: BatchAsked,
): Promise<Outcome<BatchView>> {
  const { actor, idempotencyKey } = asking;
  const right = await clockIsRight(rooms);
  if (!right.ok) return right;
  const batchId = batchIdOf(actor, idempotencyKey);
  const permit = await batchPermit(rooms, actor, { action: "send-records", batchId });
  if (!permit.ok) return permit;
  if (await findBatch(rooms.app, permit.value, batchId)) return begun(rooms, permit.value, batchId);
  const file = await openUpload(rooms, permit.value, asked.uploadId);
  if (!file) return refuse("intake.upload-unknown");
  const mapping = await mappingFor(rooms, permit.value, asked);
  if (!mapping.ok) return mapping;
  const prepared = await unlessGone(() => look(rooms, actor, { ...asked, ...file, mapping: mapping.value.mapping }));
  if (!prepared.ok) return prepared;
  const row: BatchRow = {
    batchId,
    agencyCode: agencyOf(actor) ?? "",
    itemId: asked.item,
    itemVersion: prepared.value,
    source: "file",
    channel: asking.channel,
    dryRun: asked.dryRun,
    uploadId: asked.uploadId,
    mappingId: mapping.value.mapping?.id ?? null,
    mappingVersion: mapping.value.version,
    mappingBody: mapping.value.mapping,
    fileName: asked.fileName ?? null,
    fileDigest: file.upload.digest,
    fileBytes: file.upload.bytes,
    undoes: null,
    reason: null,
    enteredBy: signature(actor),
    enteredAt: rooms.clock.now(),
    idempotencyKey,
  };
  await beginWithJob(rooms, permit.value, row);
  return begun(rooms, permit.value, batchId);
}

/** What a read of an upload came to; an upload that another batch used up while it was read is not known any more. */
export async function unlessGone<T>(read: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return refuse("intake.upload-unknown");
    throw error;
  }
}

/** Writes a batch down together with the job that carries it out. */
export async function beginWithJob(rooms: IntakeRooms, permit: Permit, row: BatchRow): Promise<void> {
  await inTransaction(rooms.app, async (transaction) => {
    if (await insertBatch(transaction, permit, row))
      await rooms.jobs.send("intake-batch", { batchId: row.batchId }, { key: row.batchId, sql: transaction });
  });
  rooms.jobs.wake("intake-batch");
}

/** The batch that was begun, as it stands. */
export async function begun(rooms: IntakeRooms, permit: Permit, batchId: string): Promise<Outcome<BatchView>> {
  return { ok: true, value: batchView(await getBatchState(rooms.app, permit, batchId), rooms.catalogue) };
}

/** An upload of the actor's agency with its bytes; null where there is none, or its bytes are gone. */
export async function openUpload(
  rooms: IntakeRooms,
  permit: Permit,
  uploadId: string,
): Promise<{ upload: UploadRow; source: Source } | null> {
  const upload = await findUpload(rooms.app, permit, { uploadId, agencyCode: agencyOf(permit.actor) ?? "" });
  const source = upload && (await rooms.uploads.open(uploadId, upload.bytes));
  return upload && source ? { upload, source } : null;
}

/** The mapping to use: as it was given, or the newest kept version; with its version where that is what is kept. */
async function mappingFor(
  rooms: IntakeRooms,
  permit: Permit,
  { mapping, mappingId }: BatchAsked,
): Promise<Outcome<{ mapping: Mapping | null; version: number | null }>> {
  const id = mapping?.id ?? mappingId;
  if (id === undefined) return { ok: true, value: { mapping: null, version: null } };
  const agencyCode = agencyOf(permit.actor) ?? "";
  const kept = await findMapping(rooms.app, permit, { agencyCode, mappingId: id, body: mapping ?? null });
  if (mapping) return { ok: true, value: { mapping, version: kept?.version ?? null } };
  return kept ? { ok: true, value: { mapping: kept.body, version: kept.version } } : refuse("intake.mapping-unknown");
}

/** What can be told at once of a file: whether the agency may send the item, and whether file and mapping fit. */
async function look(
  rooms: IntakeRooms,
  actor: Actor,
  given: { item: string; mapping: Mapping | null; source: Source },
): Promise<Outcome<number>> {
  if (given.source.bytes > surveyedAtOnceBytesMax) {
    const item = itemFor(rooms, actor, given.item);
    return item.ok ? { ok: true, value: item.value.item.version } : item;
  }
  const prepared = await prepareFile(rooms, actor, given);
  return prepared.ok ? { ok: true, value: prepared.value.item.item.version } : prepared;
}

/** Asks a batch to stop: the part in hand is given up, what is recorded stays. */
export async function cancelBatchRun(rooms: IntakeRooms, actor: Actor, batchId: string): Promise<Outcome<BatchView>> {
  const permit = await permitForBatch(rooms, actor, { action: "send-records", batchId });
  if (!permit.ok) return permit;
  if ((await getBatchState(rooms.app, permit.value, batchId)).source === "undo") return refuse("intake.batch-undoing");
  const isOpen = await inTransaction(rooms.app, async (transaction) => {
    await lockBatch(transaction, batchId);
    const state = await getBatchState(transaction, permit.value, batchId);
    if (stateOf(state) === "cancelling") return true;
    if (state.end !== null) return state.end === "cancelled";
    await appendBatchAct(transaction, permit.value, batchId, {
      act: "cancel",
      lastRow: 0,
      ...noCounts,
      detail: {},
      actedBy: signature(actor),
      actedAt: rooms.clock.now(),
    });
    return true;
  });
  if (!isOpen) return refuse("intake.batch-ended");
  const batch = await findBatch(rooms.app, permit.value, batchId);
  // No job carries a file that was read where it lay: if its sender is gone, nobody else would ever end it.
  if (batch && batch.uploadId === null)
    await endWhereItStands(rooms, { batch, permit: permit.value }, { end: "cancelled", refusal: null });
  return begun(rooms, permit.value, batchId);
}
