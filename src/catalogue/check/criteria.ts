/** Criteria of lists: rules that can be read and run, over published fields of named items, and that judge their own examples right. */
import type { Item } from "#contract/catalogue.ts";
import type { Criterion, List } from "#contract/lists-in-packs.ts";
import type { RecordFacts } from "#core/criterion/facts.ts";
import { fieldsAsked, itemsNamed } from "#core/criterion/reach.ts";
import { fields as recordFields } from "#core/criterion/vocabulary.ts";
import { isoDate } from "#core/time/date.ts";
import { type Asked, criterionFrom } from "../criteria/criterion.ts";
import type { Assertion, Breach, Examined } from "./assertion.ts";

type CriterionBreach = Omit<Breach, "row">;

/** Asserts of every criterion that can be read; what cannot is the first assertion's to say. */
function ofEachCriterion(
  check: (criterion: Criterion, asked: Asked, examined: Examined) => Iterable<CriterionBreach>,
): Assertion["breaches"] {
  return function* (examined) {
    for (const [list, at, criterion] of criteriaOf(examined)) {
      const read = criterionFrom(criterion.rule);
      if (!read.ok) continue;
      for (const breach of check(criterion, read.value, examined))
        yield { ...breach, row: list, path: `/criteria/${at}${breach.path}` };
    }
  };
}

function* criteriaOf({ contents }: Examined): Iterable<readonly [list: List, at: number, criterion: Criterion]> {
  for (const list of contents.lists)
    for (const [at, criterion] of list.criteria.entries()) yield [list, at, criterion] as const;
}

const readable: Assertion = {
  code: "criterion-readable",
  article: "C1, C16, C18; docs/decisions/rule-language.md",
  says: {
    zh: "名单的每条标准都以所定的规则语言写成：只看主体本人的记录，得出是或否，从某类信息项的记录出发；各标准代码不重",
    en: "every criterion is written in the rule language: it looks at the subject's own records alone, is true or false, and starts from records of named items; no two share a code",
  },
  *breaches(examined) {
    const seen = new Set<string>();
    for (const [row, at, { rule, code, effectiveFrom }] of criteriaOf(examined)) {
      const read = criterionFrom(rule);
      if (!read.ok) {
        const { at: place, zh, en } = read.fault;
        const path = `/criteria/${at}/rule`;
        yield { row, path, zh: `第${place + 1}个字符：${zh}`, en: `at character ${place + 1}: ${en}` };
      }
      const key = `${row.id} ${row.version} ${code} ${effectiveFrom}`;
      if (seen.has(key))
        yield { row, path: `/criteria/${at}/code`, zh: `代码重复：${code}`, en: `${code} stands twice` };
      seen.add(key);
    }
  },
};

const ofListsThatName: Assertion = {
  code: "criterion-no-persons",
  article: "C1, C5; 个人信息保护法 24",
  says: {
    zh: "只列自然人的名单没有标准：机器不查找个人",
    en: "a list of natural persons alone has no criteria: no machine looks for persons",
  },
  *breaches({ contents }) {
    for (const row of contents.lists)
      if (row.criteria.length > 0 && row.subjects.every((kind) => kind === "person"))
        yield { row, path: "/criteria", zh: "只列自然人的名单不得有标准", en: "a list of persons alone may have none" };
  },
};

const publishedFields: Assertion = {
  code: "criterion-fields",
  article: "C2, C3, C13; 国办发〔2020〕49号",
  says: {
    zh: "标准所看的信息项在目录之内，所看的数据项在该信息项中公开，不是证件号码",
    en: "a criterion looks at items of the catalogue, and of them at public fields that are no number of anybody",
  },
  breaches: ofEachCriterion(function* (_, { condition }, { whole }) {
    const byId = Map.groupBy(whole.items, ({ id }) => id);
    const path = "/rule";
    for (const item of itemsNamed(condition))
      if (!byId.has(item)) yield { path, zh: `目录中没有事项 ${item}`, en: `the catalogue has no item ${item}` };
    for (const { field, items } of fieldsAsked(condition)) {
      const asked = items === null ? whole.items : [...items].flatMap((item) => byId.get(item) ?? []);
      if (asked.length > 0 && !asked.some((item) => isOpen(item, field)))
        yield {
          path,
          zh: `所看的事项没有公开的数据项“${field}”`,
          en: `none of the items looked at has a public field ${field}`,
        };
    }
  }),
};

function isOpen({ schema }: Item, field: string): boolean {
  const found = schema.properties[field];
  return found?.["x-disclosure"] === "public" && found["x-identifier"] === undefined;
}

const examples: Assertion = {
  code: "criterion-examples",
  article: "C18; 国办发〔2020〕49号",
  says: {
    zh: "标准自带的例子由规则引擎逐一判断：应当符合的符合，不应当符合的不符合",
    en: "the examples of a criterion are judged by the engine: those that must meet it do, those that must not do not",
  },
  breaches: ofEachCriterion(function* ({ examples: given }, asked, { whole }) {
    const adverse = new Map(whole.items.map((item) => [item.id, item.adverse]));
    for (const kind of ["meets", "fails"] as const)
      for (const [at, example] of given[kind].entries()) {
        const path = `/examples/${kind}/${at}`;
        const unknown = example.records.flatMap((record) => Object.keys(record)).find((name) => !isKnown(name));
        if (unknown !== undefined) yield { path, zh: `记录没有“${unknown}”`, en: `a record has no ${unknown}` };
        const facts = example.records.map((record, i) => factsOfExample(record, i, adverse));
        const { met } = asked.judge(facts, isoDate(example.asOf));
        if ((met === true) !== (kind === "meets"))
          yield met === null
            ? {
                path,
                zh: "缺少规则要看的数据项，不能判断",
                en: "a field the rule asks for is missing: it cannot be said",
              }
            : {
                path,
                zh: met ? "不应符合而符合" : "应当符合而不符合",
                en: met ? "it meets and must not" : "it fails and must meet",
              };
      }
  }),
};

function isKnown(name: string): boolean {
  return name === "open" || Object.hasOwn(recordFields, name);
}

/** A record of an example: what it does not say is as plain as can be. */
function factsOfExample(
  given: Readonly<Record<string, unknown>>,
  at: number,
  adverse: ReadonlyMap<string, boolean>,
): RecordFacts {
  const text = (name: string, otherwise: string) => (typeof given[name] === "string" ? given[name] : otherwise);
  const dateOrNull = (name: string) => (typeof given[name] === "string" ? given[name] : null);
  const item = text("item", "");
  const decidedOn = text("decidedOn", "2026-01-01");
  return {
    subjectId: "",
    recordId: String(at).padStart(4, "0"),
    version: 1,
    item,
    authority: text("authority", ""),
    adverse: typeof given["adverse"] === "boolean" ? given["adverse"] : (adverse.get(item) ?? false),
    decidedOn,
    conductEndedOn: dateOrNull("conductEndedOn"),
    effectiveFrom: text("effectiveFrom", decidedOn),
    effectiveTo: dateOrNull("effectiveTo"),
    open: (given["open"] ?? {}) as RecordFacts["open"],
  };
}

export const criteria: readonly Assertion[] = [readable, ofListsThatName, publishedFields, examples];
