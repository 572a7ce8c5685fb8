/**
 * Credentials of the command line: `--as AGENCY_CODE` acts as a service client of that agency, proved with the
 * client's private key exactly as at the token endpoint. On the demo a missing credential is made on the spot.
 */
import { randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { exportJWK, generateKeyPair, importJWK, SignJWT } from "jose";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import type { PublicKey } from "#contract/access.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, type ClientScope, clientScopes } from "../actor.ts";
import { listAgencies } from "../agencies/store.ts";
import type { Asked } from "../officers/acts.ts";
import type { AccessParts } from "../parts.ts";
import { registerClient } from "./acts.ts";
import type { Client } from "./client.ts";
import { clientActor, grantedScopes, issueAccessToken, type Proven, proveClient, tokenEndpoint } from "./tokens.ts";

const CredentialShape = Type.Object(
  {
    clientId: Type.String(),
    agencyCode: Type.String(),
    /** Ed25519 or P-256, as a JWK. */
    privateKey: Type.Object(
      {
        kty: Type.Union([Type.Literal("OKP"), Type.Literal("EC")]),
        crv: Type.String(),
        x: Type.String(),
        y: Type.Optional(Type.String()),
        d: Type.String(),
      },
      { additionalProperties: true },
    ),
  },
  { additionalProperties: false },
);
const credentialShape = Compile(CredentialShape);

/** A credential file: who the client is, and its private key. */
export type Credential = Static<typeof CredentialShape>;

/** Where the credential of an agency lies unless another file is named. */
export function credentialFile(parts: AccessParts, agencyCode: string): string {
  return join(parts.config.home, "credentials", `${agencyCode}.json`);
}

/**
 * The actor that acts for an agency on the command line.
 * @param given.credential a credential file; else `CHENGXIN_CREDENTIAL`, else `<home>/credentials/<code>.json`
 */
export async function actorForAgency(
  parts: AccessParts,
  agencyCode: string,
  given: { credential?: string } = {},
): Promise<Outcome<Actor>> {
  const proven = await proveForAgency(parts, agencyCode, given);
  return proven.ok ? clientActor(parts, proven.value.client, proven.value.client.scopes) : proven;
}

/**
 * An access token for an agency's programs, as the token endpoint would give it, proved by the same credential.
 * @param given.scope scopes with spaces between; all the client has where none is named
 */
export async function tokenForAgency(
  parts: AccessParts,
  agencyCode: string,
  { scope, ...given }: { credential?: string; scope?: string },
): Promise<Outcome<ReturnType<typeof issueAccessToken>>> {
  const proven = await proveForAgency(parts, agencyCode, given);
  if (!proven.ok) return proven;
  const scopes = grantedScopes(proven.value.client, scope);
  return scopes.ok ? { ok: true, value: issueAccessToken(parts, proven.value, scopes.value) } : scopes;
}

async function proveForAgency(
  parts: AccessParts,
  agencyCode: string,
  given: { credential?: string },
): Promise<Outcome<Proven>> {
  const named = given.credential ?? parts.config.credential;
  const file = named ?? credentialFile(parts, agencyCode);
  const proven = await proveByFile(parts, agencyCode, file);
  if (proven.ok) return proven;
  if (named || !parts.config.demo || !/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(agencyCode)) return proven;
  const enrolled = await enrolOnDemo(parts, agencyCode);
  return enrolled.ok ? proveByFile(parts, agencyCode, file) : enrolled;
}

/**
 * The agency a command acts for where `--as` names none: that of `CHENGXIN_CREDENTIAL`, or the only one whose credential lies under
 * `<home>/credentials`; on the demo, which makes credentials on the spot, the first of a kind that may. Null: it has to be said.
 * @param kinds kinds of agencies that may; `any` is all of them
 */
export async function agencyActedFor(parts: AccessParts, kinds: readonly string[]): Promise<string | null> {
  const { config, app, clock } = parts;
  if (config.credential) return readCredential(config.credential)?.agencyCode ?? null;
  if (!config.demo) {
    const own = existsSync(join(config.home, "credentials")) ? readdirSync(join(config.home, "credentials")) : [];
    const [only, ...others] = own.flatMap((name) => /^([0-9A-Z]{18})\.json$/.exec(name)?.[1] ?? []);
    return others.length === 0 ? (only ?? null) : null;
  }
  for (const kind of kinds) {
    const found = await listAgencies(app, { after: null, limit: 50, kind: kind === "any" ? null : kind });
    const present = found.find(({ until }) => until === null || until >= clock.today());
    if (present) return present.agencyCode;
  }
  return null;
}

async function proveByFile(parts: AccessParts, agencyCode: string, file: string): Promise<Outcome<Proven>> {
  if (!existsSync(file)) return refuse("access.no-credential", { params: { agency: agencyCode } });
  const credential = readCredential(file);
  if (!credential) return refuse("access.credential-shape");
  const proven = await proveClient(parts, await assertion(credential, parts.config.publicUrl));
  if (!proven.ok) return proven;
  // The credential decides for whom one acts; `--as` only says which one is meant.
  return proven.value.client.agency === agencyCode
    ? proven
    : refuse("access.credential-of-another", { params: { agency: agencyCode } });
}

function readCredential(file: string): Credential | null {
  try {
    const read: unknown = JSON.parse(readFileSync(file, "utf8"));
    return credentialShape.Check(read) ? read : null;
  } catch {
    return null;
  }
}

/** What the client signs to prove itself: for this node, good for a minute, once. */
async function assertion({ clientId, privateKey }: Credential, publicUrl: string): Promise<string> {
  const alg = privateKey.kty === "OKP" ? "EdDSA" : "ES256";
  return new SignJWT()
    .setProtectedHeader({ alg, typ: "JWT" })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(tokenEndpoint(publicUrl))
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime("1m")
    .sign(await importJWK(privateKey, alg));
}

/** Makes a key pair, registers a client with its public half, and writes the private half to a file of mode 0600. */
export async function enrolClient(
  parts: AccessParts,
  asked: Asked,
  given: { agency: string; name: string; scopes: readonly ClientScope[]; file: string; until?: Date },
): Promise<Outcome<Client>> {
  const pair = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const key = (await exportJWK(pair.publicKey)) as PublicKey;
  const registered = await registerClient(parts, asked, { ...given, key });
  if (!registered.ok) return registered;
  const privateKey = (await exportJWK(pair.privateKey)) as Credential["privateKey"];
  writeCredential(given.file, { clientId: registered.value.id, agencyCode: given.agency, privateKey });
  return registered;
}

function writeCredential(file: string, credential: Credential): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(credential, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/** The demo's commands find their credential by themselves (issue 2); elsewhere a supervisor or operator gives it. */
function enrolOnDemo(parts: AccessParts, agency: string): Promise<Outcome<Client>> {
  return enrolClient(
    parts,
    { actor: { kind: "job", id: "command-line" }, idempotencyKey: `demo credential ${randomUUID()}` },
    { agency, name: "演示 demo", scopes: clientScopes, file: credentialFile(parts, agency) },
  );
}
