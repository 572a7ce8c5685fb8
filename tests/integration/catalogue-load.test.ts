import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { isoDate } from "#core/time/date.ts";
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

/** Changes one file of a pack that was copied. */
function rewrite<R>(folder: string, file: string, change: (row: R) => unknown): void {
  const path = join(folder, file);
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, "utf8")) as R)));
}
const refusedWith = (code: string) => (error: unknown) =>
  error instanceof PackRefused && error.faults.some((fault) => fault.code === code);

test("a list, a measure or a procedure that was loaded is not edited, nor is a matter moved to another trade (C7, C17)", async () => {
  type Versioned = { plain: { zh: string; en: string } };
  const edits = ["lists/tax-serious-list.json", "measures/no-award.json", "procedures/serious-listing.json"];
  for (const [at, file] of edits.entries()) {
    const folder = copyOfNation(`edited-${at}`, { version: `9998.${at}` });
    rewrite<Versioned>(folder, file, (row) => ({ ...row, plain: { zh: "改写", en: "rewritten" } }));
    await assert.rejects(loadPacks(owner, [folder], systemClock()), refusedWith("version-edited"), file);
  }
  const folder = copyOfNation("moved", { version: "9998.9" });
  rewrite<{ matter: string; trade: string }[]>(folder, "matters.json", (rows) =>
    rows.map((row) => (row.matter === "cn/awards" ? { ...row, trade: "awards" } : row)),
  );
  await assert.rejects(loadPacks(owner, [folder], systemClock()), refusedWith("matter-moved"));
});

test("a list's next version begins when the one before has ended; a proceeding still finds the version it came under", async () => {
  const folder = copyOfNation("second", { version: "9999.15" });
  type Listed = { effectiveTo: string | null; version: number; effectiveFrom: string; plain: object };
  const file = "lists/work-safety-serious-list.json";
  rewrite<Listed>(folder, file, (list) => [
    { ...list, effectiveTo: "2026-12-31" },
    { ...list, version: 2, effectiveFrom: "2027-01-01", plain: { zh: "新的标准", en: "another standard" } },
  ]);
  await loadPacks(owner, [folder], systemClock());
  await node.catalogue.refresh();
  const inForce = (on: string) => node.catalogue.listInForce("cn/work-safety-serious-list", isoDate(on))?.version;
  assert.deepEqual([inForce("2026-12-31"), inForce("2027-01-01")], [1, 2]);
  assert.equal(node.catalogue.list("cn/work-safety-serious-list", 1).effectiveTo, "2026-12-31");
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
