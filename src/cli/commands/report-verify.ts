/** `report verify FILE`: genuine, altered, superseded or unknown. */
import type { ReportVerdict, Verification } from "#contract/reports.ts";
import type { Bilingual } from "#core/refusal.ts";
import { visitor } from "#src/access/index.ts";
import { noSuchFile, type Read, readArguments, readBytes, unfit, unusable, wrongUsage } from "../arguments.ts";
import type { Call, Command } from "../command.ts";
import type { Program } from "../program.ts";
import { readKeyList } from "../verify/keys.ts";
import { type OfflineReason, readSignature, verifyOffline } from "../verify/offline.ts";

/** One exit code a verdict. */
const exitOf: Readonly<Record<ReportVerdict, number>> = { genuine: 0, altered: 1, superseded: 2, unknown: 3 };

const help = `核验一份报告文件（PDF 或 JSON）：是否由本平台出具、是否被改动、所载内容此后是否变化。
Verifies a report's file: whether this platform issued it, whether it was altered, whether what it says has changed since.

  FILE               the file as it was taken away
  --keys KEYS.json   without database or network: by signature and published keys alone (report keys, /api/v1/keys);
                     whether the content has changed since cannot be known then
  --signature FILE   the detached signature of a PDF, for --keys; FILE.jws beside it unless said
  --json             {verdict, plain, remedy, checked, report, followed}; with --keys {verdict, reason, keyId}

退出码 / exit code: 0 真实 genuine, 1 已被改动 altered, 2 已被取代 superseded, 3 查无此报告 unknown, 64 用法 usage

  npm run -s chengxin -- report verify report.pdf`;

export const command: Command = {
  needs: "program",
  usage: "report verify FILE [--keys KEYS.json [--signature FILE.jws]] [--json]",
  summary: { zh: "核验信用报告的真伪", en: "verify a report" },
  help,
  async run(call, program) {
    const given = read(call.args);
    if (!given.ok) return wrongUsage(call, command, given.fault);
    const asked = given.value;
    const bytes = readBytes(asked.file);
    if (!bytes) return unusable(call, noSuchFile);
    return asked.keys === undefined ? online(call, program, { ...asked, bytes }) : offline(call, { ...asked, bytes });
  },
};

interface Asked {
  readonly file: string;
  readonly keys: string | undefined;
  readonly signature: string | undefined;
  readonly json: boolean;
}

function read(args: readonly string[]): Read<Asked> {
  const given = readArguments(args, {
    keys: { type: "string" },
    signature: { type: "string" },
    json: { type: "boolean", default: false },
  });
  if (!given.ok) return given;
  const { values, words } = given.value;
  const [file, ...more] = words;
  const { keys, signature, json } = values;
  return file && more.length === 0 ? { ok: true, value: { file, keys, signature, json } } : unfit;
}

async function online(
  { stdout }: Call,
  program: Program,
  { bytes, json }: { bytes: Uint8Array; json: boolean },
): Promise<number> {
  const found = await program.withNode((node) => node.reports.verifyFile(visitor, bytes));
  stdout.write(json ? `${JSON.stringify(found)}\n` : inWords(found));
  return exitOf[found.verdict];
}

function inWords({ plain, remedy, report, certificate }: Verification): string {
  const lines = [`${plain.zh}。${remedy.zh}。`, `${plain.en}. ${remedy.en}.`];
  if (report) {
    const about = report.subject ? `${report.subject.name} ${report.subject.code}\n` : "";
    lines.push(`${about}${report.code}  出具 / issued ${report.issuedAt}  使用期限 / use before ${report.useBefore}`);
  }
  if (certificate) {
    const { code, issuedAt, authority } = certificate;
    lines.push(`${code}  签发 / issued ${issuedAt}  ${authority.nameZh} ${authority.nameEn}`);
  }
  return `${lines.join("\n")}\n`;
}

const said: Readonly<Record<OfflineReason, Bilingual>> = {
  signed: { zh: "签名与文件相符", en: "the signature fits the file" },
  signature: { zh: "签名与文件不符：文件已被改动", en: "the signature does not fit the file: it was altered" },
  "no-signature": { zh: "没有找到 PDF 的独立签名（.jws）", en: "there is no detached signature (.jws) beside the PDF" },
  "other-key": { zh: "签名所用的密钥不在公布的密钥之列", en: "it was signed by a key that is not in the list" },
  "key-ended": { zh: "所称出具之时该密钥已停用", en: "the key had stopped signing when the report says it was issued" },
  "no-report": { zh: "不是本平台报告的格式", en: "this is no report of ours by its form" },
};

function offline(call: Call, asked: Asked & { bytes: Uint8Array }): number {
  const text = readBytes(asked.keys ?? "");
  const list = text && readKeyList(text.toString("utf8"));
  if (!list) return unusable(call, { zh: "公钥文件打不开或格式不对", en: "the list of keys cannot be read" });
  const found = verifyOffline(asked.bytes, readSignature(asked.file, asked.signature), list);
  const { zh, en } = said[found.reason];
  const since =
    found.verdict === "genuine"
      ? "离线不能得知内容此后是否变化 / offline nobody can know whether its content changed since\n"
      : "";
  call.stdout.write(asked.json ? `${JSON.stringify(found)}\n` : `${found.verdict}: ${zh} / ${en}\n${since}`);
  return exitOf[found.verdict];
}
