/** C17: whoever rewrites the ledger with the owner's rights, in ways no single row shows, is found by the receipts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Receipt } from "#contract/intake.ts";
import { verifyReceipts } from "#src/intake/index.ts";
import { openPool } from "#src/platform/database.ts";
import { addAgency, officerOf, value } from "#tests/kit/access.ts";
import { testNode } from "#tests/kit/database.ts";
import { csvOf, inventedCode, penaltyRow, sendText } from "#tests/kit/intake.ts";

const node = await testNode();
const agency = await addAgency(node, { agencyCode: inventedCode(undefined, "11") });
const officer = officerOf(agency);

const rows = Array.from({ length: 7 }, () => penaltyRow(agency));
const send = async (sent: readonly (typeof rows)[number][]): Promise<Receipt> =>
  value(await sendText(node, officer, { text: csvOf(sent), chunkRows: 3 }));
const first = await send(rows);
const corrected = await send(rows.map((row) => ({ ...row, CF_NR_FK: "3", CF_NR: "罚款3万元" })));
const scope = await node.door.scope(
  { kind: "job", id: "test" },
  "verify-ledger",
  { type: "Node", id: "node" },
  { audience: "inside" },
);
assert.ok(scope.ok);

test("what was taken in agrees with its receipts", async () => {
  assert.deepEqual([first.commitments.size, corrected.commitments.size], [7, 7]);
  assert.deepEqual(await verifyReceipts(node.app, scope.value), { agreeing: 2, faults: [] });
});

test("a dry run and a refused file promise nothing and are no fault", async () => {
  value(await sendText(node, officer, { text: csvOf([penaltyRow(agency)]), dryRun: true }));
  value(await sendText(node, officer, { text: csvOf([penaltyRow(agency, { CF_JDRQ: "2099-01-01" })]) }));
  assert.deepEqual(await verifyReceipts(node.app, scope.value), { agreeing: 3, faults: [] });
});

test("C17: each way of tampering as the owner is found, and the batch is named", async () => {
  const owner = openPool(node.owner, { max: 1 });
  const [one, two] = [first.batch, corrected.batch];
  const rewrites: readonly [sql: string, faults: readonly string[]][] = [
    [`DELETE FROM ledger.change WHERE batch_id = '${two}' AND row_no = 4`, [`${two} ledger`]],
    [`DELETE FROM ledger.change WHERE batch_id = '${two}'`, [`${two} ledger`]],
    [`UPDATE ledger.record SET row_no = 99 WHERE batch_id = '${one}' AND row_no = 2`, [`${one} ledger`]],
    [`UPDATE ledger.record SET commitment = sha256('x') WHERE batch_id = '${one}' AND row_no = 3`, [`${one} ledger`]],
    [
      `UPDATE ledger.change SET batch_id = '${one}' WHERE batch_id = '${two}' AND row_no = 5`,
      [`${one} ledger`, `${two} ledger`],
    ],
    [
      `UPDATE ledger.change SET batch_id = '00000000-0000-4000-8000-00000000000f' WHERE batch_id = '${two}'`,
      [`${two} ledger`, "batch"],
    ],
    [`DELETE FROM intake.receipt WHERE batch_id = '${two}'`, [`${two} receipt`]],
    [
      `UPDATE intake.receipt SET body = jsonb_set(body, '{accepted}', '8') WHERE batch_id = '${one}'`,
      [`${one} signature`],
    ],
    [
      `UPDATE intake.receipt SET body = (SELECT body FROM intake.receipt WHERE batch_id = '${one}') WHERE batch_id = '${two}'`,
      [`${two} signature`],
    ],
    [
      `UPDATE intake.batch_act SET accepted = 1 WHERE batch_id = '${one}' AND act = 'part' AND seq = 2`,
      [`${one} counts`],
    ],
    [
      `UPDATE ledger.tally SET recorded = recorded + 1 WHERE batch_id = '${one}' AND part = (SELECT min(part) FROM ledger.tally WHERE batch_id = '${one}')`,
      [`${one} tally`],
    ],
    [`DELETE FROM ledger.tally WHERE batch_id = '${one}'`, [`${one} tally`]],
  ];
  for (const [rewrite, expected] of rewrites) {
    const client = await owner.connect();
    await client.query("BEGIN");
    const { rowCount } = await client.query(rewrite);
    assert.ok(rowCount, rewrite);
    const sql = { query: (text: never, values?: never) => client.query(text, values) } as never;
    const { faults } = await verifyReceipts(sql, scope.value);
    await client.query("ROLLBACK");
    client.release();
    const found = faults.map(({ batchId, fault }) => (fault === "batch" ? fault : `${batchId} ${fault}`));
    assert.deepEqual(found.sort(), [...expected].sort(), rewrite);
  }
  await owner.end();
});

test("the counts of public decisions, made anew from the records, are those kept batch by batch", async () => {
  const anew = await node.app.query(
    `SELECT item_id, authority, date_trunc('month', decided_on)::date::text AS month, count(*)::int AS recorded FROM ledger.record
     WHERE disclosure = 'public' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  const kept = await node.app.query(
    `SELECT item_id, authority, month::text, sum(recorded)::int AS recorded FROM ledger.tally GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  assert.ok(anew.rows.length > 0);
  assert.deepEqual(anew.rows, kept.rows);
});
