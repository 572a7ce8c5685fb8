import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, type IsoDate, isoDate } from "../time/date.ts";
import { earliestOn, endsByItselfOn, type RepairFacts, repairable } from "./repairable.ts";

const facts = (over: Partial<RepairFacts> = {}): RepairFacts => ({
  adverse: true,
  state: "standing",
  terms: { level: "general", monthsMin: 3 },
  documentOn: isoDate("2026-05-06"),
  publishedUntil: isoDate("2027-05-06"),
  isPublic: true,
  retainedUntil: isoDate("2031-04-20"),
  effectiveTo: null,
  objected: false,
  recogniserHere: true,
  ...over,
});
const rule = { excluded: false };
const on = (given: RepairFacts, day: string, waiting: { requestId: string } | null = null) =>
  repairable(given, rule, { waiting, today: isoDate(day) });

/** NDRC Order 36: minimum and maximum from the document's date, by level. Day asked, and what is said. */
const cases: readonly (readonly [string, Partial<RepairFacts>, string, object])[] = [
  ["a general one on the last day of its minimum", {}, "2026-08-06", { is: "from", from: "2026-08-07" }],
  ["a general one on the day after", {}, "2026-08-07", { is: "now", since: "2026-08-07" }],
  ["a general one on the last day of its maximum", {}, "2027-05-06", { is: "now" }],
  ["a general one after its maximum", {}, "2027-05-07", { is: "never", because: "ended" }],
  [
    "a serious one before a year has passed",
    { terms: { level: "serious", monthsMin: 12 }, publishedUntil: isoDate("2029-05-06") },
    "2027-05-06",
    { is: "from", from: "2027-05-07" },
  ],
  [
    "a serious one after a year",
    { terms: { level: "serious", monthsMin: 12 }, publishedUntil: isoDate("2029-05-06") },
    "2027-05-07",
    { is: "now" },
  ],
  [
    "a minor one that was never public, on its own day",
    { terms: { level: "minor", monthsMin: 0 }, isPublic: false },
    "2026-05-06",
    { is: "now", since: "2026-05-06", endsOn: "2031-04-20" },
  ],
  [
    "a document of the 31st: the minimum ends with February",
    { documentOn: isoDate("2026-11-30"), publishedUntil: isoDate("2027-11-30") },
    "2027-02-28",
    { is: "from", from: "2027-03-01" },
  ],
  [
    "one that its authority ends before the minimum",
    { publishedUntil: isoDate("2026-07-01") },
    "2026-06-01",
    { is: "ends-first", endsOn: "2026-07-01" },
  ],
  [
    "a listing whose term is over",
    { effectiveTo: isoDate("2026-12-31") },
    "2027-01-01",
    { is: "never", because: "ended" },
  ],
  ["one under objection", { objected: true }, "2026-09-01", { is: "objected" }],
  ["one already repaired", { state: "repaired" }, "2026-09-01", { is: "never", because: "repaired" }],
  ["one that was withdrawn", { state: "withdrawn" }, "2026-09-01", { is: "never", because: "withdrawn" }],
  ["an honour", { adverse: false }, "2026-09-01", { is: "never", because: "not-adverse" }],
  [
    "one without a minimum in its terms",
    { terms: { level: "only", monthsMin: null } },
    "2026-09-01",
    { is: "never", because: "no-minimum" },
  ],
  [
    "one whose recogniser is elsewhere",
    { recogniserHere: false },
    "2026-09-01",
    { is: "never", because: "no-recogniser" },
  ],
];

for (const [what, over, day, said] of cases)
  test(`what can be repaired: ${what}`, () => {
    assert.partialDeepStrictEqual(on(facts(over), day), said);
  });

test("what is excluded or under no rule has no repair, whatever day it is", () => {
  const today = isoDate("2026-09-01");
  assert.deepEqual(repairable(facts(), { excluded: true }, { waiting: null, today }), {
    is: "never",
    because: "excluded",
  });
  assert.deepEqual(repairable(facts(), null, { waiting: null, today }), { is: "never", because: "no-rule" });
});

test("what waits for its decision waits, until it ends by itself", () => {
  const waiting = { requestId: "r" };
  assert.equal(on(facts(), "2026-09-01", waiting).is, "waiting");
  assert.equal(on(facts(), "2027-05-07", waiting).is, "never");
});

const start = isoDate("2026-04-01");
const days = fc.integer({ min: 0, max: 2200 }).map((days) => addDays(start, days));
const someFacts = fc
  .record({
    documentOn: fc.integer({ min: 0, max: 400 }).map((n) => addDays(start, n)),
    monthsMin: fc.constantFrom(0, 3, 6, 12, 24),
    publishedFor: fc.integer({ min: 0, max: 1100 }),
    keptFor: fc.integer({ min: 0, max: 1900 }),
    isPublic: fc.boolean(),
  })
  .map(({ documentOn, monthsMin, publishedFor, keptFor, isPublic }) =>
    facts({
      documentOn,
      isPublic,
      terms: { level: "only", monthsMin },
      publishedUntil: addDays(documentOn, publishedFor),
      retainedUntil: addDays(documentOn, keptFor),
    }),
  );
const ask = (given: RepairFacts, today: IsoDate) => repairable(given, rule, { waiting: null, today });

test("nothing is repairable before its minimum has passed, nor after it ended by itself", () => {
  fc.assert(
    fc.property(someFacts, days, (given, today) => {
      if (ask(given, today).is !== "now") return;
      const endsOn = endsByItselfOn(given);
      assert.ok(today >= earliestOn(given.documentOn, given.terms?.monthsMin ?? 0));
      assert.ok(endsOn === null || today <= endsOn);
      assert.ok(given.retainedUntil === null || today <= given.retainedUntil);
    }),
  );
});

test("once repairable, a record stays so every day until it ends; and the day that was foretold is the first", () => {
  fc.assert(
    fc.property(someFacts, days, (given, today) => {
      const now = ask(given, today);
      const tomorrow = addDays(today, 1);
      if (now.is === "now") assert.ok(["now", "never"].includes(ask(given, tomorrow).is));
      if (now.is === "never") assert.equal(ask(given, tomorrow).is, "never");
      if (now.is !== "from") return;
      assert.equal(ask(given, now.from).is, "now");
      assert.equal(ask(given, addDays(now.from, -1)).is, "from");
    }),
  );
});
