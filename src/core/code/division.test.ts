import assert from "node:assert/strict";
import { test } from "node:test";
import { checkDivisionCode, divisionsFrom } from "./division.ts";

test("a table with a wrong or doubled row is not built", () => {
  const row = ["110101", "东城区", "北京市东城区", "current", []];
  assert.equal(divisionsFrom([row]).size, 1);
  for (const rows of [null, [row, row], [["11", "x", "x", "current", []]], [["110101", "x", "x", "lapsed", []]]]) {
    assert.throws(() => divisionsFrom(rows), TypeError);
  }
});

test("a code in no list is answered as such, with its province's silence", () => {
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
