import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { calendarFrom } from "../time/calendar.ts";
import { isoDate } from "../time/date.ts";
import {
  type ChainedAct,
  decisions,
  foldQuestion,
  isOpen,
  mayFollow,
  questionActs,
  questionDays,
  questionRule,
} from "./question.ts";

const days = { answerBy: isoDate("2026-06-15"), decideBy: isoDate("2026-07-01") };
const early = isoDate("2026-06-10");
const late = isoDate("2026-06-16");

function chain(...acts: readonly ChainedAct[]) {
  return foldQuestion(acts);
}

const asked: ChainedAct = { act: "ask", state: "asked", level: null };
const answered: ChainedAct = { act: "answer", state: "answered", level: null };

test("whoever says nothing is not found to have looked lawfully, and has its whole time to speak", () => {
  const silent = chain(asked);
  for (const decision of decisions) {
    const now = mayFollow(silent, days, { act: "decide", decision, today: early });
    assert.equal(now.ok || now.refusal.code, "questions.not-answered-yet");
    // The last day is the body's, to its end.
    assert.equal(mayFollow(silent, days, { act: "decide", decision, today: days.answerBy }).ok, false);
  }
  const lawful = mayFollow(silent, days, { act: "decide", decision: "lawful", today: late });
  assert.equal(lawful.ok || lawful.refusal.code, "questions.silence-is-no-ground");
  assert.ok(mayFollow(silent, days, { act: "decide", decision: "unlawful", today: late }).ok);
  assert.ok(mayFollow(chain(asked, answered), days, { act: "decide", decision: "lawful", today: early }).ok);
});

test("a level is told once, and not before its day has passed", () => {
  const silent = chain(asked);
  assert.equal(mayFollow(silent, days, { act: "escalate", level: 1, today: days.answerBy }).ok, false);
  assert.ok(mayFollow(silent, days, { act: "escalate", level: 1, today: late }).ok);
  const told = chain(asked, { act: "escalate", state: "asked", level: 1 });
  assert.equal(mayFollow(told, days, { act: "escalate", level: 1, today: late }).ok, false);
  const after = chain(asked, answered);
  assert.equal(mayFollow(after, days, { act: "escalate", level: 1, today: late }).ok, false, "it has answered");
  assert.ok(mayFollow(after, days, { act: "escalate", level: 2, today: isoDate("2026-07-02") }).ok);
});

test("in any order of acts: one first, one decision, and nothing after it", () => {
  const step = fc.record({
    act: fc.constantFrom(...questionActs),
    decision: fc.constantFrom(...decisions),
    level: fc.constantFrom(1, 2),
    today: fc.constantFrom(early, late, isoDate("2026-07-02")),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const acts: ChainedAct[] = [];
      for (const one of steps) {
        const after = mayFollow(foldQuestion(acts), days, one);
        if (after.ok) acts.push({ act: one.act, state: after.value, level: one.act === "escalate" ? one.level : null });
      }
      assert.ok(acts.every(({ act }, at) => (act === "ask") === (at === 0)));
      const ends = acts.filter(({ state }) => !isOpen(state));
      assert.ok(ends.length <= 1 && (ends.length === 0 || acts.at(-1) === ends[0]));
      const lawful = acts.some(({ state }) => state === "lawful");
      assert.ok(!lawful || acts.some(({ act }) => act === "answer"));
    }),
  );
});

test("the days are the rule's in force when it is asked, and unknown days count against those who owe them", () => {
  const rule = { version: 1, effectiveFrom: "2013-03-15", effectiveTo: null } as const;
  const terms = { answer: { days: 10, unit: "working" }, decision: { days: 30, unit: "calendar" } } as const;
  const found = questionRule([{ ...rule, ...terms }], isoDate("2026-06-01"));
  assert.ok(found);
  const nothingKnown = calendarFrom([]);
  assert.deepEqual(questionDays(found, isoDate("2026-06-01"), nothingKnown), {
    answerBy: "2026-06-11",
    decideBy: "2026-07-01",
  });
  assert.equal(questionRule([{ ...rule, ...terms }], isoDate("2012-01-01")), null);
});
