/**
 * Understands a rule: gives every part its type, and refuses what is outside the subset with a plain reason and its
 * place (docs/decisions/rule-language.md). What is understood can be said in words, run by the library and compiled to
 * SQL, with one meaning in all three.
 */
import { type CriterionFault, Unreadable, unreadable } from "./fault.ts";
import { starts } from "./reach.ts";
import type { Syntax } from "./syntax.ts";
import type { CompareOperator, Condition, Field, Literal, Open, Records } from "./tree.ts";
import { fieldOf, isFieldOf, type Scope, valueIn } from "./understand-values.ts";
import { charactersMax, depthMax, partsMax, reserved } from "./vocabulary.ts";

export type Understood =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly fault: CriterionFault };

/** Understands the parts of a rule of `characters` characters. */
export function understand(syntax: Syntax, characters: number): Understood {
  try {
    if (characters > charactersMax)
      unreadable(0, `规则超过${charactersMax}字`, `a rule has at most ${charactersMax} characters`);
    if (partsOf(syntax) > partsMax) unreadable(0, `规则超过${partsMax}个部分`, `a rule has at most ${partsMax} parts`);
    const condition = conditionOf(syntax, { variables: new Set(), depth: 0, lists });
    if (starts(condition) === null)
      unreadable(
        0,
        "规则必须从某类信息项的记录出发：只凭“没有记录”不得列为候选",
        "a rule must start from records of named items: nobody becomes a candidate by the absence of records alone",
      );
    return { ok: true, condition };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, fault: error.fault };
    throw error;
  }
}

function partsOf(syntax: Syntax): number {
  const inside = (() => {
    switch (syntax.kind) {
      case "field":
      case "has":
        return [syntax.of];
      case "call":
        return syntax.arguments;
      case "list":
        return syntax.elements;
      case "macro":
        return [syntax.of, ...syntax.bodies];
      default:
        return [];
    }
  })();
  return inside.reduce((sum, part) => sum + partsOf(part), 1);
}

/** What must be true or false. */
function conditionOf(syntax: Syntax, scope: Scope): Condition {
  switch (syntax.kind) {
    case "constant":
      if (typeof syntax.value === "boolean") return { node: "constant", value: syntax.value };
      return unreadable(syntax.at, "这里应为条件，不是数或文字", "a condition is needed here, not a number or a text");
    case "field":
      return { node: "truth", of: truthOf(syntax, scope) };
    case "has":
      return { node: "has", of: fieldOf(syntax, scope) };
    case "macro":
      return quantifiedOf(syntax, scope);
    case "call":
      return callOf(syntax, scope);
    case "name":
    case "list":
      return unreadable(syntax.at, "这里应为条件", "a condition is needed here");
    case "other":
      return unreadable(syntax.at, `规则中不可使用：${syntax.what}`, `not to be used in a rule: ${syntax.what}`);
    default:
      return syntax satisfies never;
  }
}

function truthOf(syntax: Extract<Syntax, { kind: "field" }>, scope: Scope): Field | Open {
  const field = fieldOf(syntax, scope);
  if (field.node === "field" && field.type !== "bool")
    unreadable(
      syntax.at,
      `“${field.field}”不是是非项，不能单独作条件`,
      `${field.field} is not a yes or no and is no condition`,
    );
  return field;
}

type Call = Extract<Syntax, { kind: "call" }>;

const comparing: readonly string[] = ["==", "!=", "<", "<=", ">", ">="] satisfies CompareOperator[];

function callOf(call: Call, scope: Scope): Condition {
  const [first, second] = call.arguments;
  if (call.name === "!" && first) return { node: "not", of: conditionOf(first, scope) };
  if (!first || !second) return unknownCall(call);
  if (call.name === "&&" || call.name === "||")
    return {
      node: call.name === "&&" ? "and" : "or",
      left: conditionOf(first, scope),
      right: conditionOf(second, scope),
    };
  if (comparing.includes(call.name)) return compareOf(call, call.name as CompareOperator, scope);
  if (call.name === "in") return inOf(call, scope);
  if (call.name === "startsWith" || call.name === "contains") return textTestOf(call, call.name, scope);
  return unknownCall(call);
}

function unknownCall({ at, name }: Call): never {
  return unreadable(
    at,
    `规则中没有“${name}”，或其参数不对`,
    `rules have no ${name}, or it is given the wrong arguments`,
  );
}

function compareOf(call: Call, operator: CompareOperator, scope: Scope): Condition {
  const [first, second] = call.arguments as [Syntax, Syntax];
  const left = valueIn(first, scope);
  const right = valueIn(second, scope);
  const types = [left.type, right.type];
  const both = (...wanted: readonly string[]) => types.every((type) => wanted.includes(type));
  const isOrder = operator !== "==" && operator !== "!=";
  if (both("open"))
    unreadable(
      call.at,
      "两个数据项不能直接比较：其类型未知",
      "two fields of payloads are not compared with each other: their types are not known",
    );
  if (both("int", "number", "open")) return { node: "compare", operator, left, right, as: "number" };
  if (both("date", "open")) return { node: "compare", operator, left, right, as: "date" };
  if (isOrder)
    unreadable(call.at, "只有数和日期分先后大小", 'only numbers and dates have an order; write a date as "2026-04-01"');
  if (both("text", "open")) return { node: "compare", operator, left, right, as: "text" };
  if (both("bool", "open")) return { node: "compare", operator, left, right, as: "bool" };
  return unreadable(
    call.at,
    "比较的两边类型不同，永远不会相等",
    "the two sides are of different types and never equal",
  );
}

function inOf(call: Call, scope: Scope): Condition {
  const [value, list] = call.arguments as [Syntax, Syntax];
  if (list.kind === "field") return holdsOf(value, list, scope);
  if (list.kind !== "list" || list.elements.length === 0)
    return unreadable(list.at, "in 之后应为写明的列表或数据项", "in needs a written list, or a field of the payload");
  const asked = valueIn(value, scope);
  const values = list.elements.map((element) => literalOf(element, scope));
  const wanted = new Set<string>(values.map(({ type }) => (type === "number" ? "int" : type)));
  const type = asked.type === "number" ? "int" : asked.type;
  // A list of days is a list of texts to whom it may concern: a payload holds both as text.
  if (asked.type === "open" && [...wanted].every((one) => one === "text" || one === "date"))
    return { node: "one-of", value: asked, values };
  if (wanted.size > 1 || (asked.type !== "open" && !wanted.has(type)))
    unreadable(
      list.at,
      "列表各值的类型须相同并与所问的一致",
      "all values of the list must be of one type, that of what is asked",
    );
  return { node: "one-of", value: asked, values };
}

function literalOf(syntax: Syntax, scope: Scope): Literal {
  const value = valueIn(syntax, scope);
  if (value.node !== "literal" || value.type === "bool")
    return unreadable(syntax.at, "列表中应为文字、日期或数", "a list holds texts, dates or numbers");
  return value;
}

function holdsOf(value: Syntax, list: Extract<Syntax, { kind: "field" }>, scope: Scope): Condition {
  const open = fieldOf(list, scope);
  if (open.node !== "open") return unreadable(list.at, "该项不是列表", "that field is not a list");
  if (value.kind !== "constant" || typeof value.value !== "string")
    return unreadable(value.at, "应写明要找的文字", "write the text to be found");
  const literal = valueIn(value, scope);
  return literal.node === "literal" && typeof literal.value === "string"
    ? { node: "holds", value: literal.value, list: open }
    : unreadable(value.at, "应写明要找的文字", "write the text to be found");
}

function textTestOf(call: Call, test: "startsWith" | "contains", scope: Scope): Condition {
  const [target, part] = call.arguments as [Syntax, Syntax];
  const value = isFieldOf(target)
    ? fieldOf(target, scope)
    : unreadable(target.at, "应为记录的一项", "a field of a record is needed");
  if (value.type !== "text" && value.type !== "open")
    return unreadable(target.at, "该项不是文字", "that field is not a text");
  if (part.kind !== "constant" || typeof part.value !== "string" || part.value === "")
    return unreadable(part.at, "应写明文字", "write the text");
  return { node: "text-test", test, value, part: part.value };
}

function quantifiedOf(syntax: Extract<Syntax, { kind: "macro" }>, scope: Scope): Condition {
  const { macro, variable } = syntax;
  if (macro === "filter" || macro === "map")
    return unreadable(syntax.at, `${macro} 得到列表，不是条件`, `${macro} gives a list, not a condition`);
  const [body] = syntax.bodies;
  if (!body) return unreadable(syntax.at, `${macro} 缺少条件`, `${macro} lacks its condition`);
  const of = recordsOf(syntax.of, scope);
  const test = { variable, body: conditionOf(body, within(syntax, scope)), written: body };
  return { node: "quantified", quantifier: macro, of, test };
}

/** The list of records a macro runs over. */
function recordsOf(syntax: Syntax, scope: Scope): Records {
  if (syntax.kind === "name" && syntax.name === "records") return { filters: [] };
  if (syntax.kind !== "macro" || syntax.macro !== "filter")
    return unreadable(syntax.at, "应为 records 或 records.filter(…)", "records or records.filter(...) is needed");
  const { filters } = recordsOf(syntax.of, scope);
  const [body] = syntax.bodies;
  if (!body) return unreadable(syntax.at, "filter 缺少条件", "filter lacks its condition");
  return {
    filters: [...filters, { variable: syntax.variable, body: conditionOf(body, within(syntax, scope)), written: body }],
  };
}

/** What is known inside a macro. */
function within({ variable, at }: Extract<Syntax, { kind: "macro" }>, scope: Scope): Scope {
  if (reserved.includes(variable) || scope.variables.has(variable))
    unreadable(at, `名字“${variable}”已另有所指`, `the name ${variable} means something already`);
  if (scope.depth >= depthMax)
    unreadable(at, `至多${depthMax}层`, `records within records go ${depthMax} deep at most`);
  return { variables: new Set([...scope.variables, variable]), depth: scope.depth + 1, lists };
}

const lists: Scope["lists"] = { recordsOf, within, conditionOf };
