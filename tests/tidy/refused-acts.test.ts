import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inProject } from "#src/platform/config.ts";

const zh: Readonly<Record<string, string>> = JSON.parse(readFileSync(inProject("web", "words", "zh.json"), "utf8"));
const schema = globSync("policies/*.cedarschema", { cwd: inProject() })
  .map((file) => readFileSync(inProject(file), "utf8").replaceAll(/\/\/.*$/gm, ""))
  .join("\n");

/** Groups have no resource: nobody asks for one. */
const actions = schema
  .split(";")
  .filter((statement) => /^\s*action\b/.test(statement) && statement.includes("appliesTo"))
  .flatMap((statement) => [...(statement.split(/\bin\s*\[|appliesTo/)[0] ?? "").matchAll(/"([a-z-]+)"/g)])
  .map((found) => found[1] ?? "");
const entities = [...schema.matchAll(/\bentity\s+([A-Z]\w*)/g)].map((found) => found[1] ?? "");

test("whoever reads what was refused reads it in words: every action and every thing it may be refused on has them", () => {
  assert.ok(actions.length > 50 && entities.length > 8, "the schema of the policies was not read");
  const missing = [
    ...actions.map((action) => `refused.act.${action}`),
    ...entities.filter((entity) => entity !== "Actor").map((entity) => `refused.on.${entity}`),
  ].filter((key) => !Object.hasOwn(zh, key));
  assert.deepEqual(missing, [], "add them to web/words");
});
