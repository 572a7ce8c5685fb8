/** Handing a file of codes in, and stopping it. */
import { createHash, randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import { type CheckBatch, checkBatchBytesMax } from "#contract/check-batches.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { addYears } from "#core/time/date.ts";
import { type Actor, type Scope, signature } from "#src/access/index.ts";
import { FileRefused } from "#src/intake/index.ts";
import { inTransaction } from "#src/platform/database.ts";
import { logged, purposeOf, readGround } from "../acts.ts";
import { keptYears } from "../desk.ts";
import type { ReachRooms } from "../reach-parts.ts";
import { askDoor, carrying, headLine, keptActor } from "./batch.ts";
import { openCodes } from "./codes.ts";
import { type BatchRow, findBatch, insertBatch, insertBatchAct } from "./store.ts";
import { batchView, stateOf } from "./view.ts";

/** What a body checks a file in, and for what. */
export interface BatchAsked {
  readonly matter?: string | undefined;
  readonly purpose?: string | undefined;
}

/**
 * Takes a file of codes in and begins the batch together with the job that carries it out. Nothing of the file is read before
 * the door was asked. The same key again answers with the batch it began.
 */
export async function sendCheckBatch(
  rooms: ReachRooms,
  { actor, idempotencyKey }: { actor: Actor; idempotencyKey: string },
  { content, ...asked }: BatchAsked & { readonly content: Readable | null },
): Promise<Outcome<CheckBatch>> {
  const ground = readGround(rooms, asked);
  if (!ground.ok) return logged(rooms, actor, ground);
  if (actor.kind !== "officer" && actor.kind !== "client") {
    const denied = await askDoor(rooms, actor, { ...ground.value, kind: "organisation" });
    if (denied.ok) throw new TypeError("only a body asks");
    return denied.refusal.code === "access.denied" ? denied : logged(rooms, actor, denied);
  }
  const carried = carrying(rooms, actor, ground.value);
  // A file of codes is asked as about organisations; what else a code leads to is asked line by line.
  const scope = await carried.scopeFor("organisation");
  if (!scope.ok) return scope.refusal.code === "access.denied" ? scope : logged(rooms, actor, scope);
  const batchId = batchIdOf(actor, idempotencyKey);
  const known = await findBatch(rooms.app, batchId);
  if (known) return done(batchView(known));
  if (!content) return refuse("intake.file-empty");
  const kept = await keepFile(rooms, batchId, content);
  if (!kept.ok) return kept;
  const { purpose, basis } = purposeOf(ground.value.purpose, ground.value.matter);
  const secret = randomBytes(32);
  const row: BatchRow = {
    batchId,
    agencyCode: actor.agency,
    actor: keptActor(actor),
    actorKind: actor.kind,
    matter: ground.value.matter.matter,
    purpose,
    basis,
    head: headLine(rooms, { file: batchId, sort: "batch", head: carried.head }),
    secret: rooms.keys.seal(secret, secretContext(batchId)),
    fileDigest: kept.value.digest,
    fileBytes: kept.value.bytes,
    encoding: kept.value.encoding,
    lines: kept.value.lines,
    enteredBy: signature(actor),
    enteredAt: rooms.clock.now(),
    keptUntil: addYears(rooms.clock.today(), keptYears),
  };
  return begin(rooms, scope.value, row);
}

/** What a batch's secret is sealed to. */
export function secretContext(batchId: string): string {
  return `check-batch:${batchId}`;
}

async function begin(rooms: ReachRooms, scope: Scope, row: BatchRow): Promise<Outcome<CheckBatch>> {
  await inTransaction(rooms.app, async (transaction) => {
    if (await insertBatch(transaction, scope, row))
      await rooms.jobs.send("check-batch", { batchId: row.batchId }, { key: row.batchId, sql: transaction });
  });
  rooms.jobs.wake("check-batch");
  const begun = await findBatch(rooms.app, row.batchId);
  if (!begun) throw new Error("a batch that was begun is not there");
  return done(batchView(begun));
}

interface Kept {
  readonly bytes: number;
  readonly digest: Buffer;
  readonly encoding: string;
  readonly lines: number;
}

/** Keeps the file encrypted and surveys it; nothing stays of one that cannot be read as codes. */
async function keepFile({ codeFiles }: ReachRooms, batchId: string, content: Readable): Promise<Outcome<Kept>> {
  try {
    const stored = await codeFiles.store(batchId, content, checkBatchBytesMax);
    const source = await codeFiles.open(batchId, stored.bytes);
    const codes = source ? await openCodes(source) : refuse("intake.file-empty");
    if (codes.ok) return done({ ...stored, encoding: codes.value.encoding, lines: codes.value.lines });
    await codeFiles.remove(batchId);
    return codes;
  } catch (error) {
    if (error instanceof FileRefused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

function batchIdOf(actor: Actor, idempotencyKey: string): string {
  const hex = createHash("sha256")
    .update(`check-batch ${signature(actor)} ${idempotencyKey}`)
    .digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Asks a batch to stop: the parts in hand are finished, what was answered is signed and handed over. */
export async function cancelCheckBatch(rooms: ReachRooms, actor: Actor, batchId: string): Promise<Outcome<CheckBatch>> {
  const batch = await findBatch(rooms.app, batchId);
  if (!batch) return refuse("measures.unknown-batch");
  const resource = { type: "Agency", id: batch.agencyCode, attributes: { code: batch.agencyCode } };
  const permit = await rooms.door.permit(actor, "stop-check-batch", resource);
  if (!permit.ok) return permit;
  if (batch.isSigned || stateOf(batch) === "failed") return refuse("measures.batch-ended");
  await insertBatchAct(rooms.app, permit.value, {
    batchId,
    act: "cancel",
    detail: {},
    actedBy: signature(actor),
    actedAt: rooms.clock.now(),
  });
  return done(batchView((await findBatch(rooms.app, batchId)) ?? batch));
}
