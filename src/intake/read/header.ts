/** Finds the row that names the columns: agencies write titles, units and dates of filling above it. */
import { limits } from "./limits.ts";
import { refuseFile } from "./refused.ts";
import { type Cell, cellText, isBlank, type SheetRow } from "./row.ts";

/** What is known of a file before it is opened: from its mapping, or from the item's published layouts. */
export interface TableHints {
  /** Keys ({@link columnKey}) of columns that are expected; empty where a mapping is still to be proposed. */
  readonly known: ReadonlySet<string>;
  readonly sheet?: string;
  readonly headerRow?: number;
  readonly encoding?: "utf-8" | "utf-16le" | "gb18030";
  readonly delimiter?: "," | "\t" | ";" | "|";
}

/** The header: its row, and the columns' names as written ("" for a column without one). */
export interface Header {
  readonly row: number;
  readonly columns: readonly string[];
}

const invisible = /[\s\u200b-\u200d\u2060\ufeff]/gu;
const requiredMark = /^[*＊]+|[*＊]+$/gu;

/** Two column names are the same if these are: width, spaces, letter case and the mark of required columns apart. */
export function columnKey(name: string): string {
  return name.normalize("NFKC").replace(invisible, "").replace(requiredMark, "").toLowerCase();
}

/**
 * The header among the first rows: the given one, else the row with most known names, else (nothing known) the first
 * row as wide as the widest. Refuses the file where there is none.
 */
export function findHeader(rows: readonly SheetRow[], hints: TableHints): Header {
  const found = hints.headerRow ? rows.find(({ row }) => row === hints.headerRow) : likeliest(rows, hints.known);
  if (!found) {
    const first = rows.find(({ cells }) => !isBlank(cells));
    refuseFile("intake.header-missing", {
      params: { row: first?.row ?? 1, found: (first?.cells ?? []).slice(0, 8).map(cellText).join(" | ").slice(0, 120) },
    });
  }
  const columns = found.cells.map((cell) => cellText(cell).trim());
  while (columns.length > 0 && columns.at(-1) === "") columns.pop();
  mustBeDistinct(columns, found.row);
  return { row: found.row, columns };
}

function likeliest(rows: readonly SheetRow[], known: ReadonlySet<string>): SheetRow | undefined {
  let best: SheetRow | undefined;
  let most = 0;
  for (const row of rows.slice(0, limits.headerRowsMax)) {
    const names = new Set(row.cells.map((cell) => columnKey(cellText(cell))).filter((key) => key !== ""));
    const score = known.size > 0 ? names.intersection(known).size : names.size;
    if (score > most) [best, most] = [row, score];
  }
  return best;
}

function mustBeDistinct(columns: readonly string[], row: number): void {
  const seen = new Set<string>();
  for (const column of columns) {
    const key = columnKey(column);
    if (key !== "" && seen.has(key)) refuseFile("intake.header-duplicate", { field: column, params: { row } });
    seen.add(key);
  }
}

/**
 * Fits a row to the header's columns. Too few cells, or something standing beyond the last named column, means that
 * cells may have moved: such a row is marked, never filled up by guess.
 */
export function fitRow(row: SheetRow, { columns, sparse }: { columns: readonly string[]; sparse: boolean }): SheetRow {
  const { cells, flaw } = row;
  const width = columns.length;
  if (flaw) return row;
  if (cells.length < width) {
    if (!sparse) {
      return { ...row, flaw: { code: "row.ragged", params: { cells: cells.length, columns: width } } };
    }
    const filled: Cell[] = [...cells];
    while (filled.length < width) filled.push("");
    return { ...row, cells: filled };
  }
  for (let at = width; at < cells.length; at++) {
    if (!isBlank([cells[at] ?? ""])) {
      return { ...row, flaw: { code: "row.beyond-columns", params: { cells: at + 1, columns: width } } };
    }
  }
  return row;
}
