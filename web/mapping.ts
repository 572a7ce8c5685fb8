/** A mapping as the form of a file's columns: what is chosen for each, and back. Nothing a person did not touch changes. */
import { createHash } from "node:crypto";
import type { EntryField, EntryForm } from "#contract/catalogue.ts";
import type { FieldMapping, Mapping } from "#contract/intake.ts";
import type { FilePreview } from "#contract/uploads.ts";

type Column = FilePreview["columns"][number];

/** Where a column leads, beside a field's name. */
export const places = {
  unsaid: "",
  ignored: "-",
  number: "#",
  line: "@line",
  corrects: "@corrects",
  reason: "@reason",
};

/** Where a mapping leads a column; where it says nothing, what the column's own name says. */
export function placeOf(mapping: Mapping, column: Column): string {
  const { name } = column;
  if (mapping.ignored.includes(name)) return places.ignored;
  if (mapping.numbers?.some(({ from }) => from.includes(name))) return places.number;
  if (mapping.line === name) return places.line;
  if (mapping.corrects === name) return places.corrects;
  if (mapping.reason === name) return places.reason;
  const field = Object.entries(mapping.fields).find(([, { from }]) => from?.includes(name));
  return field?.[0] ?? (column.by === "own" ? (column.field ?? places.unsaid) : places.unsaid);
}

/** Different first values of a column, to say what each means. */
export function wordsOf({ samples }: Column): string[] {
  return [...new Set(samples.map((sample) => sample.trim()).filter((sample) => sample !== ""))];
}

/** Names of the controls of the column at a place of the file. */
export const controls = {
  place: (at: number) => `to-${at}`,
  unit: (at: number) => `unit-${at}`,
  word: (at: number, word: number) => `word-${at}-${word}`,
  moreWords: (at: number) => `words-${at}`,
  constant: (field: string) => `constant-${field}`,
};

interface Asked {
  readonly form: URLSearchParams;
  readonly columns: readonly Column[];
  /** What the form showed. */
  readonly shown: Mapping;
  readonly entry: EntryForm;
}

/** The mapping a person made of what the form showed. A form that was not sent leaves everything as it was. */
export function readMapping({ form, columns, shown, entry }: Asked): Mapping {
  let mapping = shown;
  for (const [at, column] of columns.entries()) {
    const chosen = form.get(controls.place(at));
    if (chosen !== null && chosen !== placeOf(mapping, column)) mapping = lead(mapping, column.name, chosen);
    const place = placeOf(mapping, column);
    const field = entry.fields.find(({ name }) => name === place);
    if (field) mapping = withDetails(mapping, { form, at, column, field });
  }
  for (const field of entry.fields) mapping = withConstant(mapping, field, form.get(controls.constant(field.name)));
  return mapping;
}

const without = (names: readonly string[], name: string) => names.filter((one) => one !== name);

/** Leads a column somewhere else. */
function lead(mapping: Mapping, name: string, place: string): Mapping {
  const { line, corrects, reason, numbers, ...rest } = mapping;
  const fields: Record<string, FieldMapping> = {};
  for (const [field, { from, ...how }] of Object.entries(rest.fields)) {
    const left = without(from ?? [], name);
    if (left.length > 0) fields[field] = { ...how, from: left };
    else if (how.constant !== undefined) fields[field] = how;
  }
  const leftNumbers = (numbers ?? []).map(({ from }) => ({ from: without(from, name) }));
  if (place === places.number) leftNumbers.push({ from: [name] });
  const keptNumbers = leftNumbers.filter(({ from }) => from.length > 0);
  const ignored = without(rest.ignored, name);
  if (place === places.ignored) ignored.push(name);
  const isField = place !== "" && !Object.values(places).includes(place);
  if (isField) {
    // A column is the file's own word; it stands before a constant and after columns already led there.
    const { constant: _, ...how } = fields[place] ?? {};
    fields[place] = { ...how, from: [...(how.from ?? []), name] };
  }
  const single = (key: "line" | "corrects" | "reason", old: string | undefined) =>
    place === places[key] ? { [key]: name } : old !== undefined && old !== name ? { [key]: old } : {};
  return {
    ...rest,
    fields,
    ignored,
    ...(keptNumbers.length > 0 ? { numbers: keptNumbers } : {}),
    ...single("line", line),
    ...single("corrects", corrects),
    ...single("reason", reason),
  };
}

interface Details {
  readonly form: URLSearchParams;
  readonly at: number;
  readonly column: Column;
  readonly field: EntryField;
}

/** Unit and meanings of words, where the form asked for them. */
function withDetails(mapping: Mapping, { form, at, column, field }: Details): Mapping {
  const typedUnit = form.get(controls.unit(at));
  const typedWords = givenWords({ form, at, column, field });
  if (typedUnit === null && typedWords === null) return mapping;
  const { unit: oldUnit, values: oldValues, ...how } = mapping.fields[field.name] ?? { from: [column.name] };
  const unit = typedUnit === null ? oldUnit : units.find((one) => one === typedUnit);
  const values = typedWords ?? oldValues ?? {};
  const hasValues = Object.keys(values).length > 0;
  // A column that leads here by its own name stays unsaid as long as nothing is said of it.
  if (!mapping.fields[field.name] && unit === undefined && !hasValues) return mapping;
  const details = { ...how, ...(unit === undefined ? {} : { unit }), ...(hasValues ? { values } : {}) };
  return { ...mapping, fields: { ...mapping.fields, [field.name]: details } };
}

const units = ["yuan", "ten-thousand-yuan", "as-written"] as const;

/** What words mean, as chosen for those seen and typed for others (`word = value`, one a line); null where it was not asked. */
function givenWords({ form, at, column, field }: Details): Record<string, string> | null {
  const typed = form.get(controls.moreWords(at));
  if (typed === null) return null;
  const given: Record<string, string> = {};
  for (const [index, word] of wordsOf(column).entries()) {
    const value = form.get(controls.word(at, index)) ?? "";
    if (value !== "") given[word] = value;
  }
  for (const line of typed.split(/\r?\n/)) {
    const [, word, meaning] = /^\s*(.+?)\s*[=＝]\s*(.+?)\s*$/u.exec(line) ?? [];
    if (word !== undefined && meaning !== undefined) given[word] = codeOf(field, meaning);
  }
  return given;
}

/** A value by its code or by its word in either language. */
function codeOf({ options }: EntryField, meaning: string): string {
  const found = options.find(({ value, words }) => [value, words.zh, words.en].includes(meaning));
  return found?.value ?? meaning;
}

/** Words a mapping knows beyond the first values of a column, as lines of a text. */
export function moreWordsOf(mapping: Mapping, column: Column, field: EntryField): string {
  const seen = new Set(wordsOf(column));
  return Object.entries(mapping.fields[field.name]?.values ?? {})
    .filter(([word]) => !seen.has(word))
    .map(([word, value]) => `${word} = ${value}\n`)
    .join("");
}

/** A constant as a form shows it. */
export function constantText(constant: FieldMapping["constant"]): string {
  return Array.isArray(constant) ? constant.join(", ") : String(constant ?? "");
}

function withConstant(mapping: Mapping, field: EntryField, typed: string | null): Mapping {
  if (typed === null) return mapping;
  const { [field.name]: old, ...others } = mapping.fields;
  if (old?.from) return mapping;
  const constant = typed.trim();
  if (constant === constantText(old?.constant)) return mapping;
  return { ...mapping, fields: constant === "" ? others : { ...others, [field.name]: { ...old, constant } } };
}

/** Columns of which nothing is said: each refuses the file. */
export function unsaidColumns(mapping: Mapping, columns: readonly Column[]): number[] {
  return columns.flatMap((column, at) => (placeOf(mapping, column) === places.unsaid ? [at] : []));
}

/** Required fields nothing leads to yet. Numbers told by themselves may fill any field of a number. */
export function missingFields(mapping: Mapping, columns: readonly Column[], entry: EntryForm): EntryField[] {
  const reached = new Set(columns.map((column) => placeOf(mapping, column)));
  const numbers = mapping.numbers !== undefined;
  return entry.fields.filter(
    ({ name, kind, required }) =>
      required && !reached.has(name) && !mapping.fields[name] && !(numbers && kind === "identifier"),
  );
}

/** The name under which a mapping is kept: made of its title, so that the same title is the same mapping. */
export function mappingId(item: string, title: string): string {
  const digest = createHash("sha256").update(title.normalize("NFKC").trim()).digest("hex");
  return `${item.split("/").at(-1)}-${digest.slice(0, 10)}`;
}

/** Whether two mappings say the same. */
export function sameMapping(a: Mapping, b: Mapping): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
