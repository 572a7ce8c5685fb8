/** Proceedings over HTTP, as a signed-in officer: no act without a key, the same key does nothing twice. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { Problem } from "#contract/refusals.ts";
import { testNode } from "#tests/kit/database.ts";
import { serveNode } from "#tests/kit/portal.ts";
import { newOrganisation } from "#tests/kit/proceedings.ts";
import { Visitor } from "#tests/kit/visitor.ts";

const node = await testNode({ CHENGXIN_DEMO: "1" });
const base = await serveNode(node);
const officer = new Visitor(base);
await officer.signInAs("chen-lan");

const proposal = (code: string) => ({
  list: "cn/abnormal-operation",
  subject: { scheme: "unified-code", value: code },
  ground: "未按规定期限公示年度报告",
  documents: ["云市监责改〔2026〕3号"],
  facts: "当事人未按规定期限公示年度报告。",
  reasons: "逾期未公示，拟列入经营异常名录。",
});

const count = async () => (await node.app.query("SELECT FROM lists.act")).rowCount;

test("an act of a proceeding without an Idempotency-Key is refused with its remedy, and nothing is done", async () => {
  const { code } = await newOrganisation(node);
  const before = await count();
  const missing = await officer.act("/api/v1/proceedings", proposal(code));
  assert.equal(missing.status, 400);
  assert.match(missing.headers.get("content-type") ?? "", /application\/problem\+json/);
  const problem = missing.body as Problem;
  assert.equal(problem.code, "http.key-missing");
  assert.ok(problem.remedy.zh && problem.remedy.en);
  assert.equal(await count(), before);
  const key = { "idempotency-key": randomUUID() };
  const opened = await officer.act("/api/v1/proceedings", proposal(code), key);
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  const again = await officer.act("/api/v1/proceedings", proposal(code), key);
  const [one, two] = [opened.body, again.body] as { proceedingId: string }[];
  assert.equal(one?.proceedingId, two?.proceedingId);
  assert.equal(await count(), (before ?? 0) + 1);
});
