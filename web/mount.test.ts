import assert from "node:assert/strict";
import { after, test } from "node:test";
import { gunzipSync } from "node:zlib";
import Fastify from "fastify";
import type { Me } from "#contract/access.ts";
import type { CheckReceipt } from "#contract/checks.ts";
import type { FileView } from "#contract/ledger.ts";
import { problemOf } from "#contract/refusals.ts";
import { mountPortal } from "./mount.ts";
import { pages } from "./pages/table.ts";
import { address } from "./voice.ts";

const code = "91350100M000100Y43";

const file: FileView = {
  subject: {
    kind: "organisation",
    name: "临江市<澄江>食品有限公司",
    code,
    codeVerdict: "valid",
    form: null,
    division: null,
    identifiers: [],
    names: [],
    aliases: [],
  },
  asOf: { audience: "public", effectiveAt: "2026-06-01", knownAt: "2026-06-01T02:00:00.000Z", today: "2026-06-01" },
  records: [],
  next: null,
  total: 0,
  categories: [{ category: 11, title: { zh: "荣誉", en: "Honours" }, total: 0, adverse: 0 }],
  sectors: [],
  months: [],
  items: {},
  authorities: {},
  differences: [],
};

/** The receipt of a check that found nothing. */
const nothingRecorded: CheckReceipt = {
  type: "ChengxinCheckReceipt/1",
  proof: { index: 0, path: [] },
  root: { issuer: "", root: "0".repeat(64), signedAt: "2026-06-01T02:00:00.000Z", size: 1 },
  signature: "",
  answer: {
    asOf: { day: "2026-06-01", knownAt: "2026-06-01T02:00:00.000Z" },
    asked: {
      body: "11880000MB88001255",
      by: "officer",
      matter: "cn/supply",
      purpose: "qualification",
      subject: { kind: "organisation", number: code, scheme: "unified-code", subjectId: null },
    },
    check: "00000000-0000-4000-8000-000000000001",
    constraints: [],
    incentives: [],
    issuer: "",
    outcome: "nothing-recorded",
    salt: "0".repeat(22),
    terms: {
      bodyName: { zh: "临江省市场监督管理局", en: "Linjiang Administration for Market Regulation" },
      catalogue: [],
      matterTitle: { zh: "政府采购", en: "procurement" },
      plain: { zh: "没有相关记录。", en: "Nothing recorded." },
      purposeTitle: { zh: "资格审查", en: "qualification" },
    },
  },
};

/** A portal over an API that knows one organisation, one whose publication ended, and one that breaks. */
const app = Fastify();
app.get<{ Params: { code: string } }>("/api/v1/organisations/:code/file", (request, reply) => {
  if (request.params.code === code) return file;
  if (request.params.code === "invalid") {
    const invalid = problemOf({ code: "http.invalid", field: "params/code", params: { rule: "must match pattern" } });
    return reply.code(400).type("application/problem+json").send(invalid);
  }
  if (request.params.code === "breaks") throw new Error("a failure of ours");
  const problem = { ...problemOf({ code: "http.not-found" }), status: request.params.code === "ended" ? 410 : 404 };
  return reply.code(problem.status).type("application/problem+json").send(problem);
});
app.get("/api/v1/decisions", () => ({ items: [], next: null, legends: {}, authorities: {} }));
app.get("/api/v1/decisions/counts", () => ({
  from: "2025-07-01",
  counts: [{ item: "cn/penalty", sector: 5, month: "2026-05", recorded: 3 }],
  items: { "cn/permit": { zh: "行政许可", en: "Permits" }, "cn/penalty": { zh: "行政处罚", en: "Penalties" } },
  sectors: { "5": { zh: "生产领域", en: "Production" } },
}));
for (const [path, answer] of Object.entries({
  "catalogue/sectors": { sectors: [] },
  "catalogue/items": { on: "2026-06-01", items: [] },
  "catalogue/rules": { rules: [] },
  "catalogue/purposes": { purposes: [] },
  "catalogue/agency-kinds": { agencyKinds: [] },
  "catalogue/calendar": { notices: [] },
  "catalogue/lists": { on: "2026-06-01", lists: [] },
  "catalogue/measures": { on: "2026-06-01", measures: [], declined: [] },
  "catalogue/matters": { matters: [] },
  listings: { lists: [], dataOf: "2026-06-01" },
  "repair-rules": { today: "2026-06-01", items: [] },
  "repairs/late": { today: "2026-06-01", items: [] },
  "catalogue/packs": { packs: [] },
  policies: {
    policies: [
      { id: "clients-send", article: "C1", zh: "服务程序为本机关报送", en: "clients send", text: "permit(…);" },
    ],
    terms: [],
  },
}))
  app.get(`/api/v1/${path}`, () => answer);

// What this API does not have is not there; such pages say so, in the visitor's language.
app.setNotFoundHandler((_request, reply) =>
  reply
    .code(404)
    .type("application/problem+json")
    .send(problemOf({ code: "http.not-found" })),
);

/** Who the cookie `chengxin=officer` belongs to; every other cookie has ended. */
const officer: Me = {
  kind: "officer",
  name: "陈<岚>",
  agency: {
    agencyCode: "11880000MB88001255",
    nameZh: "临江省市场监督管理局",
    nameEn: "Linjiang Administration for Market Regulation",
    kinds: ["market-regulation"],
    division: "880000",
    superiorCode: null,
    since: "2018-11-01",
    until: null,
  },
  roles: ["supervisor"],
  scopes: [],
  deputy: false,
  subjects: 0,
  assurance: "substantial",
  session: { formToken: "token-of-the-form", idleUntil: "", expiresAt: "", hat: "officer", hats: [] },
};
const representative: Me = { ...officer, kind: "representative", agency: null, roles: [], subjects: 1 };
app.get("/api/v1/me", (request) => {
  if (request.headers.cookie?.split("; ").includes("chengxin=officer")) return officer;
  if (request.headers.cookie === "chengxin=representative") return representative;
  return { ...officer, kind: "visitor", session: null };
});
const refusedAct = { actId: "1", at: "2026-05-01T02:00:00.000Z", by: "officer", actorId: "2", agency: null };
app.get("/api/v1/agencies/:code/refusals", () => ({
  items: ["absence-denies", "clients-send", "nothing-held", "ledger.purpose"].map((policy) => ({
    ...refusedAct,
    action: "send-records",
    resource: "Batch",
    policy,
  })),
  next: null,
}));
app.get("/api/v1/agencies/:code/clients", () => ({ items: [], next: null }));
const law = { title: { zh: "政府采购法", en: "Government Procurement Law" }, article: "22" };
app.get("/api/v1/checks/matters", () => ({
  matters: [
    {
      matter: "cn/supply",
      title: { zh: "政府采购", en: "procurement" },
      law,
      purposes: ["qualification", "contract"].map((purpose) => ({
        purpose,
        title: { zh: "资格审查", en: "qualification" },
        subjects: ["organisation"],
      })),
    },
  ],
}));
app.get("/api/v1/checks", () => ({ items: [], next: null }));
app.post("/api/v1/checks", () => nothingRecorded);
const sent: { headers: Record<string, unknown>; body: unknown }[] = [];
app.post("/api/v1/agencies/:code/clients", (request, reply) => {
  sent.push({ headers: request.headers, body: request.body });
  const problem = { ...problemOf({ code: "access.term", field: "body/key" }) };
  return reply.code(problem.status).type("application/problem+json").send(problem);
});
await mountPortal(app, { publicUrl: () => "https://credit.example", demoDate: () => "2026-06-01" });
after(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });

test("every page stands in Chinese and in English, and each leads to the other", async () => {
  const plain = pages.filter((page) => page.get && !page.signedIn && !page.path.includes(":"));
  for (const { path } of plain) {
    const zh = await get(path);
    const en = await get(address("en", path));
    assert.equal(zh.statusCode, 200, path);
    assert.equal(en.statusCode, 200, path);
    assert.match(zh.body, /<html lang="zh-CN">/);
    assert.match(en.body, /<html lang="en">/);
    assert.ok(zh.body.includes(`<a href="${address("en", path)}" lang="en" hreflang="en">`), path);
    assert.ok(en.body.includes(`<a href="${path}" lang="zh-CN" hreflang="zh-CN">`), path);
    assert.doesNotMatch(zh.body + en.body, /%switch%|\{\w+\}|undefined|\[object/, path);
  }
  assert.ok(plain.length >= 15, `only ${plain.length} pages`);
});

test("a desk stays set until the browser is closed, is sent to nobody else, and takes nothing but what we wrote", async () => {
  const form = { number: "91350100M000100Y43", choice: "cn/supply qualification", _token: "token-of-the-form" };
  const chosen = await app.inject({
    method: "POST",
    url: "/check",
    headers: {
      cookie: "chengxin=officer",
      origin: "https://credit.example",
      "sec-fetch-site": "same-origin",
      "content-type": "application/x-www-form-urlencoded",
    },
    payload: String(new URLSearchParams(form)),
  });
  assert.equal(chosen.statusCode, 200);
  const [kept = ""] = [chosen.headers["set-cookie"]].flat();
  assert.match(String(kept), /^chengxin-desk=cn%2Fsupply%20qualification; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
  assert.doesNotMatch(String(kept), /91350100M000100Y43/);
  const again = await get("/check", { cookie: `chengxin=officer; ${String(kept).split(";")[0]}` });
  assert.match(again.body, /<option value="cn\/supply qualification" selected>/);
  const forged = await get("/check", { cookie: 'chengxin=officer; chengxin-desk="><script>' });
  assert.doesNotMatch(forged.body, /<option value="cn\/supply qualification" selected>|<script>/);
});

test("with a question nobody asked, the start page still leads to its sister, which stands", async () => {
  for (const [url, sister] of [
    ["/?lang=en", "/en?lang=en"],
    ["/en?lang=zh", "/?lang=zh"],
  ] as const) {
    assert.ok((await get(url)).body.includes(`<a href="${sister}" lang=`), url);
    assert.equal((await get(sister)).statusCode, 200, sister);
  }
});

test("what no list knows is said at its field in the visitor's words, and filters nothing", async () => {
  for (const [url, said] of [
    ["/double-publicity?sector=999", "没有这个领域"],
    ["/en/double-publicity?sector=999", "There is no such sector"],
    ["/double-publicity?item=toString", "没有这个种类"],
  ] as const) {
    const { statusCode, body } = await get(url);
    assert.equal(statusCode, 200, url);
    assert.match(body, new RegExp(`<a href="#(sector|item)">[^<]*${said}`), url);
    assert.doesNotMatch(body, /querystring|must be|&lt;=/, url);
  }
});

test("what the API's description does not allow is told people in words, not in the description's", async () => {
  const { statusCode, body } = await get("/organisations/invalid");
  assert.equal(statusCode, 400);
  assert.match(body, /地址中有一项不符合要求/);
  assert.doesNotMatch(body, /params|code：|must match|接口说明更正/);
});

test("an agency's pages are refused to who acts for none, on a basis in law", async () => {
  for (const url of ["/team", "/en/team", "/team/clients", "/team/looks"]) {
    const { statusCode, body } = await get(url, { cookie: "chengxin=representative" });
    assert.equal(statusCode, 403, url);
    assert.match(body, /这里只供机关的工作人员使用|This is for the officers of an agency/);
    assert.match(body, /数据安全法 27/);
  }
});

test("a log of refusals says what the policies say, not what they are called", async () => {
  const { statusCode, body } = await get("/team/refusals", { cookie: "chengxin=officer" });
  assert.equal(statusCode, 200);
  for (const said of ["没有政策允许这一行为", "服务程序为本机关报送", "没有这个主体的档案", "查阅目的不在目录内"])
    assert.ok(body.includes(said), said);
  assert.doesNotMatch(body, /absence-denies|clients-send|nothing-held|ledger\.purpose/);
});

test("a page names itself and its sister for search engines", async () => {
  const { body } = await get(`/organisations/${code}`);
  assert.ok(body.includes(`<link rel="canonical" href="https://credit.example/organisations/${code}">`));
  assert.ok(
    body.includes(`<link rel="alternate" hreflang="en" href="https://credit.example/en/organisations/${code}">`),
  );
});

test("what data brings is text, never markup", async () => {
  const { body } = await get(`/organisations/${code}`);
  assert.ok(!body.includes("<澄江>"));
  assert.ok(body.includes("临江市&lt;澄江"));
});

test("a file as of another day stays out of search engines, and so does every error", async () => {
  for (const url of [`/organisations/${code}?effectiveAt=2026-01-01`, "/organisations/unknown", "/nothing-here"]) {
    const { headers, body } = await get(url);
    assert.equal(headers["x-robots-tag"], "noindex", url);
    assert.match(body, /<meta name="robots" content="noindex">/, url);
    assert.doesNotMatch(body, /rel="canonical"/, url);
  }
});

test("a day that cannot be read is said at the field, and what was typed is kept", async () => {
  const { statusCode, body } = await get(`/organisations/${code}?effectiveAt=1%2F3%2F2026`);
  assert.equal(statusCode, 422);
  assert.match(body, /<a href="#effectiveAt">/);
  assert.match(body, /value="1\/3\/2026"/);
});

test("a page whose publication ended answers 410 in the visitor's language", async () => {
  const { statusCode, headers, body } = await get("/en/organisations/ended");
  assert.equal(statusCode, 410);
  assert.equal(headers["x-robots-tag"], "noindex");
  assert.match(body, /The time for which this could be public has ended/);
});

test("an unknown address answers 404 as a page to people, and as a problem to programs", async () => {
  const page = await get("/en/nothing-here");
  assert.equal(page.statusCode, 404);
  assert.match(String(page.headers["content-type"]), /^text\/html/);
  assert.match(page.body, /There is no such page/);
  const api = await get("/api/v1/nothing-here");
  assert.equal(api.statusCode, 404);
  assert.match(String(api.headers["content-type"]), /json/);
});

test("a page that fails says so without telling how", async () => {
  const { statusCode, body } = await get("/organisations/breaks");
  assert.equal(statusCode, 500);
  assert.doesNotMatch(body, /a failure of ours|at file:/);
});

test("no page carries script or style of its own: the policy forbids both", async () => {
  for (const url of ["/", `/organisations/${code}`, "/about", "/nothing-here"]) {
    const { body } = await get(url);
    assert.doesNotMatch(body, /<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)/, url);
  }
});

test("assets are kept for ever under a name that changes with them, and are compressed for who asks", async () => {
  const { body } = await get("/");
  const href = /<link rel="stylesheet" href="([^"]+)">/.exec(body)?.[1] ?? "";
  const plain = await get(href);
  const small = await get(href, { "accept-encoding": "gzip" });
  assert.equal(plain.statusCode, 200);
  assert.match(String(plain.headers["cache-control"]), /immutable/);
  assert.equal(gunzipSync(small.rawPayload).toString(), plain.body);
  assert.equal((await get(href.replace(/static\/[^/]+/, "static/old"))).statusCode, 404);
});

test("a console leads visitors to sign-in, and back", async () => {
  for (const cookie of [undefined, "chengxin=ended"]) {
    const { statusCode, headers } = await get("/en/team/clients?x=1", cookie ? { cookie } : {});
    assert.equal(statusCode, 303);
    assert.equal(headers.location, "/sign-in?back=%2Fen%2Fteam%2Fclients%3Fx%3D1");
  }
});

test("what a session sees is kept by nobody and not compressed beside its token", async () => {
  const { headers, body } = await get("/team/clients", { cookie: "chengxin=officer", "accept-encoding": "gzip" });
  assert.equal(headers["cache-control"], "no-store");
  assert.equal(headers["content-encoding"], undefined);
  assert.match(body, /陈&lt;岚>/);
  assert.match(body, /action="\/sign-out"/);
  assert.doesNotMatch((await get("/about")).body, /token-of-the-form|sign-out/);
});

test("a form carries the session's token and a key; a refusal comes back with all that was typed", async () => {
  const form = new URLSearchParams({ _token: "token-of-the-form", _key: "a-key", name: "业务系统" });
  form.append("scopes", "records:send");
  form.append("key", '{"kty":"OKP","crv":"Ed25519","x":"<x>"}');
  const post = (headers: Record<string, string>) =>
    app.inject({
      method: "POST",
      url: "/team/clients/register",
      headers: { cookie: "chengxin=officer", "content-type": "application/x-www-form-urlencoded", ...headers },
      payload: form.toString(),
    });
  const { statusCode, body } = await post({ "sec-fetch-site": "same-origin" });
  assert.equal(statusCode, 422);
  assert.equal(sent[0]?.headers["x-form-token"], "token-of-the-form");
  assert.equal(sent[0]?.headers["idempotency-key"], "a-key registerClient 11880000MB88001255");
  assert.match(body, /<a href="#key">/);
  assert.match(body, /value="业务系统"/);
  assert.match(body, /&lt;x>/);
  const forged = await post({ "sec-fetch-site": "cross-site" });
  assert.equal(forged.statusCode, 403);
  assert.equal(sent.length, 1);
});

test("crawlers are kept from searches and consoles, not from pages that must tell them to forget", async () => {
  const { body } = await get("/robots.txt");
  assert.match(body, /^Disallow: \/search$/m);
  assert.match(body, /^Disallow: \/en\/team$/m);
  assert.doesNotMatch(body, /organisations/);
});

test("pages are compressed for who asks, the first time and again; who has one is told so", async () => {
  const url = "/privacy";
  const first = await get(url, { "accept-encoding": "gzip, br" });
  const again = await get(url, { "accept-encoding": "gzip, br" });
  const plain = await get(url);
  for (const small of [first, again]) {
    assert.equal(small.headers["content-encoding"], "gzip");
    assert.equal(gunzipSync(small.rawPayload).toString(), plain.body);
  }
  const known = await get(url, { "if-none-match": String(plain.headers["etag"]) });
  assert.deepEqual([known.statusCode, known.body], [304, ""]);
  assert.equal((await get("/en/privacy", { "if-none-match": String(plain.headers["etag"]) })).statusCode, 200);
});
