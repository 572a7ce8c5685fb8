import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import departments from "./departments.json" with { type: "json" };
import { organisationCheckDigit } from "./organisation.ts";
import { categoryOf, checkUnifiedCode, departmentOf, unifiedAlphabet, unifiedCheckCharacter } from "./unified.ts";

const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** The sum of GB 32100 as the standard's formula has it, independent of the tables under test. */
function sumOf(body: string): number {
  return [...body].reduce((sum, character, at) => sum + unifiedAlphabet.indexOf(character) * (weights[at] ?? 0), 0);
}

function completed(body: string): string {
  return body + unifiedAlphabet.charAt((31 - (sumOf(body) % 31)) % 31);
}

function withOrganisation(head: string, body8: string): string {
  return completed(head + body8 + organisationCheckDigit(body8));
}

const codesOf = (check: { notes: readonly { code: string }[] }) => check.notes.map(({ code }) => code);

const worked = [
  "91440300192317458F",
  "9152000071430580XT",
  "914403001922038216",
  "91330100799655058B",
  "911000001000013428",
  "91350100M000100Y43",
];

for (const code of worked) {
  test(`${code} is valid as written`, () => {
    assert.deepEqual(checkUnifiedCode(code), { verdict: "valid", normalised: code, notes: [], organisation: "valid" });
  });
}

test("every department and category of GB 32100 is known, letters included, and no other", () => {
  const pairs = Object.entries(departments).flatMap(([one, { categories }]) =>
    Object.keys(categories).map((two) => one + two),
  );
  assert.equal(pairs.length, 36);
  for (const one of unifiedAlphabet) {
    for (const two of unifiedAlphabet) {
      const check = checkUnifiedCode(withOrganisation(`${one}${two}110105`, "MA01B2C3"));
      const known = pairs.includes(one + two);
      assert.equal(check.verdict, known || one + two === "99" ? "valid" : "malformed", one + two);
      if (known) {
        assert.ok(departmentOf(`${one}${two}`), one);
        assert.ok(categoryOf(`${one}${two}`), one + two);
      }
    }
  }
});

test("category 99 stands in real registrations: it is kept and marked", () => {
  const check = checkUnifiedCode("99410300MA404HD726");
  assert.equal(check.verdict, "valid");
  assert.deepEqual(codesOf(check), ["unified.category-in-practice"]);
});

const exceptions: readonly (readonly [string, string])[] = [
  ["91350203M0001QKT19", "unified.early-fujian"],
  ["91350203M0001QAY9B", "unified.early-fujian"],
  ["91510100749703023Y", "unified.uncomplemented-registrar"],
  ["91450108MA5K91D4A7", "unified.uncomplemented-registrar"],
  ["916300006791575725", "unified.check-digit-organisation-holds"],
];
for (const [code, cause] of exceptions) {
  test(`${code} has a wrong check character and is real: kept, marked, its cause named`, () => {
    const check = checkUnifiedCode(code);
    assert.equal(check.verdict, "checksum-exception");
    assert.equal(check.normalised, code);
    assert.ok(codesOf(check).includes(cause), codesOf(check).join());
  });
}

const refused: readonly (readonly [string, string])[] = [
  ["91522625QWER12345E", "unified.check-digit"],
  ["9136012016122500JX", "unified.check-digit"],
  ["A2440300192317458F", "unified.category"],
  ["B1440300192317458F", "unified.department"],
  ["9144030A192317458F", "unified.character"],
  ["91440300192317458?", "unified.character"],
  ["9144030019231745", "unified.length"],
  ["914403001923174580F", "unified.length"],
  ["9.14403E+17", "input.scientific"],
  ["914403001922038000", "input.rounded"],
  ["9144030019231745VF", "unified.letter"],
];
for (const [text, reason] of refused) {
  test(`${text} is nobody's: ${reason}`, () => {
    const check = checkUnifiedCode(text);
    assert.equal(check.verdict, "malformed");
    assert.equal(check.normalised, null);
    assert.equal(check.organisation, null);
    assert.ok(codesOf(check).includes(reason), codesOf(check).join());
  });
}

test("a text of a million characters is refused at once", () => {
  for (const text of ["9".repeat(1_000_000), "'".repeat(1_000_000), "0".repeat(1_000_000)]) {
    const started = performance.now();
    const check = checkUnifiedCode(text);
    assert.equal(check.verdict, "malformed");
    assert.ok(codesOf(check).includes("input.too-long"));
    assert.ok(performance.now() - started < 100);
  }
});

test("a registered cooperative whose organisation part is zeros keeps its code: the check character holds", () => {
  assert.equal(checkUnifiedCode("934690060000000007").verdict, "valid");
});

const placeholders = [
  "00000000000000000X",
  "000000000000000000",
  "00000000000000000x",
  "0000 0000 0000 0000 00",
  "111111111111111111",
  "XXXXXXXXXXXXXXXXXX",
  "99999999999999999X",
  "123456789012345678",
  "12345678901234567X",
  "91110108000000000X",
  "—",
  "无",
  "N/A",
  "null",
];
for (const text of placeholders) {
  test(`${text} stands for no number and matches nobody`, () => {
    const check = checkUnifiedCode(text);
    assert.equal(check.verdict, "placeholder");
    assert.equal(check.normalised, null);
  });
}

const dirty: readonly (readonly [string, readonly string[]])[] = [
  ["９１４４０３００１９２３１７４５８Ｆ", ["input.full-width"]],
  ["91440300192317458f", ["input.case"]],
  [" 91440300 192317458 F ", ["input.spacing"]],
  ["91440300-192317458—F", ["input.spacing"]],
  ["91\u00a0440300\u3000192317458F", ["input.spacing"]],
  ["\ufeff9144\u200b0300192317458F", ["input.invisible"]],
  ["9144\u00000300192317458F", ["input.invisible"]],
  ['="91440300192317458F"', ["input.quotes"]],
  ["'91440300192317458F", ["input.quotes"]],
  ["9144O3OO192317458F", ["input.look-alike"]],
  ["9l44O3OO192317458F".replace("l", "I"), ["input.look-alike"]],
  ["９１４４ｏ３ｏｏ１９２３１７４５８ｆ", ["input.full-width", "input.case", "input.look-alike"]],
];
for (const [text, notes] of dirty) {
  test(`${JSON.stringify(text)} is read as the code it is, and what was changed is said`, () => {
    const check = checkUnifiedCode(text);
    assert.equal(check.verdict, "valid");
    assert.equal(check.normalised, "91440300192317458F");
    assert.deepEqual(codesOf(check), notes);
  });
}

test("a look-alike is taken only where both checks then pass", () => {
  assert.equal(checkUnifiedCode("9144O3OO192317459F").verdict, "malformed");
  assert.equal(checkUnifiedCode("9144O3OO192317458N").verdict, "malformed");
  const check = checkUnifiedCode(withOrganisation("91440300", "MA5EU2C3").replace("U", "V"));
  assert.equal(check.verdict, "valid");
  assert.deepEqual(check.notes, [{ code: "input.look-alike", params: { substitutions: "V→U" } }]);
});

test("a citizen number is never taken for a code with a wrong check character", () => {
  const check = checkUnifiedCode("11010519491231002X");
  assert.equal(check.verdict, "malformed");
  assert.deepEqual(codesOf(check), ["unified.person-number"]);
});

test("what passes both as a code and as a citizen number is valid only with a warning", () => {
  // Nobody's: no such region, and a birth date to come.
  const check = checkUnifiedCode("52990220890102171X");
  assert.equal(check.verdict, "valid");
  assert.ok(codesOf(check).includes("unified.also-person-number"), codesOf(check).join());
});

const heads = Object.entries(departments).flatMap(([one, { categories }]) =>
  Object.keys(categories).map((two) => one + two),
);
const digit = fc.constantFrom(..."0123456789");
const character = fc.constantFrom(...unifiedAlphabet);
const generated = fc
  .tuple(
    fc.constantFrom(...heads),
    fc.string({ unit: digit, minLength: 6, maxLength: 6 }),
    fc.string({ unit: character, minLength: 8, maxLength: 8 }),
  )
  .filter(([, division, body]) => !/[12]$/.test(division.slice(4, 5)) && body !== "00000000")
  .map(([head, division, body]) => withOrganisation(head + division, body));

test("every completed code is valid, fast or slow", () => {
  fc.assert(
    fc.property(generated, (code) => {
      assert.equal(unifiedCheckCharacter(code.slice(0, 17)), code.charAt(17));
      assert.equal(checkUnifiedCode(code).verdict, "valid");
      const slow = checkUnifiedCode(code.toLowerCase());
      assert.equal(slow.verdict, "valid");
      assert.equal(slow.normalised, code);
      assert.equal(slow.organisation, "valid");
    }),
  );
});

test("what cannot stand in a code has no check character", () => {
  for (const body of ["", "9144030019231745", "9144030019231745O", "914403001923174581"]) {
    assert.equal(unifiedCheckCharacter(body), null);
  }
});

test("one wrong character is never valid", () => {
  fc.assert(
    fc.property(generated, fc.nat(17), character, (code, at, other) => {
      fc.pre(code.charAt(at) !== other);
      assert.notEqual(checkUnifiedCode(code.slice(0, at) + other + code.slice(at + 1)).verdict, "valid");
    }),
  );
});

test("whatever is written, a check answers, and what it normalises stays as it is", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.string({ maxLength: 30 })), (text) => {
      const check = checkUnifiedCode(text);
      assert.equal(check.normalised === null, check.verdict === "malformed" || check.verdict === "placeholder");
      if (check.normalised !== null) assert.equal(checkUnifiedCode(check.normalised).normalised, check.normalised);
    }),
  );
});
