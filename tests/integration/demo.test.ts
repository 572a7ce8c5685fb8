import assert from "node:assert/strict";
import { test } from "node:test";
import { demoNode } from "#tests/kit/database.ts";
import { makeLinjiang } from "#tools/linjiang/generate.ts";
import { demoDate } from "#tools/linjiang/province.ts";

const node = await demoNode();

test("the demo lives at its visible day", () => {
  assert.equal(node.clock.today(), demoDate);
});

test("the demo holds what the province sent: every row has the end its manifest gives it", async () => {
  const { manifest } = makeLinjiang();
  const found = await node.app.query(
    `SELECT sum(accepted)::int AS accepted, sum(corrected)::int AS corrected, sum(unchanged)::int AS unchanged,
            sum(held)::int AS held, sum(refused)::int AS refused FROM intake.batch_act`,
  );
  const { accepted, corrected, unchanged, held, refused } = manifest.totals;
  assert.deepEqual(found.rows[0], { accepted, corrected, unchanged, held, refused });
});
