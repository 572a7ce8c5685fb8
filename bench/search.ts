/**
 * Name search over 586,613 real names (shared data, read by path) beside `pg_trgm` similarity search on the same table
 * of the same server in the same run. Query sets: bench/search-queries.ts, seeded.
 *
 * Run: node --import ./tools/tsx.ts bench/search.ts [--names N] [--size N] [--anchor N] [--seed N]
 */
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import type { Node } from "#src/cli/node.ts";
import { inTransaction, type Pool } from "#src/platform/database.ts";
import { foundSubjects, type Identifier, type NewSubject } from "#src/registry/index.ts";
import { sharedData } from "#tools/shared-data.ts";
import { show } from "./figure.ts";
import { sendersPermit, withNode } from "./node.ts";
import {
  bearsBrand,
  drawAmbiguous,
  drawQueries,
  type Kind,
  kinds,
  type Query,
  type Registered,
} from "./search-queries.ts";

/** Issue 2. */
export const toReach = { recallAt10: 0.95, p95Ms: 20, ratio: 50 } as const;

export interface AnchorRow {
  readonly recallAt10: number;
  readonly p50Ms: number;
  /** Its time over ours, summed over the same queries. */
  readonly ratio: number;
}

export interface SearchRow {
  readonly kind: Kind;
  readonly queries: number;
  readonly recallAt1: number;
  readonly recallAt10: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Each way of asking pg_trgm, over some of the same queries. */
  readonly anchors: Readonly<Record<Anchor, AnchorRow>>;
}

export interface SearchResult {
  readonly names: number;
  readonly foundedPerSecond: number;
  readonly rows: readonly SearchRow[];
  /** Words very many names bear: shares of the first ten hits that bear the word as brand, and that hold it. */
  readonly ambiguous: {
    readonly queries: number;
    readonly asBrand: number;
    readonly holding: number;
    readonly p95Ms: number;
  };
}

export interface SearchOptions {
  /** How many of the names; all unless said. */
  readonly names?: number;
  /** Queries of each kind. */
  readonly size?: number;
  /** How many of them the anchor answers too. */
  readonly anchor?: number;
  readonly seed?: number;
}

/** Rows of the shared data, the first of each code. Throws where the data is absent. */
export function registeredNames(count = Number.POSITIVE_INFINITY): Registered[] {
  const text = execFileSync("xz", ["-dc", sharedData("enterprises", "names_dev.tsv.xz")], {
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  const byCode = new Map<string, Registered>();
  for (const line of text.split("\n").slice(1)) {
    const [code = "", name = "", , province = "", city = ""] = line.split("\t");
    if (identifierOf(code) && name !== "" && !byCode.has(code)) byCode.set(code, { code, name, province, city });
  }
  const rows = [...byCode.values()];
  if (count >= rows.length) return rows;
  const step = rows.length / count;
  return Array.from({ length: count }, (_, i) => rows[Math.floor(i * step)] as Registered);
}

function identifierOf(code: string): Identifier | null {
  const schemes = { 18: "unified-code", 15: "registration-number", 13: "legacy-registration-number" } as const;
  const scheme = schemes[code.length as keyof typeof schemes];
  if (!scheme || code.startsWith("92")) return null;
  return { scheme, value: code, verdict: "unchecked", validFrom: null, validUntil: null };
}

const agency = "11440000006939748X";

/** Founds organisations through the registry's own door, as intake does. @returns how many a second */
export async function foundAll(node: Node, subjects: readonly NewSubject[]): Promise<number> {
  const permit = await sendersPermit(node, agency);
  const started = performance.now();
  for (let at = 0; at < subjects.length; at += 5000) {
    const chunk = subjects.slice(at, at + 5000);
    await inTransaction(node.app, (sql) => foundSubjects(sql, permit, chunk, { source: agency, at: new Date() }));
  }
  return Math.round((subjects.length / (performance.now() - started)) * 1000);
}

function subjectsOf(names: readonly Registered[], formerOf: ReadonlyMap<string, string>): NewSubject[] {
  const byCode = new Map(names.map((row) => [row.code, row]));
  const former = Map.groupBy(formerOf, ([, host]) => host);
  const named = (name: string, isFormer: boolean) =>
    ({ name, role: "legal", validFrom: null, validUntil: null, former: isFormer }) as const;
  return names
    .filter(({ code }) => !formerOf.has(code))
    .map(({ code, name }) => {
      const once = (former.get(code) ?? []).map(([row]) => named(byCode.get(row)?.name ?? "", true));
      const identifier = identifierOf(code) as Identifier;
      return {
        kind: "organisation",
        identifiers: [identifier],
        names: [named(name, false), ...once],
        division: null,
        operatorName: null,
      };
    });
}

/** Puts up a database of its own, measures, and takes it down again. */
export async function benchSearch(options: SearchOptions = {}): Promise<SearchResult> {
  const { names: count, size = 500, anchor = 6, seed = 2014 } = options;
  const names = registeredNames(count);
  const { queries, formerOf } = drawQueries(names, { seed, size });
  return withNode(async (node, owner) => {
    const foundedPerSecond = await foundAll(node, subjectsOf(names, formerOf));
    await owner.query("VACUUM ANALYZE registry.name");
    await owner.query("CREATE EXTENSION IF NOT EXISTS pg_trgm");
    await owner.query("CREATE INDEX name_alike ON registry.name USING gin (name gin_trgm_ops)");
    await owner.query("CREATE INDEX name_nearest ON registry.name USING gist (name gist_trgm_ops (siglen = 64))");
    await owner.query("VACUUM ANALYZE registry.name");
    for (const { text } of queries.slice(0, 200)) await ask(node, text);
    const rows: SearchRow[] = [];
    for (const kind of kinds) rows.push(await measure(node, owner, kind, queries, anchor));
    const ambiguous = await measureAmbiguous(node, names);
    return { names: names.length, foundedPerSecond, rows, ambiguous };
  });
}

async function ask(node: Node, text: string): Promise<string[]> {
  const found = await node.registry.search.search(text, { limit: 10 });
  if (!found.ok) throw new Error(`a query was refused: ${found.refusal.code}`);
  return found.value.items.map((hit) => hit.code);
}

/**
 * pg_trgm over the same table as its manual writes it, in both ways: names alike beyond its threshold (GIN), which is
 * quick where it finds nothing, as of part names, brands and pinyin; and the ten nearest (GiST), the question ours answers.
 */
const anchors = {
  threshold:
    "SELECT subject_id, 1 - similarity(name, $1) AS distance FROM registry.name WHERE name % $1 ORDER BY distance LIMIT 10",
  nearest: "SELECT subject_id, name <-> $1 AS distance FROM registry.name ORDER BY distance LIMIT 10",
} as const;
export type Anchor = keyof typeof anchors;

async function askAnchor(owner: Pool, anchor: Anchor, text: string): Promise<string[]> {
  const found = await owner.query<{ code: string }>(
    `SELECT i.value AS code FROM (${anchors[anchor]}) n JOIN registry.identifier i USING (subject_id) ORDER BY n.distance`,
    [text],
  );
  return found.rows.map((row) => row.code);
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const started = performance.now();
  const value = await work();
  return { ms: performance.now() - started, value };
}

async function measure(node: Node, owner: Pool, kind: Kind, all: readonly Query[], anchor: number): Promise<SearchRow> {
  const queries = all.filter((query) => query.kind === kind);
  const ours = [];
  for (const query of queries) ours.push({ query, ...(await timed(() => ask(node, query.text))) });
  const beside = ours.slice(0, anchor);
  return {
    kind,
    queries: queries.length,
    recallAt1: share(ours, ({ query, value }) => value[0] === query.target),
    recallAt10: share(ours, ({ query, value }) => value.includes(query.target)),
    p50Ms: quantile(ours, 0.5),
    p95Ms: quantile(ours, 0.95),
    anchors: {
      threshold: await measureAnchor(owner, "threshold", beside),
      nearest: await measureAnchor(owner, "nearest", beside),
    },
  };
}

async function measureAnchor(
  owner: Pool,
  anchor: Anchor,
  beside: readonly { readonly query: Query; readonly ms: number }[],
): Promise<AnchorRow> {
  const theirs = [];
  for (const { query } of beside) theirs.push({ query, ...(await timed(() => askAnchor(owner, anchor, query.text))) });
  const sum = (list: readonly { readonly ms: number }[]) => list.reduce((total, { ms }) => total + ms, 0);
  return {
    recallAt10: share(theirs, ({ query, value }) => value.includes(query.target)),
    p50Ms: quantile(theirs, 0.5),
    ratio: sum(theirs) / sum(beside),
  };
}

async function measureAmbiguous(node: Node, names: readonly Registered[]): Promise<SearchResult["ambiguous"]> {
  const byCode = new Map(names.map((row) => [row.code, row]));
  const words = drawAmbiguous(names, 200);
  const asked = [];
  for (const word of words) asked.push({ word, ...(await timed(() => ask(node, word))) });
  const hits = asked.flatMap(({ word, value }) => value.map((code) => ({ word, row: byCode.get(code) })));
  return {
    queries: words.length,
    asBrand: share(hits, ({ word, row }) => row !== undefined && bearsBrand(row, word)),
    holding: share(hits, ({ word, row }) => row?.name.includes(word) === true),
    p95Ms: quantile(asked, 0.95),
  };
}

function share<T>(list: readonly T[], holds: (one: T) => boolean): number {
  return list.length === 0 ? Number.NaN : list.filter(holds).length / list.length;
}

function quantile(list: readonly { ms: number }[], at: number): number {
  const sorted = list.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}

if (import.meta.main) {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { names: text, size: text, anchor: text, seed: text } });
  const given = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
  show(await benchSearch(given));
}
