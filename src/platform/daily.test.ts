import assert from "node:assert/strict";
import test from "node:test";
import { standingClock } from "./clock.ts";
import { everyDay } from "./daily.ts";

const looksEveryMs = 10 * 60 * 1000;

test("a day's work is done at once, once a day, and again where it failed", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const clock = standingClock(new Date("2026-11-23T02:00:00Z"));
  const said: string[] = [];
  const log = {
    info: (_: object, text: string) => said.push(text),
    warn: (_: object, text: string) => said.push(text),
  };
  let runs = 0;
  let fails = false;
  const work = async () => {
    runs++;
    if (fails) throw new Error("the database was away");
    return { runs };
  };
  const pass = async () => {
    t.mock.timers.tick(looksEveryMs);
    await new Promise((resolve) => setImmediate(resolve));
  };
  await everyDay({ clock, log: log as never }, "work", work);
  assert.equal(runs, 1);
  await pass();
  assert.equal(runs, 1);
  fails = true;
  // A new day in Shanghai begins at 16:00 UTC.
  clock.moveTo(new Date("2026-11-23T16:00:00Z"));
  await pass();
  await pass();
  assert.equal(runs, 3);
  fails = false;
  await pass();
  await pass();
  assert.equal(runs, 4);
  assert.deepEqual(said, ["work", "not done, it is tried again: work", "not done, it is tried again: work", "work"]);
});
