/** Turns a mapping into a plan for one file: which cell of a row fills which field, and how it is read. */
import type { Field } from "#contract/catalogue.ts";
import type { FieldMapping, Mapping } from "#contract/intake.ts";
import type { Json } from "#core/record/canonical.ts";
import { type Outcome, type Refusal, refuse } from "#core/refusal.ts";
import { type Identifier, schemes } from "#core/subject/identifier.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import { columnKey } from "../read/header.ts";
import { type Cell, cellText, type SheetRow } from "../read/row.ts";
import type { UnitShift } from "./amount.ts";
import { knownColumns, mappedColumns, type OwnColumn, ownColumns } from "./columns.ts";
import type { MappedRow, PersonNumber, RowFinding } from "./mapped.ts";
import { cellReader, find, type ReadCell, readText } from "./read-field.ts";
import { holderOf, readNumberByForm, readNumberOf, readPersonNumberOf } from "./read-number.ts";

export interface Plan {
  /** The column a field is filled from, for findings of rules; null where none is. */
  columnOf(field: string): string | null;
  map(row: SheetRow): MappedRow;
}

/** What stands in cells that say nothing, where no mapping says otherwise. */
const usualEmpty = ["N/A", "NA", "null", "无", "空", "暂无", "/", "-", "--", "—", "——"];

interface Source {
  readonly at: number;
  readonly column: string;
}

/** Fills one field of a row. */
interface Filler {
  readonly field: string;
  readonly sources: readonly Source[];
  fill(cell: Cell, column: string | null, row: Filling): void;
}

/** A row while it is being filled. */
interface Filling {
  readonly payload: { [field: string]: Json };
  readonly numbers: Identifier[];
  person: PersonNumber | null;
  readonly findings: RowFinding[];
}

interface Given {
  readonly item: ItemVersion;
  readonly mapping: Mapping | null;
  readonly columns: readonly string[];
}

/** The plan for a file with these columns, or why the mapping does not fit it. */
export function planFor(given: Given): Outcome<Plan> {
  const { item, mapping, columns } = given;
  if (mapping && mapping.item !== item.item.id)
    return refuse("intake.mapping-item", { params: { found: mapping.item, item: item.item.id } });
  const fault = unknownColumns(given) ?? missingColumns(given) ?? fieldFault(given);
  if (fault) return { ok: false, refusal: fault };
  const places = new Map(columns.map((column, at) => [columnKey(column), { at, column }]));
  const conflict = conflictIn(given, places);
  if (conflict) return { ok: false, refusal: conflict };
  const fillers = [...mappedFillers(given, places), ...ownFillers(given, places), ...numberFillers(given, places)];
  return { ok: true, value: compile(given, fillers.sort(byNeed(item)), places) };
}

/** Keys of columns that the mapping speaks of; own columns fill the rest. */
function spoken(mapping: Mapping | null): Set<string> {
  return new Set(mapping ? mappedColumns(mapping).map(columnKey) : []);
}

function unknownColumns({ item, mapping, columns }: Given): Refusal | null {
  const known = knownColumns(item, mapping);
  const unknown = columns.filter((column) => column !== "" && !known.has(columnKey(column)));
  return unknown.length === 0 ? null : { code: "intake.columns-unknown", params: { columns: unknown.join("、") } };
}

/** Of columns by priority one must be there; a named special column must be there; an ignored one may be absent. */
function missingColumns({ mapping, columns }: Given): Refusal | null {
  if (!mapping) return null;
  const present = new Set(columns.map(columnKey));
  const lists = [
    ...Object.values(mapping.fields).map(({ from }) => from ?? []),
    ...(mapping.numbers ?? []).map(({ from }) => from),
  ];
  const single = [mapping.line, mapping.corrects, mapping.reason].filter((name) => name !== undefined);
  const missing = [
    ...lists
      .filter((from) => from.length > 0 && !from.some((name) => present.has(columnKey(name))))
      .map((from) => from.join("/")),
    ...single.filter((name) => !present.has(columnKey(name))),
  ];
  return missing.length === 0 ? null : { code: "intake.columns-missing", params: { columns: missing.join("、") } };
}

/** What is wrong with what a mapping says of the item's fields; null where nothing is. */
export function fieldFault({ item, mapping }: Pick<Given, "item" | "mapping">): Refusal | null {
  for (const [name, { constant, unit, from, otherwise }] of Object.entries(mapping?.fields ?? {})) {
    const field = item.fields.get(name);
    if (!field) return { code: "intake.mapping-field", field: name, params: { item: item.item.id } };
    if ((constant === undefined) === (from === undefined))
      return {
        code: "intake.mapping-wrong",
        params: {
          rule: `${name}: exactly one of from and constant`,
          ruleZh: `${name}：from 与 constant 须写且只写一个`,
        },
      };
    if (constant !== undefined && !fits(constant, field)) return { code: "intake.mapping-constant", field: name };
    if (field["x-unit"] === "CNY" && constant === undefined && unit === undefined)
      return { code: "intake.mapping-unit", field: name };
    if (otherwise !== undefined && item.item.schema.required.includes(name))
      return {
        code: "intake.mapping-wrong",
        params: {
          rule: `${name}: no otherwise, for the item requires it`,
          ruleZh: `${name}：事项必填，不能写 otherwise`,
        },
      };
  }
  return null;
}

function fits(constant: NonNullable<FieldMapping["constant"]>, field: Field): boolean {
  if (field.type === "array") return Array.isArray(constant);
  return field.type === "integer" ? typeof constant === "number" : typeof constant === field.type;
}

type Places = ReadonlyMap<string, Source>;

/** Two columns for one field, and nobody said which is meant. */
function conflictIn({ item, mapping }: Given, places: Places): Refusal | null {
  const taken = spoken(mapping);
  const own = ownColumns(item);
  const columnsOf = new Map<string, string[]>(Object.keys(mapping?.fields ?? {}).map((field) => [field, []]));
  for (const [key, { column }] of places) {
    const target = own.get(key);
    // A list is filled from all its columns (CF_CFLB1, CF_CFLB2).
    if (!target || taken.has(key) || item.fields.get(target.field)?.type === "array") continue;
    const others = columnsOf.get(target.field);
    if (!others) columnsOf.set(target.field, [column]);
    else {
      const named = mapping?.fields[target.field]?.from ?? others;
      return {
        code: "intake.columns-conflict",
        field: target.field,
        params: { columns: [...named, column].join("、") },
      };
    }
  }
  return null;
}

function mappedFillers(given: Given, places: Places): Filler[] {
  const { item, mapping } = given;
  return Object.entries(mapping?.fields ?? {}).flatMap(([name, spec]) => {
    const field = item.fields.get(name);
    if (!field) return [];
    const { constant } = spec;
    if (constant !== undefined) {
      const fill = (_cell: Cell, _column: string | null, row: Filling) => {
        row.payload[name] = constant as Json;
      };
      return [{ field: name, sources: [], fill }];
    }
    const shift = spec.unit === "as-written" ? null : spec.unit === "ten-thousand-yuan" ? 4 : 0;
    const sources = (spec.from ?? []).flatMap((column) => places.get(columnKey(column)) ?? []);
    return [filler(given, { name, field, sources, shift, spec })];
  });
}

function ownFillers(given: Given, places: Places): Filler[] {
  const taken = spoken(given.mapping);
  const own = ownColumns(given.item);
  return [...places].flatMap(([key, source]) => {
    const target: OwnColumn | undefined = taken.has(key) ? undefined : own.get(key);
    const field = target && given.item.fields.get(target.field);
    return field
      ? [filler(given, { name: target.field, field, sources: [source], shift: target.shift, spec: {} })]
      : [];
  });
}

interface Filled {
  readonly name: string;
  readonly field: Field;
  readonly sources: readonly Source[];
  readonly shift: UnitShift | null;
  readonly spec: FieldMapping;
}

function filler({ item }: Given, { name, field, sources, shift, spec }: Filled): Filler {
  const holder = item.item.about.numbers.includes(name) ? holderOf(field) : null;
  if (holder === "organisation") return { field: name, sources, fill: organisationNumber(name, field) };
  if (holder === "person") return { field: name, sources, fill: personNumber(item, name) };
  if (field["x-identifier"] !== undefined) return { field: name, sources, fill: otherNumber(name, field) };
  const reading = { field, shift, mapping: spec, mayBeOpen: item.item.dates.effectiveTo === name };
  const read = spec.otherwise === "leave-out" ? leavingOut(cellReader(reading), spec) : cellReader(reading);
  return {
    field: name,
    sources,
    fill(cell, column, { payload, findings }) {
      const value = read(cell, { field: name, column, findings });
      if (value === undefined) return;
      const before = payload[name];
      payload[name] = Array.isArray(before) && Array.isArray(value) ? [...new Set([...before, ...value])] : value;
    },
  };
}

/** A reader for a field that may be missing: what it cannot read is left out and told, without the cell's words (C13). */
function leavingOut(read: ReadCell, { values }: FieldMapping): ReadCell {
  const listed = values ? new Set(Object.values(values)) : null;
  return (cell, place) => {
    const findings: RowFinding[] = [];
    const value = read(cell, { ...place, findings });
    const refused = findings.some(({ verdict }) => verdict === "refuse");
    if (!refused && (value === undefined || listed === null || listed.has(String(value)))) {
      place.findings.push(...findings);
      return value;
    }
    return find(place, "value.left-out", { verdict: "note" });
  };
}

function organisationNumber(name: string, field: Field): Filler["fill"] {
  const scheme = field["x-identifier"] ?? "";
  return (cell, column, { payload, numbers, findings }) => {
    const read = readNumberOf(scheme, cell, { field: name, column, findings });
    if (!read) return;
    payload[name] = read.text;
    if (read.number) numbers.push(read.number);
  };
}

/** Another body's number, such as the authority's: normalised where it is one, and not the subject's. */
function otherNumber(name: string, field: Field): Filler["fill"] {
  const scheme = field["x-identifier"] ?? "";
  return (cell, column, { payload, findings }) => {
    const read = readNumberOf(scheme, cell, { field: name, column, findings });
    if (read) payload[name] = read.text;
  };
}

/** The type of a person's document stands in the field named after the number's: personDocumentNumber, personDocumentType. */
function personNumber(item: ItemVersion, name: string): Filler["fill"] {
  const typeField = name.replace(/Number$/, "Type");
  const hasType = typeField !== name && item.fields.has(typeField);
  return (cell, column, row) => {
    const said = hasType ? row.payload[typeField] : undefined;
    const documentType = typeof said === "string" ? said : undefined;
    const place = { field: name, column, findings: row.findings };
    const read = readPersonNumberOf(cell, place, { field: name, documentType });
    if (!read) return;
    row.payload[name] = read.text;
    row.person = read.person;
  };
}

/** Columns whose numbers tell their scheme themselves. */
function numberFillers({ item, mapping }: Given, places: Places): Filler[] {
  const byScheme = new Map(
    item.item.about.numbers.map((name) => [item.fields.get(name)?.["x-identifier"] ?? "", name] as const),
  );
  const fieldFor = (scheme: string) =>
    byScheme.get(scheme) ?? (scheme === "legacy-registration-number" ? byScheme.get("registration-number") : undefined);
  return (mapping?.numbers ?? []).map(({ from }) => ({
    field: item.item.about.numbers[0] ?? "",
    sources: from.flatMap((column) => places.get(columnKey(column)) ?? []),
    fill(cell, column, { payload, numbers, findings }) {
      const place = { field: item.item.about.numbers[0] ?? "", column, findings };
      const number = readNumberByForm(cell, place);
      if (!number) return;
      const field = fieldFor(number.scheme);
      if (field === undefined) {
        find(place, "value.identifier-no-field", { cell, params: { scheme: number.scheme } });
        return;
      }
      payload[field] ??= number.value;
      numbers.push(number);
    },
  }));
}

/** Document types are read before the numbers whose kind they tell. */
function byNeed(item: ItemVersion): (a: Filler, b: Filler) => number {
  const late = (filler: Filler) => Number(item.item.about.numbers.includes(filler.field));
  return (a, b) => late(a) - late(b);
}

function compile(given: Given, fillers: readonly Filler[], places: Places): Plan {
  const { item, mapping } = given;
  const isEmpty = emptyTest([...(mapping ? mapping.empty : usualEmpty)]);
  const emptyOf = new Map(
    Object.entries(mapping?.fields ?? {}).map(([name, { empty }]) => [
      name,
      empty ? emptyTest([...(mapping?.empty ?? []), ...empty]) : isEmpty,
    ]),
  );
  const columnOf = new Map(fillers.flatMap(({ field, sources }) => (sources[0] ? [[field, sources[0].column]] : [])));
  const special = (name: string | undefined) => (name === undefined ? undefined : places.get(columnKey(name)));
  const [line, corrects, reason] = [special(mapping?.line), special(mapping?.corrects), special(mapping?.reason)];
  // An end may be written as a dash, which is no empty cell there.
  const dates = new Set([...item.fields].filter(([, { format }]) => format === "date").map(([name]) => name));
  const tests = fillers.map(({ field }) =>
    mapping === null && dates.has(field) ? emptyTest([]) : (emptyOf.get(field) ?? isEmpty),
  );
  return {
    columnOf: (field) => columnOf.get(field) ?? null,
    map({ row, cells, flaw }) {
      const filling: Filling = { payload: {}, numbers: [], person: null, findings: [] };
      if (flaw) {
        const { code, params } = flaw;
        filling.findings.push({ code, verdict: "refuse", column: null, field: null, value: null, params });
        return { row, ...filling, line: null, corrects: null, reason: null };
      }
      for (let i = 0; i < fillers.length; i++) fillOne(fillers[i] as Filler, cells, filling, tests[i] ?? isEmpty);
      if (filling.numbers.length > 1) filling.numbers.sort(byTrust);
      return {
        row,
        ...filling,
        line: lineOf(line, cells, filling.findings),
        corrects: textAt(corrects, cells, isEmpty, filling.findings),
        reason: textAt(reason, cells, isEmpty, filling.findings),
      };
    },
  };
}

function fillOne(filler: Filler, cells: readonly Cell[], filling: Filling, isEmpty: (cell: Cell) => boolean): void {
  const { sources } = filler;
  if (sources.length === 0) {
    filler.fill("", null, filling);
    return;
  }
  for (let i = 0; i < sources.length; i++) {
    const { at, column } = sources[i] as Source;
    const cell = cells[at] ?? "";
    if (cell === "" || isEmpty(cell)) continue;
    filler.fill(cell, column, filling);
    return;
  }
}

function byTrust(a: Identifier, b: Identifier): number {
  return schemes.indexOf(a.scheme) - schemes.indexOf(b.scheme);
}

function emptyTest(markers: readonly string[]): (cell: Cell) => boolean {
  const keys = new Set(markers.map(columnKey));
  const longest = Math.max(0, ...markers.map((marker) => marker.length)) + 4;
  return (cell) => {
    if (typeof cell !== "string") return false;
    if (cell.length > longest) return cell.trim() === "";
    const text = cell.trim();
    return text === "" || (text.length <= longest && keys.size > 0 && keys.has(columnKey(text)));
  };
}

function lineOf(source: Source | undefined, cells: readonly Cell[], findings: RowFinding[]): number | null {
  const cell = source ? (cells[source.at] ?? "") : "";
  const text = cellText(cell).trim();
  if (text === "" || !source) return null;
  const line = Number(text);
  if (Number.isInteger(line) && line > 0 && line <= 100_000) return line;
  find({ field: "", column: source.column, findings }, "value.line", { cell });
  return null;
}

function textAt(
  source: Source | undefined,
  cells: readonly Cell[],
  isEmpty: (cell: Cell) => boolean,
  findings: RowFinding[],
): string | null {
  if (!source) return null;
  const cell = cells[source.at] ?? "";
  if (isEmpty(cell)) return null;
  return readText(cell, { field: "", column: source.column, findings }) ?? null;
}
