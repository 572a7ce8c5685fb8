/** What supervisors and overseers see of service clients: never a key that could be used. */
import type { ClientView } from "#contract/access.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import { listActs, readActs, type StoredAct } from "../act-store.ts";
import type { Actor } from "../actor.ts";
import { historyOf } from "../officers/views.ts";
import { type ListPage, pageOf } from "../page.ts";
import type { AccessParts } from "../parts.ts";
import { clientStream, foldClient, liveKeys } from "./client.ts";

/** Service clients of an agency, by id. */
export async function listClients(
  parts: AccessParts,
  actor: Actor,
  asked: { agency: string } & ListPage,
): Promise<Outcome<{ items: ClientView[]; next: string | null }>> {
  const resource = { type: "Agency", id: asked.agency, attributes: { code: asked.agency } };
  const scope = await parts.door.scope(actor, "read-clients", resource, { audience: "inside" });
  if (!scope.ok) return scope;
  const { limit, cursor } = asked;
  const streams = await listActs(parts.app, clientStream, { about: asked.agency, after: cursor, limit: limit + 1 });
  return { ok: true, value: pageOf(streams.map(viewOf), limit, (view) => view.clientId) };
}

/** One client, as an act on it left it. */
export async function clientView(parts: AccessParts, id: string): Promise<Outcome<ClientView>> {
  const acts = await readActs(parts.app, clientStream, id);
  return acts.length > 0 ? { ok: true, value: viewOf(acts) } : refuse("access.unknown-client");
}

function viewOf(acts: readonly StoredAct[]): ClientView {
  const client = foldClient(acts);
  if (!client) throw new Error("a list of clients held an empty stream");
  const live = new Set(liveKeys(client, new Date()).map((key) => key.keyId));
  return {
    clientId: client.id,
    agencyCode: client.agency,
    name: client.name,
    scopes: [...client.scopes],
    revoked: client.revoked,
    keys: client.keys.map(({ keyId, key, since, until }) => ({
      keyId,
      kind: key.crv,
      since,
      until,
      live: live.has(keyId),
    })),
    acts: historyOf(acts),
  };
}
