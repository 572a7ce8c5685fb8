import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { normaliseName } from "./normalise.ts";

test("width, case, brackets, spaces and private-use characters say nothing", () => {
  for (const [text, same] of [
    ["万宝盛华（上海）有限公司", "万宝盛华(上海)有限公司"],
    ["ＴＣＬ集团", "tcl集团"],
    ["东莞　清之醇", "东莞清之醇"],
    ["中国\ue5e5石化\u3000.", "中国石化"],
    ["Ⅲ型·甲", "iii型甲"],
    ["㈱甲", "株甲"],
    ["𠮷野家", "𠮷野家"],
    ["\u0000甲\u200b乙\ufeff", "甲乙"],
    ["\ud800甲", "甲"],
  ] as const)
    assert.equal(normaliseName(text), normaliseName(same), text);
  assert.equal(normaliseName("（）·. \u0000"), "");
});

test("what was normalised stays as it is, and nothing is added to it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const once = normaliseName(text);
      assert.equal(normaliseName(once), once);
    }),
  );
});
