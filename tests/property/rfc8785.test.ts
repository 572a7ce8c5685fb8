import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import { sharedData } from "#tests/kit/shared-data.ts";

const cases = readdirSync(sharedData("jcs", "input"));

test("the published vectors of RFC 8785 are all there", () => {
  assert.deepEqual(
    cases.toSorted(),
    ["arrays", "french", "structures", "unicode", "values", "weird"].map((name) => `${name}.json`),
  );
});

for (const name of cases) {
  test(`RFC 8785 gives the published bytes for ${name}`, () => {
    const read = (folder: string, file: string) => readFileSync(sharedData("jcs", folder, file), "utf8");
    const hex = read("outhex", name.replace(".json", ".txt")).replace(/\s/g, "");
    const canonical = Buffer.from(canonicalJson(JSON.parse(read("input", name))));
    assert.equal(canonical.toString("hex"), hex);
    assert.deepEqual(canonical, Buffer.from(read("output", name)));
  });
}

// RFC 8785 appendix B: IEEE 754 bits and their one text.
const numbers: readonly (readonly [string, string])[] = [
  ["0000000000000000", "0"],
  ["8000000000000000", "0"],
  ["0000000000000001", "5e-324"],
  ["8000000000000001", "-5e-324"],
  ["7fefffffffffffff", "1.7976931348623157e+308"],
  ["4340000000000000", "9007199254740992"],
  ["c340000000000000", "-9007199254740992"],
  ["4430000000000000", "295147905179352830000"],
  ["44b52d02c7e14af5", "9.999999999999997e+22"],
  ["44b52d02c7e14af6", "1e+23"],
  ["44b52d02c7e14af7", "1.0000000000000001e+23"],
  ["444b1ae4d6e2ef4e", "999999999999999700000"],
  ["444b1ae4d6e2ef4f", "999999999999999900000"],
  ["444b1ae4d6e2ef50", "1e+21"],
  ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
  ["3eb0c6f7a0b5ed8d", "0.000001"],
  ["41b3de4355555553", "333333333.3333332"],
  ["41b3de4355555557", "333333333.33333343"],
  ["becbf647612f3696", "-0.0000033333333333333333"],
  ["43143ff3c1cb0959", "1424953923781206.2"],
];

test("RFC 8785 appendix B: a number has one text", () => {
  for (const [bits, text] of numbers) {
    assert.equal(canonicalJson(Buffer.from(bits, "hex").readDoubleBE()), text, bits);
  }
});

test("what JSON cannot hold is refused, not written as something else", () => {
  for (const bits of ["7fffffffffffffff", "7ff0000000000000", "fff0000000000000"]) {
    assert.throws(() => canonicalJson([Buffer.from(bits, "hex").readDoubleBE()]), RangeError, bits);
  }
  assert.throws(() => canonicalJson({ name: "\ud800" }), RangeError);
  assert.throws(() => canonicalJson({ "\udead": 1 }), RangeError);
});

test("a text is written as JSON writes it, whatever characters are in it; a key likewise", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "binary-ascii" }), fc.string()), (text) => {
      assert.equal(canonicalJson(text), JSON.stringify(text));
      assert.equal(canonicalJson({ [text]: text }), `{${JSON.stringify(text)}:${JSON.stringify(text)}}`);
    }),
  );
  const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter((one) =>
    one.isWellFormed(),
  );
  for (const one of all) assert.equal(canonicalJson(one), JSON.stringify(one));
});

test("one value has one text: the order in which its keys came does not matter", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      fc.pre(JSON.stringify(value).isWellFormed() && isCanonicalisable(value));
      const text = canonicalJson(value as Json);
      assert.equal(canonicalJson(reversed(JSON.parse(text))), text);
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
    }),
  );
});

function isCanonicalisable(value: unknown): boolean {
  try {
    canonicalJson(value as Json);
    return true;
  } catch {
    return false;
  }
}

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
