/**
 * Whom a criterion can concern: which items it starts from, and which records can make a difference to it. The search of
 * the whole register looks at nothing else. Pure reasoning over three values: what is said here is necessary for the
 * condition to be anything but false.
 */
import { mayFail } from "./fails.ts";
import type { CompareOperator, Condition, Open, Quantified, Records, Test, Value } from "./tree.ts";

type Items = ReadonlySet<string>;

/**
 * Items of which a subject must have a standing record for the condition not to be false of it; null where it may hold
 * of a subject of whom nothing of that kind is recorded.
 */
export function starts(condition: Condition, isAsked = true): Items | null {
  switch (condition.node) {
    case "constant":
      return condition.value === isAsked ? null : new Set();
    case "not":
      return starts(condition.of, !isAsked);
    case "and":
    case "or": {
      const sides = [starts(condition.left, isAsked), starts(condition.right, isAsked)] as const;
      return (condition.node === "and") === isAsked ? smaller(...sides) : union(...sides);
    }
    case "quantified":
      return quantifiedStarts(condition, isAsked);
    case "compare":
      return compareStarts(condition, isAsked);
    default:
      return null;
  }
}

function quantifiedStarts({ quantifier, of, test: { body } }: Quantified, isAsked: boolean): Items | null {
  // "Not all are" says "one is not"; "exactly one" denied says nothing of the kind.
  if (quantifier === "all") return isAsked ? null : itemsOfTests(testsUntilFailing(of, { body, isAsked: false }));
  return isAsked ? itemsOfTests(testsUntilFailing(of, { body, isAsked: true })) : null;
}

const opposite: Readonly<Record<CompareOperator, CompareOperator>> = {
  "==": "!=",
  "!=": "==",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
};
const turned: Readonly<Record<CompareOperator, CompareOperator>> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/** The comparison that holds where this one does not. */
export function negated(operator: CompareOperator): CompareOperator {
  return opposite[operator];
}

function compareStarts(compare: Extract<Condition, { node: "compare" }>, isAsked: boolean): Items | null {
  const asked = isAsked ? compare.operator : opposite[compare.operator];
  const [sum, least, operator] =
    compare.right.node === "literal"
      ? [compare.left, compare.right.value, asked]
      : compare.left.node === "literal"
        ? [compare.right, compare.left.value, turned[asked]]
        : [compare.left, null, asked];
  if (typeof least !== "number") return null;
  // Of no records the count and the total are 0: does the comparison fail then?
  const failsOfNone =
    (operator === ">" && least >= 0) ||
    ((operator === ">=" || operator === "==") && least > 0) ||
    (operator === "!=" && least === 0);
  return failsOfNone ? summed(sum) : null;
}

function summed(value: Value): Items | null {
  if (value.node === "size" || value.node === "total") return itemsOfTests(testsUntilFailing(value.of, null));
  if (value.node !== "arithmetic") return null;
  if (value.operator === "+") return union(summed(value.left), summed(value.right));
  if (value.operator !== "*" && value.operator !== "/") return null;
  return value.right.node === "literal" ? summed(value.left) : summed(value.right);
}

/** Items the records of a list are of; null where they may be of any. */
function itemsOf({ filters }: Records): Items | null {
  return filters.reduce<Items | null>((items, { body }) => both(items, itemsOfBody(body, true)), null);
}

/** Items a record must be of for a condition on it not to be false; null for any. */
function itemsOfBody(body: Condition, isAsked: boolean): Items | null {
  switch (body.node) {
    case "not":
      return itemsOfBody(body.of, !isAsked);
    case "and":
    case "or": {
      const sides = [itemsOfBody(body.left, isAsked), itemsOfBody(body.right, isAsked)] as const;
      return (body.node === "and") === isAsked ? both(...sides) : union(...sides);
    }
    case "compare": {
      const operator = isAsked ? body.operator : opposite[body.operator];
      const sides = [body.left, body.right] as const;
      const literal = sides.find(({ node }) => node === "literal");
      if (operator !== "==" || !sides.some(isItem) || literal?.node !== "literal") return null;
      return new Set([String(literal.value)]);
    }
    case "one-of":
      return isAsked && isItem(body.value) ? new Set(body.values.map(({ value }) => String(value))) : null;
    default:
      return null;
  }
}

function isItem(value: Value): boolean {
  return value.node === "field" && value.field === "item";
}

function union(a: Items | null, b: Items | null): Items | null {
  return a === null || b === null ? null : new Set([...a, ...b]);
}

function both(a: Items | null, b: Items | null): Items | null {
  if (a === null || b === null) return a ?? b;
  return new Set([...a].filter((item) => b.has(item)));
}

/** Either may be started from; the one of fewer items is. */
function smaller(a: Items | null, b: Items | null): Items | null {
  if (a === null || b === null) return a ?? b;
  return a.size <= b.size ? a : b;
}

/** A part of a criterion that looks at the subject's records: those that pass all its tests make a difference to it. */
export interface Look {
  readonly of: Records;
  /** Beside being in the list; null for a count or a total: being in it is all. */
  readonly test: (Test & { readonly isAsked: boolean }) | null;
  /** Whether a record that passes speaks for the condition; the others speak against it. */
  readonly speaksFor: boolean;
}

/** Every look at the subject's records that is not inside another. */
export function looksOf(condition: Condition, isAsked = true): Look[] {
  switch (condition.node) {
    case "not":
      return looksOf(condition.of, !isAsked);
    case "and":
    case "or":
      return [...looksOf(condition.left, isAsked), ...looksOf(condition.right, isAsked)];
    case "quantified": {
      const { quantifier, of, test } = condition;
      // "All are" fails by a record that is not.
      const isAll = quantifier === "all";
      return [{ of, test: { ...test, isAsked: !isAll }, speaksFor: isAll !== isAsked }];
    }
    case "compare":
      return [condition.left, condition.right].flatMap(listsIn).map(counted);
    case "one-of":
      return listsIn(condition.value).map(counted);
    default:
      return [];
  }
}

function counted(of: Records): Look {
  return { of, test: null, speaksFor: true };
}

function listsIn(value: Value): Records[] {
  switch (value.node) {
    case "size":
    case "total":
      return [value.of];
    case "arithmetic":
      return [...listsIn(value.left), ...listsIn(value.right)];
    default:
      return [];
  }
}

/** A condition that is asked of a record, and which answer lets it pass. */
interface Asked {
  readonly body: Condition;
  readonly isAsked: boolean;
}

/**
 * What is asked of every record of a list, one after the other, up to the first that may be left unsaid: one record of
 * which it is leaves the whole unsaid, whatever later tests would have answered.
 */
function testsUntilFailing({ filters }: Records, test: Asked | null): Asked[] {
  const all = [...filters.map(({ body }) => ({ body, isAsked: true })), ...(test ? [test] : [])];
  const failing = all.findIndex(({ body }) => mayFail(body));
  return failing < 0 ? all : all.slice(0, failing + 1);
}

function itemsOfTests(tests: readonly Asked[]): Items | null {
  return tests.reduce<Items | null>((items, { body, isAsked }) => both(items, itemsOfBody(body, isAsked)), null);
}

/** Items of the records that make a difference to a look; null where they may be of any. */
export function itemsOfLook({ of, test }: Look): Items | null {
  return itemsOfTests(testsUntilFailing(of, test));
}

/** What a record must keep, in plain never-missing fields, to make a difference to a look; null: nothing. */
export function plainNeedOf({ of, test }: Look): Condition | null {
  return testsUntilFailing(of, test)
    .map(({ body, isAsked }) => plainNeed(body, isAsked))
    .reduce((all, need) => (all && need ? { node: "and", left: all, right: need } : (all ?? need)), null);
}

function plainNeed(body: Condition, isAsked = true): Condition | null {
  switch (body.node) {
    case "not":
      return plainNeed(body.of, !isAsked);
    case "and":
    case "or": {
      const [left, right] = [plainNeed(body.left, isAsked), plainNeed(body.right, isAsked)];
      if ((body.node === "and") === isAsked) return left && right ? { node: "and", left, right } : (left ?? right);
      return left && right ? { node: "or", left, right } : null;
    }
    case "truth":
      return body.of.node === "field" ? (isAsked ? body : { node: "not", of: body }) : null;
    case "compare":
      if (!isPlain(body.left) || !isPlain(body.right)) return null;
      return isAsked ? body : { ...body, operator: opposite[body.operator] };
    case "one-of":
      return isPlain(body.value) ? (isAsked ? body : { node: "not", of: body }) : null;
    case "constant":
      return { node: "constant", value: body.value === isAsked };
    default:
      return null;
  }
}

const neverMissing: readonly string[] = ["item", "authority", "adverse", "decidedOn", "effectiveFrom"];

function isPlain(value: Value): boolean {
  switch (value.node) {
    case "literal":
    case "as-of":
      return true;
    case "field":
      return neverMissing.includes(value.field);
    case "before":
      return value.date.node === "as-of" || value.date.node === "literal";
    default:
      return false;
  }
}

/** A field of payloads that a criterion reads, and of which items' records; null: of any. */
export interface FieldAsked {
  readonly field: string;
  readonly items: Items | null;
}

/** Every field of payloads a criterion reads. */
export function fieldsAsked(condition: Condition): FieldAsked[] {
  return asked(condition, new Map());
}

type Named = ReadonlyMap<string, Items | null>;

function asked(part: Condition | Value, named: Named): FieldAsked[] {
  switch (part.node) {
    case "open":
      return [askedOf(part, named)];
    case "not":
    case "truth":
    case "has":
      return asked(part.of, named);
    case "and":
    case "or":
    case "compare":
    case "arithmetic":
      return [...asked(part.left, named), ...asked(part.right, named)];
    case "one-of":
    case "text-test":
      return asked(part.value, named);
    case "holds":
      return asked(part.list, named);
    case "before":
    case "year":
      return asked(part.date, named);
    case "size":
      return askedInList(part.of, named);
    case "total":
      return [
        ...askedInList(part.of, named),
        ...asked(part.value, new Map(named).set(part.variable, itemsOf(part.of))),
      ];
    case "quantified": {
      const { of, test, quantifier } = part;
      const items = both(itemsOf(of), itemsOfBody(test.body, quantifier !== "all"));
      return [...askedInList(of, named), ...asked(test.body, new Map(named).set(test.variable, items))];
    }
    default:
      return [];
  }
}

function askedOf({ record, field }: Open, named: Named): FieldAsked {
  return { field, items: named.get(record) ?? null };
}

function askedInList(of: Records, named: Named): FieldAsked[] {
  const items = itemsOf(of);
  return of.filters.flatMap(({ variable, body }) => asked(body, new Map(named).set(variable, items)));
}

/** Every item a criterion names. */
export function itemsNamed(condition: Condition): string[] {
  const found = new Set<string>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) for (const one of part) visit(one);
    if (typeof part !== "object" || part === null) return;
    const node = part as Condition | Value;
    if (node.node === "compare" && [node.left, node.right].some(isItem)) {
      for (const side of [node.left, node.right]) if (side.node === "literal") found.add(String(side.value));
    } else if (node.node === "one-of" && isItem(node.value))
      for (const { value } of node.values) found.add(String(value));
    // What was written is the same again, before it was understood.
    for (const [key, inside] of Object.entries(part)) if (key !== "written") visit(inside);
  };
  visit(condition);
  return [...found];
}
