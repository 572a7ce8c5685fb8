/** Walks what the house shows to the outside for what the charter says must not exist anywhere. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { allEndpoints } from "#contract/endpoints.ts";
import { inProject } from "#src/platform/config.ts";

const read = (file: string) => readFileSync(inProject(file), "utf8");
const items = globSync("packs/*/items/*.json", { cwd: inProject() }).map((file) => ({
  file,
  ...JSON.parse(read(file)),
}));

/** A word of valuing in an English identifier. */
const valuing = /score|grade|rating|rank|credit_?points?/i;

function walk(value: unknown, path: string, see: (key: string, path: string) => void): void {
  if (Array.isArray(value)) for (const [at, one] of value.entries()) walk(one, `${path}/${at}`, see);
  else if (typeof value === "object" && value !== null)
    for (const [key, one] of Object.entries(value)) {
      see(key, `${path}/${key}`);
      walk(one, `${path}/${key}`, see);
    }
}

test("C1: no answer of the API has a score, grade or rating; a hit's likeness to the words asked for is the only number called so", () => {
  const found: string[] = [];
  walk(JSON.parse(read("contract/openapi.json")).components.schemas, "", (key, path) => {
    if (valuing.test(key)) found.push(path);
  });
  assert.deepEqual(found, ["/Hit/properties/score"]);
});

test("C1: no column of the database holds one", () => {
  const columns = [...read("sql/schema.sql").matchAll(/^ {4}(\w+) [a-z]/gm)].map(([, name]) => name ?? "");
  assert.ok(columns.length > 150, "the dump was read");
  assert.deepEqual(
    columns.filter((name) => valuing.test(name)),
    [],
  );
});

test("C1: an item that values its subject is recorded of organisations only, an individual business's tax grade included", () => {
  const evaluative = items.filter((item) => item.evaluative === true);
  assert.ok(evaluative.length >= 5, "the packs hold valuations of organisations");
  for (const { file, subjects } of evaluative) assert.deepEqual(Object.keys(subjects), ["organisation"], file);
});

test("C1: an item that can be about a person has no field that values", () => {
  for (const item of items.filter(({ subjects }) => Object.keys(subjects).some((kind) => kind !== "organisation")))
    walk(item.schema.properties, "", (key, path) => {
      assert.doesNotMatch(key, valuing, `${item.file}${path}`);
      assert.doesNotMatch(key, /评分|得分|分值|信用等级/, `${item.file}${path}`);
    });
});

test("C13: nothing that can name a person stands in an address: no path or query takes a person's number or name", async () => {
  for (const { id, path, params, query } of await allEndpoints())
    walk({ params, query }, id, (key, where) =>
      assert.doesNotMatch(key, /person|identityNumber|idNumber|citizen|mobile|phone/i, `${path}: ${where}`),
    );
});
