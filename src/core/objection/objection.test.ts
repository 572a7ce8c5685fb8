/** Every state an objection can reach, and what no way to it has skipped. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { SubjectKind } from "../record/record.ts";
import { isoDate } from "../time/date.ts";
import {
  type ChainedAct,
  foldObjection,
  isWaiting,
  mayFollow,
  type ObjectionActName,
  type ObjectionStanding,
  objectionActs,
} from "./objection.ts";

const due = isoDate("2026-06-22");
const later = isoDate("2026-07-01");
/** Before the day, on it, the day after, and long after. */
const days = ["2026-06-21", "2026-06-22", "2026-06-23", "2026-07-10"].map(isoDate);
const people = ["officer:a", "officer:b", "representative:r"];
const actsMax = 6;

/** An act of a chain as it was done. */
interface Done extends ChainedAct {
  readonly on: string;
}

/** Walks every chain of acts up to a length, by whoever, on any of the days in their order; each is handed to `see`. */
function walk(kind: SubjectKind, see: (chain: readonly Done[], standing: ObjectionStanding) => void) {
  const states = new Map<string, number>();
  let chains = 0;
  const step = (chain: readonly Done[], standing: ObjectionStanding | null, from: number): void => {
    if (standing) {
      chains++;
      states.set(standing.state, (states.get(standing.state) ?? 0) + 1);
      see(chain, standing);
    }
    if (chain.length === actsMax) return;
    for (const act of objectionActs)
      for (const by of act === "escalate" ? ["job:objections"] : people)
        for (let at = from; at < days.length; at++) {
          const today = days[at] ?? due;
          const level = (standing?.escalated ?? 0) + 1;
          if (!mayFollow(standing, { act, by, subjectKind: kind, today, level }).ok) continue;
          // Adding again and again leads nowhere new.
          if (act === "add" && chain.some((one) => one.act === "add")) continue;
          const dueOn = act === "file" ? due : act === "extend" || act === "keep" ? later : null;
          const done = { act, actedBy: by, dueOn, level: act === "escalate" ? level : null, on: today };
          const next = [...chain, done];
          step(next, foldObjection(next, kind), at);
        }
  };
  step([], null, 0);
  return { states, chains };
}

const has = (chain: readonly Done[], act: ObjectionActName) => chain.find((one) => one.act === act);

for (const kind of ["organisation", "person"] as const)
  test(`every objection of ${kind === "person" ? "a person" : "an organisation"} up to ${actsMax} acts keeps the charter`, () => {
    const { states, chains } = walk(kind, (chain, standing) => {
      const said = chain.map(({ act, actedBy }) => `${act} ${actedBy}`).join(", ");
      // C10: while it waits there is a day, and never once it is over.
      assert.equal(standing.dueOn !== null, isWaiting(standing.state), said);
      // Nothing but an extension in time or an order moves the day.
      if (standing.dueOn !== null && standing.dueOn !== due)
        assert.ok(has(chain, "extend") ?? has(chain, "keep"), said);
      const extended = has(chain, "extend");
      if (extended) assert.ok(extended.on <= due, said);
      // C5: whoever wrote it down answers nothing; no job answers; two officers reject a person's.
      const filedBy = chain[0]?.actedBy;
      for (const one of chain)
        if (["uphold", "reject", "confirm", "return"].includes(one.act)) {
          assert.notEqual(one.actedBy, filedBy, said);
          assert.ok(!one.actedBy.startsWith("job:"), said);
        }
      if (standing.state === "rejected" && kind === "person") {
        const confirmed = chain.findIndex(({ act }) => act === "confirm");
        const proposed = chain.slice(0, confirmed).findLast(({ act }) => act === "reject");
        assert.ok(proposed && proposed.actedBy !== chain[confirmed]?.actedBy, said);
      }
      if (standing.statement !== "none") assert.equal(standing.state, "rejected", said);
      for (const act of ["file", "extend", "keep", "uphold", "confirm", "withdraw"] as const)
        assert.ok(chain.filter((one) => one.act === act).length <= 1, said);
      for (const { act, on } of chain) if (act === "escalate") assert.ok(on > due, said);
    });
    assert.ok(chains > 5_000, String(chains));
    const reached = kind === "person" ? 5 : 4;
    assert.equal(states.size, reached, [...states.keys()].join());
  });

test("no state but waiting leaves anything to answer, and a waiting one always can be answered", () => {
  walk("organisation", (_, standing) => {
    const asked = { by: "officer:z", subjectKind: "organisation", today: isoDate("2026-07-20") } as const;
    const may = (act: ObjectionActName) => mayFollow(standing, { ...asked, act }).ok;
    assert.equal(may("uphold"), isWaiting(standing.state));
    assert.equal(may("reject"), isWaiting(standing.state));
  });
});
