/**
 * What a reader of CEL (https://github.com/google/cel-spec) hands over: the parts of an expression with their places,
 * whatever they mean. Core knows no parser; `src/catalogue/criteria/` turns the library's tree into this one.
 */

export const macros = ["exists", "all", "exists_one", "filter", "map"] as const;
export type Macro = (typeof macros)[number];

/** A part of an expression; `at` is the place of its first character in the text, from 0. */
export type Syntax = { readonly at: number } & (
  | { readonly kind: "constant"; readonly value: boolean | bigint | number | string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "field"; readonly of: Syntax; readonly name: string }
  | { readonly kind: "has"; readonly of: Syntax; readonly name: string }
  /** An operator by its sign (`&&`, `==`, `-`), a function or a method by its name; a method's target comes first. */
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Syntax[] }
  | { readonly kind: "list"; readonly elements: readonly Syntax[] }
  | {
      readonly kind: "macro";
      readonly macro: Macro;
      readonly of: Syntax;
      readonly variable: string;
      /** One; two for `map` with a condition. */
      readonly bodies: readonly Syntax[];
    }
  /** Something the language has and criteria do not. */
  | { readonly kind: "other"; readonly what: string }
);
