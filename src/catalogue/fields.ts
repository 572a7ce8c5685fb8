/** An item's fields as rules, forms, files and people name them. */
import type { EntryField, EntryForm, Field, Item } from "#contract/catalogue.ts";
import type { ItemLegend } from "#contract/ledger.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { Bilingual } from "#core/refusal.ts";
import { type Ground, isRole, type Row, RuleFault, schemeOf } from "#core/rule/row.ts";
import type { LayoutTarget } from "./catalogue.ts";

/** `cn/penalty@2`. */
export function itemKey(item: Pick<Item, "id" | "version">): string {
  return `${item.id}@${item.version}`;
}

/** How an item names its fields, for rules written in roles. */
export function groundOf(item: Item): Ground {
  const { properties } = item.schema;
  const where = (holds: (field: Field, name: string) => boolean) =>
    Object.entries(properties).flatMap(([name, field]) => (holds(field, name) ? [name] : []));
  const one = (name: string | null) => (name === null ? [] : [name]);
  const byRole: Readonly<Record<string, () => readonly string[]>> = {
    $decidedOn: () => [item.dates.decidedOn],
    $conductEndedOn: () => one(item.dates.conductEndedOn),
    $servedOn: () => one(item.dates.servedOn),
    $answerDueOn: () => one(item.dates.answerDueOn),
    $effectiveFrom: () => [item.dates.effectiveFrom],
    $effectiveTo: () => one(item.dates.effectiveTo),
    $subjectName: () => [item.about.name],
    $subjectKind: () => one(item.about.kind?.field ?? null),
    $subjectNumbers: () => item.about.numbers,
    $birthDate: () => one(item.about.birthDate),
    $authorityName: () => one(item.authority.name),
    $authorityCode: () => one(item.authority.code),
    // Words, sealed ones too: a name is shown in clear to its subject and its agency. Codes have their own rules.
    $everyText: () =>
      where(
        (field, name) =>
          field.type === "string" &&
          field.format === undefined &&
          field.enum === undefined &&
          field["x-identifier"] === undefined &&
          !isSealedNumber(name, field),
      ),
    $everyFreeText: () => where((field) => field["x-disclosure"] === "after-release"),
    // What anyone reads as the number of a document: 文号, 编号, 案号. Codes have their own rules.
    $everyDocumentNumber: () =>
      where(
        (field) =>
          field.type === "string" &&
          field["x-disclosure"] === "public" &&
          field["x-identifier"] === undefined &&
          field.enum === undefined &&
          field.format === undefined &&
          /号(?:（[^）]*）)?$/u.test(field.title),
      ),
    // Words that anyone reads as soon as they came; the subject's own name has rules of its own.
    $everyPublicText: () =>
      where(
        (field, name) =>
          field.type === "string" &&
          field["x-disclosure"] === "public" &&
          field["x-identifier"] === undefined &&
          field.enum === undefined &&
          field.format === undefined &&
          name !== item.about.name,
      ),
    $everyDate: () => where((field) => field.format === "date"),
    $everyAmount: () => where((field) => field["x-unit"] === "CNY"),
    $everyIdentifier: () => where((field) => field["x-identifier"] !== undefined),
  };
  return {
    fields(reference) {
      const scheme = schemeOf(reference);
      if (scheme !== null) {
        const all = where((field) => field["x-identifier"] === scheme);
        return reference.startsWith("$subject") ? all.filter((name) => item.about.numbers.includes(name)) : all;
      }
      const role = byRole[reference];
      if (role) return role();
      if (isRole(reference)) throw new RuleFault(`the role "${reference}" is not served`);
      if (reference.startsWith("$")) throw new RuleFault(`there is no role "${reference}"`);
      return reference in properties ? [reference] : [];
    },
    kind: kindReader(item),
    scheme: (field) => properties[field]?.["x-identifier"] ?? null,
    limitationYears: item.limitation?.years ?? null,
  };
}

/** Whether a sealed field is there for a number: a representative's document, which identifies nobody's file and has no scheme. */
export function isSealedNumber(name: string, field: Field): boolean {
  return field["x-disclosure"] === "sealed" && /Number$/.test(name);
}

/** Reads the kind of subject from a payload: as it says, or the only one the item allows. */
export function kindReader(item: Item): (row: Row) => SubjectKind | null {
  const allowed = Object.keys(item.subjects) as SubjectKind[];
  const only = allowed.length === 1 ? (allowed[0] ?? null) : null;
  const { kind } = item.about;
  if (kind === null) return () => only;
  const values = new Map(Object.entries(kind.values));
  return (row) => {
    const said = row[kind.field];
    return typeof said === "string" ? (values.get(said) ?? null) : only;
  };
}

/** What a field is called. */
export function titleOf(field: Field): Bilingual {
  return { zh: field.title, en: field["x-en"] };
}

/** Values of a coded field with their words; a value without words speaks for itself. */
export function optionsOf(field: Field): { value: string; words: Bilingual }[] {
  const values = field.enum ?? field.items?.enum ?? [];
  return values.map((value, at) => ({ value, words: field["x-words"]?.[at] ?? { zh: value, en: value } }));
}

/** What a record of this item means, said once per item version. */
export function legendOf(item: Item): ItemLegend {
  const fields = Object.entries(item.schema.properties).map(([name, field]) => {
    const options = field["x-words"] ? optionsOf(field) : [];
    return [
      name,
      {
        title: titleOf(field),
        ...(field["x-unit"] === undefined ? {} : { unit: field["x-unit"] }),
        ...(field.format === "date" ? { date: true as const } : {}),
        ...(options.length > 0 ? { words: Object.fromEntries(options.map(({ value, words }) => [value, words])) } : {}),
        ...(field["x-disclosure"] === "after-release" ? { released: true as const } : {}),
      },
    ] as const;
  });
  return {
    itemId: item.id,
    version: item.version,
    title: item.title,
    plain: item.plain,
    category: item.category,
    sectors: item.sectors,
    law: item.law,
    wayBack: item.wayBack,
    fields: Object.fromEntries(fields),
  };
}

/** The form in which one record of this item is typed. */
export function entryFormOf(item: Item): EntryForm {
  const required = new Set(item.schema.required);
  return {
    item: item.id,
    version: item.version,
    title: item.title,
    fields: Object.entries(item.schema.properties).map(
      ([name, field]): EntryField => ({
        name,
        kind: entryKind(field),
        title: titleOf(field),
        help: field["x-help"] ?? null,
        required: required.has(name),
        disclosure: field["x-disclosure"],
        maxLength: field.maxLength ?? null,
        rows: field["x-rows"] ?? null,
        unit: field["x-unit"] ?? null,
        options: optionsOf(field),
      }),
    ),
  };
}

/** Texts longer than this get more than one line in a form. */
const oneLineMax = 250;

function entryKind(field: Field): EntryField["kind"] {
  if (field.type === "array") return "choices";
  if (field.type === "boolean") return "yes-no";
  if (field.type !== "string") return field["x-unit"] === "CNY" ? "money" : "number";
  if (field.enum) return "choice";
  if (field.format === "date") return "date";
  if (field["x-identifier"] !== undefined) return "identifier";
  return (field["x-rows"] ?? 1) > 1 || (field.maxLength ?? 0) > oneLineMax ? "long-text" : "text";
}

/** Columns of published layouts that lead to a field, so that files with them need no mapping. */
export function layoutOf(item: Item): Map<string, LayoutTarget> {
  return new Map(
    Object.entries(item.schema.properties).flatMap(([name, field]) =>
      (field["x-layout"] ?? []).map((column): [string, LayoutTarget] => [
        column,
        { field: name, sentIn: field["x-sent-in"] ?? 1 },
      ]),
    ),
  );
}
