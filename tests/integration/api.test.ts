import assert from "node:assert/strict";
import { test } from "node:test";
import { allEndpoints } from "#contract/endpoints.ts";
import { openApp } from "#src/serve.ts";
import { testNode } from "#tests/kit/database.ts";

const app = await openApp(await testNode());

test("every operation of the contract is served, and none else under /api", async () => {
  const endpoints = await allEndpoints();
  const missing = endpoints.filter(({ method, path }) => !app.hasRoute({ method, url: path }));
  assert.deepEqual(
    missing.map(({ id }) => id),
    [],
  );
});

test("the description is served, and not again to whoever has it", async () => {
  const first = await app.inject({ url: "/api/v1/openapi.json" });
  assert.equal(first.statusCode, 200);
  assert.equal(first.json().openapi, "3.1.0");
  const etag = String(first.headers["etag"]);
  const again = await app.inject({ url: "/api/v1/openapi.json", headers: { "if-none-match": etag } });
  assert.equal(again.statusCode, 304);
});

test("whoever watches the node is told that it answers", async () => {
  const answer = await app.inject({ url: "/health" });
  assert.deepEqual([answer.statusCode, answer.body], [200, '{"ok":true}']);
});
