import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isSettable, settable } from "./characters.ts";

test("ordinary Chinese and Latin text is set as it is", () => {
  for (const text of [
    "临江样张食品有限公司",
    "《食品安全法》第一百二十四条",
    "SC1 0839-197",
    "罚款；没收违法所得（2026）",
  ])
    assert.equal(settable(text), text);
});

test("rare characters of the general standard table are set; one the typeface lacks is named, not lost", () => {
  assert.equal(settable("𬭩𫖯䶮"), "𬭩𫖯䶮");
  assert.equal(settable("张\u{30729}记"), "张〓U+30729记");
  assert.equal(settable("面馆\ue000"), "面馆〓U+E000");
  assert.equal(settable("\u{1f600}"), "〓U+1F600");
});

test("marks of direction cannot turn a line round, and breaks cannot begin a line of their own", () => {
  assert.equal(settable("甲\u202e乙\u2066丙\u200f"), "甲乙丙");
  assert.equal(settable("甲\n公示至 2099-12-31\u2028\u0000"), "甲 公示至 2099-12-31 ");
});

test("a run without a place to break is given places", () => {
  assert.equal(settable("a".repeat(90)).replaceAll("\u200b", ""), "a".repeat(90));
  assert.ok(settable("a".repeat(90)).includes("\u200b"));
});

test("whatever comes in, only characters that can be set go out", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      for (const character of settable(text).replaceAll("\u200b", ""))
        assert.ok(isSettable(character.codePointAt(0) ?? 0), `U+${character.codePointAt(0)?.toString(16)}`);
    }),
  );
});
