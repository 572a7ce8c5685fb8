import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Claim, identify, type KnownLine } from "./identity.ts";

const line = (over: Partial<KnownLine> = {}): KnownLine => ({
  line: 1,
  version: 1,
  act: "record",
  subjectId: "a",
  recordId: "r1",
  content: "c1",
  batchId: "b1",
  ...over,
});
const claim = (over: Partial<Claim> = {}): Claim => ({
  subjectId: "a",
  content: "c1",
  line: null,
  correctsSubjectId: null,
  ...over,
});
const own = { batchId: "b2", saidBefore: false };

test("a document nobody has sent is new, and its first party is line 1", () => {
  assert.deepEqual(identify(claim(), [], own), { act: "record", line: 1, version: 1 });
  assert.deepEqual(identify(claim({ line: 3 }), [], own), { act: "record", line: 3, version: 1 });
});

test("the same again changes nothing; a changed row is a correction", () => {
  assert.equal(identify(claim(), [line()], own).act, "unchanged");
  assert.equal(identify(claim({ content: "c2" }), [line()], own).act, "correct");
  assert.equal(identify(claim({ content: "c2", line: 1 }), [line()], own).act, "correct");
});

test("several parties of one document in one batch are lines in order of appearance", () => {
  const first = line({ batchId: "b2" });
  const second = line({ line: 2, subjectId: "b", batchId: "b2" });
  assert.deepEqual(identify(claim({ subjectId: "b" }), [first], own), { act: "record", line: 2, version: 1 });
  assert.deepEqual(identify(claim({ subjectId: "c" }), [first, second], own), { act: "record", line: 3, version: 1 });
});

test("a later batch that names another subject waits for a person, with what is recorded", () => {
  const found = identify(claim({ subjectId: "b" }), [line()], own);
  assert.deepEqual(found, { act: "hold", code: "document.other-party", lines: [line()] });
});

test("two rows of one batch that contradict each other wait for a person, whichever comes first", () => {
  assert.deepEqual(identify(claim({ content: "c2" }), [line({ batchId: "b2" })], own), {
    act: "hold",
    code: "document.contradicts-row",
    lines: [line({ batchId: "b2" })],
  });
  assert.equal(identify(claim({ content: "c2" }), [line()], { ...own, saidBefore: true }).act, "hold");
  assert.equal(identify(claim({ subjectId: "b", line: 1 }), [line({ batchId: "b2" })], own).act, "hold");
});

test("a party on several lines is told apart by line or by the very same content, else by a person", () => {
  const lines = [line(), line({ line: 2, recordId: "r2", content: "c2" })];
  assert.deepEqual(identify(claim({ content: "c2" }), lines, own), { act: "unchanged", line: lines[1] });
  assert.equal(identify(claim({ content: "c3" }), lines, own).act, "hold");
  assert.equal(identify(claim({ content: "c3", line: 2 }), lines, own).act, "correct");
});

test("with an explicit line or correction a wrong subject is moved, never doubled", () => {
  assert.deepEqual(identify(claim({ subjectId: "b", line: 1 }), [line()], own), { act: "move", line: line() });
  assert.deepEqual(identify(claim({ subjectId: "b", correctsSubjectId: "a" }), [line()], own), {
    act: "move",
    line: line(),
  });
  assert.equal(identify(claim({ content: "c2", correctsSubjectId: "a" }), [line()], own).act, "correct");
  const moved = line({ act: "move", version: 2, subjectId: "b" });
  assert.equal(identify(claim({ subjectId: "b", correctsSubjectId: "a" }), [moved], own).act, "unchanged");
  assert.equal(identify(claim({ subjectId: "c", correctsSubjectId: "x" }), [line()], own).act, "hold");
});

test("what was withdrawn is not inserted again by being sent again", () => {
  const gone = line({ act: "withdraw", version: 2 });
  for (const content of ["c1", "c2"])
    for (const given of [claim({ content }), claim({ content, line: 1 })])
      assert.deepEqual(identify(given, [gone], own), { act: "hold", code: "document.withdrawn-before", lines: [gone] });
});

test("after a whole batch was undone, corrected rows come in, the very same ones wait", () => {
  const gone = line({ act: "withdraw", version: 2, undone: true });
  assert.deepEqual(identify(claim({ content: "c2" }), [gone], own), { act: "record", line: 1, version: 3 });
  assert.equal(identify(claim(), [gone], own).act, "hold");
  assert.deepEqual(identify(claim({ subjectId: "b" }), [gone], own), { act: "record", line: 2, version: 1 });
});

test("whatever is sent in whatever order, a party of a document never has two live records", () => {
  const rows = fc.array(
    fc.record({
      batch: fc.nat({ max: 2 }),
      subjectId: fc.constantFrom("a", "b", "c"),
      content: fc.constantFrom("c1", "c2"),
      line: fc.option(fc.integer({ min: 1, max: 3 })),
      correctsSubjectId: fc.option(fc.constantFrom("a", "b", "c"), { freq: 4 }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(rows, (sent) => {
      const lines = new Map<number, KnownLine>();
      let records = 0;
      for (const { batch, ...given } of sent.toSorted((a, b) => a.batch - b.batch)) {
        const batchId = `b${batch}`;
        const found = identify(given, [...lines.values()], { batchId, saidBefore: false });
        if (found.act === "record") {
          assert.ok(!lines.has(found.line), "a line is begun twice");
          lines.set(found.line, line({ ...given, line: found.line, recordId: `r${++records}`, batchId }));
        } else if (found.act === "correct" || found.act === "move") {
          const { version, recordId } = found.line;
          lines.set(found.line.line, {
            ...found.line,
            ...given,
            line: found.line.line,
            act: found.act,
            version: version + 1,
            batchId,
            recordId: found.act === "move" ? `r${++records}` : recordId,
          });
        }
      }
      const live = [...lines.values()].map(({ recordId }) => recordId);
      assert.equal(new Set(live).size, live.length);
    }),
  );
});
