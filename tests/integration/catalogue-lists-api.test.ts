import assert from "node:assert/strict";
import { after, test } from "node:test";
import { client, type Reply } from "#contract/client.ts";
import type { Endpoint } from "#contract/endpoint.ts";
import * as rules from "#contract/rules-of-lists.ts";
import { openApp } from "#src/serve.ts";
import { testNode } from "#tests/kit/database.ts";

const node = await testNode();
const app = await openApp(node);
after(() => app.close());

const call = client(async ({ method, url, headers, body }) => {
  const reply = await app.inject({
    method: method as "GET",
    url,
    headers,
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: reply.statusCode, headers: reply.headers as Reply["headers"], body: reply.body };
});
async function answered<E extends Endpoint>(endpoint: E, given: Parameters<typeof call<E>>[1]) {
  const answer = await call(endpoint, given);
  assert.ok(answer.ok, answer.ok ? "" : JSON.stringify(answer.problem));
  return answer.value;
}
const at = (id: string) => ({ params: { pack: id.split("/")[0] ?? "", name: id.split("/")[1] ?? "" } });

test("anyone may read the lists, honours first, those switched off and those kept elsewhere too (C18)", async () => {
  const { lists } = await answered(rules.listCatalogueLists, { query: {} });
  assert.ok(lists.length >= 25);
  assert.equal(lists[0]?.sort, "honour");
  assert.equal(lists.find(({ id }) => id === "cn/judgment-defaulter")?.keptHere, false);
  assert.ok(lists.some(({ switchedOn }) => !switchedOn));
  assert.ok(lists.every(({ law }) => law.length > 0));
});

test("lists are narrowed by sort, keeper, pack and day", async () => {
  const narrowed = async (query: object) => (await answered(rules.listCatalogueLists, { query })).lists;
  assert.ok((await narrowed({ sort: "serious" })).every(({ sort }) => sort === "serious"));
  assert.ok((await narrowed({ keeper: "tax" })).every(({ keepers }) => keepers.includes("tax")));
  assert.deepEqual(
    (await narrowed({ pack: "linjiang" })).map(({ id }) => id),
    ["linjiang/trustworthy-village", "linjiang/prepaid-default"],
  );
  assert.deepEqual(
    (await narrowed({ on: "2014-12-31" })).map(({ id }) => id),
    ["cn/tax-grade-a", "cn/abnormal-operation"],
  );
});

test("a list shows its criteria, its procedure as states and acts, and what follows from it today", async () => {
  const list = await answered(rules.getCatalogueList, at("cn/market-serious-list"));
  assert.equal(list.current, 1);
  assert.ok(list.versions[0]?.criteria.length);
  const inForce = list.procedure?.states.find(({ state }) => state === "in-force");
  assert.deepEqual([inForce?.heard, inForce?.confirmed], [true, true]);
  assert.ok(inForce?.acts.some(({ by, to }) => by === "clock" && to === "expired"));
  const opening = list.procedure?.states.find(({ state }) => state === "");
  assert.deepEqual(
    opening?.acts.map(({ act, toTitle }) => [act, toTitle.en]),
    [["propose", "proposed, notice to be served"]],
  );
  assert.ok(list.measures.some(({ id }) => id === "cn/inspection-food"));
  assert.ok(list.measures.every(({ follows }) => follows.some((one) => one.list === list.id)));
});

test("each criterion is read in words made from the rule that runs, with the names its items give", async () => {
  const { criteria } = await answered(rules.getCatalogueList, at("cn/customs-dishonest"));
  assert.deepEqual(
    criteria.map(({ code }) => code),
    ["customs-dishonest.repeated"],
  );
  assert.match(criteria[0]?.words.zh ?? "", /行政处罚.*海关.*不少于3/);
  assert.match(criteria[0]?.words.en ?? "", /Administrative penalty/);
  assert.doesNotMatch(criteria[0]?.words.zh ?? "", /fineAmount|cn\/penalty/);
});

test("nothing follows from a list that is switched off", async () => {
  const off = await answered(rules.getCatalogueList, at("cn/fire-serious-list"));
  assert.deepEqual([off.versions[0]?.switchedOn, off.measures], [false, []]);
});

test("measures are narrowed by list, matter, addressee and sort; what is declined is there with its reason", async () => {
  const all = await answered(rules.listCatalogueMeasures, { query: {} });
  assert.ok(all.declined.some(({ title }) => title.zh.includes("消费")));
  assert.ok(all.declined.every(({ reason, article }) => reason.en !== "" && article !== ""));
  const narrowed = async (query: object) => (await answered(rules.listCatalogueMeasures, { query })).measures;
  assert.deepEqual(
    (await narrowed({ list: "linjiang/prepaid-default" })).map(({ id }) => id),
    ["linjiang/prepaid-inspection", "linjiang/prepaid-no-easing"],
  );
  assert.ok((await narrowed({ matter: "cn/tendering" })).some(({ id }) => id === "cn/tender-restriction-wage-arrears"));
  assert.ok((await narrowed({ sort: "incentive" })).every(({ kind }) => kind === null));
});

test("a bank sees only what is addressed to banks by name", async () => {
  const { measures } = await answered(rules.listCatalogueMeasures, { query: { addressee: "bank" } });
  assert.deepEqual(
    measures.map(({ id, force }) => [id, force]),
    [
      ["cn/prudent-lending", "may"],
      ["cn/lending-convenience", "may"],
    ],
  );
});

test("a measure shows its matters and the lists it follows", async () => {
  const measure = await answered(rules.getCatalogueMeasure, at("cn/procurement-ban"));
  assert.deepEqual(
    measure.matters.map(({ matter }) => matter),
    ["cn/government-procurement"],
  );
  assert.deepEqual(
    measure.lists.map(({ id }) => id),
    ["cn/procurement-serious-list"],
  );
});

test("procedures and matters are public, each with its law", async () => {
  const { procedures } = await answered(rules.listCatalogueProcedures, { query: {} });
  assert.deepEqual(
    procedures.map(({ id }) => id),
    ["cn/abnormal-listing", "cn/honour-listing", "cn/serious-listing"],
  );
  const view = await answered(rules.getCatalogueProcedure, at("cn/abnormal-listing"));
  assert.deepEqual(view.lists.map(({ id }) => id).sort(), [
    "cn/abnormal-operation",
    "cn/social-organisation-abnormal",
    "linjiang/prepaid-default",
  ]);
  const { matters } = await answered(rules.listCatalogueMatters, {});
  assert.ok(matters.every(({ law }) => law.article !== ""));
});

test("what is not there is a problem with its sentence, and an answer has a tag that makes it cacheable", async () => {
  for (const endpoint of [rules.getCatalogueList, rules.getCatalogueMeasure, rules.getCatalogueProcedure]) {
    const answer = await call(endpoint, at("cn/none"));
    assert.equal(answer.reply.status, 404);
  }
  const first = await app.inject({ method: "GET", url: "/api/v1/catalogue/lists" });
  const again = await app.inject({
    method: "GET",
    url: "/api/v1/catalogue/lists",
    headers: { "if-none-match": String(first.headers.etag) },
  });
  assert.deepEqual([again.statusCode, again.body], [304, ""]);
  assert.match(String(first.headers["cache-control"]), /public/);
});
