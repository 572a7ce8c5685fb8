import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { changesBetween } from "./changes.ts";
import { checkPack } from "./check/index.ts";
import { soundNation } from "./check/sound-pack.ts";
import { packDigest, readPack } from "./pack.ts";

const work = mkdtempSync(join(tmpdir(), "chengxin-pack-"));
after(() => rmSync(work, { recursive: true }));

let count = 0;
/** Writes the sound nation as a folder, with files changed or added (null: left out). */
function folderWith(files: Record<string, string | null> = {}): string {
  const { pack, sectors, agencyKinds, items, rules, purposes, divisions } = soundNation();
  const [penalty, list] = items;
  const contents: Record<string, unknown> = {
    "pack.json": pack,
    "sectors.json": sectors,
    "agency-kinds.json": agencyKinds,
    "items/list.json": list,
    "items/penalty.json": [penalty],
    "rules/all.json": rules,
    "purposes.json": purposes,
    "codes/divisions.json": divisions,
  };
  const folder = join(work, String(count++));
  const texts = Object.entries(contents).map(([path, value]) => [path, JSON.stringify(value)] as const);
  for (const [path, text] of Object.entries({ ...Object.fromEntries(texts), ...files })) {
    if (text === null) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
const faultsOf = (files: Record<string, string | null>) =>
  checkPack(readPack(folderWith(files)), null).map(({ code, file, path }) => `${code} ${file}${path}`);

test("a pack is read from single files and folders, a file holding one row or several", () => {
  const pack = readPack(folderWith());
  assert.deepEqual(checkPack(pack, null), []);
  assert.equal(pack.contents.items.length, 2);
  assert.deepEqual(pack.placeOf(pack.contents.items[1] ?? {}), { file: "items/penalty.json", path: "/0" });
});

test("the digest is that of the contents, however they are laid out in files", () => {
  const [penalty, list] = soundNation().items;
  const other = folderWith({ "items/list.json": null, "items/penalty.json": JSON.stringify([list, penalty], null, 4) });
  assert.deepEqual(packDigest(readPack(folderWith()).contents), packDigest(readPack(other).contents));
});

test("a file that cannot be read, and one that nobody reads, are told", () => {
  assert.deepEqual(faultsOf({ "rules/all.json": "[{" }), ["shape rules/all.json"]);
  assert.deepEqual(faultsOf({ "rules/all.json": "[7]" }), ["shape rules/all.json/0"]);
  assert.deepEqual(faultsOf({ "item/penalty.json": "[]" }), ["shape item"]);
  assert.ok(checkPack(readPack(join(work, "nowhere")), null).some(({ file }) => file === "pack.json"));
});

test("a row of another shape is told with its file and place, and its unknown keys by name", () => {
  const { items } = soundNation();
  const scored = items.map((item) => ({ ...item, score: 700 }));
  const faults = checkPack(readPack(folderWith({ "items/penalty.json": JSON.stringify(scored.slice(0, 1)) })), null);
  assert.deepEqual(
    faults.map(({ file, path, en }) => [file, path, en]),
    [["items/penalty.json", "/0", "holds score, which is not known"]],
  );
});

test("what an edition changed is told row by row", () => {
  const earlier = soundNation();
  const later = soundNation();
  later.rules.pop();
  later.sectors[2] = { ...(later.sectors[2] as (typeof later.sectors)[number]), agencyKinds: ["other"] };
  later.agencyKinds.push({ kind: "other", title: { zh: "其他", en: "other" }, registers: [] });
  assert.deepEqual(
    changesBetween(earlier, later).map(({ kind, change, id }) => `${change} ${kind} ${id}`),
    ["changed sector 3", "added agency-kind other", "removed rule test.no-answer"],
  );
  assert.deepEqual(changesBetween(earlier, soundNation()), []);
});
