/**
 * Intake of penalty rows as an agency sends them (mapped, validated, matched, committed, receipted) beside raw COPY of the
 * very rows that came of it into the same tables with the same indexes, keys and checks, on the same durable server, in
 * turns. Both sides begin with a copy of one database that knows the agency and the organisations.
 *
 * Run: node --import ./tools/tsx.ts bench/intake.ts [--rows N] [--rounds N]
 */
import { createReadStream, createWriteStream, readdirSync, readFileSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { Mapping, Receipt } from "#contract/intake.ts";
import { isoDate } from "#core/time/date.ts";
import { type Actor, registerAgency } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { fileSource, sendFile } from "#src/intake/index.ts";
import { inTransaction, openPool, type Pool } from "#src/platform/database.ts";
import { show } from "./figure.ts";
import { addOrganisations } from "./fill.ts";
import { inventedCode, inventedName } from "./invented.ts";
import { dropDatabase, makeDatabase, nodeOver, type Place, withServer } from "./node.ts";

/** Issue 2. */
export const ratioToReach = 0.75;

export interface IntakeRow {
  readonly rows: number;
  /** Rows a second, medians of the rounds. */
  readonly ours: number;
  readonly copy: number;
  /** Ours over COPY, the median of the rounds' own ratios. */
  readonly ratio: number;
  /** Seconds of processor our process and the server took for us, and the server for COPY, by round. */
  readonly cpu: readonly { readonly process: number; readonly server: number; readonly copyServer: number }[];
  /** Resident memory of our process at 10, 50 and 100 % of the first round, MB. */
  readonly rssMb: { readonly at10: number; readonly at50: number; readonly at100: number };
}

export interface IntakeOptions {
  readonly rows?: number;
  readonly rounds?: number;
}

const agency = {
  agencyCode: inventedCode(0, "11"),
  nameZh: "临江省测试局",
  nameEn: "Linjiang Bureau of Tests",
  kinds: ["market-regulation"],
  division: "880000",
  superiorCode: null,
  since: isoDate("2020-01-01"),
};

const officer: Actor = {
  kind: "officer",
  id: "0b1c6a1e-5d0f-4f53-9d52-52c5a9a50001",
  name: "测试员",
  agency: agency.agencyCode,
  agencyKinds: agency.kinds,
  roles: ["officer"],
  assurance: "substantial",
};

/** An agency's own columns: Chinese headers, fines in 10,000 yuan, dates as people write them, kinds in one cell. */
const mapping: Mapping = {
  format: "chengxin-mapping/1",
  id: "bench-penalties",
  title: { zh: "行政处罚台账", en: "Ledger of penalties" },
  item: "cn/penalty",
  empty: ["无", "—", "-"],
  fields: {
    subjectName: { from: ["当事人"] },
    subjectCategory: { from: ["类别"], values: { 企业: "法人及非法人组织" } },
    unifiedCode: { from: ["统一社会信用代码"] },
    legalRepresentative: { from: ["法定代表人"] },
    documentNumber: { from: ["文号"] },
    violationType: { from: ["案由"] },
    facts: { from: ["违法事实"] },
    basis: { from: ["处罚依据"] },
    penaltyKinds: { from: ["处罚种类"], split: ["；"] },
    content: { from: ["处罚内容"] },
    fineAmount: { from: ["罚款（万元）"], unit: "ten-thousand-yuan" },
    confiscatedAmount: { from: ["没收（万元）"], unit: "ten-thousand-yuan" },
    procedure: { from: ["程序"] },
    conductEndedOn: { from: ["违法终了日期"] },
    decidedOn: { from: ["决定日期"] },
    correction: { from: ["整改"] },
    matter: { constant: "产品质量、计量、标准" },
    authorityName: { constant: agency.nameZh },
    authorityCode: { constant: agency.agencyCode },
    sourceName: { constant: agency.nameZh },
    sourceCode: { constant: agency.agencyCode },
  },
  ignored: ["序号"],
};

const header =
  "序号,当事人,类别,统一社会信用代码,法定代表人,文号,案由,违法事实,处罚依据,处罚种类,处罚内容,罚款（万元）,没收（万元）,程序,违法终了日期,决定日期,整改";

function lineOf(n: number, organisations: number): string {
  // Strides over the organisations, so that neighbouring rows are about different ones.
  const who = (n * 7919) % organisations;
  const day = 1 + (n % 28);
  const fine = 5000 + (n % 900) * 100;
  const cells = [
    n + 1,
    inventedName(who),
    "企业",
    inventedCode(who),
    "虚构人",
    `临测罚〔2026〕${n + 1}号`,
    "生产、销售不符合保障人体健康标准的产品",
    `2026年5月${day}日，执法人员对当事人的经营场所进行检查，发现其销售的第${n}批次产品经检验不符合国家标准，货值金额${fine * 2}元，当事人对上述事实无异议。`,
    "《中华人民共和国产品质量法》第四十九条",
    "罚款；没收违法所得、没收非法财物",
    `没收违法所得600元；罚款${fine}元。`,
    fine / 10_000,
    "0.06",
    "普通程序",
    `2026-5-${day}`,
    `2026年6月${day}日`,
    "已整改",
  ];
  return `${cells.join(",")}\n`;
}

async function writeRows(
  file: string,
  { rows, organisations }: { rows: number; organisations: number },
): Promise<void> {
  const handle = await open(file, "w");
  await handle.write(`${header}\n`);
  for (let from = 0; from < rows; from += 5000) {
    let text = "";
    for (let n = from; n < Math.min(rows, from + 5000); n++) text += lineOf(n, organisations);
    await handle.write(text);
  }
  await handle.close();
}

/** Every table a batch writes, parents first. */
const tables = [
  "intake.batch",
  "intake.batch_act",
  "ledger.record",
  "ledger.document_line",
  "ledger.tally",
  "intake.finding",
  "intake.receipt",
];

interface Side {
  readonly seconds: number;
  readonly processCpu: number;
  readonly serverCpu: number;
}

/** Time and processor time of `work`; the server writes what is due before, so that neither side pays for the other. */
async function timed(owner: Pool, work: () => Promise<void>): Promise<Side> {
  await owner.query("CHECKPOINT");
  const found = await owner.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const server = parentOf(found.rows[0]?.pid ?? 0);
  const before = { cpu: process.cpuUsage(), server: familyCpu(server) };
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before.cpu);
  return { seconds, processCpu: (user + system) / 1e6, serverCpu: familyCpu(server) - before.server };
}

function statOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
  } catch {
    return [];
  }
}

function parentOf(pid: number): number {
  return Number(statOf(pid)[1] ?? 0);
}

/** Seconds of processor of a process, of its children, and of those of them that have ended. 0 where there is no /proc. */
function familyCpu(pid: number): number {
  const ticks = (fields: readonly string[], at: readonly number[]) =>
    at.reduce((sum, one) => sum + Number(fields[one] ?? 0), 0);
  let total = ticks(statOf(pid), [11, 12, 13, 14]);
  try {
    for (const entry of readdirSync("/proc")) {
      const fields = /^\d+$/.test(entry) ? statOf(Number(entry)) : [];
      if (Number(fields[1]) === pid) total += ticks(fields, [11, 12]);
    }
  } catch {
    return 0;
  }
  return total / 100;
}

type Memory = { -readonly [K in keyof IntakeRow["rssMb"]]: number };

async function ours(node: Node, file: string, rows: number): Promise<{ receipt: Receipt; rss: Memory }> {
  const rss: Memory = { at10: 0, at50: 0, at100: 0 };
  const megabytes = () => Math.round(process.memoryUsage.rss() / 1_000_000);
  const sent = await sendFile(node, officer, {
    file: {
      source: await fileSource(file),
      name: "penalties.csv",
      item: "cn/penalty",
      mapping,
      mappingVersion: null,
      uploadId: null,
      dryRun: false,
      channel: "command-line",
    },
    idempotencyKey: crypto.randomUUID(),
    onProgress({ lastRow }) {
      if (rss.at10 === 0 && lastRow >= rows * 0.1) rss.at10 = megabytes();
      if (rss.at50 === 0 && lastRow >= rows * 0.5) rss.at50 = megabytes();
    },
  });
  rss.at100 = megabytes();
  if (!sent.ok) throw new Error(`the file was refused: ${sent.refusal.code}`);
  if (sent.value.accepted !== rows) throw new Error(`not every row came in: ${await findingsOf(node)}`);
  return { receipt: sent.value, rss };
}

async function findingsOf(node: Node): Promise<string> {
  const found = await node.app.query(
    "SELECT code, field, value, count(*) FROM intake.finding GROUP BY 1, 2, 3 LIMIT 5",
  );
  return JSON.stringify(found.rows);
}

const partOf = (home: string, table: string) => join(home, `${table}.copy`);

async function keepRows(owner: Pool, home: string): Promise<void> {
  for (const table of tables) {
    const client = await owner.connect();
    await pipeline(client.query(copyTo(`COPY ${table} TO STDOUT`)), createWriteStream(partOf(home, table)));
    client.release();
  }
}

/** The anchor: the same rows, as text, table after table, one transaction. */
async function rawCopy(owner: Pool, home: string): Promise<void> {
  await inTransaction(owner, async ({ client }) => {
    for (const table of tables) {
      if (statSync(partOf(home, table)).size === 0) continue;
      await pipeline(
        createReadStream(partOf(home, table), { highWaterMark: 256 * 1024 }),
        client.query(copyFrom(`COPY ${table} FROM STDIN`)),
      );
    }
  });
}

async function mustHold(owner: Pool, rows: number): Promise<void> {
  const found = await owner.query<{ records: number; lines: number }>(
    "SELECT (SELECT count(*)::int FROM ledger.record) AS records, (SELECT count(*)::int FROM ledger.document_line) AS lines",
  );
  const held = found.rows[0];
  if (held?.records !== rows || held.lines !== rows)
    throw new Error(`not the rows that were sent: ${JSON.stringify(held)}`);
}

interface Round {
  readonly ours: Side;
  readonly copy: Side;
  readonly rss: Memory;
}

async function measureRound(place: Place, { file, rows, round }: { file: string; rows: number; round: number }) {
  const measured = { ours: `ours_${round}`, copy: `copy_${round}` };
  await makeDatabase(place, measured.ours, "world");
  const own = await nodeOver(place, measured.ours, async (node, owner) => {
    let rss: Memory | null = null;
    const side = await timed(owner, async () => {
      rss = (await ours(node, file, rows)).rss;
    });
    await mustHold(owner, rows);
    if (round === 0) await keepRows(owner, place.home);
    return { side, rss: rss ?? { at10: 0, at50: 0, at100: 0 } };
  });
  await dropDatabase(place, measured.ours);
  await makeDatabase(place, measured.copy, "world");
  const owner = openPool(place.cluster.owner(measured.copy), { max: 1 });
  const copy = await timed(owner, () => rawCopy(owner, place.home));
  await mustHold(owner, rows);
  await owner.end();
  await dropDatabase(place, measured.copy);
  return { ours: own.side, copy, rss: own.rss };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Measures on a server of its own. The first round warms up and is not counted where there are more. */
export async function benchIntake({
  rows = 300_000,
  rounds = 4,
}: IntakeOptions = {}): Promise<{ rows: readonly IntakeRow[] }> {
  const organisations = Math.max(1000, Math.round(rows / 5));
  return withServer(async (place) => {
    const file = join(place.home, "penalties.csv");
    await writeRows(file, { rows, organisations });
    await makeDatabase(place, "world");
    await nodeOver(place, "world", async (node, owner) => {
      const registered = await registerAgency(
        node,
        { actor: { kind: "job", id: "command-line" }, idempotencyKey: "bench" },
        { agency, reason: "a bench" },
      );
      if (!registered.ok) throw new Error(`the agency was refused: ${registered.refusal.code}`);
      await addOrganisations(owner, { first: 0, count: organisations });
      await owner.query("VACUUM ANALYZE");
    });
    const all: Round[] = [];
    for (let round = 0; round < rounds; round++) all.push(await measureRound(place, { file, rows, round }));
    const counted = all.length > 1 ? all.slice(1) : all;
    const perSecond = (side: "ours" | "copy") => Math.round(rows / median(counted.map((one) => one[side].seconds)));
    return {
      rows: [
        {
          rows,
          ours: perSecond("ours"),
          copy: perSecond("copy"),
          ratio: median(counted.map((one) => one.copy.seconds / one.ours.seconds)),
          cpu: counted.map((one) => ({
            process: one.ours.processCpu,
            server: one.ours.serverCpu,
            copyServer: one.copy.serverCpu,
          })),
          rssMb: all[0]?.rss ?? { at10: 0, at50: 0, at100: 0 },
        },
      ],
    };
  });
}

if (import.meta.main) {
  const number = { type: "string" } as const;
  const { values } = parseArgs({ options: { rows: number, rounds: number } });
  const given = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
  show(await benchIntake(given));
}
