import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isoDate } from "../time/date.ts";
import { type AliasAct, afterSplits, clearOwners, fileOf, movesName } from "./alias.ts";

const asOf = { effectiveAt: isoDate("2026-06-01"), knownAt: "2026-06-01T00:00:00.000Z" };
let made = 0;
function act(
  kind: "merge" | "split" | "reverse",
  subjectId: string,
  otherSubjectId: string,
  more: object = {},
): AliasAct {
  return {
    actId: `act-${++made}`,
    act: kind,
    subjectId,
    otherSubjectId,
    effectiveAt: isoDate("2026-01-01"),
    decidedAt: "2026-01-02T00:00:00.000Z",
    ...(kind === "split" ? { detail: { records: [], identifiers: [], names: [] } } : {}),
    ...more,
  } as AliasAct;
}

test("a merge makes one file of two subjects, led by the one that stays, whichever is asked for", () => {
  const acts = [act("merge", "a", "b"), act("merge", "a", "c"), act("merge", "z", "a")];
  for (const id of ["a", "b", "c", "z"]) assert.deepEqual(fileOf(id, acts, asOf).subjectIds, ["z", "a", "b", "c"]);
  assert.deepEqual(fileOf("other", acts, asOf).subjectIds, ["other"]);
});

test("a merge holds from its day until the day it is reversed, and only once it was known", () => {
  const merge = act("merge", "a", "b");
  const acts = [
    merge,
    act("reverse", "a", "b", {
      reverses: merge.actId,
      effectiveAt: isoDate("2026-04-01"),
      decidedAt: "2026-04-02T00:00:00.000Z",
    }),
  ];
  const on = (effectiveAt: string, knownAt = "2026-12-01T00:00:00.000Z") =>
    fileOf("b", acts, { effectiveAt: isoDate(effectiveAt), knownAt }).principal;
  assert.equal(on("2025-12-31"), "b");
  assert.equal(on("2026-03-31"), "a");
  assert.equal(on("2026-04-01"), "b");
  assert.equal(on("2026-04-01", "2026-04-01T00:00:00.000Z"), "a", "the reversal was not yet known");
});

test("a number two subjects share is clear once they are one file, or once a split gave it to one", () => {
  const number = { scheme: "unified-code", value: "91110000100000001A" };
  const inside = { scheme: "organisation-code", value: "100000001" };
  assert.deepEqual(clearOwners(number, ["a", "b"], [], asOf), ["a", "b"]);
  assert.deepEqual(clearOwners(number, ["a", "b"], [act("merge", "b", "a")], asOf), ["b"]);
  const split = act("split", "a", "b", { detail: { records: [], identifiers: [number], names: ["乙"] } });
  assert.deepEqual(clearOwners(number, ["a"], [split], asOf), ["b"]);
  assert.deepEqual(
    clearOwners(inside, ["a"], [split], asOf),
    ["b"],
    "the organisation code goes with its unified code",
  );
  const reversed = [split, act("reverse", "a", "b", { reverses: split.actId })];
  assert.deepEqual(clearOwners(number, ["a"], reversed, asOf), ["a"]);
  const names = new Map([["a", [{ name: "甲" }, { name: "乙" }]]]);
  const of = (id: string) => names.get(id) ?? [];
  assert.deepEqual(afterSplits("a", of, movesName, { acts: [split], asOf }), [{ name: "甲" }]);
  assert.deepEqual(afterSplits("b", of, movesName, { acts: [split], asOf }), [{ name: "乙" }]);
  assert.deepEqual(afterSplits("a", of, movesName, { acts: reversed, asOf }), [{ name: "甲" }, { name: "乙" }]);
});

test("every subject is in exactly one file, and reversing everything leaves each alone, whatever was merged", () => {
  const id = fc.constantFrom("a", "b", "c", "d", "e", "f");
  const pairs = fc.array(
    fc.tuple(id, id).filter(([x, y]) => x !== y),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(pairs, (merges) => {
      const acts = merges.map(([x, y]) => act("merge", x, y));
      for (const one of ["a", "b", "c", "d", "e", "f"]) {
        const file = fileOf(one, acts, asOf);
        assert.ok(file.subjectIds.includes(file.principal));
        // A ring of merges cannot be made through the acts; the fold must end on one all the same.
        if (!hasRing(merges)) assert.ok(file.subjectIds.includes(one));
      }
      const undone = [
        ...acts,
        ...acts.map((one) => act("reverse", one.subjectId, one.otherSubjectId, { reverses: one.actId })),
      ];
      for (const one of ["a", "b", "c"]) assert.deepEqual(fileOf(one, undone, asOf).subjectIds, [one]);
    }),
  );
});

function hasRing(merges: readonly (readonly [string, string])[]): boolean {
  const leads = new Map(merges.map(([x, y]) => [y, x]));
  return [...leads.keys()].some((start) => {
    let at = leads.get(start);
    for (let steps = 0; at !== undefined && steps < 10; steps++) {
      if (at === start) return true;
      at = leads.get(at);
    }
    return false;
  });
}
