/**
 * CEL by the kept library (docs/decisions/rule-language.md): text to the parts core understands, and parts back to
 * something that runs. The library is the oracle: what it answers is what a rule means.
 */
import { type CelInput, CelScalar, celEnv, celFunc, isCelError, listType, parse, plan } from "@bufbuild/cel";
import { type CriterionFault, Unreadable, unreadable } from "#core/criterion/fault.ts";
import { type Macro, macros, type Syntax } from "#core/criterion/syntax.ts";
import { addDays, addMonths, type IsoDate, parseIsoDate } from "#core/time/date.ts";

type Parsed = ReturnType<typeof parse>;
type Expr = Parsed["expr"];

/** A rule as the library read it. */
export interface Read {
  readonly syntax: Syntax;
  /** What the library makes of a part, to run it alone. */
  readonly planOf: (part: Syntax) => (bindings: Record<string, CelInput>) => boolean | null;
}

/** Reads a rule, or says where it cannot be read. */
export function readCel(text: string): { ok: true; value: Read } | { ok: false; fault: CriterionFault } {
  try {
    const parsed = parse(text);
    const origins = new Map<Syntax, Expr>();
    const syntax = partOf(parsed.expr, { parsed, origins });
    return {
      ok: true,
      value: {
        syntax,
        planOf(part) {
          const expr = origins.get(part);
          if (!expr) throw new TypeError("that part is of another rule");
          return planned(expr);
        },
      },
    };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, fault: error.fault };
    return { ok: false, fault: syntaxFault(error) };
  }
}

/** The library's complaint keeps its place; its words name characters, which both languages understand. */
function syntaxFault(error: unknown): CriterionFault {
  if (!(error instanceof Error)) throw error;
  const { location } = error as Error & { location?: { start?: { offset?: number } } };
  const at = location?.start?.offset ?? 0;
  return { at, zh: "不合 CEL 语法", en: "this is not CEL" };
}

interface Reading {
  readonly parsed: Parsed;
  readonly origins: Map<Syntax, Expr>;
}

function partOf(expr: Expr, reading: Reading): Syntax {
  const at = reading.parsed.sourceInfo?.positions[String(expr.id)] ?? 0;
  const part = { ...shapeOf(expr, reading, at), at };
  reading.origins.set(part, expr);
  return part;
}

type Shape = Syntax extends infer S ? (S extends Syntax ? Omit<S, "at"> : never) : never;

function shapeOf(expr: Expr, reading: Reading, at: number): Shape {
  const { exprKind } = expr;
  switch (exprKind.case) {
    case "constExpr":
      return constantOf(exprKind.value, at);
    case "identExpr":
      return { kind: "name", name: exprKind.value.name };
    case "selectExpr": {
      const { operand, field, testOnly } = exprKind.value;
      if (!operand) return { kind: "other", what: field };
      return { kind: testOnly ? "has" : "field", of: partOf(operand, reading), name: field };
    }
    case "callExpr": {
      const { function: name, target, args } = exprKind.value;
      const given = target ? [target, ...args] : args;
      return { kind: "call", name: signs.get(name) ?? name, arguments: given.map((one) => partOf(one, reading)) };
    }
    case "listExpr":
      return { kind: "list", elements: exprKind.value.elements.map((one) => partOf(one, reading)) };
    case "comprehensionExpr":
      return macroOf(expr, exprKind.value, reading);
    case "structExpr":
      return { kind: "other", what: "{…}" };
    default:
      return { kind: "other", what: "?" };
  }
}

/** How the standard names operators (langdef.md, "List of standard definitions"). */
const signs: ReadonlyMap<string, string> = new Map([
  ["_&&_", "&&"],
  ["_||_", "||"],
  ["!_", "!"],
  ["-_", "-"],
  ["@in", "in"],
  ["_?_:_", "?:"],
  ["_[_]", "[]"],
  ...["==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%"].map((sign) => [`_${sign}_`, sign] as const),
]);

type ConstantExpr = Extract<Expr["exprKind"], { case: "constExpr" }>["value"];

function constantOf({ constantKind }: ConstantExpr, at: number): Shape {
  switch (constantKind.case) {
    case "boolValue":
    case "int64Value":
    case "doubleValue":
    case "stringValue":
      return { kind: "constant", value: constantKind.value };
    default:
      return unreadable(
        at,
        "只可写文字、数、true 和 false",
        "only texts, numbers, true and false are written in a rule",
      );
  }
}

type Comprehension = Extract<Expr["exprKind"], { case: "comprehensionExpr" }>["value"];

/**
 * A macro as it was written. The library has expanded it, as the standard asks, and remembers what was written; the
 * parts that run are taken out of the expansion, since what it remembers is for reading only.
 */
function macroOf(expr: Expr, expanded: Comprehension, reading: Reading): Shape {
  const written = reading.parsed.sourceInfo?.macroCalls[String(expr.id)]?.exprKind;
  const { iterRange, iterVar } = expanded;
  if (written?.case !== "callExpr" || !iterRange) return { kind: "other", what: "?" };
  const name = written.value.function === "existsOne" ? "exists_one" : written.value.function;
  const macro = macros.find((one) => one === name);
  if (!macro) return { kind: "other", what: name };
  const bodies = bodiesOf(macro, expanded, written.value.args.length);
  return {
    kind: "macro",
    macro,
    of: partOf(iterRange, reading),
    variable: iterVar,
    bodies: bodies.map((body) => partOf(body, reading)),
  };
}

/** Where the standard's expansion keeps what was given (cel-spec, "Macros"). */
function bodiesOf(macro: Macro, { loopStep }: Comprehension, written: number): Expr[] {
  const step = argumentsOf(loopStep);
  const appended = (expr: Expr | undefined) => {
    const list = argumentsOf(expr)[1];
    return list?.exprKind.case === "listExpr" ? list.exprKind.value.elements[0] : undefined;
  };
  const bodies = (() => {
    switch (macro) {
      case "exists":
      case "all":
        return [step[1]];
      case "exists_one":
      case "filter":
        return [step[0]];
      case "map":
        return written === 3 ? [step[0], appended(step[1])] : [appended(loopStep)];
      default:
        return macro satisfies never;
    }
  })();
  return bodies.map((body) => {
    if (!body) throw new Error(`the library expands ${macro} otherwise than the standard`);
    return body;
  });
}

function argumentsOf(expr: Expr | undefined): readonly Expr[] {
  return expr?.exprKind.case === "callExpr" ? expr.exprKind.value.args : [];
}

const { STRING, INT, DOUBLE, DYN } = CelScalar;

/** The functions rules have beside CEL's own. A wrong argument is an error of the rule, as any other in CEL. */
const environment = celEnv({
  funcs: [
    celFunc("monthsBefore", [STRING, INT], STRING, (date, months) => addMonths(day(date), -Number(months))),
    celFunc("daysBefore", [STRING, INT], STRING, (date, days) => addDays(day(date), -Number(days))),
    celFunc("year", [STRING], INT, (date) => BigInt(day(date).slice(0, 4))),
    celFunc("total", [listType(DYN)], DOUBLE, (amounts) => {
      let sum = 0;
      for (const amount of amounts) {
        if (typeof amount !== "number") throw new TypeError("an amount is no number");
        sum += amount;
      }
      return sum;
    }),
  ],
});

function day(text: string): IsoDate {
  const date = parseIsoDate(text);
  if (!date) throw new TypeError("not a day");
  return date;
}

/** Runs a part: whether it holds; null where the library says it cannot be said. */
function planned(expr: Expr): (bindings: Record<string, CelInput>) => boolean | null {
  const run = plan(environment, expr);
  return (bindings) => {
    const answer = run(bindings);
    if (isCelError(answer)) return null;
    return typeof answer === "boolean" ? answer : null;
  };
}
