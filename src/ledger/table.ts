/** Public decisions as a spreadsheet's rows. */
import type { DecisionList, ItemLegend } from "#contract/ledger.ts";
import { csvCell } from "#core/csv.ts";
import type { Bilingual } from "#core/refusal.ts";

type Language = keyof Bilingual;
type FieldLegend = ItemLegend["fields"][string];

/** An item whose decisions a table may hold: what its fields are called, and which of them the public may see. */
export interface TableItem {
  readonly legend: ItemLegend;
  readonly public: ReadonlySet<string>;
}

type Head = readonly [name: string, title: Bilingual];

/** What stands of every decision whatever its item, under names of our own. */
const heads: readonly Head[] = [
  ["subject.code", { zh: "统一社会信用代码", en: "unified code" }],
  ["subject.name", { zh: "名称", en: "name" }],
  ["item", { zh: "事项", en: "item" }],
  ["authority", { zh: "决定机关", en: "authority" }],
  ["authority.code", { zh: "决定机关代码", en: "code of the authority" }],
  ["decided-on", { zh: "决定日期", en: "decided on" }],
  ["published-until", { zh: "公示截止", en: "published until" }],
  ["data-of", { zh: "数据日期", en: "data of" }],
];

/**
 * CSV with a BOM, so that spreadsheets read Chinese: a column for each public field of the items, its title followed by
 * its machine name, in the items' own order. Cells that a spreadsheet would run are made text.
 * @param given.day the day of the data, in every row: rows are taken out of their file
 */
export function decisionsCsv(
  list: Omit<DecisionList, "next">,
  { language, day, items }: { language: Language; day: string; items: readonly TableItem[] },
): string {
  return csvOf(list, { language, items, heads }, ({ subject, record }) => [
    subject.code,
    subject.name,
    list.legends[record.item]?.title[language] ?? record.item,
    list.authorities[record.authority]?.[language] ?? record.authority,
    record.authority,
    record.decidedOn,
    record.publishedUntil ?? "",
    day,
  ]);
}

const entryHeads: readonly Head[] = [
  ["subject.code", { zh: "统一社会信用代码", en: "unified code" }],
  ["subject.name", { zh: "名称", en: "name" }],
  ["list", { zh: "名单", en: "list" }],
  ["authority", { zh: "认定机关", en: "authority" }],
  ["authority.code", { zh: "认定机关代码", en: "code of the authority" }],
  ["decided-on", { zh: "认定日期", en: "decided on" }],
  ["in-force-from", { zh: "列入日期", en: "in force from" }],
  ["until", { zh: "届满日期", en: "until" }],
  ["published-until", { zh: "公示截止", en: "published until" }],
  ["data-of", { zh: "数据日期", en: "data of" }],
];

/** Entries of a list in the same way, the days of the listing beside those of the decision. */
export function entriesCsv(
  entries: Omit<DecisionList, "next">,
  { language, day, items, list }: { language: Language; day: string; items: readonly TableItem[]; list: Bilingual },
): string {
  return csvOf(entries, { language, items, heads: entryHeads }, ({ subject, record }) => [
    subject.code,
    subject.name,
    list[language],
    entries.authorities[record.authority]?.[language] ?? record.authority,
    record.authority,
    record.decidedOn,
    record.effectiveFrom,
    record.effectiveTo ?? "",
    record.publishedUntil ?? "",
    day,
  ]);
}

interface Layout {
  readonly language: Language;
  readonly items: readonly TableItem[];
  readonly heads: readonly Head[];
}

/** Rows under the heads that all of them have, and under a column for each field. */
function csvOf(
  list: Omit<DecisionList, "next">,
  { language, items, heads: common }: Layout,
  ofAll: (decision: DecisionList["items"][number]) => string[],
): string {
  const columns = columnsOf(list, items);
  const titles = [
    ...common.map(([name, title]) => headed(title[language], name, language)),
    ...[...columns].map(([name, legends]) => headed(titleOf(legends, language), name, language)),
  ];
  const lines = list.items.map((decision) => {
    const { fields, item } = decision.record;
    const legend = list.legends[item];
    return [
      ...ofAll(decision),
      ...[...columns.keys()].map((name) => cellOf(fields[name], legend?.fields[name], language)),
    ];
  });
  return `\uFEFF${[titles, ...lines].map((cells) => cells.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** Columns by machine name, with what the items call them: the editions in force first, then what only older records have. */
function columnsOf(list: Omit<DecisionList, "next">, items: readonly TableItem[]): Map<string, FieldLegend[]> {
  const columns = new Map<string, FieldLegend[]>();
  const add = (name: string, legend: FieldLegend | undefined) => {
    const known = columns.get(name) ?? [];
    if (legend) known.push(legend);
    columns.set(name, known);
  };
  for (const { legend, public: allowed } of items)
    for (const [name, field] of Object.entries(legend.fields)) if (allowed.has(name)) add(name, field);
  for (const { record } of list.items)
    for (const name of Object.keys(record.fields))
      if (!columns.has(name)) add(name, list.legends[record.item]?.fields[name]);
  return columns;
}

/** One column may be called two things: 行政许可决定文书号／行政处罚决定书文号. */
function titleOf(legends: readonly FieldLegend[], language: Language): string {
  const titles = legends.map(({ title, unit }) => title[language] + (unit === "CNY" ? unitOf[language] : ""));
  return [...new Set(titles)].join(language === "zh" ? "／" : " / ");
}

const unitOf: Bilingual = { zh: "，元", en: ", CNY" };

function headed(title: string, name: string, language: Language): string {
  if (title === "") return name;
  return language === "zh" ? `${title}（${name}）` : `${title} (${name})`;
}

function cellOf(value: unknown, legend: FieldLegend | undefined, language: Language): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value))
    return value.map((one) => cellOf(one, legend, language)).join(language === "zh" ? "；" : "; ");
  if (typeof value === "boolean") return yesNo[language][value ? 0 : 1];
  return typeof value === "string" ? (legend?.words?.[value]?.[language] ?? value) : String(value);
}

const yesNo = { zh: ["是", "否"], en: ["yes", "no"] } as const;
