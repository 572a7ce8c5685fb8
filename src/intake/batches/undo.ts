/** Taking a whole batch back: the act, and the work of it. */

import type { BatchView } from "#contract/batches.ts";
import type { Receipt } from "#contract/intake.ts";
import { CompactRange } from "#core/merkle/tree.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, type Permit, signature } from "#src/access/index.ts";
import { type AfterWritten, countChangedSince, listWritten, type Written } from "#src/ledger/index.ts";
import { inTransaction, sqlState } from "#src/platform/database.ts";
import { clockIsRight, listOf, senderOf } from "../acts/competence.ts";
import { alone, batchIdOf, finish, standingOf } from "../acts/send.ts";
import { reasonFault } from "../entries/change.ts";
import type { IntakeParts, IntakeRooms } from "../parts.ts";
import { Salts } from "../pipeline/build.ts";
import { isRace, type Standing, sum } from "../pipeline/run.ts";
import type { Sending } from "../pipeline/sending.ts";
import {
  appendBatchAct,
  type BatchRow,
  type Channel,
  findBatch,
  lockBatch,
  noCounts,
  readBatchActs,
  withoutFile,
} from "../store.ts";
import { batchScope, permitForBatch } from "./look.ts";
import { beginWithJob, begun } from "./send.ts";
import { type BatchState, getBatchState } from "./store.ts";
import { lookBehind, storeTaken, takeBack } from "./take-back.ts";

/** What an undoing would leave as it is, counted before it is asked. */
export async function lookBeforeUndo(
  rooms: IntakeRooms,
  actor: Actor,
  batchId: string,
): Promise<Outcome<{ changedSince: number }>> {
  const scope = await batchScope(rooms, actor, { batchId });
  if (!scope.ok) return scope;
  return done({ changedSince: await countChangedSince(rooms.app, scope.value, batchId) });
}

/** Begins to take a batch back. The same key again answers with the undoing it began. */
export async function undoWholeBatch(
  rooms: IntakeRooms,
  asking: { actor: Actor; channel: Channel; idempotencyKey: string },
  { batchId, reason }: { batchId: string; reason: string },
): Promise<Outcome<BatchView>> {
  const { actor, channel, idempotencyKey } = asking;
  const right = await clockIsRight(rooms);
  if (!right.ok) return right;
  const said = reasonFault(reason);
  if (!said.ok) return said;
  const permit = await permitForBatch(rooms, actor, { action: "undo-batch", batchId });
  if (!permit.ok) return permit;
  const undoId = batchIdOf(actor, idempotencyKey);
  const before = await findBatch(rooms.app, permit.value, undoId);
  if (before && before.undoes !== batchId) return refuse("access.key-used");
  if (before) return begun(rooms, permit.value, undoId);
  const target = await getBatchState(rooms.app, permit.value, batchId);
  const fault = faultOf(target);
  if (fault) return refuse(fault);
  const { agencyCode, itemId, itemVersion } = target;
  const row: BatchRow = {
    batchId: undoId,
    agencyCode,
    itemId,
    itemVersion,
    source: "undo",
    channel,
    dryRun: false,
    ...withoutFile,
    undoes: batchId,
    reason,
    enteredBy: signature(actor),
    enteredAt: rooms.clock.now(),
    idempotencyKey,
  };
  try {
    await beginWithJob(rooms, permit.value, row);
  } catch (error) {
    // A colleague was faster: a batch is undone once.
    if (sqlState(error) === "23505") return refuse("intake.batch-undone");
    throw error;
  }
  return begun(rooms, permit.value, undoId);
}

/** What was withdrawn or released by an act of its own is not brought back by undoing that act. */
const undoable: ReadonlySet<BatchRow["source"]> = new Set(["file", "entry", "held", "correction"]);

function faultOf({ end, undoneBy, source, dryRun, accepted, corrected, held }: BatchState) {
  if (end === null) return "intake.batch-not-ended";
  if (undoneBy !== null) return "intake.batch-undone";
  if (!undoable.has(source) || dryRun || accepted + corrected + held === 0) return "intake.batch-nothing-to-undo";
  return null;
}

const pageRows = 1000;
const triesMax = 8;

/** Does the work of an undoing, page by page; goes on where it stopped. */
export function runUndo(
  parts: IntakeParts,
  given: { batch: BatchRow; permit: Permit; signal: AbortSignal },
): Promise<Outcome<Receipt>> {
  const { batch, permit, signal } = given;
  return alone(parts, { batch, permit }, async () => {
    const sending = await sendingOf(parts, { batch, permit });
    const undone = batch.undoes ?? "";
    const acts = await readBatchActs(parts.app, permit, batch.batchId);
    if (acts.length === 0) await open(parts, { sending, undone });
    let standing = standingOf(acts);
    for (;;) {
      signal.throwIfAborted();
      const rows = await nextRows(parts, permit, { batchId: undone, after: standing.lastRow });
      if (rows.length === 0) break;
      standing = await undoRows(parts, sending, { rows, standing, undone });
    }
    const { counts, range } = standing;
    return finish(
      parts,
      { batch, permit },
      { end: "finished", refusal: null, counts, range: CompactRange.from(range) },
    );
  });
}

async function sendingOf(parts: IntakeParts, { batch, permit }: { batch: BatchRow; permit: Permit }): Promise<Sending> {
  const item = parts.catalogue.item(batch.itemId, batch.itemVersion);
  return {
    batch,
    item,
    sender: await senderOf(parts, batch.agencyCode, item),
    permit,
    keys: parts.keys,
    confirmedBy: null,
    receivedOn: parts.clock.today(),
    list: listOf(parts, item),
    isOfProceeding: false,
  };
}

async function open(
  { app, clock }: IntakeParts,
  { sending: { batch, permit }, undone }: { sending: Sending; undone: string },
): Promise<void> {
  const { accepted, corrected } = await getBatchState(app, permit, undone);
  await inTransaction(app, async (transaction) => {
    await lockBatch(transaction, batch.batchId);
    await appendBatchAct(transaction, permit, batch.batchId, {
      act: "open",
      lastRow: 0,
      ...noCounts,
      detail: { rows: accepted + corrected },
      actedBy: batch.enteredBy,
      actedAt: clock.now(),
    });
  });
}

/** The next rows of the batch with all they wrote: a row is never torn apart. */
async function nextRows(
  { app }: IntakeParts,
  permit: Permit,
  { batchId, after }: { batchId: string; after: number },
): Promise<Written[][]> {
  const from: AfterWritten = { row: after, act: "record" };
  const written = await listWritten(app, permit, { batchId, after: from, limit: pageRows });
  const rows = [...Map.groupBy(written, ({ row }) => row).values()];
  return written.length < pageRows ? rows : rows.slice(0, -1);
}

/** Takes a page of rows back in one transaction, decided anew while others are faster. */
async function undoRows(
  parts: IntakeParts,
  sending: Sending,
  { rows, standing, undone }: { rows: Written[][]; standing: Standing; undone: string },
): Promise<Standing> {
  const lastRow = rows.at(-1)?.[0]?.row ?? standing.lastRow;
  for (let tries = 1; ; tries++) {
    const behind = await lookBehind(parts, sending, { rows, undone });
    const building = { sending, recordedAt: parts.clock.now(), salts: new Salts() };
    const taken = rows.map((row) => takeBack(row, behind, building));
    const counts = { ...noCounts, ...countsOf(taken) };
    try {
      const range = await inTransaction(parts.app, (transaction) =>
        storeTaken(transaction, taken, { building, counts, lastRow, range: standing.range }),
      );
      return { lastRow, counts: sum(standing.counts, counts), range };
    } catch (error) {
      if (!isRace(error) || tries >= triesMax) throw error;
    }
  }
}

function countsOf(taken: readonly { readonly finding: object | null }[]) {
  const left = taken.filter(({ finding }) => finding !== null).length;
  return { corrected: taken.length - left, unchanged: left, findings: left };
}
