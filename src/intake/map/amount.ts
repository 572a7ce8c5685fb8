/**
 * Amounts and numbers as agencies write them. Exact: the decimal point is moved in the digits, never by multiplying a
 * binary fraction, so 16.2 万元 is 162,000 元. An amount inside a sentence is not looked for.
 */

/** What an amount was read as, or why it was not. */
export type ReadNumber =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly code: NumberFlaw };

export type NumberFlaw =
  | "value.number"
  | "value.scientific"
  | "value.unit-missing"
  | "value.currency"
  | "value.several-amounts";

/** How many places the point moves: 0 for yuan, 4 for 万元. */
export type UnitShift = 0 | 4;

const shiftOfUnit: Readonly<Record<string, UnitShift | 8>> = { 元: 0, 圆: 0, 万: 4, 万元: 4, 万圆: 4, 亿: 8, 亿元: 8 };
const digits = "(?<sign>[-+]?)(?<whole>\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.(?<fraction>\\d+))?";
const amount = new RegExp(`^¥?${digits}(?<unit>[^\\d]*)$`, "u");
/** Words for renminbi, wherever they stand: 858(万元人民币), 100万人民币元, 人民币16万元整. */
const renminbi = /人民币|RMB|CNY|整|[()]/giu;
const plain = new RegExp(`^${digits}$`, "u");
const foreign = /美元|港元|港币|欧元|日元|英镑|澳元|USD|HKD|EUR|JPY|GBP|\$|€|£/iu;

/**
 * Reads an amount in yuan. The unit is the cell's own where it says one, else the column's; `null` for a column whose
 * cells must say it themselves.
 */
export function readAmount(raw: string, columnShift: UnitShift | null): ReadNumber {
  const text = tidy(raw);
  if (/^[-+]?\d+(?:\.\d+)?E[-+]?\d+$/i.test(text)) return { ok: false, code: "value.scientific" };
  const groups = amount.exec(text.replace(renminbi, ""))?.groups;
  const said = groups?.["unit"] ?? "";
  const shift = said === "" ? columnShift : shiftOfUnit[said];
  if (!groups || shift === undefined) return { ok: false, code: flawOf(text) };
  const isZero = /^[0,]+$/.test(groups["whole"] ?? "") && /^0*$/.test(groups["fraction"] ?? "");
  if (shift === null && !isZero) return { ok: false, code: "value.unit-missing" };
  return numberOf(groups, shift ?? 0);
}

/** Reads a plain number. */
export function readNumber(raw: string): ReadNumber {
  const text = tidy(raw);
  const groups = plain.exec(text)?.groups;
  if (groups) return numberOf(groups, 0);
  const scientific = /^[-+]?\d+(?:\.\d+)?E[-+]?\d+$/i.test(text);
  return { ok: false, code: scientific ? "value.scientific" : "value.number" };
}

function tidy(raw: string): string {
  return raw.normalize("NFKC").replace(/\s+/gu, "").replaceAll("￥", "¥").replaceAll("−", "-");
}

function flawOf(text: string): NumberFlaw {
  if (foreign.test(text)) return "value.currency";
  return (text.match(/\d+(?:\.\d+)?/g)?.length ?? 0) > 1 ? "value.several-amounts" : "value.number";
}

function numberOf(groups: Readonly<Record<string, string | undefined>>, shift: number): ReadNumber {
  const whole = (groups["whole"] ?? "").replaceAll(",", "");
  const fraction = (groups["fraction"] ?? "").padEnd(shift, "0");
  const value = Number(`${groups["sign"] ?? ""}${whole}${fraction.slice(0, shift)}.${fraction.slice(shift) || "0"}`);
  // Beyond 15 digits a double no longer holds every fen.
  if (Math.abs(value) >= 1e13) return { ok: false, code: "value.number" };
  return { ok: true, value: value === 0 ? 0 : value };
}
