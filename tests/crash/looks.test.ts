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
  killServer();
  looker.kill("SIGKILL");
  await once(looker, "exit");
  await sleep(500);

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

/** Kills the server and every process of it at once: what was in its memory only is gone. */
function killServer(): void {
  const master = Number(readFileSync(`${dir}/data/postmaster.pid`, "utf8").split("\n")[0]);
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(Number(name)) === master)
    .map(Number);
  for (const pid of [master, ...children]) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself a moment ago.
    }
  }
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return 0;
  }
}
