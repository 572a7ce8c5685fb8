import type { Json } from "../record/canonical.ts";
import { type Ground, isPresent, type Row, RuleFault } from "./row.ts";

/** A condition on one field, with exactly one test (contract/catalogue.ts, `Condition`). */
export interface ConditionRow {
  readonly field: string;
  readonly in?: readonly string[] | undefined;
  readonly notIn?: readonly string[] | undefined;
  readonly contains?: readonly string[] | undefined;
  readonly only?: readonly string[] | undefined;
  readonly present?: boolean | undefined;
  readonly atMost?: number | undefined;
  readonly atLeast?: number | undefined;
}

export type Condition = (row: Row) => boolean;

/** Compiles conditions that must all hold. Throws {@link RuleFault} on one that has not exactly one test. */
export function compileConditions(rows: readonly ConditionRow[], ground: Ground): Condition {
  const all = rows.map((row) => compileCondition(row, ground));
  const [only] = all;
  return all.length === 1 && only ? only : (row) => all.every((holds) => holds(row));
}

function compileCondition(condition: ConditionRow, ground: Ground): Condition {
  const tests = Object.keys(condition).filter((key) => key !== "field");
  if (tests.length !== 1) throw new RuleFault(`a condition on "${condition.field}" needs exactly one test`);
  if (condition.field === "$subjectKind") return kindCondition(condition, ground);
  const fields = ground.fields(condition.field);
  const test = testOf(condition);
  // A role the item does not have is an absent value, whatever is asked of it.
  if (fields.length === 0) return () => test(undefined);
  return (row) => fields.some((field) => test(row[field]));
}

function kindCondition(condition: ConditionRow, ground: Ground): Condition {
  const wanted = condition.in;
  if (!wanted) throw new RuleFault('a condition on "$subjectKind" must ask "in"');
  return (row) => {
    const kind = ground.kind(row);
    return kind !== null && wanted.includes(kind);
  };
}

function testOf(condition: ConditionRow): (value: Json | undefined) => boolean {
  if (condition.in) {
    const values = new Set(condition.in);
    return (value) => typeof value === "string" && values.has(value);
  }
  if (condition.notIn) {
    const values = new Set(condition.notIn);
    return (value) => typeof value !== "string" || !values.has(value);
  }
  if (condition.contains) {
    const values = new Set(condition.contains);
    return (value) => Array.isArray(value) && value.some((one) => typeof one === "string" && values.has(one));
  }
  if (condition.only) {
    const values = new Set(condition.only);
    return (value) =>
      Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string" && values.has(one));
  }
  if (condition.present !== undefined) {
    const { present } = condition;
    return (value) => isPresent(value) === present;
  }
  const { atMost, atLeast } = condition;
  if (atMost !== undefined) return (value) => typeof value === "number" && value <= atMost;
  if (atLeast !== undefined) return (value) => typeof value === "number" && value >= atLeast;
  throw new RuleFault(`a condition on "${condition.field}" asks nothing`);
}
