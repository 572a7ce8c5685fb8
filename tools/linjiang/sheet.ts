/** Rows as cells: which columns a file has, and how its agency writes the values. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Field, Item } from "#contract/catalogue.ts";
import type { Json } from "#core/record/canonical.ts";
import type { DirtyRow } from "./dirt.ts";
import { type DateStyle, type Format, type Habit, habitOf, type OwnLayout, ownLayouts } from "./layouts.ts";

/** A file before it is written. */
export interface Sheet {
  readonly format: Format;
  readonly habit: Habit;
  readonly title: string | null;
  readonly columns: readonly string[];
  readonly cells: readonly (readonly string[])[];
  /** Id of the mapping it needs; null for published layouts and templates. */
  readonly mapping: string | null;
}

interface Column {
  readonly head: string;
  readonly field: string | null;
  readonly inTenThousands: boolean;
  /** How its agency writes some values. */
  readonly words?: Readonly<Record<string, string>>;
}

const items = new Map<string, Item>();

/** The present version of a catalogue item, read from the packs. */
export function itemOf(id: string): Item {
  const known = items.get(id);
  if (known) return known;
  const [pack = "", name = ""] = id.split("/");
  const file = join(import.meta.dirname, "../../packs", pack, "items", `${name}.json`);
  const item = JSON.parse(readFileSync(file, "utf8")) as Item;
  items.set(id, item);
  return item;
}

/** The sheet of some rows of one item by one agency. Rows must not be empty. */
export function sheetOf(agency: string, item: string, rows: readonly DirtyRow[]): Sheet {
  const layout = ownLayouts.find((one) => one.agency === agency && one.item === item);
  const habit = habitOf(agency);
  const { properties } = itemOf(item).schema;
  const columns = layout ? ownColumns(layout) : publicColumns(itemOf(item), rows, habit.format);
  const cells = rows.map((row, at) =>
    columns.map((column) =>
      cell(row, column, { habit, at, field: column.field === null ? null : properties[column.field] }),
    ),
  );
  return {
    format: habit.format,
    habit,
    title: layout?.titled ? layout.mapping.title.zh : null,
    columns: columns.map(({ head }) => head),
    cells,
    mapping: layout?.mapping.id ?? null,
  };
}

function ownColumns({ columns, inTenThousands = [], words = {} }: OwnLayout): Column[] {
  return columns.map(([head, field]): Column => {
    const own = field === null ? undefined : words[field];
    return {
      head,
      field,
      inTenThousands: field !== null && inTenThousands.includes(field),
      ...(own ? { words: own } : {}),
    };
  });
}

/** Columns of the published layout where the item has one, else of the platform's template; only those that are used. */
function publicColumns(item: Item, rows: readonly DirtyRow[], format: Format): Column[] {
  const used = new Set(rows.flatMap(({ fields, raw }) => [...Object.keys(fields), ...Object.keys(raw)]));
  return Object.entries(item.schema.properties)
    .filter(([name]) => used.has(name))
    .map(([name, field]): Column => {
      const [published] = field["x-layout"] ?? [];
      if (published && item.id.startsWith("cn/pe")) {
        return { head: published, field: name, inTenThousands: field["x-sent-in"] === 10_000 };
      }
      if (format === "json" || format === "ndjson")
        return { head: headInJson(name, field), field: name, inTenThousands: false };
      return {
        head: field["x-unit"] === "CNY" ? `${field.title}（元）` : field.title,
        field: name,
        inTenThousands: false,
      };
    });
}

/** Amounts say their unit in JSON too. */
function headInJson(name: string, field: Field): string {
  return field["x-unit"] === "CNY" ? `${field.title}（元）` : name;
}

interface Writing {
  readonly habit: Habit;
  readonly at: number;
  readonly field: Field | null | undefined;
}

function cell(
  row: DirtyRow,
  { head, field: name, inTenThousands, words }: Column,
  { habit, at, field }: Writing,
): string {
  if (name === null) return head === "序号" ? String(at + 1) : "虚构承办人";
  const raw = row.raw[name];
  if (raw !== undefined) return raw;
  const value = row.fields[name] ?? (name === "unifiedCode" ? row.fields["registrationNumber"] : undefined);
  if (value === undefined || value === null) return "";
  return words?.[String(value)] ?? written(value, { field, habit, inTenThousands });
}

function written(
  value: Json,
  { field, habit, inTenThousands }: { field: Field | null | undefined; habit: Habit; inTenThousands: boolean },
): string {
  if (Array.isArray(value)) return value.join(habit.join);
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "number") return inTenThousands ? tenThousands(value) : String(value);
  const at = field?.enum?.indexOf(String(value)) ?? -1;
  const text = field?.["x-words"]?.[at]?.zh ?? String(value);
  return field?.format === "date" ? dated(text, habit.dates) : text;
}

/** Yuan in 万元, exactly: the point is moved in the digits. */
function tenThousands(yuan: number): string {
  const cents = Math.round(Math.abs(yuan) * 100);
  const digits = String(cents).padStart(7, "0");
  const text = `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/0+$/, "").replace(/\.$/, "");
  return yuan < 0 ? `-${text}` : text;
}

function dated(day: string, style: DateStyle): string {
  const [year = "", month = "", date = ""] = day.split("-");
  switch (style) {
    case "2026-09-01":
      return day;
    case "2026/9/1":
      return `${year}/${Number(month)}/${Number(date)}`;
    case "2026年9月1日":
      return `${year}年${Number(month)}月${Number(date)}日`;
    case "20260901":
      return year + month + date;
    default:
      return style satisfies never;
  }
}
