/** Puts offline bundles together over the rooms of measures. */
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { BundleView, JournalReceipt } from "#contract/bundles.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor, Route } from "#src/access/index.ts";
import { openVault } from "#src/intake/index.ts";
import type { MeasureRooms } from "../parts.ts";
import { readOwnBundle, takeBundle, writeOffBundle } from "./acts.ts";
import { handInJournal } from "./hand-in.ts";
import { type BundleAsked, makeBundle } from "./make.ts";
import type { BundleRooms } from "./parts.ts";
import { bundleRoutes } from "./routes.ts";

export interface Bundles {
  readonly routes: readonly Route[];
  /** Has a bundle made for the actor's own body. */
  make(asking: { actor: Actor; idempotencyKey: string }, asked: BundleAsked): Promise<Outcome<BundleView>>;
  /** A bundle and what its journal told. */
  read(actor: Actor, bundleId: string): ReturnType<typeof readOwnBundle>;
  /** Its file, while it answers. */
  take(actor: Actor, bundleId: string): Promise<Outcome<Readable>>;
  /** Takes a desk's journal in. */
  handIn(actor: Actor, given: { bundleId: string; content: Readable | null }): Promise<Outcome<JournalReceipt>>;
  /** Accounts for a journal that will not come. */
  writeOff(actor: Actor, given: { bundleId: string; reason: string }): Promise<Outcome<BundleView>>;
}

/** Opens them. */
export function openBundles(parts: MeasureRooms): Bundles {
  const rooms: BundleRooms = { ...parts, bundleFiles: openVault(join(parts.config.home, "bundles"), parts.keys) };
  return {
    routes: bundleRoutes(rooms),
    make: (asking, asked) => makeBundle(rooms, asking, asked),
    read: (actor, bundleId) => readOwnBundle(rooms, actor, bundleId),
    take: (actor, bundleId) => takeBundle(rooms, actor, bundleId),
    handIn: (actor, given) => handInJournal(rooms, actor, given),
    writeOff: (actor, given) => writeOffBundle(rooms, actor, given),
  };
}
