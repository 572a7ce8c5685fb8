import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Scheme } from "./identifier.ts";
import { fitsKind, isRegistrarOfNumber, isRegistrarOfSubject, isWithin } from "./registrar.ts";

const body = (division: string, ...registers: string[]) => ({ division, registers: new Set(registers) });
const number = (scheme: Scheme, value: string) => ({ scheme, value });
const bakery = number("unified-code", "91880102MA88K0016C");

test("a registrar is of the code's department, in its division or above it, or the nation's", () => {
  for (const division of ["880102", "880100", "880000", "100000"])
    assert.ok(isRegistrarOfNumber(body(division, "9"), bakery), division);
  for (const division of ["880103", "880200", "870000", "880121"])
    assert.ok(!isRegistrarOfNumber(body(division, "9"), bakery), division);
  for (const department of ["7", "5", "1"]) assert.ok(!isRegistrarOfNumber(body("100000", department), bakery));
  assert.ok(!isRegistrarOfNumber(body("100000"), bakery));
});

test("without a unified code the division in front of the number tells, and a number without one leads to the nation alone", () => {
  const old = number("registration-number", "880102000000011");
  assert.ok(isRegistrarOfNumber(body("880100", "9"), old));
  assert.ok(!isRegistrarOfNumber(body("880200", "9"), old));
  assert.ok(!isRegistrarOfNumber(body("100000", "7"), old));
  const worded = number("legacy-registration-number", "企合苏总字第000113");
  assert.ok(!isRegistrarOfNumber(body("320000", "9"), worded));
  assert.ok(isRegistrarOfNumber(body("100000", "9"), worded));
  assert.ok(!isRegistrarOfNumber(body("100000", "9"), number("organisation-code", "MA88K0016")));
});

test("a subject's unified code outranks its older numbers", () => {
  const old = number("registration-number", "880200000000011");
  assert.ok(!isRegistrarOfSubject(body("880200", "9"), [bakery, old]));
  assert.ok(isRegistrarOfSubject(body("880100", "9"), [bakery, old]));
  assert.ok(isRegistrarOfSubject(body("880200", "9"), [old]));
  assert.ok(!isRegistrarOfSubject(body("880200", "9"), []));
});

test("a kind fits numbers of its own departments only", () => {
  assert.ok(fitsKind(body("880000", "4", "6"), [number("unified-code", "41880000MB88003792")]));
  assert.ok(!fitsKind(body("880000", "7"), [bakery]));
  assert.ok(!fitsKind(body("880000", "7"), [number("registration-number", "880102000000011")]));
  assert.ok(fitsKind(body("880000", "7"), [number("organisation-code", "MA88K0016")]));
});

test("a division lies in itself and in those above it, and never in one beside it", () => {
  const pair = fc.integer({ min: 1, max: 99 }).map((at) => String(at).padStart(2, "0"));
  fc.assert(
    fc.property(pair, pair, pair, pair, (province, city, district, other) => {
      const code = province + city + district;
      for (const above of [code, `${province}${city}00`, `${province}0000`, "100000"]) assert.ok(isWithin(code, above));
      if (other !== city) assert.ok(!isWithin(code, `${province}${other}00`));
      if (other !== province && other !== "10") assert.ok(!isWithin(code, `${other}0000`));
      assert.ok(!isWithin(null, `${province}0000`) || province === "10");
    }),
  );
});
