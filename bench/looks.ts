/**
 * Who looked, of a subject with very many looks: the newest page, a later one, a page of one body, and the drawing by month,
 * asked past http in process, beside a subject with a hundred.
 *
 * Run: node --import ./tools/tsx.ts bench/looks.ts [--looks N] [--asked N]
 */
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import type { Route } from "#src/access/index.ts";
import { accessRoutes } from "#src/access/index.ts";
import type { Pool } from "#src/platform/database.ts";
import { agencies } from "#tools/linjiang/province.ts";
import { show } from "./figure.ts";
import { makeDatabase, nodeOver, withServer } from "./node.ts";

/** Issue 4. */
export const toReach = { p95Ms: 50 } as const;

export interface LooksResult {
  readonly looks: number;
  /** All that the page asks of the log, the newest page: 95th percentile in milliseconds. */
  readonly p95Ms: number;
  /** The same of a subject with a hundred looks. */
  readonly smallP95Ms: number;
  /** What PostgreSQL read along in place of the key; must be nothing. */
  readonly rowsScanned: number;
}

const few = 100;

/** @param asked how often each page is asked for */
export function benchLooks({ looks = 1_000_000, asked = 200 } = {}): Promise<LooksResult> {
  return withServer(async (place) => {
    await makeDatabase(place, "looks");
    return nodeOver(place, "looks", async (node, owner) => {
      const [large, small] = [randomUUID(), randomUUID()];
      await fill(owner, large, looks);
      await fill(owner, small, few);
      await owner.query("VACUUM ANALYZE access.look");
      const routes = accessRoutes(node);
      const before = await rowsScanned(owner);
      const times = { large: [] as number[], small: [] as number[] };
      for (let nth = 0; nth < asked; nth++) {
        times.large.push(await timed(routes, large, nth));
        times.small.push(await timed(routes, small, nth));
      }
      const scanned = (await rowsScanned(owner)) - before;
      return { looks, p95Ms: p95(times.large), smallP95Ms: p95(times.small), rowsScanned: scanned };
    });
  });
}

/** A year of looks by the province's agencies, spread evenly. */
async function fill(owner: Pool, subject: string, looks: number): Promise<void> {
  await owner.query(
    `INSERT INTO access.look (subject_id, look_id, looked_at, actor_kind, actor_id, agency_code, purpose, basis, shown, outcome)
     SELECT $1, gen_random_uuid(), now() - n * (interval '360 days' / $2::int), 'officer', 'bench',
       ($3::text[])[1 + n % cardinality($3::text[])], 'permit-review', '行政许可法 34', '{"what": "file", "records": 3}',
       CASE n % 50 WHEN 0 THEN 'refused' ELSE 'shown' END
     FROM generate_series(1, $2::int) n`,
    [subject, looks, agencies.map(({ agencyCode }) => agencyCode)],
  );
}

/** Milliseconds that the page's questions take; every third asks a later page, every fifth one body. */
async function timed(routes: readonly Route[], subject: string, nth: number): Promise<number> {
  const actor = {
    kind: "representative",
    id: "bench",
    name: "",
    subjects: [subject],
    assurance: "substantial",
  } as const;
  const ask = async (id: string, query: object): Promise<{ next?: string | null }> => {
    const found = routes.find(({ endpoint }) => endpoint.id === id);
    if (!found) throw new Error(`no route ${id}`);
    const answer = await found.handle({ actor, query, signal: new AbortController().signal } as never);
    if (!answer.ok) throw new Error(answer.refusal.code);
    return answer.value.value as { next?: string | null };
  };
  const of = nth % 5 === 0 ? { agency: agencies[0]?.agencyCode } : {};
  const first = nth % 3 === 0 ? (await ask("listOwnLooks", { limit: 50 })).next : null;
  const begun = performance.now();
  await Promise.all([
    ask("listOwnLooks", { limit: 50, ...of, ...(first ? { cursor: first } : {}) }),
    ask("countOwnLooks", {}),
  ]);
  return performance.now() - begun;
}

async function rowsScanned(owner: Pool): Promise<number> {
  await owner.query("SELECT pg_stat_force_next_flush()");
  const found = await owner.query<{ scanned: string }>(
    "SELECT seq_tup_read AS scanned FROM pg_stat_user_tables WHERE schemaname = 'access' AND relname = 'look'",
  );
  return Number(found.rows[0]?.scanned ?? 0);
}

function p95(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { looks: { type: "string" }, asked: { type: "string" } } });
  show(
    await benchLooks({
      ...(values.looks ? { looks: Number(values.looks) } : {}),
      ...(values.asked ? { asked: Number(values.asked) } : {}),
    }),
  );
}
