/** A service client: the fold of its acts. Keys are added, overlap and end; none is edited. Pure. */
import Type, { type Static, type TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { type PublicKey, PublicKeyShape } from "#contract/access.ts";
import type { StoredAct, Stream } from "../act-store.ts";
import { type ClientScope, clientScopes } from "../actor.ts";

/** Where the acts of service clients are kept, and the action each needs leave for. */
export const clientStream: Stream = {
  table: "access.client_act",
  id: "client_id",
  about: "agency_code",
  actions: {
    register: "register-client",
    "add-key": "add-client-key",
    "end-key": "end-client-key",
    revoke: "revoke-client",
  },
};

const closed = { additionalProperties: false };
const Scopes = Type.Array(Type.Union(clientScopes.map((scope) => Type.Literal(scope))), {
  minItems: 1,
  uniqueItems: true,
});
const key = { keyId: Type.String(), key: PublicKeyShape, since: Type.String(), until: Type.String() };

const details = {
  register: Type.Object({ name: Type.String(), scopes: Scopes, ...key }, closed),
  "add-key": Type.Object(key, closed),
  "end-key": Type.Object({ keyId: Type.String(), until: Type.String() }, closed),
  revoke: Type.Object({}, closed),
} as const satisfies Record<string, TSchema>;

type ClientActName = keyof typeof details;
type Detail<A extends ClientActName> = Static<(typeof details)[A]>;

const shapes = Object.fromEntries(
  Object.entries(details).map(([act, shape]) => [act, Compile(shape)]),
) as unknown as Readonly<Record<string, Validator>>;

/** A public key and when it is good; instants on the machine's clock, RFC 3339. */
export interface ClientKey {
  readonly keyId: string;
  readonly key: PublicKey;
  readonly since: string;
  readonly until: string;
}

export interface Client {
  readonly id: string;
  readonly agency: string;
  readonly name: string;
  readonly scopes: readonly ClientScope[];
  readonly keys: readonly ClientKey[];
  readonly revoked: boolean;
  readonly lastSeq: number;
}

/** The state after these acts; null where there are none. Throws where a row is of another shape. */
export function foldClient(acts: readonly StoredAct[]): Client | null {
  let client: Client | null = null;
  for (const act of acts) {
    if (!shapes[act.act]?.Check(act.detail)) throw new Error(`client act ${act.act} of another shape`);
    client = client === null ? founded(act) : { ...after(client, act), lastSeq: act.seq };
  }
  return client;
}

function founded(act: StoredAct): Client {
  if (act.act !== "register") throw new Error("a client's first act is not its registration");
  const { name, scopes, ...first } = act.detail as Detail<"register">;
  return {
    id: act.id,
    agency: act.about,
    name,
    scopes: scopes as ClientScope[],
    keys: [first as ClientKey],
    revoked: false,
    lastSeq: act.seq,
  };
}

function after(client: Client, act: StoredAct): Client {
  const name = act.act as ClientActName;
  switch (name) {
    case "register":
      throw new Error("a client is registered once");
    case "add-key":
      return { ...client, keys: [...client.keys, act.detail as Detail<"add-key"> as ClientKey] };
    case "end-key": {
      const { keyId, until } = act.detail as Detail<"end-key">;
      return { ...client, keys: client.keys.map((one) => (one.keyId === keyId ? { ...one, until } : one)) };
    }
    case "revoke":
      return { ...client, revoked: true };
    default:
      return name satisfies never;
  }
}

/** The keys a client may prove itself with at an instant: none once it was revoked. */
export function liveKeys(client: Client, now: Date): readonly ClientKey[] {
  const instant = now.toISOString();
  return client.revoked ? [] : client.keys.filter(({ since, until }) => since <= instant && instant < until);
}
