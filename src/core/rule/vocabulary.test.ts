import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { compileCheck } from "./engine.ts";
import { exampleGround, exampleKnown, type Row } from "./row.ts";
import { vocabulary } from "./vocabulary.ts";

const finds = (predicate: string, given: Record<string, unknown>, row: Row) =>
  compileCheck({ predicate, arguments: given }, exampleGround(row))?.(row, exampleKnown(row)) ?? null;

interface Table {
  readonly given: Record<string, unknown>;
  readonly good: readonly Row[];
  readonly bad: readonly Row[];
}

const sender = "11330100799655058B";

/** Every predicate with rows it lets pass and rows it stops. */
const tables: Readonly<Record<string, Table>> = {
  required: {
    given: { fields: ["a", "b"] },
    good: [
      { a: "x", b: 0 },
      { a: false, b: ["x"] },
    ],
    bad: [{}, { a: "x" }, { a: "", b: "x" }, { a: "x", b: [] }, { a: "x", b: null }],
  },
  "any-of": { given: { fields: ["a", "b"] }, good: [{ b: "x" }, { a: "x" }], bad: [{}, { a: "", b: null }] },
  absent: {
    given: { fields: "a", when: { field: "$subjectKind", in: ["organisation"] } },
    good: [{ $subjectKind: "organisation" }, { $subjectKind: "person", a: "x" }, { a: "x" }],
    bad: [{ $subjectKind: "organisation", a: "x" }],
  },
  "contains-when-present": {
    given: { list: "kinds", given: "amount", value: "罚款" },
    good: [{ kinds: ["罚款"], amount: 5 }, { kinds: ["警告"] }, { kinds: ["警告"], amount: 0 }],
    bad: [{ kinds: ["警告"], amount: 5 }, { amount: 5 }],
  },
  "not-after": {
    given: { field: "a", other: "$receivedOn" },
    good: [{ a: "2026-06-30", $receivedOn: "2026-06-30" }, { $receivedOn: "2026-06-30" }],
    bad: [{ a: "2026-07-01", $receivedOn: "2026-06-30" }],
  },
  "not-a-persons-name": {
    given: { fields: "a" },
    good: [
      { a: "临江省市场监督管理局" },
      { a: "石桥县" },
      { a: "江苏省" },
      { a: "常州市" },
      { a: "金龙鱼粮油食品有限公司" },
      { a: "平台" },
      {},
    ],
    bad: [{ a: "张三丰" }, { a: "李 四光" }, { a: "欧阳娜娜" }, { a: "阿依古丽·买买提" }, { a: "王伟" }],
  },
  "without-persons-named-in": {
    given: { fields: "a", persons: ["b", "c"] },
    good: [{ a: "临市监处罚〔2026〕12号", b: "何大林" }, { a: "王罚1号", b: "王" }, { b: "何大林" }],
    bad: [
      { a: "何大林罚1号", b: "何大林" },
      { a: "钱七 七罚字1号", c: "钱七七" },
      { a: "罚字1号（何大林）", b: "何 大林" },
    ],
  },
  "not-before": {
    given: { field: "a", other: "b" },
    good: [{ a: "2026-06-30", b: "2026-06-30" }, { a: "2026-06-30" }],
    bad: [{ a: "2026-06-29", b: "2026-06-30" }],
  },
  "within-days": {
    given: { field: "a", other: "b", days: 30 },
    good: [{ a: "2026-03-02", b: "2026-01-31" }, { a: "2026-01-01", b: "2026-01-31" }, { a: "2026-01-01" }],
    bad: [{ a: "2026-03-03", b: "2026-01-31" }],
  },
  "law-in-force": {
    given: { field: "a", from: "1996-10-01", law: "行政处罚法" },
    good: [{ a: "1996-10-01" }, {}],
    bad: [{ a: "1996-09-30" }],
  },
  "not-open-ended": {
    given: { fields: "$everyDate", since: "2099-01-01" },
    good: [{ a: "2098-12-31" }],
    bad: [{ a: "2099-12-31" }, { a: "9999-12-31" }],
  },
  "at-least": { given: { fields: "a", value: 0 }, good: [{ a: 0 }, {}], bad: [{ a: -0.01 }] },
  "at-most": { given: { fields: "a", value: 10 }, good: [{ a: 10 }, {}], bad: [{ a: 10.5 }] },
  "unit-agrees": {
    given: { field: "a", text: "t", told: "fine" },
    good: [
      { a: 160_000, t: "罚款16万元" },
      { a: 500, t: "罚款500元" },
      { a: 1_186_800, t: "按日连续处罚118.68万元" },
      { a: 20_000, t: "罚款人民币贰万元整" },
      { a: 12_345, t: "罚款，并没收" },
      { a: 50_000, t: "对甲罚款5元，对乙罚款5万元" },
    ],
    bad: [
      { a: 1_600_000_000, t: "罚款16万元" },
      { a: 5, t: "罚款50,000元" },
      { a: 11_868_000_000, t: "处罚118.68万元" },
    ],
  },
  "one-of": {
    given: { fields: "a", values: ["甲", "乙"] },
    good: [{ a: "甲" }, { a: ["甲", "乙"] }, {}],
    bad: [{ a: "丙" }, { a: ["甲", "丙"] }],
  },
  matches: { given: { fields: "a", pattern: "^其他-.+$" }, good: [{ a: "其他-备案" }, {}], bad: [{ a: "其他" }] },
  "matches-not": { given: { fields: "a", pattern: "^\\d+$" }, good: [{ a: "三" }], bad: [{ a: "3" }] },
  "not-placeholder": {
    given: { fields: "a", words: ["无", "不详"] },
    good: [{ a: "无锡" }, { a: "0号仓库违规储存" }, {}],
    bad: [{ a: "无" }, { a: " 不详 " }, { a: "—" }, { a: "//" }, { a: "0000" }, { a: "--------" }],
  },
  "text-without": {
    given: { fields: "a", words: ["血型", "HIV"] },
    good: [{ a: "血本无归" }, {}],
    bad: [{ a: "其血型为A" }, { a: "hiv 阳性" }],
  },
  "no-formula": {
    given: { fields: "a" },
    good: [{ a: "罚款" }, { a: "-18℃冷库" }, { a: "+86 0571" }, { a: "- 经查" }, { a: "1=1" }],
    bad: [
      { a: "=1+1" },
      { a: "@SUM(A1)" },
      { a: "\t=1" },
      { a: "\r=1" },
      { a: "+cmd|' /C calc'!A0" },
      { a: "-HYPERLINK(1)" },
    ],
  },
  differs: { given: { fields: "a", other: "b" }, good: [{ a: "x", b: "y" }, { a: "x" }], bad: [{ a: "x", b: "x" }] },
  "is-sender": {
    given: { field: "a" },
    good: [{ a: sender, $sender: sender }, { $sender: sender }],
    bad: [{ a: "91440300192317458F", $sender: sender }],
  },
  identifier: {
    given: { fields: "$everyIdentifier", finds: ["malformed", "placeholder"] },
    good: [
      { "$identifier:unified-code": "91440300192317458F" },
      { "$identifier:unified-code": "91350203M0001QKT19" },
      { "$identifier:registration-number": "3201001007856" },
      { "$identifier:tax-number": "anything" },
    ],
    bad: [
      { "$identifier:unified-code": "00000000000000000X" },
      { "$identifier:organisation-code": "D21435690" },
      { "$identifier:person-number": "110105194912310021" },
      { "$identifier:lei": "HWUPKR0MPOU8FGXBT395" },
    ],
  },
  "of-age": {
    given: { finds: "minor" },
    good: [
      { $subjectKind: "person", $birthDate: "2008-05-05", $conductEndedOn: "2026-05-06" },
      { $subjectKind: "organisation", $birthDate: "2020-05-05", $conductEndedOn: "2026-05-06" },
    ],
    bad: [
      // Of age from the day after the eighteenth birthday.
      { $subjectKind: "person", $birthDate: "2008-05-06", $conductEndedOn: "2026-05-06" },
      { $subjectKind: "person", $birthDate: "2012-01-01", $decidedOn: "2026-05-06" },
    ],
  },
  "document-number": {
    given: { fields: "a" },
    good: [{ a: "临市监罚〔2026〕12号" }, { a: "GR202688000012" }, {}],
    bad: [{ a: "王建民" }, { a: "无" }, { a: "13800138000" }],
  },
  "without-persons-names": {
    given: { fields: "a" },
    good: [{ a: "守合同重信用单位" }, { a: "法定代表人变更登记" }, { a: "农户小额信贷" }, { a: "金融" }, {}],
    bad: [{ a: "诚信典型张建国" }, { a: "检查店主张三家中卫生" }, { a: "先进个人赵 刚" }],
  },
  "no-person-number": {
    given: { fields: "a" },
    good: [{ a: "2026年3月1日至2026年3月5日" }, { a: "编号 91440300192317458F" }, {}],
    bad: [
      { a: "身份证号11010519491231002X" },
      { a: "号码：110105 19491231 002x" },
      { a: "１１０１０５１９４９１２３１００２Ｘ" },
    ],
  },
};

describe("every predicate lets good rows pass and stops bad ones", () => {
  for (const [predicate, { given, good, bad }] of Object.entries(tables))
    test(predicate, () => {
      for (const row of good) assert.equal(finds(predicate, given, row), null, JSON.stringify(row));
      for (const row of bad) assert.ok(finds(predicate, given, row)?.length, JSON.stringify(row));
    });
});

test("the vocabulary is closed: what is not in the table is not in the language", () => {
  assert.deepEqual([...vocabulary.keys()].sort(), Object.keys(tables).sort());
});

test("a finding about a person's number or banned matter does not repeat the text around it (C13)", () => {
  const [number] = finds("no-person-number", { fields: "a" }, { a: "张某 11010519491231002X" }) ?? [];
  assert.equal(number?.value ?? null, null);
  const [word] = finds("text-without", { fields: "a", words: ["血型"] }, { a: "张某血型为A型" }) ?? [];
  assert.equal(word?.value, "血型");
});

test("no row, whatever is in it, makes a predicate throw", () => {
  const json = fc.oneof(
    fc.string(),
    fc.constantFrom("2026-02-30", "11010519491231002X", "=1", "罚款5万元", ""),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string(), { maxLength: 3 }),
  );
  const keys = [...new Set(Object.values(tables).flatMap(({ good, bad }) => [...good, ...bad].flatMap(Object.keys)))];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), json), (row) => {
      for (const [predicate, { given }] of Object.entries(tables)) finds(predicate, given, row);
    }),
    { numRuns: 2000 },
  );
});
