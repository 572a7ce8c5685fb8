/** Operations on batches. */
import {
  cancelBatch,
  downloadFindings,
  getBatch,
  getReceipt,
  listBatches,
  listFindings,
  previewUndo,
  sendBatch,
  summariseFindings,
  undoBatch,
} from "#contract/batches.ts";
import { listBatchRecords } from "#contract/entries.ts";
import { proveRow } from "#contract/sending-aids.ts";
import type { Outcome } from "#core/refusal.ts";
import { type Route, reply, route } from "#src/access/index.ts";
import type { IntakeRooms } from "../parts.ts";
import { findingsFile, lookAtFindings, summaryOfFindings } from "./findings.ts";
import { lookAtBatch, lookAtBatches, lookAtReceipt } from "./look.ts";
import { lookAtRecords, proofOfRow } from "./records.ts";
import { cancelBatchRun, sendUpload } from "./send.ts";
import { lookBeforeUndo, undoWholeBatch } from "./undo.ts";

/** Routes of batches. */
export function batchRoutes(rooms: IntakeRooms): Route[] {
  return [
    route(sendBatch, async ({ actor, session, idempotencyKey, body }) => {
      const channel = session ? "page" : "api";
      return answered(await sendUpload(rooms, { actor, channel, idempotencyKey }, body));
    }),
    route(listBatches, async ({ actor, query }) => answered(await lookAtBatches(rooms, actor, query))),
    route(getBatch, async ({ actor, params }) => answered(await lookAtBatch(rooms, actor, params.batchId))),
    route(getReceipt, async ({ actor, params }) => answered(await lookAtReceipt(rooms, actor, params.batchId))),
    route(cancelBatch, async ({ actor, params }) => answered(await cancelBatchRun(rooms, actor, params.batchId))),
    route(previewUndo, async ({ actor, params }) => answered(await lookBeforeUndo(rooms, actor, params.batchId))),
    route(undoBatch, async ({ actor, session, idempotencyKey, params, body }) => {
      const channel = session ? "page" : "api";
      return answered(await undoWholeBatch(rooms, { actor, channel, idempotencyKey }, { ...params, ...body }));
    }),
    route(listFindings, async ({ actor, params, query }) =>
      answered(await lookAtFindings(rooms, actor, { ...params, ...query })),
    ),
    route(summariseFindings, async ({ actor, params }) =>
      answered(await summaryOfFindings(rooms, actor, params.batchId)),
    ),
    route(downloadFindings, async ({ actor, params, query }) =>
      answered(await findingsFile(rooms, actor, { ...params, ...query })),
    ),
    route(listBatchRecords, async ({ actor, params, query }) =>
      answered(await lookAtRecords(rooms, actor, { ...params, ...query })),
    ),
    route(proveRow, async ({ actor, params }) => answered(await proofOfRow(rooms, actor, params))),
  ];
}

function answered<T>(outcome: Outcome<T>) {
  return outcome.ok ? reply(outcome.value) : outcome;
}
