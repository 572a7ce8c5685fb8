/** A batch as its sender sees it. */
import type { BatchView } from "#contract/batches.ts";
import { problemOf } from "#contract/refusals.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import type { BatchState } from "./store.ts";

/** How far a batch is, from its acts. */
export function stateOf({ end, isCancelled, isBegun }: BatchState): BatchView["state"] {
  if (end) return end;
  if (isCancelled) return "cancelling";
  return isBegun ? "running" : "waiting";
}

/** The contract's view of a batch; counts are those of its parts so far. */
export function batchView(batch: BatchState, catalogue: Catalogue): BatchView {
  const { accepted, held, refused, unchanged, corrected, findings } = batch;
  const problem = batch.refusal ? problemOf(batch.refusal) : null;
  return {
    batchId: batch.batchId,
    agency: batch.agencyCode,
    item: batch.itemId,
    itemTitle: catalogue.item(batch.itemId, batch.itemVersion).item.title,
    source: batch.source,
    channel: batch.channel,
    dryRun: batch.dryRun,
    state: stateOf(batch),
    rowsExpected: batch.rowsExpected,
    lastRow: batch.lastRow,
    rows: accepted + held + refused + unchanged + corrected,
    accepted,
    held,
    refused,
    unchanged,
    corrected,
    findings,
    fileName: batch.fileName,
    mapping: batch.mappingId === null ? null : { id: batch.mappingId, version: batch.mappingVersion },
    enteredAt: batch.enteredAt.toISOString(),
    endedAt: batch.endedAt?.toISOString() ?? null,
    refusal: problem && {
      code: problem.code,
      text: { zh: problem.zh, en: problem.en },
      remedy: problem.remedy,
    },
    reason: batch.reason,
    undoes: batch.undoes,
    undoneBy: batch.undoneBy,
  };
}
