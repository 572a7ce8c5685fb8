import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inProject } from "#src/platform/config.ts";

test("what runs in earnest needs no development package: npm start installs without them", () => {
  const { dependencies } = JSON.parse(readFileSync(inProject("package.json"), "utf8"));
  // The invented province is made at the first start.
  const files = globSync(["{src,contract,web}/**/*.{ts,tsx}", "tools/linjiang/**/*.ts", "tools/{tsx.ts,run.mjs}"], {
    cwd: inProject(),
  }).filter((file) => !/\.test\.tsx?$/.test(file));
  assert.ok(files.length > 200);
  for (const file of files) {
    for (const [, name = ""] of readFileSync(inProject(file), "utf8").matchAll(
      /\bfrom "((?:@[^/"]+\/)?[^/."#][^/"]*)/g,
    )) {
      if (!name.startsWith("node:")) assert.ok(name in dependencies, `${file} needs ${name}`);
    }
  }
});
