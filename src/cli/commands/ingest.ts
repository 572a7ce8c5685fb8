/** `ingest`: sends an agency's file, as that agency, and prints the receipt. */
import { randomUUID } from "node:crypto";
import { createWriteStream, readFileSync } from "node:fs";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FindingView } from "#contract/batches.ts";
import type { Mapping, Receipt } from "#contract/intake.ts";
import { problemOf } from "#contract/refusals.ts";
import type { Outcome, Refusal } from "#core/refusal.ts";
import { type Actor, actorForAgency } from "#src/access/index.ts";
import { fileSource, lookAtFindings, type Progress, parseMapping, type Source, sendFile } from "#src/intake/index.ts";
import { noSuchFile, type Read, readArguments, unfit, unusable, wrongUsage } from "../arguments.ts";
import { type Call, type Command, exit } from "../command.ts";
import type { Node } from "../node.ts";
import { sayRefusal } from "../refusal.ts";

const help = `报送一个文件（CSV、XLSX、JSON、NDJSON，可用 gzip 压缩一层），打印回执。
Sends a file (CSV, XLSX, JSON, NDJSON, packed once with gzip if you like) and prints the receipt.

  FILE             the file as the agency has it
  --mapping FILE   how its columns become the item's fields; not needed for files in the published layout
  --item ITEM      the catalogue item (cn/penalty), where no mapping names it
  --as CODE        the agency's unified code; its credential is found under <home>/credentials or named by
                   CHENGXIN_CREDENTIAL (the demo makes one by itself)
  --dry-run        judge every row, record nothing
  --json           the signed receipt as JSON: {batch, rows, accepted, held, refused, unchanged, corrected, findings, ...};
                   a file refused as a whole: its reason and remedy as JSON
  --findings FILE  every finding into FILE, one JSON object a line: {row, column, code, verdict, value, reason, remedy, ...};
                   without it the first 20 follow the receipt in words

同一文件再次报送不会改变任何内容；中断后再次执行会从中断处继续。
The same file again changes nothing; after an interruption the same command goes on where it stopped.

退出码 0 没有被拒收的行，1 文件或某些行被拒收。 / Exit code 0: no row was refused; 1: the file or some rows were.

  npm run -s chengxin -- ingest penalties.csv --item cn/penalty --as 11880000MB88001255 --dry-run
  npm run -s chengxin -- ingest fines.xlsx --mapping packs/linjiang/mappings/housing-penalties.json --as 11880000MB880023X6`;

export const command: Command = {
  needs: "node",
  usage: "ingest FILE [--mapping FILE | --item ITEM] --as AGENCY_CODE [--dry-run] [--json] [--findings FILE]",
  summary: { zh: "报送一个文件", en: "send a file of records" },
  help,
  async run(call, node) {
    const asked = read(call.args);
    if (!asked.ok) return wrongUsage(call, command, asked.fault);
    const mapping = asked.value.mapping === undefined ? null : readMappingFile(asked.value.mapping);
    if (mapping && !mapping.ok) return sayRefusal(call, mapping.refusal);
    const source = await openSource(asked.value.file);
    if (!source) return unusable(call, noSuchFile);
    return send(call, node, { ...asked.value, source, mapping: mapping?.value ?? null });
  },
};

interface Asked {
  readonly file: string;
  readonly mapping: string | undefined;
  readonly item: string | undefined;
  readonly agency: string;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly findings: string | undefined;
}

function read(args: readonly string[]): Read<Asked> {
  const given = readArguments(args, {
    mapping: { type: "string" },
    item: { type: "string" },
    as: { type: "string" },
    "dry-run": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    findings: { type: "string" },
  });
  if (!given.ok) return given;
  const { values, words } = given.value;
  const [file, ...more] = words;
  const { mapping, item, as: agency, json, findings } = values;
  if (!file || more.length > 0 || !agency || (mapping === undefined && item === undefined)) return unfit;
  return { ok: true, value: { file, mapping, item, agency, dryRun: values["dry-run"], json, findings } };
}

function readMappingFile(file: string): Outcome<Mapping> {
  try {
    return parseMapping(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return { ok: false, refusal: { code: "intake.mapping-wrong", params: { rule: "JSON" } } };
  }
}

async function openSource(file: string): Promise<Source | null> {
  try {
    return await fileSource(file);
  } catch {
    return null;
  }
}

interface Given extends Omit<Asked, "mapping"> {
  readonly source: Source;
  readonly mapping: Mapping | null;
}

async function send(call: Call, node: Node, given: Given): Promise<number> {
  const actor = await actorForAgency(node, given.agency);
  if (!actor.ok) return sayRefusal(call, actor.refusal);
  const tell = progressTo(call.stderr, given.json);
  const sent = await sendFile(node, actor.value, {
    file: {
      source: given.source,
      name: basename(given.file),
      item: given.item ?? given.mapping?.item ?? "",
      mapping: given.mapping,
      mappingVersion: null,
      uploadId: null,
      dryRun: given.dryRun,
      channel: "command-line",
    },
    idempotencyKey: randomUUID(),
    onProgress: tell.progress,
  });
  tell.end();
  if (!sent.ok) return refused(call, sent.refusal, given.json);
  const receipt = sent.value;
  call.stdout.write(given.json ? `${JSON.stringify(receipt)}\n` : inWords(receipt));
  const found = { node, actor: actor.value, receipt };
  if (given.findings !== undefined) await writeFindings(given.findings, found);
  else if (!given.json) await tellFindings(call, found);
  return receipt.refused > 0 || receipt.end !== "finished" ? exit.no : exit.done;
}

/** Why nothing was taken in: for a person, or for a program that asked for JSON. */
function refused(call: Call, refusal: Refusal, json: boolean): number {
  if (json) call.stdout.write(`${JSON.stringify({ refused: problemOf(refusal) })}\n`);
  return sayRefusal(call, refusal);
}

interface Found {
  readonly node: Node;
  readonly actor: Actor;
  readonly receipt: Receipt;
}

/** Every finding of the batch, a page at a time: files of a million rows have many. */
async function* pagesOf({ node, actor, receipt }: Found, limit: number): AsyncGenerator<FindingView[]> {
  let cursor: string | undefined;
  do {
    const page = await lookAtFindings(node, actor, { batchId: receipt.batch, limit, ...(cursor ? { cursor } : {}) });
    if (!page.ok) throw new Error(problemOf(page.refusal).en);
    yield page.value.items;
    cursor = page.value.next ?? undefined;
  } while (cursor !== undefined);
}

async function writeFindings(file: string, found: Found): Promise<void> {
  async function* lines() {
    for await (const page of pagesOf(found, 1000)) yield page.map((one) => `${JSON.stringify(one)}\n`).join("");
  }
  await pipeline(lines, createWriteStream(file, { mode: 0o600 }));
}

const toldMax = 20;

async function tellFindings(call: Call, found: Found): Promise<void> {
  if (found.receipt.findings === 0) return;
  const first = await pagesOf(found, toldMax).next();
  const told = first.done ? [] : first.value;
  const lines = told.map(({ row, column, fieldTitle, verdict, reason, remedy, code }) =>
    [
      `${row === 0 ? "整个文件 whole file" : `第 ${row} 行 row ${row}`} · ${column ?? fieldTitle?.zh ?? "—"} · ${verdict} · ${code}`,
      `  ${reason.zh} / ${reason.en}`,
      `  ${remedy.zh} / ${remedy.en}`,
    ].join("\n"),
  );
  const more = found.receipt.findings - told.length;
  if (more > 0)
    lines.push(`另有 ${more} 条，用 --findings FILE 取得全部 / ${more} more: --findings FILE for all of them`);
  call.stdout.write(`\n${lines.join("\n")}\n`);
}

/** Progress on one line of a terminal; nothing where the output is read by a program. */
function progressTo(
  stderr: NodeJS.WritableStream,
  quiet: boolean,
): { progress: (progress: Progress) => void; end: () => void } {
  const isTerminal = "isTTY" in stderr && stderr.isTTY === true;
  if (quiet || !isTerminal) return { progress: () => {}, end: () => {} };
  return {
    progress: ({ lastRow }) => stderr.write(`\r已处理到第 ${lastRow} 行 / up to row ${lastRow}`),
    end: () => stderr.write("\r\u001b[K"),
  };
}

function inWords(receipt: Receipt): string {
  const { batch, rows, accepted, corrected, unchanged, held, refused, findings, dryRun } = receipt;
  const lines = [
    `${dryRun ? "试运行（未入库）/ dry run (nothing recorded)" : "回执 / receipt"}  ${batch}`,
    `行数 rows            ${rows}`,
    `新收 accepted        ${accepted}`,
    `更正 corrected       ${corrected}`,
    `未变 unchanged       ${unchanged}`,
    `待定 held            ${held}`,
    `拒收 refused         ${refused}`,
    `发现 findings        ${findings}`,
    `承诺根 root          ${receipt.commitments.root}`,
    `签名 signature       ${receipt.keyId} ${receipt.signature}`,
  ];
  return `${lines.join("\n")}\n`;
}
