import assert from "node:assert/strict";
import { test } from "node:test";
import { isoDate } from "../time/date.ts";
import { isLifted, isRepaired } from "./mark.ts";
import {
  type ChainedAct,
  foldRequest,
  mayFollow,
  nextActs,
  type RequestAct,
  type RequestHead,
  type RequestKind,
  type RequestStanding,
  requestActs,
} from "./request.ts";

const head = (subjectKind: RequestHead["subjectKind"], kind: RequestKind): RequestHead => ({
  kind,
  subjectKind,
  decideBy: isoDate("2026-09-18"),
  feedbackBy: isoDate("2026-09-29"),
});
/** The first one wrote the application down at the counter. */
const officers = ["officer:1", "officer:2", "officer:3"] as const;
const days = ["2026-09-18", "2026-09-19", "2026-09-30"].map(isoDate);
const depthMax = 6;

interface World {
  readonly acts: readonly ChainedAct[];
  readonly standing: RequestStanding;
}

/** Every chain up to so many acts: each act by each of three officers (one of whom wrote it down), each day, heard or not. */
function walk(given: RequestHead, visit: (world: World, last: ChainedAct & { heard: boolean }) => void): number {
  const seen = new Set<string>();
  const applied = { act: "apply", actedBy: "officer:1", level: null } as const;
  const chains: (readonly ChainedAct[])[] = [[applied]];
  for (let chain = chains.pop(); chain; chain = chains.pop()) {
    const standing = foldRequest(chain, given.subjectKind);
    assert.ok(standing);
    const key = JSON.stringify([
      standing,
      chain.map(({ act }) => act).filter((act) => act === "intend-reversal").length > 0,
    ]);
    if (seen.has(key) || chain.length >= depthMax) continue;
    seen.add(key);
    for (const act of requestActs)
      for (const by of officers)
        for (const today of days)
          for (const heard of [false, true])
            for (const level of act === "escalate" ? [1, 2] : [0]) {
              const may = mayFollow(standing, given, { act, by, today, heard, ...(level ? { level } : {}) });
              if (!may.ok) continue;
              const next = { act, actedBy: by, level: level || null };
              const acts = [...chain, next];
              const after = foldRequest(acts, given.subjectKind);
              assert.ok(after);
              assert.equal(after.state, may.value, "the fold and the decision agree");
              visit({ acts, standing: after }, { ...next, heard });
              chains.push(acts);
            }
  }
  return seen.size;
}

for (const subjectKind of ["organisation", "individual-business", "person"] as const)
  for (const kind of ["repair", "reorganisation"] as const)
    test(`every reachable state of a ${kind} of ${subjectKind} keeps the charter (chains of ${depthMax} acts)`, () => {
      let refused = 0;
      const states = walk(head(subjectKind, kind), ({ acts, standing }, last) => {
        const did = (name: RequestAct) => acts.filter(({ act }) => act === name);
        // C5: whoever wrote the application down decides nothing of it; a person is refused by two.
        for (const { act, actedBy } of acts)
          if (["grant", "lift", "refuse", "confirm", "return"].includes(act)) assert.notEqual(actedBy, "officer:1");
        if (standing.state === "refused" && subjectKind === "person")
          assert.ok(new Set([...did("refuse"), ...did("confirm")].map(({ actedBy }) => actedBy)).size > 1);
        if (standing.state === "refused") refused++;
        // What was not asked for is not given.
        assert.equal(did(kind === "repair" ? "lift" : "grant").length, 0);
        // C6: nothing is reversed without a notice before, and without having been heard.
        if (last.act === "reverse") assert.ok(last.heard && did("intend-reversal").length > 0);
        if (standing.state === "reversed") assert.equal(standing.effect, kind === "repair" ? "granted" : "lifted");
        assert.ok(did("escalate").length <= 2);
      });
      assert.ok(states > 5 && refused > 0);
    });

test("what is over is not decided again, and only what may follow is offered", () => {
  const chain: ChainedAct[] = [
    { act: "apply", actedBy: "representative:1", level: null },
    { act: "refuse", actedBy: "officer:1", level: null },
  ];
  const standing = foldRequest(chain, "organisation");
  assert.ok(standing);
  const asked = { by: "officer:2", today: isoDate("2026-09-16") };
  const may = mayFollow(standing, head("organisation", "repair"), { act: "grant", ...asked });
  assert.equal(may.ok ? "" : may.refusal.code, "repair.over");
  assert.deepEqual(nextActs(standing, head("organisation", "repair"), asked), []);
  const waiting = foldRequest(chain.slice(0, 1), "organisation");
  assert.ok(waiting);
  assert.deepEqual(nextActs(waiting, head("organisation", "repair"), asked), ["add", "withdraw", "grant", "refuse"]);
});

test("supervisors are told only once a day has passed, each level once", () => {
  const standing = foldRequest([{ act: "apply", actedBy: "representative:1", level: null }], "organisation");
  assert.ok(standing);
  const told = (level: number, today: string) =>
    mayFollow(standing, head("organisation", "repair"), {
      act: "escalate",
      by: "job:repair",
      today: isoDate(today),
      level,
    }).ok;
  assert.deepEqual(
    [told(1, "2026-09-18"), told(1, "2026-09-19"), told(2, "2026-09-29"), told(2, "2026-09-30")],
    [false, true, false, true],
  );
});

test("the last mark of a repair counts; a lifting ends by its day and repairs nothing", () => {
  const mark = (state: string, until?: string) => ({
    mark: "repair",
    open: { repair: "r", state, ...(until ? { until } : {}) },
  });
  assert.equal(isRepaired([]), false);
  assert.equal(isRepaired([mark("granted")]), true);
  assert.equal(isRepaired([mark("granted"), mark("reversed")]), false);
  assert.equal(isRepaired([mark("granted"), mark("reversed"), mark("granted")]), true);
  assert.equal(isRepaired([mark("lifted", "2027-01-01")]), false);
  assert.equal(isRepaired([mark("granted"), mark("lifted", "2027-01-01")]), true);
  assert.equal(isRepaired([{ mark: "release", open: { state: "granted" } }]), false);
  const lifted = [mark("lifted", "2027-01-01")];
  assert.deepEqual([isLifted(lifted, isoDate("2027-01-01")), isLifted(lifted, isoDate("2027-01-02"))], [true, false]);
});
