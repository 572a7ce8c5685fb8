/** Rules: one code, one row, its own examples (ARCHITECTURE rule 7). */
import type { Rule } from "#contract/catalogue.ts";
import { compileCheck, compileRules, wrongExamples } from "#core/rule/engine.ts";
import { exampleGround, RuleFault } from "#core/rule/row.ts";
import { groundOf } from "../fields.ts";
import type { Assertion, Breach } from "./assertion.ts";

const rulesWritten: Assertion = {
  code: "rules-written",
  article: "ARCHITECTURE 7",
  says: {
    zh: "规则只用封闭词汇表中的判断，参数齐备",
    en: "rules use the closed vocabulary only, with the arguments it takes",
  },
  *breaches({ contents }) {
    for (const row of contents.rules) {
      const [example = {}] = row.examples.pass;
      const fault = faultOf(() => compileCheck(row.check, exampleGround(example as never)));
      if (fault !== null) yield { row, path: "/check", zh: fault, en: fault };
    }
  },
};

const rulesHoldTheirExamples: Assertion = {
  code: "rules-examples",
  article: "ARCHITECTURE 7",
  says: {
    zh: "每条规则的正例通过、反例不通过",
    en: "every rule passes its good records and finds its bad ones",
  },
  *breaches({ contents }) {
    for (const row of contents.rules) {
      if (faultOf(() => compileCheck(row.check, exampleGround({}))) !== null) continue;
      for (const { which, index } of wrongExamples(row))
        yield {
          row,
          path: `/examples/${which}/${index}`,
          zh: which === "pass" ? "应通过而没有通过" : "应不通过而通过了",
          en: which === "pass" ? "should pass and does not" : "should fail and passes",
        };
    }
  },
};

const rulesApply: Assertion = {
  code: "rules-apply",
  article: "ARCHITECTURE 7, 8",
  says: {
    zh: "事项点名的规则所用的字段，事项都有；规则不互相等待",
    en: "an item has the fields of the rules it names; no rules wait for each other",
  },
  *breaches(examined) {
    for (const item of examined.contents.items) {
      const ground = groundOf(item);
      const rules = examined.rulesOn(item);
      const fault = faultOf(() => compileRules(rules, ground));
      if (fault !== null) yield { row: item, path: "/rules", zh: fault, en: fault };
      else yield* withoutFields(item, rules, ground);
    }
  },
};

function* withoutFields(
  item: { readonly rules: readonly string[] } & object,
  rules: readonly Rule[],
  ground: ReturnType<typeof groundOf>,
): Iterable<Breach> {
  for (const [at, code] of item.rules.entries()) {
    const rule = rules.find((one) => one.code === code);
    if (rule && compileCheck(rule.check, ground) === null)
      yield {
        row: item,
        path: `/rules/${at}`,
        zh: `事项没有规则 ${code} 所用的字段`,
        en: `the item has not the fields of rule ${code}`,
      };
  }
}

function faultOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof RuleFault) return error.message;
    throw error;
  }
}

export const rules: readonly Assertion[] = [rulesWritten, rulesHoldTheirExamples, rulesApply];
