import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { inProject } from "#src/platform/config.ts";
import { openPool } from "#src/platform/database.ts";
import { startCluster } from "#src/platform/postgres.ts";

const home = inProject("var", "test", `crash-looks-${randomBytes(4).toString("hex")}`);
mkdirSync(home, { recursive: true });
const dir = `${home}/postgres`;
after(() => rmSync(home, { recursive: true, force: true }));

test("every look that was answered is in the log after program and database were killed (C15)", async () => {
  const first = await startCluster({ dir });
  const admin = openPool(first.owner("postgres"), { max: 1 });
  await admin.query("CREATE DATABASE chengxin");
  await admin.end();
  const looker = spawn(
    process.execPath,
    ["--import", inProject("tools", "tsx.ts"), inProject("tests", "crash", "look-around.ts"), home, dir],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const answered = await untilAnswered(looker, 300);
  const gone = once(looker, "exit");
  const killed = killServer();
  looker.kill("SIGKILL");
  await gone;
  // A server that still has a process of the last one beside it would not start.
  while (killed.some(isAlive)) await sleep(20);

  const again = await startCluster({ dir });
  const owner = openPool(again.owner("chengxin"), { max: 1 });
  const found = await owner.query<{ id: string }>("SELECT subject_id::text AS id FROM access.look");
  await owner.end();
  await again.leave();
  const logged = new Set(found.rows.map((row) => row.id));
  const lost = answered.filter((subject) => !logged.has(subject));
  assert.ok(answered.length >= 300);
  assert.deepEqual(lost, []);
});

/** Reads what the looker prints, a subject a line, until it has looked often enough. */
async function untilAnswered(looker: ChildProcess, enough: number): Promise<string[]> {
  const answered: string[] = [];
  if (!looker.stdout) throw new Error("the looker says nothing");
  for await (const line of createInterface({ input: looker.stdout })) {
    answered.push(line);
    if (answered.length >= enough) return answered;
  }
  throw new Error(`the looker ended after ${answered.length} looks`);
}

/** Kills the server and every process of it at once: what was in its memory only is gone. @returns their ids */
function killServer(): number[] {
  const master = Number(readFileSync(`${dir}/data/postmaster.pid`, "utf8").split("\n")[0]);
  // It begins no other process while they are counted.
  process.kill(master, "SIGSTOP");
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => statOf(Number(name)).parent === master)
    .map(Number);
  const killed = [master, ...children];
  for (const pid of killed) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself a moment ago.
    }
  }
  return killed;
}

/** State and parent of a process; a process that is no more has no state and the parent 0. */
function statOf(pid: number): { state: string; parent: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent) };
  } catch {
    return { state: "", parent: 0 };
  }
}

/** Runs it still? What only waits to be buried holds nothing any more. */
const isAlive = (pid: number) => !["", "Z", "X"].includes(statOf(pid).state);
