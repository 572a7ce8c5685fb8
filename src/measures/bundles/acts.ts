/** Reading bundles again, taking them, and accounting for a journal that will not come. */
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { BundleView, JournalDifference } from "#contract/bundles.ts";
import { looksLikePersonNumber } from "#core/code/secrets.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, type Scope, signature } from "#src/access/index.ts";
import { afterOf, type Page, type PageAsked, page } from "../views.ts";
import type { BundleRooms } from "./parts.ts";
import {
  findBundle,
  insertBundleAct,
  insertBundleFetch,
  listBundlesOf,
  listEntries,
  listOverdue,
  type StoredBundle,
} from "./store.ts";
import { bundleView, differencesIn, stateOf } from "./view.ts";

/** Bundles of the actor's own body, newest first. */
export async function listBundles(
  rooms: BundleRooms,
  actor: Actor,
  asked: PageAsked,
): Promise<Outcome<Page<BundleView>>> {
  const agency = agencyOf(actor) ?? "";
  const scope = await ownScope(rooms, actor, agency);
  if (!scope.ok) return scope;
  return pageOfBundles(rooms, asked, (more) => listBundlesOf(rooms.app, scope.value, { agency, ...more }));
}

/** Journals of all bodies that are overdue or were accounted for, for those who oversee. */
export async function listOverdueJournals(
  rooms: BundleRooms,
  actor: Actor,
  asked: PageAsked,
): Promise<Outcome<Page<BundleView>>> {
  const node = { type: "Node", id: "node" };
  const scope = await rooms.door.scope(actor, "read-overdue-journals", node, { audience: "inside" });
  if (!scope.ok) return scope;
  const today = rooms.clock.today();
  return pageOfBundles(rooms, asked, (more) => listOverdue(rooms.app, scope.value, { today, ...more }));
}

async function pageOfBundles(
  rooms: BundleRooms,
  { limit = 50, cursor }: PageAsked,
  read: (asked: { after: { at: Date; id: string } | null; limit: number }) => Promise<StoredBundle[]>,
): Promise<Outcome<Page<BundleView>>> {
  const after = afterOf(cursor);
  if (!after.ok) return after;
  const rows = await read({ after: after.value, limit: limit + 1 });
  return done(
    page(rows, limit, {
      view: (row) => bundleView(rooms, row),
      at: ({ knownAt, bundleId }) => ({ at: knownAt, id: bundleId }),
    }),
  );
}

/** A bundle, and the answers of its journal that had changed. */
export async function readOwnBundle(
  rooms: BundleRooms,
  actor: Actor,
  bundleId: string,
): Promise<Outcome<{ bundle: BundleView; differences: JournalDifference[] }>> {
  const found = await ownBundle(rooms, actor, bundleId);
  if (!found.ok) return found;
  const { bundle, scope } = found.value;
  const entries = await listEntries(rooms.app, scope, bundleId);
  return done({ bundle: bundleView(rooms, bundle), differences: differencesIn(entries) });
}

/** The bundle's file. That it was handed over is written down before the first byte leaves (C15). */
export async function takeBundle(rooms: BundleRooms, actor: Actor, bundleId: string): Promise<Outcome<Readable>> {
  const found = await ownBundle(rooms, actor, bundleId);
  if (!found.ok) return found;
  const { bundle, scope } = found.value;
  const source = await rooms.bundleFiles.open(bundle.rootId, bundle.fileBytes);
  if (stateOf(rooms, bundle) !== "answers" || !source) return refuse("measures.bundle-ended");
  await insertBundleFetch(rooms.app, scope, {
    bundleId,
    fetchId: randomUUID(),
    fetchedBy: signature(actor),
    fetchedAt: rooms.clock.now(),
  });
  return done(Readable.from(source.stream()));
}

/** A supervisor accounts for a journal that is overdue and will not come; overseers go on seeing that it did not. */
export async function writeOffBundle(
  rooms: BundleRooms,
  actor: Actor,
  { bundleId, reason }: { bundleId: string; reason: string },
): Promise<Outcome<BundleView>> {
  const bundle = await findBundle(rooms.app, bundleId);
  if (!bundle) return refuse("measures.unknown-bundle");
  const resource = { type: "Agency", id: bundle.agencyCode, attributes: { code: bundle.agencyCode } };
  const permit = await rooms.door.permit(actor, "write-off-bundle", resource);
  if (!permit.ok) return permit;
  if (looksLikePersonNumber(reason) || reason.trim() === "")
    return refuse("measures.number-in-reason", { field: "reason" });
  const state = stateOf(rooms, bundle);
  if (state === "answers" || state === "due") return refuse("measures.bundle-answers");
  const actedAt = rooms.clock.now();
  const act = { bundleId, act: "write-off", reason: reason.trim(), actedBy: signature(actor), actedAt } as const;
  if (state !== "overdue" || !(await insertBundleAct(rooms.app, permit.value, act)))
    return refuse("measures.bundle-settled");
  return done(bundleView(rooms, { ...bundle, act: "write-off", reason: act.reason }));
}

async function ownBundle(
  rooms: BundleRooms,
  actor: Actor,
  bundleId: string,
): Promise<Outcome<{ bundle: StoredBundle; scope: Scope }>> {
  const bundle = await findBundle(rooms.app, bundleId);
  if (!bundle) return refuse("measures.unknown-bundle");
  const scope = await ownScope(rooms, actor, bundle.agencyCode);
  return scope.ok ? done({ bundle, scope: scope.value }) : scope;
}

function ownScope({ door }: BundleRooms, actor: Actor, agency: string): Promise<Outcome<Scope>> {
  const resource = { type: "Agency", id: agency, attributes: { code: agency } };
  return door.scope(actor, "read-bundles", resource, { audience: "inside" });
}
