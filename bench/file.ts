/**
 * The file of one organisation with 200 records, read by a body through the API: policy decided, the look in the log
 * before the answer leaves. Beside it plain Node http with one indexed SELECT of the same rows; the same load, in turns.
 *
 * Run: node --import ./tools/tsx.ts bench/file.ts [--seconds N] [--rounds N]
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { importJWK, SignJWT } from "jose";
import { actorForAgency } from "#src/access/index.ts";
import { assemble } from "#src/assemble.ts";
import { bytesSource, sendFile } from "#src/intake/index.ts";
import { inProject, readConfig } from "#src/platform/config.ts";
import { openDatabase } from "#src/platform/open-database.ts";
import { agencies, unifiedCode } from "#tools/linjiang/province.ts";
import { show } from "./figure.ts";

/** Issue 2. */
export const toReach = { ratio: 0.6, p99Ms: 15 } as const;
const clients = 8;
const records = 200;

/** The organisation that is looked up, of the invented division 88. */
export const organisation = unifiedCode({ form: "91", division: "880100", organisation: "MA88BB01" });

export interface FileRow {
  readonly who: "ours" | "plain";
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly bytes: number;
}

export interface FileResult {
  readonly ours: FileRow;
  readonly plain: FileRow;
  /** Requests a second, ours over the anchor's, of the medians of the rounds. */
  readonly ratio: number;
  readonly looksLogged: number;
}

/** A home with an embedded server of its own, durable as in earnest, and one organisation with 200 penalties. */
export async function makeFileBench(home: string): Promise<{ subjectId: string; agencyCode: string }> {
  const config = configOf(home);
  const database = await openDatabase(config);
  const node = await assemble(config, database);
  try {
    const agency = agencies.find(({ kinds }) => kinds.includes("market-regulation"));
    if (!agency) throw new Error("the province has no market regulator");
    const actor = await actorForAgency(node, agency.agencyCode);
    if (!actor.ok) throw new Error("the agency has no credential");
    const sent = await sendFile(node, actor.value, {
      file: {
        source: bytesSource(Buffer.from(penalties(agency))),
        name: "penalties.csv",
        item: "cn/penalty",
        mapping: null,
        mappingVersion: null,
        uploadId: null,
        dryRun: false,
        channel: "api",
      },
      idempotencyKey: "bench file",
    });
    if (!sent.ok || sent.value.accepted !== records)
      throw new Error(`not accepted: ${JSON.stringify(sent.ok ? sent.value : sent.refusal)}`);
    const found = await node.app.query<{ id: string }>(
      "SELECT subject_id AS id FROM registry.identifier_owner WHERE value = $1",
      [organisation],
    );
    return { subjectId: found.rows[0]?.id ?? "", agencyCode: agency.agencyCode };
  } finally {
    await node.close();
  }
}

function configOf(home: string) {
  return readConfig({ CHENGXIN_HOME: home, CHENGXIN_DEMO: "1", PORT: "0", LOG_LEVEL: "error" });
}

/** 200 fines of one organisation in the published layout, as its agency would export them. */
function penalties(agency: { readonly agencyCode: string; readonly nameZh: string }): string {
  const columns = [
    "CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_JDRQ,CF_YXQ",
    "CF_CFJG,CF_CFJGDM,CF_SJLY,CF_SJLYDM",
  ].join(",");
  const lines = Array.from({ length: records }, (_, at) => {
    const day = `2026-0${1 + (at % 6)}-${String(1 + (at % 28)).padStart(2, "0")}`;
    const until = day.replace("2026", "2027");
    const what = `销售不符合标准的产品,经查，当事人销售的第${at}批产品不符合国家标准,《中华人民共和国产品质量法》第四十九条`;
    const of = `${agency.nameZh},${agency.agencyCode}`;
    return `临江省长卷贸易有限公司,法人及非法人组织,${organisation},临测罚〔2026〕${at}号,${what},罚款,罚款2万元,2,${day},${until},${of},${of}`;
  });
  return `${[columns, ...lines].join("\n")}\n`;
}

/** A server of bench/file-server.ts, ready to be asked. */
export interface Served {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts one of the two servers in a process of its own. */
export async function startServer(which: "ours" | "plain", home: string, subjectId = ""): Promise<Served> {
  const child: ChildProcess = spawn(
    process.execPath,
    ["--import", inProject("tools", "tsx.ts"), inProject("bench", "file-server.ts"), which, home, subjectId],
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

/** A token of the agency's service client (RFC 7523), from the credential the home keeps. */
export async function tokenOf(home: string, agencyCode: string, port: number): Promise<string> {
  const file = join(home, "credentials", `${agencyCode}.json`);
  const { clientId, privateKey } = JSON.parse(readFileSync(file, "utf8"));
  const endpoint = `http://localhost:${port}/oauth/token`;
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: "EdDSA", typ: "JWT" })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(endpoint)
    .setJti(crypto.randomUUID())
    .setIssuedAt()
    .setExpirationTime("1m")
    .sign(await importJWK(privateKey, "EdDSA"));
  const answer = await fetch(`http://127.0.0.1:${port}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    }),
  });
  const given = (await answer.json()) as { access_token?: string };
  if (!given.access_token) throw new Error(`no token: ${JSON.stringify(given)}`);
  return given.access_token;
}

/** Asks one server for the file, some seconds long, from eight clients. */
export async function ask(who: FileRow["who"], port: number, token: string, seconds: number): Promise<FileRow> {
  const run = await autocannon({
    url: `http://127.0.0.1:${port}/api/v1/files/read`,
    method: "POST",
    connections: clients,
    duration: seconds,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({
      subject: { scheme: "unified-code", value: organisation },
      purpose: "permit-review",
      basis: "行政许可法 34",
    }),
  });
  if (run.non2xx > 0 || run.errors > 0) throw new Error(`${who}: ${run.non2xx} refused, ${run.errors} failed`);
  const { average, p50, p99 } = { average: run.requests.average, p50: run.latency.p50, p99: run.latency.p99 };
  return {
    who,
    requestsPerSecond: average,
    p50Ms: p50,
    p99Ms: p99,
    bytes: Math.round(run.throughput.average / average),
  };
}

/** @param seconds of each turn; the servers take turns, so that both see the same machine */
export async function benchFile({ seconds = 5, rounds = 3 } = {}): Promise<FileResult> {
  const home = mkdtempSync(join(tmpdir(), "chengxin-bench-file-"));
  const { subjectId, agencyCode } = await makeFileBench(home);
  const servers: Served[] = [];
  try {
    const ours = await startServer("ours", home);
    servers.push(ours);
    const plain = await startServer("plain", home, subjectId);
    servers.push(plain);
    const token = await tokenOf(home, agencyCode, ours.port);
    await ask("ours", ours.port, token, 2);
    await ask("plain", plain.port, token, 2);
    const turns: FileRow[] = [];
    for (let round = 0; round < rounds; round++) {
      turns.push(await ask("plain", plain.port, token, seconds), await ask("ours", ours.port, token, seconds));
    }
    const [mine, theirs] = [median(turns, "ours"), median(turns, "plain")];
    return {
      ours: mine,
      plain: theirs,
      ratio: mine.requestsPerSecond / theirs.requestsPerSecond,
      looksLogged: await looksIn(home),
    };
  } finally {
    for (const server of servers) await server.stop();
    await (await openDatabase(configOf(home))).leave();
    rmSync(home, { recursive: true, force: true });
  }
}

async function looksIn(home: string): Promise<number> {
  const config = configOf(home);
  const node = await assemble(config, await openDatabase(config));
  try {
    const found = await node.app.query<{ n: number }>("SELECT count(*)::int AS n FROM access.look");
    return found.rows[0]?.n ?? 0;
  } finally {
    await node.close();
  }
}

function median(turns: readonly FileRow[], who: FileRow["who"]): FileRow {
  const own = turns.filter((turn) => turn.who === who).sort((a, b) => a.requestsPerSecond - b.requestsPerSecond);
  const middle = own[Math.floor(own.length / 2)];
  if (!middle) throw new Error("no turn");
  return middle;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { seconds: { type: "string" }, rounds: { type: "string" } } });
  const result = await benchFile({ seconds: Number(values.seconds ?? 5), rounds: Number(values.rounds ?? 3) });
  show(result);
}
