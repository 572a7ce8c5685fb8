/**
 * Public pages over HTTP as browsers ask for them (compressed), from eight clients: the first page, the file of one
 * organisation, the files of many in turn (so that no page is the one before), a page of the rules. Each is made of the
 * API's answers of that moment; what is kept between visits is asked for again by its ETag every time.
 *
 * Run: node --import ./tools/tsx.ts bench/page.ts [--seconds N] [--rounds N]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { assemble } from "#src/assemble.ts";
import { readConfig } from "#src/platform/config.ts";
import { openPool } from "#src/platform/database.ts";
import { openDatabase } from "#src/platform/open-database.ts";
import { show } from "./figure.ts";
import { startServer } from "./file.ts";
import { fill } from "./fill.ts";

/** Issue 2, Web. */
export const toReach = { requestsPerSecond: 1500, p99Ms: 20 } as const;
const clients = 8;

/** How many organisations' files are asked for in turn: fewer than are kept, as on a day when some are in the news. */
const organisations = 300;
const recordsEach = 40;

export interface PageRow {
  readonly page: string;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of an answer, compressed, with its headers. */
  readonly bytes: number;
}

function configOf(home: string) {
  return readConfig({ CHENGXIN_HOME: home, CHENGXIN_DEMO: "1", PORT: "0", LOG_LEVEL: "error" });
}

/** A home with an embedded server and organisations with forty penalties each. @returns their codes */
async function makePageBench(home: string): Promise<string[]> {
  const config = configOf(home);
  const database = await openDatabase(config);
  const node = await assemble(config, database);
  const owner = openPool(database.owner, { max: 1 });
  try {
    const filled = await fill(node, owner, { records: organisations * recordsEach, each: recordsEach });
    return Array.from({ length: organisations }, (_, n) => filled.codeOf(n));
  } finally {
    await owner.end();
    await node.close();
  }
}

async function ask(
  page: string,
  { port, paths, seconds }: { port: number; paths: readonly string[]; seconds: number },
) {
  const run = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections: clients,
    duration: seconds,
    headers: { "accept-encoding": "gzip" },
    requests: paths.map((path) => ({ path })),
  });
  if (run.non2xx > 0 || run.errors > 0) throw new Error(`${page}: ${run.non2xx} refused, ${run.errors} failed`);
  const { average } = run.requests;
  const bytes = Math.round(run.throughput.average / average);
  return { page, requestsPerSecond: average, p50Ms: run.latency.p50, p99Ms: run.latency.p99, bytes };
}

/** @param seconds of each turn; pages take turns, the middle of the rounds counts */
export async function benchPage({ seconds = 4, rounds = 3 } = {}): Promise<{ rows: readonly PageRow[] }> {
  const home = mkdtempSync(join(tmpdir(), "chengxin-bench-page-"));
  try {
    const codes = await makePageBench(home);
    const files = codes.map((code) => `/organisations/${code}`);
    const pages: readonly (readonly [page: string, paths: readonly string[]])[] = [
      ["home", ["/"]],
      ["file of an organisation, 40 records", files.slice(0, 1)],
      [`files of ${organisations} organisations in turn`, files],
      ["an item of the rules", ["/rules/items/cn/penalty"]],
    ];
    const { port, stop } = await startServer("ours", home);
    try {
      const turns: PageRow[] = [];
      // Every file once before anything is measured: what is measured is a day's visits, not the first of each.
      for (const [page, paths] of pages)
        for (let from = 0; from < paths.length; from += 100)
          await ask(page, { port, paths: paths.slice(from, from + 100), seconds: 2 });
      for (let round = 0; round < rounds; round++)
        for (const [page, paths] of pages) turns.push(await ask(page, { port, paths, seconds }));
      return { rows: pages.map(([page]) => middleOf(turns.filter((turn) => turn.page === page))) };
    } finally {
      await stop();
    }
  } finally {
    await (await openDatabase(configOf(home))).leave();
    rmSync(home, { recursive: true, force: true });
  }
}

function middleOf(turns: readonly PageRow[]): PageRow {
  const middle = turns.toSorted((a, b) => a.requestsPerSecond - b.requestsPerSecond)[Math.floor(turns.length / 2)];
  if (!middle) throw new Error("no turn");
  return middle;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { seconds: { type: "string" }, rounds: { type: "string" } } });
  show(await benchPage({ seconds: Number(values.seconds ?? 4), rounds: Number(values.rounds ?? 3) }));
}
