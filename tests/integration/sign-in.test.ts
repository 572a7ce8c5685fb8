import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { test } from "node:test";
import { addDays } from "#core/time/date.ts";
import { accessChanged } from "#src/access/parts.ts";
import { testNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const node = await testNode();
const base = await serveNode(node);
const publicUrl = node.config.publicUrl;

interface Me {
  kind: string;
  roles: string[];
  subjects: number;
  deputy: boolean;
  agency: { agencyCode: string } | null;
  assurance: string | null;
  session: { formToken: string; hat: string | null; hats: { hat: string; kind: string }[] } | null;
}
const me = async (visitor: Visitor) => (await visitor.api("/api/v1/me")).body as Me;

const market = "11880000MB88001255";
const sessionOf = (visitor: Visitor) => visitor.cookies.get("chengxin") ?? "";

async function signedIn(person: string): Promise<Visitor> {
  const visitor = new Visitor(base);
  await visitor.signInAs(person);
  return visitor;
}

async function officerId(person: string): Promise<string> {
  const { session } = await me(await signedIn(person));
  return session?.hats.find((hat) => hat.kind === "officer")?.hat.split(":")[1] ?? "";
}

test("a demo person signs in by one click, and comes back to where they were", async () => {
  const visitor = new Visitor(base);
  const end = await visitor.signInAs("chen-lan", "/sign-in?back=/about");
  assert.equal(end.url.pathname, "/about");
  const { kind, roles, agency, assurance, session } = await me(visitor);
  assert.deepEqual([kind, roles, agency?.agencyCode, assurance], ["officer", ["officer"], market, "substantial"]);
  assert.ok(session?.hat?.startsWith("officer:"));
});

test("the sign-in page offers every demo person, in both languages, and needs no script", async () => {
  const { text } = await new Visitor(base).go("/sign-in");
  const options = (await new Visitor(base).api("/api/v1/sign-in")).body as { people: { zh: string; en: string }[] };
  assert.ok(options.people.length >= 6);
  for (const { zh, en } of options.people) assert.ok(text.includes(zh) && text.includes(en), zh);
  assert.doesNotMatch(text, /<script|onload|onclick|type="password"/);
});

test("whoever leaves the sign-in page without choosing is told so, and is nobody", async () => {
  const visitor = new Visitor(base);
  const page = await visitor.go("/sign-in");
  const end = await visitor.post(page.url.href, { person: "" });
  assert.equal(end.answer.status, 403);
  assert.equal((await me(visitor)).kind, "visitor");
});

test("the session cookie cannot be read by script, is not sent from elsewhere, and is not in the database", async () => {
  const visitor = new Visitor(base);
  const page = await visitor.go("/sign-in");
  const resumed = await visitor.ask(page.url.href, {
    method: "POST",
    body: new URLSearchParams({ person: "chen-lan" }),
  });
  const code = await visitor.ask(new URL(resumed.headers.get("location") ?? "", page.url).href);
  const entered = await visitor.ask(new URL(code.headers.get("location") ?? "", page.url).href);
  const cookie = entered.headers.getSetCookie().find((one) => one.startsWith("chengxin=")) ?? "";
  assert.match(cookie, /; HttpOnly/);
  assert.match(cookie, /; SameSite=Lax/);
  assert.match(cookie, /; Path=\//);
  assert.doesNotMatch(cookie, /Domain/i);
  const hash = createHash("sha256").update(sessionOf(visitor)).digest();
  const stored = await node.app.query("SELECT to_jsonb(s)::text AS row FROM access.session s WHERE token_hash = $1", [
    hash,
  ]);
  assert.equal(stored.rowCount, 1);
  assert.ok(!stored.rows[0].row.includes(sessionOf(visitor)));
  assert.ok(!stored.rows[0].row.includes("陈岚"), "the person's name is sealed");
});

test("signing in gives a new cookie, and the former one is worth nothing", async () => {
  const visitor = await signedIn("chen-lan");
  const former = sessionOf(visitor);
  await visitor.signInAs("lin-che");
  assert.notEqual(sessionOf(visitor), former);
  assert.deepEqual((await me(visitor)).roles, ["supervisor"]);
  const thief = await fetch(`${base}/api/v1/me`, { headers: { cookie: `chengxin=${former}` } });
  assert.equal(((await thief.json()) as Me).kind, "visitor");
});

test("a cookie that somebody planted is never adopted", async () => {
  const planted = "A".repeat(43);
  const answer = await fetch(`${base}/api/v1/me`, { headers: { cookie: `chengxin=${planted}` } });
  assert.equal(((await answer.json()) as Me).kind, "visitor");
  const visitor = await signedIn("chen-lan");
  assert.notEqual(sessionOf(visitor), planted);
});

test("signing out ends the session, here and in the database", async () => {
  const visitor = await signedIn("chen-lan");
  const token = sessionOf(visitor);
  const { session } = await me(visitor);
  const end = await visitor.post("/sign-out", { _token: session?.formToken ?? "" });
  assert.equal(end.answer.status, 200);
  assert.equal(visitor.cookies.has("chengxin"), false);
  const again = await fetch(`${base}/api/v1/me`, { headers: { cookie: `chengxin=${token}` } });
  assert.equal(((await again.json()) as Me).kind, "visitor");
  const hash = createHash("sha256").update(token).digest();
  assert.equal((await node.app.query("SELECT 1 FROM access.session WHERE token_hash = $1", [hash])).rowCount, 0);
});

test("nobody is signed out by a page elsewhere", async () => {
  const visitor = await signedIn("chen-lan");
  const { session } = await me(visitor);
  const attempts = [
    visitor.post("/sign-out", {}),
    visitor.post("/sign-out", { _token: "x" }),
    visitor.post("/sign-out", { _token: session?.formToken ?? "" }, { "sec-fetch-site": "cross-site" }),
  ];
  for (const attempt of attempts) assert.equal((await attempt).answer.status, 403);
  assert.equal((await me(visitor)).kind, "officer");
});

test("an act by cookie needs the form's token and must come from our own pages", async () => {
  const visitor = await signedIn("lin-che");
  const { session } = await me(visitor);
  const token = session?.formToken ?? "";
  const path = `/api/v1/agencies/${market}/officers`;
  const body = JSON.stringify({ name: "新人", roles: ["officer"], until: addDays(node.clock.today(), 100) });
  const send = (headers: Record<string, string>) =>
    visitor.api(path, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });
  for (const headers of [
    {},
    { "x-form-token": "" },
    { "x-form-token": token.slice(0, -1) },
    { "x-form-token": token, "sec-fetch-site": "cross-site" },
    { "x-form-token": token, "sec-fetch-site": "same-site" },
    { "x-form-token": token, origin: "https://elsewhere.example" },
    { "x-form-token": token, origin: "null" },
  ]) {
    const refused = await send(headers as Record<string, string>);
    assert.deepEqual([refused.status, (refused.body as { code: string }).code], [403, "access.forged-form"]);
  }
  assert.equal((await send({ "x-form-token": token, origin: base, "sec-fetch-site": "same-origin" })).status, 201);
});

test("one person's form token is worth nothing in another's session", async () => {
  const [one, other] = [await signedIn("lin-che"), await signedIn("lin-che")];
  const token = (await me(one)).session?.formToken ?? "";
  const refused = await other.api(`/api/v1/agencies/${market}/officers`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-form-token": token },
    body: JSON.stringify({ name: "新人", roles: ["officer"], until: addDays(node.clock.today(), 100) }),
  });
  assert.equal((refused.body as { code: string }).code, "access.forged-form");
});

test("whoever is both officer and representative chooses a hat, and is a visitor until then", async () => {
  const visitor = new Visitor(base);
  const page = await visitor.signInAs("zhou-ran", "/sign-in?back=/about");
  assert.equal(page.url.pathname, "/sign-in/hat");
  const before = await me(visitor);
  assert.deepEqual(
    [before.kind, before.session?.hats.map((hat) => hat.kind)],
    ["visitor", ["officer", "representative"]],
  );
  const unchosen = sessionOf(visitor);
  const hat = before.session?.hats.find((one) => one.kind === "representative")?.hat ?? "";
  const fields = { _token: before.session?.formToken ?? "", hat, back: "/about" };
  assert.equal((await visitor.post("/sign-in/hat", { ...fields, _token: "x" })).answer.status, 403);
  const end = await visitor.post("/sign-in/hat", fields);
  assert.equal(end.url.pathname, "/about");
  const after = await me(visitor);
  assert.deepEqual([after.kind, after.subjects, after.roles], ["representative", 1, []]);
  assert.notEqual(sessionOf(visitor), unchosen);
  const old = await fetch(`${base}/api/v1/me`, { headers: { cookie: `chengxin=${unchosen}` } });
  assert.equal(((await old.json()) as Me).session, null);
});

test("nobody puts on a hat that is not theirs", async () => {
  const visitor = await signedIn("zhou-ran");
  const { session } = await me(visitor);
  const hat = `officer:${await officerId("lin-che")}`;
  const end = await visitor.post("/sign-in/hat", { _token: session?.formToken ?? "", hat, back: "/" });
  assert.equal(end.answer.status, 403);
  assert.equal((await me(visitor)).kind, "visitor");
});

test("nobody is sent elsewhere after signing in", async () => {
  for (const back of [
    "https://elsewhere.example/",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "javascript:alert(1)",
  ]) {
    const visitor = new Visitor(base);
    const page = await visitor.go(`/sign-in?${new URLSearchParams({ back })}`);
    const end = await visitor.post(page.url.href, { person: "chen-lan" });
    assert.equal(end.url.origin, new URL(base).origin, back);
  }
});

test("a code that was caught is worth nothing without the cookie of whoever asked for it", async () => {
  const visitor = new Visitor(base);
  const page = await visitor.go("/sign-in");
  const resumed = await visitor.ask(page.url.href, {
    method: "POST",
    body: new URLSearchParams({ person: "chen-lan" }),
  });
  const code = await visitor.ask(new URL(resumed.headers.get("location") ?? "", page.url).href);
  const caught = new URL(code.headers.get("location") ?? "", page.url).href;
  const thief = new Visitor(base);
  assert.equal((await thief.go(caught)).answer.status, 400);
  const thiefWithErrand = new Visitor(base);
  await thiefWithErrand.go("/sign-in");
  assert.equal((await thiefWithErrand.go(caught)).answer.status, 400, "another errand has another state");
  assert.equal((await me(thiefWithErrand)).kind, "visitor");
  assert.equal((await visitor.go(caught)).answer.status, 200);
  assert.equal((await visitor.go(caught)).answer.status, 400, "and once only");
});

test("whoever comes under another host's name goes to the public address first", async () => {
  const { request } = await import("node:http");
  const location = await new Promise<string>((settle, fail) => {
    const url = new URL("/sign-in?back=/about", base);
    request(url, { headers: { host: "elsewhere.example" } }, (answer) => settle(answer.headers.location ?? ""))
      .on("error", fail)
      .end();
  });
  assert.equal(location, `${publicUrl}/sign-in?back=%2Fabout&hop=1`);
});

test("a suspended officer's session stops at once, and signing in again is refused with the reason", async () => {
  const officer = await signedIn("zhao-ning");
  assert.equal((await me(officer)).kind, "officer");
  const operator = await signedIn("gao-yuan");
  const id = await officerId("zhao-ning");
  // The operator does not manage officers; the command line of the demo would be the agency's supervisor.
  const denied = await operator.act(`/api/v1/officers/${id}/suspend`, { reason: "x" });
  assert.equal(denied.status, 403);
  const supervisor = await inviteAndAccept("11880100MB8800512N", ["supervisor"], "gao-yuan");
  const done = await supervisor.act(`/api/v1/officers/${id}/suspend`, { reason: "under inquiry" });
  assert.equal(done.status, 200, JSON.stringify(done.body));
  assert.equal((await me(officer)).kind, "visitor");
  const again = await new Visitor(base).signInAs("zhao-ning");
  assert.equal(again.answer.status, 403);
  assert.match(again.text, /suspended/);
  const resumed = await supervisor.act(`/api/v1/officers/${id}/resume`, { reason: "cleared" });
  assert.equal((resumed.body as { standing: string }).standing, "standing");
  assert.equal((await me(await signedIn("zhao-ning"))).kind, "officer");
});

/** An operator invites, and a person who has no office there accepts by the link. */
async function inviteAndAccept(agency: string, roles: string[], inviter: string, person = "he-miao"): Promise<Visitor> {
  const by = await signedIn(inviter);
  const until = addDays(node.clock.today(), 300);
  const invited = await by.act(`/api/v1/agencies/${agency}/officers`, { name: "测试受邀人", roles, until });
  assert.equal(invited.status, 201, JSON.stringify(invited.body));
  const { link, officer } = invited.body as { link: string; officer: { officerId: string } };
  const visitor = new Visitor(base);
  const { pathname, search } = new URL(link);
  await visitor.signInAs(person, `${pathname}${search}`);
  const { session } = await me(visitor);
  const hat = `officer:${officer.officerId}`;
  if (session?.hat !== hat) await visitor.post("/sign-in/hat", { _token: session?.formToken ?? "", hat, back: "/" });
  assert.equal((await me(visitor)).session?.hat, hat);
  return visitor;
}

test("a link of invitation works once", async () => {
  const by = await signedIn("lin-che");
  const until = addDays(node.clock.today(), 300);
  const invited = await by.act(`/api/v1/agencies/${market}/officers`, { name: "新人", roles: ["officer"], until });
  const { pathname, search } = new URL((invited.body as { link: string }).link);
  const first = new Visitor(base);
  await first.signInAs("sun-yue", `${pathname}${search}`);
  assert.ok((await me(first)).session?.hats.length === 2);
  const second = new Visitor(base);
  const refused = await second.signInAs("xu-qing", `${pathname}${search}`);
  assert.equal(refused.answer.status, 410);
});

test("nobody holds two appointments of one agency, lest they confirm their own entries (C5)", async () => {
  const by = await signedIn("lin-che");
  const until = addDays(node.clock.today(), 300);
  const invited = await by.act(`/api/v1/agencies/${market}/officers`, { name: "陈岚", roles: ["officer"], until });
  const { pathname, search } = new URL((invited.body as { link: string }).link);
  const refused = await new Visitor(base).signInAs("chen-lan", `${pathname}${search}`);
  assert.equal(refused.answer.status, 409);
});

test("a deputy stands in with the roles of the one away, and only while it lasts", async () => {
  const supervisor = await signedIn("lin-che");
  const [self, deputy] = [await officerId("lin-che"), await officerId("chen-lan")];
  const today = node.clock.today();
  const named = await supervisor.act(`/api/v1/officers/${self}/deputise`, {
    deputy,
    from: today,
    until: addDays(today, 10),
    reason: "on leave",
  });
  assert.equal(named.status, 200, JSON.stringify(named.body));
  const visitor = await signedIn("chen-lan");
  const before = await me(visitor);
  const hat = before.session?.hats.find((one) => one.kind === "deputy")?.hat ?? "";
  await visitor.post("/sign-in/hat", { _token: before.session?.formToken ?? "", hat, back: "/" });
  const acting = await me(visitor);
  assert.deepEqual([acting.kind, acting.roles, acting.deputy], ["officer", ["supervisor"], true]);
  const chain = await visitor.act(`/api/v1/officers/${self}/deputise`, {
    deputy,
    from: today,
    until: today,
    reason: "x",
  });
  assert.equal((chain.body as { code: string }).code, "access.denied", "a deputy names no deputy");
  const ended = await supervisor.act(`/api/v1/officers/${self}/end-deputy`, { deputy, reason: "back" });
  assert.equal(ended.status, 200);
  assert.equal((await me(visitor)).kind, "visitor");
});

for (const [what, column] of [
  ["lain idle too long", "idle_until"],
  ["lasted its hours", "expires_at"],
] as const) {
  test(`a session that has ${what} is over`, async () => {
    const visitor = await signedIn("chen-lan");
    const hash = createHash("sha256").update(sessionOf(visitor)).digest();
    const times = await node.app.query(
      "SELECT extract(epoch FROM idle_until - created_at) AS idle, extract(epoch FROM expires_at - created_at) AS whole FROM access.session WHERE token_hash = $1",
      [hash],
    );
    assert.deepEqual([Math.round(times.rows[0].idle / 60), Math.round(times.rows[0].whole / 3600)], [30, 12]);
    await node.app.query(
      `UPDATE access.session SET created_at = now() - interval '1 day', ${column} = now() - interval '1 s' WHERE token_hash = $1`,
      [hash],
    );
    // Written past the acts: what this process remembers of the session is a few seconds older.
    accessChanged();
    assert.equal((await me(visitor)).kind, "visitor");
  });
}

test("sign-ins are logged, and so are those turned away, without a name", async () => {
  const before = new Date();
  await signedIn("chen-lan");
  const rows = await node.app.query(
    "SELECT issuer, subject, outcome, hat, assurance FROM access.sign_in WHERE at >= $1 AND subject = 'chen-lan'",
    [before],
  );
  assert.equal(rows.rows[0]?.outcome, "signed-in");
  assert.equal(rows.rows[0]?.issuer, "urn:chengxin:demo");
  assert.ok(!JSON.stringify(rows.rows).includes("陈岚"));
});

test("an unknown person at the issuer is nobody here", async () => {
  const visitor = new Visitor(base);
  const page = await visitor.go("/sign-in");
  const end = await visitor.post(page.url.href, { person: randomUUID() });
  assert.equal(end.answer.status, 403);
});
