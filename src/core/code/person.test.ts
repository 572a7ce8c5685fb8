import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { iso7064 } from "./iso7064.ts";
import { checkPersonNumber, maskPersonNumber } from "./person.ts";

/** Completes 17 digits. All numbers here but the standard's own sample have dates of birth to come: they are nobody's. */
const completed = (body: string) => body + iso7064["MOD 11-2"].checkOf(body);
const codesOf = (check: { notes: readonly { code: string }[] }) => check.notes.map(({ code }) => code);

test("the sample of GB 11643 is valid, and tells the date of birth", () => {
  assert.deepEqual(checkPersonNumber("11010519491231002X"), {
    verdict: "valid",
    normalised: "11010519491231002X",
    notes: [],
    kind: "citizen",
    birthDate: "1949-12-31",
  });
});

test("spacing, case, full width and the multiplication sign for X are read, and said", () => {
  for (const text of ["110105 1949 1231 002x", "１１０１０５１９４９１２３１００２Ｘ", "11010519491231-002×"]) {
    const check = checkPersonNumber(text);
    assert.equal(check.verdict, "valid", text);
    assert.equal(check.normalised, "11010519491231002X");
  }
});

test("residence permits of Hong Kong, Macao and Taiwan residents and foreigners' cards have the same form", () => {
  for (const region of ["810000", "820000", "830000"]) {
    const check = checkPersonNumber(completed(`${region}20890101001`));
    assert.equal(check.kind, "residence-permit");
    assert.deepEqual(codesOf(check), ["person.residence-permit"]);
  }
  const foreigner = checkPersonNumber(completed("91184020890101001"));
  assert.equal(foreigner.kind, "foreigner");
  assert.equal(foreigner.birthDate, "2089-01-01");
  assert.equal(checkPersonNumber(completed("91100120890101001")).verdict, "malformed");
  assert.equal(checkPersonNumber(completed("81000120890101001")).verdict, "malformed");
});

test("the old form of 15 digits becomes the 18 it was changed into, and is said to have had no check", () => {
  const check = checkPersonNumber("110105491231002");
  assert.equal(check.verdict, "valid");
  assert.equal(check.normalised, "11010519491231002X");
  assert.deepEqual(codesOf(check), ["person.old-form"]);
});

test("an old number of someone who was a hundred does not tell the century, so it leads to nobody", () => {
  const check = checkPersonNumber("110105991231999");
  assert.equal(check.verdict, "malformed");
  assert.deepEqual(codesOf(check), ["person.old-century"]);
});

const wrong: readonly (readonly [string, string])[] = [
  ["110105194912310021", "person.check-digit"],
  ["110105194913310020", "person.birth-date"],
  ["110105190002290010", "person.birth-date"],
  ["990105194912310020", "person.division"],
  ["1101051949123100", "person.length"],
  ["11010519491231A02X", "person.character"],
  ["1.10105E+17", "input.scientific"],
  ["110105194912310000", "input.rounded"],
  ["990105491231002", "person.division"],
  ["110105491331002", "person.birth-date"],
];
for (const [text, reason] of wrong) {
  test(`a number with ${reason} is malformed, never an exception: it must lead to nobody`, () => {
    const check = checkPersonNumber(text);
    assert.equal(check.verdict, "malformed");
    assert.equal(check.normalised, null);
    assert.equal(check.birthDate, null);
    assert.ok(codesOf(check).includes(reason), codesOf(check).join());
  });
}

test("a mask keeps the first and the last character only", () => {
  assert.equal(maskPersonNumber("11010519491231002X"), "1****************X");
  assert.equal(maskPersonNumber("12"), "**");
});

test("no note of any check ever holds a piece of the number", () => {
  const body = fc
    .tuple(
      fc.constantFrom("110105", "820000", "911840", "990000", "520102"),
      fc.integer({ min: 0, max: 99_999_999_999 }),
    )
    .map(([region, rest]) => region + String(rest).padStart(11, "0"));
  fc.assert(
    fc.property(body, fc.constantFrom("0", "X", "", "7"), (number, last) => {
      const said = JSON.stringify(checkPersonNumber(number + last).notes);
      for (let at = 0; at + 4 <= number.length; at++) assert.ok(!said.includes(number.slice(at, at + 4)), said);
    }),
  );
});
