import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isoDate } from "../time/date.ts";
import { compileRules, type RuleRow, wrongExamples } from "./engine.ts";
import { gravest } from "./finding.ts";
import { exampleGround, exampleKnown, type Row, RuleFault } from "./row.ts";

const rule = (code: string, more: Partial<RuleRow> = {}): RuleRow => ({
  code,
  verdict: "refuse",
  effectiveFrom: "2020-01-01",
  effectiveTo: null,
  check: { predicate: "required", arguments: { fields: code } },
  after: [],
  examples: { pass: [{ [code]: "x" }], fail: [{}] },
  ...more,
});
const known = { receivedOn: isoDate("2026-06-30"), sender: "" };
const find = (rules: readonly RuleRow[], row: Row, on = known) =>
  compileRules(rules, exampleGround(row))
    .find(row, on)
    .map(({ code }) => code);

test("a rule that depends on another is not asked where that one found something", () => {
  const rules = [rule("c", { after: ["b"] }), rule("a"), rule("b", { after: ["a"] })];
  assert.deepEqual(find(rules, {}), ["a"]);
  assert.deepEqual(find(rules, { a: 1 }), ["b"]);
  assert.deepEqual(find(rules, { a: 1, b: 1 }), ["c"]);
  assert.deepEqual(find(rules, { a: 1, b: 1, c: 1 }), []);
});

test("however rules are written down, each is asked after those it waits for", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { minLength: 10, maxLength: 10 }), fc.nat(), (waits, seed) => {
      // Each may wait only for one of a smaller number, so that there is no circle.
      const rules = waits.map((on, at) => rule(`r${at}`, { after: on < at ? [`r${on}`] : [] }));
      const shuffled = rules.toSorted(
        (a, b) => ((a.code.charCodeAt(1) * 31 + seed) % 7) - ((b.code.charCodeAt(1) * 17 + seed) % 7),
      );
      const order = compileRules(shuffled, exampleGround({})).rules.map(({ code }) => code);
      for (const { code, after } of rules)
        for (const before of after) assert.ok(order.indexOf(before) < order.indexOf(code));
    }),
  );
});

test("rules that wait for each other do not load", () => {
  assert.throws(
    () => compileRules([rule("a", { after: ["b"] }), rule("b", { after: ["a"] })], exampleGround({})),
    RuleFault,
  );
});

test("a rule binds what is received between its days, and nothing else", () => {
  const rules = [rule("a", { effectiveFrom: "2026-04-01", effectiveTo: "2026-04-30" })];
  const on = (day: string) => find(rules, {}, { ...known, receivedOn: isoDate(day) });
  assert.deepEqual(
    ["2026-03-31", "2026-04-01", "2026-04-30", "2026-05-01"].map((day) => on(day).length),
    [0, 1, 1, 0],
  );
});

test("a field the schema found wrong is not told a second time", () => {
  const rules = compileRules([rule("a"), rule("b")], exampleGround({}));
  const codes = rules.find({}, known, new Set(["a"])).map(({ code }) => code);
  assert.deepEqual(codes, ["b"]);
});

test("a rule cannot bring a predicate of its own, nor an argument nobody reads", () => {
  const wrong = [
    { predicate: "eval", arguments: {} },
    { predicate: "required", arguments: {} },
    { predicate: "required", arguments: { fields: "a", unless: "b" } },
    { predicate: "required", arguments: { fields: "$nobody", when: { field: "a" } } },
    { predicate: "matches", arguments: { fields: "a", pattern: "(" } },
    { predicate: "identifier", arguments: { fields: "$identifier:lei", finds: ["perfect"] } },
    { predicate: "of-age", arguments: { finds: "yes" } },
    { predicate: "at-least", arguments: { fields: "a", value: "1" } },
  ];
  for (const check of wrong)
    assert.throws(() => compileRules([rule("a", { check })], exampleGround({})), RuleFault, check.predicate);
});

test("an example that does not do as its rule says is found", () => {
  assert.deepEqual(wrongExamples(rule("a")), []);
  assert.deepEqual(wrongExamples(rule("a", { examples: { pass: [{}], fail: [{}, { a: "x" }] } })), [
    { which: "pass", index: 0 },
    { which: "fail", index: 1 },
  ]);
});

test("the gravest finding decides", () => {
  const finding = (verdict: "note" | "hold" | "refuse") => ({ code: "a", field: "a", verdict, params: {} });
  assert.equal(gravest([]), null);
  assert.equal(gravest([finding("note")]), "note");
  assert.equal(gravest([finding("hold"), finding("refuse"), finding("note")]), "refuse");
  assert.equal(gravest([finding("note"), finding("hold")]), "hold");
});

test("an example says what is known of its receipt", () => {
  assert.deepEqual(exampleKnown({ $receivedOn: "2026-01-02", $sender: "x" }), {
    receivedOn: "2026-01-02",
    sender: "x",
  });
});

test("a condition asks one thing of one field", () => {
  const holds = (condition: object, row: Row) =>
    find([rule("x", { check: { predicate: "required", arguments: { fields: "x", when: condition } } })], row).length ===
    1;
  const table: readonly (readonly [object, readonly Row[], readonly Row[]])[] = [
    [{ field: "a", in: ["甲"] }, [{ a: "甲" }], [{}, { a: "乙" }, { a: ["甲"] }]],
    [{ field: "a", notIn: ["甲"] }, [{}, { a: "乙" }], [{ a: "甲" }]],
    [{ field: "a", contains: ["甲", "丁"] }, [{ a: ["乙", "甲"] }], [{}, { a: "甲" }, { a: ["乙"] }]],
    [{ field: "a", present: true }, [{ a: 0 }], [{}, { a: "" }]],
    [{ field: "a", present: false }, [{}, { a: "" }], [{ a: 0 }]],
    [{ field: "a", atMost: 5 }, [{ a: 5 }], [{}, { a: 6 }, { a: "5" }]],
    [{ field: "a", atLeast: 5 }, [{ a: 5 }], [{}, { a: 4 }]],
    [{ field: "$subjectKind", in: ["person"] }, [{ $subjectKind: "person" }], [{}, { $subjectKind: "organisation" }]],
    [
      [
        { field: "a", atLeast: 5 },
        { field: "b", present: true },
      ],
      [{ a: 5, b: 1 }],
      [{ a: 5 }, { b: 1 }],
    ],
  ];
  for (const [condition, yes, no] of table) {
    for (const row of yes) assert.ok(holds(condition, row), JSON.stringify([condition, row]));
    for (const row of no) assert.ok(!holds(condition, row), JSON.stringify([condition, row]));
  }
  for (const wrong of [
    { field: "a" },
    { field: "a", in: ["x"], present: true },
    { field: "$subjectKind", present: true },
  ])
    assert.throws(() => holds(wrong, {}), RuleFault);
});
