import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, test } from "node:test";
import { openKeyRing } from "#src/platform/keys.ts";
import { FileRefused } from "./read/refused.ts";
import { openVault } from "./uploads.ts";

const home = mkdtempSync(join(tmpdir(), "chengxin-vault-"));
after(() => rmSync(home, { recursive: true }));
const folder = join(home, "uploads");
const vault = openVault(folder, openKeyRing(home));

test("a file comes out as it went in, whole and in parts, and lies on disk encrypted", async () => {
  for (const length of [1, 65_535, 65_536, 65_537, 300_001]) {
    const content = Buffer.concat([Buffer.from("张三 11010519491231002X"), randomBytes(length)]).subarray(
      0,
      length + 20,
    );
    const { bytes } = await vault.store(`a${length}`, Readable.from([content.subarray(0, 7), content.subarray(7)]));
    const source = await vault.open(`a${length}`, bytes);
    assert.ok(source);
    assert.deepEqual(Buffer.concat(await Array.fromAsync(source.stream())), content);
    assert.deepEqual(await source.read(3, 9), content.subarray(3, 12));
    assert.deepEqual(await source.read(content.length - 5, 100), content.subarray(-5));
    assert.equal(readFileSync(join(folder, `a${length}`)).includes("11010519491231002X"), false);
  }
});

test("a changed or renamed file does not open; a missing one is missing", async () => {
  const { bytes } = await vault.store("b", Readable.from([randomBytes(1000)]));
  const sealed = readFileSync(join(folder, "b"));
  sealed[500] = (sealed[500] ?? 0) ^ 1;
  writeFileSync(join(folder, "b"), sealed);
  await assert.rejects(Array.fromAsync((await vault.open("b", bytes))?.stream() ?? []));
  writeFileSync(join(folder, "c"), readFileSync(join(folder, "a1")));
  await assert.rejects(vault.open("c", 21));
  assert.equal(await vault.open("d", 1), null);
});

test("an empty or too large file is refused, and nothing of it stays", async () => {
  await assert.rejects(vault.store("e", Readable.from([])), FileRefused);
  await assert.rejects(vault.store("f", Readable.from([randomBytes(2000)]), 1000), FileRefused);
  assert.deepEqual(
    readdirSync(folder).filter((name) => /^[ef]/.test(name)),
    [],
  );
});
