import assert from "node:assert/strict";
import { test } from "node:test";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { wordsOf } from "./schema-words.ts";

const shape = Type.Object(
  {
    name: Type.String({ maxLength: 3 }),
    kind: Type.Enum(["a", "b"]),
    share: Type.Number({ minimum: 1, multipleOf: 2 }),
  },
  { additionalProperties: false },
);
const wrong: readonly unknown[] = [
  {},
  [],
  { name: "long name", kind: "a", share: 2 },
  { name: 5, kind: "a", share: 2 },
  { name: "n", kind: "c", share: 2 },
  { name: "n", kind: "a", share: 0 },
  { name: "n", kind: "a", share: 3 },
  { name: "n", kind: "a", share: 2, more: 1 },
];

/** As Ajv tells them: one property at a time. */
const asAjv = [
  { keyword: "required", params: { missingProperty: "name" } },
  { keyword: "additionalProperties", params: { additionalProperty: "more" } },
];

test("every fault of both validators is told in Chinese without a word of English, and never with the value", () => {
  const typebox = Compile(shape);
  for (const value of wrong) {
    const faults = [...typebox.Errors(value), ...asAjv];
    assert.ok(faults.length > asAjv.length);
    for (const { keyword, params } of faults) {
      const { zh, en } = wordsOf({ keyword, params: params as Record<string, unknown> });
      assert.match(zh, /[一-龥]/u);
      assert.doesNotMatch(zh, /must|undefined|未知/);
      assert.doesNotMatch(en, /undefined|[一-龥]|unknown/iu);
      assert.doesNotMatch(zh + en, /long name/);
    }
  }
});
