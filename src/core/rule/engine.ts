/** Compiles rules and asks them in order: a rule that depends on another is not asked where that one found something. */
import { Arguments } from "./arguments.ts";
import { type ConditionRow, compileConditions } from "./condition.ts";
import type { Finding, Verdict } from "./finding.ts";
import type { Look } from "./predicate.ts";
import { exampleGround, exampleKnown, type Ground, type Known, type Row, RuleFault } from "./row.ts";
import { vocabulary } from "./vocabulary.ts";

/** A check as a pack writes it. */
export interface CheckRow {
  readonly predicate: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What the engine needs of a rule's row (contract/catalogue.ts, `Rule`). */
export interface RuleRow {
  readonly code: string;
  readonly verdict: Verdict;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly check: CheckRow;
  readonly after: readonly string[];
  readonly examples: { readonly pass: readonly object[]; readonly fail: readonly object[] };
}

/** Compiles a check; null where the item has none of the fields it is about. Throws {@link RuleFault}. */
export function compileCheck(check: CheckRow, ground: Ground): Look | null {
  const predicate = vocabulary.get(check.predicate);
  if (!predicate) throw new RuleFault(`there is no predicate "${check.predicate}"`);
  const args = new Arguments(check.arguments, ground);
  const when = args.raw("when") as ConditionRow | readonly ConditionRow[] | undefined;
  const look = predicate.compile(args);
  // An argument nobody reads is a condition somebody believes in.
  if (look !== null) args.mustBeReadWhole();
  if (look === null || when === undefined) return look;
  const holds = compileConditions(Array.isArray(when) ? when : [when], ground);
  return (row, known) => (holds(row) ? look(row, known) : null);
}

/** Rules of one item, compiled. */
export interface RuleSet<R extends RuleRow> {
  /** In the order in which they are asked. */
  readonly rules: readonly R[];
  /**
   * What the rules in force on the day of receipt find. `unreadable` fields, which the schema already found wrong, are
   * not asked again.
   */
  find(row: Row, known: Known, unreadable?: ReadonlySet<string>): Finding[];
}

interface Compiled<R extends RuleRow> {
  readonly rule: R;
  readonly look: Look;
  /** Places, in the same list, of the rules it comes after. */
  readonly after: readonly number[];
}

const nothing: Finding[] = [];

/**
 * Compiles and sorts rules for an item. Rules about fields the item does not have are left out.
 * Throws {@link RuleFault} naming the rule where one is written wrong or where rules wait for each other in a circle.
 */
export function compileRules<R extends RuleRow>(rows: readonly R[], ground: Ground): RuleSet<R> {
  const looks = new Map<string, Look>();
  for (const rule of rows) {
    const look = naming(rule.code, () => compileCheck(rule.check, ground));
    if (look) looks.set(rule.code, look);
  }
  const sorted = inOrder(rows.filter((rule) => looks.has(rule.code)));
  const places = new Map(sorted.map((rule, place) => [rule.code, place]));
  const compiled = sorted.map(
    (rule): Compiled<R> => ({
      rule,
      look: looks.get(rule.code) as Look,
      after: rule.after.flatMap((code) => places.get(code) ?? []),
    }),
  );
  const inForce = rememberingLast((day: string) =>
    compiled.map(({ rule }) => rule.effectiveFrom <= day && (rule.effectiveTo === null || day <= rule.effectiveTo)),
  );
  return {
    rules: sorted,
    find(row, known, unreadable) {
      const binding = inForce(known.receivedOn);
      let findings = nothing;
      let broken: boolean[] | null = null;
      for (let place = 0; place < compiled.length; place++) {
        const one = compiled[place];
        if (one === undefined || !binding[place]) continue;
        if (broken !== null && one.after.some((before) => broken?.[before])) {
          broken[place] = true;
          continue;
        }
        const hits = one.look(row, known);
        if (hits === null) continue;
        broken ??= [];
        broken[place] = true;
        if (findings === nothing) findings = [];
        for (const { field, value, params = {} } of hits) {
          if (unreadable?.has(field)) continue;
          findings.push({
            code: one.rule.code,
            field,
            verdict: one.rule.verdict,
            ...(value === undefined || value === null ? {} : { value }),
            params,
          });
        }
      }
      return findings;
    },
  };
}

/** Rules in an order in which each comes after those it waits for; rules that are not there are not waited for. */
function inOrder<R extends RuleRow>(rows: readonly R[]): R[] {
  const byCode = new Map(rows.map((rule) => [rule.code, rule]));
  const placed = new Set<string>();
  const sorted: R[] = [];
  const place = (rule: R, waiting: readonly string[]) => {
    if (placed.has(rule.code)) return;
    if (waiting.includes(rule.code)) throw new RuleFault(`rules wait for each other: ${waiting.join(", ")}`);
    for (const code of rule.after) {
      const before = byCode.get(code);
      if (before) place(before, [...waiting, rule.code]);
    }
    placed.add(rule.code);
    sorted.push(rule);
  };
  for (const rule of rows) place(rule, []);
  return sorted;
}

function rememberingLast<K, V>(compute: (key: K) => V): (key: K) => V {
  let last: { readonly key: K; readonly value: V } | null = null;
  return (key) => {
    if (last === null || last.key !== key) last = { key, value: compute(key) };
    return last.value;
  };
}

function naming<T>(code: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RuleFault) throw new RuleFault(`${code}: ${error.message}`);
    throw error;
  }
}

/** An example record that does not do what its rule says of it. */
export interface WrongExample {
  readonly which: "pass" | "fail";
  readonly index: number;
}

/** Asks a rule its own example records; empty where all do as it says. Throws {@link RuleFault}. */
export function wrongExamples(rule: RuleRow): WrongExample[] {
  const breaks = (record: object): boolean => {
    const row = record as Row;
    const look = naming(rule.code, () => compileCheck(rule.check, exampleGround(row)));
    return (look?.(row, exampleKnown(row)) ?? null) !== null;
  };
  const wrong = (which: "pass" | "fail", expected: boolean): WrongExample[] =>
    rule.examples[which].flatMap((record, index) => (breaks(record) === expected ? [] : [{ which, index }]));
  return [...wrong("pass", false), ...wrong("fail", true)];
}
