/** Sign-in by an issuer that is not ours: another oidc-provider, on another port, reached over the network. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { exportJWK, generateKeyPair } from "jose";
import type { KoaContextWithOIDC } from "oidc-provider";
import { addYears } from "#core/time/date.ts";
import { acceptInvitation, inviteOfficer } from "#src/access/index.ts";
import { openApp } from "#src/serve.ts";
import { addAgency, commandLine, once, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const { info, warn } = console;
// The library is chatty about defaults, which are what this test wants.
console.warn = () => {};
console.info = () => {};
after(() => Object.assign(console, { info, warn }));
const { Provider } = await import("oidc-provider");

const issuerServer = createServer();
await new Promise<void>((listening) => issuerServer.listen(0, "127.0.0.1", listening));
after(() => void issuerServer.close());
const issuer = `http://127.0.0.1:${port(issuerServer.address())}`;

const node = await testNode({
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: "portal",
  OIDC_CLIENT_SECRET: "a secret of forty characters, no fewer ok",
  OIDC_ACR_SUBSTANTIAL: "urn:gov:level-3",
});
const app = await openApp(node);
await app.listen({ port: 0, host: "127.0.0.1" });
after(() => app.close());
const base = node.config.publicUrl;

const { privateKey } = await generateKeyPair("RS256", { extractable: true });
const provider = new Provider(issuer, {
  jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: "RS256", use: "sig" } as never] },
  cookies: { keys: ["test"] },
  clients: [
    {
      client_id: "portal",
      client_secret: "a secret of forty characters, no fewer ok",
      redirect_uris: [`${base}/sign-in/return`],
      post_logout_redirect_uris: [`${base}/`],
      backchannel_logout_uri: `${base}/sign-in/back-channel`,
      backchannel_logout_session_required: true,
    },
  ],
  acrValues: ["urn:gov:level-1", "urn:gov:level-3"],
  claims: { openid: ["sub"], profile: ["name"], acr: null, auth_time: null, iss: null, sid: null },
  conformIdTokenClaims: false,
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context, form) => {
        context.body = form;
      },
    },
  },
  // The library would not call this very machine.
  fetch: (url: string | URL | Request, options?: RequestInit) =>
    fetch(url, { ...options, dispatcher: undefined } as RequestInit),
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_context, id) => ({ accountId: id, claims: async () => ({ sub: id, name: "某某" }) }),
  loadExistingGrant: async (context: KoaContextWithOIDC) => {
    const { client, session } = context.oidc;
    if (!client || !session?.accountId) return undefined;
    const grant = new context.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope("openid profile");
    await grant.save();
    return grant;
  },
});
const callback = provider.callback();
issuerServer.on("request", (request, response) => {
  if (!request.url?.startsWith("/interaction/")) return void callback(request, response);
  const asked = new URL(request.url, issuer).searchParams;
  const login = { accountId: asked.get("as") ?? "", acr: asked.get("acr") ?? "", remember: false };
  void provider.interactionFinished(request, response, { login });
});

function port(address: ReturnType<typeof issuerServer.address>): number {
  return typeof address === "object" && address ? address.port : 0;
}

/** An officer bound to the issuer's person `subject`. */
async function appoint(subject: string): Promise<void> {
  const agency = await addAgency(node);
  const given = {
    agency: agency.agencyCode,
    name: "某某",
    roles: ["officer"] as const,
    until: addYears(node.clock.today(), 1),
  };
  const { link } = value(await inviteOfficer(node, once(commandLine), given));
  const token = new URL(link).searchParams.get("invitation") ?? "";
  value(await acceptInvitation(node, { token, issuer, subject }));
}

/** Signs in at the issuer as `subject`. */
async function signInAs(subject: string, acr = "urn:gov:level-3") {
  const visitor = new Visitor(base);
  const left = await visitor.ask("/sign-in");
  if (left.status !== 302) throw new Error(`${left.status} ${await left.text()}`);
  const atIssuer = new Visitor(issuer);
  const asked = await atIssuer.ask(left.headers.get("location") ?? "");
  const interaction = new URL(asked.headers.get("location") ?? "", issuer);
  const resumed = await atIssuer.ask(`${interaction.pathname}?${new URLSearchParams({ as: subject, acr })}`);
  const back = await atIssuer.ask(resumed.headers.get("location") ?? "");
  const end = await visitor.go(back.headers.get("location") ?? "");
  return { visitor, atIssuer, end, left };
}

interface Me {
  kind: string;
  assurance: string | null;
  session: { formToken: string } | null;
}
const me = async (visitor: Visitor) => (await visitor.api("/api/v1/me")).body as Me;

test("any OIDC issuer by configuration: code flow with PKCE, state and nonce", async () => {
  await appoint("person-1");
  const { visitor, left } = await signInAs("person-1");
  const asked = new URL(left.headers.get("location") ?? "").searchParams;
  assert.equal(asked.get("code_challenge_method"), "S256");
  for (const name of ["code_challenge", "state", "nonce"]) assert.ok((asked.get(name) ?? "").length >= 32, name);
  assert.deepEqual([(await me(visitor)).kind, (await me(visitor)).assurance], ["officer", "substantial"]);
});

test("the issuer's word on how surely it recognised the person is kept", async () => {
  await appoint("person-2");
  const { visitor } = await signInAs("person-2", "urn:gov:level-1");
  assert.equal((await me(visitor)).assurance, "basic");
});

test("a person the issuer knows and we do not is told so, and is nobody", async () => {
  const { visitor, end } = await signInAs("stranger");
  assert.equal(end.answer.status, 403);
  assert.match(end.text, /hold no appointment/);
  assert.equal((await me(visitor)).kind, "visitor");
  const logged = await node.app.query("SELECT outcome, refusal FROM access.sign_in WHERE subject = 'stranger'");
  assert.deepEqual(logged.rows, [{ outcome: "refused", refusal: "access.not-invited" }]);
});

test("signing out here offers to sign out there, with nothing of the person in the address (C13)", async () => {
  await appoint("person-3");
  const { visitor, atIssuer } = await signInAs("person-3");
  const { session } = await me(visitor);
  const left = await visitor.post("/sign-out", { _token: session?.formToken ?? "" });
  assert.equal((await me(visitor)).kind, "visitor");
  const there = /<a href="(http[^"]+)"/.exec(left.text)?.[1]?.replaceAll("&#38;", "&") ?? "";
  assert.equal(new URL(there).origin, issuer);
  assert.deepEqual([...new URL(there).searchParams.keys()].sort(), ["client_id", "post_logout_redirect_uri"]);
  const asks = await atIssuer.go(there);
  assert.equal(asks.answer.status, 200, asks.text);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(asks.text)?.[1] ?? "";
  const done = await atIssuer.ask("/session/end/confirm", {
    method: "POST",
    body: new URLSearchParams({ xsrf, logout: "yes" }),
  });
  assert.equal(done.headers.get("location"), `${base}/`);
});

test("signing out at the issuer ends our session through the back channel", async () => {
  await appoint("person-4");
  const { visitor, atIssuer } = await signInAs("person-4");
  const other = await signInAs("person-4");
  assert.equal((await me(visitor)).kind, "officer");
  const asks = await atIssuer.go("/session/end");
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(asks.text)?.[1] ?? "";
  const told = new Promise((done, fail) => {
    provider.once("backchannel.success", done);
    provider.once("backchannel.error", (_context, error) => fail(error));
  });
  await atIssuer.ask("/session/end/confirm", { method: "POST", body: new URLSearchParams({ xsrf, logout: "yes" }) });
  await told;
  assert.equal((await me(visitor)).kind, "visitor");
  assert.equal((await me(other.visitor)).kind, "officer", "another session of the same person goes on");
});

test("nobody but the issuer ends sessions through the back channel", async () => {
  await appoint("person-5");
  const { visitor } = await signInAs("person-5");
  const { SignJWT } = await import("jose");
  const stranger = await generateKeyPair("RS256");
  const forged = await new SignJWT({
    sub: "person-5",
    jti: "x",
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
  })
    .setProtectedHeader({ alg: "RS256" })
    .setIssuer(issuer)
    .setAudience("portal")
    .setIssuedAt()
    .sign(stranger.privateKey);
  for (const logout_token of [forged, "x", ""]) {
    const answer = await fetch(`${base}/sign-in/back-channel`, {
      method: "POST",
      body: new URLSearchParams({ logout_token }),
    });
    assert.equal(answer.status, 400);
  }
  assert.equal((await me(visitor)).kind, "officer");
});

test("where a real issuer is configured there is no demo sign-in", async () => {
  assert.equal((await fetch(`${base}/demo/issuer/.well-known/openid-configuration`)).status, 404);
  const options = (await new Visitor(base).api("/api/v1/sign-in")).body as { demo: boolean; people: unknown[] };
  assert.deepEqual([options.demo, options.people], [false, []]);
});

test("an issuer that is away is said to be away", async () => {
  const away = await testNode({
    OIDC_ISSUER: "http://127.0.0.1:9",
    OIDC_CLIENT_ID: "portal",
    OIDC_CLIENT_SECRET: "x",
    PORT: "0",
  });
  const other = await openApp(away);
  const answer = await other.inject({ url: "/sign-in", headers: { host: new URL(away.config.publicUrl).host } });
  await other.close();
  assert.equal(answer.statusCode, 503);
  assert.match(answer.payload, /cannot be reached/);
});
