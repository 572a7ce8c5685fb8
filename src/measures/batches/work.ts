/** The work behind checks of files: a job a file. Killed in the middle, it is given to the next process, which does the parts that are missing. */
import Type from "typebox";
import { Compile } from "typebox/compile";
import { done, type Outcome, type Refusal, refuse } from "#core/refusal.ts";
import type { Actor, Scope } from "#src/access/index.ts";
import { inTransaction } from "#src/platform/database.ts";
import type { Job } from "#src/platform/jobs.ts";
import type { ReachRooms } from "../reach-parts.ts";
import { insertTerms } from "../store.ts";
import { type Carrying, carryAgain } from "./batch.ts";
import { type CodeFile, openCodes, partLines } from "./codes.ts";
import { type Drawn, drawing } from "./drawn.ts";
import { fileAnswers, signBatch } from "./finish.ts";
import { answerPart, nodeOf, packOutcomes, packTold } from "./part.ts";
import { secretContext } from "./send.ts";
import {
  type BatchState,
  findBatch,
  findSigned,
  insertBatchAct,
  insertPart,
  isAwaited,
  isCancelled,
  listPartsDone,
} from "./store.ts";

const carrier: Actor = { kind: "job", id: "check-batch" };
const jobShape = Compile(Type.Object({ batchId: Type.String() }));

/** Batches of one process at once: a short one does not wait for a long one. */
const batchesAtOnce = 2;
/** Parts of one batch at once: while one waits for the database, the other is put together. */
const partsAtOnce = 3;
const tidyEveryMs = 60 * 60 * 1000;
const keptMs = 24 * 60 * 60 * 1000;

/** Begins to carry out batches in this process. Whoever closes the queues ends it. */
export async function workOnCheckBatches(rooms: ReachRooms): Promise<void> {
  await rooms.jobs.work("check-batch", { atOnce: batchesAtOnce, handler: (job) => runJob(rooms, job) });
  const tidy = () => tidyFiles(rooms).catch((err) => rooms.log.warn({ err }, "files of codes were not tidied up"));
  setInterval(tidy, tidyEveryMs).unref();
  await tidy();
}

async function runJob(rooms: ReachRooms, job: Job): Promise<void> {
  if (!jobShape.Check(job.data)) throw new Error("a job for a batch names none");
  const batch = await findBatch(rooms.app, job.data.batchId);
  if (!batch || batch.end) return;
  const resource = { type: "Agency", id: batch.agencyCode, attributes: { code: batch.agencyCode } };
  const permit = await rooms.door.permit(carrier, "stop-check-batch", resource);
  if (!permit.ok) throw new Error("the policies do not let batches be ended");
  const carrying = carryAgain(rooms, batch);
  const scope = carrying.ok ? await carrying.value.scopeFor("organisation") : carrying;
  // What its body may no longer ask, its file may not either: it fails, and says why.
  const ended =
    carrying.ok && scope.ok
      ? await carryOut(rooms, { batch, carrying: carrying.value, scope: scope.value, signal: job.signal })
      : scope.ok
        ? refuse("measures.not-your-matter")
        : scope;
  await insertBatchAct(rooms.app, permit.value, {
    batchId: batch.batchId,
    act: "end",
    detail: ended.ok ? { end: ended.value } : { end: "failed", refusal: ended.refusal },
    actedBy: "job:check-batch",
    actedAt: rooms.clock.now(),
  });
  await rooms.codeFiles.remove(batch.batchId);
}

/** A batch in hand. */
export interface InHand {
  readonly batch: BatchState;
  readonly carrying: Carrying;
  readonly scope: Scope;
  readonly signal: AbortSignal;
}

async function carryOut(rooms: ReachRooms, inHand: InHand): Promise<Outcome<"finished" | "cancelled">> {
  const { batch } = inHand;
  if (!batch.isSigned) {
    const source = await rooms.codeFiles.open(batch.batchId, batch.fileBytes);
    const codes = source ? await openCodes(source) : refuse("intake.upload-unknown");
    if (!codes.ok) return codes;
    await answerParts(rooms, inHand, codes.value);
    await signBatch(rooms, inHand);
  }
  await fileAnswers(rooms, inHand);
  const signed = await findSigned(rooms.app, inHand.scope, batch.batchId);
  return done(JSON.parse(signed?.statement ?? "{}").end === "cancelled" ? "cancelled" : "finished");
}

/** Answers the parts that are missing, some at once, in order. */
async function answerParts(rooms: ReachRooms, inHand: InHand, codes: CodeFile): Promise<void> {
  const { batch, scope, signal } = inHand;
  const known = new Set(await listPartsDone(rooms.app, scope, batch.batchId));
  const last = Math.max(-1, ...known);
  const draw = drawing(rooms.keys.open(batch.secret, secretContext(batch.batchId)));
  const running = new Set<Promise<void>>();
  let failed: { readonly error: unknown } | null = null;
  for await (const { part, values } of codes.parts()) {
    if (known.has(part)) continue;
    signal.throwIfAborted();
    // A part before one that is done is not left out: the file would have a hole.
    if (part > last && (await isCancelled(rooms.app, batch.batchId))) break;
    const one = storePart(rooms, inHand, { part, values, draw })
      .catch((error: unknown) => {
        failed ??= { error };
      })
      .finally(() => running.delete(one));
    running.add(one);
    if (running.size >= partsAtOnce) await Promise.race(running);
    if (failed) break;
  }
  await Promise.all(running);
  if (failed) throw (failed as { error: unknown }).error;
}

/** Reads, answers and logs a part in one transaction. */
function storePart(
  rooms: ReachRooms,
  { batch, carrying, scope }: InHand,
  { part, values, draw }: { part: number; values: readonly (string | null)[]; draw: (n: number) => Drawn },
): Promise<void> {
  return inTransaction(rooms.app, async (transaction) => {
    const answered = await answerPart(rooms, transaction, { carrying, values, from: part * partLines + 1, draw });
    const { frame, outcomes, leaves, told, looks, terms } = answered;
    await insertTerms(transaction, [...terms]);
    // In the order of the log's key: its pages are visited once.
    await rooms.looks.noteMany(
      transaction,
      looks.toSorted((a, b) => (a.subjectId < b.subjectId ? -1 : 1)),
    );
    await noteFruitless(rooms, transaction, { carrying, outcomes });
    await insertPart(transaction, scope, {
      batchId: batch.batchId,
      part,
      frame,
      lines: values.length,
      told: told.length,
      unknown: outcomes.filter((one) => one.code !== null && one.outcome === "unknown-subject").length,
      refused: outcomes.filter(({ code }) => code === null).length,
      leaves: Buffer.concat(leaves),
      node: nodeOf(leaves),
      outcomes: packOutcomes(answered),
      answers: told.length > 0 ? packTold(told) : null,
    });
  });
}

/** What was refused or led to nobody is in the agency's log, once a part and reason; which lines they were, the part holds. */
async function noteFruitless(
  { looks }: ReachRooms,
  transaction: Parameters<ReachRooms["looks"]["noteMany"]>[0],
  { carrying, outcomes }: { carrying: Carrying; outcomes: Awaited<ReturnType<typeof answerPart>>["outcomes"] },
): Promise<void> {
  const reasons = new Set<Refusal["code"]>();
  for (const one of outcomes) {
    if (one.code === null) reasons.add(one.refused);
    else if (one.outcome === "unknown-subject") reasons.add("nothing-held");
  }
  for (const policy of reasons)
    await looks.noteRefused(transaction, carrying.actor, { action: "ask-check", resource: "Check", policy });
}

/** Removes files that lay for a day and that no batch waits for: their server was killed while they came in. */
async function tidyFiles({ codeFiles, app }: ReachRooms): Promise<void> {
  for (const id of await codeFiles.olderThan(new Date(Date.now() - keptMs))) {
    if (/^[0-9a-f-]{36}$/.test(id) && (await isAwaited(app, id))) continue;
    await codeFiles.remove(id);
  }
}
