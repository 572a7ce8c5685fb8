/**
 * Amounts of money in the words of decisions: 罚款人民币贰仟元整, 处2.5万元罚款, 没收违法所得3万5千元. In yuan, exact to the fen.
 * Formal and plain numerals, figures, and both mixed; what can be read in two ways (两万三) is not read. Pure.
 */

/** What an amount is told to be; null where the words beside it do not say. */
export type ToldAs = "fine" | "confiscation" | "other" | null;

export interface ToldAmount {
  /** Yuan. */
  readonly value: number;
  readonly as: ToldAs;
  /** 约, 余: the decision does not give it to the yuan. */
  readonly approximate: boolean;
}

const digitOf = new Map(
  ["零〇○", "一壹", "二贰貳两兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"].flatMap((signs, value) =>
    [...signs].map((sign) => [sign, value] as const),
  ),
);
const smallOf = new Map([..."十拾百佰千仟"].map((sign, at) => [sign, 10 ** (1 + Math.floor(at / 2))] as const));
const bigOf = new Map([..."万萬亿億"].map((sign, at) => [sign, at < 2 ? 1e4 : 1e8] as const));
const signs = [...digitOf.keys(), ...smallOf.keys(), ...bigOf.keys()].join("");

/** Sections of a number up to 万 and 亿, as they are added up. */
interface Reading {
  total: number;
  section: number;
  pending: number | null;
  /** `pending` is a single Chinese digit right after a unit, which could stand for its tenth: 两万三. */
  unsure: boolean;
  smallest: number;
}

/** A number in numerals, figures or both, as 3万5千 or 贰仟零伍; null where it is none or says two things. */
export function readNumeral(text: string): number | null {
  const tokens = text.match(new RegExp(`\\d+(?:\\.\\d+)?|[${signs}]`, "gu")) ?? [];
  if (tokens.join("") !== text || text === "") return null;
  if (tokens.length > 1 && tokens.every((one) => digitOf.has(one)))
    return Number(tokens.map((one) => digitOf.get(one)).join(""));
  const reading: Reading = { total: 0, section: 0, pending: null, unsure: false, smallest: Number.POSITIVE_INFINITY };
  for (const [at, token] of tokens.entries()) if (!take(reading, token, tokens[at - 1])) return null;
  if (reading.unsure) return null;
  return Math.round((reading.total + reading.section + (reading.pending ?? 0)) * 100) / 100;
}

function take(reading: Reading, token: string, before: string | undefined): boolean {
  const small = smallOf.get(token);
  const big = bigOf.get(token);
  if (small !== undefined) {
    if (small >= reading.smallest || (reading.pending === null && small !== 10)) return false;
    reading.section += (reading.pending ?? 1) * small;
    Object.assign(reading, { pending: null, unsure: false, smallest: small });
    return true;
  }
  if (big !== undefined) {
    const section = reading.section + (reading.pending ?? 0);
    if (section === 0 && !(big === 1e8 && reading.total > 0)) return false;
    reading.total = big === 1e8 ? (reading.total + section) * big : reading.total + section * big;
    Object.assign(reading, { section: 0, pending: null, unsure: false, smallest: Number.POSITIVE_INFINITY });
    return true;
  }
  const digit = digitOf.get(token);
  if (digit === 0) return reading.pending === null;
  if (reading.pending !== null) return false;
  const afterUnit = before !== undefined && before !== "十" && before !== "拾" && !digitOf.has(before);
  reading.pending = digit ?? Number(token);
  reading.unsure = digit !== undefined && afterUnit;
  return true;
}

const number = `(?:\\d[\\d,]*(?:\\.\\d+)?|[${signs}])(?:\\d[\\d,]*(?:\\.\\d+)?|[${signs}])*`;
const amount = new RegExp(
  `(?<sign>¥\\s*)?(?<number>${number})\\s*(?<more>[余多])?(?<unit>(?:元|圆)(?!素|旦|件|宵|月|钱))?` +
    `(?:整|正)?(?:(?<jiao>[\\d${signs}])角)?(?:(?<fen>[\\d${signs}])分)?`,
  "gu",
);
/** 五千元以上五万元以下, 2000元至5000元, 每日100元, 5000元的三倍: the law's measure, not the decision's amount. */
const measureAfter = /^\s*(?:以上|以下|以内|之间|至|到|[-—~～]|[/每]|的?[\d一二两三四五六七八九十]+倍)/u;
const measureBefore = /(?:每[^，。；;、]{0,6}|[元圆](?:以上)?(?:至|到|[-—~～])|以上)$/u;

/** Amounts that a text tells, in its order; those of the law's frame are left out. */
export function amountsTold(text: string): ToldAmount[] {
  const read = text
    .normalize("NFKC")
    .replaceAll("￥", "¥")
    .replace(/(?<=\d)[,，\s](?=\d{3}(?!\d))/gu, "");
  const told: ToldAmount[] = [];
  let end = 0;
  for (const match of read.matchAll(amount)) {
    const { sign, number = "", more, unit, jiao, fen } = match.groups ?? {};
    const value = readNumeral(number.replaceAll(",", ""));
    if (value === null || (unit === undefined && sign === undefined)) continue;
    const before = read.slice(end, match.index);
    const after = read.slice(match.index + match[0].length);
    const last = told.at(-1);
    end = match.index + match[0].length;
    if (measureAfter.test(after) || measureBefore.test(read.slice(0, match.index))) continue;
    told.push({
      value:
        Math.round((value + (readNumeral(jiao ?? "") ?? 0) / 10 + (readNumeral(fen ?? "") ?? 0) / 100) * 100) / 100,
      as: last && again.test(before) ? last.as : toldAs(before, after),
      approximate: more !== undefined || /约\s*(?:人民币)?$/u.test(before),
    });
  }
  return told;
}

/** 贰万元整（¥20000）: the same amount, said again. */
const again = /^\s*(?:整|正)?[（([]\s*(?:大写|小写|人民币|计|即|[:：\s])*$/u;
const words = new RegExp(
  [
    "(?<other>加处罚款|罚没款?|货值|货款|价值|价款|价格|售价|单价|标价|进价|成本|销售|收入|利润|获利|营业额|资本|资金|工资|税款|税额|保证金|退还|退赔|赔偿|返还|退回|滞纳金|欠缴|补缴|费用|合同|投资)",
    "(?<gains>违法所得|非法所得|非法财物|违法财物)",
    "(?<confiscation>没收|收缴|追缴)",
    "(?<fine>罚款|罚金|处罚|并罚|处以|并处|罚)",
  ].join("|"),
  "gu",
);
const fineAfter = /^(?:整|正)?\s*(?:[（([][^）)\]]{0,24}[）)\]])?\s*的?(?:行政)?(?:罚款|罚金)/u;

/** By the last word that tells, within the sentence; 没收违法所得 takes the gains, 违法所得 alone only tells of them. */
function toldAs(before: string, after: string): ToldAs {
  if (fineAfter.test(after)) return "fine";
  const clause = before.split(/[。；;\n]/u).at(-1) ?? "";
  let as: ToldAs = null;
  for (const { groups } of clause.matchAll(words)) {
    if (groups?.["fine"]) as = "fine";
    else if (groups?.["confiscation"]) as = "confiscation";
    else if (groups?.["other"] || as !== "confiscation") as = "other";
  }
  return as;
}

/** Whether an amount is the one told, to the fen, or as near as the words give it. */
export function isTold(
  value: number,
  { value: said, approximate }: Pick<ToldAmount, "value" | "approximate">,
): boolean {
  return approximate ? value >= said * 0.95 && value < said * 1.1 : Math.abs(value - said) < 0.005;
}

const factors = [10, 100, 1000, 10_000];

/**
 * The amount told that a row's amount contradicts; null where it agrees or the words leave it open. A row agrees with any
 * amount told as what it is, and with the sum of them. It contradicts the only one told, and any from which it is off by
 * a factor of 10 to 10,000, as where 万元 was taken for 元.
 */
export function contradicted(value: number, text: string, as: "fine" | "confiscation"): number | null {
  const all = amountsTold(text);
  const own = all.filter((one) => one.as === as);
  const told = own.length > 0 ? own : all.filter((one) => one.as === null);
  const distinct = [...new Set(told.map((one) => one.value))];
  const sums = [told.map((one) => one.value), distinct].map((values) => values.reduce((sum, one) => sum + one, 0));
  const exactly = (said: number) => isTold(value, { value: said, approximate: false });
  if (told.some((one) => isTold(value, one)) || sums.some(exactly)) return null;
  const [only] = distinct;
  if (own.length > 0 && distinct.length === 1 && only !== undefined) return only;
  const isOff = (said: number) =>
    factors.some((factor) => exactly(said * factor) || (value > 0 && exactly(said / factor)));
  return [...distinct, ...sums].find(isOff) ?? null;
}
