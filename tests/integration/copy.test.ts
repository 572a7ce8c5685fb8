import assert from "node:assert/strict";
import { test } from "node:test";
import { copyRows } from "#src/platform/copy.ts";
import { inTransaction, openPool, sqlState } from "#src/platform/database.ts";
import { testNode } from "#tests/kit/database.ts";

const node = await testNode();
const owner = openPool(node.owner, { max: 1 });
await owner.query("CREATE TABLE platform.copied (n int PRIMARY KEY CHECK (n >= 0), word text)");
test.after(() => owner.end());

const rows = (count: number, wrongAt: number) =>
  Array.from({ length: count }, (_, at) => [at === wrongAt ? -1 : at, "临".repeat(100)]);

test("a row the database refuses, early or late in a long COPY, is one error that is caught, and the connection is used again", async () => {
  for (const wrongAt of [0, 1, 30_000, 59_999]) {
    const copying = inTransaction(owner, (sql) =>
      copyRows(sql, "platform.copied", ["n", "word"], rows(60_000, wrongAt)),
    );
    await assert.rejects(copying, (error) => sqlState(error) === "23514");
    const found = await owner.query("SELECT count(*)::int AS n FROM platform.copied");
    assert.deepEqual(found.rows, [{ n: 0 }]);
  }
});

test("rows that cannot be made end the COPY with their own error, and nothing is stored", async () => {
  function* broken() {
    for (const row of rows(20_000, -1)) yield row;
    throw new RangeError("a row that cannot be made");
  }
  const copying = inTransaction(owner, (sql) => copyRows(sql, "platform.copied", ["n", "word"], broken()));
  await assert.rejects(copying, RangeError);
  const found = await owner.query("SELECT count(*)::int AS n FROM platform.copied");
  assert.deepEqual(found.rows, [{ n: 0 }]);
});
