/** Operations on offline bundles and their journals. */
import * as contract from "#contract/bundles.ts";
import { type Route, reply, route } from "#src/access/index.ts";
import { listBundles, listOverdueJournals, readOwnBundle, takeBundle, writeOffBundle } from "./acts.ts";
import { handInJournal } from "./hand-in.ts";
import { makeBundle } from "./make.ts";
import type { BundleRooms } from "./parts.ts";

/** Routes of bundles. */
export function bundleRoutes(rooms: BundleRooms): Route[] {
  return [
    route(contract.makeBundle, async ({ actor, idempotencyKey, body }) => {
      const made = await makeBundle(rooms, { actor, idempotencyKey }, body);
      return made.ok ? reply(made.value, { location: `/api/v1/bundles/${made.value.bundle}` }) : made;
    }),
    route(contract.listBundles, async ({ actor, query }) => {
      const listed = await listBundles(rooms, actor, query);
      return listed.ok ? reply(listed.value) : listed;
    }),
    route(contract.listOverdueJournals, async ({ actor, query }) => {
      const listed = await listOverdueJournals(rooms, actor, query);
      return listed.ok ? reply(listed.value) : listed;
    }),
    route(contract.getBundle, async ({ actor, params }) => {
      const found = await readOwnBundle(rooms, actor, params.bundle);
      return found.ok ? reply(found.value) : found;
    }),
    route(contract.getBundleFile, async ({ actor, params }) => {
      const taken = await takeBundle(rooms, actor, params.bundle);
      if (!taken.ok) return taken;
      return reply({ bytes: taken.value, mediaType: "application/x-ndjson", fileName: "chengxin.bundle" });
    }),
    route(contract.handInJournal, async ({ actor, params, file }) => {
      const taken = await handInJournal(rooms, actor, { bundleId: params.bundle, content: file });
      return taken.ok ? reply(taken.value) : taken;
    }),
    route(contract.writeOffBundle, async ({ actor, params, body }) => {
      const written = await writeOffBundle(rooms, actor, { bundleId: params.bundle, reason: body.reason });
      return written.ok ? reply(written.value) : written;
    }),
  ];
}
