import assert from "node:assert/strict";
import { test } from "node:test";
import { isoDate } from "#core/time/date.ts";
import { testNode } from "#tests/kit/database.ts";

const node = await testNode();
const today = isoDate("2026-11-10");

test("lists, procedures, matters and measures of all packs are read from the database", () => {
  const { catalogue } = node;
  const list = catalogue.listInForce("cn/market-serious-list", today);
  assert.deepEqual(list, catalogue.list("cn/market-serious-list", 1));
  assert.equal(catalogue.listOfItem("cn/market-serious-list", today)?.id, "cn/market-serious-list");
  assert.equal(catalogue.listOfItem("cn/penalty", today), null);
  assert.equal(catalogue.procedureInForce(list?.procedure ?? "", today)?.version, 1);
  assert.equal(catalogue.matters.get("cn/inspection-food")?.trade, "food");
  assert.ok(catalogue.measuresOf("cn/market-serious-list", today).some(({ id }) => id === "cn/inspection-food"));
});

test("a list, a procedure or a measure that is not there is an error of ours; one not yet in force is none", () => {
  assert.throws(() => node.catalogue.list("cn/market-serious-list", 9), RangeError);
  assert.throws(() => node.catalogue.procedure("cn/none", 1), RangeError);
  assert.throws(() => node.catalogue.measure("cn/none", 1), RangeError);
  assert.equal(node.catalogue.listInForce("cn/tax-serious-list", isoDate("2022-01-31")), null);
  assert.equal(node.catalogue.listInForce("cn/tax-serious-list", isoDate("2022-02-01"))?.version, 1);
});

test("nothing follows from a list that is switched off, and nobody can be listed on it or on one kept elsewhere", async () => {
  const off = node.catalogue.lists(today).filter(({ switchedOn }) => !switchedOn);
  assert.ok(off.length >= 10);
  for (const { id } of off) assert.deepEqual(node.catalogue.measuresOf(id, today), []);
  const stored = await node.app.query<{ list: string }>("SELECT DISTINCT list_id AS list FROM catalogue.list_subject");
  const open = new Set(stored.rows.map(({ list }) => list));
  for (const { id, switchedOn, procedure } of node.catalogue.lists(today))
    assert.equal(open.has(id), switchedOn && procedure !== null, id);
});
