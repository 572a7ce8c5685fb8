/** A batch as its body sees it. */
import type { CheckBatch } from "#contract/check-batches.ts";
import { problemOf } from "#contract/refusals.ts";
import type { Refusal } from "#core/refusal.ts";
import type { BatchState } from "./store.ts";

/** How far a batch is, from its parts and acts. */
export function stateOf({ end, isSigned, isCancelled, done }: BatchState): CheckBatch["state"] {
  if (end) return end.end;
  if (isSigned) return "filing";
  if (isCancelled) return "cancelling";
  return done > 0 ? "running" : "waiting";
}

/** The contract's view of a batch; counts are those of its parts so far. */
export function batchView(batch: BatchState): CheckBatch {
  const { done, told, unknown, refused } = batch;
  const problem = batch.end?.refusal ? problemOf(batch.end.refusal as Refusal) : null;
  return {
    batch: batch.batchId,
    matter: batch.matter,
    purpose: batch.purpose,
    by: batch.actorKind,
    enteredAt: batch.enteredAt.toISOString(),
    state: stateOf(batch),
    lines: batch.lines,
    done,
    told,
    nothing: done - told - unknown - refused,
    unknown,
    refused,
    sha256: batch.fileDigest.toString("hex"),
    endedAt: batch.endedAt?.toISOString() ?? null,
    root: batch.root?.toString("hex") ?? null,
    refusal: problem && {
      code: problem.code,
      text: { zh: problem.zh, en: problem.en },
      remedy: problem.remedy,
    },
  };
}
