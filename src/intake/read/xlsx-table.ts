import { columnKey, findHeader, fitRow, type Header, type TableHints } from "./header.ts";
import { limits } from "./limits.ts";
import { FileRefused, refuseFile } from "./refused.ts";
import { type Cell, cellText, isBlank, type SheetRow } from "./row.ts";
import type { Source } from "./source.ts";
import type { Table, TableNote } from "./table.ts";
import { type Merge, readSheet, type XlsxRow } from "./xlsx.ts";
import { type Book, type BookSheet, readBook } from "./xlsx-book.ts";
import { readZip } from "./zip.ts";

const mergesMax = 200_000;

/** Surveys a workbook: which sheet, which header, which cells are merged, how many rows. */
export async function openXlsx(source: Source, hints: TableHints): Promise<Omit<Table, "packed">> {
  const book = await readBook(source, await readZip(source));
  const shown = book.sheets.filter((sheet) => !sheet.hidden);
  const chosen = await chooseSheet(source, { book, shown, hints });
  const { header, merges, rows, others } = chosen;
  return {
    format: "xlsx",
    encoding: null,
    delimiter: null,
    sheet: chosen.sheet.name,
    sheets: shown.map(({ name }) => name),
    columns: header.columns,
    headerRow: header.row,
    rows,
    notes: others.map((name): TableNote => ({ row: 0, code: "file.sheet-not-read", params: { sheet: name } })),
    read: () => readRows(source, { book, sheet: chosen.sheet, header, merges }),
  };
}

interface SheetSurvey {
  readonly sheet: BookSheet;
  readonly header: Header;
  readonly merges: readonly Merge[];
  readonly rows: number;
}

interface Choice {
  readonly book: Book;
  readonly shown: readonly BookSheet[];
  readonly hints: TableHints;
}

/** The one sheet that has a header we know; a person must name it where several have. */
async function chooseSheet(
  source: Source,
  { book, shown, hints }: Choice,
): Promise<SheetSurvey & { others: string[] }> {
  if (hints.sheet !== undefined) {
    const named = shown.find(({ name }) => columnKey(name) === columnKey(hints.sheet ?? ""));
    if (!named) refuseFile("intake.sheet-missing", { params: { sheet: hints.sheet } });
    const others = shown.filter((sheet) => sheet !== named).map(({ name }) => name);
    return { ...(await surveySheet(source, { book, sheet: named, hints })), others };
  }
  const found: SheetSurvey[] = [];
  const others: string[] = [];
  let missing: FileRefused | null = null;
  for (const sheet of shown) {
    try {
      found.push(await surveySheet(source, { book, sheet, hints }));
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error;
      if (error.refusal.code === "intake.header-missing") missing ??= error;
      else if (error.refusal.code !== "intake.file-empty") throw error;
      if (error.refusal.code === "intake.header-missing") others.push(sheet.name);
    }
  }
  const [first, second] = found;
  if (!first) throw missing ?? new FileRefused({ code: "intake.file-empty" });
  if (second)
    refuseFile("intake.sheets-several", { params: { sheets: found.map(({ sheet }) => sheet.name).join("、") } });
  return { ...first, others };
}

async function surveySheet(
  source: Source,
  { book, sheet, hints }: { book: Book; sheet: BookSheet; hints: TableHints },
): Promise<SheetSurvey> {
  const first: XlsxRow[] = [];
  const merges: Merge[] = [];
  let filled = 0;
  const onMerge = (merge: Merge) => {
    if (merges.length >= mergesMax) refuseFile("intake.file-damaged");
    merges.push(merge);
  };
  for await (const rows of readSheet(source, book, { sheet, onMerge })) {
    for (const row of rows) {
      if (isBlank(row.cells)) continue;
      filled++;
      if (first.length < limits.headerRowsMax) first.push(row);
    }
  }
  if (filled === 0) refuseFile("intake.file-empty");
  const rows = withMergedNames(first, merges);
  const header = findHeader(rows, hints);
  return {
    sheet,
    header,
    merges: merges.filter(({ bottom }) => bottom > header.row).sort((a, b) => a.top - b.top),
    rows: filled - first.filter(({ row }) => row <= header.row).length,
  };
}

/** A header of two rows: a name merged downwards names its column in the lower row too. */
function withMergedNames(rows: readonly XlsxRow[], merges: readonly Merge[]): SheetRow[] {
  const byNumber = new Map(rows.map((row) => [row.row, [...row.cells]]));
  for (const { top, bottom, left, right } of merges) {
    const name = byNumber.get(top)?.[left];
    if (left !== right || top === bottom || name === undefined) continue;
    for (let row = top + 1; row <= Math.min(bottom, top + 3); row++) {
      const cells = byNumber.get(row);
      if (!cells || cellText(cells[left] ?? "") !== "") continue;
      while (cells.length <= left) cells.push("");
      cells[left] = name;
    }
  }
  return rows.map(({ row }) => ({ row, cells: byNumber.get(row) ?? [], flaw: null }));
}

interface Reading {
  readonly book: Book;
  readonly sheet: BookSheet;
  readonly header: Header;
  readonly merges: readonly Merge[];
}

async function* readRows(source: Source, { book, sheet, header, merges }: Reading): AsyncGenerator<SheetRow[]> {
  let active: Merge[] = [];
  let next = 0;
  for await (const some of readSheet(source, book, { sheet })) {
    const rows: SheetRow[] = [];
    for (const { row, hidden, cells } of some) {
      if (row <= header.row) continue;
      active = active.filter(({ bottom }) => bottom >= row);
      for (let merge = merges[next]; merge && merge.top <= row; merge = merges[++next]) active.push(merge);
      if (isBlank(cells)) continue;
      const seen = active.length > 0 ? withMerges(cells, active) : cells;
      const flaw = hidden ? ({ code: "row.hidden", params: {} } as const) : null;
      rows.push(fitRow({ row, cells: seen, flaw }, { columns: header.columns, sparse: true }));
    }
    if (rows.length > 0) yield rows;
  }
}

/** Cells under a merge have one value for several places; whose it is, only a person can say. */
function withMerges(cells: readonly Cell[], active: readonly Merge[]): Cell[] {
  const marked = [...cells];
  for (const { left, right } of active) {
    for (let column = left; column <= Math.min(right, left + limits.columnsMax); column++) {
      while (marked.length <= column) marked.push("");
      marked[column] = { kind: "flaw", code: "cell.merged", text: cellText(marked[column] ?? "") };
    }
  }
  return marked;
}
