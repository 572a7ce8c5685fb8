/** The demo's repairs stand as their stories tell: the record is out of use, its subject sees it, a certificate says so. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type FileView, getPublicFile, readOwnFile } from "#contract/ledger.ts";
import { listOwnRepairs, type RepairableView, type RepairLine } from "#contract/repair.ts";
import { signedIn } from "#src/demo/proceedings.ts";
import { value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { demoNode } from "#tests/kit/database.ts";
import { repairStories } from "#tools/linjiang/repairs.ts";
import { storyOf } from "#tools/linjiang/stories.ts";

const node = await demoNode();

for (const { code, authority, decidedOn, applies } of repairStories)
  test(`the record of ${code} decided on ${decidedOn} is repaired on the demo's day`, async () => {
    const open = value(await ask<FileView>(node, getPublicFile, { kind: "visitor" }, { params: { code } }));
    const isIt = (one: FileView["records"][number]) => one.authority === authority && one.decidedOn === decidedOn;
    assert.equal(open.records.filter(isIt).length, 0);
    const actor = await signedIn(node, applies.by);
    const own = value(await ask<FileView>(node, readOwnFile, actor, { body: { limit: 500 } }));
    assert.deepEqual(
      own.records.filter(isIt).map(({ state }) => state),
      ["repaired"],
    );
    const { items } = value(await ask<{ items: RepairLine[] }>(node, listOwnRepairs, actor));
    assert.ok(items.some(({ state, certificate }) => state === "granted" && certificate !== null));
  });

test("the builder's listing can be repaired on the demo's day: whoever tries the demo finds it so", async () => {
  const actor = await signedIn(node, "zhou-ran");
  const { records } = value(
    await ask<{ records: (RepairableView & { title: { zh: string }; subjectId: string })[] }>(
      node,
      listOwnRepairs,
      actor,
    ),
  );
  const listing = records.find(({ title }) => title.zh.includes("农民工工资"));
  assert.equal(listing?.is, "now", JSON.stringify(listing ?? storyOf("builder").code));
});
