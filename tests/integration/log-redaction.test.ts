/** C13: a person's number or name reaches no log, no error and no answer, wherever in a request it stands. */
import assert from "node:assert/strict";
import { test } from "node:test";
import Type from "typebox";
import { endpoint } from "#contract/endpoint.ts";
import { accessRoutes, type Route, route, visitor } from "#src/access/index.ts";
import { buildApp } from "#src/http/app.ts";
import { createLog } from "#src/platform/log.ts";
import { openApp } from "#src/serve.ts";
import { testNode } from "#tests/kit/database.ts";

// From GB 11643 itself; valid, and nobody's.
const number = "11010519491231002X";
const name = "张无此人";
const forms = [
  number,
  number.toLowerCase(),
  "１１０１０５１９４９１２３１００２Ｘ",
  "110105 19491231 002X",
  "110105491231002",
];

const node = await testNode();
const lines: string[] = [];
const log = createLog("trace", { write: (line: string) => void lines.push(line) });
const app = await openApp({ ...node, log });
test.after(() => app.close());

/** Routes that fail in the ways code fails: with the value in the error's message. */
const failing: Route[] = [
  route(
    endpoint({
      id: "failDatabase",
      method: "POST",
      path: "/api/v1/fail/database",
      tag: "test",
      entrance: "anyone",
      summary: { zh: "x", en: "x" },
      body: Type.Object({ value: Type.String(), type: Type.String() }),
      response: Type.Null(),
    }),
    async ({ body }) => {
      await node.app.query(`SELECT $1::text::${body.type === "date" ? "date" : "uuid"}`, [body.value]);
      throw new Error("the database took it");
    },
  ),
  route(
    endpoint({
      id: "failCode",
      method: "POST",
      path: "/api/v1/fail/code",
      tag: "test",
      entrance: "anyone",
      summary: { zh: "x", en: "x" },
      body: Type.Object({ value: Type.String() }),
      response: Type.Null(),
    }),
    async ({ body }) => {
      throw new Error(`cannot work with ${body.value}`);
    },
  ),
];
const failingApp = await buildApp({
  routes: [...failing, ...accessRoutes(node)],
  recognise: async () => ({ ok: true, value: { actor: visitor, session: null } }),
  log,
  trustProxy: false,
});
test.after(() => failingApp.close());

function assertSilent(answer: { payload: string; headers: Record<string, unknown> }, secret: string, where: string) {
  const digits = secret.replace(/\D/g, "");
  for (const line of lines) {
    assert.ok(!line.includes(secret), `${where}: the log says ${line}`);
    if (digits.length > 8) assert.ok(!line.replace(/\D/g, "").includes(digits), `${where}: the log says ${line}`);
  }
  assert.ok(!answer.payload.includes(secret), `${where}: the answer says ${answer.payload}`);
  assert.ok(!JSON.stringify(answer.headers).includes(secret), `${where}: a header of the answer says it`);
}

for (const secret of [...forms, name]) {
  test(`${secret === name ? "a name" : `a number written as ${secret.length} signs`} is never logged nor echoed`, async () => {
    lines.length = 0;
    const path = encodeURIComponent(secret);
    const json = { "content-type": "application/json" };
    const requests = {
      path: { method: "GET", url: `/api/v1/agencies/${path}` },
      "path of a page": { method: "GET", url: `/nowhere/${path}` },
      query: { method: "GET", url: `/api/v1/agencies?cursor=${path}&kind=${path}` },
      "an unknown query": { method: "GET", url: `/api/v1/agencies?${path}=${path}` },
      "a query of sign-in": { method: "GET", url: `/sign-in?back=/${path}&invitation=${path}` },
      "the way back": { method: "GET", url: `/sign-in/return?code=${path}&state=${path}` },
      body: { method: "POST", url: "/api/v1/agencies", headers: json, payload: JSON.stringify({ agencyCode: secret }) },
      "a body's field": {
        method: "POST",
        url: "/api/v1/agencies",
        headers: json,
        payload: JSON.stringify({ [secret]: 1 }),
      },
      "a broken body": { method: "POST", url: "/api/v1/agencies", headers: json, payload: `{"a": ${secret}` },
      "a form": {
        method: "POST",
        url: "/oauth/token",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        payload: `grant_type=client_credentials&client_assertion=${path}&client_id=${path}`,
      },
      "a header": {
        method: "GET",
        url: "/api/v1/me",
        headers: { authorization: `Bearer ${path}`, "x-form-token": path },
      },
      "a cookie": { method: "GET", url: "/api/v1/me", headers: { cookie: `chengxin=${path}` } },
      "an idempotency key": {
        method: "POST",
        url: "/api/v1/agencies",
        headers: { ...json, "idempotency-key": path },
        payload: "{}",
      },
    } as const;
    for (const [where, request] of Object.entries(requests)) {
      const answer = await app.inject(request);
      assert.ok(answer.statusCode < 500, where);
      // A redirect of sign-in carries on what the visitor's own address said, and nothing else.
      if (where !== "a query of sign-in") assertSilent(answer, secret, where);
      for (const line of lines) assert.ok(!line.includes(secret), `${where}: ${line}`);
    }
  });
}

test("an error of ours says nothing of the value that caused it", async () => {
  for (const secret of [...forms.slice(0, 4), name]) {
    for (const type of ["date", "uuid"]) {
      lines.length = 0;
      const payload = { value: secret, type };
      const answer = await failingApp.inject({ method: "POST", url: "/api/v1/fail/database", payload });
      assert.equal(answer.statusCode, 500);
      assert.ok(
        lines.some((line) => line.includes("request failed")),
        "the failure itself is logged",
      );
      assertSilent(answer, secret, `the database, ${type}`);
    }
  }
  for (const secret of forms.slice(0, 4)) {
    lines.length = 0;
    const answer = await failingApp.inject({ method: "POST", url: "/api/v1/fail/code", payload: { value: secret } });
    assert.equal(answer.statusCode, 500);
    assertSilent(answer, secret, "code");
  }
});

test("with every request logged the log would hold them: the test could fail", () => {
  lines.length = 0;
  log.info({ seen: number }, "a line that breaks the rule");
  assert.throws(() => assertSilent({ payload: "", headers: {} }, number, "here"));
});
