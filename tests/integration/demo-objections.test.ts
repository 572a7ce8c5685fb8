/** The demo's objections stand as their stories tell: won, rejected with a statement, silent by itself, running. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type FileView, getPublicFile } from "#contract/ledger.ts";
import { value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { demoNode } from "#tests/kit/database.ts";
import { objectionStories } from "#tools/linjiang/objections.ts";

const node = await demoNode();

for (const { code, item, authority, stands } of objectionStories)
  test(`the objection of ${code} is ${stands} on the demo's day`, async () => {
    const file = value(await ask<FileView>(node, getPublicFile, { kind: "visitor" }, { params: { code } }));
    const records = file.records.filter((one) => one.item.startsWith(`${item}@`) && one.authority === authority);
    const marks = records.flatMap((record) => record.marks.map(({ mark }) => mark));
    switch (stands) {
      case "upheld":
        assert.ok(records.some(({ correctedAt, fields }) => correctedAt !== null && fields["fineAmount"] === 6000));
        return assert.deepEqual(marks, []);
      case "rejected":
        return assert.deepEqual(marks, ["statement"]);
      case "open":
        return assert.deepEqual(marks, ["objection"]);
      case "silent": {
        assert.deepEqual(marks, []);
        const levels = await node.app.query(
          `SELECT a.level FROM objections.act a JOIN registry.identifier i USING (subject_id)
           WHERE i.value = $1 AND a.act = 'escalate' ORDER BY a.level`,
          [code],
        );
        return assert.deepEqual(
          levels.rows.map(({ level }) => level),
          [1, 2],
        );
      }
      default:
        return stands satisfies never;
    }
  });
