import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, isoDate } from "../time/date.ts";
import { foldRecord, inForce, publishedOn, releasedFields, retainedOn } from "./fold.ts";
import type { Change, FirstVersion, RecordContent } from "./record.ts";

const content: RecordContent = {
  itemVersion: 1,
  disclosure: "public",
  decidedOn: isoDate("2026-05-06"),
  conductEndedOn: null,
  servedOn: null,
  answerDueOn: null,
  effectiveFrom: isoDate("2026-05-06"),
  effectiveTo: isoDate("2027-05-05"),
  publishedUntil: isoDate("2027-05-06"),
  retainedUntil: isoDate("2031-05-06"),
  open: { amount: 1 },
  shared: null,
  hasSealed: false,
  sealed: null,
};
const instant = (second: number) => new Date(Date.UTC(2026, 4, 10, 0, 0, second)).toISOString();
const first: FirstVersion = {
  ...content,
  act: "record",
  version: 1,
  recordId: "r",
  subjectId: "s",
  subjectKind: "organisation",
  itemId: "test/item",
  authority: "a",
  adverse: true,
  listing: false,
  recordedAt: instant(0),
  batchId: "b",
};

const someChange = (version: number, act: Change["act"]): Change => {
  const head = { recordId: "r", version, recordedAt: instant(version), reason: `reason ${version}`, batchId: "b" };
  if (act === "correct") return { ...head, ...content, act, open: { amount: version } };
  return act === "withdraw"
    ? { ...head, act }
    : { ...head, act, mark: "release", shared: null, open: { facts: `masked ${version}` } };
};
const changes = fc
  .array(fc.constantFrom("correct", "withdraw", "annotate" as const), { maxLength: 8 })
  .map((acts) => acts.map((act, i) => someChange(i + 2, act as Change["act"])));

test("a record is not known before it was recorded", () => {
  assert.equal(foldRecord(first, [], instant(-1)), null);
  assert.equal(foldRecord(first, [], instant(0))?.state, "standing");
});

test("the order in which changes are read does not matter", () => {
  fc.assert(
    fc.property(
      changes.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
      ([list, shuffled]) => {
        assert.deepEqual(foldRecord(first, shuffled, null), foldRecord(first, list, null));
      },
    ),
  );
});

test("what was known then is what the changes up to then say", () => {
  fc.assert(
    fc.property(changes, fc.integer({ min: 0, max: 12 }), (list, second) => {
      const then = foldRecord(first, list, instant(second));
      const upToThen = list.filter((change) => change.recordedAt <= instant(second));
      assert.deepEqual(then, foldRecord(first, upToThen, null));
    }),
  );
});

test("a withdrawn record does not stand again by a later correction or mark", () => {
  fc.assert(
    fc.property(changes, (list) => {
      const withdrawn = list.some((change) => change.act === "withdraw");
      assert.equal(foldRecord(first, list, null)?.state, withdrawn ? "withdrawn" : "standing");
    }),
  );
});

test("released text shows only beside the content it was released for (C3)", () => {
  const release = someChange(2, "annotate");
  const released = foldRecord(first, [release], null);
  assert.ok(released);
  assert.deepEqual(releasedFields(released), { facts: "masked 2" });
  const corrected = foldRecord(first, [release, someChange(3, "correct")], null);
  assert.ok(corrected);
  assert.deepEqual(releasedFields(corrected), {});
});

test("erased content is said to be erased", () => {
  assert.equal(foldRecord({ ...first, open: null }, [], null)?.state, "erased");
});

test("the last day still counts, the next does not (C8)", () => {
  const days = (date: string) => [isoDate(date), addDays(isoDate(date), 1)] as const;
  const [lastForce, afterForce] = days("2027-05-05");
  assert.deepEqual([inForce(content, lastForce), inForce(content, afterForce)], [true, false]);
  const [lastPublic, afterPublic] = days("2027-05-06");
  assert.deepEqual([publishedOn(content, lastPublic), publishedOn(content, afterPublic)], [true, false]);
  const [lastKept, afterKept] = days("2031-05-06");
  assert.deepEqual([retainedOn(content, lastKept), retainedOn(content, afterKept)], [true, false]);
});
