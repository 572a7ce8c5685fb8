import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isoDate } from "../time/date.ts";
import { foldNames, type RecordedName } from "./names.ts";

const named = (name: string, validFrom: string | null, more: Partial<RecordedName> = {}): RecordedName => ({
  name,
  role: "legal",
  validFrom: validFrom === null ? null : isoDate(validFrom),
  validUntil: null,
  former: false,
  recordedAt: "2026-01-01T00:00:00.000Z",
  ...more,
});
const on = (day: string, knownAt = "2027-01-01T00:00:00.000Z") => ({ effectiveAt: isoDate(day), knownAt });

test("a rename closes the former name on the day before", () => {
  const names = foldNames([named("新", "2020-05-01"), named("旧", null)], on("2026-01-01"));
  assert.equal(names.present, "新");
  assert.deepEqual(names.all, [
    { name: "旧", role: "legal", validFrom: null, validUntil: "2020-04-30" },
    { name: "新", role: "legal", validFrom: "2020-05-01", validUntil: null },
  ]);
  assert.equal(foldNames([named("新", "2020-05-01"), named("旧", null)], on("2020-04-30")).present, "旧");
});

test("a name sent as a former one is never the present one, however late it was learnt", () => {
  const rows = [named("今", null), named("曾", null, { former: true, recordedAt: "2026-06-01T00:00:00.000Z" })];
  assert.equal(foldNames(rows, on("2026-12-01")).present, "今");
});

test("what was not yet known is not told", () => {
  const rows = [named("旧", null), named("新", "2020-05-01", { recordedAt: "2026-03-01T00:00:00.000Z" })];
  assert.equal(foldNames(rows, on("2026-01-01", "2026-02-01T00:00:00.000Z")).present, "旧");
});

test("a subject with names has a present name on any day, and the order of rows says nothing", () => {
  const day = fc
    .integer({ min: 0, max: 9999 })
    .map((n) => new Date(Date.UTC(2000, 0, 1 + n)).toISOString().slice(0, 10));
  const row = fc.record({ name: fc.constantFrom("甲", "乙", "丙", "丁"), from: fc.option(day) });
  fc.assert(
    fc.property(fc.uniqueArray(row, { minLength: 1, maxLength: 6, selector: (r) => r.name }), day, (rows, asked) => {
      const recorded = rows.map((r, i) => named(r.name, r.from, { recordedAt: `2026-01-01T00:00:00.00${i}Z` }));
      const there = foldNames(recorded, on(asked));
      assert.ok(there.present !== null && rows.some((r) => r.name === there.present));
      assert.deepEqual(foldNames(recorded.toReversed(), on(asked)), there);
      const spans = there.all.filter((name) => name.validFrom !== null && name.validUntil !== null);
      for (const span of spans) assert.ok((span.validFrom ?? "") <= (span.validUntil ?? ""));
    }),
  );
});
