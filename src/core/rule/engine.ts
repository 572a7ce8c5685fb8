/** Compiles rules and asks them in order: a rule that depends on another is not asked where that one found something. */
import { Arguments } from "./arguments.ts";
import { type ConditionRow, compileConditions } from "./condition.ts";
import type { Finding, Verdict } from "./finding.ts";
import type { Hit, Look } from "./predicate.ts";
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
  const bindingOn = rememberingLast((day: string): Binding<R> => {
    const binding = sorted.filter(
      (rule) => rule.effectiveFrom <= day && (rule.effectiveTo === null || day <= rule.effectiveTo),
    );
    return { rules: binding, looks: binding.map(({ code }) => looks.get(code) as Look) };
  });
  return {
    rules: sorted,
    find(row, known, unreadable) {
      const binding = bindingOn(known.receivedOn);
      for (let place = 0; place < binding.looks.length; place++) {
        const hits = binding.looks[place]?.(row, known) ?? null;
        if (hits !== null) return closely(binding, { row, known, unreadable: unreadable ?? none, from: place, hits });
      }
      return [];
    },
  };
}

/** The rules in force on a day, in order, with their looks at the same places. */
interface Binding<R extends RuleRow> {
  readonly rules: readonly R[];
  readonly looks: readonly Look[];
}

const none: ReadonlySet<string> = new Set();

/** Goes on from the first rule that found something, now minding which rules wait for which. */
function closely<R extends RuleRow>(
  { rules, looks }: Binding<R>,
  at: { row: Row; known: Known; unreadable: ReadonlySet<string>; from: number; hits: readonly Hit[] },
): Finding[] {
  const findings: Finding[] = [];
  const broken = new Set<string>();
  for (let place = at.from; place < rules.length; place++) {
    const rule = rules[place];
    if (rule === undefined) break;
    const waits = rule.after.some((code) => broken.has(code));
    const hits = waits ? null : place === at.from ? at.hits : (looks[place]?.(at.row, at.known) ?? null);
    // A rule that could not be asked is not kept: what waits for it waits on.
    if (waits || hits !== null) broken.add(rule.code);
    for (const hit of hits ?? []) if (!at.unreadable.has(hit.field)) findings.push(findingOf(rule, hit));
  }
  return findings;
}

function findingOf({ code, verdict }: RuleRow, { field, value, params = {} }: Hit): Finding {
  return { code, field, verdict, ...(value === undefined || value === null ? {} : { value }), params };
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
