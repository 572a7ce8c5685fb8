import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "#src/platform/database.ts";
import { Durability } from "./durability.ts";

/** A disk whose commits end when the test says so. */
function disk() {
  const commits: { end: () => void; fail: (error: Error) => void }[] = [];
  const pool = { query: () => new Promise<void>((end, fail) => commits.push({ end, fail })) } as unknown as Pool;
  return { pool, commits };
}

/** Whether a promise has settled by now. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol("pending");
  return (await Promise.race([promise.catch(() => {}), sleep(1, pending)])) !== pending;
}

test("nothing is durable before the disk has said so", async () => {
  const { pool, commits } = disk();
  const one = new Durability(pool, () => false).reached();
  assert.equal(await settled(one), false);
  commits[0]?.end();
  await one;
});

test("what was committed while the disk was busy waits for its next word", async () => {
  const { pool, commits } = disk();
  const durability = new Durability(pool, () => false);
  const first = durability.reached();
  const later = [durability.reached(), durability.reached()];
  assert.equal(commits.length, 1);
  commits[0]?.end();
  await first;
  assert.equal(await settled(later[0] as Promise<void>), false);
  assert.equal(commits.length, 2, "one more commit covers both");
  commits[1]?.end();
  await Promise.all(later);
});

test("looks that are being read share the wait, but nobody waits long for them", async () => {
  const { pool, commits } = disk();
  let reading = true;
  const durability = new Durability(pool, () => reading);
  const first = durability.reached();
  assert.equal(commits.length, 0, "somebody is still reading");
  await sleep(20);
  assert.equal(commits.length, 1, "they read too long");
  commits[0]?.end();
  await first;
  const second = durability.reached();
  reading = false;
  durability.poke();
  assert.equal(commits.length, 2);
  commits[1]?.end();
  await second;
});

test("a disk that fails is told to everyone who waited for it, and to nobody after", async () => {
  const { pool, commits } = disk();
  const durability = new Durability(pool, () => false);
  const first = durability.reached();
  commits[0]?.fail(new Error("no space left"));
  await assert.rejects(first, /no space left/);
  const second = durability.reached();
  commits[1]?.end();
  await second;
});
