/** Amounts and counts. Amounts are in yuan, whatever the layout's column was in. */
import { contradicted } from "../amounts.ts";
import { textOf } from "../arguments.ts";
import { eachField, type Predicate } from "../predicate.ts";
import { RuleFault } from "../row.ts";

export const atLeast: Predicate = {
  name: "at-least",
  demands: { zh: "{fields} 不得小于 {value}", en: "{fields} must be at least {value}" },
  compile(args) {
    const limit = args.number("value");
    return eachField(args.fields("fields"), (value) =>
      typeof value === "number" && value < limit ? { params: { limit } } : null,
    );
  },
};

export const atMost: Predicate = {
  name: "at-most",
  demands: { zh: "{fields} 不得大于 {value}", en: "{fields} must be at most {value}" },
  compile(args) {
    const limit = args.number("value");
    return eachField(args.fields("fields"), (value) =>
      typeof value === "number" && value > limit ? { params: { limit } } : null,
    );
  },
};

/** 万元 taken for 元, a nought too many, another amount than the decision's own words say. */
export const unitAgrees: Predicate = {
  name: "unit-agrees",
  demands: {
    zh: "{field} 应与 {text} 中写明的金额（{told}）一致，不得差十倍至一万倍（万元与元）",
    en: "{field} must be the amount ({told}) that {text} names, not 10 to 10,000 times more or less (万元 and 元)",
  },
  compile(args) {
    const field = args.field("field");
    const text = args.field("text");
    const told = args.text("told");
    if (told !== "fine" && told !== "confiscation")
      throw new RuleFault('argument "told" must be "fine" or "confiscation"');
    if (field === null || text === null) return null;
    return (row) => {
      const amount = row[field];
      const words = textOf(row[text]);
      if (typeof amount !== "number" || words === undefined) return null;
      const named = contradicted(amount, words, told);
      return named === null ? null : [{ field, value: amount, params: { named } }];
    };
  },
};
