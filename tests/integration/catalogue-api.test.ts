import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { client, type Reply } from "#contract/client.ts";
import type { Endpoint } from "#contract/endpoint.ts";
import * as rules from "#contract/rules.ts";
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

test("anyone may read the 34 tasks, with what is declined in each (C18)", async () => {
  const { sectors } = await answered(rules.listSectors, {});
  assert.deepEqual(
    sectors.map(({ number }) => number),
    Array.from({ length: 34 }, (_, at) => at + 1),
  );
  assert.ok(sectors.find(({ number }) => number === 27)?.declined.length);
});

test("a task names its agencies and its items", async () => {
  const { sector, agencyKinds, items } = await answered(rules.getSector, { params: { number: 5 } });
  assert.equal(sector.number, 5);
  assert.deepEqual(
    agencyKinds.map(({ kind }) => kind),
    sector.agencyKinds,
  );
  assert.ok(items.some(({ id }) => id === "cn/penalty"));
  const none = await call(rules.getSector, { params: { number: 34.5 } });
  assert.equal(none.reply.status, 400);
});

test("items are narrowed by task, category, kind of agency, pack and day", async () => {
  const list = async (query: Record<string, string | number>) =>
    (await answered(rules.listItems, { query } as never)).items;
  const all = await list({});
  assert.ok(all.length > 30);
  assert.ok((await list({ sector: 8 })).every(({ sectors }) => sectors.includes(8)));
  assert.ok((await list({ category: 6 })).every(({ category }) => category === 6));
  assert.ok(
    (await list({ agencyKind: "tax" })).every(({ sentBy }) => sentBy.includes("tax") || sentBy.includes("any")),
  );
  assert.deepEqual(
    (await list({ pack: "linjiang" })).map(({ id }) => id.split("/")[0]),
    (await list({ pack: "linjiang" })).map(() => "linjiang"),
  );
  const version = async (on: string) => (await list({ on })).find(({ id }) => id === "cn/penalty")?.version;
  assert.deepEqual([await version("2026-03-31"), await version("2026-04-01")], [1, 2]);
});

test("an item is told with all its versions, its rules in words and its form", async () => {
  const view = await answered(rules.getItem, { params: { pack: "cn", name: "penalty" } });
  assert.deepEqual(
    view.versions.map(({ item }) => item.version),
    [2, 1],
  );
  const [newest] = view.versions;
  assert.ok(newest);
  const future = newest.rules.find(({ rule }) => rule.code === "decision.in-the-future");
  assert.equal(future?.demands.zh, "决定日期 不得晚于 收到日期");
  assert.equal(future?.demands.en, "the day of the decision must not be after the day of receipt");
  const fine = newest.rules.find(({ rule }) => rule.code === "penalty.fine-without-amount");
  assert.match(fine?.demands.zh ?? "", /^当处罚类别含有罚款：罚款金额 必须填写$/);
  assert.deepEqual(
    newest.form.fields.map(({ name }) => name),
    Object.keys(newest.item.schema.properties),
  );
  assert.equal(newest.form.fields.find(({ name }) => name === "facts")?.disclosure, "after-release");
  const none = await call(rules.getItem, { params: { pack: "cn", name: "nothing" } });
  assert.ok(!none.ok && none.problem.code === "catalogue.unknown-item" && none.reply.status === 404);
});

test("the JSON Schema of a version stands on its own: another validator takes it and judges alike", async () => {
  const reply = await app.inject("/api/v1/catalogue/items/cn/penalty/versions/2/schema");
  assert.match(String(reply.headers["content-type"]), /application\/schema\+json/);
  const other = new Ajv2020({ strict: false, formats: { date: true } }).compile(reply.json());
  const item = node.catalogue.item("cn/penalty", 2);
  for (const payload of item.item.examples.valid) assert.ok(other(payload));
  assert.ok(!other({ score: 700 }));
});

test("every rule is told in words, in both languages", async () => {
  const list = (await answered(rules.listRules, {})).rules;
  assert.ok(list.length >= 40);
  for (const { demands, rule } of list) {
    assert.match(demands.zh, /\p{Script=Han}/u, rule.code);
    for (const words of [demands.zh, demands.en]) assert.doesNotMatch(words, /\{\w+\}|\$[a-z]/i, rule.code);
  }
});

test("a whole pack is downloaded as the bytes whose digest is published (C18)", async () => {
  const { packs } = await answered(rules.listPacks, {});
  assert.deepEqual(packs.map(({ pack }) => pack.id).sort(), ["cn", "linjiang"]);
  for (const { pack, editions } of packs) {
    const reply = await app.inject(`/api/v1/catalogue/packs/${pack.id}/editions/${pack.version}`);
    assert.equal(createHash("sha256").update(reply.rawPayload).digest("hex"), editions[0]?.digest);
    assert.equal(reply.json().pack.id, pack.id);
  }
  assert.equal((await app.inject("/api/v1/catalogue/packs/cn/editions/none")).statusCode, 404);
});

test("the history of a pack is told edition by edition", async () => {
  const { editions } = await answered(rules.listPackChanges, { params: { pack: "cn" } });
  assert.equal(editions.length, 1);
  assert.ok((editions[0]?.rows ?? 0) > 1000);
  assert.equal((await call(rules.listPackChanges, { params: { pack: "none" } })).reply.status, 404);
});

test("purposes, kinds of agencies and the calendar are public", async () => {
  assert.ok((await answered(rules.listPurposes, {})).purposes.every(({ law }) => law.article !== ""));
  assert.ok((await answered(rules.listAgencyKinds, {})).agencyKinds.length > 10);
  await answered(rules.listCalendarNotices, {});
});

test("an answer may be kept, and is not sent again while nothing changed", async () => {
  for (const url of [
    "sectors",
    "sectors/8",
    "items?sector=8",
    "items/cn/penalty",
    "rules",
    "packs",
    "packs/cn/changes",
  ]) {
    const reply = await app.inject(`/api/v1/catalogue/${url}`);
    assert.equal(reply.statusCode, 200, url);
    assert.match(String(reply.headers["cache-control"]), /public, max-age=\d+/);
    const again = await app.inject({
      url: `/api/v1/catalogue/${url}`,
      headers: { "if-none-match": String(reply.headers.etag) },
    });
    assert.deepEqual([again.statusCode, again.body], [304, ""], url);
  }
});
