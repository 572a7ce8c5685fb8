import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readAmount, readNumber } from "./amount.ts";

test("amounts are read in their unit, exactly", () => {
  const cases: [string, 0 | 4 | null, number | string][] = [
    ["16", 4, 160_000],
    ["16.2", 4, 162_000],
    ["0.00001", 4, 0.1],
    ["118.68万元", 0, 1_186_800],
    ["１６万元", null, 160_000],
    ["1,600,000.00", 0, 1_600_000],
    ["￥160000元整", 4, 160_000],
    ["858(万元人民币)", null, 8_580_000],
    ["858（万元人民币）", null, 8_580_000],
    ["2亿元", 0, 200_000_000],
    ["858(万元(人民币))", null, 8_580_000],
    ["100万人民币元", null, 1_000_000],
    ["100(人民币元)", null, 100],
    ["50( 万人民币元)", null, 500_000],
    ["人民币16万元整", null, 160_000],
    ["625(万美元)", null, "value.currency"],
    ["100(万澳大利亚元)", null, "value.number"],
    ["100()", null, "value.unit-missing"],
    ["Guy", null, "value.number"],
    ["0", null, 0],
    ["-5", 4, -50_000],
    ["16", null, "value.unit-missing"],
    ["1.6E5", 0, "value.scientific"],
    ["1,60,000", 0, "value.several-amounts"],
    ["100万美元", 0, "value.currency"],
    ["罚款16万元", 0, "value.number"],
    ["罚款16万元；按日连续处罚118.68万元", 0, "value.several-amounts"],
    ["十六万元", 0, "value.number"],
    ["12345678901234567", 0, "value.number"],
    ["", 0, "value.number"],
  ];
  for (const [text, shift, expected] of cases) {
    const read = readAmount(text, shift);
    assert.equal(read.ok ? read.value : read.code, expected, text);
  }
});

test("plain numbers carry no unit", () => {
  assert.deepEqual(readNumber(" 12.5 "), { ok: true, value: 12.5 });
  assert.deepEqual(readNumber("85%"), { ok: false, code: "value.number" });
  assert.deepEqual(readNumber("5万"), { ok: false, code: "value.number" });
});

test("an amount in 万元 is ten thousand times the same digits in yuan, to the last fen", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.integer({ min: 0, max: 999_999 }), (whole, parts) => {
      const text = `${whole}.${String(parts).padStart(6, "0")}`;
      const read = readAmount(text, 4);
      assert.ok(read.ok);
      assert.equal(read.value, Number(`${whole}${String(parts).padStart(6, "0")}`) / 100);
    }),
  );
});
