/**
 * Growth: the same questions to a register of 0.1, 1 and 10 million records, on one server, in turns: an organisation's
 * public file (200 records and ten), a body's look at it, search by code. In process, one question at a time: what is
 * measured is whether size shows, not how many fit in a second.
 *
 * Run: node --import ./tools/tsx.ts bench/growth.ts [--sizes 100000,1000000,10000000] [--asked N]
 */
import { parseArgs } from "node:util";
import type { Actor } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { agencies } from "#tools/linjiang/province.ts";
import { show } from "./figure.ts";
import { type Filled, fill } from "./fill.ts";
import { makeDatabase, nodeOver, type Place, withServer } from "./node.ts";

/** Issue 2: the largest over the smallest. */
export const toReach = { ratio: 1.3 } as const;

export const questions = ["file of 200", "file of 10", "body's look, 200", "search by code"] as const;
export type Question = (typeof questions)[number];

export interface GrowthRow {
  readonly records: number;
  readonly fillSeconds: number;
  /** Median milliseconds of each question. */
  readonly p50Ms: Readonly<Record<Question, number>>;
  readonly p99Ms: Readonly<Record<Question, number>>;
}

export interface GrowthResult {
  readonly rows: readonly GrowthRow[];
  /** Largest register over smallest, of the medians. */
  readonly ratio: Readonly<Record<Question, number>>;
}

interface Register {
  readonly records: number;
  readonly node: Node;
  readonly filled: Filled;
  readonly actor: Actor;
  readonly times: Record<Question, number[]>;
}

const largeFiles = { organisations: 100, each: 200 };

/** @param asked how often each question is put to each register; every time about another organisation */
export function benchGrowth({
  sizes = [100_000, 1_000_000, 10_000_000],
  asked = 1500,
}: {
  sizes?: readonly number[];
  asked?: number;
} = {}): Promise<GrowthResult> {
  return withServer((place) => over(place, sizes, [], asked));
}

/** Fills one register after the other, and asks them all once the last is there. */
async function over(
  place: Place,
  sizes: readonly number[],
  registers: readonly Register[],
  asked: number,
): Promise<GrowthResult> {
  const [records, ...larger] = sizes;
  if (records === undefined) return ask(registers, asked);
  const name = `growth_${records}`;
  await makeDatabase(place, name);
  return nodeOver(place, name, async (node, owner) => {
    const filled = await fill(node, owner, {
      records: records - largeFiles.organisations * largeFiles.each,
      large: largeFiles,
    });
    process.stderr.write(`${records} records in ${filled.seconds.toFixed(0)} s\n`);
    const times = Object.fromEntries(questions.map((question) => [question, []])) as unknown as Register["times"];
    const register = { records, node, filled, actor: officer(), times };
    return over(place, larger, [...registers, register], asked);
  });
}

function officer(): Actor {
  const agency = agencies.find(({ kinds }) => kinds.includes("market-regulation"));
  if (!agency) throw new Error("the province has no market regulator");
  const { agencyCode, kinds } = agency;
  return { kind: "officer", id: "bench", name: "", agency: agencyCode, agencyKinds: kinds, roles: ["officer"] };
}

async function ask(registers: readonly Register[], asked: number): Promise<GrowthResult> {
  for (const register of registers) for (let at = 0; at < 200; at++) await askOnce(register, at, false);
  for (let at = 0; at < asked; at++) for (const register of registers) await askOnce(register, at + 200, true);
  const rows = registers.map(({ records, filled, times }) => ({
    records,
    fillSeconds: filled.seconds,
    p50Ms: quantiles(times, 0.5),
    p99Ms: quantiles(times, 0.99),
  }));
  const [first, last] = [rows[0], rows.at(-1)];
  const ratio = Object.fromEntries(
    questions.map((question) => [question, (last?.p50Ms[question] ?? 0) / (first?.p50Ms[question] ?? 1)]),
  ) as Record<Question, number>;
  return { rows, ratio };
}

/** All questions once, about organisations far apart; the same ones never twice until all were asked about. */
async function askOnce({ node, filled, actor, times }: Register, at: number, counts: boolean): Promise<void> {
  const large = filled.large[(at * 7919) % filled.large.length] ?? "";
  const small = filled.codeOf((at * 1_000_003) % filled.organisations);
  const subject = { scheme: "unified-code" as const, value: large };
  const puts: Record<Question, () => Promise<boolean>> = {
    "file of 200": async () => isFile(await node.ledger.files.getPublic({ code: large }), largeFiles.each),
    "file of 10": async () => isFile(await node.ledger.files.getPublic({ code: small }), 1),
    "body's look, 200": async () =>
      isFile(
        await node.ledger.files.readForBody(actor, { subject, purpose: "permit-review", basis: "行政许可法 34" }),
        largeFiles.each,
      ),
    "search by code": async () => {
      const found = await node.registry.search.search(small, { limit: 20 });
      return found.ok && found.value.items[0]?.code === small;
    },
  };
  for (const question of questions) {
    const began = performance.now();
    const right = await puts[question]();
    const took = performance.now() - began;
    if (!right) throw new Error(`${question}: a wrong answer`);
    if (counts) times[question].push(took);
  }
}

function isFile(answer: { ok: boolean; value?: { total: number } }, atLeast: number): boolean {
  return answer.ok && (answer.value?.total ?? 0) >= atLeast;
}

function quantiles(times: Record<Question, number[]>, share: number): Record<Question, number> {
  return Object.fromEntries(
    Object.entries(times).map(([question, all]) => {
      const sorted = all.toSorted((a, b) => a - b);
      return [question, sorted[Math.floor(sorted.length * share)] ?? 0];
    }),
  ) as Record<Question, number>;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { sizes: { type: "string" }, asked: { type: "string" } } });
  const result = await benchGrowth({
    ...(values.sizes ? { sizes: values.sizes.split(",").map(Number) } : {}),
    ...(values.asked ? { asked: Number(values.asked) } : {}),
  });
  show(result);
}
