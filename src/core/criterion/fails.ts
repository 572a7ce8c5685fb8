/** Which parts of a criterion may be left unsaid, for want of a field or of its type; what is said here holds of CEL and SQL. */
import type { Condition, Value } from "./tree.ts";
import { fields } from "./vocabulary.ts";

/** Whether a condition can be left unsaid. What never can needs no third value, and SQL is quicker without. */
export function mayFail(condition: Condition): boolean {
  switch (condition.node) {
    case "constant":
    case "has":
      return false;
    case "not":
      return mayFail(condition.of);
    case "and":
    case "or":
      return mayFail(condition.left) || mayFail(condition.right);
    case "truth":
      return condition.of.node === "open";
    case "compare":
      return valueMayFail(condition.left) || valueMayFail(condition.right);
    case "one-of":
    case "text-test":
      return valueMayFail(condition.value);
    case "holds":
      return true;
    case "quantified":
      return mayFail(condition.test.body) || condition.of.filters.some(({ body }) => mayFail(body));
    default:
      return condition satisfies never;
  }
}

export function valueMayFail(value: Value): boolean {
  switch (value.node) {
    case "open":
      return true;
    case "field":
      return fields[value.field].optional;
    case "before":
    case "year":
      return valueMayFail(value.date);
    case "arithmetic":
      return valueMayFail(value.left) || valueMayFail(value.right);
    case "size":
      return value.of.filters.some(({ body }) => mayFail(body));
    case "total":
      return valueMayFail(value.value) || value.of.filters.some(({ body }) => mayFail(body));
    default:
      return false;
  }
}
