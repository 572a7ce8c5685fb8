import assert from "node:assert/strict";
import { test } from "node:test";
import { fitName } from "./names.ts";

test("width, brackets and spaces make no other name", () => {
  assert.equal(fitName("中国工商银行（大化）支行", ["中国工商银行(大化)支行"]), "same");
  assert.equal(fitName("ＡＢＣ贸易 有限公司", ["ABC贸易有限公司"]), "same");
  assert.equal(fitName("甲公司", ["乙公司", "甲公司"]), "same");
});

test("another legal form or place, a character misread, is near", () => {
  assert.equal(fitName("铜陵万成机械设备制造股份有限公司", ["铜陵万成机械设备制造有限公司"]), "near");
  assert.equal(fitName("万成机械设备制造有限公司", ["铜陵市万成机械设备制造有限公司"]), "near");
  assert.equal(fitName("铜陵万成机械设备制遣有限公司", ["铜陵万成机械设备制造有限公司"]), "near");
});

test("a wholly other name is another's, though place and form agree", () => {
  assert.equal(fitName("临江市宏远建筑工程有限公司", ["临江市福满楼餐饮有限公司"]), "other");
  assert.equal(fitName("甲贸易有限公司", ["乙商贸有限公司"]), "other");
});
