/** A bundle as it is shown. */
import type { BundleView, JournalDifference } from "#contract/bundles.ts";
import type { BundleHead } from "#core/receipt/bundle.ts";
import type { BundleRooms } from "./parts.ts";
import type { EntryRow, StoredBundle } from "./store.ts";

/** How far a bundle is, by its acts and the day. */
export function stateOf({ clock }: Pick<BundleRooms, "clock">, bundle: StoredBundle): BundleView["state"] {
  if (bundle.act) return bundle.act === "close" ? "handed-in" : "written-off";
  if (bundle.handInBy < clock.today()) return "overdue";
  return clock.now().getTime() <= bundle.answersUntil.getTime() ? "answers" : "due";
}

/** The contract's view of a bundle. */
export function bundleView(rooms: BundleRooms, bundle: StoredBundle): BundleView {
  const head = JSON.parse(bundle.head) as BundleHead;
  return {
    bundle: bundle.bundleId,
    body: bundle.agencyCode,
    bodyName: rooms.authority(bundle.agencyCode),
    matters: head.matters.map(({ matter, title, unreachable: { way, text, law } }) => ({
      matter,
      title,
      unreachable: { way, text, law: law.map(({ title: name, article }) => ({ title: name, article })) },
    })),
    purpose: bundle.purpose,
    knownAt: bundle.knownAt.toISOString(),
    answersUntil: bundle.answersUntil.toISOString(),
    handInBy: bundle.handInBy,
    state: stateOf(rooms, bundle),
    entries: bundle.entries,
    known: bundle.known,
    bytes: bundle.fileBytes,
    sha256: bundle.fileDigest.toString("hex"),
    root: bundle.root,
    looks: bundle.looks,
    changed: bundle.changed,
    reason: bundle.reason,
  };
}

/** Entries whose answer the register would not have given. */
export function differencesIn(entries: readonly EntryRow[]): JournalDifference[] {
  return entries
    .filter(({ ended, begun }) => ended.length + begun.length > 0)
    .map(({ n, at, code, matter, ended, begun }) => ({
      n,
      at: at.toISOString(),
      code,
      matter,
      ended: [...ended],
      begun: [...begun],
    }));
}
