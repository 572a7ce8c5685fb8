import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { divisionsFrom } from "#core/code/division.ts";
import { identify } from "#core/code/identify.ts";
import { iso7064 } from "#core/code/iso7064.ts";
import { checkLei } from "#core/code/lei.ts";
import { looksLikePersonNumber } from "#core/code/secrets.ts";
import { checkUnifiedCode } from "#core/code/unified.ts";
import { sharedData } from "#tests/kit/shared-data.ts";

const doctest = (name: string) => readFileSync(sharedData("code-vectors", name), "utf8");

/** The lines `... CODE` of a list in a doctest. */
const listed = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? "");

test("the 200 published unified codes are all valid as written", () => {
  const codes = listed(doctest("test_cn_uscc.doctest"), /^\.\.\. ([0-9A-Z]{18})$/gm);
  assert.equal(codes.length, 200);
  for (const code of codes) {
    assert.deepEqual(
      checkUnifiedCode(code),
      { verdict: "valid", normalised: code, notes: [], organisation: "valid" },
      code,
    );
  }
});

test("the published LEIs are all valid", () => {
  const codes = listed(doctest("test_lei.doctest"), /^\.\.\. ([0-9A-Z]{20})$/gm);
  assert.ok(codes.length >= 90, `${codes.length} were read`);
  for (const code of codes) assert.equal(checkLei(code).verdict, "valid", code);
});

test("ISO 7064 is as the published cases have it", () => {
  const cases = doctest("test_iso7064.doctest");
  const systems = {
    mod_11_10: "MOD 11,10",
    mod_11_2: "MOD 11-2",
    mod_37_2: "MOD 37-2",
    mod_97_10: "MOD 97-10",
  } as const;
  const calculated = [...cases.matchAll(/^>>> (mod_\w+)\.calc_check_digits?\('(\w+)'\)\n'(\w+)'$/gm)];
  const validated = [...cases.matchAll(/^>>> (mod_\w+)\.validate\('(\w+)'\)\n('|T)/gm)];
  assert.equal(calculated.length, 12);
  assert.equal(validated.length, 7);
  for (const [, system, text = "", check] of calculated) {
    assert.equal(iso7064[systems[system as keyof typeof systems]].checkOf(text), check, text);
  }
  for (const [, system, text = "", answer] of validated) {
    assert.equal(iso7064[systems[system as keyof typeof systems]].holds(text), answer === "'", text);
  }
});

test("real registrations: 58,608 valid, 4 checksum exceptions, 163 older numbers, no one taken for a person", () => {
  const rows: { code: string }[] = parse(gunzipSync(readFileSync(sharedData("enterprises", "registry_dev.csv.gz"))), {
    columns: true,
  });
  const divisions = divisionsFrom([]);
  const tally: Record<string, number> = {};
  for (const { code } of rows) {
    const { scheme, verdict } = identify(code, divisions);
    const key = `${scheme} ${verdict}`;
    tally[key] = (tally[key] ?? 0) + 1;
    assert.equal(looksLikePersonNumber(code), false, "a registration was taken for a person's number");
  }
  assert.equal(rows.length, 58_775);
  assert.deepEqual(tally, {
    "unified-code valid": 58_608,
    "unified-code checksum-exception": 4,
    "registration-number valid": 154,
    "legacy-registration-number valid": 9,
  });
});
