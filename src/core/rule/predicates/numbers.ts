/** Amounts and counts. Amounts are in yuan, whatever the layout's column was in. */
import { textOf } from "../arguments.ts";
import { eachField, type Predicate } from "../predicate.ts";

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

const amountInText = /(\d[\d,，]*(?:\.\d+)?)\s*(亿|千万|百万|十万|万|千|百)?\s*余?元/g;
const unitFactor: Readonly<Record<string, number>> = {
  亿: 1e8,
  千万: 1e7,
  百万: 1e6,
  十万: 1e5,
  万: 1e4,
  千: 1e3,
  百: 1e2,
};

/** Amounts in yuan that a text names in figures: 罚款16万元 is 160,000. */
export function amountsIn(text: string): number[] {
  return text
    .matchAll(amountInText)
    .map(([, digits = "", unit = ""]) => Number(digits.replaceAll(/[,，]/g, "")) * (unitFactor[unit] ?? 1))
    .toArray();
}

/** 万元 taken for 元 or the other way round: exactly ten thousand times what the decision's own words say. */
export const unitAgrees: Predicate = {
  name: "unit-agrees",
  demands: {
    zh: "{field} 与 {text} 中写明的金额不得恰差一万倍（万元与元）",
    en: "{field} must not be exactly 10,000 times more or less than an amount {text} names (万元 and 元)",
  },
  compile(args) {
    const field = args.field("field");
    const text = args.field("text");
    if (field === null || text === null) return null;
    return (row) => {
      const amount = row[field];
      const words = textOf(row[text]);
      if (typeof amount !== "number" || amount === 0 || words === undefined) return null;
      // Nearly always the decision's words name the very amount.
      if (words.includes(`${amount}元`) || words.includes(`${amount / 1e4}万元`)) return null;
      const named = amountsIn(words);
      const near = (other: number) => Math.abs(amount - other) < 0.005 * Math.max(1, Math.abs(other) / 1e6);
      if (named.some(near)) return null;
      const confused = named.find((one) => near(one * 1e4) || near(one / 1e4));
      return confused === undefined ? null : [{ field, value: amount, params: { named: confused } }];
    };
  },
};
