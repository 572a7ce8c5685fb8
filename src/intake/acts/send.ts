/** Sending a file: the batch is begun, run and ended; sent again after a crash it is taken up where it stood. */
import { createHash } from "node:crypto";
import type { Mapping, Receipt } from "#contract/intake.ts";
import { CompactRange } from "#core/merkle/tree.ts";
import { type Outcome, type Refusal, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, type Permit, signature } from "#src/access/index.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import { inTransaction } from "#src/platform/database.ts";
import { knownColumns } from "../map/columns.ts";
import { type Plan, planFor } from "../map/plan.ts";
import type { IntakeParts } from "../parts.ts";
import { atTheBeginning, type Progress, type RunEnd, runBatch, type Standing, sum } from "../pipeline/run.ts";
import type { Sending } from "../pipeline/sending.ts";
import type { Source } from "../read/source.ts";
import { digestOf, openTable, type Table } from "../read/table.ts";
import { signedReceipt } from "../receipt.ts";
import {
  appendBatchAct,
  appendFindings,
  type BatchAct,
  type BatchRow,
  type Channel,
  type FindingRow,
  findBatch,
  findReceipt,
  findUnended,
  insertBatch,
  insertReceipt,
  leaveRun,
  lockBatch,
  noCounts,
  readBatchActs,
  takeRun,
} from "../store.ts";
import { clockIsRight, itemFor, listOf, senderOf } from "./competence.ts";

/** A file to be sent. */
export interface FileToSend {
  readonly source: Source;
  /** As the sender calls it; kept for them to recognise, never used as a path. */
  readonly name: string | null;
  readonly item: string;
  readonly mapping: Mapping | null;
  readonly mappingVersion: number | null;
  readonly uploadId: string | null;
  readonly dryRun: boolean;
  readonly channel: Channel;
  /** SHA-256 of the bytes, where it was computed on the way. */
  readonly digest?: Buffer;
}

/** What an idempotency key stands for: one batch per sender and key. */
export function batchIdOf(actor: Actor, idempotencyKey: string): string {
  const hex = createHash("sha256")
    .update(`batch ${signature(actor)} ${idempotencyKey}`)
    .digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Leave to do an act with an agency's batch. */
export function batchPermit(
  parts: IntakeParts,
  actor: Actor,
  act: { action: string; batchId: string },
): Promise<Outcome<Permit>> {
  const resource = { type: "Batch", id: act.batchId, attributes: { agency: agencyOf(actor) ?? "" } };
  return parts.door.permit(actor, act.action, resource);
}

/** A file that was opened, understood and may be run. */
export interface Prepared {
  readonly item: ItemVersion;
  readonly table: Table;
  readonly plan: Plan;
}

/** Opens a file for an item: its form, its header, its mapping. Nothing is written. */
export async function prepareFile(
  parts: IntakeParts,
  actor: Actor,
  file: Pick<FileToSend, "source" | "item" | "mapping">,
): Promise<Outcome<Prepared>> {
  const item = itemFor(parts, actor, file.item);
  if (!item.ok) return item;
  const { mapping } = file;
  const table = await openTable(file.source, { known: knownColumns(item.value, mapping), ...mapping?.file });
  if (!table.ok) return table;
  const plan = planFor({ item: item.value, mapping, columns: table.value.columns });
  if (!plan.ok) return plan;
  if (table.value.rows === 0) return refuse("intake.file-empty");
  return { ok: true, value: { item: item.value, table: table.value, plan: plan.value } };
}

/**
 * Sends a file to its end, in this process (the command line; the job of an upload).
 * The same key again answers with the receipt it had; a batch that a crash left behind is taken up after its last part.
 */
export async function sendFile(
  parts: IntakeParts,
  actor: Actor,
  {
    file,
    idempotencyKey,
    onProgress,
  }: { file: FileToSend; idempotencyKey: string; onProgress?: (progress: Progress) => void },
): Promise<Outcome<Receipt>> {
  const right = await clockIsRight(parts);
  if (!right.ok) return right;
  const newId = batchIdOf(actor, idempotencyKey);
  const permit = await batchPermit(parts, actor, { action: "send-records", batchId: newId });
  if (!permit.ok) return permit;
  const prepared = await prepareFile(parts, actor, file);
  if (!prepared.ok) return prepared;
  const digest = file.digest ?? (await digestOf(file.source));
  const begun = await beginFile(parts, permit.value, {
    file,
    digest,
    newId,
    item: prepared.value.item,
    idempotencyKey,
    actor,
  });
  return runToEnd(parts, {
    batch: begun,
    permit: permit.value,
    prepared: prepared.value,
    ...(onProgress ? { onProgress } : {}),
  });
}

interface Beginning {
  readonly file: FileToSend;
  readonly digest: Buffer;
  readonly newId: string;
  readonly item: ItemVersion;
  readonly idempotencyKey: string;
  readonly actor: Actor;
}

async function beginFile(parts: IntakeParts, permit: Permit, beginning: Beginning): Promise<BatchRow> {
  const { file, digest, newId, item, actor } = beginning;
  const row: BatchRow = {
    batchId: newId,
    agencyCode: agencyOf(actor) ?? "",
    itemId: item.item.id,
    itemVersion: item.item.version,
    source: "file",
    channel: file.channel,
    dryRun: file.dryRun,
    uploadId: file.uploadId,
    mappingId: file.mapping?.id ?? null,
    mappingVersion: file.mappingVersion,
    mappingBody: file.mapping,
    fileName: file.name,
    fileDigest: digest,
    fileBytes: file.source.bytes,
    undoes: null,
    reason: null,
    enteredBy: signature(actor),
    enteredAt: parts.clock.now(),
    idempotencyKey: beginning.idempotencyKey,
  };
  // On the command line nobody keeps a key: the same file by the same hand goes on where a crash left it.
  const unended =
    file.channel === "command-line" ? await findUnended(parts.app, permit, { ...row, fileDigest: digest }) : null;
  if (unended) return unended;
  await insertBatch(parts.app, permit, row);
  const stored = await findBatch(parts.app, permit, newId);
  if (!stored) throw new Error("a batch that was begun is not found");
  return stored;
}

/** How a batch is run. */
export interface RunningHow {
  readonly onProgress?: (progress: Progress) => void;
  /** Rows of one transaction. */
  readonly chunkRows?: number;
  /** The process is asked to stop: the run throws after the chunk in hand, to be taken up again. */
  readonly signal?: AbortSignal;
}

export interface Running extends RunningHow {
  readonly batch: BatchRow;
  readonly permit: Permit;
  readonly prepared: Pick<Prepared, "item" | "plan"> & {
    readonly table: Pick<Table, "read" | "rows" | "notes"> & Partial<Table>;
  };
  readonly confirmedBy?: string;
}

/** A batch and the leave to write it. */
export type Begun = Pick<Running, "batch" | "permit">;

/** Runs a batch from where it stands to its end. Refuses where another process is running it. */
export function runToEnd(parts: IntakeParts, running: Running): Promise<Outcome<Receipt>> {
  return alone(parts, running, () => run(parts, running));
}

/** Ends a batch whose file turned out not to be readable after it was begun; what is recorded of it stays. */
export function failBatch(parts: IntakeParts, begun: Begun, refusal: Refusal): Promise<Outcome<Receipt>> {
  return endWhereItStands(parts, begun, { end: "failed", refusal });
}

/** Ends a batch where it stands, with the receipt of what is recorded of it: whoever sent it does not go on. */
export function endWhereItStands(
  parts: IntakeParts,
  begun: Begun,
  { end, refusal }: Pick<RunEnd, "end" | "refusal">,
): Promise<Outcome<Receipt>> {
  return alone(parts, begun, async () => {
    const { counts, range } = standingOf(await readBatchActs(parts.app, begun.permit, begun.batch.batchId));
    return finish(parts, begun, { end, refusal, counts, range: CompactRange.from(range) });
  });
}

/** Works on a batch while no other process does; one that has ended answers with its receipt. */
export async function alone(
  parts: IntakeParts,
  { batch, permit }: Begun,
  work: () => Promise<Receipt>,
): Promise<Outcome<Receipt>> {
  const client = await parts.app.connect();
  try {
    if (!(await takeRun(client, batch.batchId)))
      return refuse("intake.batch-running", { params: { batch: batch.batchId } });
    try {
      const receipt = await findReceipt(parts.app, permit, batch.batchId);
      return { ok: true, value: receipt ? (receipt as Receipt) : await work() };
    } finally {
      await leaveRun(client, batch.batchId);
    }
  } finally {
    client.release();
  }
}

async function run(parts: IntakeParts, running: Running): Promise<Receipt> {
  const { batch, permit, prepared, confirmedBy = null } = running;
  let acts = await readBatchActs(parts.app, permit, batch.batchId);
  if (!acts.some(({ act }) => act === "open")) {
    await open(parts, running);
    acts = await readBatchActs(parts.app, permit, batch.batchId);
  }
  const sending: Sending = {
    batch,
    item: prepared.item,
    sender: await senderOf(parts, batch.agencyCode, prepared.item),
    permit,
    keys: parts.keys,
    confirmedBy,
    receivedOn: parts.clock.today(),
    list: listOf(parts, prepared.item),
    isOfProceeding: false,
  };
  const end = await runBatch({ ...running, app: parts.app, clock: parts.clock }, sending, {
    source: { plan: prepared.plan, read: () => prepared.table.read() },
    from: standingOf(acts),
  });
  return finish(parts, running, end);
}

/** Where a batch stands by its acts. */
export function standingOf(acts: readonly BatchAct[]): Standing {
  let standing = atTheBeginning;
  for (const act of acts) {
    if (act.act !== "part" && act.act !== "open") continue;
    const { range = standing.range } = act.detail as { range?: Standing["range"] };
    standing = { lastRow: act.lastRow, counts: sum(standing.counts, act), range };
  }
  return standing;
}

/** Says what the file is, and what a person should know of it. */
async function open(parts: IntakeParts, { batch, permit, prepared: { table } }: Running): Promise<void> {
  const { rows, notes, format, encoding, delimiter, sheet, columns, headerRow } = table;
  // What is said of the file as a whole stands before its rows.
  const found = notes.map(({ row, code, params }, ordinal): FindingRow => {
    return { row, ordinal, verdict: "note", column: null, field: null, code, value: null, params };
  });
  await inTransaction(parts.app, async (transaction) => {
    await lockBatch(transaction, batch.batchId);
    if (found.length > 0) await appendFindings(transaction, permit, batch.batchId, found);
    await appendBatchAct(transaction, permit, batch.batchId, {
      act: "open",
      lastRow: 0,
      ...noCounts,
      findings: found.length,
      detail: { rows, format, encoding, delimiter, sheet, columns, headerRow },
      actedBy: batch.enteredBy,
      actedAt: parts.clock.now(),
    });
  });
}

/** Ends a batch and issues its receipt, in one transaction. */
export async function finish(parts: IntakeParts, { batch, permit }: Begun, ended: RunEnd): Promise<Receipt> {
  const finishedAt = parts.clock.now();
  const receipt = signedReceipt(batch, { ...ended, finishedAt }, parts.keys.signer());
  await inTransaction(parts.app, async (transaction) => {
    await lockBatch(transaction, batch.batchId);
    await appendBatchAct(transaction, permit, batch.batchId, {
      act: ended.end === "failed" ? "fail" : "finish",
      lastRow: 0,
      ...noCounts,
      detail: { end: ended.end, refusal: ended.refusal satisfies Refusal | null },
      actedBy: batch.enteredBy,
      actedAt: finishedAt,
    });
    await insertReceipt(transaction, permit, { batchId: batch.batchId, body: receipt, issuedAt: finishedAt });
  });
  return receipt;
}
