/** One record as typed in a form: a row of a one-row table, read exactly as a file's rows are. */
import type { Static } from "typebox";
import type { enterRecord } from "#contract/entries.ts";
import type { Mapping } from "#contract/intake.ts";
import type { Payload } from "#core/record/record.ts";
import type { Outcome } from "#core/refusal.ts";
import { type ItemVersion, shownValue } from "#src/catalogue/index.ts";
import type { MappedRow } from "../map/mapped.ts";
import { planFor } from "../map/plan.ts";
import type { Cell } from "../read/row.ts";

/** Fields of a form by name, as typed. */
export type TypedFields = Static<NonNullable<typeof enterRecord.body>>["fields"];

/** The only row of an entry. */
export const entryRow = 1;

/** Reads what was typed. Findings name fields, not columns: a form has none. Refuses a field the item does not have. */
export function readTyped(item: ItemVersion, fields: TypedFields): Outcome<MappedRow> {
  const names = Object.keys(fields);
  const plan = planFor({ item, mapping: formMapping(item, names), columns: names });
  if (!plan.ok) return plan;
  const cells = names.map((name) => cellOf(fields[name]));
  const mapped = plan.value.map({ row: entryRow, cells, flaw: null });
  const findings = mapped.findings.map((finding) => ({ ...finding, column: null }));
  return { ok: true, value: { ...mapped, findings } };
}

/** A form's fields lead to themselves; amounts are in yuan, as the form says, unless the text names another unit. */
function formMapping(item: ItemVersion, names: readonly string[]): Mapping {
  const fields = names.map((name) => [
    name,
    { from: [name], ...(item.fields.get(name)?.["x-unit"] === "CNY" ? { unit: "yuan" as const } : {}) },
  ]);
  return {
    format: "chengxin-mapping/1",
    id: "form",
    title: { zh: "表单", en: "form" },
    item: item.item.id,
    empty: [],
    fields: Object.fromEntries(fields),
    ignored: [],
  };
}

function cellOf(value: TypedFields[string] | undefined): Cell {
  if (value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return { kind: "number", text: String(value) };
  if (typeof value === "boolean") return { kind: "boolean", text: value ? "true" : "false" };
  return { kind: "list", values: value };
}

/** What was masked and comes back as it was shown stands for what was not shown. */
export function withoutMasks(item: ItemVersion, fields: TypedFields, standing: Payload): TypedFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const known = standing[name];
      const isMask = typeof known === "string" && value === shownValue(item, name, known);
      return [name, isMask ? known : value];
    }),
  );
}
