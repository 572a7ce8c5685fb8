/** Registering service clients, turning over their keys, cutting them off. */
import { calculateJwkThumbprint } from "jose";
import type { PublicKey } from "#contract/access.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import { type Decided, doAct, foundedId } from "../act.ts";
import type { NewAct } from "../act-store.ts";
import type { Actor, ClientScope } from "../actor.ts";
import { findAgency, stands } from "../agencies/store.ts";
import type { Asked } from "../officers/acts.ts";
import type { AccessParts } from "../parts.ts";
import { terms } from "../terms.ts";
import { type Client, clientStream, foldClient } from "./client.ts";

/**
 * Registers a program that shall act for an agency, with its first public key. The private key never comes here.
 * @param given.until last instant of the key; at most `clientKeyDaysMax` from now
 */
export async function registerClient(
  parts: AccessParts,
  { actor, idempotencyKey }: Asked,
  given: { agency: string; name: string; scopes: readonly ClientScope[]; key: PublicKey; until?: Date },
): Promise<Outcome<Client>> {
  const agency = await findAgency(parts.app, given.agency);
  if (!agency || !stands(agency, parts.clock.today())) return refuse("access.unknown-agency", { field: "agency" });
  const key = await keyDetail(given);
  if (!key.ok) return key;
  const id = foundedId(actor, idempotencyKey);
  const done = await doAct(parts, {
    stream: clientStream,
    id,
    actor,
    idempotencyKey,
    fold: foldClient,
    decide: () =>
      permitted(parts, actor, {
        agency: given.agency,
        context: { scopes: [...given.scopes] },
        act: {
          id,
          seq: 1,
          act: "register",
          about: given.agency,
          detail: { name: given.name, scopes: given.scopes, ...key.value },
        },
      }),
  });
  return done.ok ? { ok: true, value: present(done.value) } : done;
}

/** Adds a key beside those that are good: both prove the client until the old one is ended. */
export async function addClientKey(
  parts: AccessParts,
  asked: Asked,
  given: { clientId: string; key: PublicKey; until?: Date },
): Promise<Outcome<Client>> {
  const key = await keyDetail(given);
  if (!key.ok) return key;
  return onClient(parts, asked, given.clientId, (client) =>
    client.keys.some(({ keyId }) => keyId === key.value.keyId)
      ? refuse("access.key-known", { field: "key" })
      : { ok: true, value: { act: "add-key", detail: { ...key.value } } },
  );
}

/** Ends a key now: what it signs, and the tokens given for it, are worth nothing within seconds. */
export function endClientKey(
  parts: AccessParts,
  asked: Asked,
  given: { clientId: string; keyId: string; reason: string },
): Promise<Outcome<Client>> {
  return onClient(parts, asked, given.clientId, (client) =>
    client.keys.some(({ keyId }) => keyId === given.keyId)
      ? {
          ok: true,
          value: {
            act: "end-key",
            detail: { keyId: given.keyId, until: new Date().toISOString() },
            reason: given.reason,
          },
        }
      : refuse("access.unknown-key", { field: "keyId" }),
  );
}

/** Cuts a client off for good. */
export function revokeClient(
  parts: AccessParts,
  asked: Asked,
  given: { clientId: string; reason: string },
): Promise<Outcome<Client>> {
  return onClient(parts, asked, given.clientId, () => ({
    ok: true,
    value: { act: "revoke", detail: {}, reason: given.reason },
  }));
}

type Decision = Outcome<Pick<NewAct, "act" | "detail" | "reason">>;

async function onClient(
  parts: AccessParts,
  { actor, idempotencyKey }: Asked,
  clientId: string,
  decide: (client: Client) => Decision,
): Promise<Outcome<Client>> {
  const done = await doAct(parts, {
    stream: clientStream,
    id: clientId,
    actor,
    idempotencyKey,
    fold: foldClient,
    decide: async (client) => {
      if (!client) return refuse("access.unknown-client");
      const decision = decide(client);
      if (!decision.ok) return decision;
      if (client.revoked) return refuse("access.not-now", { params: { act: decision.value.act } });
      const act = { id: clientId, seq: client.lastSeq + 1, about: client.agency, ...decision.value };
      return permitted(parts, actor, { agency: client.agency, context: {}, act });
    },
  });
  return done.ok ? { ok: true, value: present(done.value) } : done;
}

async function permitted(
  parts: AccessParts,
  actor: Actor,
  { agency, context, act }: { agency: string; context: Record<string, unknown>; act: NewAct },
): Promise<Outcome<Decided>> {
  const resource = { type: "Agency", id: agency, attributes: { code: agency } };
  const permit = await parts.door.permit(actor, clientStream.actions[act.act] ?? act.act, resource, context);
  return permit.ok ? { ok: true, value: { permit: permit.value, acts: [act] } } : permit;
}

async function keyDetail({ key, until }: { key: PublicKey; until?: Date }) {
  const now = Date.now();
  const latest = now + terms.clientKeyDaysMax * 86_400_000;
  const end = until?.getTime() ?? latest;
  if (!(end > now && end <= latest))
    return refuse("access.term", { field: "until", params: { most: terms.clientKeyDaysMax } });
  return {
    ok: true as const,
    value: {
      // The key's own thumbprint (RFC 7638) names it: nobody can choose a name that is taken.
      keyId: await calculateJwkThumbprint(key),
      key,
      since: new Date(now).toISOString(),
      until: new Date(end).toISOString(),
    },
  };
}

function present(client: Client | null): Client {
  if (!client) throw new Error("an act left no client behind");
  return client;
}
