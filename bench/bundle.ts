/**
 * An offline bundle made, proved, and asked at a desk. Beside the making the least any program must do: the same codes and the
 * same listings read from the same server and written down as JSON, unproved. Beside the question at the desk: Node starting
 * with nothing to do, as the desk's tool starts for each question.
 *
 * Run: node --import ./tools/tsx.ts bench/bundle.ts [--records N] [--codes N] [--every N]
 */
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { parseArgs } from "node:util";
import type { Actor } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { verifyBundle } from "#src/cli/verify/bundle.ts";
import { askAtDesk, type DeskFiles, makeDeskKey } from "#src/cli/verify/desk.ts";
import { readKeyList } from "#src/cli/verify/keys.ts";
import { inProject } from "#src/platform/config.ts";
import type { Pool } from "#src/platform/database.ts";
import { agencies } from "#tools/linjiang/province.ts";
import { show } from "./figure.ts";
import { fill } from "./fill.ts";
import { addListings, question } from "./listings.ts";
import { withNode } from "./node.ts";

/** Ours to set: the issue names none. A desk waits a second; making is no more than twice reading. */
export const toReach = { askMs: 1000, ratio: 2 } as const;

export interface BundleResult {
  readonly codes: number;
  readonly entries: number;
  readonly megabytes: number;
  readonly makeSeconds: number;
  /** The same rows read and written down. */
  readonly readSeconds: number;
  readonly ratio: number;
  readonly rssMb: number;
  readonly verifyMs: number;
  /** A question by the desk's tool, a process of its own each time, its entry on disk; and Node starting with nothing to do. */
  readonly askMs: number;
  readonly startMs: number;
}

/** @param codes codes known to the register; those of the filled organisations among them. `every`: one in so many is listed */
export function benchBundle({ records = 300_000, codes = 1_000_000, every = 10 } = {}): Promise<BundleResult> {
  return withNode(async (node, owner) => {
    const filled = await fill(node, owner, { records });
    const entries = await addListings(node, owner, every);
    const known = await addCodes(owner, codes - filled.organisations);
    const readSeconds = await readOnly(node, owner);
    const folder = mkdtempSync(join(tmpdir(), "chengxin-bench-desk-"));
    try {
      chmodSync(folder, 0o700);
      const made = await makeAt(node, folder);
      const asked = ask(made.files, filled.codeOf(1), made.officer);
      return {
        codes: filled.organisations + known,
        entries,
        readSeconds,
        ratio: made.makeSeconds / readSeconds,
        ...made.told,
        ...asked,
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** Codes of organisations of whom nothing else is known: a register of millions is mostly that. */
async function addCodes(owner: Pool, count: number): Promise<number> {
  if (count <= 0) return 0;
  await owner.query(
    `INSERT INTO registry.identifier_owner (value, scheme, subject_id, kind)
     SELECT '93' || lpad(n::text, 16, '0'), 'unified-code', gen_random_uuid(), 'organisation' FROM generate_series(1, $1) n`,
    [count],
  );
  await owner.query("VACUUM ANALYZE registry.identifier_owner");
  return count;
}

/** The anchor: what a bundle is made of, read and written down without proof, fold, rule or order. */
async function readOnly(node: Node, owner: Pool): Promise<number> {
  const began = performance.now();
  const codes = await owner.query<{ value: string }>(
    "SELECT value FROM registry.identifier_owner WHERE scheme = 'unified-code' AND kind = 'organisation'",
  );
  const listings = await owner.query(
    `SELECT i.value, r.* FROM ledger.record r JOIN registry.identifier i USING (subject_id)
     WHERE r.item_id = ANY($1) AND i.scheme = 'unified-code'`,
    [node.measures.rooms.rules().listItems],
  );
  const text = JSON.stringify([codes.rows.map(({ value }) => value), listings.rows]);
  if (text.length === 0) throw new Error("nothing was read");
  return (performance.now() - began) / 1000;
}

async function makeAt(node: Node, folder: string) {
  const body = agencies.find(({ kinds }) => kinds.includes("finance"));
  if (!body) throw new Error("the province has no finance bureau");
  const officer = randomUUID();
  const actor: Actor = {
    kind: "officer",
    id: officer,
    name: "",
    agency: body.agencyCode,
    agencyKinds: body.kinds,
    roles: ["officer", "supervisor"],
  };
  const at = (name: string) => join(folder, name);
  const files: DeskFiles = { bundle: at("b"), journal: at("j"), keys: at("keys"), desk: at("desk") };
  const deskKey = makeDeskKey(files.desk);
  const began = performance.now();
  const { matter, purpose } = question;
  const made = await node.bundles.make({ actor, idempotencyKey: "bench" }, { matters: [matter], purpose, deskKey });
  const makeSeconds = (performance.now() - began) / 1000;
  if (!made.ok) throw new Error(`no bundle: ${made.refusal.code}`);
  const rssMb = Math.round(process.memoryUsage().rss / 2 ** 20);
  const taken = await node.bundles.take(actor, made.value.bundle);
  if (!taken.ok) throw new Error(`no file: ${taken.refusal.code}`);
  const bytes = await buffer(taken.value);
  writeFileSync(files.bundle, bytes);
  const keys = JSON.stringify(await node.reports.keys());
  writeFileSync(files.keys, keys);
  const list = readKeyList(keys);
  if (!list) throw new Error("no list of keys");
  const proving = performance.now();
  if (verifyBundle(bytes, list).verdict !== "genuine") throw new Error("the bundle is not genuine");
  const verifyMs = performance.now() - proving;
  return { files, officer, makeSeconds, told: { makeSeconds, rssMb, megabytes: bytes.length / 1e6, verifyMs } };
}

const questions = 7;

/** Medians over some questions, taken in turns with Node starting for nothing. */
function ask(files: DeskFiles, code: string, officer: string): { askMs: number; startMs: number } {
  if (!askAtDesk(files, { code, matter: question.matter, purpose: undefined, officer }).ok)
    throw new Error("no answer");
  const timed = (args: readonly string[]) => {
    const began = performance.now();
    const run = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (run.status !== 0) throw new Error(run.stderr || run.stdout);
    return performance.now() - began;
  };
  const tool = inProject("src", "cli", "verify", "desk.ts");
  const words = [
    "--matter",
    question.matter,
    "--officer",
    officer,
    "--bundle",
    files.bundle,
    "--journal",
    files.journal,
  ];
  const asking: number[] = [];
  const starting: number[] = [];
  for (let at = 0; at < questions; at++) {
    asking.push(timed([tool, code, ...words, "--keys", files.keys, "--desk", files.desk]));
    starting.push(timed(["-e", "0"]));
  }
  return { askMs: middle(asking), startMs: middle(starting) };
}

function middle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

if (import.meta.main) {
  const number = { type: "string" } as const;
  const { values } = parseArgs({ options: { records: number, codes: number, every: number } });
  const given = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
  show(await benchBundle(given));
  process.exit(0);
}
