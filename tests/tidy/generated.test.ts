import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inProject } from "#src/platform/config.ts";
import { runtimePackages } from "#tools/sbom.ts";

const read = (file: string) => JSON.parse(readFileSync(inProject(file), "utf8"));

test("the bill of materials names what the lock file installs (tools/sbom.ts)", () => {
  const listed = (read("sbom.json").components as { name: string; version: string }[]).map(
    ({ name, version }) => `${name}@${version}`,
  );
  assert.deepEqual([...new Set(listed)].sort(), [...new Set(runtimePackages())].sort());
});
