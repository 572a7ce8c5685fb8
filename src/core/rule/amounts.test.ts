import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { amountsTold, contradicted, readNumeral } from "./amounts.ts";

test("numbers are read in numerals, formal and plain, in figures and mixed; what says two things is not", () => {
  for (const [text, value] of [
    ["贰仟", 2000],
    ["五千", 5000],
    ["十五", 15],
    ["壹拾伍", 15],
    ["一百二十万", 1_200_000],
    ["叁佰零伍", 305],
    ["两千零五十", 2050],
    ["二〇〇〇", 2000],
    ["3万5千", 35_000],
    ["2.5万", 25_000],
    ["1.2亿", 120_000_000],
    ["三千二百万", 32_000_000],
    ["一亿零五百万", 105_000_000],
    ["1万500", 10_500],
    ["16", 16],
    ["壹萬贰仟", 12_000],
    ["两万三", null],
    ["一百五", null],
    ["万", null],
    ["百千", null],
    ["二三千", null],
    ["", null],
  ] as const)
    assert.equal(readNumeral(text), value, text);
});

/** Writes a whole number as decisions do. */
function written(value: number, digits: string, [ten, hundred, thousand]: readonly [string, string, string]): string {
  const section = (number: number): string => {
    let text = "";
    let gap = false;
    for (const [place, unit] of [
      [1000, thousand],
      [100, hundred],
      [10, ten],
      [1, ""],
    ] as const) {
      const digit = Math.floor(number / place) % 10;
      if (digit === 0) gap = text !== "";
      else {
        text += (gap ? digits.charAt(0) : "") + digits.charAt(digit) + unit;
        gap = false;
      }
    }
    return text;
  };
  const parts = [Math.floor(value / 1e8), Math.floor(value / 1e4) % 1e4, value % 1e4];
  let text = "";
  for (const [at, part] of parts.entries())
    if (part > 0) text += (text !== "" && part < 1000 ? digits[0] : "") + section(part) + ["亿", "万", ""][at];
  return text;
}

test("what is written in numerals is read back, plain and formal", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999_999 }), (value) => {
      assert.equal(readNumeral(written(value, "零一二三四五六七八九", ["十", "百", "千"])), value);
      assert.equal(readNumeral(written(value, "零壹贰叁肆伍陆柒捌玖", ["拾", "佰", "仟"])), value);
      const figures = amountsTold(`罚款${value.toLocaleString("en")}元`);
      assert.deepEqual(figures, [{ value, as: "fine", approximate: false }]);
    }),
  );
});

test("amounts are told as what the words beside them say; the law's frame is none", () => {
  for (const [text, told] of [
    ["罚款人民币贰仟元整", ["fine 2000"]],
    ["罚款贰万元整（¥20,000.00）", ["fine 20000", "fine 20000"]],
    ["处２.５万元罚款", ["fine 25000"]],
    ["处以人民币伍仟元整的行政罚款", ["fine 5000"]],
    ["没收违法所得3万5千元，并处罚款7万元", ["confiscation 35000", "fine 70000"]],
    ["违法所得5000元，货值1万元，罚款三万元", ["other 5000", "other 10000", "fine 30000"]],
    ["依据该条处五千元以上五万元以下罚款，决定罚款八千元", ["fine 8000"]],
    ["可处2000元至5000元罚款", []],
    ["每日罚款1000元", []],
    ["一、没收违法所得500元；二、罚款1000元；三、罚没款合计1500元", ["confiscation 500", "fine 1000", "other 1500"]],
    ["罚款壹佰元伍角贰分", ["fine 100.52"]],
    ["罚款3000余元", ["fine 3000"]],
    ["罚款五百美元", []],
    ["住3单元2室，警告", []],
    ["罚款 20 000 元", ["fine 20000"]],
  ] as const)
    assert.deepEqual(
      amountsTold(text).map(({ as, value }) => `${as} ${value}`),
      told,
      text,
    );
});

test("a fine that is not what its decision says waits for a person; one the words leave open does not", () => {
  for (const [value, text, named] of [
    [20_000_000, "罚款人民币贰仟元整", 2000],
    [20_000_000, "罚款二千元", 2000],
    [2000, "罚款2万元", 20_000],
    [0.2, "罚款二千元", 2000],
    [50_000_000, "五千元", 5000],
    [3000, "罚款2000元", 2000],
    [0, "罚款2000元", 2000],
    [20_000, "货值2万元，罚款20万元", 200_000],
    [5, "对甲罚款8元，对乙罚款5万元", 50_000],
    [2000, "罚款人民币贰仟元整", null],
    [52_000, "对甲罚款2千元，对乙罚款五万元", null],
    [50_000, "对甲罚款2千元，对乙罚款五万元", null],
    [1_346_700, "罚款16万元；按日连续处罚118.67万元", null],
    [3150, "罚款3000余元", null],
    [12_345, "罚款，并没收", null],
    [12_345, "没收违法所得100元", null],
    [12_345, "警告", null],
    [9000, "违法所得3000元，处违法所得三倍罚款9000元", null],
    [10_000, "每日罚款1000元，共十日", null],
    [20_000, "罚款20000.00元（大写：贰万元整）", null],
  ] as const)
    assert.equal(contradicted(value, text, "fine"), named, `${value}: ${text}`);
  assert.equal(contradicted(350, "没收违法所得3万5千元，并处罚款350元", "confiscation"), 35_000);
});
