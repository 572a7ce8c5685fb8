import assert from "node:assert/strict";
import { test } from "node:test";
import { isoDate } from "../time/date.ts";
import { isSilent, marksToShow } from "./marks.ts";
import type { Annotation, Payload } from "./record.ts";

const mark = (version: number, name: string, open: Payload, shared: Payload | null = null): Annotation => ({
  act: "annotate",
  recordId: "r",
  version,
  recordedAt: `2026-06-0${version}T02:00:00.000Z`,
  reason: "r",
  batchId: "b",
  mark: name,
  open,
  shared,
});
const filed = mark(2, "objection", { objection: "a", state: "open", dueOn: "2026-06-22" });
const kinds = (marks: readonly Annotation[], day: string) => marksToShow(marks, isoDate(day)).map((one) => one.mark);

test("C10: the last day is whole; the day after, publication and effect are suspended by the date alone", () => {
  assert.equal(isSilent([filed], isoDate("2026-06-22")), false);
  assert.equal(isSilent([filed], isoDate("2026-06-23")), true);
  assert.deepEqual(kinds([filed], "2026-06-22"), ["objection"]);
  assert.deepEqual(kinds([filed], "2026-06-23"), ["objection", "suspension"]);
});

test("an answer ends mark and suspension; a later objection begins its own", () => {
  const answered = mark(3, "objection", { objection: "a", state: "rejected", dueOn: null });
  const again = mark(4, "objection", { objection: "b", state: "open", dueOn: "2026-07-20" });
  assert.deepEqual(kinds([filed, answered], "2026-09-01"), []);
  assert.equal(isSilent([filed, answered, again], isoDate("2026-07-20")), false);
  assert.equal(isSilent([filed, answered, again], isoDate("2026-07-21")), true);
});

test("a longer time or an order moves the day; the mark keeps the instant it came in", () => {
  const longer = mark(3, "objection", { objection: "a", state: "open", dueOn: "2026-06-30" });
  assert.equal(isSilent([filed, longer], isoDate("2026-06-30")), false);
  assert.deepEqual(marksToShow([filed, longer], isoDate("2026-06-30")), [
    { mark: "objection", at: filed.recordedAt, dueOn: "2026-06-30" },
  ]);
});

test("C3: a statement is whole for whoever may read it, as released for everyone, and gone once taken back", () => {
  const attached = mark(4, "statement", { objection: "a", statement: "attached" }, { text: "whole" });
  const released = mark(5, "statement", { objection: "a", statement: "released", text: "***" }, { text: "whole" });
  const removed = mark(6, "statement", { objection: "a", statement: "withdrawn" });
  const asPublic = (marks: readonly Annotation[]) => marks.map((one) => ({ ...one, shared: null }));
  const texts = (marks: readonly Annotation[]) => marksToShow(marks, isoDate("2026-06-10")).map(({ text }) => text);
  assert.deepEqual(texts([attached]), ["whole"]);
  assert.deepEqual(texts(asPublic([attached])), [undefined]);
  assert.deepEqual(texts([attached, released]), ["whole"]);
  assert.deepEqual(texts(asPublic([attached, released])), ["***"]);
  assert.deepEqual(texts([attached, released, removed]), []);
});
