/** Understands the parts of a rule that have a value: fields, dates, amounts, counts (see understand.ts). */
import { parseIsoDate } from "../time/date.ts";
import { unreadable } from "./fault.ts";
import type { Syntax } from "./syntax.ts";
import type { Condition, Field, Literal, Open, Records, Value } from "./tree.ts";
import {
  amountMax,
  amountMin,
  countMax,
  daysMax,
  fields,
  isFieldName,
  isReckonable,
  monthsMax,
  multiplicationsMax,
  textMax,
} from "./vocabulary.ts";

/** What names stand for where a part is read. */
export interface Scope {
  /** Names of records, outermost first. */
  readonly variables: ReadonlySet<string>;
  readonly depth: number;
  /** How lists are read inside: they are made of conditions, which this file does not know. */
  readonly lists: Lists;
}

interface Lists {
  recordsOf(syntax: Syntax, scope: Scope): Records;
  within(macro: MacroSyntax, scope: Scope): Scope;
  conditionOf(syntax: Syntax, scope: Scope): Condition;
}

export type MacroSyntax = Extract<Syntax, { kind: "macro" }>;
type Call = Extract<Syntax, { kind: "call" }>;

export function valueIn(syntax: Syntax, scope: Scope): Value {
  switch (syntax.kind) {
    case "constant":
      return literalOf(syntax);
    case "name":
      if (syntax.name === "asOf") return { node: "as-of", type: "date" };
      return unreadable(syntax.at, `规则不认识“${syntax.name}”`, `rules know no ${syntax.name} here`);
    case "field":
      return fieldOf(syntax, scope);
    case "call":
      return callValueOf(syntax, scope);
    case "has":
    case "macro":
    case "list":
      return unreadable(syntax.at, "这里应为一个值", "a value is needed here");
    case "other":
      return unreadable(syntax.at, `规则中不可使用：${syntax.what}`, `not to be used in a rule: ${syntax.what}`);
    default:
      return syntax satisfies never;
  }
}

function literalOf({ at, value }: Extract<Syntax, { kind: "constant" }>): Literal {
  if (typeof value === "boolean") return { node: "literal", type: "bool", value };
  if (typeof value === "bigint") {
    const count = Number(value);
    if (Math.abs(count) > countMax)
      unreadable(
        at,
        `整数不得超过${countMax}，金额请写作 ${value}.0`,
        `whole numbers go to ${countMax}; write an amount as ${value}.0`,
      );
    return { node: "literal", type: "int", value: count };
  }
  if (typeof value === "number") {
    if (!isReckonable(value))
      unreadable(at, `数应在${amountMin}与${amountMax}之间`, `numbers go from ${amountMin} to ${amountMax}`);
    return { node: "literal", type: "number", value };
  }
  // PostgreSQL's texts hold neither.
  if (value.length > textMax || value.includes("\0") || !value.isWellFormed())
    unreadable(
      at,
      `文字过长或含无效字符`,
      `a text is longer than ${textMax} characters or holds a character that is none`,
    );
  return { node: "literal", type: parseIsoDate(value) ? "date" : "text", value };
}

export function isFieldOf(syntax: Syntax): syntax is Extract<Syntax, { kind: "field" }> {
  return syntax.kind === "field";
}

/** `r.decidedOn` or `r.open.fineAmount`, read or asked for with has(). */
export function fieldOf(syntax: Extract<Syntax, { kind: "field" | "has" }>, scope: Scope): Field | Open {
  const { of, name, at } = syntax;
  if (of.kind === "field" && of.name === "open" && of.of.kind === "name")
    return { node: "open", type: "open", record: recordName(of.of, scope), field: name };
  if (of.kind !== "name") return unreadable(at, "应写作 r.项名 或 r.open.项名", "write r.field or r.open.field");
  const record = recordName(of, scope);
  if (!isFieldName(name))
    return unreadable(
      at,
      `记录没有“${name}”；数据项写作 ${record}.open.${name}`,
      `a record has no ${name}; a field of the payload is written ${record}.open.${name}`,
    );
  return { node: "field", type: fields[name].type, record, field: name };
}

function recordName({ name, at }: Extract<Syntax, { kind: "name" }>, { variables }: Scope): string {
  if (!variables.has(name)) unreadable(at, `“${name}”不是这里的记录`, `${name} is no record here`);
  return name;
}

function callValueOf(call: Call, scope: Scope): Value {
  const [first, second] = call.arguments;
  if (!first) return unknown(call);
  switch (call.name) {
    case "monthsBefore":
    case "daysBefore":
      return beforeOf(call, scope);
    case "year":
      return { node: "year", type: "int", date: dateOf(first, scope) };
    case "size":
      return { node: "size", type: "int", of: scope.lists.recordsOf(first, scope) };
    case "total":
      return totalOf(first, scope);
    case "-":
      if (!second) return negated(first, scope);
      return arithmeticOf(call, "-", scope);
    case "+":
    case "*":
    case "/":
      return arithmeticOf(call, call.name, scope);
    default:
      return unknown(call);
  }
}

function unknown({ at, name }: Call): never {
  return unreadable(
    at,
    `规则中没有“${name}”，或其参数不对`,
    `rules have no ${name}, or it is given the wrong arguments`,
  );
}

function dateOf(syntax: Syntax, scope: Scope): Value {
  const date = valueIn(syntax, scope);
  return date.type === "date" ? date : unreadable(syntax.at, "这里应为日期", "a date is needed here");
}

function beforeOf(call: Call, scope: Scope): Value {
  const [date, count] = call.arguments;
  if (!date || !count || call.arguments.length !== 2) return unknown(call);
  const unit = call.name === "monthsBefore" ? "months" : "days";
  const most = unit === "months" ? monthsMax : daysMax;
  if (count.kind !== "constant" || typeof count.value !== "bigint" || count.value < 0n || count.value > BigInt(most))
    return unreadable(count.at, `应写明0至${most}的整数`, `write a whole number from 0 to ${most}`);
  return { node: "before", type: "date", unit, date: dateOf(date, scope), count: Number(count.value) };
}

function totalOf(syntax: Syntax, scope: Scope): Value {
  const [first, second] = syntax.kind === "macro" ? syntax.bodies : [];
  if (syntax.kind !== "macro" || syntax.macro !== "map" || !first)
    return unreadable(syntax.at, "total 之内应为 records.…map(r, 金额)", "total is of records...map(r, amount)");
  const within = scope.lists.within(syntax, scope);
  const { filters } = scope.lists.recordsOf(syntax.of, scope);
  const { variable } = syntax;
  const filtered = second
    ? [...filters, { variable, body: scope.lists.conditionOf(first, within), written: first }]
    : filters;
  const value = amountOf(second ?? first, within);
  if (value.type === "int") return unreadable(syntax.at, "total 只合计金额", "total adds amounts, not counts");
  if (multiplications(value) >= multiplicationsMax) tooManyMultiplications(syntax.at);
  return { node: "total", type: "number", of: { filters: filtered }, variable, value };
}

function amountOf(syntax: Syntax, scope: Scope): Value {
  const value = valueIn(syntax, scope);
  if (value.type !== "number" && value.type !== "int" && value.type !== "open")
    unreadable(syntax.at, "这里应为数", "a number is needed here");
  return value;
}

function negated(syntax: Syntax, scope: Scope): Value {
  const value = amountOf(syntax, scope);
  if (value.node === "literal" && (value.type === "int" || value.type === "number"))
    return { ...value, value: -value.value };
  return unreadable(syntax.at, "负号只用于写明的数", "only a written number has a minus sign; write 0.0 - x");
}

function arithmeticOf(call: Call, operator: "+" | "-" | "*" | "/", scope: Scope): Value {
  const [first, second] = call.arguments as [Syntax, Syntax];
  const left = amountOf(first, scope);
  const right = amountOf(second, scope);
  const isCount = left.type === "int" || right.type === "int";
  if (isCount && (left.type !== "int" || right.type !== "int"))
    unreadable(call.at, "整数与金额不相加减：数请写作 1.0", "whole numbers and amounts do not mix: write 1.0 for 1");
  if (operator === "*" || operator === "/") mayMultiply(call, { operator, left, right, isCount });
  return { node: "arithmetic", type: isCount ? "int" : "number", operator, left, right };
}

/** Only with written numbers, and not too often: then binary64 neither overflows nor vanishes, and nothing divides by 0. */
function mayMultiply(
  { at }: Call,
  { operator, left, right, isCount }: { operator: "*" | "/"; left: Value; right: Value; isCount: boolean },
): void {
  if (isCount) unreadable(at, "整数只加减", "whole numbers are added and subtracted only");
  const isWritten = (value: Value) =>
    value.node === "literal" && value.value !== 0 && Math.abs(Number(value.value)) <= countMax;
  if (!(operator === "*" ? isWritten(left) || isWritten(right) : isWritten(right)))
    unreadable(at, "只能与写明的非零数相乘除", "only a written number other than 0 multiplies or divides");
  if (multiplications(left) + multiplications(right) >= multiplicationsMax) tooManyMultiplications(at);
}

function tooManyMultiplications(at: number): never {
  return unreadable(at, `乘除不超过${multiplicationsMax}次`, `at most ${multiplicationsMax} multiplications`);
}

function multiplications(value: Value): number {
  if (value.node === "total") return multiplications(value.value) + 1;
  if (value.node !== "arithmetic") return 0;
  const own = value.operator === "*" || value.operator === "/" ? 1 : 0;
  return own + multiplications(value.left) + multiplications(value.right);
}
