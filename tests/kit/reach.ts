/** Files of codes for tests: handed in, carried out in this process, read back. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { CheckBatch } from "#contract/check-batches.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { type KeyList, readKeyList } from "#src/cli/verify/keys.ts";
import { value } from "#tests/kit/access.ts";

/** The usual ground of a file. */
export const ground = { matter: "cn/government-procurement", purpose: "procurement-review" } as const;

/** Hands a file in. */
export function handIn(
  node: Node,
  actor: Actor,
  content: string | Uint8Array,
  over: { matter?: string; purpose?: string; key?: string } = {},
): Promise<Outcome<CheckBatch>> {
  const { key = randomUUID(), ...asked } = { ...ground, ...over };
  return node.reach.sendBatch(
    { actor, idempotencyKey: key },
    { ...asked, content: Readable.from([Buffer.from(content)]) },
  );
}

/** Waits until a batch has ended. */
export async function ended(node: Node, actor: Actor, batch: string): Promise<CheckBatch> {
  for (let tries = 0; tries < 2400; tries++) {
    const found = value(await node.reach.batch(actor, batch));
    if (["finished", "cancelled", "failed"].includes(found.state)) return found;
    await sleep(50);
  }
  throw new Error("the batch did not end");
}

/** A batch's result as text. */
export async function resultOf(
  node: Node,
  actor: Actor,
  batchId: string,
  form: "ndjson" | "csv" | "receipts" = "ndjson",
): Promise<string> {
  return text(value(await node.reach.result(actor, { batchId, form })));
}

/** The node's published keys. */
export async function keysOf(node: Node): Promise<KeyList> {
  const list = readKeyList(JSON.stringify(await node.reports.keys()));
  assert.ok(list);
  return list;
}
