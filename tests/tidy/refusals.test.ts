import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { refusalTexts } from "#contract/refusals.ts";
import { inProject } from "#src/platform/config.ts";

const rooms = new Set([...refusalTexts.keys()].map((code) => code.split(".")[0]));

/** Every string in the code that has the form of a refusal's code. */
const used = new Map<string, string>();
for (const file of globSync("{src,web,contract}/**/*.{ts,tsx}", { cwd: inProject() })) {
  // Stores speak SQL, whose tables read like codes, and refuse nothing.
  if (/\.test\.tsx?$|store\.ts$/.test(file)) continue;
  for (const [, code] of readFileSync(inProject(file), "utf8").matchAll(/"([a-z]+\.[a-z]+(?:-[a-z]+)*)"/g)) {
    if (code && rooms.has(code.split(".")[0])) used.set(code, file);
  }
}

test("every refusal the code names has its sentences", () => {
  assert.ok(used.size > 0);
  for (const [code, file] of used) assert.ok(refusalTexts.has(code), `${file} refuses with ${code}, which has no text`);
});

test("every refusal says what, and what to do, in both languages", () => {
  for (const [code, { title, remedy, status }] of refusalTexts) {
    for (const sentence of [title, remedy]) {
      assert.match(sentence.zh, /\p{Script=Han}/u, `${code}: zh`);
      assert.match(sentence.en, /[a-z]{3}/, `${code}: en`);
    }
    assert.ok(status >= 400 && status < 600, `${code}: status ${status}`);
  }
});

test("every refusal that has sentences can happen: somebody says its code outside the contract's lists", () => {
  const said = globSync("{src,web}/**/*.{ts,tsx}", { cwd: inProject() })
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .map((file) => readFileSync(inProject(file), "utf8"))
    .join("\n");
  const silent = [...refusalTexts.keys()].filter((code) => {
    const [, name = ""] = code.split(".");
    return !said.includes(`"${code}"`) && !said.includes(`\`${code}\``) && !said.includes(`"${name}"`);
  });
  assert.deepEqual(silent, []);
});
