import assert from "node:assert/strict";
import { test } from "node:test";
import { verifyReceipts } from "#src/intake/index.ts";
import { verifyLedger } from "#src/ledger/index.ts";
import { demoNode } from "#tests/kit/database.ts";

test("C17: the whole invented province verifies, version by version and receipt by receipt", async () => {
  const node = await demoNode();
  const scope = await node.door.scope(
    { kind: "job", id: "test" },
    "verify-ledger",
    { type: "Node", id: "node" },
    { audience: "inside" },
  );
  assert.ok(scope.ok);
  const ledger = await verifyLedger(node.app, scope.value);
  const receipts = await verifyReceipts(node.app, scope.value);
  assert.ok(ledger.verified > 20_000, String(ledger.verified));
  assert.deepEqual(ledger.altered, []);
  assert.ok(receipts.agreeing > 10, String(receipts.agreeing));
  assert.deepEqual(receipts.faults, []);
});
