/** What readers give: rows of cells under their numbers in the file, with nothing interpreted yet. */
import type { IsoDate } from "#core/time/date.ts";

/** A cell that is more than text. Spreadsheets and JSON have types of their own, which are kept until a field asks. */
export type TypedCell =
  /** A number, in the decimal digits it was stored with. */
  | { readonly kind: "number"; readonly text: string }
  /** A day a spreadsheet stored as a serial number and shows as a date. */
  | { readonly kind: "date"; readonly text: IsoDate }
  | { readonly kind: "boolean"; readonly text: "true" | "false" }
  /** A JSON list of texts. */
  | { readonly kind: "list"; readonly values: readonly string[] }
  /** Something that must not be taken for a value: a formula, an error value, half of a merged cell. */
  | { readonly kind: "flaw"; readonly code: CellFlaw; readonly text: string };

export type CellFlaw = "cell.formula" | "cell.error" | "cell.merged" | "cell.nested" | "cell.rounded";

export type Cell = string | TypedCell;

/** Why a row cannot be taken as a row at all. */
export interface RowFlaw {
  readonly code:
    | "row.ragged"
    | "row.quote"
    | "row.hidden"
    | "row.not-an-object"
    | "row.duplicate-key"
    | "row.beyond-columns";
  readonly params: Readonly<Record<string, string | number>>;
}

export interface SheetRow {
  /** The row's number as a person finds it: from 1, header, title and blank rows counted. */
  readonly row: number;
  /** One cell a column of the table; "" where nothing stands. */
  readonly cells: readonly Cell[];
  readonly flaw: RowFlaw | null;
}

/** The text of a cell as it was sent, for showing. */
export function cellText(cell: Cell): string {
  if (typeof cell === "string") return cell;
  return cell.kind === "list" ? cell.values.join("；") : cell.text;
}

export function isBlank(cells: readonly Cell[]): boolean {
  for (const cell of cells) {
    if (typeof cell !== "string") return false;
    if (cell !== "" && cell.trim() !== "") return false;
  }
  return true;
}
