/**
 * Values of a criterion in SQL. CEL's errors are SQL's NULL: both are taken up by `&&` and `||` in the same way, and
 * both make a comparison unsaid. Nothing a rule says is put into the text: names and values are bound.
 */
import type { Field, Literal, Open, Quantified, Records, Value } from "#core/criterion/tree.ts";
import type { FieldName } from "#core/criterion/vocabulary.ts";
import { amountMax, amountMin } from "#core/criterion/vocabulary.ts";
import { addDays, addMonths, type IsoDate, isoDate } from "#core/time/date.ts";

/** What is bound, in the order of its numbers; the same value of the same type is bound once. */
export class Bound {
  readonly values: unknown[] = [];
  readonly #places = new Map<string, string>();

  /** A place for a value: `$3::date`. */
  place(value: unknown, type: string): string {
    const key = `${type} ${JSON.stringify(value)}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.values.push(value);
    const place = `$${this.values.length}::${type}`;
    this.#places.set(key, place);
    return place;
  }
}

/** Where a part of a criterion is compiled. */
export interface Compiling {
  readonly bound: Bound;
  readonly asOf: IsoDate;
  /** Row aliases by the names records go by. */
  readonly rows: ReadonlyMap<string, string>;
  /** Aggregates over a list of records, in the row group or sub-query of this place. */
  readonly lists: Lists;
}

export interface Lists {
  quantified(condition: Quantified, compiling: Compiling): string;
  size(of: Records, compiling: Compiling): string;
  total(value: Total, compiling: Compiling): string;
}

export type Total = Extract<Value, { node: "total" }>;

const columns: Readonly<Record<FieldName, string>> = {
  item: "item_id",
  authority: "authority",
  adverse: "adverse",
  decidedOn: "decided_on",
  conductEndedOn: "conduct_ended_on",
  effectiveFrom: "effective_from",
  effectiveTo: "effective_to",
};

function rowOf(record: string, { rows }: Compiling): string {
  const row = rows.get(record);
  if (row === undefined) throw new Error("a record that no list names");
  return row;
}

/** A field beside the payload, as the column it is. */
export function column({ record, field }: Field, compiling: Compiling): string {
  return `${rowOf(record, compiling)}.${columns[field]}`;
}

/** A field of the payload as jsonb; NULL where it is absent or JSON's null. */
export function openField({ record, field }: Open, compiling: Compiling): string {
  return `nullif(${rowOf(record, compiling)}.open -> ${compiling.bound.place(field, "text")}, 'null'::jsonb)`;
}

/** The text of a field of the payload; NULL where it is none. */
export function openText(open: Open, compiling: Compiling): string {
  const value = openField(open, compiling);
  return `CASE WHEN jsonb_typeof(${value}) = 'string' THEN ${value} #>> '{}' END`;
}

/** A field of the payload as an amount that can be reckoned with; NULL where it is none (vocabulary.ts, isReckonable). */
function openAmount(open: Open, compiling: Compiling): string {
  const value = openField(open, compiling);
  const amount = `(${value})::float8`;
  return `CASE WHEN jsonb_typeof(${value}) = 'number' THEN
    CASE WHEN abs(${amount}) BETWEEN ${amountMin} AND ${amountMax} OR ${amount} = 0 THEN ${amount} END END`;
}

/** What is the same for every record: what is written, and what follows from the day alone. */
export function constantOf(value: Value, asOf: IsoDate): number | IsoDate | string | boolean | null {
  switch (value.node) {
    case "literal":
      return value.value;
    case "as-of":
      return asOf;
    case "before": {
      const date = constantOf(value.date, asOf);
      if (typeof date !== "string") return null;
      return value.unit === "months" ? addMonths(isoDate(date), -value.count) : addDays(isoDate(date), -value.count);
    }
    case "year": {
      const date = constantOf(value.date, asOf);
      return typeof date === "string" ? Number(date.slice(0, 4)) : null;
    }
    case "arithmetic": {
      const [left, right] = [constantOf(value.left, asOf), constantOf(value.right, asOf)];
      if (typeof left !== "number" || typeof right !== "number") return null;
      return reckoned(value.operator, left, right);
    }
    default:
      return null;
  }
}

function reckoned(operator: "+" | "-" | "*" | "/", left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    default:
      return operator satisfies never;
  }
}

/** A count (bigint) or an amount (float8). */
export function numberSql(value: Value, compiling: Compiling): string {
  const constant = constantOf(value, compiling.asOf);
  if (typeof constant === "number") return compiling.bound.place(constant, value.type === "int" ? "bigint" : "float8");
  switch (value.node) {
    case "open":
      return openAmount(value, compiling);
    case "year":
      return `extract(year FROM ${dateSql(value.date, compiling)})::bigint`;
    case "arithmetic":
      return `(${numberSql(value.left, compiling)} ${value.operator} ${numberSql(value.right, compiling)})`;
    case "size":
      return compiling.lists.size(value.of, compiling);
    case "total":
      return compiling.lists.total(value, compiling);
    default:
      throw new TypeError(`${value.node} is no number`);
  }
}

/** A day. */
export function dateSql(value: Value, compiling: Compiling): string {
  const constant = constantOf(value, compiling.asOf);
  if (typeof constant === "string") return compiling.bound.place(constant, "date");
  if (value.node === "field") return column(value, compiling);
  if (value.node !== "before") throw new TypeError(`${value.node} is no date`);
  const count = compiling.bound.place(value.count, "int");
  const date = dateSql(value.date, compiling);
  return value.unit === "days" ? `(${date} - ${count})` : `(${date} - make_interval(months => ${count}))::date`;
}

/** A day as it is written, for payloads hold days as text. */
export function dateText(value: Value, compiling: Compiling): string {
  const constant = constantOf(value, compiling.asOf);
  if (typeof constant === "string") return compiling.bound.place(constant, "text");
  return `to_char(${dateSql(value, compiling)}, 'YYYY-MM-DD')`;
}

/** A written value as a payload would hold it. */
export function literalJson({ value }: Pick<Literal, "value">, { bound }: Compiling): string {
  return bound.place(JSON.stringify(value), "jsonb");
}
