import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Rule } from "#contract/catalogue.ts";
import { findingTexts } from "#contract/findings.ts";
import { inProject } from "#src/platform/config.ts";

/** Codes of findings are `matter.reason`; a string of the code that begins with one of the matters is one. */
const matters = new Set([...findingTexts.keys()].map((code) => code.split(".")[0] ?? ""));

const used = new Map<string, string>();
for (const file of globSync("src/{catalogue,intake}/**/*.ts", { cwd: inProject() })) {
  if (/\.test\.ts$|sound-pack/.test(file)) continue;
  for (const [, code] of readFileSync(inProject(file), "utf8").matchAll(/"([a-z]+\.[a-z]+(?:-[a-z]+)*)"/g))
    if (code && matters.has(code.split(".")[0] ?? "")) used.set(code, file);
}

test("every finding the code names has its sentences", () => {
  assert.ok(used.size > 15, `only ${used.size} codes were seen`);
  for (const [code, file] of used) assert.ok(findingTexts.has(code), `${file} finds ${code}, which has no text`);
});

test("every finding of the catalogue that has sentences can be found", () => {
  const own = Object.keys(JSON.parse(readFileSync(inProject("contract", "findings", "catalogue.json"), "utf8")));
  for (const code of own) assert.ok(used.has(code), `${code} is never found`);
});

test("a finding says what is wrong and what to do, in both languages", () => {
  for (const [code, { reason, remedy }] of findingTexts)
    for (const sentence of [reason, remedy]) {
      assert.match(sentence.zh, /\p{Script=Han}/u, `${code}: zh`);
      assert.match(sentence.en, /[a-z]{3}/, `${code}: en`);
    }
});

test("no rule of a pack takes the code of a finding of ours", () => {
  const rules = globSync("packs/*/rules/*.json", { cwd: inProject() }).flatMap(
    (file) => JSON.parse(readFileSync(inProject(file), "utf8")) as Rule[],
  );
  assert.ok(rules.length > 30);
  for (const { code } of rules) assert.ok(!findingTexts.has(code), code);
});
