/** How a firm comes on a list: opened, noticed, lapsed, decided, confirmed, served, in force, on the public file. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { timed } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { Bureau, newOrganisation } from "#tests/kit/proceedings.ts";

const node = await timed(await testNode(), "2026-03-02");
const bureau = new Bureau(node);

test("opened, served, lapsed, decided, confirmed, served: in force it stands in the ledger and before the public", async () => {
  const firm = await newOrganisation(node);
  const proceedingId = await bureau.notified(firm.code);
  await node.moveTo("2026-03-10");
  const listed = await bureau.inForce(proceedingId);
  assert.equal(listed.state.state, "in-force");
  assert.equal(listed.listedFrom, "2026-03-10");
  assert.equal(listed.endsOn, "2029-03-09");
  const shown = await node.publicReader.query(
    `SELECT record_id, effective_from, effective_to, served_on, published_until, open ->> 'answered' AS answered
     FROM public_read.record WHERE subject_id = $1`,
    [firm.subjectId],
  );
  assert.deepEqual(shown.rows, [
    {
      record_id: listed.recordId,
      effective_from: "2026-03-10",
      effective_to: "2029-03-09",
      served_on: "2026-03-10",
      published_until: "2029-03-09",
      answered: "未陈述申辩",
    },
  ]);
});
