import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { appendChanges, appendRecords, verifyLedger } from "#src/ledger/index.ts";
import { inTransaction, openPool } from "#src/platform/database.ts";
import { testNode } from "#tests/kit/database.ts";
import { addTestItem, addTestSubject, permitFor, testCorrection, testRecord } from "#tests/kit/ledger.ts";

const node = await testNode();
const permit = await permitFor(node);
const scope = await node.door.scope(
  { kind: "job", id: "t" },
  "verify-ledger",
  { type: "Node", id: "node" },
  { audience: "inside" },
);
assert.ok(scope.ok);
const verify = () => verifyLedger(node.app, scope.value);

const item = await addTestItem(node, { adverse: true });
const subject = await addTestSubject(node);
const records = Array.from({ length: 5 }, (_, i) =>
  testRecord(item, subject, {
    open: { 金额: 1e21 + i, 文: '𠮷\u{1F600}"\\\n' },
    shared: { a: [1, null, true] },
    sealed: randomBytes(20),
    rowNo: i + 1,
  }),
);
const [first, second, third] = records;
assert.ok(first && second && third);
await inTransaction(node.app, async (transaction) => {
  await appendRecords(transaction, permit, records);
  await appendChanges(transaction, permit, [
    testCorrection(first),
    testCorrection(second, { act: "withdraw", open: null, shared: null, sealed: null, salt: null }),
    testCorrection(third, { act: "annotate", mark: "release", open: { facts: "…" }, shared: null, sealed: null }),
  ]);
});

test("C17: what the database gives back is what was committed to", async () => {
  assert.deepEqual(await verify(), { verified: 8, forgotten: 0, altered: [] });
});

test("C17: forgetting leaves the commitment, and is not taken for tampering", async () => {
  await node.app.query("INSERT INTO ledger.erasure VALUES ($1, $2, gen_random_uuid(), 'PIPL 47', 'officer:1', now())", [
    subject,
    records[4]?.recordId,
  ]);
  await node.retention.query("SELECT ledger.forget_due(10)");
  assert.deepEqual(await verify(), { verified: 7, forgotten: 1, altered: [] });
});

test("C17: whoever rewrites a row with the owner's rights is found out, whichever column it is", async () => {
  const owner = openPool(node.owner, { max: 1 });
  const rewrites = [
    "open = jsonb_set(open, '{金额}', '5')",
    "shared = '{}'",
    "sealed = '\\x00'",
    "decided_on = decided_on - 1",
    "published_until = published_until - 1",
    "recorded_at = recorded_at - interval '1 ms'",
    "entered_by = 'officer:9'",
    "batch_id = gen_random_uuid()",
    "salt = '\\x00'",
    "open = NULL, shared = NULL, sealed = NULL, salt = NULL",
  ];
  for (const rewrite of rewrites) {
    const client = await owner.connect();
    await client.query("BEGIN");
    await client.query(`UPDATE ledger.record SET ${rewrite} WHERE record_id = $1`, [first.recordId]);
    const found = await verifyLedger(
      { query: (text: never, values?: never) => client.query(text, values) } as never,
      scope.value,
    );
    await client.query("ROLLBACK");
    client.release();
    assert.deepEqual(found.altered, [{ recordId: first.recordId, version: 1 }], rewrite);
  }
  await owner.end();
});
