/** Columns that lead to an item's fields by their names alone: published layouts, field names, our own templates. */
import type { Field } from "#contract/catalogue.ts";
import type { Mapping } from "#contract/intake.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import { columnKey } from "../read/header.ts";
import type { UnitShift } from "./amount.ts";

/** Where a column leads, and the unit its amounts are in; null where its name does not say. */
export interface OwnColumn {
  readonly field: string;
  readonly shift: UnitShift | null;
}

/** Units in a column's name: 罚款金额（万元）. */
export function unitInName(name: string): UnitShift | null {
  const unit = /[(（【[]?(万元|万|元)(?:人民币)?[)）】\]]?\s*$/u.exec(name.normalize("NFKC"))?.[1];
  return unit === undefined ? null : unit === "元" ? 0 : 4;
}

/**
 * How a template of ours heads a field's column: the field's name, amounts with their unit, then the layout's word for
 * it: 罚款金额，万元（CF_NR_FK）. People read the one, programs of agencies the other.
 * @param layout the published layout's column; null where it has none
 */
export function templateColumn(field: Field, layout: string | null): string {
  const isMoney = field["x-unit"] === "CNY";
  if (layout === null) return isMoney ? `${field.title}（元）` : field.title;
  const unit = field["x-sent-in"] === 10_000 ? "，万元" : "，元";
  return `${field.title}${isMoney ? unit : ""}（${layout}）`;
}

/** Columns of an item that need no mapping, by {@link columnKey}. */
export function ownColumns(item: ItemVersion): Map<string, OwnColumn> {
  const own = new Map<string, OwnColumn>();
  for (const [name, field] of item.fields) {
    const isMoney = field["x-unit"] === "CNY";
    if (isMoney) {
      own.set(columnKey(`${field.title}（元）`), { field: name, shift: 0 });
      own.set(columnKey(`${field.title}，元`), { field: name, shift: 0 });
      for (const unit of ["（万元）", "，万元"]) own.set(columnKey(`${field.title}${unit}`), { field: name, shift: 4 });
      // The interface's own name: amounts are in yuan there, and so they are here.
      own.set(columnKey(name), { field: name, shift: 0 });
      continue;
    }
    for (const title of [field.title, field["x-en"], name]) own.set(columnKey(title), { field: name, shift: 0 });
  }
  // A published layout's word counts most.
  for (const [column, { field, sentIn }] of item.layoutColumns) {
    const lead: OwnColumn = { field, shift: sentIn === 10_000 ? 4 : 0 };
    own.set(columnKey(column), lead);
    const declared = item.fields.get(field);
    if (declared) own.set(columnKey(templateColumn(declared, column)), lead);
  }
  return own;
}

/** Every column a mapping speaks of. */
export function mappedColumns(mapping: Mapping): string[] {
  return [
    ...Object.values(mapping.fields).flatMap(({ from }) => from ?? []),
    ...(mapping.numbers ?? []).flatMap(({ from }) => from),
    ...mapping.ignored,
    ...[mapping.line, mapping.corrects, mapping.reason].filter((name) => name !== undefined),
  ];
}

/** Keys of all columns that may stand in a file's header. */
export function knownColumns(item: ItemVersion, mapping: Mapping | null): Set<string> {
  return new Set([...ownColumns(item).keys(), ...(mapping ? mappedColumns(mapping).map(columnKey) : [])]);
}
