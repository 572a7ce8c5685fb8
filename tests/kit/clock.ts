/** A legal clock that a test moves, in the program and in the database alike. */
import type { Node } from "#src/cli/node.ts";
import { systemClock } from "#src/platform/clock.ts";
import { openPool } from "#src/platform/database.ts";

/** Moves a node's clock to noon in Shanghai of a day. Every part of a node holds the one clock it was assembled with. */
export async function moveTo(node: Pick<Node, "owner" | "clock">, day: string): Promise<void> {
  const offset = Math.round((Date.parse(`${day}T04:00:00Z`) - Date.now()) / 1000);
  const owner = openPool(node.owner, { max: 1 });
  await owner.query("UPDATE platform.clock SET offset_seconds = $1", [offset]);
  await owner.end();
  Object.assign(node.clock, systemClock(offset));
}

/** A node whose clock a test moves. */
export interface TimedNode extends Node {
  /** Noon in Shanghai of a day. */
  moveTo(day: string): Promise<void>;
}

/** The node, on a day. */
export async function timed(node: Node, day: string): Promise<TimedNode> {
  await moveTo(node, day);
  return { ...node, moveTo: (to) => moveTo(node, to) };
}
