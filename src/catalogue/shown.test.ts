import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { maskPersonNumbers, mayHoldPersonNumber } from "#core/code/secrets.ts";
import { inProject } from "#src/platform/config.ts";
import { itemVersionsOf } from "./item.ts";
import { readPack } from "./pack.ts";
import { shownFields, shownValue } from "./shown.ts";

const [penalty] = itemVersionsOf(readPack(inProject("packs", "cn")).contents, "cn/penalty").slice(-1);
assert.ok(penalty);
const number = "110105194912310009";

test("C13: a person's number is masked in its own field, in a name, in a text and in a code; an organisation's code is not", () => {
  const payload = {
    subjectName: "临江市虚构商贸有限公司",
    unifiedCode: "91440300192317458F",
    taxNumber: number,
    legalRepresentative: `虚构人 ${number}`,
    legalRepresentativeDocumentNumber: "E12345678",
    personDocumentNumber: number,
    penaltyKinds: ["警告", `罚款 ${number}`],
    fineAmount: 20000,
  };
  const { fields, masked } = shownFields(penalty, payload);
  assert.deepEqual(fields, {
    ...payload,
    taxNumber: "1****************9",
    legalRepresentative: "虚构人 1****************9",
    legalRepresentativeDocumentNumber: "E*******8",
    personDocumentNumber: "1****************9",
    penaltyKinds: ["警告", "罚款 1****************9"],
  });
  assert.deepEqual(masked, [
    "taxNumber",
    "legalRepresentative",
    "legalRepresentativeDocumentNumber",
    "personDocumentNumber",
    "penaltyKinds",
  ]);
});

test("the quick no is never wrong: what it lets pass unread holds no person's number", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      number,
      "110105 19491231 0009",
      "１１０１０５１９４９１２３１０００９",
      "110105491231000",
      "11010519491231",
    ),
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.stringMatching(/^[0-9 -]{0,20}$/),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 4 }), (pieces) => {
      const text = pieces.join("");
      assert.ok(mayHoldPersonNumber(text) || maskPersonNumbers(text) === text, JSON.stringify(text));
      assert.equal(shownValue(penalty, "subjectName", text), maskPersonNumbers(text));
    }),
    { numRuns: 3000 },
  );
});
