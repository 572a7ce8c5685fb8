import assert from "node:assert/strict";
import { test } from "node:test";
import { iso7064 } from "./iso7064.ts";
import { checkLegacyRegistrationNumber, checkRegistrationNumber, mayBeOldPersonNumber } from "./registration.ts";

const codesOf = (check: { notes: readonly { code: string }[] }) => check.notes.map(({ code }) => code);

test("a 15-digit number with its check digit is valid", () => {
  assert.deepEqual(checkRegistrationNumber("110108000000016"), {
    verdict: "valid",
    normalised: "110108000000016",
    notes: [],
  });
  const national = `10000000001898${iso7064["MOD 11,10"].checkOf("10000000001898")}`;
  assert.equal(checkRegistrationNumber(national.replace("100000", "100000 ")).normalised, national);
});

test("a farmers' cooperative's number has letters and no check digit, and says so", () => {
  assert.deepEqual(codesOf(checkRegistrationNumber("320125na000060x")), ["input.case", "registration.cooperative"]);
});

const wrong: readonly (readonly [string, string])[] = [
  ["110108000000017", "registration.check-digit"],
  ["990108000000016", "registration.authority"],
  ["1101080000000A6", "registration.character"],
  ["11010800000001", "registration.length"],
];
for (const [text, reason] of wrong) {
  test(`${text} is malformed: ${reason}`, () => {
    const check = checkRegistrationNumber(text);
    assert.equal(check.verdict, "malformed");
    assert.deepEqual(codesOf(check), [reason]);
  });
}

test("a registration number that could be an old citizen number is said to be so", () => {
  const body = "52990189010100";
  const both = body + iso7064["MOD 11,10"].checkOf(body);
  assert.deepEqual(codesOf(checkRegistrationNumber(both)), ["registration.also-person-number"]);
  assert.ok(mayBeOldPersonNumber(both));
  assert.ok(!mayBeOldPersonNumber("320583000219614"), "sequences that begin 00 are registration numbers");
});

test("older numbers have no check digit: only their form is said to be right", () => {
  for (const text of ["3202112101702", "企合苏总字第000113号", "企合苏锡总字第0001", "企独粤（深）总字第300001号"]) {
    const check = checkLegacyRegistrationNumber(text);
    assert.equal(check.verdict, "valid", text);
    assert.ok(codesOf(check).includes("legacy.no-check-digit"));
  }
  assert.equal(checkLegacyRegistrationNumber("9902112101702").verdict, "malformed");
  assert.equal(checkLegacyRegistrationNumber("京公罚决字〔2023〕第1号甲").verdict, "malformed");
});
