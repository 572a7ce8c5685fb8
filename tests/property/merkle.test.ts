import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { CompactRange, inclusionProof, leafHash, rootOf, verifyInclusion } from "#core/merkle/tree.ts";
import { sharedData } from "#tests/kit/shared-data.ts";

interface Vector {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string | null;
  readonly leafHash: string | null;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

const folder = sharedData("merkle-vectors");
const files = globSync("inclusion/**/*.json", { cwd: folder });

test("the published inclusion vectors are there, good and bad ones", () => {
  const vectors = files.map((file) => read(file));
  assert.ok(vectors.length >= 40, `only ${vectors.length}`);
  assert.ok(vectors.some(({ wantErr }) => !wantErr));
});

function read(file: string): Vector {
  return JSON.parse(readFileSync(`${folder}/${file}`, "utf8"));
}

for (const file of files) {
  test(`transparency-dev/merkle ${file}`, () => {
    const vector = read(file);
    const bytes = (text: string | null) => Buffer.from(text ?? "", "base64");
    const holds = verifyInclusion({
      index: vector.leafIdx,
      size: vector.treeSize,
      leaf: bytes(vector.leafHash),
      path: (vector.proof ?? []).map(bytes),
      root: bytes(vector.root),
    });
    assert.equal(holds, !vector.wantErr);
  });
}

const leaves = fc.uniqueArray(fc.uint8Array({ maxLength: 8 }), {
  minLength: 1,
  maxLength: 70,
  selector: (leaf) => Buffer.from(leaf).toString("hex"),
});

test("every leaf of a batch is proved by its path, and no other leaf is", () => {
  fc.assert(
    fc.property(leaves, fc.nat(), (data, seed) => {
      const index = seed % data.length;
      const claim = {
        index,
        size: data.length,
        leaf: leafHash(data[index] ?? new Uint8Array()),
        path: inclusionProof(data, index),
        root: rootOf(data),
      };
      assert.ok(verifyInclusion(claim));
      assert.ok(!verifyInclusion({ ...claim, leaf: leafHash(Buffer.from("another leaf")) }));
      assert.ok(!verifyInclusion({ ...claim, index: index + 1 }) || data.length === 1);
    }),
  );
});

test("a tree that is stored and taken up again after a crash has the same root", () => {
  fc.assert(
    fc.property(leaves, fc.nat(), (data, seed) => {
      const cut = seed % data.length;
      const first = new CompactRange();
      for (const leaf of data.slice(0, cut)) first.append(leaf);
      const second = CompactRange.from(JSON.parse(JSON.stringify(first.stored())));
      for (const leaf of data.slice(cut)) second.append(leaf);
      assert.deepEqual(second.root(), rootOf(data));
      assert.equal(second.size, data.length);
    }),
  );
});
