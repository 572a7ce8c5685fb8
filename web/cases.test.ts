import assert from "node:assert/strict";
import { test } from "node:test";
import type { ProceedingClock } from "#contract/proceedings.ts";
import { isUnfinished, pressing } from "./cases.ts";

const clock = (more: Partial<ProceedingClock>): ProceedingClock => ({
  term: "decide",
  runsFor: "authority",
  days: 10,
  unit: "working",
  dueOn: "2026-10-01",
  overdue: false,
  law: null,
  ...more,
});

test("the subject's time never makes a case pressing for the authority", () => {
  assert.equal(pressing([clock({ runsFor: "subject", overdue: true })]), null);
  assert.equal(pressing([clock({ dueOn: null })]), null);
});

test("of the authority's clocks one that has run out presses first, then the one that ends soonest", () => {
  const [late, soon] = [clock({ dueOn: "2026-09-20", overdue: true }), clock({ term: "serve", dueOn: "2026-09-12" })];
  assert.equal(pressing([soon, late]), late);
  assert.equal(pressing([clock({}), soon]), soon);
});

test("a wording aid is unfinished as long as one of its places is left", () => {
  assert.ok(isUnfinished("经查，【写明事实】。"));
  assert.ok(isUnfinished("The facts are [[say what was found]]."));
  assert.ok(!isUnfinished("经查，该公司于2026年3月欠薪（见决定书）。"));
});
