/**
 * A criterion as it is understood: every part has a type, and nothing outside the subset can be said in it
 * (docs/decisions/rule-language.md). Words, SQL and the search for who is concerned are all made from this tree.
 */
import type { Syntax } from "./syntax.ts";
import type { FieldName } from "./vocabulary.ts";

/**
 * Types of values. `open` is a field of a payload, whose type shows only when it is read. `int` counts and years,
 * `number` amounts (binary64); the two compare with each other and do not add.
 */
export type ValueType = "bool" | "int" | "number" | "text" | "date" | "open";

export type CompareOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";
export type Quantifier = "exists" | "all" | "exists_one";

/** A condition on one record, by the name the record goes by in it, and as it was written. */
export interface Test {
  readonly variable: string;
  readonly body: Condition;
  readonly written: Syntax;
}

/** Filtered records, innermost filter first; no filter: all records of the subject. */
export interface Records {
  readonly filters: readonly Test[];
}

export type Literal =
  | { readonly node: "literal"; readonly type: "bool"; readonly value: boolean }
  | { readonly node: "literal"; readonly type: "int" | "number"; readonly value: number }
  | { readonly node: "literal"; readonly type: "text" | "date"; readonly value: string };

export type Open = { readonly node: "open"; readonly type: "open"; readonly record: string; readonly field: string };

export type Field = {
  readonly node: "field";
  readonly type: "bool" | "text" | "date";
  readonly record: string;
  readonly field: FieldName;
};

/** What has a value that is no condition. */
export type Value =
  | Literal
  | Open
  | Field
  | { readonly node: "as-of"; readonly type: "date" }
  | {
      readonly node: "before";
      readonly type: "date";
      readonly unit: "months" | "days";
      readonly date: Value;
      readonly count: number;
    }
  | { readonly node: "year"; readonly type: "int"; readonly date: Value }
  | {
      readonly node: "arithmetic";
      readonly type: "int" | "number";
      readonly operator: "+" | "-" | "*" | "/";
      readonly left: Value;
      readonly right: Value;
    }
  | { readonly node: "size"; readonly type: "int"; readonly of: Records }
  | {
      readonly node: "total";
      readonly type: "number";
      readonly of: Records;
      readonly variable: string;
      readonly value: Value;
    };

export type Compare = {
  readonly node: "compare";
  readonly operator: CompareOperator;
  readonly left: Value;
  readonly right: Value;
  /** As what the two are compared. */
  readonly as: "text" | "date" | "number" | "bool";
};

/** What holds, does not hold, or cannot be said because something it asks for is missing. */
export type Condition =
  | { readonly node: "constant"; readonly value: boolean }
  /** A field that is true or false. */
  | { readonly node: "truth"; readonly of: Field | Open }
  | { readonly node: "not"; readonly of: Condition }
  | { readonly node: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | Compare
  | { readonly node: "one-of"; readonly value: Value; readonly values: readonly Literal[] }
  /** A list in a payload has this text among its elements. */
  | { readonly node: "holds"; readonly value: string; readonly list: Open }
  | {
      readonly node: "text-test";
      readonly test: "startsWith" | "contains";
      readonly value: Field | Open;
      readonly part: string;
    }
  | { readonly node: "has"; readonly of: Field | Open }
  | { readonly node: "quantified"; readonly quantifier: Quantifier; readonly of: Records; readonly test: Test };

export type Quantified = Extract<Condition, { node: "quantified" }>;
