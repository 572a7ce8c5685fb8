import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlState } from "#src/platform/database.ts";
import { testNode } from "#tests/kit/database.ts";

const node = await testNode();

const appendOnly = [
  "ledger.record",
  "ledger.change",
  "ledger.document_line",
  "access.look",
  "registry.name",
  "catalogue.item_version",
];

for (const table of appendOnly) {
  for (const statement of [`UPDATE ${table} SET batch_id = NULL`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
    test(`the application cannot ${statement.split(" ")[0]} ${table} (C17)`, async () => {
      await assert.rejects(node.app.query(statement), (error) => ["42501", "42703"].includes(sqlState(error) ?? ""));
    });
  }
}

test("no role the program signs in as owns a table or may become the owner (C17)", async () => {
  const owners = await node.app.query(
    "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
  );
  assert.deepEqual(owners.rows, [{ tableowner: "cx_owner" }]);
  for (const pool of [node.app, node.publicReader, node.retention])
    await assert.rejects(pool.query("SET ROLE cx_owner"), (error) => sqlState(error) === "42501");
});

test("the public reader sees dedicated views only (C12)", async () => {
  for (const table of [
    "ledger.record",
    "ledger.change",
    "registry.subject",
    "registry.person_secret",
    "access.look",
    "intake.finding",
  ]) {
    await assert.rejects(
      node.publicReader.query(`SELECT 1 FROM ${table}`),
      (error) => sqlState(error) === "42501",
      table,
    );
  }
  await node.publicReader.query("SELECT 1 FROM public_read.record");
});
