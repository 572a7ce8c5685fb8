/** The words of a proceeding end; which acts were done stays, and folds as before (C8, C17). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { foldedStates } from "#src/lists/index.ts";
import { sqlState } from "#src/platform/database.ts";
import { value } from "#tests/kit/access.ts";
import { timed } from "#tests/kit/clock.ts";
import { testNode } from "#tests/kit/database.ts";
import { Bureau, newOrganisation } from "#tests/kit/proceedings.ts";

const node = await timed(await testNode(), "2026-03-02");
const bureau = new Bureau(node);

const sealedOf = async (proceedingId: string) => {
  const found = await node.app.query<{ proposal: number; texts: number }>(
    `SELECT octet_length(p.sealed) AS proposal,
       (SELECT coalesce(sum(octet_length(coalesce(a.reasons, '')) + octet_length(coalesce(a.weighed, ''))
          + octet_length(coalesce(a.sealed, ''))), 0)::int FROM lists.act a WHERE a.proceeding_id = p.proceeding_id) AS texts
     FROM lists.proceeding p WHERE p.proceeding_id = $1`,
    [proceedingId],
  );
  const [row] = found.rows;
  assert.ok(row);
  return row;
};

test("five years after its end the words go, of no running and no younger proceeding; the fold and the state stay the same", async () => {
  const dropped = value(await bureau.open((await newOrganisation(node)).code)).proceedingId;
  value(await bureau.act(dropped, "drop", { reasons: "情节显著轻微。" }));
  const listed = await bureau.notified((await newOrganisation(node)).code);
  const running = value(await bureau.open((await newOrganisation(node)).code)).proceedingId;
  await node.moveTo("2026-03-10");
  await bureau.inForce(listed);
  const before = value(await bureau.view(listed));
  assert.equal(await node.lists.forgetDue(), 0, "nothing is forgotten before its time");

  await node.moveTo("2031-03-03");
  assert.equal(await node.lists.forgetDue(), 1);
  assert.deepEqual(await sealedOf(dropped), { proposal: 0, texts: 0 });
  assert.ok((await sealedOf(listed)).proposal > 0, "it ended in 2029");
  assert.ok((await sealedOf(running)).proposal > 0, "it never ended");
  const view = value(await bureau.view(dropped));
  assert.deepEqual(
    [view.facts, view.state.state, view.acts.map(({ act }) => act)],
    ["", "dropped", ["propose", "drop"]],
  );
  assert.ok(view.acts.every(({ reasons }) => reasons === null));

  await node.moveTo("2034-03-11");
  assert.equal(await node.lists.forgetDue(), 1);
  assert.deepEqual(await sealedOf(listed), { proposal: 0, texts: 0 });
  const after = value(await bureau.view(listed));
  const clear = ({ acts }: typeof before) =>
    acts.map(({ act, on, from, to, servedOn }) => [act, on, from, to, servedOn]);
  assert.deepEqual(clear(after), clear(before), "which acts were done stays");
  assert.equal(after.state.state, "expired");
  for await (const { kept, folded } of foldedStates(node)) assert.deepEqual(kept, folded);
  assert.equal(await node.lists.forgetDue(), 0, "done again it changes nothing");
});

test("nobody forgets earlier than the law, and the program cannot forget at all (C17)", async () => {
  const { proceedingId } = value(await bureau.open((await newOrganisation(node)).code));
  value(await bureau.act(proceedingId, "drop", { reasons: "情节显著轻微。" }));
  await node.moveTo("2036-03-11");
  const asked = await node.retention.query("SELECT lists.forget_due(100, 0) AS forgotten");
  assert.equal(asked.rows[0]?.forgotten, 0, "no term shorter than five years");
  for (const statement of [
    "SELECT lists.forget_due(100, 5)",
    "UPDATE lists.proceeding SET sealed = ''",
    "UPDATE lists.act SET reasons = ''",
  ])
    await assert.rejects(node.app.query(statement), (error) => sqlState(error) === "42501", statement);
  for (const statement of ["UPDATE lists.act SET reasons = ''", "DELETE FROM lists.act", "SELECT FROM lists.act"])
    await assert.rejects(node.retention.query(statement), (error) => sqlState(error) === "42501", statement);
});
