import assert from "node:assert/strict";
import { test } from "node:test";
import { isoDate } from "#core/time/date.ts";
import { ageFault } from "./age.ts";

/** The example of GB 11643-1999: born on 31 December 1949. */
const number = "11010519491231002X";
const day = isoDate;

function code(given: Partial<Parameters<typeof ageFault>[0]>): string {
  const outcome = ageFault({ number, conductEndedOn: null, recordDays: [], ...given });
  return outcome.ok ? "of age" : outcome.refusal.code;
}

test("C4: of age from the day after the eighteenth birthday, not on it", () => {
  assert.equal(code({ conductEndedOn: day("1967-12-31") }), "lists.minor");
  assert.equal(code({ conductEndedOn: day("1968-01-01") }), "of age");
});

test("C4: of several records the earliest day counts; without any day, or without a number that tells, age is asked for", () => {
  assert.equal(code({ recordDays: [day("1970-06-01"), day("1960-01-01")] }), "lists.minor");
  assert.equal(code({ recordDays: [day("1970-06-01"), day("1971-07-01")] }), "of age");
  assert.equal(code({}), "lists.age-unknown");
  assert.equal(code({ number: "110105", conductEndedOn: day("1970-06-01") }), "lists.age-unknown");
});
