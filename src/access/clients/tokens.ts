/**
 * How a service client proves itself (RFC 7523, private_key_jwt) and what it is given: a short-lived access token
 * (RFC 9068) signed by the node. A token is worth what its client and key are worth now, not what they were.
 */
import { createPublicKey, randomUUID, verify } from "node:crypto";
import { decodeJwt, errors, importJWK, type JWTPayload, jwtVerify } from "jose";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { type Outcome, refuse } from "#core/refusal.ts";
import { readActs } from "../act-store.ts";
import { type Actor, type ClientScope, clientScopes } from "../actor.ts";
import { findAgency, stands } from "../agencies/store.ts";
import type { AccessParts } from "../parts.ts";
import { remember } from "../remembered.ts";
import { terms } from "../terms.ts";
import { type Client, clientStream, foldClient, liveKeys } from "./client.ts";
import { useAssertion } from "./store.ts";

/** A client that proved possession of one of its keys. */
export interface Proven {
  readonly client: Client;
  readonly keyId: string;
}

/** Machines' clocks differ a little, in seconds. */
const clockSkew = 30;

/** The address of the token endpoint, which is the audience of assertions. */
export function tokenEndpoint(publicUrl: string): string {
  return `${publicUrl}/oauth/token`;
}

/**
 * Verifies a client's assertion: signed by a live key of a client whose agency stands, for this node, fresh, used once.
 * Every failure is the same refusal: whoever guesses learns nothing of which clients there are.
 */
export async function proveClient(parts: AccessParts, assertion: string): Promise<Outcome<Proven>> {
  const denied = refuse("access.client-not-proven");
  const claims = claimsOf(assertion);
  if (!claims?.iss || claims.iss !== claims.sub) return denied;
  const client = foldClient(await readActs(parts.app, clientStream, claims.iss));
  if (!client) return denied;
  const keyId = await verifyingKey(client, assertion, parts.config.publicUrl);
  if (!keyId || !isShort(claims) || !claims.jti) return denied;
  const agency = await findAgency(parts.app, client.agency);
  if (!agency || !stands(agency, parts.clock.today())) return denied;
  const expiresAt = new Date(((claims.exp ?? 0) + clockSkew) * 1000);
  const fresh = await useAssertion(parts.app, { clientId: client.id, jti: claims.jti, expiresAt });
  return fresh ? { ok: true, value: { client, keyId } } : denied;
}

function claimsOf(assertion: string): JWTPayload | null {
  try {
    return decodeJwt(assertion);
  } catch {
    return null;
  }
}

async function verifyingKey(client: Client, assertion: string, publicUrl: string): Promise<string | null> {
  for (const { keyId, key } of liveKeys(client, new Date())) {
    const algorithm = key.kty === "OKP" ? "EdDSA" : "ES256";
    try {
      await jwtVerify(assertion, await importJWK(key, algorithm), {
        // Ed25519 is RFC 9864's name for the only EdDSA we take.
        algorithms: key.kty === "OKP" ? ["EdDSA", "Ed25519"] : ["ES256"],
        issuer: client.id,
        subject: client.id,
        audience: [tokenEndpoint(publicUrl), publicUrl],
        requiredClaims: ["exp", "jti"],
        clockTolerance: clockSkew,
      });
      return keyId;
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
    }
  }
  return null;
}

/** A long-lived assertion would be a password. */
function isShort({ exp = 0, jti = "" }: JWTPayload): boolean {
  return exp <= Date.now() / 1000 + terms.assertionMinutesMax * 60 + clockSkew && jti.length <= 200;
}

/** The scopes asked for, all of which the client must have; all it has where it asks for none. */
export function grantedScopes(client: Client, asked: string | undefined): Outcome<readonly ClientScope[]> {
  if (!asked) return { ok: true, value: client.scopes };
  const scopes = asked.split(" ").filter(Boolean);
  const granted = client.scopes.filter((scope) => scopes.includes(scope));
  return granted.length === scopes.length ? { ok: true, value: granted } : refuse("access.scope", { field: "scope" });
}

/** The actor a client is, with no more than these scopes. Refuses where its agency has ended. */
export async function clientActor(
  parts: AccessParts,
  client: Client,
  scopes: readonly ClientScope[],
): Promise<Outcome<Actor>> {
  const agency = await findAgency(parts.app, client.agency);
  if (!agency || !stands(agency, parts.clock.today())) return refuse("access.client-not-proven");
  return {
    ok: true,
    value: {
      kind: "client",
      id: client.id,
      name: client.name,
      agency: client.agency,
      agencyKinds: agency.kinds,
      scopes,
    },
  };
}

const Claims = Compile(
  Type.Object({
    iss: Type.String(),
    aud: Type.String(),
    client_id: Type.String(),
    exp: Type.Number(),
    scope: Type.String(),
    key: Type.String(),
  }),
);
const Header = Compile(Type.Object({ alg: Type.Literal("EdDSA"), typ: Type.Literal("at+jwt"), kid: Type.String() }));

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** An access token for a client that proved itself. */
export function issueAccessToken(
  parts: AccessParts,
  { client, keyId }: Proven,
  scopes: readonly ClientScope[],
): { token: string; expiresInSeconds: number } {
  const expiresInSeconds = terms.accessTokenMinutes * 60;
  const now = Math.floor(Date.now() / 1000);
  const signer = parts.keys.signer("access");
  const { publicUrl } = parts.config;
  const input = `${encoded({ alg: "EdDSA", typ: "at+jwt", kid: signer.keyId })}.${encoded({
    iss: publicUrl,
    aud: publicUrl,
    sub: client.id,
    client_id: client.id,
    scope: scopes.join(" "),
    iat: now,
    exp: now + expiresInSeconds,
    jti: randomUUID(),
    key: keyId,
  })}`;
  return { token: `${input}.${signer.sign(Buffer.from(input)).toString("base64url")}`, expiresInSeconds };
}

interface Verified {
  readonly clientId: string;
  readonly keyId: string;
  readonly scopes: readonly ClientScope[];
  readonly expiresAt: number;
}

/** Turns access tokens into actors. Signatures are verified once per token; clients are looked at every few seconds. */
export function openTokens(parts: AccessParts): (token: string) => Promise<Outcome<Actor>> {
  const verified = new Map<string, Verified>();
  const actors = remember((key) => actorOf(parts, key));
  return async (token) => {
    const known = verified.get(token) ?? verifyAccessToken(parts, token);
    if (known && !verified.has(token)) {
      if (verified.size >= 10_000) verified.clear();
      verified.set(token, known);
    }
    if (!known || known.expiresAt <= Date.now() / 1000) return refuse("access.token");
    return actors(JSON.stringify([known.clientId, known.keyId, known.scopes]));
  };
}

function verifyAccessToken({ keys, config }: AccessParts, token: string): Verified | null {
  const [head = "", body = "", signature = "", ...rest] = token.split(".");
  const header = parsed(head);
  const claims = parsed(body);
  if (rest.length > 0 || !Header.Check(header) || !Claims.Check(claims)) return null;
  const publicJwk = keys.publicJwk("access", header.kid);
  if (!publicJwk) return null;
  const key = createPublicKey({ key: publicJwk, format: "jwk" });
  if (!verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url"))) return null;
  if (claims.iss !== config.publicUrl || claims.aud !== config.publicUrl) return null;
  const scopes = clientScopes.filter((scope) => claims.scope.split(" ").includes(scope));
  return { clientId: claims.client_id, keyId: claims.key, scopes, expiresAt: claims.exp };
}

function parsed(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

async function actorOf(parts: AccessParts, key: string): Promise<Outcome<Actor>> {
  const [clientId, keyId, scopes] = JSON.parse(key) as [string, string, ClientScope[]];
  const client = foldClient(await readActs(parts.app, clientStream, clientId));
  if (!client || !liveKeys(client, new Date()).some((one) => one.keyId === keyId)) return refuse("access.token");
  const held = scopes.filter((scope) => client.scopes.includes(scope));
  const actor = await clientActor(parts, client, held);
  return actor.ok ? actor : refuse("access.token");
}
