/** Puts checks beyond one at a time together. */
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { CheckBatch } from "#contract/check-batches.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor, Route } from "#src/access/index.ts";
import { openVault } from "#src/intake/index.ts";
import { lookAtBatch } from "./batches/look.ts";
import { type ResultForm, streamResult } from "./batches/result.ts";
import { checkBatchRoutes } from "./batches/routes.ts";
import { type BatchAsked, cancelCheckBatch, sendCheckBatch } from "./batches/send.ts";
import { workOnCheckBatches } from "./batches/work.ts";
import { Desk } from "./desk.ts";
import type { ReachRooms } from "./reach-parts.ts";
import { openWatches, type Watches } from "./watches/open.ts";
import { watchRoutes } from "./watches/routes.ts";

export interface Reach {
  readonly routes: readonly Route[];
  readonly rooms: ReachRooms;
  /** Begins to carry out what outlives a request in this process, what another left behind too. */
  work(): Promise<void>;
  /** Takes a file of codes in; its job is carried out by whoever works. */
  sendBatch(
    asking: { actor: Actor; idempotencyKey: string },
    asked: BatchAsked & { content: Readable | null },
  ): Promise<Outcome<CheckBatch>>;
  batch(actor: Actor, batchId: string): Promise<Outcome<CheckBatch>>;
  /** Asks a batch to stop. */
  cancel(actor: Actor, batchId: string): Promise<Outcome<CheckBatch>>;
  result(actor: Actor, asked: { batchId: string; form: ResultForm }): Promise<Outcome<Readable>>;
  /** Standing questions. */
  readonly watches: Watches;
}

/** Opens them over the rooms of measures. */
export function openReach(parts: Omit<ReachRooms, "codeFiles">): Reach {
  const rooms: ReachRooms = { ...parts, codeFiles: openVault(join(parts.config.home, "code-files"), parts.keys) };
  const desk = new Desk(rooms);
  return {
    routes: [...checkBatchRoutes(rooms), ...watchRoutes(rooms, desk)],
    rooms,
    watches: openWatches(rooms, desk),
    work: () => workOnCheckBatches(rooms),
    sendBatch: (asking, asked) => sendCheckBatch(rooms, asking, asked),
    batch: (actor, batchId) => lookAtBatch(rooms, actor, batchId),
    cancel: (actor, batchId) => cancelCheckBatch(rooms, actor, batchId),
    result: (actor, asked) => streamResult(rooms, actor, asked),
  };
}
