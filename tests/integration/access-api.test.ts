/** Administration over HTTP, as the portal and programs see it: who may, who may not, and what is written down. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { exportJWK, generateKeyPair } from "jose";
import type { Static } from "typebox";
import type { OwnLookShape } from "#contract/access.ts";
import { addDays, addYears } from "#core/time/date.ts";
import type { Actor } from "#src/access/index.ts";
import { newAgencyCode, officerOf, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const node = await testNode();
const base = await serveNode(node);
const market = "11880000MB88001255";
const housing = "11880000MB880023X6";
const today = node.clock.today();
const soon = addDays(today, 200);

const people = new Map<string, Visitor>();
async function as(person: string): Promise<Visitor> {
  let visitor = people.get(person);
  if (!visitor) {
    visitor = new Visitor(base);
    await visitor.signInAs(person);
    people.set(person, visitor);
  }
  return visitor;
}
const officer = "chen-lan";
const supervisor = "lin-che";
const operator = "gao-yuan";
const auditor = "xu-qing";
const representative = "he-miao";

interface Page<T> {
  items: T[];
  next: string | null;
}
type OwnLookView = Static<typeof OwnLookShape>;
interface Officer {
  officerId: string;
  name: string;
  standing: string;
  until: string;
  roles: string[];
  acts: { act: string; by: string; reason: string | null }[];
}
const codeOf = (answer: { body: unknown }) => (answer.body as { code?: string }).code;

test("the list of agencies is public, paged, and by kind", async () => {
  const visitor = new Visitor(base);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = new URLSearchParams({ limit: "10", ...(cursor ? { cursor } : {}) }).toString();
    const page = (await visitor.api(`/api/v1/agencies?${query}`)).body as Page<{ agencyCode: string }>;
    seen.push(...page.items.map((agency) => agency.agencyCode));
    cursor = page.next;
  } while (cursor);
  const all = await node.app.query('SELECT agency_code FROM access.agency ORDER BY agency_code COLLATE "C"');
  assert.deepEqual(seen.toSorted(), all.rows.map((row) => row.agency_code).toSorted());
  assert.equal(new Set(seen).size, seen.length);
  const courts = (await visitor.api("/api/v1/agencies?kind=court")).body as Page<{ kinds: string[] }>;
  assert.ok(courts.items.length > 0 && courts.items.every((agency) => agency.kinds.includes("court")));
  assert.equal(codeOf(await visitor.api(`/api/v1/agencies/${newAgencyCode()}`)), "access.unknown-agency");
});

test("the policies and terms are public, every one with its article (C18)", async () => {
  const { body } = await new Visitor(base).api("/api/v1/policies");
  const { policies, terms } = body as {
    policies: { id: string; article: string; text: string }[];
    terms: { article: string }[];
  };
  assert.ok(policies.length > 40 && terms.length > 8);
  for (const { article } of [...policies, ...terms]) assert.ok(article.length > 1);
});

test("an operator registers an agency and ends it; nobody else does", async () => {
  const agency = {
    agencyCode: newAgencyCode(),
    nameZh: "临江省新设局",
    nameEn: "A new bureau",
    kinds: ["market-regulation"],
    division: "880000",
    superiorCode: null,
    since: today,
  };
  for (const person of [officer, supervisor, auditor, representative])
    assert.equal(codeOf(await (await as(person)).act("/api/v1/agencies", { ...agency, reason: "x" })), "access.denied");
  const by = await as(operator);
  const made = await by.act("/api/v1/agencies", { ...agency, reason: "机构改革" });
  assert.deepEqual([made.status, (made.body as { until: null }).until], [201, null]);
  assert.equal(codeOf(await by.act("/api/v1/agencies", { ...agency, reason: "again" })), "access.agency-known");
  const orphan = { ...agency, agencyCode: newAgencyCode(), superiorCode: newAgencyCode(), reason: "x" };
  assert.equal(codeOf(await by.act("/api/v1/agencies", orphan)), "access.unknown-agency");
  const ended = await by.act(`/api/v1/agencies/${agency.agencyCode}/end`, { until: today, reason: "并入" });
  assert.equal((ended.body as { until: string }).until, today);
  const acts = await node.app.query("SELECT act, reason FROM access.agency_act WHERE agency_code = $1 ORDER BY seq", [
    agency.agencyCode,
  ]);
  assert.deepEqual(acts.rows, [
    { act: "register", reason: "机构改革" },
    { act: "end", reason: "并入" },
  ]);
});

async function invite(by: Visitor, agency: string, given: object = {}, headers: Record<string, string> = {}) {
  const body = { name: "新进人员", roles: ["officer"], until: soon, ...given };
  return by.act(`/api/v1/agencies/${agency}/officers`, body, headers);
}

test("a supervisor invites for the own agency only, an operator only supervisors, operators and auditors", async () => {
  const can = async (person: string, agency: string, roles: string[]) =>
    (await invite(await as(person), agency, { roles })).status === 201;
  assert.deepEqual(
    await Promise.all([
      can(supervisor, market, ["officer"]),
      can(supervisor, market, ["officer", "supervisor"]),
      can(supervisor, market, ["operator"]),
      can(supervisor, housing, ["officer"]),
      can(operator, housing, ["supervisor"]),
      can(operator, housing, ["officer"]),
      can(operator, market, ["auditor"]),
      can(operator, market, ["operator", "auditor"]),
      can(officer, market, ["officer"]),
      can(auditor, market, ["auditor"]),
      can(representative, market, ["officer"]),
    ]),
    [true, true, false, false, true, false, true, false, false, false, false],
  );
});

test("an invitation under the same key is made once, and its link is the same", async () => {
  const by = await as(supervisor);
  const headers = { "idempotency-key": randomUUID() };
  const [one, other] = [await invite(by, market, {}, headers), await invite(by, market, {}, headers)];
  assert.deepEqual((other.body as { link: string }).link, (one.body as { link: string }).link);
  const id = (one.body as { officer: Officer }).officer.officerId;
  const rows = await node.app.query("SELECT count(*)::int AS n FROM access.officer_act WHERE officer_id = $1", [id]);
  assert.equal(rows.rows[0].n, 1);
});

test("neither the link nor the officer's name is in the database in clear", async () => {
  const invited = await invite(await as(supervisor), market, { name: "只此一名" });
  const { link, officer: made } = invited.body as { link: string; officer: Officer };
  assert.equal(made.name, "只此一名");
  const token = new URL(link).searchParams.get("invitation") ?? "";
  const stored = await node.app.query(
    "SELECT to_jsonb(a)::text AS row FROM access.officer_act a WHERE officer_id = $1",
    [made.officerId],
  );
  assert.ok(token.length === 43 && !stored.rows[0].row.includes(token));
  assert.ok(!stored.rows[0].row.includes("只此一名"));
  assert.ok(!stored.rows[0].row.includes(Buffer.from("只此一名").toString("hex")));
});

test("an appointment has an end, at most three years ahead", async () => {
  const by = await as(supervisor);
  for (const until of [addDays(today, -1), addDays(addYears(today, 3), 1)])
    assert.equal(codeOf(await invite(by, market, { until })), "access.term", until);
  assert.equal((await invite(by, market, { until: addYears(today, 3) })).status, 201);
  for (const until of ["soon", "2027-02-30"]) assert.equal(codeOf(await invite(by, market, { until })), "http.invalid");
});

test("an officer's life is written down act by act, with who and why; nothing follows its end", async () => {
  const by = await as(supervisor);
  const invited = (await invite(by, market)).body as { officer: Officer };
  const path = `/api/v1/officers/${invited.officer.officerId}`;
  const extended = await by.act(`${path}/extend`, { until: addDays(soon, 30), reason: "续任" });
  assert.equal((extended.body as Officer).until, addDays(soon, 30));
  assert.equal(codeOf(await by.act(`${path}/suspend`, { reason: "x" })), "access.not-now", "not accepted yet");
  assert.equal((await by.act(`${path}/lapse`, { reason: " " })).status, 400, "a reason is words");
  const lapsed = await by.act(`${path}/lapse`, { reason: "不再需要" });
  const { standing, acts } = lapsed.body as Officer;
  assert.equal(standing, "ended");
  assert.deepEqual(
    acts.map(({ act, reason }) => [act, reason]),
    [
      ["invite", null],
      ["extend", "续任"],
      ["lapse", "不再需要"],
    ],
  );
  assert.ok(acts.every((act) => act.by.startsWith("officer:")));
  assert.equal(codeOf(await by.act(`${path}/extend`, { until: soon, reason: "x" })), "access.not-now");
});

test("nobody touches their own appointment, nor one of another agency", async () => {
  const self = (await idOf(supervisor)) ?? "";
  const by = await as(supervisor);
  for (const act of ["suspend", "lapse", "resume"])
    assert.equal(codeOf(await by.act(`/api/v1/officers/${self}/${act}`, { reason: "x" })), "access.denied", act);
  assert.equal(codeOf(await by.act(`/api/v1/officers/${self}/extend`, { until: soon, reason: "x" })), "access.denied");
  const foreign = (await idOf("sun-yue")) ?? "";
  assert.equal(codeOf(await by.act(`/api/v1/officers/${foreign}/suspend`, { reason: "x" })), "access.denied");
});

async function idOf(person: string): Promise<string | undefined> {
  const me = (await (await as(person)).api("/api/v1/me")).body as {
    session: { hats: { hat: string; kind: string }[] };
  };
  return me.session.hats.find((hat) => hat.kind === "officer")?.hat.split(":")[1];
}

test("an office that is handed over passes its roles to a colleague in one act", async () => {
  const by = await as(supervisor);
  const invited = (await invite(by, market, { roles: ["supervisor"] })).body as { officer: Officer; link: string };
  const successor = new Visitor(base);
  const { pathname, search } = new URL(invited.link);
  await successor.signInAs("zhou-ran", `${pathname}${search}`);
  const { officerId } = invited.officer;
  const from = (await idOf(officer)) ?? "";
  const handed = await by.act(`/api/v1/officers/${from}/hand-over`, { to: officerId, reason: "调离" });
  assert.equal((handed.body as Officer).standing, "ended", JSON.stringify(handed.body));
  const list = (await by.api(`/api/v1/agencies/${market}/officers?limit=200`)).body as Page<Officer>;
  const took = list.items.find((one) => one.officerId === officerId);
  assert.deepEqual(took?.roles, ["supervisor", "officer"]);
  assert.ok(took?.acts.some((act) => act.act === "take-over"));
  people.delete(officer);
  const gone = await new Visitor(base).signInAs(officer);
  assert.match(gone.text, /has ended/);
});

test("officers are listed to their supervisor, to operators and auditors, page by page", async () => {
  const path = `/api/v1/agencies/${market}/officers`;
  const whole = (await (await as(supervisor)).api(`${path}?limit=200`)).body as Page<Officer>;
  const first = (await (await as(auditor)).api(`${path}?limit=3`)).body as Page<Officer>;
  const second = (await (await as(operator)).api(`${path}?limit=200&cursor=${first.next}`)).body as Page<Officer>;
  assert.deepEqual(
    [...first.items, ...second.items].map((one) => one.officerId),
    whole.items.map((one) => one.officerId),
  );
  assert.equal(codeOf(await (await as(supervisor)).api(`/api/v1/agencies/${housing}/officers`)), "access.denied");
  assert.equal(codeOf(await (await as("sun-yue")).api(path)), "access.denied");
  assert.equal((await new Visitor(base).api(path)).status, 401);
});

test("a supervisor registers a client, turns its key over and cuts it off", async () => {
  const by = await as(supervisor);
  const newKey = async () => {
    const { kty, crv, x } = await exportJWK((await generateKeyPair("EdDSA", { extractable: true })).publicKey);
    return { kty, crv, x };
  };
  const body = { name: "报送程序", scopes: ["records:send"], key: await newKey() };
  const made = await by.act(`/api/v1/agencies/${market}/clients`, body);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { clientId, keys } = made.body as { clientId: string; keys: { keyId: string; live: boolean; kind: string }[] };
  assert.deepEqual([keys[0]?.live, keys[0]?.kind], [true, "Ed25519"]);
  const two = await by.act(`/api/v1/clients/${clientId}/keys`, { key: await newKey() });
  assert.equal((two.body as { keys: unknown[] }).keys.length, 2);
  const one = await by.act(`/api/v1/clients/${clientId}/keys/${keys[0]?.keyId}/end`, { reason: "轮换" });
  assert.deepEqual(
    (one.body as { keys: { live: boolean }[] }).keys.map((key) => key.live),
    [false, true],
  );
  const cut = await (await as(operator)).act(`/api/v1/clients/${clientId}/revoke`, { reason: "泄露" });
  assert.equal((cut.body as { revoked: boolean }).revoked, true);
  const late = await by.act(`/api/v1/clients/${clientId}/keys`, { key: await newKey() });
  assert.equal(codeOf(late), "access.not-now");
  const listed = (await by.api(`/api/v1/agencies/${market}/clients`)).body as Page<{ clientId: string }>;
  assert.ok(listed.items.some((client) => client.clientId === clientId));
});

test("a private key that is sent by mistake is refused, and not echoed", async () => {
  const { privateKey } = await generateKeyPair("EdDSA", { extractable: true });
  const jwk = await exportJWK(privateKey);
  const refused = await (await as(supervisor)).act(`/api/v1/agencies/${market}/clients`, {
    name: "x",
    scopes: ["records:send"],
    key: jwk,
  });
  assert.equal(refused.status, 400);
  assert.ok(!JSON.stringify(refused.body).includes(String(jwk.d)));
});

// The log of looks, seen by those it concerns.

const subject = await ownSubject();

async function ownSubject(): Promise<string> {
  const list = (await (await as(representative)).api("/api/v1/mandates")).body as { items: { subjectId: string }[] };
  return list.items[0]?.subjectId ?? "";
}

async function lookAs(actor: Actor, at: string, withheld?: { until: Date; basis: string }): Promise<void> {
  const file = { type: "File", id: at, attributes: { subjectKind: "organisation", subject: at } };
  const purpose = { purpose: "procurement", basis: "政府采购法 22" };
  const scope = value(await node.door.scope(actor, "read-file", file, { audience: "body", purpose }));
  const withholding = withheld && {
    ...withheld,
    permit: value(await node.door.permit(actor, "withhold-look", file, { basis: withheld.basis })),
  };
  await node.looks.look(scope, at, async () => ({ value: 1, outcome: "shown", shown: { records: 1 } }), withholding);
}

test("a subject reads who looked, why and on what basis, newest first, and no officer's name (C9, C15)", async () => {
  const agency = value(await agencyOf(market));
  await lookAs(officerOf(agency), subject);
  await lookAs(officerOf(agency), randomUUID());
  const page = (await (await as(representative)).api("/api/v1/own/looks")).body as Page<OwnLookView>;
  assert.equal(page.items.length, 1);
  const [look] = page.items;
  assert.deepEqual(
    [look?.purpose, look?.basis, look?.outcome, look?.agency?.code, look?.shown],
    ["procurement", "政府采购法 22", "shown", market, { records: 1 }],
  );
  assert.ok(look && !("actorId" in look));
});

test("a look that is lawfully withheld comes to its subject when its delay ends, and is seen by auditors at once", async () => {
  const agency = value(await agencyOf(market));
  const chief = officerOf(agency, { roles: ["supervisor"] });
  const basis = "刑事诉讼法 54";
  const own = async () =>
    ((await (await as(representative)).api("/api/v1/own/looks")).body as Page<{ lookId: string }>).items.length;
  const before = await own();
  const inAWhile = (ms: number) => new Date(node.clock.now().getTime() + ms);
  await lookAs(chief, subject, { until: inAWhile(3_600_000), basis });
  assert.equal(await own(), before, "its delay has not ended");
  const audited = (await (await as(auditor)).api(`/api/v1/looks?subject=${subject}`)).body as Page<{
    withheldBasis: string | null;
  }>;
  assert.equal(audited.items[0]?.withheldBasis, basis);
  await lookAs(chief, subject, { until: inAWhile(300), basis });
  for (let tries = 0; (await own()) === before; tries++) {
    assert.ok(tries < 300, "its delay has ended and it does not come");
    await new Promise((later) => setTimeout(later, 100));
  }
  assert.equal(await own(), before + 1);
});

test("auditors search all looks, supervisors see their agency's, others none; pages do not overlap", async () => {
  const agency = value(await agencyOf(housing));
  const actor = officerOf(agency);
  for (let i = 0; i < 7; i++) await lookAs(actor, randomUUID());
  const actorId = actor.kind === "officer" ? actor.id : "";
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = new URLSearchParams({ limit: "3", actor: actorId, ...(cursor ? { cursor } : {}) }).toString();
    const page = (await (await as(auditor)).api(`/api/v1/looks?${query}`)).body as Page<{ lookId: string; at: string }>;
    seen.push(...page.items.map((look) => look.lookId));
    cursor = page.next;
  } while (cursor);
  assert.deepEqual([seen.length, new Set(seen).size], [7, 7]);
  const ofAgency = (await (await as("sun-yue")).api(`/api/v1/agencies/${housing}/looks?limit=200`))
    .body as Page<unknown>;
  assert.ok(ofAgency.items.length >= 7);
  const days = await (await as("sun-yue")).api(`/api/v1/agencies/${housing}/looks?to=${addDays(today, -1)}`);
  assert.deepEqual((days.body as Page<unknown>).items, []);
  for (const [person, path] of [
    ["sun-yue", `/api/v1/agencies/${market}/looks`],
    ["sun-yue", "/api/v1/looks"],
    [operator, "/api/v1/looks"],
    [operator, `/api/v1/agencies/${housing}/looks`],
    [representative, "/api/v1/looks"],
  ] as const)
    assert.equal(codeOf(await (await as(person)).api(path)), "access.denied", `${person} ${path}`);
  assert.equal(codeOf(await (await as(auditor)).api("/api/v1/looks?cursor=nonsense")), "access.cursor");
  assert.equal(codeOf(await (await as(auditor)).api("/api/v1/own/looks")), "access.representatives-only");
});

test("what was refused is seen by auditors and by the agency's supervisor", async () => {
  const denied = await (await as("sun-yue")).act(`/api/v1/agencies/${market}/end`, { until: today, reason: "x" });
  assert.equal(codeOf(denied), "access.denied");
  interface Refusal {
    action: string;
    agency: { code: string } | null;
  }
  const all = (await (await as(auditor)).api("/api/v1/refusals")).body as Page<Refusal>;
  assert.deepEqual([all.items[0]?.action, all.items[0]?.agency?.code], ["end-agency", housing]);
  const own = (await (await as("sun-yue")).api(`/api/v1/agencies/${housing}/refusals`)).body as Page<Refusal>;
  assert.ok(own.items.length > 0 && own.items.every((one) => one.agency?.code === housing));
  assert.equal(codeOf(await (await as("sun-yue")).api(`/api/v1/agencies/${market}/refusals`)), "access.denied");
});

test("a representative mandates another, limits and revokes; what is revoked ends at once", async () => {
  const by = await as(representative);
  const granted = await by.act("/api/v1/mandates", { subjectId: subject, until: soon, reason: "委托会计" });
  assert.equal(granted.status, 201, JSON.stringify(granted.body));
  const { link, mandate } = granted.body as { link: string; mandate: { mandateId: string } };
  const other = new Visitor(base);
  const { pathname, search } = new URL(link);
  await other.signInAs("gao-yuan", `${pathname}${search}`);
  const me = async () =>
    (await other.api("/api/v1/me")).body as {
      kind: string;
      session: { formToken: string; hats: { hat: string; kind: string }[] } | null;
    };
  const hats = (await me()).session;
  const hat = hats?.hats.find((one) => one.kind === "representative")?.hat ?? "";
  await other.post("/sign-in/hat", { _token: hats?.formToken ?? "", hat, back: "/" });
  assert.equal((await me()).kind, "representative");
  const path = `/api/v1/mandates/${mandate.mandateId}`;
  assert.equal(
    codeOf(await by.act(`${path}/limit`, { until: addDays(soon, 1), reason: "x" })),
    "access.term",
    "never longer",
  );
  assert.equal((await by.act(`${path}/limit`, { until: addDays(today, 5), reason: "x" })).status, 200);
  assert.equal((await by.act(`${path}/revoke`, { reason: "终止" })).status, 200);
  assert.equal((await me()).kind, "visitor");
  const foreign = await by.act("/api/v1/mandates", { subjectId: randomUUID(), until: soon, reason: "x" });
  assert.equal(codeOf(foreign), "access.denied", "only for whom one represents");
});

test("an officer who records a mandate at the counter does not accept it", async () => {
  const by = await as(supervisor);
  const granted = await by.act("/api/v1/mandates", { subjectId: randomUUID(), until: soon, reason: "窗口核验" });
  assert.equal(granted.status, 201, JSON.stringify(granted.body));
  const { pathname, search } = new URL((granted.body as { link: string }).link);
  const refused = await new Visitor(base).signInAs(supervisor, `${pathname}${search}`);
  assert.equal(refused.answer.status, 403);
  assert.match(refused.text, /does not accept/);
});

async function agencyOf(code: string) {
  const { findAgency } = await import("#src/access/index.ts");
  const agency = await findAgency(node.app, code);
  return agency ? { ok: true as const, value: agency } : { ok: false as const, refusal: { code: "none" } };
}
