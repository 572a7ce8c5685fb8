/** A region adds items by its own law; it cannot repeat, redefine or sharpen the nation's (国办发〔2020〕49号). */
import type { FieldDisclosure, Item } from "#contract/catalogue.ts";
import type { PackContents } from "#contract/pack.ts";
import type { Assertion, Breach } from "./assertion.ts";

const ownLaw: Assertion = {
  code: "region-own-law",
  article: "国办发〔2020〕49号",
  says: {
    zh: "地方规则有自己的地方性法规和区划，每个事项、名单、程序、措施引用它；它所补充的全国规则已在",
    en: "a region's pack has its own law and division, each of its items, lists, procedures and measures cites that law, and the nation's pack it adds to is there",
  },
  *breaches({ contents, nation }) {
    const { pack } = contents;
    if (pack.within === null) return;
    if (nation === null)
      yield { row: pack, path: "/within", zh: `没有载入 ${pack.within}`, en: `${pack.within} is not loaded` };
    if (pack.ownLaw === null) {
      yield { row: pack, path: "/ownLaw", zh: "没有写明地方性法规", en: "no law of its own is named" };
      return;
    }
    if (pack.division === nation?.pack.division)
      yield { row: pack, path: "/division", zh: "不能及于全国", en: "it cannot reach the whole nation" };
    for (const row of [...contents.items, ...contents.lists, ...contents.procedures, ...contents.measures])
      if (!row.law.some(({ title }) => title.zh === pack.ownLaw?.title.zh))
        yield {
          row,
          path: "/law",
          zh: `没有引用《${pack.ownLaw.title.zh}》`,
          en: `does not cite ${pack.ownLaw.title.en}`,
        };
  },
};

const addsOnly: Assertion = {
  code: "region-adds-only",
  article: "国办发〔2020〕49号",
  says: {
    zh: "地方规则不重新定义全国的机关种类、规则、目的、事项、名单、程序、措施，也不重复全国已有的事项和名单",
    en: "a region redefines none of the nation's kinds of agency, rules, purposes, items, lists, procedures or measures, and repeats no item or list",
  },
  *breaches({ contents, nation }) {
    if (nation === null) return;
    yield* redefined(contents.agencyKinds, nation.agencyKinds, (row) => row.kind);
    yield* redefined(contents.rules, nation.rules, (row) => row.code);
    yield* redefined(contents.purposes, nation.purposes, (row) => row.purpose);
    yield* redefined(contents.items, nation.items, (row) => row.id);
    yield* redefined(contents.items, nation.items, (row) => row.title.zh);
    yield* redefined(contents.lists, nation.lists, (row) => row.title.zh);
    yield* redefined(contents.lists, nation.lists, (row) => row.item);
    yield* redefined(contents.measures, nation.measures, (row) => row.title.zh);
    for (const row of contents.calendars)
      yield { row, path: "", zh: "工作日由国务院通知确定", en: "working days are the State Council's to set" };
  },
};

function* redefined<R extends object>(
  rows: readonly R[],
  nations: readonly R[],
  nameOf: (row: R) => string,
): Iterable<Breach> {
  const known = new Set(nations.map(nameOf));
  for (const row of rows)
    if (known.has(nameOf(row)))
      yield { row, path: "", zh: `全国规则已有 ${nameOf(row)}`, en: `the nation's pack has ${nameOf(row)} already` };
}

const width: Readonly<Record<FieldDisclosure, number>> = {
  sealed: 0,
  subject: 1,
  shared: 2,
  "after-release": 3,
  public: 4,
};

const notSharper: Assertion = {
  code: "region-not-sharper",
  article: "国办发〔2020〕49号（过惩相当）",
  says: {
    zh: "地方不利事项的公示、保存不长于全国同类事项，同名字段的公开不宽于全国",
    en: "a region's adverse items are published and kept no longer than the nation's of that category, and no field of the same name is shown more widely",
  },
  *breaches({ contents, nation }) {
    if (nation === null) return;
    for (const row of contents.items) {
      yield* longer(row, nation);
      yield* wider(row, nation);
    }
  },
};

function longestMonths(item: Item): number {
  return Math.max(0, ...item.terms.publication.levels.map(({ monthsMax }) => monthsMax ?? Number.POSITIVE_INFINITY));
}

function* longer(row: Item, nation: PackContents): Iterable<Breach> {
  const alike = nation.items.filter(
    (item) => item.adverse && item.category === row.category && item.effectiveTo === null,
  );
  if (!row.adverse || alike.length === 0) return;
  const months = Math.max(...alike.map(longestMonths));
  const years = Math.max(...alike.map((item) => item.terms.retention.years));
  if (longestMonths(row) > months)
    yield {
      row,
      path: "/terms/publication",
      zh: `公示长于全国的 ${months} 个月`,
      en: `published longer than the nation's ${months} months`,
    };
  if (row.terms.retention.years > years)
    yield {
      row,
      path: "/terms/retention",
      zh: `保存长于全国的 ${years} 年`,
      en: `kept longer than the nation's ${years} years`,
    };
}

function* wider(row: Item, nation: PackContents): Iterable<Breach> {
  for (const [name, field] of Object.entries(row.schema.properties)) {
    const nations = nation.items
      .filter((item) => item.category === row.category)
      .flatMap((item) => item.schema.properties[name]?.["x-disclosure"] ?? []);
    const widest = Math.max(...nations.map((disclosure) => width[disclosure]));
    if (nations.length > 0 && width[field["x-disclosure"]] > widest)
      yield {
        row,
        path: `/schema/properties/${name}/x-disclosure`,
        zh: "公开得比全国同名字段宽",
        en: "shown more widely than the nation's field of that name",
      };
  }
}

const addsNoMeasures: Assertion = {
  code: "region-measures",
  article: "C7; 国办发〔2020〕49号 五（不得擅自增加惩戒措施）",
  says: {
    zh: "地方的惩戒措施只随地方自己的名单，由其地方性法规设定，不减损权益；全国名单的后果由全国规定",
    en: "a region's constraints follow its own lists only, are granted by its own regulation and reduce no rights; what follows from the nation's lists is the nation's to say",
  },
  *breaches({ contents }) {
    if (contents.pack.within === null) return;
    for (const row of contents.measures) {
      if (row.sort === "incentive") continue;
      if (row.kind === 1) yield { row, path: "/kind", zh: "地方不得减损权益", en: "a region may not reduce rights" };
      if (row.grantedBy !== "local-regulation")
        yield { row, path: "/grantedBy", zh: "应由地方性法规设定", en: "its own regulation must grant it" };
      for (const [at, { list }] of row.follows.entries())
        if (!contents.lists.some(({ id }) => id === list))
          yield { row, path: `/follows/${at}/list`, zh: "不是地方自己的名单", en: "no list of its own" };
    }
  },
};

export const region: readonly Assertion[] = [ownLaw, addsOnly, notSharper, addsNoMeasures];
