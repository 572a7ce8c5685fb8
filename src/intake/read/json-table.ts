import { columnKey } from "./header.ts";
import { JsonArrayScanner, type JsonRow, LineScanner, parseJsonRow } from "./json.ts";
import { limits } from "./limits.ts";
import { refuseFile } from "./refused.ts";
import type { Cell, SheetRow } from "./row.ts";
import type { Source } from "./source.ts";
import type { Table } from "./table.ts";
import { decodeText, EncodingBroken } from "./text.ts";

/** Surveys a JSON file: that all of it is JSON, and the keys its objects use, which become the columns. */
export async function openJson(source: Source, form: "json" | "ndjson"): Promise<Omit<Table, "packed">> {
  const columns = new Map<string, string>();
  let rows = 0;
  for await (const some of elements(source, form)) {
    for (const { row, cells } of some) {
      rows++;
      for (const key of cells?.keys() ?? []) addColumn(columns, key, row);
    }
    if (rows > limits.rowsMax) refuseFile("intake.file-too-large");
  }
  if (rows === 0) refuseFile("intake.file-empty");
  const names = [...columns.values()];
  return {
    format: form,
    encoding: "utf-8",
    delimiter: null,
    sheet: null,
    sheets: [],
    columns: names,
    headerRow: 0,
    rows,
    notes: [],
    read: () => readRows(source, form, names),
  };
}

function addColumn(columns: Map<string, string>, name: string, row: number): void {
  const key = columnKey(name);
  const known = columns.get(key);
  if (known === name) return;
  if (known !== undefined || key === "") refuseFile("intake.header-duplicate", { field: name, params: { row } });
  columns.set(key, name);
  if (columns.size > limits.columnsMax)
    refuseFile("intake.file-too-many-columns", { params: { row, max: limits.columnsMax } });
}

async function* readRows(
  source: Source,
  form: "json" | "ndjson",
  columns: readonly string[],
): AsyncGenerator<SheetRow[]> {
  for await (const some of elements(source, form)) {
    yield some.map(({ row, cells, duplicateKey }): SheetRow => {
      const flaw = !cells ? "row.not-an-object" : duplicateKey ? "row.duplicate-key" : null;
      return {
        row,
        cells: columns.map((column): Cell => cells?.get(column) ?? ""),
        flaw: flaw ? { code: flaw, params: {} } : null,
      };
    });
  }
}

/** The elements of the file, some at a time. JSON is UTF-8 (RFC 8259 8.1); anything else is refused. */
async function* elements(source: Source, form: "json" | "ndjson"): AsyncGenerator<JsonRow[]> {
  const scanner = form === "json" ? new JsonArrayScanner() : new LineScanner();
  let row = 0;
  const parsed = (texts: readonly string[]): JsonRow[] => {
    const rows: JsonRow[] = [];
    for (const text of texts) {
      row++;
      if (text.trim() !== "") rows.push(parseJsonRow(text, row));
    }
    return rows;
  };
  try {
    for await (const text of decodeText(source.stream(), "utf-8")) {
      const rows = parsed(scanner.push(text));
      if (rows.length > 0) yield rows;
    }
  } catch (error) {
    if (!(error instanceof EncodingBroken)) throw error;
    refuseFile("intake.file-encoding", {
      params: { encoding: "utf-8", byte: error.byte + 1, line: row + 1 },
    });
  }
  const rows = parsed(scanner.end());
  if (rows.length > 0) yield rows;
}
