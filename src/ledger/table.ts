/** Public decisions as a spreadsheet's rows. */
import type { ItemLegend } from "#contract/ledger.ts";
import type { DecisionList } from "./decisions.ts";

/** CSV with a BOM, so that spreadsheets read Chinese; cells that a spreadsheet would run are made text. */
export function decisionsCsv(
  list: Omit<DecisionList, "next">,
  { language, day }: { language: "zh" | "en"; day: string },
): string {
  const heads =
    language === "zh"
      ? ["统一社会信用代码", "名称", "事项", "决定机关", "决定日期", "公示截止", "内容", "数据日期"]
      : ["unified code", "name", "item", "authority", "decided on", "published until", "content", "data of"];
  const lines = list.items.map(({ subject, record }) => {
    const legend = list.legends[record.item];
    return [
      subject.code,
      subject.name,
      legend?.title[language] ?? record.item,
      list.authorities[record.authority]?.[language] ?? record.authority,
      record.decidedOn,
      record.publishedUntil ?? "",
      legend ? contentOf(record.fields, legend, language) : "",
      day,
    ];
  });
  return `\uFEFF${[heads, ...lines].map((cells) => cells.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

function contentOf(fields: { readonly [name: string]: unknown }, legend: ItemLegend, language: "zh" | "en"): string {
  return Object.entries(fields)
    .map(([name, value]) => {
      const field = legend.fields[name];
      const word = typeof value === "string" ? field?.words?.[value]?.[language] : undefined;
      return `${field?.title[language] ?? name}: ${word ?? (Array.isArray(value) ? value.join("; ") : String(value))}`;
    })
    .join("; ");
}

/** One cell of CSV (RFC 4180). A leading `=`, `+`, `-`, `@`, tab or return would be run by a spreadsheet: a quote in front keeps it text. */
export function csvCell(value: string): string {
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
