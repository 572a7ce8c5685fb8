import assert from "node:assert/strict";
import { test } from "node:test";
import { exportJWK, generateKeyPair } from "jose";
import * as oidc from "openid-client";
import type { PublicKey } from "#contract/access.ts";
import { registerClient } from "#src/access/index.ts";
import { addAgency, officerOf, once, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";

const node = await testNode();
const base = await serveNode(node);
const issuer = node.config.publicUrl;

async function newProgram(alg: "EdDSA" | "ES256") {
  const agency = await addAgency(node);
  const supervisor = officerOf(agency, { roles: ["supervisor"] });
  const pair = await generateKeyPair(alg, { extractable: true });
  const key = (await exportJWK(pair.publicKey)) as PublicKey;
  const given = { agency: agency.agencyCode, name: "接口程序", scopes: ["files:read"] as const, key };
  const client = value(await registerClient(node, once(supervisor), given));
  return { agency, client, privateKey: pair.privateKey };
}

/** A program elsewhere, written with a library that knows nothing of ours. */
async function discover(clientId: string, privateKey: CryptoKey) {
  return oidc.discovery(new URL(issuer), clientId, {}, oidc.PrivateKeyJwt(privateKey), {
    algorithm: "oauth2",
    execute: [oidc.allowInsecureRequests],
  });
}

for (const alg of ["EdDSA", "ES256"] as const) {
  test(`a licensed program written with another library obtains and uses a token (${alg})`, async () => {
    const { agency, client, privateKey } = await newProgram(alg);
    const server = await discover(client.id, privateKey);
    const tokens = await oidc.clientCredentialsGrant(server, { scope: "files:read" });
    assert.deepEqual([tokens.token_type, tokens.expires_in, tokens.scope], ["bearer", 600, "files:read"]);
    const answer = await oidc.fetchProtectedResource(server, tokens.access_token, new URL(`${base}/api/v1/me`), "GET");
    const me = (await answer.json()) as {
      kind: string;
      agency: { agencyCode: string };
      scopes: string[];
      session: null;
    };
    assert.deepEqual(
      [me.kind, me.agency.agencyCode, me.scopes, me.session],
      ["client", agency.agencyCode, ["files:read"], null],
    );
  });
}

test("errors of the token endpoint are those of RFC 6749, and are kept by nobody", async () => {
  const { client, privateKey } = await newProgram("EdDSA");
  const server = await discover(client.id, privateKey);
  await assert.rejects(
    oidc.clientCredentialsGrant(server, { scope: "persons:read" }),
    (error) => error instanceof oidc.ResponseBodyError && error.error === "invalid_scope",
  );
  const post = async (form: Record<string, string>) => {
    const answer = await fetch(`${base}/oauth/token`, { method: "POST", body: new URLSearchParams(form) });
    assert.equal(answer.headers.get("cache-control"), "no-store");
    return [answer.status, ((await answer.json()) as { error: string }).error];
  };
  const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  assert.deepEqual(await post({ grant_type: "password" }), [400, "unsupported_grant_type"]);
  assert.deepEqual(await post({ grant_type: "client_credentials" }), [400, "invalid_request"]);
  assert.deepEqual(await post({ grant_type: "client_credentials", client_id: client.id, client_secret: "x" }), [
    400,
    "invalid_request",
  ]);
  assert.deepEqual(
    await post({ grant_type: "client_credentials", client_assertion_type: assertionType, client_assertion: "x" }),
    [401, "invalid_client"],
  );
});

test("a token that is wrong is refused, never taken for a visitor", async () => {
  for (const authorization of ["Bearer x.y.z", "Bearer ", "Basic dXNlcjpwYXNz", "nonsense"]) {
    const answer = await fetch(`${base}/api/v1/me`, { headers: { authorization } });
    assert.equal(answer.status, 401, authorization);
    assert.equal(answer.headers.get("www-authenticate"), "Bearer");
    assert.equal(((await answer.json()) as { code: string }).code, "access.token");
  }
});

test("a program acts without form token, and never beyond its agency", async () => {
  const { client, privateKey } = await newProgram("EdDSA");
  const other = await addAgency(node);
  const server = await discover(client.id, privateKey);
  const tokens = await oidc.clientCredentialsGrant(server);
  const answer = await fetch(`${base}/api/v1/agencies/${other.agencyCode}/officers`, {
    method: "POST",
    headers: { authorization: `Bearer ${tokens.access_token}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "x", roles: ["officer"], until: node.clock.today() }),
  });
  assert.deepEqual([answer.status, ((await answer.json()) as { code: string }).code], [403, "access.denied"]);
});

test("who asks for too many tokens in a minute is told to wait", async () => {
  const ask = () => fetch(`${base}/oauth/token`, { method: "POST", body: new URLSearchParams({ grant_type: "x" }) });
  const answers = await Promise.all(Array.from({ length: 320 }, ask));
  const turned = answers.find((answer) => answer.status === 429);
  assert.ok(turned, "nobody was told to wait");
  assert.ok(Number(turned.headers.get("retry-after")) > 0);
  assert.equal(((await turned.json()) as { code: string }).code, "http.too-many");
});
