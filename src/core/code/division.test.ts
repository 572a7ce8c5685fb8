import assert from "node:assert/strict";
import { test } from "node:test";
import { checkDivisionCode, divisionsFrom } from "./division.ts";

test("a table with a wrong or doubled row is not built", () => {
  const row = ["110101", "东城区", "北京市东城区", "current"];
  assert.equal(divisionsFrom([row]).size, 1);
  const wrong: unknown[] = [
    ["11", "东城区", "北京市东城区", "current"],
    [110101, "东城区", "北京市东城区", "current"],
    ["110101", "", "北京市东城区", "current"],
    ["110101", "东城区", null, "current"],
    ["110101", "东城区", "北京市东城区", "lapsed"],
    ["110101", "东城区", "北京市东城区", "abolished", ["1"]],
    ["110101", "东城区", "北京市东城区", "abolished", "110102"],
    { code: "110101" },
  ];
  for (const rows of [null, {}, [row, row], ...wrong.map((one) => [one])]) {
    assert.throws(() => divisionsFrom(rows), TypeError, JSON.stringify(rows));
  }
});

test("a code in no list is answered as such, and alone it is not one of the standard", () => {
  const divisions = divisionsFrom([]);
  assert.deepEqual(divisions.find("230199"), {
    code: "230199",
    name: null,
    fullName: null,
    status: "unlisted",
    successors: [],
  });
  assert.equal(checkDivisionCode("2301", divisions).verdict, "malformed");
});
