/** Programs that are killed as by a power cut, over a database that outlives them. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { inProject } from "#src/platform/config.ts";
import { type Connection, openPool, type Pool } from "#src/platform/database.ts";
import { startCluster } from "#src/platform/postgres.ts";
import { Visitor } from "./visitor.ts";

type Running = ReturnType<typeof start>;

function start(words: readonly string[]) {
  return spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
}

export interface Killed {
  /** State of the programs: `CHENGXIN_HOME`. */
  readonly home: string;
  /** Where the cluster lies, for programs that join it. */
  readonly dir: string;
  /** The owner's way to the database, and a pool of it. */
  readonly connection: Connection;
  readonly owner: Pool;
  /** Starts a script of tests/crash with home and dir as its arguments; killed at the end if not before. */
  run(script: string): Running;
  /** As a power cut would. */
  kill(child: ChildProcess): Promise<void>;
}

/** A durable cluster of its own for one file of tests, taken away with its programs after them. */
export async function openKilled(name: string): Promise<Killed> {
  const home = inProject("var", "test", `crash-${name}-${randomBytes(4).toString("hex")}`);
  mkdirSync(home, { recursive: true });
  const dir = `${home}/postgres`;
  const cluster = await startCluster({ dir });
  const admin = openPool(cluster.owner("postgres"), { max: 1 });
  await admin.query("CREATE DATABASE chengxin");
  await admin.end();
  const owner = openPool(cluster.owner("chengxin"), { max: 2 });
  const running = new Set<ChildProcess>();
  after(async () => {
    for (const child of running) child.kill("SIGKILL");
    await owner.end();
    await cluster.leave();
    rmSync(home, { recursive: true, force: true });
  });
  return {
    home,
    dir,
    connection: cluster.owner("chengxin"),
    owner,
    run(script) {
      const words = ["--import", inProject("tools", "tsx.ts"), inProject("tests", "crash", script), home, dir];
      const child = start(words);
      running.add(child);
      return child;
    },
    async kill(child) {
      child.kill("SIGKILL");
      await once(child, "exit");
      running.delete(child);
    },
  };
}

export interface Serving {
  readonly officer: Visitor;
  kill(): Promise<void>;
}

/** Starts the server and signs an officer in. */
export async function serveUntilKilled(killed: Killed): Promise<Serving> {
  const child = killed.run("serve-batches.ts");
  const [address] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const officer = new Visitor(address);
  await officer.signInAs("chen-lan");
  return { officer, kill: () => killed.kill(child) };
}
