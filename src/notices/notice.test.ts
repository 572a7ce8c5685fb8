import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { calendarFrom } from "#core/time/calendar.ts";
import { addDays, type IsoDate, isoDate } from "#core/time/date.ts";
import type { StatutoryTerm } from "#core/time/term.ts";
import {
  answerClock,
  answerEnd,
  foldNotice,
  hearingClock,
  type NoticeAct,
  type NoticeActName,
  type NoticeHead,
} from "./notice.ts";

const year = (from: string, to: string, publishedOn: string, off: readonly string[]) => ({
  notice: from,
  publishedOn,
  from,
  to,
  off,
  makeUp: [],
});
const calendar = calendarFrom([
  year("2030-01-01", "2030-12-31", "2029-11-01", ["2030-01-01"]),
  year("2031-01-01", "2031-12-31", "2030-12-20", ["2031-01-01", "2031-01-02", "2031-01-03"]),
  // An amendment in mid-holiday: two more days off.
  year("2030-05-01", "2030-05-02", "2030-04-30", ["2030-05-01", "2030-05-02"]),
]);

const head: NoticeHead = {
  noticeId: "n",
  subjectId: "s",
  subjectKind: "organisation",
  authority: "A",
  kind: "intended-listing",
  about: { kind: "proceeding", id: "p" },
  answer: { days: 5, unit: "working" },
  hearing: { days: 3, unit: "working" },
  sealed: Buffer.of(1),
  commitment: Buffer.alloc(32),
  drawnBy: "officer:o",
  drawnOn: isoDate("2030-03-01"),
  drawnAt: new Date("2030-03-01T04:00:00Z"),
};

function act(seq: number, name: NoticeActName, given: Partial<NoticeAct> = {}): NoticeAct {
  return {
    seq,
    act: name,
    state: "drawn",
    floor: null,
    actedBy: "officer:o",
    actedOn: isoDate("2030-03-01"),
    actedAt: new Date("2030-03-01T04:00:00Z"),
    agencyCode: "A",
    basis: null,
    mandateId: null,
    mandateSeq: null,
    mode: null,
    outcome: null,
    servedSeq: null,
    servedOn: null,
    announcedOn: null,
    failedSeq: null,
    agreementSeq: null,
    answerDueOn: null,
    proofId: null,
    reason: null,
    sealed: null,
    content: Buffer.alloc(32),
    idempotencyKey: String(seq),
    ...given,
  };
}

const served = (seq: number, servedOn: string, due: string) =>
  act(seq, "serve", {
    state: "served",
    mode: "post",
    servedSeq: seq,
    servedOn: isoDate(servedOn),
    floor: isoDate(due),
    answerDueOn: isoDate(due),
  });

const on = (today: string) => ({ calendar, today: isoDate(today) });

test("before service there is no time that could run out", () => {
  const standing = foldNotice({ head, acts: [act(1, "draw-up"), act(2, "offer", { state: "offered" })] });
  assert.equal(standing.service, null);
  assert.equal(answerClock(standing, on("2031-06-01")), null);
  assert.equal(hearingClock(standing, on("2031-06-01")), null);
});

test("of several services the latest day counts, in whatever order they were recorded", () => {
  const acts = [act(1, "draw-up"), served(2, "2030-03-06", "2030-03-13"), served(3, "2030-03-04", "2030-03-13")];
  const standing = foldNotice({ head, acts });
  assert.equal(standing.service?.on, "2030-03-06");
  assert.equal(answerClock(standing, on("2030-03-10"))?.dueOn, "2030-03-13");
});

test("an amendment of the calendar in the subject's favour moves the end; to its harm none does", () => {
  const acts = [act(1, "draw-up"), served(2, "2030-04-26", "2030-05-03")];
  const standing = foldNotice({ head, acts });
  assert.equal(answerClock(standing, on("2030-04-29"))?.dueOn, "2030-05-03");
  assert.equal(answerClock(standing, on("2030-04-30"))?.dueOn, "2030-05-07");
  const extended = foldNotice({
    head,
    acts: [
      ...acts,
      act(3, "redate", {
        state: "served",
        servedSeq: 2,
        servedOn: isoDate("2030-04-26"),
        floor: isoDate("2030-06-03"),
        answerDueOn: isoDate("2030-06-03"),
      }),
    ],
  });
  assert.equal(answerClock(extended, on("2030-05-01"))?.dueOn, "2030-06-03");
});

test("time to answer that no calendar reaches is not over on any day, and ends once the calendar is published", () => {
  const standing = foldNotice({
    head,
    acts: [act(1, "draw-up"), { ...served(2, "2030-12-19", "2030-12-26"), answerDueOn: null }],
  });
  const late = foldNotice({
    head,
    acts: [act(1, "draw-up"), { ...served(2, "2030-12-27", "2031-01-01"), answerDueOn: null }],
  });
  assert.equal(answerClock(standing, on("2030-12-19"))?.dueOn, "2030-12-26");
  const before = answerClock(late, on("2030-12-19"));
  assert.deepEqual(
    [before?.is, before?.dueOn, before?.notBefore, before?.over],
    ["unknown", null, "2031-01-03", false],
  );
  assert.deepEqual([answerClock(late, on("2030-12-20"))?.dueOn], ["2031-01-08"]);
});

test("who wrote down at the counter is known, each once; what was answered, waived, asked is known by its place", () => {
  const said = { state: "served", servedSeq: 2, servedOn: isoDate("2030-03-04"), basis: "seen" } as const;
  const acts = [
    act(1, "draw-up"),
    served(2, "2030-03-04", "2030-03-11"),
    act(3, "answer", { ...said, actedBy: "officer:c" }),
    act(4, "waive", { ...said, actedBy: "officer:c" }),
    act(5, "ask-hearing", { ...said, basis: null, actedBy: "representative:r", agencyCode: null }),
  ];
  const standing = foldNotice({ head, acts });
  assert.deepEqual(standing.counterOfficers, ["officer:c"]);
  assert.deepEqual([standing.answered?.seq, standing.waived?.seq, standing.hearingAsked?.seq], [3, 4, 5]);
});

test("a notice without its first act cannot be", () => {
  assert.throws(() => foldNotice({ head, acts: [] }));
});

const day = fc.integer({ min: 0, max: 600 }).map((days) => addDays(isoDate("2030-01-01"), days));
const term = fc.record({
  days: fc.integer({ min: 1, max: 30 }),
  unit: fc.constantFrom<StatutoryTerm["unit"]>("working", "calendar"),
});

test("whatever is served again, extended or published: what a subject was promised is never taken back", () => {
  fc.assert(
    fc.property(term, day, day, day, fc.option(day), (one, servedOn, again, today, floor) => {
      const promise = (given: { servedOn: IsoDate; floor: IsoDate | null }) =>
        answerEnd({ term: one, ...given }, { calendar, today });
      const first = promise({ servedOn, floor });
      const promised = first.is === "unknown" ? first.notBefore : first.endsOn;
      if (floor !== null) assert.ok(promised >= floor);
      const second = promise({ servedOn: again, floor: promised });
      assert.ok((second.is === "unknown" ? second.notBefore : second.endsOn) >= promised);
    }),
  );
});
