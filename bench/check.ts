/**
 * One check by HTTP: policy decided, the look on disk, the answer under a signed root, before it leaves. Beside it plain
 * Node http with one indexed SELECT of the same listings; the same load, in turns; then the same node with one safeguard
 * left out at a time. Half of the organisations asked about have an entry in force.
 *
 * Run: node --import ./tools/tsx.ts bench/check.ts [--seconds N] [--rounds N] [--organisations N] [--safeguards]
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { actorForAgency } from "#src/access/index.ts";
import { assemble } from "#src/assemble.ts";
import type { Node } from "#src/cli/node.ts";
import { inProject, readConfig } from "#src/platform/config.ts";
import { openPool, type Pool } from "#src/platform/database.ts";
import { openDatabase } from "#src/platform/open-database.ts";
import { agencies } from "#tools/linjiang/province.ts";
import { tokenOf } from "./file.ts";
import { fill } from "./fill.ts";
import { addListings, question } from "./listings.ts";
import { makeDatabase, nodeOver, type Place, withServer } from "./node.ts";

/** Issue 3. */
export const toReach = { ratio: 0.5, goal: 0.7, p99Ms: 15, growth: 1.2, times: 100 } as const;
/** Requests a second of yente, the matcher of OpenSanctions, per processor, as published (PEERS.md 5). */
export const yente = { least: 4, most: 30 } as const;
const clients = 32;

/** What can be left out; `nothing`: the same bare application with all of them. */
export const safeguards = ["nothing", "policy", "signature", "disk", "log and receipt stored"] as const;
export type Safeguard = (typeof safeguards)[number];
type Who = "plain" | "whole" | Safeguard;

export interface CheckRow {
  readonly who: Who;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface CheckResult {
  readonly ours: CheckRow;
  readonly plain: CheckRow;
  /** Requests a second, ours over the anchor's, of the medians of the rounds. */
  readonly ratio: number;
  /** The node with one safeguard left out at a time; empty where they were not asked for. */
  readonly without: readonly CheckRow[];
  /** Looks in the log and answers under signed roots, afterwards. */
  readonly logged: number;
  readonly answers: number;
  readonly roots: number;
}

function configOf(home: string) {
  return readConfig({ CHENGXIN_HOME: home, CHENGXIN_DEMO: "1", PORT: "0", LOG_LEVEL: "error" });
}

const body = agencies.find(({ kinds }) => kinds.includes("finance")) ?? agencies[0];

/** A home with an embedded server of its own, durable as in earnest, organisations, and an entry in force for each second. */
async function makeCheckBench(home: string, organisations: number): Promise<readonly string[]> {
  return inside(home, async (node, owner) => {
    const filled = await fill(node, owner, { records: organisations * 10 });
    await addListings(node, owner, 2);
    const actor = await actorForAgency(node, body?.agencyCode ?? "");
    if (!actor.ok) throw new Error("the agency has no credential");
    return Array.from({ length: Math.min(organisations, 1000) }, (_, n) => filled.codeOf(n));
  });
}

async function inside<T>(home: string, work: (node: Node, owner: Pool) => Promise<T>): Promise<T> {
  const config = configOf(home);
  const database = await openDatabase(config);
  const node = await assemble(config, database);
  const owner = openPool(database.owner, { max: 1 });
  try {
    return await work(node, owner);
  } finally {
    await owner.end();
    await node.close();
  }
}

interface Served {
  readonly port: number;
  stop(): Promise<void>;
}

async function startServer(who: Who, home: string): Promise<Served> {
  const child: ChildProcess = spawn(
    process.execPath,
    ["--import", inProject("tools", "tsx.ts"), inProject("bench", "check-server.ts"), who, home],
    { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, NODE_ENV: "production" } },
  );
  if (!child.stdout) throw new Error("no output");
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return {
    port: Number(line),
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Asks one server about the organisations in turn, some seconds long, from 32 clients. */
async function ask(
  who: Who,
  { port, token, codes, seconds }: { port: number; token: string; codes: readonly string[]; seconds: number },
): Promise<CheckRow> {
  const run = await autocannon({
    url: `http://127.0.0.1:${port}/api/v1/checks`,
    method: "POST",
    connections: clients,
    duration: seconds,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    requests: codes.map((value) => ({
      body: JSON.stringify({ subject: { scheme: "unified-code", value }, ...question }),
    })),
  });
  if (run.non2xx > 0 || run.errors > 0) throw new Error(`${who}: ${run.non2xx} refused, ${run.errors} failed`);
  return { who, requestsPerSecond: run.requests.average, p50Ms: run.latency.p50, p99Ms: run.latency.p99 };
}

/** @param seconds of each turn; the servers take turns, so that all see the same machine */
export async function benchCheck({
  seconds = 5,
  rounds = 3,
  organisations = 20_000,
  withSafeguards = true,
} = {}): Promise<CheckResult> {
  const home = mkdtempSync(join(tmpdir(), "chengxin-bench-check-"));
  try {
    const codes = await makeCheckBench(home, organisations);
    const turns = await takeTurns(home, ["plain", "whole"], { codes, seconds, rounds });
    const without = withSafeguards ? await takeTurns(home, safeguards, { codes, seconds, rounds: 1 }) : [];
    const [ours, plain] = [median(turns, "whole"), median(turns, "plain")];
    return {
      ours,
      plain,
      ratio: ours.requestsPerSecond / plain.requestsPerSecond,
      without,
      ...(await inside(home, stored)),
    };
  } finally {
    await (await openDatabase(configOf(home))).leave();
    rmSync(home, { recursive: true, force: true });
  }
}

async function takeTurns(
  home: string,
  all: readonly Who[],
  { codes, seconds, rounds }: { codes: readonly string[]; seconds: number; rounds: number },
): Promise<CheckRow[]> {
  const servers = new Map<Who, Served & { readonly token: string }>();
  try {
    for (const who of all) {
      const served = await startServer(who, home);
      servers.set(who, { ...served, token: "none" });
      const token = who === "plain" ? "none" : await tokenOf(home, body?.agencyCode ?? "", served.port);
      servers.set(who, { ...served, token });
      await ask(who, { ...served, token, codes, seconds: 2 });
    }
    const turns: CheckRow[] = [];
    for (let round = 0; round < rounds; round++)
      for (const [who, { port, token }] of servers) turns.push(await ask(who, { port, token, codes, seconds }));
    return turns;
  } finally {
    for (const server of servers.values()) await server.stop();
  }
}

async function stored({ app }: Node): Promise<Pick<CheckResult, "logged" | "answers" | "roots">> {
  const found = await app.query<Pick<CheckResult, "logged" | "answers" | "roots">>(
    `SELECT (SELECT count(*)::int FROM access.look) AS logged, (SELECT count(*)::int FROM measures.answer) AS answers,
       (SELECT count(*)::int FROM measures.root) AS roots`,
  );
  return found.rows[0] ?? { logged: 0, answers: 0, roots: 0 };
}

function median(turns: readonly CheckRow[], who: Who): CheckRow {
  const own = turns.filter((turn) => turn.who === who).sort((a, b) => a.requestsPerSecond - b.requestsPerSecond);
  const middle = own[Math.floor(own.length / 2)];
  if (!middle) throw new Error("no turn");
  return middle;
}

/** Median and slow milliseconds of one check, by how many entries are in force. */
export interface GrowthRow {
  readonly entries: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** The same check of registers with more and more entries in force, in process, one at a time, in turns. */
export function benchCheckGrowth({
  sizes = [100_000, 1_000_000, 10_000_000],
  asked = 1500,
}: {
  sizes?: readonly number[];
  asked?: number;
} = {}): Promise<readonly GrowthRow[]> {
  return withServer((place) => over(place, sizes, [], asked));
}

interface Register {
  readonly entries: number;
  readonly askOnce: (at: number) => Promise<number>;
}

async function over(
  place: Place,
  sizes: readonly number[],
  registers: readonly Register[],
  asked: number,
): Promise<readonly GrowthRow[]> {
  const [organisations, ...larger] = sizes;
  if (organisations === undefined) return askAll(registers, asked);
  const name = `checks_${organisations}`;
  await makeDatabase(place, name);
  return nodeOver(place, name, async (node, owner) => {
    const filled = await fill(node, owner, { records: organisations, each: 1 });
    const entries = await addListings(node, owner, 1);
    return over(place, larger, [...registers, registerOf(node, { entries, codeOf: filled.codeOf })], asked);
  });
}

function registerOf(node: Node, { entries, codeOf }: { entries: number; codeOf: (n: number) => string }): Register {
  if (!body) throw new Error("the province has no body");
  const { agencyCode: agency, kinds: agencyKinds } = body;
  const actor = { kind: "officer", id: "bench", name: "", agency, agencyKinds, roles: ["officer"] } as const;
  return {
    entries,
    async askOnce(at) {
      const value = codeOf((at * 1_000_003) % entries);
      const began = performance.now();
      const found = await node.measures.ask(actor, { subject: { scheme: "unified-code", value }, ...question });
      const took = performance.now() - began;
      if (!found.ok || found.value.answer.constraints.length !== 1) throw new Error("a wrong answer");
      return took;
    },
  };
}

async function askAll(registers: readonly Register[], asked: number): Promise<readonly GrowthRow[]> {
  for (const { askOnce } of registers) for (let at = 0; at < 200; at++) await askOnce(at);
  const times = registers.map((): number[] => []);
  for (let at = 0; at < asked; at++)
    for (const [i, { askOnce }] of registers.entries()) times[i]?.push(await askOnce(at + 200));
  return registers.map(({ entries }, i) => {
    const sorted = (times[i] ?? []).toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
    return { entries, p50Ms: at(0.5), p99Ms: at(0.99) };
  });
}

if (import.meta.main) {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: {
      seconds: text,
      rounds: text,
      organisations: text,
      safeguards: { type: "boolean", default: false },
      growth: text,
      asked: text,
    },
  });
  const result = values.growth
    ? await benchCheckGrowth({ sizes: values.growth.split(",").map(Number), asked: Number(values.asked ?? 1500) })
    : await benchCheck({
        seconds: Number(values.seconds ?? 5),
        rounds: Number(values.rounds ?? 3),
        organisations: Number(values.organisations ?? 20_000),
        withSafeguards: values.safeguards,
      });
  console.log(JSON.stringify(result, null, 1));
}
