/** Divisions of GB/T 2260 with their history. The table is data of a pack and is passed in. */
import { prepare } from "./normalise.ts";
import { type Checked, malformed, type Note } from "./verdict.ts";

/** `statistical`: no administrative division, but named in the statistical edition (development zones). */
export type DivisionStatus = "current" | "abolished" | "statistical" | "unlisted";

export interface Division {
  /** Six digits: province, prefecture, county. */
  readonly code: string;
  /** As the standard names it, without what it belongs to: 东城区. Null where the code is in no list. */
  readonly name: string | null;
  /** With what it belongs to: 北京市东城区. */
  readonly fullName: string | null;
  readonly status: DivisionStatus;
  /** Codes its area is under now; empty for those in force and where none is recorded. */
  readonly successors: readonly string[];
}

/** A table of divisions, built once. */
export interface Divisions {
  /** Number of rows. */
  readonly size: number;
  /** The division of a six-digit code; `unlisted`, with what is known of its province, where no list has it. */
  find(code: string): Division;
  /** Every row, in the order of the table. */
  all(): Iterable<Division>;
}

const statuses: readonly string[] = ["current", "abolished", "statistical"];

/**
 * Builds the table from the parsed `packs/<nation>/codes/divisions.json`: a list of rows, each a list of code, name, full
 * name, status and, where there are any, the codes of its successors. Throws where a row is not so: the file is ours,
 * generated and tested.
 */
export function divisionsFrom(rows: unknown): Divisions {
  if (!Array.isArray(rows)) throw new TypeError("the table of divisions is no list");
  const byCode = new Map<string, Division>();
  for (const row of rows) {
    const division = divisionOf(row);
    if (!division || byCode.has(division.code))
      throw new TypeError("a row of the table of divisions is wrong or doubled");
    byCode.set(division.code, division);
  }
  return {
    size: byCode.size,
    find: (code) => byCode.get(code) ?? { code, name: null, fullName: null, status: "unlisted", successors: [] },
    all: () => byCode.values(),
  };
}

function divisionOf(row: unknown): Division | null {
  if (!Array.isArray(row)) return null;
  const [code, name, fullName, status, successors = []]: unknown[] = row;
  const isRight =
    isCode(code) &&
    isText(name) &&
    isText(fullName) &&
    isText(status) &&
    Array.isArray(successors) &&
    successors.every(isCode);
  return isRight && statuses.includes(status)
    ? { code, name, fullName, status: status as DivisionStatus, successors }
    : null;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isCode(value: unknown): value is string {
  return isText(value) && /^\d{6}$/.test(value);
}

/** What is to be said of a division that is not in force; null for those that are. */
export function divisionNote({ code, status, successors }: Division): Note | null {
  if (status === "current") return null;
  if (status !== "abolished") return { code: `division.${status}`, params: { code } };
  return successors.length === 0
    ? { code: "division.abolished-no-successor", params: { code } }
    : { code: "division.abolished", params: { code, successors: successors.join(" ") } };
}

/** Checks a division code that stands alone: valid where any list, of today or earlier, has it. */
export function checkDivisionCode(raw: string, divisions: Divisions): Checked {
  const { text: code, notes, placeholder } = prepare(raw);
  if (placeholder) return placeholder;
  if (!/^\d{6}$/.test(code)) return malformed(notes, { code: "division.form" });
  const division = divisions.find(code);
  const note = divisionNote(division);
  if (division.status === "unlisted" && note) return malformed(notes, note);
  return { verdict: "valid", normalised: code, notes: note ? [...notes, note] : notes };
}
