import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { far, isShortFor, sharedSounds, slips, slipsWithin, sounded } from "./slips.ts";
import { soundOf } from "./tokens.ts";

const between = (a: string, b: string) => slips(sounded(a), sounded(b));
const within = (a: string, b: string) => slipsWithin(sounded(a), sounded(b));

test("a wrong, missing, additional or exchanged character is one slip, one of the same sound half a slip", () => {
  for (const [a, b, count] of [
    ["清之醇", "清之醇", 0],
    ["清之醇", "清之酒", 1],
    ["清之醇", "清之", 1],
    ["清之醇", "清之之醇", 1],
    ["清之醇", "清醇之", 1],
    ["清之醇", "清之纯", 0.5],
    ["清之醇", "卿之纯", 1],
    ["清之醇饮用水", "宏达商贸发展", far],
  ] as const)
    assert.equal(between(a, b), count, `${a} ${b}`);
  assert.equal(within("之醇饮", "东莞清之醇饮用水"), 0);
  assert.equal(within("之酒饮", "东莞清之醇饮用水"), 1);
});

test("short names take characters in order from the first on", () => {
  assert.ok(isShortFor("中石化", "中国石油化工"));
  assert.ok(!isShortFor("石化", "中国石油化工"));
  assert.ok(!isShortFor("中化石", "中国石油化工"));
});

/** The definition, in whole and half slips, without any bound. */
function plain(a: string, b: string, i = a.length, j = b.length, known = new Map<string, number>()): number {
  if (i === 0 || j === 0) return i + j;
  const key = `${i} ${j}`;
  const old = known.get(key);
  if (old !== undefined) return old;
  const same = a[i - 1] === b[j - 1];
  const sound = soundOf(a.charCodeAt(i - 1)) === soundOf(b.charCodeAt(j - 1));
  let least = plain(a, b, i - 1, j - 1, known) + (same ? 0 : sound ? 0.5 : 1);
  least = Math.min(least, plain(a, b, i - 1, j, known) + 1, plain(a, b, i, j - 1, known) + 1);
  if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
    least = Math.min(least, plain(a, b, i - 2, j - 2, known) + 1);
  known.set(key, least);
  return least;
}

const text = fc.string({ unit: fc.constantFrom("清", "青", "之", "醇", "水", "用"), maxLength: 7 });

test("slips are counted as defined, alike from both sides, and no part is farther than the whole", () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const defined = plain(a, b);
      assert.equal(between(a, b), defined > 3 ? far : defined);
      assert.equal(between(a, b), between(b, a));
      assert.ok(within(a, b) <= between(a, b));
      assert.ok(sharedSounds(sounded(a), sounded(b)) >= a.length - defined);
    }),
  );
});
