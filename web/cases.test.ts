import assert from "node:assert/strict";
import { test } from "node:test";
import type { ProceedingClock, ProceedingLine } from "#contract/proceedings.ts";
import { isUnfinished, mostPressingFirst, pressing, tallied } from "./cases.ts";

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

const notified = { state: "notified", title: { zh: "已告知", en: "notified" }, final: false, inForce: false };

const line = (proceedingId: string, openedOn: string, clocks: ProceedingClock[]): ProceedingLine => ({
  proceedingId,
  list: { id: "cn/tax-serious-list", title: { zh: "名单", en: "list" }, sort: "serious" },
  subjectKind: "organisation",
  subject: { code: "", name: "" },
  state: notified,
  openedOn,
  since: openedOn,
  clocks,
  listedFrom: null,
  endsOn: null,
});

test("the subject's time never makes a case pressing for the authority", () => {
  assert.equal(pressing([clock({ runsFor: "subject", overdue: true })]), null);
  assert.equal(pressing([clock({ dueOn: null })]), null);
});

test("overdue cases stand first, then those whose time ends soonest, then those without a clock, oldest first", () => {
  const cases = [
    { ...line("listed", "2026-01-02", []), state: { ...notified, inForce: true } },
    line("no clock, younger", "2026-09-02", []),
    line("soon", "2026-09-01", [clock({ dueOn: "2026-10-02" })]),
    line("no clock, older", "2026-08-01", []),
    line("overdue", "2026-09-03", [clock({ dueOn: "2026-09-20", overdue: true })]),
    line("later", "2026-07-01", [clock({ dueOn: "2026-11-02" }), clock({ runsFor: "subject", dueOn: "2026-09-05" })]),
  ];
  assert.deepEqual(
    mostPressingFirst(cases).map(({ proceedingId }) => proceedingId),
    ["overdue", "soon", "later", "no clock, older", "no clock, younger", "listed"],
  );
});

test("what is most stands first in a tally", () => {
  assert.deepEqual(
    tallied(["b", "a", "b", "c"], (one) => one),
    [
      ["b", 2],
      ["a", 1],
      ["c", 1],
    ],
  );
});

test("a wording aid is unfinished as long as one of its places is left", () => {
  assert.ok(isUnfinished("经查，【写明事实】。"));
  assert.ok(isUnfinished("The facts are [[say what was found]]."));
  assert.ok(!isUnfinished("经查，该公司于2026年3月欠薪（见决定书）。"));
});
