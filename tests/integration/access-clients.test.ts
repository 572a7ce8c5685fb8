import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import type { PublicKey } from "#contract/access.ts";
import {
  actorForAgency,
  addClientKey,
  clientScopes,
  credentialFile,
  endAgency,
  endClientKey,
  enrolClient,
  grantedScopes,
  issueAccessToken,
  openTokens,
  proveClient,
  registerClient,
  revokeClient,
  tokenEndpoint,
} from "#src/access/index.ts";
import { sqlState } from "#src/platform/database.ts";
import { addAgency, commandLine, newAgencyCode, officerOf, once, refusalOf, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";

const node = await testNode({ CHENGXIN_DEMO: "0" });
const audience = tokenEndpoint(node.config.publicUrl);

async function pair(alg: "EdDSA" | "ES256"): Promise<{ key: PublicKey; secret: JWK }> {
  const made = await generateKeyPair(alg, { extractable: true });
  return { key: (await exportJWK(made.publicKey)) as PublicKey, secret: await exportJWK(made.privateKey) };
}

interface Claims {
  readonly iss: string;
  readonly sub?: string;
  readonly aud?: string;
  readonly jti?: string;
  readonly exp?: number;
}

async function assertion(secret: JWK, { iss, sub = iss, aud = audience, jti = randomUUID(), exp }: Claims) {
  const alg = secret.kty === "OKP" ? "EdDSA" : "ES256";
  return new SignJWT({ iss, sub, aud, jti, exp: exp ?? Math.floor(Date.now() / 1000) + 60 })
    .setProtectedHeader({ alg })
    .sign(await importJWK(secret, alg));
}

async function newClient(alg: "EdDSA" | "ES256" = "EdDSA") {
  const agency = await addAgency(node);
  const supervisor = officerOf(agency, { roles: ["supervisor"] });
  const { key, secret } = await pair(alg);
  const scopes = ["records:send", "files:read"] as const;
  const given = { agency: agency.agencyCode, name: "报送程序", scopes, key };
  const client = value(await registerClient(node, once(supervisor), given));
  return { agency, supervisor, key, secret, client };
}

for (const alg of ["EdDSA", "ES256"] as const) {
  test(`a client proves itself with its ${alg} key and is given a token that acts for its agency`, async () => {
    const { agency, secret, client } = await newClient(alg);
    const proven = value(await proveClient(node, await assertion(secret, { iss: client.id })));
    const { token, expiresInSeconds } = issueAccessToken(node, proven, value(grantedScopes(client, "files:read")));
    const actor = value(await openTokens(node)(token));
    assert.deepEqual(actor, {
      kind: "client",
      id: client.id,
      name: "报送程序",
      agency: agency.agencyCode,
      agencyKinds: ["market-regulation"],
      scopes: ["files:read"],
    });
    assert.equal(expiresInSeconds, 600);
  });
}

test("an assertion works once", async () => {
  const { secret, client } = await newClient();
  const played = await assertion(secret, { iss: client.id });
  value(await proveClient(node, played));
  assert.equal(refusalOf(await proveClient(node, played)), "access.client-not-proven");
});

test("of one assertion presented eight times at once, one is accepted", async () => {
  const { secret, client } = await newClient();
  const played = await assertion(secret, { iss: client.id });
  const answers = await Promise.all(Array.from({ length: 8 }, () => proveClient(node, played)));
  assert.equal(answers.filter((answer) => answer.ok).length, 1);
});

test("what is not a client's own, short and fresh word for this node proves nothing", async () => {
  const { secret, client } = await newClient();
  const { secret: anothers } = await pair("EdDSA");
  const now = Math.floor(Date.now() / 1000);
  const signed = await assertion(secret, { iss: client.id });
  const [head, body, signature] = signed.split(".");
  const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
  const cases: Record<string, string> = {
    "another key": await assertion(anothers, { iss: client.id }),
    "another client": await assertion(secret, { iss: randomUUID() }),
    "another subject": await assertion(secret, { iss: client.id, sub: randomUUID() }),
    "another audience": await assertion(secret, { iss: client.id, aud: "https://elsewhere.example/oauth/token" }),
    "too long a life": await assertion(secret, { iss: client.id, exp: now + 3600 }),
    ended: await assertion(secret, { iss: client.id, exp: now - 60 }),
    "no id": await assertion(secret, { iss: client.id, jti: "" }),
    "no signature": `${none}.${body}.`,
    "altered body": `${head}.${Buffer.from(JSON.stringify({ iss: client.id })).toString("base64url")}.${signature}`,
    nonsense: "a.b.c",
    nothing: "",
  };
  for (const [what, presented] of Object.entries(cases))
    assert.equal(refusalOf(await proveClient(node, presented)), "access.client-not-proven", what);
  value(await proveClient(node, signed));
});

test("an HMAC made of the public key is not a signature", async () => {
  const { key, client } = await newClient();
  const now = Math.floor(Date.now() / 1000);
  const forged = await new SignJWT({ iss: client.id, sub: client.id, aud: audience, jti: randomUUID(), exp: now + 60 })
    .setProtectedHeader({ alg: "HS256" })
    .sign(new TextEncoder().encode(JSON.stringify(key).padEnd(32, " ")));
  assert.equal(refusalOf(await proveClient(node, forged)), "access.client-not-proven");
});

test("keys turn over: both are good while they overlap, then only the new one", async () => {
  const { supervisor, secret, client } = await newClient();
  const next = await pair("ES256");
  const both = value(await addClientKey(node, once(supervisor), { clientId: client.id, key: next.key }));
  value(await proveClient(node, await assertion(secret, { iss: client.id })));
  const proven = value(await proveClient(node, await assertion(next.secret, { iss: client.id })));
  const old = both.keys[0]?.keyId ?? "";
  value(await endClientKey(node, once(supervisor), { clientId: client.id, keyId: old, reason: "turned over" }));
  assert.equal(
    refusalOf(await proveClient(node, await assertion(secret, { iss: client.id }))),
    "access.client-not-proven",
  );
  assert.equal(proven.keyId, both.keys[1]?.keyId);
  value(await proveClient(node, await assertion(next.secret, { iss: client.id })));
});

test("the token given for a key ends with the key, and every token with the client", async () => {
  const { supervisor, secret, client } = await newClient();
  const tokens = openTokens(node);
  const give = async () => {
    const proven = value(await proveClient(node, await assertion(secret, { iss: client.id })));
    return issueAccessToken(node, proven, client.scopes).token;
  };
  const first = await give();
  value(await tokens(first));
  const next = await pair("EdDSA");
  value(await addClientKey(node, once(supervisor), { clientId: client.id, key: next.key }));
  const keyId = client.keys[0]?.keyId ?? "";
  value(await endClientKey(node, once(supervisor), { clientId: client.id, keyId, reason: "lost" }));
  assert.equal(refusalOf(await tokens(first)), "access.token");
  const proven = value(await proveClient(node, await assertion(next.secret, { iss: client.id })));
  const second = issueAccessToken(node, proven, client.scopes).token;
  value(await tokens(second));
  value(await revokeClient(node, once(supervisor), { clientId: client.id, reason: "no longer used" }));
  assert.equal(refusalOf(await tokens(second)), "access.token");
});

test("a token that was altered, is of another node, or is not ours at all is refused", async () => {
  const { secret, client } = await newClient();
  const proven = value(await proveClient(node, await assertion(secret, { iss: client.id })));
  const { token } = issueAccessToken(node, proven, ["files:read"]);
  const [head = "", body = "", signature = ""] = token.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString());
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const elsewhere = { ...node, config: { ...node.config, publicUrl: "https://elsewhere.example" } };
  const tokens = openTokens(node);
  for (const altered of [
    `${head}.${encode({ ...claims, scope: "persons:read" })}.${signature}`,
    `${encode({ alg: "none", typ: "at+jwt", kid: "k1" })}.${body}.`,
    `${encode({ alg: "EdDSA", typ: "JWT", kid: "k1" })}.${body}.${signature}`,
    `${head}.${body}.${signature}.`,
    issueAccessToken(elsewhere, proven, ["files:read"]).token,
    await assertion(secret, { iss: client.id }),
    "",
  ])
    assert.equal(refusalOf(await tokens(altered)), "access.token", altered);
});

test("a client is given no scope it was not registered with", async () => {
  const { client } = await newClient();
  assert.equal(refusalOf(grantedScopes(client, "records:send persons:read")), "access.scope");
  assert.deepEqual(value(grantedScopes(client, undefined)), ["records:send", "files:read"]);
});

test("a client's agency that ended ends the client", async () => {
  const { agency, secret, client } = await newClient();
  const tokens = openTokens(node);
  const proven = value(await proveClient(node, await assertion(secret, { iss: client.id })));
  const { token } = issueAccessToken(node, proven, ["files:read"]);
  value(await tokens(token));
  const given = { agencyCode: agency.agencyCode, until: node.clock.today(), reason: "merged into another" };
  value(await endAgency(node, once(commandLine), given));
  const later = {
    ...node,
    clock: { now: node.clock.now, today: () => "2099-01-01" as ReturnType<typeof node.clock.today> },
  };
  assert.equal(refusalOf(await openTokens(later)(token)), "access.token");
  assert.equal(
    refusalOf(await proveClient(later, await assertion(secret, { iss: client.id }))),
    "access.client-not-proven",
  );
});

test("a supervisor manages the clients of no other agency; officers, operators and auditors register none", async () => {
  const { client } = await newClient();
  const other = await addAgency(node);
  const { key } = await pair("EdDSA");
  const actors = (["officer", "operator", "auditor"] as const).map((role) => officerOf(other, { roles: [role] }));
  for (const actor of actors) {
    const given = { agency: other.agencyCode, name: "x", scopes: clientScopes, key };
    assert.equal(refusalOf(await registerClient(node, once(actor), given)), "access.denied");
  }
  const supervisor = officerOf(other, { roles: ["supervisor"] });
  const foreign = { clientId: client.id, key };
  assert.equal(refusalOf(await addClientKey(node, once(supervisor), foreign)), "access.denied");
});

test("the same key of idempotency registers once, and is refused for another act", async () => {
  const agency = await addAgency(node);
  const supervisor = officerOf(agency, { roles: ["supervisor"] });
  const { key } = await pair("EdDSA");
  const asked = { actor: supervisor, idempotencyKey: "the same" };
  const given = { agency: agency.agencyCode, name: "程序", scopes: clientScopes, key };
  const answers = await Promise.all([1, 2, 3, 4].map(() => registerClient(node, asked, given)));
  assert.equal(new Set(answers.map((answer) => value(answer).id)).size, 1);
  const other = await newClient();
  const clash = await revokeClient(node, asked, { clientId: other.client.id, reason: "x" });
  assert.equal(refusalOf(clash), "access.key-used");
});

test("two acts that race on one client are both done, one after the other", async () => {
  const { supervisor, client } = await newClient();
  const keys = await Promise.all([pair("EdDSA"), pair("EdDSA"), pair("EdDSA")]);
  await Promise.all(
    keys.map(async ({ key }) => value(await addClientKey(node, once(supervisor), { clientId: client.id, key }))),
  );
  const after = await node.app.query("SELECT seq FROM access.client_act WHERE client_id = $1 ORDER BY seq", [
    client.id,
  ]);
  assert.deepEqual(
    after.rows.map((row) => row.seq),
    [1, 2, 3, 4],
  );
});

test("the database holds no private key (C13)", async () => {
  const { client, supervisor } = await newClient();
  await assert.rejects(
    node.app.query(
      `INSERT INTO access.client_act (client_id, seq, act, agency_code, detail, acted_by, acted_at, idempotency_key)
       VALUES ($1, 9, 'add-key', $2, '{"key":{"kty":"OKP","d":"secret"}}', 'x', now(), 'private')`,
      [client.id, supervisor.kind === "officer" ? supervisor.agency : ""],
    ),
    (error) => sqlState(error) === "23514",
  );
});

test("--as needs the credential of that very agency", async () => {
  const agency = await addAgency(node);
  const other = await addAgency(node);
  assert.equal(refusalOf(await actorForAgency(node, agency.agencyCode)), "access.no-credential");
  const file = join(node.config.home, "elsewhere", "credential.json");
  const given = { agency: agency.agencyCode, name: "命令行", scopes: ["records:send"] as const, file };
  const client = value(await enrolClient(node, once(commandLine), given));
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const actor = value(await actorForAgency(node, agency.agencyCode, { credential: file }));
  assert.deepEqual(actor.kind === "client" && [actor.id, actor.agency, actor.scopes], [
    client.id,
    agency.agencyCode,
    ["records:send"],
  ]);
  assert.equal(
    refusalOf(await actorForAgency(node, other.agencyCode, { credential: file })),
    "access.credential-of-another",
  );
  writeFileSync(file, "{}");
  assert.equal(
    refusalOf(await actorForAgency(node, agency.agencyCode, { credential: file })),
    "access.credential-shape",
  );
});

test("a credential whose file says another agency still acts only for its own", async () => {
  const agency = await addAgency(node);
  const other = await addAgency(node);
  const file = join(node.config.home, "lying.json");
  value(
    await enrolClient(node, once(commandLine), { agency: agency.agencyCode, name: "x", scopes: clientScopes, file }),
  );
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), agencyCode: other.agencyCode }));
  assert.equal(
    refusalOf(await actorForAgency(node, other.agencyCode, { credential: file })),
    "access.credential-of-another",
  );
});

test("on the demo the command line finds or makes its credential; a code that is no agency gets none", async () => {
  const demo = { ...node, config: { ...node.config, demo: true } };
  const agency = await addAgency(node);
  const first = value(await actorForAgency(demo, agency.agencyCode));
  assert.ok(existsSync(credentialFile(demo, agency.agencyCode)));
  const second = value(await actorForAgency(demo, agency.agencyCode));
  assert.deepEqual(second, first);
  assert.equal(refusalOf(await actorForAgency(demo, newAgencyCode())), "access.unknown-agency");
  assert.equal(refusalOf(await actorForAgency(demo, "../../etc/passwd")), "access.no-credential");
});
