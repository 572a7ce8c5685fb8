/** Names and scripts by others: 267,399 short names, OpenCC's conversions, 500 names with their brands marked. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as OpenCC from "opencc-js";
import { normaliseName } from "#core/name/normalise.ts";
import { brandOf, withoutForm } from "#core/name/parts.ts";
import { planQuery, presumedFrequency, readQuery } from "#core/name/query.ts";
import { nameTokens } from "#core/name/tokens.ts";
import { sharedData } from "#tests/kit/shared-data.ts";

const lines = (...path: string[]) => readFileSync(sharedData(...path), "utf8").split(/\r?\n/);
const shortNames = lines("short-names", "Company-Shorter-Form-28W.txt").slice(1);

for (const to of ["t", "tw", "hk"] as const) {
  test(`short names written by OpenCC in traditional script (${to}) compare equal to the simplified ones`, () => {
    const convert = OpenCC.Converter({ from: "cn", to });
    let compared = 0;
    const unequal: string[] = [];
    for (let at = 0; at < shortNames.length; at += 7) {
      const name = shortNames[at] ?? "";
      const traditional = convert(name);
      if (traditional === name) continue;
      compared++;
      if (normaliseName(traditional) !== normaliseName(name)) unequal.push(`${name} ${traditional}`);
    }
    assert.ok(compared > 15_000, `only ${compared} were compared`);
    assert.deepEqual(unequal, []);
  });
}

test("brands marked by others are found: at least nine of ten to the letter", () => {
  const marked = lines("company-name-parts", "groundtruth.txt")
    .map((line) => line.trim().split(/\s+/))
    .filter((parts) => parts.length === 2)
    .map(([name = "", brand = ""]) => ({ name, brand: normaliseName(brand) }));
  const found = marked.filter(({ name, brand }) => brandOf(withoutForm(normaliseName(name))) === brand);
  assert.ok(marked.length > 400);
  assert.ok(found.length / marked.length >= 0.9, `${found.length} of ${marked.length}`);
});

test("a name is looked for by the brand others marked in it, and by any short name it is built on", () => {
  const frequency = presumedFrequency();
  const looksFor = (typed: string, name: string) => {
    const tokens = new Set(nameTokens(name));
    return planQuery(readQuery(typed), frequency, 1_000_000).asTyped.some((set) =>
      set.tokens.every((token) => tokens.has(token)),
    );
  };
  for (let at = 0; at < shortNames.length; at += 97) {
    const short = shortNames[at] ?? "";
    if (normaliseName(short).length < 2) continue;
    for (const name of [`临江市${short}贸易有限公司`, `${short}（临江）有限公司`])
      assert.ok(looksFor(short, name), `${short} ${name}`);
  }
});
