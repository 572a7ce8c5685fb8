/**
 * A criterion in words, for whoever reads the rules (C18): made from the tree that is run, so that what is read is what
 * is applied.
 */
import type { Bilingual } from "../refusal.ts";
import type { CompareOperator, Condition, Field, Literal, Open, Records, Test, Value } from "./tree.ts";
import { fields } from "./vocabulary.ts";

/** What items and the fields of their payloads are called, and the words of their values; null where nobody says. */
export interface Naming {
  item(id: string): Bilingual | null;
  field(name: string): Bilingual | null;
  value(field: string, value: string): Bilingual | null;
}

type Language = keyof Bilingual;

interface Saying {
  readonly language: Language;
  readonly naming: Naming;
  /** Names of records from the outermost in: the innermost is "it". */
  readonly records: readonly string[];
  readonly isDenied: boolean;
}

/** What a criterion asks, in both languages, without a full stop. */
export function criterionWords(condition: Condition, naming: Naming): Bilingual {
  const say = (language: Language) => conditionWords(condition, { language, naming, records: [], isDenied: false });
  return { zh: say("zh"), en: say("en") };
}

const pick = ({ language }: Saying, zh: string, en: string) => (language === "zh" ? zh : en);

function conditionWords(condition: Condition, saying: Saying): string {
  switch (condition.node) {
    case "constant":
      return condition.value !== saying.isDenied ? pick(saying, "总是", "always") : pick(saying, "从不", "never");
    case "not":
      return conditionWords(condition.of, { ...saying, isDenied: !saying.isDenied });
    case "and":
    case "or":
      return joined(condition, saying);
    case "truth":
      return truthWords(condition.of, saying);
    case "compare":
      return compareWords(condition, saying);
    case "one-of":
      return oneOfWords(condition, saying);
    case "holds":
      return pick(
        saying,
        `${nameOf(condition.list, saying)}${saying.isDenied ? "不含" : "含"}${quoted(condition.value, condition.list, saying)}`,
        `${nameOf(condition.list, saying)} ${saying.isDenied ? "lacks" : "has"} ${quoted(condition.value, condition.list, saying)}`,
      );
    case "text-test":
      return textTestWords(condition, saying);
    case "has":
      return pick(
        saying,
        `${saying.isDenied ? "未" : "已"}载明${nameOf(condition.of, saying)}`,
        `${nameOf(condition.of, saying)} is ${saying.isDenied ? "not " : ""}given`,
      );
    case "quantified":
      return quantifiedWords(condition, saying);
    default:
      return condition satisfies never;
  }
}

type Joined = Extract<Condition, { node: "and" | "or" }>;

/** "Not (a and b)" is said as "not a, or not b"; whatever is joined otherwise inside stands in brackets. */
function joined(condition: Joined, saying: Saying): string {
  const isAnd = (condition.node === "and") !== saying.isDenied;
  const parts = partsOf({ part: condition, isDenied: saying.isDenied }, isAnd).map(({ part, isDenied }) => {
    const words = conditionWords(part, { ...saying, isDenied });
    return isJoined(part) ? pick(saying, `（${words}）`, `(${words})`) : words;
  });
  return parts.join(isAnd ? pick(saying, "，且", " and ") : pick(saying, "，或", " or "));
}

interface Part {
  readonly part: Condition;
  readonly isDenied: boolean;
}

function partsOf({ part, isDenied }: Part, isAnd: boolean): Part[] {
  if (part.node === "not") return partsOf({ part: part.of, isDenied: !isDenied }, isAnd);
  if (!isJoined(part) || ((part.node === "and") !== isDenied) !== isAnd) return [{ part, isDenied }];
  return [part.left, part.right].flatMap((side) => partsOf({ part: side, isDenied }, isAnd));
}

function isJoined(part: Condition): part is Joined {
  return part.node === "and" || part.node === "or";
}

function truthWords(of: Field | Open, saying: Saying): string {
  if (of.node === "field")
    return saying.isDenied
      ? pick(saying, "不是不利信息", "it is not adverse")
      : pick(saying, "是不利信息", "it is adverse");
  return pick(
    saying,
    `${nameOf(of, saying)}：${saying.isDenied ? "否" : "是"}`,
    `${nameOf(of, saying)}: ${saying.isDenied ? "no" : "yes"}`,
  );
}

const operatorWords: Readonly<Record<"date" | "number", Readonly<Record<CompareOperator, Bilingual>>>> = {
  date: {
    "==": { zh: "为", en: "is" },
    "!=": { zh: "不是", en: "is not" },
    "<": { zh: "早于", en: "is before" },
    "<=": { zh: "不晚于", en: "is not after" },
    ">": { zh: "晚于", en: "is after" },
    ">=": { zh: "不早于", en: "is not before" },
  },
  number: {
    "==": { zh: "为", en: "is" },
    "!=": { zh: "不是", en: "is not" },
    "<": { zh: "少于", en: "is less than" },
    "<=": { zh: "不超过", en: "is at most" },
    ">": { zh: "超过", en: "is more than" },
    ">=": { zh: "不少于", en: "is at least" },
  },
};
const denied: Readonly<Record<CompareOperator, CompareOperator>> = {
  "==": "!=",
  "!=": "==",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
};

function compareWords({ operator, left, right, as }: Extract<Condition, { node: "compare" }>, saying: Saying): string {
  const said = operatorWords[as === "date" ? "date" : "number"][saying.isDenied ? denied[operator] : operator];
  const [a, b] = [valueWords(left, saying, right), valueWords(right, saying, left)];
  return pick(saying, `${a}${said.zh}${b}`, `${a} ${said.en} ${b}`);
}

function oneOfWords({ value, values }: Extract<Condition, { node: "one-of" }>, saying: Saying): string {
  const list = values.map((one) => literalWords(one, value, saying));
  const said = list.join(pick(saying, "、", ", "));
  const [is, isNot] = list.length === 1 ? ["为", "不是"] : ["属于", "不属于"];
  return pick(
    saying,
    `${valueWords(value, saying)}${saying.isDenied ? isNot : is}${said}`,
    `${valueWords(value, saying)} is ${saying.isDenied ? "not " : ""}${list.length === 1 ? "" : "one of "}${said}`,
  );
}

function textTestWords({ test, value, part }: Extract<Condition, { node: "text-test" }>, saying: Saying): string {
  const name = nameOf(value, saying);
  const [zh, en] =
    test === "startsWith" ? [`以“${part}”开头`, `begin with "${part}"`] : [`含“${part}”字样`, `contain "${part}"`];
  return pick(
    saying,
    `${name}${saying.isDenied ? "不" : ""}${zh}`,
    `${name} does ${saying.isDenied ? "not " : ""}${en}`,
  );
}

function quantifiedWords(condition: Extract<Condition, { node: "quantified" }>, saying: Saying): string {
  const { quantifier, of, test } = condition;
  const { isDenied } = saying;
  if (quantifier === "all") {
    const filters = testsWords(of.filters, saying);
    const which = filters === "" ? "" : pick(saying, `${filters}的`, ` where ${filters}`);
    const asked = conditionWords(test.body, inner(test.variable, saying));
    return pick(
      saying,
      `${isDenied ? "并非" : ""}每条${which}记录都：${asked}`,
      `${isDenied ? "not " : ""}every record${which} has this: ${asked}`,
    );
  }
  const all = testsWords([...of.filters, test], saying);
  if (quantifier === "exists")
    return pick(
      saying,
      `${isDenied ? "没有" : "有"}记录（${all}）`,
      `there is ${isDenied ? "no" : "a"} record (${all})`,
    );
  return pick(
    saying,
    `${isDenied ? "并非" : ""}恰有一条记录（${all}）`,
    `${isDenied ? "it is not so that " : ""}there is exactly one record (${all})`,
  );
}

/** Tests that a record must all pass; what is joined by "or" stands in brackets. */
function testsWords(tests: readonly Test[], saying: Saying): string {
  const words = tests.map(({ variable, body }) => {
    const said = conditionWords(body, inner(variable, saying));
    return tests.length > 1 && isEither(body) ? pick(saying, `（${said}）`, `(${said})`) : said;
  });
  return words.join(pick(saying, "，且", " and "));
}

/** Whether a condition says "or", a denied "and" too. */
function isEither(condition: Condition, isDenied = false): boolean {
  if (condition.node === "not") return isEither(condition.of, !isDenied);
  return isJoined(condition) && (condition.node === "or") !== isDenied;
}

function inner(variable: string, saying: Saying): Saying {
  return { ...saying, records: [...saying.records, variable], isDenied: false };
}

function filterWords({ filters }: Records, saying: Saying): string {
  return testsWords(filters, saying);
}

function valueWords(value: Value, saying: Saying, beside?: Value): string {
  switch (value.node) {
    case "literal":
      return literalWords(value, beside, saying);
    case "open":
    case "field":
      return nameOf(value, saying);
    case "as-of":
      return pick(saying, "判断之日", "the day of judging");
    case "before":
      return beforeWords(value, saying);
    case "year":
      return pick(saying, `${valueWords(value.date, saying)}的年份`, `the year of ${valueWords(value.date, saying)}`);
    case "arithmetic":
      return pick(
        saying,
        `（${valueWords(value.left, saying)} ${sign(value.operator)} ${valueWords(value.right, saying)}）`,
        `(${valueWords(value.left, saying)} ${sign(value.operator)} ${valueWords(value.right, saying)})`,
      );
    case "size":
      return countWords(value.of, saying);
    case "total":
      return totalWords(value, saying);
    default:
      return value satisfies never;
  }
}

const sign = (operator: string) => ({ "+": "+", "-": "−", "*": "×", "/": "÷" })[operator] ?? operator;

function beforeWords({ date, unit, count }: Extract<Value, { node: "before" }>, saying: Saying): string {
  const of = valueWords(date, saying);
  if (unit === "days") return pick(saying, `${of}前${count}日`, `${count} days before ${of}`);
  if (count > 0 && count % 12 === 0)
    return pick(saying, `${of}前${count / 12}年`, `${count / 12} year${count === 12 ? "" : "s"} before ${of}`);
  return pick(saying, `${of}前${count}个月`, `${count} months before ${of}`);
}

function countWords(of: Records, saying: Saying): string {
  const filters = filterWords(of, saying);
  if (filters === "") return pick(saying, "记录的条数", "the number of records");
  return pick(saying, `记录（${filters}）的条数`, `the number of records (${filters})`);
}

function totalWords({ of, variable, value }: Extract<Value, { node: "total" }>, saying: Saying): string {
  const filters = filterWords(of, saying);
  const amount = valueWords(value, inner(variable, saying));
  if (filters === "") return pick(saying, `全部记录的${amount}合计`, `the total of ${amount} over all records`);
  return pick(saying, `记录（${filters}）的${amount}合计`, `the total of ${amount} over records (${filters})`);
}

function nameOf(value: Field | Open, { language, naming, records }: Saying): string {
  const name =
    value.node === "field"
      ? fields[value.field].words[language]
      : (naming.field(value.field)?.[language] ?? value.field);
  const isOuter = records.at(-1) !== value.record && records.length > 1 && records.includes(value.record);
  if (!isOuter) return name;
  return language === "zh" ? `前一记录的${name}` : `${name} of the former record`;
}

/** A written value, in the words of the field it stands beside. */
function literalWords({ type, value }: Literal, beside: Value | undefined, saying: Saying): string {
  if (type === "int" || type === "number") return amountWords(Number(value), saying, type);
  if (type === "bool") return value ? pick(saying, "是", "yes") : pick(saying, "否", "no");
  return quoted(String(value), beside, saying);
}

function amountWords(value: number, { language }: Saying, type: "int" | "number"): string {
  if (type === "int" || Math.abs(value) < 10_000) return String(value);
  return language === "zh" && value % 10_000 === 0 ? `${value / 10_000}万` : value.toLocaleString("en-US");
}

function quoted(value: string, beside: Value | undefined, { language, naming }: Saying): string {
  const words =
    beside?.node === "field" && beside.field === "item"
      ? naming.item(value)
      : beside?.node === "open"
        ? naming.value(beside.field, value)
        : null;
  const said = words?.[language] ?? value;
  return /^\d{4}-\d\d-\d\d$/.test(said) ? said : language === "zh" ? `“${said}”` : `"${said}"`;
}
