import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, isoDate } from "../time/date.ts";
import {
  type ConsentAct,
  type ConsentAsked,
  type ConsentStep,
  consentActs,
  foldConsent,
  isWithin,
  mayFollow,
  nextActs,
  ordered,
  usableOn,
} from "./consent.ts";

const items = { "cn/annual-report": ["employees", "year"], "cn/permit": ["documentNumber"] };
const asked: ConsentAsked = {
  items,
  answerBy: isoDate("2026-09-30"),
  from: isoDate("2026-09-10"),
  until: isoDate("2026-10-09"),
  timesMax: 3,
};
const today = isoDate("2026-09-18");
const stepsOf = (...acts: ConsentAct[]): ConsentStep[] =>
  acts.map((act, at) => ({ seq: at + 1, act, granted: act === "give" ? items : null }));
const after = (...acts: ConsentAct[]) => foldConsent(stepsOf(...acts));

test("there is no consent by default: nobody is shown anything before it was given, nor after it was refused or withdrawn (C14)", () => {
  for (const acts of [[], ["refuse"], ["give", "withdraw"], ["give", "refuse"], ["give", "use", "withdraw"]] as const)
    assert.equal(usableOn(asked, after(...acts), today), "not-given", acts.join(" "));
  assert.equal(usableOn(asked, after("give"), today), "usable");
});

test("of two representatives who act against each other the latest act counts", () => {
  assert.equal(after("give", "refuse", "give").state, "given");
  assert.equal(after("give", "withdraw").state, "withdrawn");
  assert.equal(after("refuse", "give").given?.seq, 2);
  assert.deepEqual(mayFollow(asked, after("refuse"), { act: "give", today }), { ok: true, value: "given" });
});

test("what was given begins and ends by its days, and after so many uses, without anybody doing anything", () => {
  const given = after("give");
  const on = (day: string) => usableOn(asked, given, isoDate(day));
  assert.deepEqual(["2026-09-09", "2026-09-10", "2026-10-09", "2026-10-10"].map(on), [
    "not-yet",
    "usable",
    "usable",
    "ended",
  ]);
  assert.equal(usableOn(asked, after("give", "use", "use"), today), "usable");
  assert.equal(usableOn(asked, after("give", "use", "use", "use"), today), "used-up");
});

test("nobody can give after the last day to answer, and nothing is asked of the subject then", () => {
  const late = addDays(asked.answerBy, 1);
  const outcome = mayFollow(asked, after(), { act: "give", today: late });
  assert.equal(outcome.ok ? "" : outcome.refusal.code, "consents.too-late");
  assert.deepEqual(nextActs(asked, after(), late), []);
  assert.deepEqual(nextActs(asked, after("give"), late), ["withdraw"]);
  assert.deepEqual(nextActs(asked, after(), today), ["give", "refuse"]);
});

test("in whatever order acts come, it is usable exactly where the last act of the subject gave it and uses are left", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...consentActs), { maxLength: 12 }), (acts) => {
      const standing = after(...acts);
      const last = acts.findLast((act) => act !== "use");
      const uses = acts.filter((act) => act === "use").length;
      const expected = last === "give" ? (uses >= asked.timesMax ? "used-up" : "usable") : "not-given";
      assert.equal(usableOn(asked, standing, today), expected);
      assert.equal(standing.given !== null, standing.state === "given");
    }),
  );
});

test("a part is within the whole, and nothing else is", () => {
  assert.ok(isWithin({ "cn/permit": ["documentNumber"] }, items));
  assert.ok(!isWithin({ "cn/permit": ["content"] }, items));
  assert.ok(!isWithin({ "cn/penalty": ["content"] }, items));
  assert.deepEqual(ordered({ b: ["y", "x", "y"], a: [], c: ["z"] }), { b: ["x", "y"], c: ["z"] });
});
