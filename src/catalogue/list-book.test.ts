import assert from "node:assert/strict";
import { test } from "node:test";
import { isoDate } from "#core/time/date.ts";
import { soundNation } from "./check/sound-pack.ts";
import { listBook } from "./list-book.ts";

const today = isoDate("2026-11-10");

test("a version that no edition carries any more is still found: a proceeding under it must be", () => {
  const { lists, procedures, measures, ...rest } = soundNation();
  const book = listBook([{ ...rest, lists: [], procedures: [], measures: [] }], { lists, procedures, measures });
  assert.equal(book.list("nation/grave", 1).id, "nation/grave");
  assert.equal(book.procedure("nation/grave-listing", 1).id, "nation/grave-listing");
  assert.equal(book.measure("nation/food-ban", 1).id, "nation/food-ban");
});

test("the newest edition's words stand for a version it carries: a last day that was named since", () => {
  const nation = soundNation();
  const stored = structuredClone({ lists: nation.lists, procedures: nation.procedures, measures: nation.measures });
  nation.lists = nation.lists.map((list) => ({ ...list, effectiveTo: "2026-09-30" }));
  const book = listBook([nation], stored);
  assert.equal(book.listInForce("nation/grave", today), null);
  assert.equal(book.listInForce("nation/grave", isoDate("2026-09-30"))?.version, 1);
  assert.equal(book.listOfItem("nation/list", today), null);
});

test("what follows from a list is what is switched on and in force that day, of a list that is", () => {
  const nation = soundNation();
  const follow = (on = today) =>
    listBook([nation], nation)
      .measuresOf("nation/grave", on)
      .map(({ id }) => id);
  assert.deepEqual(follow(), ["nation/food-ban", "nation/prudence"]);
  assert.deepEqual(follow(isoDate("2026-03-31")), []);
  nation.measures = nation.measures.map((row) => (row.id === "nation/food-ban" ? { ...row, switchedOn: false } : row));
  assert.deepEqual(follow(), ["nation/prudence"]);
  nation.lists = nation.lists.map((list) => ({ ...list, switchedOn: false }));
  assert.deepEqual(follow(), []);
});

test("asked for one day after another, each day has its own answer", () => {
  const nation = soundNation();
  nation.measures = nation.measures.map((row) => ({ ...row, effectiveTo: "2026-11-10" }));
  const book = listBook([nation], nation);
  const counts = [today, isoDate("2026-11-11"), today].map((on) => book.measuresOf("nation/irregular", on).length);
  assert.deepEqual(counts, [1, 0, 1]);
});
