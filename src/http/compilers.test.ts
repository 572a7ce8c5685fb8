import assert from "node:assert/strict";
import { test } from "node:test";
import Fastify from "fastify";
import { allEndpoints } from "#contract/endpoints.ts";
import { validatorsWhenNeeded } from "./compilers.ts";
import { withSharedShapes } from "./shapes.ts";

test("what every endpoint asks can be compiled, though none is before somebody asks", async () => {
  const app = Fastify();
  const asked = (await allEndpoints()).flatMap(({ id, params, query, body }) =>
    [params, query, body].filter(Boolean).map((schema) => ({ id, schema: withSharedShapes(app, schema) })),
  );
  assert.ok(asked.length > 100);
  const validators = validatorsWhenNeeded(app.getSchemas() as never, { customOptions: { strict: false } });
  for (const { id, schema } of asked) assert.equal(validators({ schema } as never)(7), false, id);
});

test("a validator that was made late tells its faults where Fastify reads them", async () => {
  const app = Fastify({ schemaController: { compilersFactory: { buildValidator: validatorsWhenNeeded } } });
  app.post("/", { schema: { body: { type: "object", required: ["name"] } } }, () => "taken");
  for (const body of [{}, { other: 1 }]) {
    const answer = await app.inject({ method: "POST", url: "/", body });
    assert.deepEqual([answer.statusCode, /name/.test(answer.body)], [400, true]);
  }
  assert.equal((await app.inject({ method: "POST", url: "/", body: { name: 1 } })).body, "taken");
});
