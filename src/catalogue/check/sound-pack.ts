/**
 * A small nation and a small region that hold every assertion. The tests of the assertions break one thing of them at a
 * time; whoever writes a pack may read here what the least of one is. Invented, as are all its laws.
 */
import type { Field, Item, Law, Rule, Sector } from "#contract/catalogue.ts";
import type { PackContents } from "#contract/pack.ts";
import type { RepairRule } from "#contract/repair-rules.ts";
import { listsOfNation, listsOfRegion } from "./sound-lists.ts";

const law: Law = { title: { zh: "虚构行政处罚法", en: "Invented Penalty Law" }, article: "第九条" };

const text = (title: string, en: string, more: Partial<Field> = {}): Field => ({
  type: "string",
  title,
  "x-en": en,
  "x-disclosure": "public",
  maxLength: 200,
  ...more,
});
const day = (title: string, en: string): Field => ({
  type: "string",
  format: "date",
  title,
  "x-en": en,
  "x-disclosure": "public",
});

/** An adverse item about every kind of subject. */
export function soundPenalty(): Item {
  return {
    id: "nation/penalty",
    version: 1,
    effectiveFrom: "2026-04-01",
    effectiveTo: null,
    switchedOn: true,
    title: { zh: "虚构处罚", en: "Invented penalty" },
    plain: { zh: "该主体被处罚。", en: "The subject was penalised." },
    category: 3,
    sectors: Array.from({ length: 34 }, (_, at) => at + 1),
    sentBy: ["market-regulation"],
    law: [law],
    subjects: {
      organisation: { publish: true },
      "individual-business": { publish: true, law },
      person: { publish: false },
    },
    adverse: true,
    evaluative: false,
    listing: false,
    about: {
      name: "subjectName",
      kind: {
        field: "subjectCategory",
        values: { 组织: "organisation", 个体工商户: "individual-business", 自然人: "person" },
      },
      numbers: ["unifiedCode", "personNumber"],
      birthDate: null,
    },
    authority: { name: null, code: "authorityCode" },
    identity: ["documentNumber"],
    dates: {
      decidedOn: "decidedOn",
      conductEndedOn: "conductEndedOn",
      servedOn: "servedOn",
      answerDueOn: null,
      effectiveFrom: "listedFrom",
      effectiveTo: "validTo",
    },
    schema: {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      additionalProperties: false,
      required: ["subjectName", "subjectCategory", "documentNumber", "decidedOn", "authorityCode"],
      properties: {
        subjectName: text("名称", "Name"),
        subjectCategory: text("类别", "Category", { enum: ["组织", "个体工商户", "自然人"] }),
        unifiedCode: text("统一社会信用代码", "Unified code", { "x-identifier": "unified-code", maxLength: 18 }),
        personNumber: text("公民身份号码", "Person's number", {
          "x-identifier": "person-number",
          "x-disclosure": "sealed",
          maxLength: 18,
        }),
        documentNumber: text("文号", "Document number", { "x-layout": ["CF_WSH"] }),
        facts: text("事实", "Facts", { "x-disclosure": "after-release", maxLength: 5000, "x-rows": 4 }),
        fine: {
          type: "number",
          title: "罚款",
          "x-en": "Fine",
          "x-disclosure": "public",
          "x-unit": "CNY",
          "x-sent-in": 10000,
          "x-layout": ["CF_NR_FK"],
        },
        severity: text("程度", "Severity", {
          enum: ["minor", "general", "serious"],
          "x-words": [
            { zh: "轻微", en: "minor" },
            { zh: "一般", en: "general" },
            { zh: "严重", en: "serious" },
          ],
        }),
        occupation: text("涉及的职业", "Occupation concerned", { "x-disclosure": "shared" }),
        statement: text("当事人的说明", "What the party says", { "x-disclosure": "subject" }),
        conductEndedOn: day("行为终了日", "Conduct ended on"),
        decidedOn: day("决定日", "Decided on"),
        servedOn: day("送达日", "Served on"),
        listedFrom: day("生效日", "In effect from"),
        validTo: day("有效期至", "In force until"),
        publicUntil: day("公示截止", "Publicity ends"),
        authorityCode: text("机关代码", "Authority's code", { "x-identifier": "unified-code", maxLength: 18 }),
      },
    },
    rules: ["test.fine-plausible", "test.no-service"],
    limitation: { years: 5, law },
    terms: {
      publication: {
        from: "decidedOn",
        levelField: "severity",
        levelBy: [{ level: "general", when: [{ field: "fine", atLeast: 10_000 }] }],
        levels: [
          { level: "minor", title: { zh: "轻微", en: "minor" }, published: false, monthsMin: 0, monthsMax: 3, law },
          { level: "general", title: { zh: "一般", en: "general" }, published: true, monthsMin: 3, monthsMax: 12, law },
          {
            level: "serious",
            title: { zh: "严重", en: "serious" },
            published: true,
            monthsMin: 12,
            monthsMax: 36,
            law,
          },
        ],
        untilField: "publicUntil",
      },
      retention: { from: "conductEndedOn", years: 5, statuteBeyondFiveYears: null, law },
      publishWithinWorkingDays: 7,
    },
    wayBack: { text: { zh: "可以提出异议。", en: "You may object." }, article: "虚构法 1" },
    examples: {
      valid: [soundRow()],
      invalid: [{ payload: { ...soundRow(), fine: -5 }, because: "负数" }],
    },
  };
}

/** A row that passes the sound penalty. */
export function soundRow(): Record<string, string | number> {
  return {
    subjectName: "临江市青石机械有限公司",
    subjectCategory: "组织",
    unifiedCode: "91440300192317458F",
    documentNumber: "临罚〔2026〕1号",
    facts: "未按规定公示年度报告。",
    fine: 20_000,
    severity: "general",
    conductEndedOn: "2026-04-20",
    decidedOn: "2026-05-06",
    servedOn: "2026-05-06",
    authorityCode: "11330100799655058B",
  };
}

/** A list decided elsewhere, about organisations only. */
export function soundListing(): Item {
  const penalty = soundPenalty();
  const {
    severity: _severity,
    personNumber: _number,
    subjectCategory: _kind,
    ...properties
  } = penalty.schema.properties;
  const { severity: _said, subjectCategory: _category, servedOn: _served, ...row } = soundRow();
  const listed = { ...row, servedOn: "2026-05-06", answerDueOn: "2026-04-30" };
  return {
    ...penalty,
    id: "nation/list",
    title: { zh: "虚构名单", en: "Invented list" },
    category: 6,
    listing: true,
    subjects: { organisation: { publish: true } },
    about: { ...penalty.about, kind: null, numbers: ["unifiedCode"] },
    dates: { ...penalty.dates, servedOn: "servedOn", answerDueOn: "answerDueOn" },
    schema: {
      ...penalty.schema,
      required: ["subjectName", "documentNumber", "decidedOn", "authorityCode"],
      properties: {
        ...properties,
        servedOn: day("送达日", "Served on"),
        answerDueOn: day("申辩截止", "Answer due on"),
      },
    },
    terms: {
      ...penalty.terms,
      publication: {
        from: "decidedOn",
        levelField: null,
        levels: [
          {
            level: "only",
            title: { zh: "三年", en: "three years" },
            published: true,
            monthsMin: 12,
            monthsMax: 36,
            law,
          },
        ],
      },
    },
    examples: { valid: [listed], invalid: [{ payload: row, because: "没有送达日期" }] },
  };
}

const said = { reason: { zh: "不对", en: "is wrong" }, remedy: { zh: "更正", en: "correct it" } };
const rule = (code: string, more: Pick<Rule, "check" | "examples"> & Partial<Rule>): Rule => ({
  code,
  article: "虚构法 2",
  effectiveFrom: "2014-06-14",
  effectiveTo: null,
  binds: "named",
  verdict: "hold",
  after: [],
  ...structuredClone(said),
  ...more,
});

function soundRules(): Rule[] {
  const person = { $subjectKind: "person", $decidedOn: "2026-05-06", $conductEndedOn: "2026-03-05" };
  return [
    rule("test.fine-negative", {
      binds: "every-item",
      verdict: "refuse",
      check: { predicate: "at-least", arguments: { fields: "$everyAmount", value: 0 } },
      examples: { pass: [{ fine: 0 }], fail: [{ fine: -1 }] },
    }),
    rule("test.fine-plausible", {
      check: { predicate: "at-most", arguments: { fields: "fine", value: 1e10 } },
      after: ["test.fine-negative"],
      examples: { pass: [{ fine: 5 }], fail: [{ fine: 1e11 }] },
    }),
    rule("test.number-in-text", {
      binds: "every-item",
      check: { predicate: "no-person-number", arguments: { fields: "$everyText" } },
      examples: { pass: [{ facts: "2026年5月6日" }], fail: [{ facts: "证件号11010519491231002X" }] },
    }),
    rule("test.banned-matter", {
      binds: "every-item",
      check: {
        predicate: "text-without",
        arguments: { fields: "$everyFreeText", words: ["血型"], when: { field: "$subjectKind", in: ["person"] } },
      },
      examples: {
        pass: [{ $subjectKind: "person", facts: "无证经营" }],
        fail: [{ $subjectKind: "person", facts: "血型A" }],
      },
    }),
    rule("test.expression", {
      binds: "every-listing",
      check: { predicate: "text-without", arguments: { fields: "$everyFreeText", words: ["言论"] } },
      examples: { pass: [{ facts: "拒不履行" }], fail: [{ facts: "发表言论" }] },
    }),
    rule("test.minor", {
      binds: "every-adverse-item-about-persons",
      verdict: "refuse",
      check: { predicate: "of-age", arguments: { finds: "minor" } },
      examples: { pass: [{ ...person, $birthDate: "1990-01-01" }], fail: [{ ...person, $birthDate: "2010-01-01" }] },
    }),
    rule("test.age-unknown", {
      binds: "every-adverse-item-about-persons",
      check: { predicate: "of-age", arguments: { finds: "unknown" } },
      examples: { pass: [{ ...person, $birthDate: "1990-01-01" }], fail: [person] },
    }),
    rule("test.no-service", {
      binds: "every-listing",
      check: { predicate: "required", arguments: { fields: "$servedOn" } },
      examples: { pass: [{ $servedOn: "2026-05-06" }], fail: [{}] },
    }),
    rule("test.no-answer", {
      binds: "every-listing",
      check: { predicate: "required", arguments: { fields: "$answerDueOn" } },
      examples: { pass: [{ $answerDueOn: "2026-05-06" }], fail: [{}] },
    }),
  ];
}

const areaOf = (number: number): Sector["area"] =>
  number <= 4 ? "government" : number <= 18 ? "business" : number <= 28 ? "social" : "judicial";

/** A nation: the 34 tasks, one kind of agency, two items. */
export function soundNation(): PackContents {
  return {
    pack: {
      id: "nation",
      version: "1",
      title: { zh: "虚构国", en: "An invented nation" },
      issuedOn: "2026-04-01",
      within: null,
      division: "100000",
      ownLaw: null,
      fictitious: true,
    },
    sectors: Array.from({ length: 34 }, (_, at) => ({
      number: at + 1,
      area: areaOf(at + 1),
      title: { zh: `任务${at + 1}`, en: `task ${at + 1}` },
      asks: { zh: "守信", en: "keep faith" },
      agencyKinds: ["market-regulation"],
      items: ["nation/penalty"],
      declined: [
        { matter: { zh: "私生活", en: "private life" }, reason: { zh: "不收", en: "not taken" }, article: "C3" },
      ],
    })),
    agencyKinds: [
      { kind: "market-regulation", title: { zh: "市场监管", en: "market regulation" }, registers: ["9"] },
      { kind: "bank", title: { zh: "银行", en: "banks" }, registers: [], outside: true },
    ],
    items: [soundPenalty(), soundListing()],
    rules: soundRules(),
    purposes: [
      {
        purpose: "permit",
        title: { zh: "审查许可申请", en: "to examine an application for a permit" },
        law,
        agencyKinds: ["any"],
        subjectKinds: ["organisation", "person"],
      },
      {
        purpose: "lending",
        title: { zh: "审查贷款申请", en: "to examine an application for a loan" },
        law,
        agencyKinds: ["bank"],
        subjectKinds: ["organisation"],
        consent: { law, items: ["nation/penalty"], daysMax: 92, timesMax: 31, answerDays: 30 },
      },
    ],
    calendars: [],
    objectionTerms: [],
    questionTerms: [],
    repairRules: [soundRepairRule()],
    divisions: [["100000", "全国", "全国", "current"]],
    ...listsOfNation(),
  };
}

/** How a record is repaired. */
function soundRepairRule(): RepairRule {
  const said = { zh: "说明", en: "said" };
  return {
    id: "nation/repair",
    version: 1,
    title: { zh: "信用修复管理办法", en: "Measures for Credit Repair" },
    plain: said,
    effectiveFrom: "2026-04-01",
    effectiveTo: null,
    switchedOn: true,
    law: [{ ...law }],
    clock: "document",
    decidedBy: "recogniser",
    feedback: { days: 10, unit: "working" },
    decide: { days: 3, unit: "working" },
    conditions: [
      { condition: "duties-met", title: said, plain: said, evidence: ["payment"], law: { ...law } },
      { condition: "commitment", title: said, plain: said, evidence: [], law: { ...law } },
    ],
    excluded: [],
    reorganisation: null,
    reversal: { answer: { days: 5, unit: "working" }, plain: said, law: { ...law } },
    acknowledge: { days: 3, unit: "working", plain: said, law: { ...law } },
    remedies: [{ text: said, law: { ...law } }],
    uncertain: [],
  };
}

/** A region that adds one item by its own law. */
export function soundRegion(): PackContents {
  const ownLaw: Law = { title: { zh: "虚构省条例", en: "Regulation of an invented province" }, article: "第十二条" };
  return {
    ...soundNation(),
    repairRules: [],
    pack: {
      id: "region",
      version: "1",
      title: { zh: "虚构省", en: "An invented province" },
      issuedOn: "2026-05-01",
      within: "nation",
      division: "880000",
      ownLaw,
      fictitious: true,
    },
    sectors: [],
    agencyKinds: [],
    items: [
      {
        ...soundPenalty(),
        id: "region/penalty",
        title: { zh: "虚构省处罚", en: "A province's penalty" },
        law: [ownLaw],
      },
    ],
    rules: [],
    purposes: [],
    divisions: [["880000", "虚构省", "虚构省", "current"]],
    ...listsOfRegion(ownLaw),
  };
}
