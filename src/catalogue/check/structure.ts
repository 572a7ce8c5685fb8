/** The pack is whole: the Outline's 34 tasks are there, nothing is named twice, nothing is named that is not there. */
import type { Item } from "#contract/catalogue.ts";
import type { PackContents } from "#contract/pack.ts";
import { calendarFrom } from "#core/time/calendar.ts";
import { itemKey } from "../fields.ts";
import type { Assertion, Breach, Examined } from "./assertion.ts";

const sectorCount = 34;

/** The Outline's four areas, by the numbers of their tasks. */
const areas: readonly (readonly [area: string, first: number, last: number])[] = [
  ["government", 1, 4],
  ["business", 5, 18],
  ["social", 19, 28],
  ["judicial", 29, 34],
];

/** Tasks whose founding text reaches private conduct of persons: what is declined there stands in the pack (charter). */
const reachingPrivateConduct = [4, 19, 22, 27, 28, 31];

const thirtyFourSectors: Assertion = {
  code: "sectors",
  article: "国发〔2014〕21号",
  says: {
    zh: "全国规则恰有《纲要》的 34 项任务，编号 1 至 34，各在其领域之内；地方规则没有自己的任务",
    en: "a nation's pack has exactly the Outline's 34 tasks, numbered 1 to 34, each in its area; a region's has none",
  },
  *breaches({ contents, nation }) {
    const { pack, sectors } = contents;
    if (pack.within !== null || nation !== null) {
      for (const row of sectors)
        yield { row, path: "/number", zh: "地方规则不设任务", en: "a region's pack has no sectors of its own" };
      return;
    }
    for (let number = 1; number <= sectorCount; number++) {
      if (!sectors.some((sector) => sector.number === number))
        yield { row: pack, path: "", zh: `缺少第 ${number} 项任务`, en: `task ${number} is missing` };
    }
    for (const row of sectors) {
      const area = areas.find(([, first, last]) => row.number >= first && row.number <= last)?.[0];
      if (area !== row.area)
        yield {
          row,
          path: "/area",
          zh: `第 ${row.number} 项任务属于 ${area} 领域`,
          en: `task ${row.number} belongs to the area ${area}`,
        };
    }
  },
};

const everySectorServed: Assertion = {
  code: "sector-served",
  article: "国办发〔2020〕49号",
  says: {
    zh: "每项任务至少有一个启用的目录事项，且两边互相列明；涉及个人私生活的任务写明拒绝的内容",
    en: "every task has at least one item that is switched on, each names the other; tasks that reach private conduct say what is declined",
  },
  *breaches({ contents }) {
    for (const row of contents.sectors) {
      const named = row.items.map((id) => contents.items.filter((item) => item.id === id));
      for (const [at, versions] of named.entries()) {
        const path = `/items/${at}`;
        const id = row.items[at];
        if (versions.length === 0) yield { row, path, zh: `没有目录事项 ${id}`, en: `there is no item ${id}` };
        else if (!versions.some((item) => item.sectors.includes(row.number)))
          yield {
            row,
            path,
            zh: `${id} 没有列明第 ${row.number} 项任务`,
            en: `${id} does not name task ${row.number}`,
          };
      }
      if (!named.flat().some((item) => item.switchedOn))
        yield { row, path: "/items", zh: "没有启用的目录事项", en: "no item of it is switched on" };
      if (reachingPrivateConduct.includes(row.number) && row.declined.length === 0)
        yield {
          row,
          path: "/declined",
          zh: "这项任务触及个人私生活，须写明拒绝的内容和理由",
          en: "this task reaches private conduct: what is declined must be said, with the reason",
        };
    }
  },
};

const nothingTwice: Assertion = {
  code: "twice",
  article: "ARCHITECTURE 8",
  says: {
    zh: "任务编号、机关种类、事项版本、规则、目的、区划、名单和程序和措施的版本、办理事项各只出现一次",
    en: "no sector, kind of agency, item version, rule, purpose, division, version of a list, procedure or measure, or matter stands twice",
  },
  *breaches({ contents }) {
    yield* twice(contents.sectors, (row) => `#${row.number}`, "/number");
    yield* twice(contents.agencyKinds, (row) => row.kind, "/kind");
    yield* twice(contents.items, itemKey, "/id");
    yield* twice(contents.rules, (row) => row.code, "/code");
    yield* twice(contents.purposes, (row) => row.purpose, "/purpose");
    yield* twice(contents.divisions, ([code]) => String(code), "/0");
    for (const rows of versionedRows(contents)) yield* twice(rows, itemKey, "/id");
    yield* twice(contents.matters, (row) => row.matter, "/matter");
  },
};

/** Rows that have versions, kind by kind. */
function versionedRows({ lists, procedures, measures }: PackContents) {
  return [lists, procedures, measures] as const;
}

function* twice<R extends object>(rows: readonly R[], nameOf: (row: R) => string, path: string): Iterable<Breach> {
  const seen = new Set<string>();
  for (const row of rows) {
    const name = nameOf(row);
    if (seen.has(name)) yield { row, path, zh: `${name} 出现两次`, en: `${name} stands twice` };
    seen.add(name);
  }
}

const everyCodeResolves: Assertion = {
  code: "codes",
  article: "ARCHITECTURE 8",
  says: {
    zh: "提到的机关种类、规则、任务、区划都能找到",
    en: "every kind of agency, rule, task and division that is named is there",
  },
  *breaches(examined) {
    const { contents } = examined;
    yield* unknownAgencyKinds(examined);
    const codes = new Set(examined.rules.map(({ code }) => code));
    const missing = (row: object, path: string, code: string): Breach[] =>
      codes.has(code) ? [] : [{ row, path, zh: `没有规则 ${code}`, en: `there is no rule ${code}` }];
    for (const item of contents.items)
      for (const [at, code] of item.rules.entries()) yield* missing(item, `/rules/${at}`, code);
    for (const rule of contents.rules)
      for (const [at, code] of rule.after.entries()) yield* missing(rule, `/after/${at}`, code);
    const numbers = new Set((examined.nation ?? contents).sectors.map(({ number }) => number));
    for (const item of contents.items)
      for (const [at, number] of item.sectors.entries())
        if (!numbers.has(number))
          yield { row: item, path: `/sectors/${at}`, zh: `没有第 ${number} 项任务`, en: `there is no task ${number}` };
    yield* idsOfAnother(contents);
    yield* unknownDivision(contents);
  },
};

function* idsOfAnother({ pack, items, lists, procedures, measures, matters }: PackContents): Iterable<Breach> {
  const named = [
    ...[...items, ...lists, ...procedures, ...measures].map((row) => ({ row, id: row.id, path: "/id" })),
    ...matters.map((row) => ({ row, id: row.matter, path: "/matter" })),
  ];
  for (const { row, id, path } of named)
    if (!id.startsWith(`${pack.id}/`))
      yield { row, path, zh: `应以 ${pack.id}/ 开头`, en: `must begin with ${pack.id}/` };
}

function* unknownAgencyKinds({ contents, agencyKinds }: Examined): Iterable<Breach> {
  const kinds = new Set(agencyKinds.map(({ kind }) => kind));
  const check = function* (row: object, path: string, named: readonly string[]): Iterable<Breach> {
    for (const [at, kind] of named.entries())
      if (kind !== "any" && !kinds.has(kind))
        yield { row, path: `${path}/${at}`, zh: `没有机关种类 ${kind}`, en: `there is no kind of agency ${kind}` };
  };
  for (const sector of contents.sectors) yield* check(sector, "/agencyKinds", sector.agencyKinds);
  for (const item of contents.items) yield* check(item, "/sentBy", item.sentBy);
  for (const purpose of contents.purposes) yield* check(purpose, "/agencyKinds", purpose.agencyKinds);
  for (const list of contents.lists) yield* check(list, "/keepers", list.keepers);
  for (const matter of contents.matters) yield* check(matter, "/agencyKinds", matter.agencyKinds);
  for (const measure of contents.measures) yield* check(measure, "/addressees", measure.addressees);
}

/** A nation has the whole standard and its own code in it; a region may be invented, so only its form is asked. */
function* unknownDivision({ pack, divisions }: PackContents): Iterable<Breach> {
  if (divisions.length === 0 || pack.division === "100000") return;
  if (!divisions.some(([code]) => code === pack.division))
    yield { row: pack, path: "/division", zh: `区划表中没有 ${pack.division}`, en: `no division ${pack.division}` };
}

const versionsInTime: Assertion = {
  code: "versions",
  article: "C2",
  says: {
    zh: "同一事项、名单、程序、措施的版本按时间先后编号，效力期间不重叠；规则和标准的起止不颠倒",
    en: "versions of an item, list, procedure or measure are numbered in time and do not overlap; no rule or criterion ends before it begins",
  },
  *breaches({ contents }) {
    for (const rows of [
      contents.items,
      contents.objectionTerms,
      contents.repairRules,
      contents.questionTerms,
      ...versionedRows(contents),
    ])
      yield* versionsOutOfTime(rows);
    const dated = [
      ...contents.rules.map((row) => ({ row, dates: row, path: "" })),
      ...contents.lists.flatMap((row) => row.criteria.map((dates, at) => ({ row, dates, path: `/criteria/${at}` }))),
    ];
    for (const { row, dates, path } of dated)
      if (dates.effectiveTo !== null && dates.effectiveTo < dates.effectiveFrom)
        yield { row, path: `${path}/effectiveTo`, zh: "截止早于起始", en: "ends before it begins" };
  },
};

type Versioned = Pick<Item, "id" | "version" | "effectiveFrom" | "effectiveTo">;

function* versionsOutOfTime(rows: readonly Versioned[]): Iterable<Breach> {
  for (const versions of Map.groupBy(rows, ({ id }) => id).values()) {
    const inOrder = versions.toSorted((a, b) => a.version - b.version);
    for (const [at, row] of inOrder.entries()) yield* outOfTime(inOrder[at - 1], row);
  }
}

function* outOfTime(before: Versioned | undefined, item: Versioned): Iterable<Breach> {
  if (item.effectiveTo !== null && item.effectiveTo < item.effectiveFrom)
    yield { row: item, path: "/effectiveTo", zh: "截止早于起始", en: "ends before it begins" };
  if (before === undefined) return;
  if (before.effectiveTo === null || before.effectiveTo >= item.effectiveFrom)
    yield {
      row: item,
      path: "/effectiveFrom",
      zh: `与第 ${before.version} 版的效力期间重叠`,
      en: `overlaps with version ${before.version}`,
    };
}

const calendarHolds: Assertion = {
  code: "calendar",
  article: "全国年节及纪念日放假办法; DOMAIN 11.11",
  says: {
    zh: "放假通知互不矛盾，各通知只说自己范围之内的日子",
    en: "the notices on days off do not contradict themselves and name only days they rule on",
  },
  *breaches({ contents }) {
    for (const [at, row] of contents.calendars.entries()) {
      try {
        calendarFrom(contents.calendars.slice(0, at + 1));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        yield { row, path: "", zh: error.message, en: error.message };
        return;
      }
    }
  },
};

const saidInBothLanguages: Assertion = {
  code: "both-languages",
  article: "ARCHITECTURE 13",
  says: {
    zh: "凡给人看的文字都有中文和英文",
    en: "whatever people read stands in Chinese and in English",
  },
  *breaches({ contents }) {
    const rows: readonly object[] = [
      contents.pack,
      ...contents.sectors,
      ...contents.agencyKinds,
      ...contents.items,
      ...contents.rules,
      ...contents.purposes,
      ...contents.lists,
      ...contents.procedures,
      ...contents.matters,
      ...contents.measures,
      ...contents.declinedMeasures,
      ...contents.objectionTerms,
      ...contents.repairRules,
      ...contents.questionTerms,
    ];
    for (const row of rows)
      for (const path of unsaid(row, ""))
        yield { row, path, zh: "缺少中文或英文", en: "Chinese or English is missing" };
  },
};

function* unsaid(value: unknown, path: string): Iterable<string> {
  if (typeof value !== "object" || value === null) return;
  const entries = Object.entries(value);
  if (entries.length === 2 && "zh" in value && "en" in value) {
    const said = /\p{Script=Han}|^[\w .()（）+-]+$/u.test(String(value.zh)) && /\w/.test(String(value.en));
    if (!said) yield path;
    return;
  }
  for (const [key, inner] of entries) yield* unsaid(inner, `${path}/${key}`);
}

export const structure: readonly Assertion[] = [
  thirtyFourSectors,
  everySectorServed,
  nothingTwice,
  everyCodeResolves,
  versionsInTime,
  calendarHolds,
  saidInBothLanguages,
];
