import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import Fastify from "fastify";
import { getPublicFile } from "#contract/ledger.ts";
import { Asker, type Memory } from "./ask.ts";

/** An API that counts what it is asked and answers as it is told. */
const api = { asked: [] as Record<string, unknown>[], state: "one", control: "no-cache" };
const app = Fastify();
const memory: Memory = new Map();
app.get("/api/v1/organisations/:code/file", (request, reply) => {
  api.asked.push(request.headers);
  reply.header("etag", `"${api.state}"`).header("cache-control", api.control);
  if (request.headers["if-none-match"] === `"${api.state}"`) return reply.code(304).send();
  return { state: api.state, seenBy: request.headers.cookie ?? null };
});
app.get("/visit", async (request) => {
  const asker = new Asker(request, memory);
  const found = await asker.call(getPublicFile, { params: { code: "x" }, query: {} });
  seen.push(found);
  return found.ok ? found.value : found.problem;
});
const seen: object[] = [];
after(() => app.close());
beforeEach(() => {
  memory.clear();
  Object.assign(api, { asked: [], state: "one", control: "no-cache" });
  seen.length = 0;
});

const visit = async (cookie?: string) =>
  (await app.inject({ url: "/visit", headers: cookie ? { cookie } : {} })).json<{
    state: string;
    seenBy: string | null;
  }>();

test("an answer that still holds is the same object; one that changed is a new one", async () => {
  assert.equal((await visit()).state, "one");
  assert.equal((await visit()).state, "one");
  assert.equal(api.asked.length, 2);
  assert.equal(api.asked[1]?.["if-none-match"], '"one"');
  assert.equal(seen[0], seen[1]);
  api.state = "two";
  assert.equal((await visit()).state, "two");
  assert.notEqual(seen[1], seen[2]);
});

test("an answer is not asked for again while it says it is fresh, and only then", async () => {
  api.control = "public, max-age=60";
  await visit();
  api.state = "two";
  assert.equal((await visit()).state, "one");
  assert.equal(api.asked.length, 1);
});

test("who signed in gets answers of their own, and leaves none behind for others", async () => {
  api.control = "public, max-age=60";
  assert.equal((await visit("chengxin=secret")).seenBy, "chengxin=secret");
  assert.equal((await visit()).seenBy, null);
  assert.equal((await visit("chengxin=other")).seenBy, "chengxin=other");
  assert.equal(api.asked.length, 3);
});

test("what an answer does not allow to keep is not kept", async () => {
  api.control = "private, max-age=60";
  await visit();
  api.state = "two";
  assert.equal((await visit()).state, "two");
});
