import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { matrixFile, renderMatrix } from "#tools/policy-matrix.ts";

test("policies/matrix.md shows what the policies permit today", () => {
  assert.equal(
    readFileSync(matrixFile, "utf8"),
    renderMatrix(),
    "permissions changed: look at the difference, then run: node --import ./tools/tsx.ts tools/policy-matrix.ts",
  );
});
