import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { RecordFacts } from "#core/criterion/facts.ts";
import { fieldsAsked, itemsNamed } from "#core/criterion/reach.ts";
import type { Naming } from "#core/criterion/words.ts";
import { isoDate } from "#core/time/date.ts";
import { type Asked, criterionFrom } from "./criterion.ts";

const penalty = 'r.item == "cn/penalty"';

function understood(text: string): Asked {
  const criterion = criterionFrom(text);
  assert.ok(criterion.ok, `${text}: ${criterion.ok ? "" : criterion.fault.en}`);
  return criterion.value;
}

function fact(recordId: string, other: Partial<RecordFacts> = {}): RecordFacts {
  return {
    subjectId: "s",
    recordId,
    version: 1,
    item: "cn/penalty",
    authority: "x",
    adverse: true,
    decidedOn: "2026-01-05",
    conductEndedOn: null,
    effectiveFrom: "2026-01-05",
    effectiveTo: null,
    open: {},
    ...other,
  };
}

const judge = (text: string, records: readonly RecordFacts[], asOf = "2026-06-30") => {
  const { met, by } = understood(text).judge(records, isoDate(asOf));
  return { met, by: by.map(({ recordId }) => recordId) };
};

describe("what is outside the subset is refused at its place, with a reason", () => {
  const outside: readonly [text: string, part: string, reason: RegExp][] = [
    ["records.exists(r, r.item = 1)", "", /not CEL/],
    ["!records.exists(r, r.adverse)", "!", /absence of records alone/],
    ["records.exists(r, r.adverse)", "records", /start from records of named items/],
    ["size(records)", "size", /./],
    ['relatives.exists(r, r.item == "a")', "relatives", /records/],
    ['subject.representative == "a"', "subject.representative", /./],
    [`records.exists(r, ${penalty} && r.score > 3)`, "r.score", /no score/],
    [`records.exists(r, ${penalty} && r.sealed.name == "x")`, "r.sealed", /r\.open\.field/],
    [`records.exists(r, ${penalty} && r.open.a.b == "x")`, "r.open.a.b", /r\.open\.field/],
    [`records.exists(r, ${penalty} && r.open.x == null)`, "null", /texts, numbers/],
    [`records.exists(r, ${penalty} && r.item.matches("x"))`, "r.item.matches", /no matches/],
    [`records.exists(r, ${penalty} && r.open.a == r.open.b)`, "r.open.a ==", /types are not known/],
    [`records.exists(r, ${penalty} && r.open.a < "abc")`, "r.open.a <", /order/],
    [`records.exists(r, ${penalty} && r.decidedOn == "yesterday")`, "r.decidedOn ==", /never equal/],
    [`records.exists(r, ${penalty} && r.open.a - 1 > 2)`, "- 1", /write 1\.0/],
    [`records.exists(r, ${penalty} && r.open.a / r.open.b > 2.0)`, "/ r", /only a written number/],
    [`records.exists(r, ${penalty} && r.open.a / 0.0 > 2.0)`, "/ 0", /other than 0/],
    [`records.exists(r, ${penalty} && r.open.a > 1000000000000)`, "1000000000000", /write an amount/],
    [`records.exists(r, ${penalty} && monthsBefore(asOf, 1201) < asOf)`, "1201", /0 to 1200/],
    [`records.exists(r, ${penalty} ? true : false)`, "records", /no \?:/],
    [`[1, 2].exists(r, r == 1)`, "[", /records/],
    [`records.exists(asOf, asOf.item == "a")`, "records", /means something already/],
    [`records.exists(r, ${penalty} && records.exists(s, records.exists(t, t.adverse)))`, "records.exists(t", /2 deep/],
    [`records.map(r, r.item).size() > 0`, "records.map", /records\.filter/],
    [`records.exists(r, ${penalty} && r.item == "${"a".repeat(300)}")`, `"${"a".repeat(300)}"`, /longer/],
  ];
  for (const [text, part, reason] of outside)
    test(text.slice(0, 80), () => {
      const criterion = criterionFrom(text);
      assert.ok(!criterion.ok, "it was understood");
      assert.match(criterion.fault.en, reason);
      assert.ok(criterion.fault.zh.length > 0);
      assert.ok(criterion.fault.at < text.length);
      // The place is in the part it is about: at its operator or its dot, where the library puts it.
      assert.ok(criterion.fault.at >= text.indexOf(part), part);
    });
  test("a rule longer than anybody reads", () => {
    assert.ok(!criterionFrom(`records.exists(r, ${penalty})${" ".repeat(4000)}`).ok);
    const many = Array.from({ length: 100 }, () => penalty).join(" || ");
    assert.ok(!criterionFrom(`records.exists(r, ${many})`).ok);
  });
});

describe("a rule is met by records, and they are named", () => {
  const tax = { matter: "税务", fineAmount: 20_000 };
  const records = [
    fact("1", { open: tax }),
    fact("2", { open: { ...tax, fineAmount: 30_000 }, decidedOn: "2026-03-01" }),
  ];
  test("two in the last months", () => {
    const rule = `records.filter(r, ${penalty} && r.open.matter == "税务" && r.decidedOn >= monthsBefore(asOf, 24)).size() >= 2`;
    assert.deepEqual(judge(rule, records), { met: true, by: ["1", "2"] });
    assert.deepEqual(judge(rule, records, "2028-02-01"), { met: false, by: [] });
  });
  test("so much together", () => {
    const rule = `total(records.filter(r, ${penalty}).map(r, r.open.fineAmount)) > 40000.0`;
    assert.deepEqual(judge(rule, records), { met: true, by: ["1", "2"] });
    assert.deepEqual(judge(rule, records.slice(1)), { met: false, by: [] });
  });
  test("by what is there, not by what is absent", () => {
    const rule = `records.exists(r, r.item == "cn/tax-grade-a" && r.open.year == year(asOf) - 1) && !records.exists(r, r.adverse)`;
    const grade = fact("3", { item: "cn/tax-grade-a", adverse: false, open: { year: 2025 } });
    assert.deepEqual(judge(rule, [grade]), { met: true, by: ["3"] });
    assert.deepEqual(judge(rule, [grade, ...records]), { met: false, by: [] });
  });
});

describe("what is missing leaves a rule unmet, and this is said", () => {
  const bare = [fact("1")];
  for (const condition of [
    "r.open.fineAmount > 1.0",
    '!(r.open.matter == "税务")',
    "r.conductEndedOn < asOf",
    "r.open.flag",
  ])
    test(condition, () => assert.equal(judge(`records.exists(r, ${penalty} && ${condition})`, bare).met, null));
  test("one record that says enough is enough for another that says too little", () => {
    const records = [fact("1"), fact("2", { open: { fineAmount: 5 } })];
    assert.deepEqual(judge(`records.exists(r, ${penalty} && r.open.fineAmount > 1.0)`, records), {
      met: true,
      by: ["2"],
    });
    assert.equal(judge(`records.filter(r, ${penalty} && r.open.fineAmount > 1.0).size() >= 1`, records).met, null);
  });
  test("asked for first, absence is an answer", () => {
    assert.equal(judge(`records.exists(r, ${penalty} && !has(r.open.fineAmount))`, bare).met, true);
    assert.equal(judge(`records.exists(r, ${penalty} && has(r.conductEndedOn))`, bare).met, false);
  });
  test("a text is no amount, nor is an amount no reckoning is safe with", () => {
    for (const fineAmount of ["20000", 1e300, true])
      assert.equal(
        judge(`records.exists(r, ${penalty} && r.open.fineAmount > 1.0)`, [fact("1", { open: { fineAmount } })]).met,
        null,
      );
  });
});

describe("a rule is read in words", () => {
  const naming: Naming = {
    item: (id) => (id === "cn/penalty" ? { zh: "行政处罚", en: "Administrative penalty" } : null),
    field: (name) => (name === "fineAmount" ? { zh: "罚款金额", en: "fine" } : null),
    value: (field, value) => (field === "matter" && value === "税务" ? { zh: "税务", en: "tax" } : null),
  };
  const words = (text: string) => understood(text).words(naming);
  test("a count in the last two years", () => {
    assert.deepEqual(
      words(
        `records.filter(r, ${penalty} && r.open.matter == "税务" && r.decidedOn >= monthsBefore(asOf, 24)).size() >= 2`,
      ),
      {
        zh: "记录（信息项为“行政处罚”，且matter为“税务”，且决定日期不早于判断之日前2年）的条数不少于2",
        en: 'the number of records (the item is "Administrative penalty" and matter is "tax" and the day of the decision is not before 2 years before the day of judging) is at least 2',
      },
    );
  });
  test("what is joined otherwise keeps its brackets, and the record of the outer look its name", () => {
    const rule = `records.filter(r, ${penalty} || r.adverse).exists(r, records.exists(s, s.item == "b" && s.decidedOn < r.decidedOn))`;
    assert.deepEqual(words(`records.exists(r, ${penalty}) && ${rule}`), {
      zh: "有记录（信息项为“行政处罚”），且有记录（（信息项为“行政处罚”，或是不利信息），且有记录（信息项为“b”，且决定日期早于前一记录的决定日期））",
      en: 'there is a record (the item is "Administrative penalty") and there is a record ((the item is "Administrative penalty" or it is adverse) and there is a record (the item is "b" and the day of the decision is before the day of the decision of the former record))',
    });
  });
  test("denial is said of each part", () => {
    assert.deepEqual(words(`records.exists(r, ${penalty} && !(r.adverse && r.open.fineAmount > 10000.0))`), {
      zh: "有记录（信息项为“行政处罚”，且（不是不利信息，或罚款金额不超过1万））",
      en: 'there is a record (the item is "Administrative penalty" and (it is not adverse or fine is at most 10,000))',
    });
  });
});

test("a rule tells which items it names and which fields it reads of them", () => {
  const { condition, startsFrom } = understood(
    `records.exists(r, r.item in ["a", "b"] && r.open.x > 1.0) && records.all(r, r.item != "c" || r.open.y == "z") && !records.exists(r, r.open.w == "v")`,
  );
  assert.deepEqual([...startsFrom], ["a", "b"]);
  assert.deepEqual(itemsNamed(condition), ["a", "b", "c"]);
  assert.deepEqual(
    fieldsAsked(condition).map(({ field, items }) => [field, items && [...items]]),
    [
      ["x", ["a", "b"]],
      ["y", ["c"]],
      ["w", null],
    ],
  );
});
