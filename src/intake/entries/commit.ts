/**
 * How every act on one record is done: what was done under the same key is answered again; else it is decided on what
 * stands now and written in one transaction, receipt included. Whoever comes second is decided anew.
 */
import type { Receipt } from "#contract/intake.ts";
import { CompactRange } from "#core/merkle/tree.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, type Permit, signature } from "#src/access/index.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import type { ChangeRow, DocumentLineRow } from "#src/ledger/index.ts";
import { inTransaction, type Sql, type Transaction } from "#src/platform/database.ts";
import { listOf, senderOf } from "../acts/competence.ts";
import { batchIdOf } from "../acts/send.ts";
import type { IntakeParts } from "../parts.ts";
import { Salts } from "../pipeline/build.ts";
import { type Built, nothingBuilt, storeChunk } from "../pipeline/chunk.ts";
import { isRace } from "../pipeline/run.ts";
import type { Sending } from "../pipeline/sending.ts";
import { signedReceipt } from "../receipt.ts";
import {
  appendBatchAct,
  type BatchRow,
  type BatchSource,
  type Channel,
  findReceipt,
  insertBatch,
  insertReceipt,
  lockBatch,
  noCounts,
  withoutFile,
} from "../store.ts";
import { type EntryRow, findEntry, insertEntry, type RecordRef } from "./store.ts";

/** An act somebody asks for: what, under which key, by which way. */
export interface Acting {
  readonly actor: Actor;
  readonly idempotencyKey: string;
  readonly channel: Channel;
}

/** Who came: a page has a session, a program has none. */
export function channelOf({ session }: { readonly session: object | null }): Channel {
  return session === null ? "api" : "page";
}

/** An act on one record, not yet decided. */
export interface OneAct {
  readonly source: BatchSource;
  readonly item: ItemVersion;
  readonly permit: Permit;
  readonly reason: string | null;
  /** All that was asked, so that a key used twice for different things is noticed. */
  readonly asked: Json;
  readonly documentId: string | null;
}

/** What was decided: what to write, and about which record where it is known already. */
export interface Decided {
  readonly built: Built;
  readonly record: RecordRef | null;
  /** What is written before the rows, in the same transaction: whatever lets them be written. */
  readonly first?: (sql: Sql) => Promise<void>;
  /** What else must be true with it, in the same transaction; false: somebody was faster, decide again. */
  readonly also?: (sql: Sql) => Promise<boolean>;
}

/** The batch id an act has: one per sender and key. */
export function batchIdFor({ actor, idempotencyKey }: Acting): string {
  return batchIdOf(actor, idempotencyKey);
}

/** What a permit of an act on one record is asked for: `agency` is whose record it is. */
export function askPermit(
  parts: Pick<IntakeParts, "door">,
  actor: Actor,
  { action, id, agency }: { action: string; id: string; agency: string },
): Promise<Outcome<Permit>> {
  return parts.door.permit(actor, action, { type: "Batch", id, attributes: { agency } });
}

/** The sending of an act, as the pipeline judges and builds by it. */
export async function sendingOf(parts: IntakeParts, acting: Acting, act: OneAct): Promise<Sending> {
  const { actor, idempotencyKey, channel } = acting;
  const { item, permit, source, reason } = act;
  const batch: BatchRow = {
    batchId: batchIdFor(acting),
    agencyCode: agencyOf(actor) ?? "",
    itemId: item.item.id,
    itemVersion: item.item.version,
    source,
    channel,
    dryRun: false,
    ...withoutFile,
    undoes: null,
    reason,
    enteredBy: signature(actor),
    enteredAt: parts.clock.now(),
    idempotencyKey,
  };
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

/** What builds rows needs, at the present instant, which is later than all that stands. */
export function buildParts(parts: IntakeParts, sending: Sending, lastChange: string | null = null) {
  const now = parts.clock.now().getTime();
  const after = lastChange === null ? 0 : new Date(lastChange).getTime() + 1;
  return { sending, recordedAt: new Date(Math.max(now, after)), salts: new Salts() };
}

const triesMax = 8;

/**
 * The receipt under this key, if the act was done; a refusal where the key stands for another act.
 * Null: nothing was done under it yet.
 */
export async function doneBefore(parts: IntakeParts, acting: Acting, act: OneAct): Promise<Outcome<Receipt | null>> {
  const batchId = batchIdFor(acting);
  const receipt = await findReceipt(parts.app, act.permit, batchId);
  if (!receipt) return { ok: true, value: null };
  const entry = await findEntry(parts.app, act.permit, batchId);
  if (!entry || !Buffer.from(entry.content).equals(contentOf(parts, act))) return refuse("access.key-used");
  return { ok: true, value: receipt as Receipt };
}

function contentOf({ keys }: IntakeParts, { source, asked }: OneAct): Buffer {
  return keys.documentHash(`entry ${source}\n${canonicalJson(asked)}`);
}

/**
 * Decides and writes until nobody was faster. `decide` may say that nothing is written after all.
 * @returns the receipt, or what `decide` said instead
 */
export async function writeOne<T>(
  parts: IntakeParts,
  { sending, act }: { sending: Sending; act: OneAct },
  decide: () => Promise<Outcome<{ readonly write: Decided } | { readonly instead: T }>>,
): Promise<Outcome<{ readonly receipt: Receipt } | { readonly instead: T }>> {
  const content = contentOf(parts, act);
  for (let tries = 1; ; tries++) {
    const decided = await decide();
    if (!decided.ok) return decided;
    if ("instead" in decided.value) return { ok: true, value: decided.value };
    const { built, record, first, also } = decided.value.write;
    const { batch } = sending;
    const entry = { batchId: batch.batchId, content, record, documentId: act.documentId };
    try {
      const receipt = await inTransaction(parts.app, (transaction) =>
        write(transaction, { parts, sending, built, entry, ...(first ? { first } : {}), ...(also ? { also } : {}) }),
      );
      if (receipt) return { ok: true, value: { receipt } };
    } catch (error) {
      if (!(isRace(error) || error instanceof Overtaken) || tries >= triesMax) throw error;
      continue;
    }
    // The same key came twice at once; the other is written.
    const again = await findReceipt(parts.app, act.permit, batch.batchId);
    if (again) return { ok: true, value: { receipt: again as Receipt } };
    if (tries >= triesMax) return refuse("http.busy");
  }
}

interface Writing {
  readonly parts: IntakeParts;
  readonly sending: Sending;
  readonly built: Built;
  readonly entry: EntryRow;
  readonly first?: Decided["first"];
  readonly also?: Decided["also"];
}

/** Somebody did the other half of an act first. */
class Overtaken extends Error {}

/** Batch, entry, rows, counts and receipt together; null where the batch was there already. */
async function write(
  transaction: Transaction,
  { parts, sending, built, entry, first, also }: Writing,
): Promise<Receipt | null> {
  const { batch, permit } = sending;
  if (!(await insertBatch(transaction, permit, batch))) return null;
  await insertEntry(transaction, permit, entry);
  if (first) await first(transaction);
  await lockBatch(transaction, batch.batchId);
  const range = CompactRange.from({ size: 0, hashes: [] });
  const act = { ...noCounts, lastRow: 0, actedBy: batch.enteredBy, actedAt: built.parts.recordedAt };
  await appendBatchAct(transaction, permit, batch.batchId, { ...act, act: "open", detail: { rows: 1 } });
  await storeChunk(transaction, built, {
    detail(leaves) {
      for (const leaf of leaves) range.append(leaf);
      return { range: range.stored() };
    },
  });
  // After the record: what refers to it finds it.
  if (also && !(await also(transaction))) throw new Overtaken();
  await appendBatchAct(transaction, permit, batch.batchId, {
    ...act,
    act: "finish",
    detail: { end: "finished", refusal: null },
  });
  const finishedAt = built.parts.recordedAt;
  const receipt = signedReceipt(
    batch,
    { counts: built.counts, end: "finished", range, finishedAt },
    parts.keys.signer(),
  );
  await insertReceipt(transaction, permit, { batchId: batch.batchId, body: receipt, issuedAt: finishedAt });
  return receipt;
}

/** A batch of one change of a record, ready to store. It counts as a correction: a record that stands was changed. */
export function builtChange(
  parts: Built["parts"],
  { change, lines }: { change: ChangeRow; lines: readonly DocumentLineRow[] },
): Built {
  const nothing = nothingBuilt({ parts, lastRow: change.rowNo });
  return { ...nothing, counts: { ...noCounts, corrected: 1 }, changes: [change], lines };
}
