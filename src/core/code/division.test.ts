import assert from "node:assert/strict";
import { test } from "node:test";
import { checkDivisionCode, divisionsFrom } from "./division.ts";

test("a table with a wrong or doubled row is not built", () => {
  const row = { code: "110101", name: "东城区", fullName: "北京市东城区", status: "current", successors: [] };
  assert.equal(divisionsFrom({ divisions: [row] }).size, 1);
  const wrong = [
    { code: "11" },
    { code: 110101 },
    { name: "" },
    { fullName: null },
    { status: "lapsed" },
    { successors: ["1"] },
  ];
  for (const divisions of [null, [null], [row, row], ...wrong.map((one) => [{ ...row, ...one }])]) {
    assert.throws(() => divisionsFrom({ divisions }), TypeError);
  }
  assert.throws(() => divisionsFrom([row]), TypeError);
});

test("a code in no list is answered as such, and alone it is not one of the standard", () => {
  const divisions = divisionsFrom({ divisions: [] });
  assert.deepEqual(divisions.find("230199"), {
    code: "230199",
    name: null,
    fullName: null,
    status: "unlisted",
    successors: [],
  });
  assert.equal(checkDivisionCode("2301", divisions).verdict, "malformed");
});
