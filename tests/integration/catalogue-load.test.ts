import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadPacks, PackRefused } from "#src/catalogue/index.ts";
import { systemClock } from "#src/platform/clock.ts";
import { inProject } from "#src/platform/config.ts";
import { openPool, sqlState } from "#src/platform/database.ts";
import { testNode } from "#tests/kit/database.ts";

const node = await testNode();
const owner = openPool(node.owner, { max: 2 });
const work = mkdtempSync(join(tmpdir(), "chengxin-packs-"));
after(async () => {
  await owner.end();
  rmSync(work, { recursive: true });
});

/** A copy of the nation's pack, with its `pack.json` changed. */
function copyOfNation(name: string, change: Record<string, unknown> = {}): string {
  const folder = join(work, name);
  cpSync(inProject("packs", "cn"), folder, { recursive: true });
  const path = join(folder, "pack.json");
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), ...change }));
  return folder;
}

test("a pack that is loaded already is a glance", async () => {
  const again = await loadPacks(owner, [inProject("packs", "cn"), inProject("packs", "linjiang")], systemClock());
  assert.deepEqual(
    again.map(({ packId, added }) => [packId, added]),
    [
      ["cn", false],
      ["linjiang", false],
    ],
  );
});

test("the same edition with other contents is refused: history is not rewritten (C17)", async () => {
  const folder = copyOfNation("rewritten", { issuedOn: "2026-04-02" });
  await assert.rejects(loadPacks(owner, [folder], systemClock()), PackRefused);
});

test("a new edition is added beside the old one, and an open catalogue sees it when it looks", async () => {
  const before = node.catalogue.packs.find(({ pack }) => pack.id === "cn");
  const folder = copyOfNation("next", { version: "9999.1" });
  assert.deepEqual(await loadPacks(owner, [folder], systemClock()), [{ packId: "cn", version: "9999.1", added: true }]);
  assert.equal(node.catalogue.packs.find(({ pack }) => pack.id === "cn")?.pack.version, before?.pack.version);
  await node.catalogue.refresh();
  assert.equal(node.catalogue.packs.find(({ pack }) => pack.id === "cn")?.pack.version, "9999.1");
});

test("two loaders at once add an edition once", async () => {
  const folder = copyOfNation("raced", { version: "9999.2" });
  const both = await Promise.all([
    loadPacks(owner, [folder], systemClock()),
    loadPacks(owner, [folder], systemClock()),
  ]);
  assert.deepEqual(
    both
      .flat()
      .map(({ added }) => added)
      .sort(),
    [false, true],
  );
});

test("the application cannot add to the catalogue, nor change or remove from it (C2)", async () => {
  const tries = [
    "INSERT INTO catalogue.pack VALUES ('own', '1', sha256('x'), '{}', now())",
    "INSERT INTO catalogue.item_version VALUES ('own/item', 1, 'cn', '2026.1', '我说的', true, '2020-01-01', '{}')",
    "INSERT INTO catalogue.item_subject (item_id, item_version, subject_kind, adverse, evaluative, listing, publishable, retention_years_max) VALUES ('own/item', 1, 'person', true, false, false, false, 5)",
    "UPDATE catalogue.item_subject SET adverse = false",
    "DELETE FROM catalogue.item_version",
    "TRUNCATE catalogue.pack CASCADE",
  ];
  for (const statement of tries)
    await assert.rejects(node.app.query(statement), (error) => sqlState(error) === "42501", statement);
});
