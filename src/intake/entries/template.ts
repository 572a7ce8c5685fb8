/**
 * The template of an item: a header as its published layout names the columns, and, in the workbook, a sheet that says
 * what each column means. Filled in, it comes through intake without a mapping.
 */
import type ExcelJS from "exceljs";
import type { Field } from "#contract/catalogue.ts";
import { csvCell } from "#core/csv.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import { templateColumn } from "../map/columns.ts";

/** One column of a template. */
interface Column {
  readonly name: string;
  readonly fieldName: string;
  readonly field: Field;
  readonly required: boolean;
  /** The column's amounts are in 万元, as the layout asks; else in 元. */
  readonly inTenThousands: boolean;
}

/** The columns of an item: each field's own title, with the layout's first name for it. */
export function templateColumns({ item, fields }: ItemVersion): Column[] {
  const required = new Set(item.schema.required);
  return [...fields].map(([fieldName, field]) => {
    const [layout = null] = field["x-layout"] ?? [];
    return {
      name: templateColumn(field, layout),
      fieldName,
      field,
      required: required.has(fieldName),
      inTenThousands: layout !== null && field["x-sent-in"] === 10_000,
    };
  });
}

/** As CSV: the header alone, with the mark that lets Excel read it as UTF-8. */
export function templateCsv(item: ItemVersion): Buffer {
  return Buffer.from(
    `\ufeff${templateColumns(item)
      .map(({ name }) => csvCell(name))
      .join(",")}\r\n`,
  );
}

const rowsPrepared = 2000;

/** As a workbook: the sheet to fill in, then the sheet that explains it. */
export async function templateXlsx(version: ItemVersion, made: Date): Promise<Buffer> {
  // A large library that a start need not wait for.
  const { default: library } = await import("exceljs");
  const columns = templateColumns(version);
  const book = new library.Workbook();
  book.created = made;
  book.modified = made;
  fillingSheet(book, columns);
  explainingSheet(book, version, columns);
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** Cells are texts, so that no code is rounded and no date is turned; amounts alone are numbers. */
function fillingSheet(book: ExcelJS.Workbook, columns: readonly Column[]): void {
  const sheet = book.addWorksheet("数据 Data", { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.columns = columns.map(({ name, field }) => ({
    header: name,
    width: Math.min(40, Math.max(14, name.length + 2)),
    style: { numFmt: isNumber(field) ? "General" : "@" },
  }));
  const header = sheet.getRow(1);
  header.font = { bold: true };
  columns.forEach(({ required, field }, at) => {
    header.getCell(at + 1).fill = {
      type: "pattern",
      pattern: "solid",
      fgColor: { argb: required ? "FFFDE9D9" : "FFEAF1EC" },
    };
    const choice = choiceOf(field);
    // Excel takes a list of at most 255 characters.
    if (choice === null || choice.length > 255) return;
    const letter = sheet.getColumn(at + 1).letter;
    for (let row = 2; row <= rowsPrepared; row++)
      sheet.getCell(`${letter}${row}`).dataValidation = {
        type: "list",
        allowBlank: true,
        showErrorMessage: true,
        formulae: [`"${choice}"`],
      };
  });
}

function isNumber({ type }: Field): boolean {
  return type === "number" || type === "integer";
}

/** The words to choose from where one has to be chosen; null for lists and open fields, and for words Excel would part. */
function choiceOf(field: Field): string | null {
  if (field.type !== "string" || !field.enum) return null;
  const words = field.enum.map((value, at) => field["x-words"]?.[at]?.zh ?? value);
  return words.some((word) => /[",]/.test(word)) ? null : words.join(",");
}

const explained = [
  "列 Column",
  "含义 Meaning",
  "必填 Required",
  "写法 How",
  "可填的值 Values",
  "公开 Disclosure",
  "说明 Notes",
];

function explainingSheet(book: ExcelJS.Workbook, { item, key }: ItemVersion, columns: readonly Column[]): void {
  const sheet = book.addWorksheet("填报说明 Notes");
  sheet.columns = [44, 10, 46, 60, 24, 60].map((width) => ({
    width,
    style: { alignment: { wrapText: true, vertical: "top" } },
  }));
  const { law } = item;
  sheet.addRow([`${item.title.zh} ${item.title.en} · ${key}`]).font = { bold: true, size: 13 };
  sheet.addRow([`依据 Basis: ${law.map(({ title, article }) => `${title.zh} ${article}`).join("；")}`]);
  sheet.addRow([]);
  sheet.addRow(explained).font = { bold: true };
  for (const column of columns)
    sheet.addRow([
      // Name and meaning in one cell: a name alone would make this sheet look like one of data.
      `${column.name}\n${column.field["x-en"]}`,
      column.required ? "是 yes" : "否 no",
      howWritten(column),
      valuesOf(column.field),
      disclosureWords[column.field["x-disclosure"]],
      helpOf(column.field),
    ]);
}

function helpOf({ "x-help": help }: Field): string {
  return help ? `${help.zh} / ${help.en}` : "";
}

/** How a value is written, in both languages. */
function howWritten({ field, inTenThousands }: Column): string {
  if (field["x-unit"] === "CNY")
    return inTenThousands ? "金额，单位万元 / amount in 10,000 yuan" : "金额，单位元 / amount in yuan";
  if (field.type === "boolean") return "是 或 否 / 是 (yes) or 否 (no)";
  if (isNumber(field)) return "数字 / a number";
  if (field.format === "date")
    return "日期，如 2026-05-06；长期写 2099-12-31 / a day as 2026-05-06; no end: 2099-12-31";
  if (field.type === "array") return "多项以 ; 分开 / several, parted by ;";
  if (field.enum) return "从可填的值中选 / one of the values";
  const length =
    field.maxLength === undefined ? "" : `，最多 ${field.maxLength} 字 / up to ${field.maxLength} characters`;
  return field["x-identifier"] === undefined ? `文字 text${length}` : `号码 number${length}`;
}

function valuesOf(field: Field): string {
  const values = field.enum ?? field.items?.enum ?? [];
  return values
    .map((value, at) => {
      const words = field["x-words"]?.[at];
      return words ? `${words.zh} (${words.en})` : value;
    })
    .join("；");
}

const disclosureWords: Readonly<Record<Field["x-disclosure"], string>> = {
  public: "公开 public",
  "after-release": "经确认脱敏后公开 public after release",
  shared: "依法共享 shared by law",
  subject: "仅本人可见 the subject only",
  sealed: "加密保存，不公开 sealed",
};
