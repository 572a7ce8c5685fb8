import assert from "node:assert/strict";
import { test } from "node:test";
import reasons from "./reasons.json" with { type: "json" };
import { type ReasonCode, reasonOf } from "./verdict.ts";

test("every reason says something in both languages and names the same values in both", () => {
  for (const [code, { zh, en }] of Object.entries(reasons)) {
    assert.match(zh, /\p{Script=Han}/u, code);
    assert.match(en, /[a-z]/, code);
    const named = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g))].sort();
    assert.deepEqual(named(zh), named(en), code);
  }
});

test("a reason is written out with its values", () => {
  const reason = reasonOf({ code: "unified.length", params: { length: 17 } });
  assert.equal(reason.en, "has 17 characters, not 18");
  assert.equal(reason.zh, "应为18位，实为17位");
  assert.equal(reason.code, "unified.length" satisfies ReasonCode);
});
