/** The commands with which an installation begins in earnest: no demo, no agencies, nobody in office. */
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { test } from "node:test";
import { acceptInvitation, actorForAgency, openTokens, proveClient } from "#src/access/index.ts";
import type { Command } from "#src/cli/command.ts";
import { command as adminInvite } from "#src/cli/commands/admin-invite.ts";
import { command as agencyAdd } from "#src/cli/commands/agency-add.ts";
import { command as clientAdd } from "#src/cli/commands/client-add.ts";
import { command as keysRotate } from "#src/cli/commands/keys-rotate.ts";
import { openKeyRing } from "#src/platform/keys.ts";
import { newAgencyCode, refusalOf, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";

const node = await testNode({ CHENGXIN_DEMO: "0", CHENGXIN_URL: "https://credit.example" });

async function run(command: Command, args: string[], input = ""): Promise<{ code: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const call = { args, stdin: Readable.from([Buffer.from(input)]), stdout, stderr };
  if (command.needs !== "node") throw new Error("not a command over a node");
  const code = await command.run(call, node);
  const said = (stream: PassThrough) => stream.read()?.toString() ?? "";
  return { code, out: said(stdout), err: said(stderr) };
}

const agencyCode = newAgencyCode();
const agency = {
  agencyCode,
  nameZh: "某省信用中心",
  nameEn: "A provincial credit centre",
  kinds: ["development-reform"],
  division: "880000",
  superiorCode: null,
  since: "2020-01-01",
};

test("an installation begins: an agency, its first operator by a one-time link, a program with its credential", async () => {
  const added = await run(agencyAdd, ["--reason", "部署"], JSON.stringify([agency]));
  assert.deepEqual([added.code, added.out.includes(agencyCode)], [0, true], added.err);

  const invited = await run(adminInvite, ["--agency", agencyCode], "首任\n");
  assert.equal(invited.code, 0, invited.err);
  assert.match(invited.out, /^https:\/\/credit\.example\/sign-in\?invitation=[\w-]{43}\n$/);
  assert.ok(!invited.out.includes("首任"));
  const token = new URL(invited.out.trim()).searchParams.get("invitation") ?? "";
  const identity = { issuer: "https://id.example", subject: "1" };
  const officer = value(await acceptInvitation(node, { token, ...identity }));
  assert.deepEqual([officer.roles, officer.state], [["operator"], "appointed"]);
  const again = await acceptInvitation(node, { token, issuer: "https://id.example", subject: "2" });
  assert.equal(refusalOf(again), "access.invitation");
  const rows = await node.app.query("SELECT acted_by FROM access.officer_act WHERE officer_id = $1 ORDER BY seq", [
    officer.id,
  ]);
  assert.deepEqual(
    rows.rows.map((row) => row.acted_by),
    ["job:command-line", `officer:${officer.id}`],
  );

  const file = join(node.config.home, "credentials", `${agencyCode}.json`);
  assert.equal(refusalOf(await actorForAgency(node, agencyCode)), "access.no-credential");
  const enrolled = await run(clientAdd, ["--agency", agencyCode, "--out", file, "--scope", "records:send"]);
  assert.equal(enrolled.code, 0, enrolled.err);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const actor = value(await actorForAgency(node, agencyCode));
  assert.equal(actor.kind === "client" && actor.id, enrolled.out.trim());
  const secret = JSON.parse(readFileSync(file, "utf8")).privateKey.d;
  const stored = await node.app.query("SELECT string_agg(to_jsonb(a)::text, '') AS rows FROM access.client_act a");
  assert.ok(!stored.rows[0].rows.includes(secret));
});

test("wrong usage is told, and nothing is done", async () => {
  const before = await node.app.query("SELECT count(*) AS n FROM access.officer_act");
  const cases: [Command, string[], string][] = [
    [adminInvite, [], "x"],
    [adminInvite, ["--agency", agencyCode], ""],
    [adminInvite, ["--agency", agencyCode, "--role", "king"], "x"],
    [adminInvite, ["--agency", agencyCode, "--until", "2026-02-30"], "x"],
    [adminInvite, ["--agency", agencyCode, "某人"], "x"],
    [agencyAdd, [], "[]"],
    [clientAdd, ["--agency", agencyCode], ""],
    [clientAdd, ["--agency", agencyCode, "--out", "/tmp/never", "--scope", "everything"], ""],
    [keysRotate, [], ""],
    [keysRotate, ["everything"], ""],
  ];
  for (const [command, args, input] of cases) assert.equal((await run(command, args, input)).code, 64, args.join(" "));
  const unknown = await run(adminInvite, ["--agency", newAgencyCode()], "某人");
  assert.deepEqual([unknown.code, unknown.err.includes("no such agency")], [1, true]);
  assert.ok(!unknown.err.includes("某人"));
  assert.deepEqual((await node.app.query("SELECT count(*) AS n FROM access.officer_act")).rows, before.rows);
});

test("a credential that exists is not overwritten", async () => {
  const file = join(node.config.home, "credentials", `${agencyCode}.json`);
  const before = readFileSync(file, "utf8");
  assert.equal((await run(clientAdd, ["--agency", agencyCode, "--out", file])).code, 64);
  assert.equal(readFileSync(file, "utf8"), before);
});

test("keys turn over: what was sealed opens, what was signed verifies, tokens given before hold; all of it recorded", async () => {
  const sealed = node.keys.seal(Buffer.from("x"), "here");
  const signed = node.keys.signer();
  const { token } = await tokenOfAgency();
  for (const kind of ["seal", "signing", "access", "token"])
    assert.equal((await run(keysRotate, [kind, "--reason", "演练"])).code, 0, kind);
  // A server that runs meanwhile has a ring of its own over the same files.
  const running = openKeyRing(node.config.home);
  assert.equal(running.open(sealed, "here").toString(), "x");
  assert.notEqual(running.signer().keyId, signed.keyId);
  assert.deepEqual(running.publicJwk("signing", signed.keyId), signed.publicJwk);
  const published = await node.app.query(
    "SELECT key_id, until IS NULL AS current FROM platform.signing_key WHERE key_id = ANY ($1) ORDER BY since",
    [[signed.keyId, running.signer().keyId]],
  );
  assert.deepEqual(published.rows, [
    { key_id: signed.keyId, current: false },
    { key_id: running.signer().keyId, current: true },
  ]);
  value(await openTokens(node)(token));
  value(await openTokens({ ...node, keys: running })((await tokenOfAgency()).token));
  const acts = await node.app.query("SELECT kind, reason, acted_by FROM access.key_act ORDER BY acted_at");
  assert.deepEqual(
    acts.rows.map((row) => row.kind),
    ["seal", "signing", "access", "token"],
  );
  assert.ok(acts.rows.every((row) => row.reason === "演练" && row.acted_by === "job:command-line"));
});

async function tokenOfAgency(): Promise<{ token: string }> {
  const { issueAccessToken, tokenEndpoint } = await import("#src/access/index.ts");
  const { importJWK, SignJWT } = await import("jose");
  const file = join(node.config.home, "credentials", `${agencyCode}.json`);
  const { clientId, privateKey } = JSON.parse(readFileSync(file, "utf8"));
  const assertion = await new SignJWT({ iss: clientId, sub: clientId, jti: crypto.randomUUID() })
    .setProtectedHeader({ alg: "EdDSA" })
    .setAudience(tokenEndpoint(node.config.publicUrl))
    .setExpirationTime("1m")
    .sign(await importJWK(privateKey, "EdDSA"));
  return issueAccessToken(node, value(await proveClient(node, assertion)), ["records:send"]);
}
