/** Files and batches over HTTP, as an officer's page and a program see them. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Upload } from "#contract/intake-api.ts";
import { testNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const node = await testNode();
const base = await serveNode(node);
const officer = new Visitor(base);
await officer.signInAs("chen-lan");

test("a file is kept encrypted, whatever it says it is", async () => {
  const text = '[{"name": "临江市虚构贸易有限公司"}]';
  for (const type of ["application/octet-stream", "application/json", "text/csv"]) {
    const { status, body } = await officer.upload(text, type);
    assert.equal(status, 201);
    const { uploadId, bytes } = body as Upload;
    assert.equal(bytes, Buffer.byteLength(text));
    assert.doesNotMatch(readFileSync(join(node.config.home, "uploads", uploadId), "latin1"), /name/);
  }
  assert.ok(readdirSync(join(node.config.home, "uploads")).every((name) => !name.endsWith(".part")));
});

test("an empty file is refused, and a visitor uploads nothing", async () => {
  const { status, body } = await officer.upload("");
  assert.deepEqual([status, (body as { code: string }).code], [422, "intake.file-empty"]);
  assert.equal((await new Visitor(base).upload("a")).status, 401);
});
