/** Reads a field's value from a cell. What is not certain becomes a finding, never a value. */
import type { Field } from "#contract/catalogue.ts";
import type { FieldMapping } from "#contract/intake.ts";
import type { Json } from "#core/record/canonical.ts";
import { dateReasonOf, parseAgencyDate } from "#core/time/agency-date.ts";
import { columnKey } from "../read/header.ts";
import { limits } from "../read/limits.ts";
import { type Cell, cellText } from "../read/row.ts";
import { readAmount, readNumber, type UnitShift } from "./amount.ts";
import type { RowFinding } from "./mapped.ts";

/** Where a value is read from, for the findings about it. */
export interface Place {
  readonly field: string;
  readonly column: string | null;
  readonly findings: RowFinding[];
}

/** Reads one cell; undefined where nothing stands or nothing can be read for certain. */
export type ReadCell = (cell: Cell, place: Place) => Json | undefined;

/** How one field's cells are to be read. */
export interface FieldReading {
  readonly field: Field;
  /** Null: every cell says its unit itself. */
  readonly shift: UnitShift | null;
  readonly mapping: Pick<FieldMapping, "values" | "split" | "openEnded">;
  /** May this date be open-ended? */
  readonly mayBeOpen: boolean;
}

/** Adds a finding about a cell. */
export function find(
  { field, column, findings }: Place,
  code: string,
  {
    verdict = "refuse",
    cell = "",
    params = {},
  }: Partial<Pick<RowFinding, "verdict" | "params">> & { cell?: Cell } = {},
): undefined {
  findings.push({ code, verdict, column, field, value: cellText(cell).slice(0, 200), params });
}

/** The reader for a field, by its type. */
export function cellReader(reading: FieldReading): ReadCell {
  const { field } = reading;
  if (field.type === "array") return listReader(reading);
  if (field.type === "boolean") return readYesNo;
  if (field.type === "number" || field.type === "integer") return numberReader(reading);
  if (field.format === "date") return dateReader(reading);
  const words = wordsOf(reading);
  if (!words) return readText;
  return (cell, place) => {
    const text = readText(cell, place);
    return text === undefined ? undefined : (words(text) ?? text);
  };
}

// The replacement character and halves of surrogate pairs: what stood there is lost.
const lost = /[\p{Cs}\ufffd]/u;
// Overrides of the direction of writing: what a person saw is not what stands there.
const reordered = /[\u202d\u202e]/u;
// Controls other than tab and line breaks, marks of direction and characters without width: copying leaves them behind,
// nobody sees them.
const unseen = /[[\p{Cc}\u200b\u200e\u200f\u202a-\u202c\u2060\u2066-\u2069\ufeff]--[\t\n\r]]/v;
const allUnseen = new RegExp(unseen.source, "gv");

/** A text without the white space around it. */
export function readText(cell: Cell, place: Place): string | undefined {
  if (typeof cell !== "string") return readTypedText(cell, place);
  const text = cell.trim();
  if (text === "") return undefined;
  if (text.length > limits.cellCharsMax)
    return find(place, "cell.too-long", { cell, params: { max: limits.cellCharsMax } });
  if (lost.test(text)) return find(place, "cell.damaged", { cell });
  if (reordered.test(text)) return find(place, "cell.reordered", { cell });
  if (unseen.test(text)) return withoutUnseen(text, place);
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function withoutUnseen(text: string, place: Place): string | undefined {
  find(place, "cell.tidied", { verdict: "note" });
  const seen = text.replace(allUnseen, "").trim();
  return seen === "" ? undefined : seen.replace(/\r\n?/g, "\n");
}

function readTypedText(cell: Exclude<Cell, string>, place: Place): string | undefined {
  switch (cell.kind) {
    case "number":
    case "date":
      return cell.text;
    case "boolean":
      return cell.text === "true" ? "是" : "否";
    case "list":
      if (cell.values.length > 1) return find(place, "cell.list", { cell });
      return cell.values[0]?.trim();
    case "flaw":
      return find(place, cell.code, { cell });
    default:
      return cell satisfies never;
  }
}

/** What a word means; undefined for one nobody listed. */
type Words = (word: string) => string | undefined;

/** Words and their values: the mapping's own first, then the field's. A word that ends in `*` stands for all it begins. */
function wordsOf({ field, mapping }: FieldReading): Words | null {
  const words = new Map<string, string>();
  const beginnings: [beginning: string, value: string][] = [];
  const add = (word: string, value: string) => {
    if (word.endsWith("*")) beginnings.push([columnKey(word.slice(0, -1)), value]);
    else words.set(columnKey(word), value);
  };
  (field.enum ?? field.items?.enum ?? []).forEach((value, at) => {
    const said = field["x-words"]?.[at];
    for (const word of [value, said?.zh, said?.en]) if (word !== undefined) words.set(columnKey(word), value);
  });
  for (const [piece, value] of piecesOf(field)) if (!words.has(columnKey(piece))) words.set(columnKey(piece), value);
  for (const [word, value] of Object.entries(field["x-values"] ?? {})) add(word, value);
  for (const [word, value] of Object.entries(mapping.values ?? {})) add(word, value);
  if (words.size === 0 && beginnings.length === 0) return null;
  return remembering((word) => {
    const key = columnKey(word);
    return words.get(key) ?? beginnings.find(([beginning]) => key.startsWith(beginning))?.[1];
  });
}

/** 产品质量 means 产品质量、计量、标准 where no other listed value has that part: agencies write the part that applies. */
function piecesOf(field: Field): Map<string, string> {
  const values = field.enum ?? field.items?.enum ?? [];
  const owners = new Map<string, Set<string>>();
  for (const [at, value] of values.entries()) {
    const said = field["x-words"]?.[at];
    for (const words of [value, said?.zh, said?.en])
      for (const piece of words?.split(/[、，,]/u).map((part) => part.trim()) ?? [])
        if (piece.length > 1) owners.set(piece, (owners.get(piece) ?? new Set()).add(value));
  }
  return new Map([...owners].flatMap(([piece, [value, other]]) => (value && !other ? [[piece, value]] : [])));
}

const answersKeptMax = 2000;

/** Columns of words and dates say the same few things over and over. What is kept is bounded: beyond it, it begins anew. */
function remembering<T>(answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let found = known.get(text);
    if (found !== undefined || known.has(text)) return found as T;
    found = answer(text);
    if (known.size >= answersKeptMax) known.clear();
    if (text.length <= 60) known.set(text, found);
    return found;
  };
}

const listSigns = ["；", ";", "\n", "|"];
/** These also stand inside one value (没收违法所得、没收非法财物), so they only part what is known on both sides. */
const weakSigns = anyOf(["、", "，", ","]);

/** Keeps the sign it parts at. */
function anyOf(signs: readonly string[]): RegExp {
  return new RegExp(`(${signs.map((sign) => sign.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|")})`);
}

/** The parts of a text between signs; those that together are one listed value stay together, the longest first. */
function partsOf(text: string, signs: RegExp, known: Words): string[] {
  if (known(text) !== undefined) return [text];
  // Pieces and the signs between them, in turn.
  const pieces = text.split(signs);
  const parts: string[] = [];
  for (let from = 0; from < pieces.length; ) {
    let part = pieces[from] ?? "";
    let next = from + 2;
    for (let to = from + 2, run = part; to < Math.min(pieces.length, from + piecesOfOneMax * 2); to += 2) {
      run += `${pieces[to - 1]}${pieces[to]}`;
      if (known(run) === undefined) continue;
      part = run;
      next = to + 2;
    }
    parts.push(part);
    from = next;
  }
  return parts;
}
/** No listed value has more signs within it; a cell may have thousands. */
const piecesOfOneMax = 8;

function listReader(reading: FieldReading): ReadCell {
  const known = wordsOf(reading) ?? (() => undefined);
  const signs = anyOf(reading.mapping.split ?? listSigns);
  const meant = (part: string): string[] => {
    const pieces = partsOf(part, weakSigns, known).map((piece) => known(piece));
    return pieces.every((piece) => piece !== undefined) ? pieces : [part.trim()];
  };
  const valuesOf = (texts: readonly string[]): string[] => {
    const values = texts
      .flatMap((text) => partsOf(text, signs, known))
      .filter((part) => part.trim() !== "")
      .flatMap(meant);
    // The same kind named twice is one kind.
    return [...new Set(values)];
  };
  const valuesIn = remembering((text) => valuesOf(text.split("\n")));
  return (cell, place) => {
    const isList = typeof cell === "object" && cell.kind === "list";
    const values = isList ? valuesOf(cell.values) : valuesIn(readText(cell, place) ?? "");
    return values.length === 0 ? undefined : values;
  };
}

const yes = new Set(["是", "true", "1", "y", "yes", "√", "有"]);
const no = new Set(["否", "false", "0", "n", "no", "×", "无"]);

function readYesNo(cell: Cell, place: Place): boolean | undefined {
  if (typeof cell === "object" && cell.kind === "boolean") return cell.text === "true";
  const text = readText(cell, place);
  if (text === undefined) return undefined;
  const key = columnKey(text);
  if (yes.has(key)) return true;
  return no.has(key) ? false : find(place, "value.yes-no", { cell });
}

function numberReader({ field, shift }: FieldReading): ReadCell {
  const isMoney = field["x-unit"] === "CNY";
  return (cell, place) => {
    if (typeof cell === "object" && cell.kind === "boolean") return find(place, "value.number", { cell });
    const text = readText(cell, place);
    if (text === undefined) return undefined;
    const read = isMoney ? readAmount(text, shift) : readNumber(text);
    return read.ok ? read.value : find(place, read.code, { cell });
  };
}

/** How catalogue items say that something has no end. */
const openEnded = "2099-12-31";
const isoDay = /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/;

function dateReader({ mapping, mayBeOpen }: FieldReading): ReadCell {
  const openWords = new Set((mapping.openEnded ?? []).map(columnKey));
  const reading = remembering((text) =>
    openWords.has(columnKey(text)) ? ({ kind: "open-ended", notes: [] } as const) : parseAgencyDate(text),
  );
  return (cell, place) => {
    const text = readText(cell, place);
    if (text === undefined || (isoDay.test(text) && !text.startsWith("2099"))) return text;
    const read = reading(text);
    if (read.kind === "refused") {
      const { zh, en } = dateReasonOf(read.note);
      return find(place, "value.date", { cell, params: { zh, en } });
    }
    if (read.kind === "open-ended") {
      if (mayBeOpen) return openEnded;
      // A dash where no end is asked for says that nothing stands there.
      return /^[-—–－/]+$/u.test(text) ? undefined : find(place, "value.date-open-ended", { cell });
    }
    noteReading(read.notes, cell, place);
    return read.date;
  };
}

/** Readings that a person should look over once: a serial number, an order of day and month. */
const worthSaying = new Set(["date.excel-serial", "date.unique-order", "date.instant"]);

function noteReading(notes: readonly Parameters<typeof dateReasonOf>[0][], cell: Cell, place: Place): void {
  for (const note of notes) {
    if (!worthSaying.has(note.code)) continue;
    const { zh, en } = dateReasonOf(note);
    find(place, "value.date-tidied", { verdict: "note", cell, params: { zh, en } });
  }
}
