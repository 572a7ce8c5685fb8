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

test("an address under /api that is none of ours answers problem details and repeats nothing of itself, whoever asks how", async () => {
  const word = "not-an-operation-of-ours";
  const asked = [
    ...["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].map((method) => ({ method, url: `/api/v1/${word}` })),
    ...[`/api/${word}`, `/api/v2/organisations/${word}`, `/en/api/v1/${word}`],
    ...[`/api/v1/organisations/91880100MA00000011/${word}`, "/api/v1/%E0%A4%A", "/api/v1/%zz", "/API/v1/organisations"],
    `/api/v1/organisations/${"9".repeat(300)}/file`,
    `/api/v1/${word}/110105199999999990009`,
  ].map((one) => (typeof one === "string" ? { method: "GET", url: one } : one));
  for (const { method, url } of asked) {
    const answer = await app.inject({ method: method as "GET", url, headers: { accept: "text/html,*/*" } });
    const said = `${method} ${url}: ${answer.statusCode} ${answer.headers["content-type"]}`;
    assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, said);
    assert.match(String(answer.headers["content-type"]), /^application\/problem\+json/, said);
    assert.ok(answer.json().code, said);
    assert.equal(
      /zz|%A/.test(answer.body) || answer.body.includes(word) || answer.body.includes("99999999"),
      false,
      said,
    );
  }
});

test("a slash at the end of an address leads to the same page, which names itself without it", async () => {
  for (const [url, itself] of [
    ["/en/", "/en"],
    ["/lists/", "/lists"],
    ["/en/lists/", "/en/lists"],
  ] as const) {
    const { statusCode, body } = await app.inject(url);
    assert.equal(statusCode, 200, url);
    assert.match(body, new RegExp(`rel="canonical" href="[^"]*${itself}"|noindex`), url);
    assert.match(body, itself.startsWith("/en") ? /<html lang="en/ : /<html lang="zh/, url);
  }
});

test("what an address asks wrongly is told in both languages", async () => {
  const { statusCode, body } = await app.inject("/api/v1/organisations?limit=x");
  const problem = JSON.parse(body) as { zh: string; en: string };
  assert.equal(statusCode, 400);
  assert.match(problem.zh, /不符合要求（[一-龥]/u);
  assert.doesNotMatch(problem.zh, /must/);
  assert.match(problem.en, /must/);
});
