import { type CsvRecord, CsvScanner, type Delimiter, sniffDelimiter, sniffLineEnd } from "./csv.ts";
import { findHeader, fitRow, type Header, type TableHints } from "./header.ts";
import { limits } from "./limits.ts";
import { refuseFile } from "./refused.ts";
import { isBlank, type SheetRow } from "./row.ts";
import type { Source } from "./source.ts";
import type { Table } from "./table.ts";
import { byteOrderMark, decodeText, type Encoding, EncodingBroken, findForeignUtf8, isBigEndian } from "./text.ts";

interface Dialect {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly lineEnd: "\n" | "\r";
}

/** Surveys a CSV: its encoding proved over the whole file, its separator, header and number of rows. */
export async function openCsv(source: Source, hints: TableHints): Promise<Omit<Table, "packed">> {
  const { dialect, header, rows } = await survey(source, hints);
  return {
    format: "csv",
    encoding: dialect.encoding,
    delimiter: dialect.delimiter,
    sheet: null,
    sheets: [],
    columns: header.columns,
    headerRow: header.row,
    rows,
    notes: [],
    read: () => readRows(source, dialect, header),
  };
}

interface Survey {
  readonly dialect: Dialect;
  readonly header: Header;
  readonly rows: number;
}

/** Tries UTF-8 first, then GB 18030: the first that holds to the last byte. */
async function survey(source: Source, hints: TableHints): Promise<Survey> {
  const head = await firstBytes(source);
  const mark = byteOrderMark(head);
  if (isBigEndian(head) && !hints.encoding)
    refuseFile("intake.file-encoding", { params: { encoding: "UTF-8 / GB18030", byte: 1, line: 1 } });
  const encodings: Encoding[] = hints.encoding ? [hints.encoding] : mark ? [mark] : ["utf-8", "gb18030"];
  let broken: { encoding: Encoding; byte: number } | null = null;
  for (const encoding of encodings) {
    try {
      const found = await surveyAs(source, encoding, hints);
      if (encoding === "gb18030") await mustNotBeMixed(source);
      return found;
    } catch (error) {
      if (!(error instanceof EncodingBroken)) throw error;
      if (!broken || error.byte > broken.byte) broken = { encoding, byte: error.byte };
    }
  }
  const at = broken ?? { encoding: "utf-8", byte: 0 };
  return refuseFile("intake.file-encoding", {
    params: { encoding: at.encoding, byte: at.byte + 1, line: await lineOf(source, at.byte) },
  });
}

async function firstBytes(source: Source): Promise<Buffer> {
  for await (const chunk of source.stream()) return chunk;
  return Buffer.alloc(0);
}

async function mustNotBeMixed(source: Source): Promise<void> {
  const byte = await findForeignUtf8(source.stream());
  if (byte !== null)
    refuseFile("intake.file-mixed-encoding", { params: { byte: byte + 1, line: await lineOf(source, byte) } });
}

/** The line a byte stands in, from 1. */
async function lineOf(source: Source, byte: number): Promise<number> {
  let line = 1;
  let at = 0;
  for await (const chunk of source.stream()) {
    const part = chunk.subarray(0, Math.max(0, byte - at));
    for (let next = part.indexOf(10); next >= 0; next = part.indexOf(10, next + 1)) line++;
    at += chunk.length;
    if (at >= byte) break;
  }
  return line;
}

const sampleChars = 64 * 1024;

async function surveyAs(source: Source, encoding: Encoding, hints: TableHints): Promise<Survey> {
  let scanner: CsvScanner | null = null;
  let dialect: Dialect | null = null;
  let sample = "";
  const first: SheetRow[] = [];
  let filled = 0;
  const take = (records: readonly CsvRecord[], before: number) => {
    for (let i = 0; i < records.length; i++) {
      const cells = records[i]?.cells ?? [];
      if (isBlank(cells)) continue;
      filled++;
      if (first.length < limits.headerRowsMax) first.push({ row: before + i + 1, cells, flaw: null });
    }
  };
  const begin = (): CsvScanner => {
    dialect = { encoding, delimiter: hints.delimiter ?? sniffDelimiter(sample), lineEnd: sniffLineEnd(sample) };
    scanner = new CsvScanner(dialect);
    take(scanner.push(sample), 0);
    return scanner;
  };
  for await (const text of decodeText(source.stream(), encoding)) {
    if (scanner) {
      const before = (scanner as CsvScanner).records;
      take((scanner as CsvScanner).push(text), before);
      if (filled > limits.rowsMax) refuseFile("intake.file-too-large");
    } else {
      sample += text;
      if (sample.length >= sampleChars) begin();
    }
  }
  const ending = scanner ?? begin();
  const before = ending.records;
  take(ending.end(), before);
  if (!dialect || filled === 0) refuseFile("intake.file-empty");
  const header = findHeader(first, hints);
  if (header.columns.length > limits.columnsMax)
    refuseFile("intake.file-too-many-columns", { params: { row: header.row, max: limits.columnsMax } });
  return { dialect, header, rows: filled - first.filter(({ row }) => row <= header.row).length };
}

async function* readRows(source: Source, dialect: Dialect, header: Header): AsyncGenerator<SheetRow[]> {
  const scanner = new CsvScanner(dialect);
  const fitted = (records: readonly CsvRecord[], before: number): SheetRow[] => {
    const rows: SheetRow[] = [];
    for (let i = 0; i < records.length; i++) {
      const { cells, quoteFlaw } = records[i] as CsvRecord;
      const row = before + i + 1;
      if (row <= header.row || isBlank(cells)) continue;
      const flaw = quoteFlaw ? ({ code: "row.quote", params: {} } as const) : null;
      rows.push(fitRow({ row, cells, flaw }, { columns: header.columns, sparse: false }));
    }
    return rows;
  };
  for await (const text of decodeText(source.stream(), dialect.encoding)) {
    const before = scanner.records;
    const rows = fitted(scanner.push(text), before);
    if (rows.length > 0) yield rows;
  }
  const before = scanner.records;
  const rows = fitted(scanner.end(), before);
  if (rows.length > 0) yield rows;
}
