/** Conditions of a criterion in SQL, three-valued as CEL's are: true, false, and NULL for what cannot be said. */
import { mayFail, valueMayFail } from "#core/criterion/fails.ts";
import type { Look } from "#core/criterion/reach.ts";
import type { Compare, Condition, Literal, Open, Records, Value } from "#core/criterion/tree.ts";
import { fields, isReckonable } from "#core/criterion/vocabulary.ts";
import {
  type Compiling,
  column,
  constantOf,
  dateSql,
  dateText,
  type Lists,
  literalJson,
  numberSql,
  openField,
  openText,
} from "./values-store.ts";

/** A condition as SQL. */
export function conditionSql(condition: Condition, compiling: Compiling): string {
  switch (condition.node) {
    case "constant":
      return String(condition.value);
    case "not":
      return `NOT (${conditionSql(condition.of, compiling)})`;
    case "and":
    case "or": {
      const sides = [conditionSql(condition.left, compiling), conditionSql(condition.right, compiling)];
      return `(${sides.join(condition.node === "and" ? " AND " : " OR ")})`;
    }
    case "truth": {
      if (condition.of.node === "field") return column(condition.of, compiling);
      const value = openField(condition.of, compiling);
      return `CASE WHEN jsonb_typeof(${value}) = 'boolean' THEN (${value})::boolean END`;
    }
    case "compare":
      return compareSql(condition, compiling);
    case "one-of":
      return oneOfSql(condition.value, condition.values, compiling);
    case "holds": {
      const list = openField(condition.list, compiling);
      const text = compiling.bound.place(condition.value, "text");
      return `CASE WHEN jsonb_typeof(${list}) IN ('array', 'object') THEN ${list} ? ${text} END`;
    }
    case "text-test":
      return textTestSql(condition, compiling);
    case "has":
      return hasSql(condition.of, compiling);
    case "quantified":
      return compiling.lists.quantified(condition, compiling);
    default:
      return condition satisfies never;
  }
}

function hasSql(of: Extract<Condition, { node: "has" }>["of"], compiling: Compiling): string {
  if (of.node === "open") return `(${openField(of, compiling)} IS NOT NULL)`;
  return fields[of.field].optional ? `(${column(of, compiling)} IS NOT NULL)` : "true";
}

function textTestSql({ test, value, part }: Extract<Condition, { node: "text-test" }>, compiling: Compiling): string {
  const text = value.node === "open" ? `(${openText(value, compiling)})` : column(value, compiling);
  const wanted = compiling.bound.place(part, "text");
  return test === "startsWith" ? `starts_with(${text}, ${wanted})` : `(strpos(${text}, ${wanted}) > 0)`;
}

function oneOfSql(value: Value, values: readonly Literal[], compiling: Compiling): string {
  if (value.node === "open")
    return `${openField(value, compiling)} IN (${values.map((one) => literalJson(one, compiling)).join(", ")})`;
  const given = values.map((one) => one.value);
  switch (value.type) {
    case "text":
      return `${textSql(value, compiling)} = ANY (${compiling.bound.place(given, "text[]")})`;
    case "date":
      return `${dateSql(value, compiling)} = ANY (${compiling.bound.place(given, "date[]")})`;
    default:
      return `(${numberSql(value, compiling)})::float8 = ANY (${compiling.bound.place(given, "float8[]")})`;
  }
}

function textSql(value: Value, compiling: Compiling): string {
  if (value.node === "field") return column(value, compiling);
  if (value.node === "literal") return compiling.bound.place(value.value, "text");
  throw new TypeError(`${value.node} is no text`);
}

const signs = { "==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">=" } as const;

function compareSql(compare: Compare, compiling: Compiling): string {
  const { operator, left, right, as } = compare;
  const isOrder = operator !== "==" && operator !== "!=";
  if (!isOrder && (left.node === "open" || right.node === "open")) {
    const [open, other] = left.node === "open" ? [left, right] : [right as Open, left];
    const same = sameAsOpen(open, other, compiling);
    return operator === "==" ? same : `NOT (${same})`;
  }
  const sign = signs[operator];
  switch (as) {
    case "number": {
      const types = [left.type, right.type];
      const cast = types.every((type) => type === "int") ? "bigint" : "float8";
      return `((${numberSql(left, compiling)})::${cast} ${sign} (${numberSql(right, compiling)})::${cast})`;
    }
    case "date": {
      if (left.node !== "open" && right.node !== "open")
        return `(${dateSql(left, compiling)} ${sign} ${dateSql(right, compiling)})`;
      const text = (value: Value) => (value.node === "open" ? openText(value, compiling) : dateText(value, compiling));
      // Days sort as their texts do, character by character.
      return `((${text(left)}) COLLATE "C" ${sign} (${text(right)}) COLLATE "C")`;
    }
    case "text":
      return `(${textSql(left, compiling)} ${sign} ${textSql(right, compiling)})`;
    case "bool":
      return `(${boolSql(left, compiling)} ${sign} ${boolSql(right, compiling)})`;
    default:
      return as satisfies never;
  }
}

function boolSql(value: Value, compiling: Compiling): string {
  if (value.node === "field") return column(value, compiling);
  if (value.node === "literal") return String(value.value);
  throw new TypeError(`${value.node} is not true or false`);
}

/** Whether a field of a payload is this value: another type is another value, an absent field cannot be said. */
function sameAsOpen(open: Open, other: Value, compiling: Compiling): string {
  const value = openField(open, compiling);
  const constant = constantOf(other, compiling.asOf);
  if (constant !== null && (typeof constant !== "number" || isReckonable(constant)))
    return `(${value} = ${literalJson({ value: constant }, compiling)})`;
  if (other.type === "date") return `(${value} = to_jsonb(${dateText(other, compiling)}))`;
  if (other.node === "field") return `(${value} = to_jsonb(${column(other, compiling)}))`;
  const number = `(${numberSql(other, compiling)})::float8`;
  return `CASE WHEN ${value} IS NOT NULL AND ${number} IS NOT NULL
    THEN coalesce(${numberSql(open, compiling)} = ${number}, false) END`;
}

/** Whether a row is in a list: all its filters, each asked only of what passed the one before. */
function inListSql({ filters }: Records, row: string, compiling: Compiling): string {
  return filters.reduceRight((rest, filter) => {
    const passes = conditionSql(filter.body, named(filter.variable, row, compiling));
    if (rest === "") return passes;
    return mayFail(filter.body) ? `CASE WHEN ${passes} THEN ${rest} ELSE ${passes} END` : `(${passes} AND ${rest})`;
  }, "");
}

/** Whether a row passes a look's tests: not false of every row that makes a difference to it. */
export function lookSql({ of, test }: Look, row: string, compiling: Compiling): string {
  if (test === null) return inListSql(of, row, compiling);
  const asked: Condition = test.isAsked ? test.body : { node: "not", of: test.body };
  return inListSql({ filters: [...of.filters, { ...test, body: asked }] }, row, compiling);
}

function named(variable: string, row: string, compiling: Compiling): Compiling {
  return { ...compiling, rows: new Map(compiling.rows).set(variable, row) };
}

const anded = (...conditions: readonly string[]) =>
  conditions
    .filter((one) => one !== "")
    .map((one) => `(${one})`)
    .join(" AND ");

/**
 * Aggregates over the rows `row` of one subject; each gives one value, for no rows too. Rows are counted by a column of
 * theirs: an aggregate that names outer rows only would be the outer query's.
 */
export function aggregatesOf(row: string): Lists {
  const counted = (where: string) => `count(${row}.record_id)${where === "" ? "" : ` FILTER (WHERE ${where})`}`;
  /** NULL where a row makes one of the conditions true, else what is asked. */
  const unless = (fails: readonly string[], value: string) => {
    const any = fails.filter((one) => one !== "").map((one) => `${counted(one)} > 0`);
    return any.length === 0 ? `(${value})` : `(CASE WHEN ${any.join(" OR ")} THEN NULL ELSE ${value} END)`;
  };
  return {
    quantified({ quantifier, of, test }, compiling) {
      const inList = inListSql(of, row, compiling);
      const body = conditionSql(test.body, named(test.variable, row, compiling));
      const bodyFails = mayFail(test.body) ? anded(inList, `(${body}) IS NULL`) : "";
      if (quantifier === "exists_one")
        return unless([unsaid(of, inList), bodyFails], `${counted(anded(inList, body))} = 1`);
      // "All are" is "none is not", in three values too.
      const some = `${counted(anded(inList, quantifier === "exists" ? body : `NOT (${body})`))} > 0`;
      const found =
        bodyFails === "" ? some : `CASE WHEN ${some} THEN true WHEN ${counted(bodyFails)} > 0 THEN NULL ELSE false END`;
      const said = unless([unsaid(of, inList)], found);
      return quantifier === "exists" ? said : `(NOT ${said})`;
    },
    size(of, compiling) {
      const inList = inListSql(of, row, compiling);
      return unless([unsaid(of, inList)], counted(inList));
    },
    total({ of, variable, value }, compiling) {
      const inList = inListSql(of, row, compiling);
      const amount = `(${numberSql(value, named(variable, row, compiling))})::float8`;
      const amountFails = valueMayFail(value) ? anded(inList, `${amount} IS NULL`) : "";
      // Sums of binary64 depend on the order: that of the records as the library is given them (facts.ts).
      const sum = `sum(${amount} ORDER BY ${row}.decided_on, ${row}.record_id)${inList === "" ? "" : ` FILTER (WHERE ${inList})`}`;
      return unless([unsaid(of, inList), amountFails], `coalesce(${sum}, 0)`);
    },
  };
}

function unsaid({ filters }: Records, inList: string): string {
  return filters.some(({ body }) => mayFail(body)) ? `(${inList}) IS NULL` : "";
}
