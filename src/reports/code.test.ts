import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { codesIn, newReportCode, readReportCode } from "./code.ts";

test("a code is read as people type it, and only as it was issued", () => {
  const code = newReportCode();
  for (const typed of [code, code.toLowerCase(), code.replaceAll("-", " "), code.replaceAll("-", ""), ` ${code}\n`])
    assert.equal(readReportCode(typed), code);
  assert.equal(readReportCode(code.replaceAll("0", "O").replaceAll("1", "i")), code);
  for (const wrong of ["", "0000", "11010519491231002X", `${code}0`]) assert.equal(readReportCode(wrong), null);
});

test("one wrong character, or two neighbours exchanged, is no code", () => {
  const at = fc.integer({ min: 0, max: 15 });
  fc.assert(
    fc.property(at, fc.constantFrom(..."0123456789ABCDEFGHJKLMNPQRTUWXY"), (place, character) => {
      const plain = newReportCode().replaceAll("-", "");
      const changed = plain.slice(0, place) + character + plain.slice(place + 1);
      assert.equal(readReportCode(changed) !== null, changed === plain);
      const next = Math.min(place, 14);
      const exchanged = `${plain.slice(0, next)}${plain[next + 1]}${plain[next]}${plain.slice(next + 2)}`;
      assert.equal(readReportCode(exchanged) !== null, exchanged === plain);
    }),
  );
});

test("codes are found in a file's bytes, each once, and no more than a few are looked up", () => {
  const codes = Array.from({ length: 20 }, newReportCode);
  const [first = ""] = codes;
  assert.deepEqual(codesIn(Buffer.from(`xx(${first})\0${first}<${first}>`)), [first]);
  assert.ok(codesIn(Buffer.from(codes.join(" "))).length < 10);
});
