import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inProject } from "#src/platform/config.ts";
import { nameTables } from "#tools/name-data.ts";

test("the tables of core/name are what their tool writes today", () => {
  for (const [name, text] of nameTables()) {
    const stored = readFileSync(inProject("src", "core", "name", "generated", name), "utf8");
    assert.ok(stored === text, `${name} is not current: node --import ./tools/tsx.ts tools/name-data.ts`);
  }
});
