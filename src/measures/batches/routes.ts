/** Operations on checks of files. */
import * as contract from "#contract/check-batches.ts";
import { type Route, reply, route } from "#src/access/index.ts";
import type { ReachRooms } from "../reach-parts.ts";
import { lookAtBatch, lookAtBatches } from "./look.ts";
import { readLine, streamResult } from "./result.ts";
import { cancelCheckBatch, sendCheckBatch } from "./send.ts";

const names = { ndjson: "checks.ndjson", receipts: "receipts.ndjson", csv: "checks.csv" } as const;

/** Routes of batches. */
export function checkBatchRoutes(rooms: ReachRooms): Route[] {
  return [
    route(contract.sendCheckBatch, async ({ actor, idempotencyKey, query, file }) => {
      const sent = await sendCheckBatch(rooms, { actor, idempotencyKey }, { ...query, content: file });
      return sent.ok ? reply(sent.value) : sent;
    }),
    route(contract.listCheckBatches, async ({ actor, query }) => {
      const listed = await lookAtBatches(rooms, actor, query);
      return listed.ok ? reply(listed.value) : listed;
    }),
    route(contract.getCheckBatch, async ({ actor, params }) => {
      const found = await lookAtBatch(rooms, actor, params.batch);
      return found.ok ? reply(found.value) : found;
    }),
    route(contract.cancelCheckBatch, async ({ actor, params }) => {
      const stopped = await cancelCheckBatch(rooms, actor, params.batch);
      return stopped.ok ? reply(stopped.value) : stopped;
    }),
    route(contract.getCheckBatchResult, async ({ actor, params, query }) => {
      const form = query.form ?? "ndjson";
      const result = await streamResult(rooms, actor, { batchId: params.batch, form });
      if (!result.ok) return result;
      const mediaType = form === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson";
      return reply({ bytes: result.value, mediaType, fileName: names[form] });
    }),
    route(contract.getCheckBatchLine, async ({ actor, params }) => {
      const read = await readLine(rooms, actor, { batchId: params.batch, n: params.n });
      return read.ok ? reply(undefined as never, { text: read.value }) : read;
    }),
  ];
}
