/**
 * Rows of a sheet, streamed. Our own, because the kept reader (exceljs 4.4) tells neither merged cells nor formulas
 * without a value, unfolds without a limit, and reads 11,000 rows a second (docs/decisions/own-readers.md).
 */
import { addDays, isoDate, parseIsoDate } from "#core/time/date.ts";
import { limits } from "./limits.ts";
import { refuseFile } from "./refused.ts";
import type { Cell } from "./row.ts";
import type { Source } from "./source.ts";
import { type Attributes, type Book, type BookSheet, type PartHandler, parsePart } from "./xlsx-book.ts";

/** A row as the sheet has it. */
export interface XlsxRow {
  readonly row: number;
  readonly hidden: boolean;
  readonly cells: readonly Cell[];
}

/** A block of merged cells: rows and columns from 1 and 0, both ends included. */
export interface Merge {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The rows of a sheet in order, some at a time. `onMerge` hears of merged cells, which a sheet names after its rows. */
export async function* readSheet(
  source: Source,
  book: Book,
  { sheet, onMerge }: { sheet: BookSheet; onMerge?: (merge: Merge) => void },
): AsyncGenerator<XlsxRow[]> {
  const rows: XlsxRow[] = [];
  const handler = new SheetHandler(book, (row) => rows.push(row), onMerge ?? (() => {}));
  for await (const _ of parsePart(source, sheet.entry, handler)) {
    if (rows.length > 0) yield rows.splice(0);
  }
}

class SheetHandler implements PartHandler {
  readonly #book: Book;
  readonly #onRow: (row: XlsxRow) => void;
  readonly #onMerge: (merge: Merge) => void;
  #row = 0;
  #hidden = false;
  #cells: Cell[] = [];
  #column = -1;
  #type = "n";
  #style = 0;
  #formula = false;
  #value = "";
  #inline = "";
  #reading: "value" | "inline" | null = null;
  #phonetic = 0;

  constructor(book: Book, onRow: (row: XlsxRow) => void, onMerge: (merge: Merge) => void) {
    this.#book = book;
    this.#onRow = onRow;
    this.#onMerge = onMerge;
  }

  open(name: string, attribute: Attributes): void {
    if (name === "c") this.#openCell(attribute);
    else if (name === "v") this.#reading = "value";
    else if (name === "t") this.#reading = this.#phonetic === 0 ? "inline" : null;
    else if (name === "f") this.#formula = true;
    else if (name === "row") this.#openRow(attribute);
    else if (name === "rPh") this.#phonetic++;
    else if (name === "mergeCell") this.#merge(attribute["ref"] ?? "");
  }

  close(name: string): void {
    if (name === "v" || name === "t") this.#reading = null;
    else if (name === "rPh") this.#phonetic--;
    else if (name === "c") this.#closeCell();
    else if (name === "row") this.#onRow({ row: this.#row, hidden: this.#hidden, cells: this.#cells });
  }

  text(text: string): void {
    if (this.#reading === "value") this.#value += text;
    else if (this.#reading === "inline") this.#inline += text;
  }

  #openRow(attribute: Attributes): void {
    const row = Number(attribute["r"] ?? this.#row + 1);
    // Rows out of order would let one number stand for two rows.
    if (!Number.isInteger(row) || row <= this.#row) refuseFile("intake.file-damaged");
    this.#row = row;
    this.#hidden = ["1", "true"].includes(attribute["hidden"] ?? "") || Number(attribute["ht"] ?? 1) === 0;
    this.#cells = [];
    this.#column = -1;
  }

  #openCell(attribute: Attributes): void {
    const reference = attribute["r"];
    this.#column = reference ? columnOf(reference) : this.#column + 1;
    if (this.#column >= limits.columnsMax)
      refuseFile("intake.file-too-many-columns", { params: { row: this.#row, max: limits.columnsMax } });
    this.#type = attribute["t"] ?? "n";
    this.#style = Number(attribute["s"] ?? 0);
    this.#formula = false;
    this.#value = "";
    this.#inline = "";
  }

  #closeCell(): void {
    while (this.#cells.length < this.#column) this.#cells.push("");
    this.#cells[this.#column] = this.#cell();
  }

  #cell(): Cell {
    const value = this.#value;
    // What a formula shows depends on other cells, other files, the day: it is the agency's to write it out.
    if (this.#formula) return { kind: "flaw", code: "cell.formula", text: value };
    if (this.#type === "s") return this.#book.texts[Number(value)] ?? refuseFile("intake.file-damaged");
    if (this.#type === "inlineStr") return this.#inline;
    if (this.#type === "str") return value;
    if (this.#type === "e") return { kind: "flaw", code: "cell.error", text: value };
    if (this.#type === "b") return { kind: "boolean", text: value === "1" ? "true" : "false" };
    if (value === "") return "";
    if (this.#type === "d") return isoCell(value);
    return this.#book.dateStyles[this.#style] ? this.#date(value) : numberCell(value);
  }

  #date(value: string): Cell {
    const date = serialDate(Number(value), this.#book.from1904);
    return date ? { kind: "date", text: date } : { kind: "number", text: value };
  }

  #merge(reference: string): void {
    const [from = "", to = from] = reference.split(":");
    this.#onMerge({ top: rowOf(from), bottom: rowOf(to), left: columnOf(from), right: columnOf(to) });
  }
}

/** `AB12` is column 27, counted from 0. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at) - 64;
    if (code < 1 || code > 26) break;
    column = column * 26 + code;
  }
  return column - 1;
}

function rowOf(reference: string): number {
  return Number(/\d+$/.exec(reference)?.[0] ?? 0);
}

function isoCell(value: string): Cell {
  const date = parseIsoDate(value.slice(0, 10));
  return date ? { kind: "date", text: date } : value;
}

/**
 * The day of a serial number; null where there is none. In the usual system day 60 is 1900-02-29, which never was:
 * serials below 61 are off by one in one program or another, so they are not taken for days.
 */
export function serialDate(serial: number, from1904: boolean): ReturnType<typeof parseIsoDate> {
  const day = Math.floor(serial);
  if (!Number.isFinite(serial) || day < (from1904 ? 0 : 61) || day > 2_958_465) return null;
  return addDays(isoDate(from1904 ? "1904-01-01" : "1899-12-30"), day);
}

const digitsMax = 15;

/**
 * A number in plain decimal digits. A whole number of 16 digits or more was rounded by Excel when it was typed in: an
 * 18-digit code kept as a number has lost its last three digits for good, so it must not pass for a value.
 */
function numberCell(value: string): Cell {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number)) return value;
  if (Math.abs(number) >= 10 ** digitsMax) return { kind: "flaw", code: "cell.rounded", text: value };
  return { kind: "number", text: /^-?\d+(\.\d+)?$/.test(value) ? value : plainDecimal(number) };
}

/** 1.6E-2 as 0.016. */
function plainDecimal(number: number): string {
  const text = String(number);
  return text.includes("e") ? number.toFixed(20).replace(/\.?0+$/, "") : text;
}
