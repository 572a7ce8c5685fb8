import assert from "node:assert/strict";
import { test } from "node:test";
import type { Guard, Procedure } from "#contract/lists-in-packs.ts";
import { confirmsAlways, stateFacts, stepsOf } from "./machine.ts";

type Act = [act: string, from: (string | null)[], to: string, by: Procedure["acts"][number]["by"], guards: Guard[]];

function machine(inForce: readonly string[], final: readonly string[], acts: readonly Act[]) {
  const title = { zh: "态", en: "state" };
  const names = new Set([...inForce, ...final, ...acts.map(([, , to]) => to)]);
  return {
    states: [...names].map((state) => ({
      state,
      title,
      final: final.includes(state),
      inForce: inForce.includes(state),
      clocks: [],
    })),
    acts: acts.map(([act, from, to, by, guards]) => ({ act, title, from, to, by, guards, article: "虚构法 1" })),
  };
}

const heard: Guard[] = ["reasons", "time-to-answer-over", "notice-served"];
const sound: readonly Act[] = [
  ["propose", [null], "proposed", "propose", []],
  ["decide", ["proposed"], "decided", "decide", heard],
  ["confirm", ["decided"], "in-force", "confirm", ["another-officer"]],
  ["expire", ["in-force"], "expired", "clock", ["end-reached"]],
];

test("a state is heard where every way to it has passed the decision after notice and answer (C6)", () => {
  const facts = stateFacts(machine(["in-force"], ["expired"], sound));
  assert.deepEqual(
    facts
      .values()
      .map(({ state, heard, confirmed }) => [state, heard, confirmed])
      .toArray(),
    [
      ["", false, false],
      ["in-force", true, true],
      ["expired", true, true],
      ["proposed", false, false],
      ["decided", true, false],
    ],
  );
  assert.equal(confirmsAlways(facts), true);
});

test("one way round the decision and the state is no longer heard, however long the way", () => {
  const round: Act[] = [
    ["shelve", ["proposed"], "shelved", "propose", []],
    ["take-up", ["shelved"], "in-force", "decide", ["reasons"]],
  ];
  const facts = stateFacts(machine(["in-force"], ["expired"], [...sound, ...round]));
  assert.deepEqual([facts.get("in-force")?.heard, facts.get("in-force")?.confirmed], [false, false]);
  assert.equal(facts.get("decided")?.heard, true);
});

test("the guards count only in one act of an officer who decides: spread over several, or done by a clock, they do not", () => {
  const spread: Act[] = [
    ["propose", [null], "proposed", "propose", []],
    ["wait", ["proposed"], "waited", "decide", ["notice-served", "time-to-answer-over"]],
    ["decide", ["waited"], "in-force", "decide", ["reasons"]],
    ["expire", ["in-force"], "expired", "clock", ["end-reached"]],
  ];
  assert.equal(stateFacts(machine(["in-force"], ["expired"], spread)).get("in-force")?.heard, false);
  const clock = sound.map(
    (act): Act => (act[0] === "decide" ? ["decide", ["proposed"], "decided", "clock", heard] : act),
  );
  assert.equal(stateFacts(machine(["in-force"], ["expired"], clock)).get("in-force")?.heard, false);
});

test("a state nothing leads to, and one from which nothing ends, are told", () => {
  const facts = stateFacts(
    machine(["in-force", "lost"], ["expired"], [...sound, ["keep", ["in-force"], "kept", "decide", []]]),
  );
  assert.deepEqual([facts.get("lost")?.reached, facts.get("lost")?.heard], [false, false]);
  assert.deepEqual([facts.get("kept")?.ends, facts.get("in-force")?.ends], [false, true]);
});

test("an act from several states is several steps, its guards in the order of the vocabulary", () => {
  const steps = stepsOf(
    machine(["in-force"], ["expired"], [["expire", ["in-force", null], "expired", "decide", heard]]),
  );
  assert.deepEqual(
    steps.map(({ from, guards }) => [from, guards]),
    [
      ["in-force", ["notice-served", "time-to-answer-over", "reasons"]],
      ["", ["notice-served", "time-to-answer-over", "reasons"]],
    ],
  );
});
