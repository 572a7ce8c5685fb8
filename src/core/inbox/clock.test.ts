import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, isoDate } from "../time/date.ts";
import { type ClockKind, inOrder, whoseClock } from "./clock.ts";

const kinds = Object.keys(whoseClock) as ClockKind[];
const clock = fc.record({
  kind: fc.constantFrom(...kinds),
  id: fc.uuid(),
  on: fc.integer({ min: 0, max: 5 }).map((days) => addDays(isoDate("2026-06-15"), days)),
});

test("the next date stands first, the subject's own time before what others owe it, whatever order rooms answer in", () => {
  fc.assert(
    fc.property(fc.array(clock), (clocks) => {
      const ordered = inOrder(clocks);
      assert.deepEqual(
        ordered.map(({ on }) => on),
        clocks.map(({ on }) => on).toSorted(),
      );
      assert.deepEqual(inOrder(clocks.toReversed()), ordered);
      for (const [at, one] of ordered.entries()) {
        const next = ordered[at + 1];
        if (next?.on === one.on) assert.ok(whoseClock[one.kind] !== "nobody" || whoseClock[next.kind] === "nobody");
      }
    }),
  );
});
