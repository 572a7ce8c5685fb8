import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inProject } from "#src/platform/config.ts";
import { openApiText } from "#tools/openapi.ts";

test("contract/openapi.json is what the contract says", async () => {
  const text = readFileSync(inProject("contract", "openapi.json"), "utf8");
  assert.ok(text === (await openApiText()), "run: node --import ./tools/tsx.ts tools/openapi.ts");
});
