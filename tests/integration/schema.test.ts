import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { schemaFile, schemaText } from "#tools/schema.ts";
import { serverVersion } from "#tools/test-cluster.ts";

const skip = serverVersion === "15" ? false : "pg_dump is that of Debian's PostgreSQL 15";

test("sql/schema.sql is what the migrations make", { skip }, async () => {
  assert.equal(
    readFileSync(schemaFile, "utf8"),
    await schemaText(),
    "run: node --import ./tools/tsx.ts tools/schema.ts",
  );
});
