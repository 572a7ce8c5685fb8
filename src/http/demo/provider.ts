/**
 * The demo's identity provider: a real OIDC issuer (oidc-provider) under a path of this very server, whose sign-in
 * page offers the demo's invented people, one click each. It refuses to exist anywhere but in the demo.
 */
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import formbody from "@fastify/formbody";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { exportJWK, generateKeyPair } from "jose";
import type { Configuration, KoaContextWithOIDC, Provider } from "oidc-provider";
import type { CustomFetch } from "openid-client";
import { ConfigError } from "#src/platform/config.ts";
import type { Logger } from "#src/platform/log.ts";
import { baseOf } from "../sign-in/address.ts";
import type { IssuerGiven } from "../sign-in/issuer.ts";
import { both, html, say, sendPage } from "../sign-in/page.ts";
import { demoMemory } from "./memory.ts";
import { demoIssuerName, demoPeople } from "./people.ts";

const mountPath = "/demo/issuer";
const pagePath = "/demo/sign-in";
const clientId = "chengxin-portal";

export interface DemoProviderParts {
  readonly config: { readonly demo: boolean; readonly publicUrl: string };
  readonly log: Logger;
}

/** Mounts the provider, and says how sign-in reaches it: in process, whatever stands between us and our own address. */
export async function mountDemoProvider(app: FastifyInstance, parts: DemoProviderParts): Promise<() => IssuerGiven> {
  if (!parts.config.demo)
    throw new ConfigError(
      "演示登录只能用于演示；请设置 OIDC_ISSUER / the demo's sign-in is for the demo only; set OIDC_ISSUER",
    );
  const clientSecret = randomBytes(32).toString("base64url");
  let loading: Promise<[typeof import("oidc-provider"), Keys]> | undefined;
  let made: { provider: Provider; publicUrl: string } | undefined;
  // Made at the first request: only then is it certain under which port the world reaches us, and a start waits for
  // nothing large.
  const provider = async () => {
    loading ??= Promise.all([loadLibrary(), newKeys()]);
    const [library, keys] = await loading;
    const { publicUrl } = parts.config;
    if (made?.publicUrl !== publicUrl)
      made = { publicUrl, provider: makeProvider(library, { publicUrl, clientSecret, log: parts.log, keys }) };
    return made.provider;
  };
  await app.register(async (issuer) => {
    // The provider reads request bodies itself.
    issuer.removeAllContentTypeParsers();
    issuer.addContentTypeParser("*", (_request, _payload, ready) => ready(null));
    issuer.all(`${mountPath}/*`, async (request, reply) => {
      const made = await provider();
      reply.hijack();
      void made.callback()(asForwarded(request, parts.config.publicUrl), reply.raw);
    });
  });
  await app.register(async (pages) => {
    await pages.register(formbody);
    pages.get(`${pagePath}/:uid`, async (request, reply) => showPeople(await provider(), request, reply));
    pages.post(`${pagePath}/:uid`, async (request, reply) => signInAs(await provider(), request, reply));
  });
  return () => ({
    issuer: `${parts.config.publicUrl}${mountPath}`,
    clientId,
    clientSecret,
    acrSubstantial: ["substantial"],
    knownAs: demoIssuerName,
    // So that the next demo person can be chosen without closing the browser.
    askAlways: true,
    fetch: inProcess(app),
  });
}

/** Loaded by the demo only. It warns of every Node that is not yet an LTS release, in the place of our own words. */
async function loadLibrary(): Promise<typeof import("oidc-provider")> {
  const { warn } = console;
  console.warn = () => {};
  try {
    return await import("oidc-provider");
  } finally {
    console.warn = warn;
  }
}

type Keys = Pick<Configuration, "jwks" | "cookies">;

async function newKeys(): Promise<Keys> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), alg: "ES256", use: "sig" };
  // Below its own path: a visitor of the portal carries none of these cookies along.
  const kept = { httpOnly: true, sameSite: "lax", path: "/demo" } as const;
  const cookies = { keys: [randomBytes(32).toString("base64url")], long: kept, short: kept };
  return { jwks: { keys: [jwk] }, cookies } as Keys;
}

/** The other names of this very machine: whoever opened 127.0.0.1 comes back to 127.0.0.1. */
function returnAddresses(publicUrl: string): string[] {
  const names = /^http:\/\/(localhost|127\.0\.0\.1)(?=[:/]|$)/.test(publicUrl)
    ? ["localhost", "127.0.0.1", "[::1]"]
    : [];
  const bases = new Set([publicUrl, ...names.map((name) => publicUrl.replace(/\/\/[^:/]+/, `//${name}`))]);
  return [...bases].map((base) => `${base}/sign-in/return`);
}

function makeProvider(
  library: typeof import("oidc-provider"),
  given: { publicUrl: string; clientSecret: string; log: Logger; keys: Keys },
): Provider {
  const { publicUrl, clientSecret, log, keys } = given;
  const provider = new library.Provider(`${publicUrl}${mountPath}`, {
    ...keys,
    adapter: demoMemory(),
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: returnAddresses(publicUrl),
        id_token_signed_response_alg: "ES256",
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    clientBasedCORS: () => false,
    acrValues: ["substantial"],
    claims: { openid: ["sub"], profile: ["name"], acr: null, auth_time: null, iss: null, sid: null },
    // The name comes with the ID token: the relying party asks for nothing else.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: { Interaction: 900, Session: 900, Grant: 900, AccessToken: 300, IdToken: 900, AuthorizationCode: 60 },
    features: {
      devInteractions: { enabled: false },
      // Signing out of the portal is enough: this provider asks every time.
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    interactions: { url: (_context, interaction) => `${pagePath}/${interaction.uid}` },
    findAccount: (_context, id) => {
      const person = demoPeople.find((one) => one.id === id);
      return person && { accountId: id, claims: async () => ({ sub: id, name: person.zh }) };
    },
    loadExistingGrant: grantToPortal,
    renderError: (context, out) => {
      context.type = "text";
      context.body = `${say("demo.gone").zh}\n${say("demo.gone").en}\n${out.error}`;
    },
  });
  provider.proxy = true;
  provider.on("server_error", (_context, error) => log.error({ err: error }, "the demo's sign-in failed"));
  return provider;
}

/** The portal is the provider's own: nobody is asked whether it may know who signs in. */
async function grantToPortal(context: KoaContextWithOIDC) {
  const { provider, client, session } = context.oidc;
  if (!client || !session?.accountId) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope("openid profile");
  await grant.save();
  return grant;
}

/** The request as the provider must see it: below its mount path, at the address the visitor knows. */
function asForwarded(request: FastifyRequest, publicUrl: string): IncomingMessage {
  const { raw } = request;
  const base = new URL(baseOf(request, publicUrl) ?? publicUrl);
  raw.headers["x-forwarded-host"] = base.host;
  // It remembers nobody from one sign-in to the next; else choosing another person would first end the former's session,
  // with a page that submits itself by script.
  raw.headers.cookie = (raw.headers.cookie ?? "")
    .replace(/(?:^|;\s*)_session(?:\.sig)?=[^;]*/g, "")
    .replace(/^;\s*/, "");
  raw.headers["x-forwarded-proto"] = base.protocol.slice(0, -1);
  const url = raw.url ?? "/";
  // The provider finds its mount path by what was cut off (PARTS.md).
  return Object.assign(raw, { originalUrl: url, url: url.slice(mountPath.length) || "/" });
}

function inProcess(app: FastifyInstance): CustomFetch {
  return async (address, { method, headers, body }) => {
    const { pathname, search, host } = new URL(address);
    const answer = await app.inject({
      method: method as "GET",
      url: `${pathname}${search}`,
      headers: { ...headers, host },
      ...(body === undefined || body === null ? {} : { payload: String(body) }),
    });
    const answered = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as [string, string]);
    return new Response(answer.payload === "" ? null : answer.payload, {
      status: answer.statusCode,
      headers: answered,
    });
  };
}

async function showPeople(provider: Provider, request: FastifyRequest, reply: FastifyReply) {
  const details = await provider.interactionDetails(request.raw, reply.raw).catch(() => null);
  if (!details)
    return sendPage(reply, { title: say("demo.title"), body: html`<p>${both(say("demo.gone"))}</p>`, status: 400 });
  const people = demoPeople.map(
    (
      person,
    ) => html`<li><div><strong>${person.zh}</strong> <span lang="en">${person.en}</span><br>${both(person.actsAs)}</div>
<form method="post"><input type="hidden" name="person" value="${person.id}"><button aria-label="${person.zh} ${say("demo.button").zh} / ${person.en}: ${say("demo.button").en}">${both(say("demo.button"))}</button></form></li>`,
  );
  const body = html`<p>${both(say("demo.lead"))}</p><ul class="people">${people}</ul>
<form method="post"><input type="hidden" name="person" value=""><button>${both(say("demo.leave"))}</button></form>`;
  return sendPage(reply, { title: say("demo.title"), body });
}

async function signInAs(provider: Provider, request: FastifyRequest, reply: FastifyReply) {
  const { person } = (request.body ?? {}) as { person?: unknown };
  const known = demoPeople.some((one) => one.id === person);
  const result = known
    ? { login: { accountId: String(person), acr: "substantial", amr: ["demo"], remember: false } }
    : { error: "access_denied" };
  try {
    const next = new URL(await provider.interactionResult(request.raw, reply.raw, result));
    return reply.redirect(`${next.pathname}${next.search}`, 303);
  } catch {
    return sendPage(reply, { title: say("demo.title"), body: html`<p>${both(say("demo.gone"))}</p>`, status: 400 });
  }
}
