/** Offline bundles for tests: made, taken to a desk of files, asked there, handed in again. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { after } from "node:test";
import type { BundleView, JournalReceipt } from "#contract/bundles.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { type AtDesk, askAtDesk, closeJournal, type DeskFiles, makeDeskKey } from "#src/cli/verify/desk.ts";
import { value } from "#tests/kit/access.ts";
import { ground } from "#tests/kit/reach.ts";

/** A desk with its bundle, its key and its journal, in a folder of its own. */
export interface TestDesk {
  readonly files: DeskFiles;
  readonly bundle: BundleView;
  readonly bytes: Buffer;
  /** Asks as an officer of the bundle. */
  ask(code: string, over?: { matter?: string; purpose?: string; officer?: string; now?: Date }): AtDesk;
  close(now?: Date): ReturnType<typeof closeJournal>;
  journal(): Buffer;
  handIn(actor: Actor, bytes?: Uint8Array): Promise<Outcome<JournalReceipt>>;
}

/** Asks for a bundle with a key of its own. */
export function makeBundle(
  node: Node,
  actor: Actor,
  over: { matters?: readonly string[]; purpose?: string; key?: string; x?: string } = {},
): Promise<Outcome<BundleView>> {
  const { matters = [ground.matter], purpose = ground.purpose, key = randomUUID(), x } = over;
  const folder = mkdtempSync(join(tmpdir(), "chengxin-desk-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const deskKey = { x: x ?? makeDeskKey(join(folder, "desk.json")).x };
  return node.bundles.make({ actor, idempotencyKey: key }, { matters, purpose, deskKey });
}

/** Has a bundle made and takes it to a desk. */
export async function deskOf(
  node: Node,
  actor: Actor,
  over: { matters?: readonly string[]; purpose?: string } = {},
): Promise<TestDesk> {
  const folder = mkdtempSync(join(tmpdir(), "chengxin-desk-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string) => join(folder, name);
  const files = { bundle: at("b"), journal: at("j"), keys: at("b.keys.json"), desk: at("b.desk.json") };
  const { x } = makeDeskKey(files.desk);
  const bundle = value(await makeBundle(node, actor, { ...over, x }));
  const bytes = await buffer(value(await node.bundles.take(actor, bundle.bundle)));
  writeFileSync(files.bundle, bytes);
  writeFileSync(files.keys, JSON.stringify(await node.reports.keys()));
  const me = actor.kind === "officer" ? actor.id : undefined;
  const [matter = ""] = over.matters ?? [ground.matter];
  return {
    files,
    bundle,
    bytes,
    ask: (code, { now, ...more } = {}) =>
      askAtDesk(files, { code, matter, purpose: undefined, officer: me, ...more }, now),
    close: (now) => closeJournal(files, me, now),
    journal: () => readFileSync(files.journal),
    handIn: (as, given = readFileSync(files.journal)) =>
      node.bundles.handIn(as, { bundleId: bundle.bundle, content: Readable.from([Buffer.from(given)]) }),
  };
}
