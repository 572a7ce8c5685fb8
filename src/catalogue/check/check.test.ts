import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Field, Item } from "#contract/catalogue.ts";
import type { PackContents } from "#contract/pack.ts";
import type { RepairRule } from "#contract/repair-rules.ts";
import { inProject } from "#src/platform/config.ts";
import { readPack } from "../pack.ts";
import { criterionBreaks, soundCriterion } from "./criterion-breaks.ts";
import { assertions, breachesOf, checkPack } from "./index.ts";
import { type Break, listBreaks, type Open, regionListBreaks, sharedListBreaks } from "./list-breaks.ts";
import { soundNation, soundPenalty, soundRegion } from "./sound-pack.ts";

const first = (contents: PackContents): Item => {
  const [item] = contents.items;
  assert.ok(item);
  return item;
};
const listing = (contents: PackContents): Item => {
  const item = contents.items.find((one) => one.listing);
  assert.ok(item);
  return item;
};
const field = (item: Item, name: string): Field => {
  const found = item.schema.properties[name];
  assert.ok(found);
  return found;
};
/** Puts a field into the item about persons. */
const asks = (name: string, title: string, en: string, more: Partial<Field> = {}): Break => ({
  what: `${title} (${name})`,
  breaks: (contents) => {
    first(contents).schema.properties[name] = {
      type: "string",
      maxLength: 60,
      title,
      "x-en": en,
      "x-disclosure": "sealed",
      ...more,
    };
  },
});
const onItem = (what: string, breaks: (item: Item, contents: Open<PackContents>) => void): Break => ({
  what,
  breaks: (contents) => breaks(first(contents), contents),
});
const onListing = (what: string, breaks: (item: Item) => void): Break => ({
  what,
  breaks: (contents) => breaks(listing(contents)),
});
const onPack = (what: string, breaks: (contents: Open<PackContents>) => void): Break => ({ what, breaks });

const onRepair = (what: string, breaks: (rule: Open<RepairRule>) => void): Break => ({
  what,
  breaks: (contents) => {
    const [rule] = contents.repairRules;
    assert.ok(rule);
    breaks(rule);
  },
});

/** What breaks each assertion of a nation's pack. */
const nationBreaks: Readonly<Record<string, readonly Break[]>> = {
  sectors: [
    onPack("33 tasks", (pack) => pack.sectors.pop()),
    onPack("a task in another area", (pack) => Object.assign(pack.sectors[4] ?? {}, { area: "social" })),
  ],
  "sector-served": [
    onPack("a task without items", (pack) => Object.assign(pack.sectors[0] ?? {}, { items: ["nation/none"] })),
    onItem("an item that does not name its task", (item) => item.sectors.shift()),
    onPack("only items that are switched off", (pack) => {
      for (const item of pack.items) item.switchedOn = false;
    }),
    onPack("private conduct and nothing declined", (pack) => Object.assign(pack.sectors[26] ?? {}, { declined: [] })),
  ],
  twice: [
    onPack("a rule twice", (pack) => pack.rules.push(...pack.rules.slice(0, 1))),
    onPack("an item version twice", (pack) => pack.items.push(soundPenalty())),
    onPack("a division twice", (pack) => pack.divisions.push(["100000", "全国", "全国", "current"])),
  ],
  codes: [
    onItem("a rule nobody wrote", (item) => item.rules.push("test.none")),
    onItem("a kind of agency nobody knows", (item) => item.sentBy.push("nobody")),
    onPack("a rule that waits for one that is not there", (pack) => pack.rules[0]?.after.push("test.none")),
    onItem("a task that is not there", (item) => item.sectors.push(35)),
    onPack("an item of another pack", (pack) => {
      pack.items.push({ ...soundPenalty(), id: "other/penalty" });
    }),
  ],
  versions: [
    onPack("two versions at once", (pack) => {
      pack.items.push({ ...soundPenalty(), version: 2, effectiveFrom: "2026-06-01" });
    }),
    onItem("an end before the beginning", (item) => {
      item.effectiveTo = "2026-03-01";
    }),
    onPack("a rule that ends before it begins", (pack) =>
      Object.assign(pack.rules[0] ?? {}, { effectiveTo: "2010-01-01" }),
    ),
  ],
  "repair-law-cited": [
    onRepair("a condition without an article", (rule) => {
      Object.assign(rule.conditions[0]?.law ?? {}, { article: "待附" });
    }),
  ],
  "repair-in-time": [
    onRepair("a rule in use without a time to decide", (rule) => {
      rule.decide = null;
    }),
    onRepair("a decision that may come after the feedback", (rule) => {
      rule.decide = { days: 20, unit: "working" };
    }),
    onRepair("a reversal nobody is heard on", (rule) => {
      rule.reversal = null;
    }),
  ],
  "repair-open": [
    onRepair("no commitment", (rule) => rule.conditions.pop()),
    onRepair("duties nothing can show", (rule) => Object.assign(rule.conditions[0] ?? {}, { evidence: [] })),
    onRepair("an exclusion of what is not there", (rule) => {
      const [{ law } = { law: undefined }] = rule.conditions;
      assert.ok(law);
      const said = { zh: "说明", en: "said" };
      rule.excluded.push({ items: ["nation/none"], reason: said, instead: said, law });
    }),
    onItem("a minimum past the maximum", (item) => {
      const [level] = item.terms.publication.levels;
      Object.assign(level ?? {}, { monthsMin: 40, monthsMax: 36 });
    }),
  ],
  calendar: [
    onPack("a make-up day on a Wednesday", (pack) =>
      pack.calendars.push({
        notice: "虚构通知",
        publishedOn: "2025-12-01",
        from: "2026-01-01",
        to: "2026-12-31",
        off: [],
        makeUp: ["2026-05-06"],
        source: "x",
      }),
    ),
  ],
  "both-languages": [
    onItem("a title without English", (item) => {
      item.title.en = "";
    }),
    onPack("a reason without Chinese", (pack) => Object.assign(pack.rules[0]?.reason ?? {}, { zh: "" })),
  ],
  "law-cited": [
    onItem("an article left open", (item) => {
      item.law = [{ title: { zh: "某法", en: "some law" }, article: "待定" }];
    }),
  ],
  fields: [
    onItem("an identity that is not in the schema", (item) => item.identity.push("nothing")),
    onItem("a date that is no date", (item) => {
      item.dates.decidedOn = "documentNumber";
    }),
    onItem("a decision that need not be dated", (item) => {
      item.schema.required = item.schema.required.filter((name) => name !== "decidedOn");
    }),
    onItem("a number without its scheme", (item) => item.about.numbers.push("documentNumber")),
    onItem("words that are not as many as the values", (item) => field(item, "severity")["x-words"]?.pop()),
    onItem("a column that leads to two fields", (item) => {
      field(item, "facts")["x-layout"] = ["CF_WSH"];
    }),
    onItem("a text without a limit", (item) => {
      delete field(item, "documentNumber").maxLength;
    }),
    asks("constructor", "名", "a name every object has"),
  ],
  kinds: [
    onItem("a kind the item may not be about", (item) => {
      delete item.subjects.person;
    }),
    onItem("a kind inferred from the number", (item) => {
      item.about.kind = null;
    }),
    onItem("a value that means nobody", (item) => field(item, "subjectCategory").enum?.push("其他")),
  ],
  levels: [
    onItem("grave before mild", (item) => item.terms.publication.levels.reverse()),
    onItem("a lower bound above the upper", (item) =>
      Object.assign(item.terms.publication.levels[1] ?? {}, { monthsMin: 13 }),
    ),
    onItem("a level nobody knows", (item) => field(item, "severity").enum?.push("grave")),
    onItem("a condition with two tests", (item) =>
      Object.assign(item.terms.publication.levelBy?.[0]?.when[0] ?? {}, { atMost: 3 }),
    ),
  ],
  "terms-readable": [
    onPack("a later version without the field", (pack) => {
      const later = { ...soundPenalty(), version: 2, effectiveFrom: "2026-09-01" };
      later.terms.publication.levelField = null;
      delete later.schema.properties["severity"];
      first(pack).effectiveTo = "2026-08-31";
      pack.items.push(later);
    }),
  ],
  examples: [
    onItem("a good example that fails", (item) => Object.assign(item.examples.valid[0] ?? {}, { fine: -1 })),
    onItem("a bad example that passes", (item) => Object.assign(item.examples.invalid[0]?.payload ?? {}, { fine: 5 })),
  ],
  "rules-written": [
    onPack("a predicate nobody knows", (pack) => {
      Object.assign(pack.rules[1]?.check ?? {}, { predicate: "feels-wrong" });
    }),
    onPack("an argument nobody reads", (pack) => {
      Object.assign(pack.rules[1]?.check.arguments ?? {}, { unless: "x" });
    }),
  ],
  "rules-examples": [
    onPack("a bad record that passes", (pack) => Object.assign(pack.rules[0]?.examples ?? {}, { fail: [{ fine: 7 }] })),
    onPack("a good record that fails", (pack) =>
      Object.assign(pack.rules[0]?.examples ?? {}, { pass: [{ fine: -7 }] }),
    ),
  ],
  "rules-apply": [
    onItem("a rule about fields it does not have", (item, pack) => {
      item.rules.push("test.elsewhere");
      pack.rules.push({
        ...(pack.rules[1] as (typeof pack.rules)[number]),
        code: "test.elsewhere",
        check: { predicate: "at-most", arguments: { fields: "elsewhere", value: 1 } },
        examples: { pass: [{ elsewhere: 0 }], fail: [{ elsewhere: 2 }] },
      });
    }),
    onPack("rules that wait for each other", (pack) => pack.rules[0]?.after.push("test.fine-plausible")),
  ],
  "c1-no-evaluation": [
    onItem("an evaluation of persons", (item) => {
      item.evaluative = true;
    }),
    asks("creditScore", "信用分", "credit score", { type: "number" }),
    asks("points", "记分", "points", { type: "integer" }),
    asks("grade", "信用等级", "grade"),
    asks("assessment", "年度考核等次", "yearly appraisal"),
    asks("result", "结果", "result", { enum: ["A", "B", "C", "D"] }),
    asks("stars", "星级", "stars"),
    asks("creditIndex", "诚信指数", "integrity index", { type: "number" }),
    onItem("a score by the item's own title", (item) => {
      item.title = { zh: "个人信用评分", en: "credit of a person" };
    }),
  ],
  "c3-banned-matter": [
    asks("religion", "宗教信仰", "religion"),
    asks("dna", "基因信息", "dna"),
    asks("fingerprint", "指纹", "fingerprint"),
    asks("bloodType", "血型", "blood type"),
    asks("healthState", "健康状况", "health"),
    asks("politicalStatus", "政治面貌", "political status"),
    asks("onlineSpeech", "网络言论", "online speech"),
    asks("petitionCount", "信访次数", "petitions"),
    asks("unionActivity", "工会会员", "union activity"),
    asks("spouse", "配偶", "spouse"),
    asks("whereabouts", "行踪轨迹", "whereabouts"),
    asks("browsingHistory", "上网记录", "browsing history"),
    asks("purchases", "购物记录", "purchases"),
    asks("wechat", "微信号", "WeChat"),
    asks("circumstance", "情形", "circumstance", { enum: ["一般", "患病"] }),
  ],
  "c3-free-text": [
    onItem("facts for everyone", (item) => {
      field(item, "facts")["x-disclosure"] = "public";
    }),
  ],
  "c3-free-text-watched": [
    onPack("nobody looks for persons' numbers", (pack) => {
      pack.rules = pack.rules.filter(({ code }) => code !== "test.number-in-text");
    }),
    onPack("nobody looks for banned matter", (pack) => {
      pack.rules = pack.rules.filter(({ code }) => code !== "test.banned-matter");
    }),
    onPack("expression as a ground is only noted", (pack) =>
      Object.assign(pack.rules.find(({ code }) => code === "test.expression") ?? {}, { verdict: "note" }),
    ),
  ],
  "c4-children": [
    onItem("nothing that tells the age", (item) => {
      item.about.numbers = ["unifiedCode"];
    }),
    onPack("no rule that refuses minors", (pack) => {
      pack.rules = pack.rules.filter(({ code }) => code !== "test.minor");
    }),
    onPack("unknown age only noted", (pack) =>
      Object.assign(pack.rules.find(({ code }) => code === "test.age-unknown") ?? {}, { verdict: "note" }),
    ),
  ],
  "c5-listings": [
    onListing("a list that is not adverse", (item) => {
      item.adverse = false;
    }),
    onListing("a list without the day of service", (item) => {
      item.dates.servedOn = null;
    }),
    onPack("no rule that holds a row without the time to answer", (pack) => {
      pack.rules = pack.rules.filter(({ code }) => code !== "test.no-answer");
    }),
  ],
  "c7-private-life": [
    onPack("a purpose about travel", (pack) =>
      Object.assign(pack.purposes[0]?.title ?? {}, { zh: "限制乘坐飞机", en: "to bar from flights" }),
    ),
  ],
  "c14-consents": [
    onPack("a consent about an item that is not there", (pack) =>
      pack.purposes[1]?.consent?.items.push("nation/secrets"),
    ),
    onPack("a consent about an item of others", (pack) => {
      for (const item of pack.items) delete item.subjects.organisation;
    }),
  ],
  "c8-everything-ends": [
    onItem("six years and no statute", (item) => {
      item.terms.retention.years = 6;
    }),
    onItem("kept for ever", (item) => {
      item.terms.retention.years = 0;
    }),
    onItem("published for ever", (item) => Object.assign(item.terms.publication.levels[2] ?? {}, { monthsMax: null })),
    onItem("kept from another day", (item) => {
      item.terms.retention.from = "validTo";
    }),
  ],
  "order-36-levels": [
    onItem("minor for four months", (item) => Object.assign(item.terms.publication.levels[0] ?? {}, { monthsMax: 4 })),
    onItem("general for two years", (item) => Object.assign(item.terms.publication.levels[1] ?? {}, { monthsMax: 24 })),
    onItem("serious for five years", (item) =>
      Object.assign(item.terms.publication.levels[2] ?? {}, { monthsMax: 60 }),
    ),
    onItem("serious for half a year at least, by the Measures", (item) =>
      Object.assign(item.terms.publication.levels[2] ?? {}, {
        monthsMin: 6,
        law: { title: { zh: "信用修复管理办法", en: "Measures for Credit Repair" }, article: "全文" },
      }),
    ),
  ],
  "c12-persons-never-public": [
    onItem("persons published", (item) => Object.assign(item.subjects.person ?? {}, { publish: true })),
    onItem("an individual business published by no law", (item) => delete item.subjects["individual-business"]?.law),
    asks("premises", "经营场所", "premises", { "x-disclosure": "public" }),
  ],
  "c13-persons-sealed": [
    onItem("a person's number for bodies", (item) => {
      field(item, "personNumber")["x-disclosure"] = "shared";
    }),
    asks("legalRepresentative", "法定代表人", "legal representative", { "x-disclosure": "public" }),
    asks("phone", "联系电话", "phone", { "x-disclosure": "shared" }),
    asks("operatorName", "经营者姓名", "operator's name", { "x-disclosure": "after-release" }),
  ],
  "c16-own-conduct-only": [asks("guarantor", "担保人", "guarantor"), asks("controller", "实际控制人", "controller")],
};

/** What breaks each assertion of a region's pack. */
const regionBreaks: Readonly<Record<string, readonly Break[]>> = {
  sectors: [onPack("a task of its own", (pack) => pack.sectors.push(...soundNation().sectors.slice(0, 1)))],
  "region-own-law": [
    onPack("no law of its own", (pack) => {
      pack.pack = { ...pack.pack, ownLaw: null };
    }),
    onItem("an item by another law", (item) => {
      item.law = [{ title: { zh: "别的法", en: "another law" }, article: "第一条" }];
    }),
    onPack("the whole nation", (pack) => {
      pack.pack = { ...pack.pack, division: "100000" };
    }),
  ],
  "region-adds-only": [
    onItem("the nation's item again", (item) => {
      item.title.zh = "虚构处罚";
    }),
    onPack("the nation's rule again", (pack) => pack.rules.push(...soundNation().rules.slice(0, 1))),
    onPack("working days of its own", (pack) =>
      pack.calendars.push({
        notice: "x",
        publishedOn: "2026-01-01",
        from: "2026-01-01",
        to: "2026-12-31",
        off: [],
        makeUp: [],
        source: "x",
      }),
    ),
  ],
  "region-not-sharper": [
    onItem("kept longer than the nation's", (item) => {
      item.terms.retention.years = 8;
      item.terms.retention.statuteBeyondFiveYears = item.law[0] ?? null;
    }),
    onItem("shown more widely than the nation's", (item) => {
      field(item, "occupation")["x-disclosure"] = "public";
    }),
  ],
};

const codesOf = (contents: PackContents, nation: PackContents | null) =>
  new Set(breachesOf(contents, nation).map(({ code }) => code));

test("the sound nation and the sound region hold every assertion", () => {
  assert.deepEqual(breachesOf(soundNation(), null), []);
  assert.deepEqual(breachesOf(soundRegion(), soundNation()), []);
});

/** What breaks an assertion, items and lists together. */
function together(...tables: readonly Readonly<Record<string, readonly Break[]>>[]): Record<string, readonly Break[]> {
  const codes = new Set(tables.flatMap((table) => Object.keys(table)));
  return Object.fromEntries([...codes].map((code) => [code, tables.flatMap((table) => table[code] ?? [])]));
}

describe("each assertion is broken by what it forbids", () => {
  for (const [breaks, sound, nation] of [
    [together(nationBreaks, sharedListBreaks, listBreaks, criterionBreaks), soundNation, null],
    [together(regionBreaks, regionListBreaks), soundRegion, soundNation()],
  ] as const)
    for (const [code, cases] of Object.entries(breaks))
      for (const { what, breaks: change } of cases)
        test(`${code}: ${what}`, () => {
          const contents: Open<PackContents> = sound();
          change(contents);
          assert.ok(codesOf(contents, nation).has(code));
        });
});

test("every assertion has something that breaks it, and stands once", () => {
  const codes = assertions.map(({ code }) => code);
  assert.equal(new Set(codes).size, codes.length);
  assert.deepEqual(
    codes.filter(
      (code) =>
        ![nationBreaks, listBreaks, criterionBreaks, regionBreaks, regionListBreaks].some((table) => code in table),
    ),
    [],
  );
});

test("a list with a sound criterion is sound", () => {
  const contents: Open<PackContents> = soundNation();
  soundCriterion.breaks(contents);
  assert.deepEqual(breachesOf(contents, null), []);
});

test("what a grade of a licence or a field of law is called is no score of a person and no banned matter", () => {
  const contents = soundNation();
  const harmless: [string, string, string][] = [
    ["qualification", "资质等级", "qualification level"],
    ["postTitle", "职称等级", "post"],
    ["matter", "医疗卫生", "field of law"],
    ["violation", "降低资质等级", "downgrading"],
  ];
  for (const [name, title, en] of harmless) asks(name, title, en).breaks(contents);
  assert.deepEqual(breachesOf(contents, null), []);
});

test("the packs of this house hold what they assert", () => {
  const nation = readPack(inProject("packs", "cn"));
  assert.deepEqual(checkPack(nation, null), []);
  assert.deepEqual(checkPack(readPack(inProject("packs", "linjiang")), nation.contents), []);
});
