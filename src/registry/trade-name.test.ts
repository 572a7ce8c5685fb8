import assert from "node:assert/strict";
import { test } from "node:test";
import { mayBePublic } from "./subjects.ts";

test("C12: a trade name that holds its operator's name in any script, width or spacing is not public", () => {
  for (const [tradeName, operator] of [
    ["云溪市赵六记粥铺", "赵六"],
    ["云溪市赵六记粥铺", "趙六"],
    ["雲溪市趙六記粥鋪", "赵六"],
    ["云溪市赵　六记粥铺", "赵 六"],
    ["阿依古丽买买提餐馆", "阿依古丽·买买提"],
    ["阿依古丽・买买提餐馆", "阿依古丽•买买提"],
    ["John Smith咖啡店", "ＪＯＨＮ　ＳＭＩＴＨ"],
    ["云溪市龍鳳粥铺", "龙凤"],
  ] as const)
    assert.equal(mayBePublic(tradeName, operator), false, `${tradeName} / ${operator}`);
});

test("C12: where the operator is not known, or masked, the trade name waits", () => {
  for (const operator of [null, "", "赵", "***", "赵*", "赵某", "赵某某"])
    assert.equal(mayBePublic("云溪市赵六记粥铺", operator), false, String(operator));
});

test("a trade name without its operator's name is public", () => {
  assert.equal(mayBePublic("云溪市东湖粥铺", "趙六"), true);
  assert.equal(mayBePublic("云溪市六赵粥铺", "赵六"), true);
});
