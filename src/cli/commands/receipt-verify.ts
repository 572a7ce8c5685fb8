/** `receipt verify FILE`: whether a check's receipt is genuine, by its own proof and our published keys. */
import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import type { CheckAnswer } from "#contract/checks.ts";
import type { Bilingual } from "#core/refusal.ts";
import { noSuchFile, type Read, readArguments, readBytes, unfit, unusable, wrongUsage } from "../arguments.ts";
import { type Call, type Command, exit } from "../command.ts";
import type { Program } from "../program.ts";
import {
  beginsAsCheckFile,
  type CheckFileFinding,
  type CheckFileReason,
  verifyCheckFile,
} from "../verify/check-file.ts";
import { type KeyList, readKeyList } from "../verify/keys.ts";
import { type ReceiptFinding, type ReceiptReason, verifyReceipt } from "../verify/receipt.ts";

const help = `核验一份核查回执：是否由本平台出具，是否有一个字节被改动。
Verifies a check's receipt: whether this platform gave it, and whether a single byte was altered.

  FILE               the receipt as it was handed over, byte for byte; - reads standard input;
                     or the result of check batch, whole
  --keys KEYS.json   without database or network: by the published keys alone (report keys, /api/v1/keys);
                     without it this node's own keys are asked
  --json             {verdict, reason, keyId, answer}

不经本程序核验 / without this program (Node 22.18 or newer; here node_modules/.bin/node):
  node src/cli/verify/receipt.ts FILE KEYS.json; whole files: check-file.ts
退出码 / exit code: 0 真实 genuine, 1 已被改动 altered, 3 不是本平台的回执 unknown, 64 用法 usage

  npm run -s chengxin -- receipt verify receipt.json --keys keys.json`;

export const command: Command = {
  needs: "program",
  usage: "receipt verify FILE [--keys KEYS.json] [--json]",
  summary: { zh: "核验核查回执的真伪", en: "verify a check's receipt" },
  help,
  async run(call, program) {
    const given = read(call.args);
    if (!given.ok) return wrongUsage(call, command, given.fault);
    const asked = given.value;
    const keys = await keysFrom(asked.keys, program);
    if (!keys) return unusable(call, { zh: "公钥文件打不开或格式不对", en: "the list of keys cannot be read" });
    if (asked.file !== "-" && isCheckFile(asked.file)) return verifyWhole(call, { ...asked, list: keys });
    const bytes = asked.file === "-" ? await readInput(call) : readBytes(asked.file);
    if (!bytes) return unusable(call, noSuchFile);
    const found = verifyReceipt(bytes, keys);
    call.stdout.write(asked.json ? `${JSON.stringify(found)}\n` : inWords(found));
    return { genuine: exit.done, altered: exit.no, unknown: 3 }[found.verdict];
  },
};

/** A batch's result or a bundle: verified line by line, whatever its size. */
async function verifyWhole(
  { stdout }: Call,
  { file, json, list }: { file: string; json: boolean; list: KeyList },
): Promise<number> {
  const found = await verifyCheckFile(createReadStream(file), list);
  stdout.write(json ? `${JSON.stringify(found)}\n` : fileInWords(found));
  return { genuine: exit.done, altered: exit.no, unknown: 3 }[found.verdict];
}

function isCheckFile(file: string): boolean {
  try {
    const opened = openSync(file, "r");
    const head = Buffer.alloc(16_384);
    const length = readSync(opened, head, 0, head.length, 0);
    closeSync(opened);
    return beginsAsCheckFile(head.subarray(0, length));
  } catch {
    return false;
  }
}

interface Asked {
  readonly file: string;
  readonly keys: string | undefined;
  readonly json: boolean;
}

function read(args: readonly string[]): Read<Asked> {
  const given = readArguments(args, { keys: { type: "string" }, json: { type: "boolean", default: false } });
  if (!given.ok) return given;
  const { values, words } = given.value;
  const [file, ...more] = words;
  return file && more.length === 0 ? { ok: true, value: { file, keys: values.keys, json: values.json } } : unfit;
}

async function readInput({ stdin }: Call): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stdin) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

async function keysFrom(file: string | undefined, program: Program): Promise<KeyList | null> {
  if (file === undefined) return readKeyList(JSON.stringify(await program.withNode((node) => node.reports.keys())));
  const text = readBytes(file);
  return text && readKeyList(text.toString("utf8"));
}

const said: Readonly<Record<ReceiptReason | CheckFileReason, Bilingual>> = {
  signed: { zh: "答复、位置和签名全部相符", en: "answer, place and signature all fit" },
  answer: { zh: "答复不是签名所覆盖的答复：已被改动", en: "the answer is not the one that was signed: it was altered" },
  signature: { zh: "签名与根不符：已被改动", en: "the signature does not fit the root: it was altered" },
  issuer: { zh: "答复与根的出具者不同：已被改动", en: "answer and root name different issuers: it was altered" },
  layout: {
    zh: "内容被重新排版：请使用交付时的原文件",
    en: "it was reformatted: use the file as it was handed over",
  },
  cut: { zh: "文件不完整，或结尾之后还有内容", en: "the file is cut short, or goes on after its end" },
  "no-file": { zh: "不是核查文件的格式", en: "this is no file of checks by its form" },
  "no-receipt": { zh: "不是核查回执的格式", en: "this is no receipt by its form" },
  "other-key": { zh: "出具者或密钥不在公布之列", en: "its issuer or key is not in the list" },
  "key-ended": {
    zh: "所称签名之时该密钥已停用",
    en: "the key had stopped signing when the receipt says it was signed",
  },
};

function inWords({ verdict, reason, answer }: ReceiptFinding): string {
  const { zh, en } = said[reason];
  const line = `${verdict}: ${zh} / ${en}\n`;
  // It is the node's own answer, proved by the signature, so it has the contract's shape.
  return answer ? line + answerInWords(answer as unknown as CheckAnswer) : line;
}

function fileInWords({ verdict, reason, summary }: CheckFileFinding): string {
  const { zh, en } = said[reason];
  const line = `${verdict}: ${zh} / ${en}\n`;
  if (!summary) return line;
  const { lines, forgotten, root } = summary;
  return `${line}${lines} 行 / lines, 其中已销毁 / of these forgotten ${forgotten}; ${root.signedAt}; ${root.issuer}\n`;
}

/** A check's answer as a terminal shows it. */
export function answerInWords({ asked: { subject }, asOf, terms, constraints, incentives }: CheckAnswer): string {
  const { matterTitle, purposeTitle, bodyName, plain } = terms;
  const lines = [
    `${bodyName.zh} · ${matterTitle.zh} · ${purposeTitle.zh} · ${subject.number ?? subject.kind} · ${asOf.day}`,
    `${plain.zh}。`,
    `${plain.en}.`,
  ];
  for (const one of [...constraints, ...incentives]) {
    const { title, does, law, list, authorityName, tellSubject, wayBack } = one.terms;
    const laws = law.map((row) => `${row.title.zh}${row.article}`).join("；");
    const { documentNumber, decidedOn } = one.decision;
    lines.push(
      "",
      `${one.sort === "incentive" ? "激励 / incentive" : "措施 / measure"}: ${title.zh} / ${title.en}`,
      `  ${one.force === "must" ? "应当 / must" : "可以 / may"}: ${does.zh} / ${does.en}`,
      `  依据 / basis: ${laws}`,
      `  名单 / list: ${list.title.zh} / ${list.title.en}`,
      `  决定 / decision: ${authorityName.zh} ${documentNumber ?? ""} ${decidedOn}`,
      `  期限 / until: ${one.until ?? "—"}${one.marks.length > 0 ? "  （有标注 / marked）" : ""}`,
      `  告知主体 / tell the subject: ${tellSubject.zh} / ${tellSubject.en}`,
      `  救济 / way back: ${wayBack.text.zh} / ${wayBack.text.en}`,
    );
  }
  return `${lines.join("\n")}\n`;
}
