import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { divisionsFrom } from "./division.ts";
import { identify } from "./identify.ts";

const divisions = divisionsFrom([
  ["440300", "深圳市", "广东省深圳市", "current"],
  ["110103", "崇文区", "北京市崇文区", "abolished", ["110101"]],
  ["120100", "市辖区", "天津市市辖区", "abolished"],
  ["130171", "石家庄高新技术产业开发区", "河北省石家庄市石家庄高新技术产业开发区", "statistical"],
]);

const rows: readonly (readonly [text: string, scheme: string | null, verdict: string, normalised: string | null])[] = [
  ["91440300192317458f", "unified-code", "valid", "91440300192317458F"],
  ["91350203M0001QKT19", "unified-code", "checksum-exception", "91350203M0001QKT19"],
  ["91522625QWER12345E", "unified-code", "malformed", null],
  ["00000000000000000X", "unified-code", "placeholder", null],
  ["9144030019231745F", "unified-code", "malformed", null],
  ["D2143569-X", "organisation-code", "valid", "D2143569X"],
  ["D2143569-1", "organisation-code", "malformed", null],
  ["110108000000016", "registration-number", "valid", "110108000000016"],
  ["110108000000017", "registration-number", "malformed", null],
  ["320125NA000060X", "registration-number", "valid", "320125NA000060X"],
  ["3202112101702", "legacy-registration-number", "valid", "3202112101702"],
  ["企合苏总字第000113号", "legacy-registration-number", "valid", "企合苏总字第000113"],
  ["企合苏总字第000113", "legacy-registration-number", "valid", "企合苏总字第000113"],
  ["11010519491231002X", "person-number", "valid", "1****************X"],
  ["110105194912310021", "person-number", "malformed", null],
  ["52990220890102171X", "person-number", "valid", "5****************X"],
  ["440300", "division", "valid", "440300"],
  ["110103", "division", "valid", "110103"],
  ["999999", "division", "placeholder", null],
  ["990101", "division", "malformed", null],
  ["5493000IBP32UQZ0KL24", "lei", "valid", "5493000IBP32UQZ0KL24"],
  ["5493000IBP32UQZ0KL25", "lei", "malformed", null],
  ["—", null, "placeholder", null],
  ["", null, "malformed", null],
  ["诚信科技有限公司", null, "malformed", null],
  ["临江诚信科技有限公", null, "malformed", null],
  ["91440300192317458?", "unified-code", "malformed", null],
];
for (const [text, scheme, verdict, normalised] of rows) {
  test(`${JSON.stringify(text)}: ${scheme}, ${verdict}`, () => {
    const found = identify(text, divisions);
    assert.deepEqual([found.scheme, found.verdict, found.normalised], [scheme, verdict, normalised]);
    if (verdict !== "valid") assert.ok(found.reasons.length > 0, "an answer that is no has its reasons");
  });
}

test("a unified code says its department, category, first registrar and organisation code", () => {
  const found = identify("91440300192317458F", divisions);
  assert.deepEqual(found.department, { code: "9", zh: "工商", en: "Industry and commerce" });
  assert.deepEqual(found.category, { code: "1", zh: "企业", en: "Enterprise" });
  assert.equal(found.division?.fullName, "广东省深圳市");
  assert.equal(found.division?.status, "current");
  assert.deepEqual(found.organisationCode, { code: "192317458", verdict: "valid" });
  assert.deepEqual(found.reasons, []);
});

test("a division that is no more is said with its successor; one in no list is no reason to refuse", () => {
  const codes = (text: string) => identify(text, divisions).reasons.map(({ code }) => code);
  assert.deepEqual(codes("110103"), ["division.abolished"]);
  assert.match(identify("110103", divisions).reasons[0]?.en ?? "", /110101/);
  assert.deepEqual(codes("120100"), ["division.abolished-no-successor"]);
  assert.deepEqual(codes("130171"), ["division.statistical"]);
  const unlisted = identify("91330100799655058B", divisions);
  assert.equal(unlisted.verdict, "valid");
  assert.equal(unlisted.division?.status, "unlisted");
});

test("what passes as a citizen number and as another is protected, and the ambiguity is said", () => {
  const both = identify("52990220890102171X", divisions);
  assert.ok(both.reasons.some(({ code }) => code === "person.also-unified-code"));
  const old = identify("110105491231002", divisions);
  assert.equal(old.scheme, "person-number");
  assert.ok(old.reasons.some(({ code }) => code === "person.also-registration-number"));
});

test("a person's number never leaves in clear, nor does its division", () => {
  const found = identify("110105 19491231 002x", divisions);
  assert.doesNotMatch(JSON.stringify(found), /110105|1949|1231|002X/i);
  assert.equal(found.division, null);
});

test("a text around a person's number says that the number is masked", () => {
  const found = identify("张三 11010519491231002X", divisions);
  assert.equal(found.scheme, null);
  assert.deepEqual(
    found.reasons.map(({ code }) => code),
    ["input.spacing", "input.unknown-scheme", "person.masked"],
  );
});

test("whatever is written is answered, and quickly", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 80 }), fc.string({ maxLength: 40 })), (text) => {
      const found = identify(text, divisions);
      assert.equal(found.normalised === null, found.verdict === "malformed" || found.verdict === "placeholder");
    }),
  );
  assert.equal(identify("9".repeat(1_000_000), divisions).reasons[0]?.code, "input.too-long");
});
