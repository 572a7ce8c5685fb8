/** `bundle verify FILE`: whether a bundle is genuine, and whether it still answers; with its journal, that too. */
import { noSuchFile, readArguments, readBytes, unusable, wrongUsage } from "../arguments.ts";
import { type Call, type Command, exit } from "../command.ts";
import { bundleSaid, datesInWords, journalSaid, ruleInWords } from "../desk-words.ts";
import { type BundleFinding, type JournalFinding, verifyBundle, verifyJournal } from "../verify/bundle.ts";
import { besideBundle } from "../verify/desk.ts";
import { readKeyList } from "../verify/keys.ts";

const help = `核验离线包：是否由本平台出具，是否有一个字节被改动，是否还作答；给出日志的，一并核验。
Verifies a bundle: whether this platform gave it, whether a single byte was altered, whether it still answers; with its journal,
that too.

  FILE                 the bundle as it was handed over, byte for byte
  --journal FILE       the journal of the desk that asked it
  --keys KEYS.json     our public keys (report keys, /api/v1/keys); FILE.keys.json unless said
  --json               the finding as data

不经本程序核验 / without this program (Node 22.18 or newer; here node_modules/.bin/node): node src/cli/verify/bundle.ts FILE KEYS.json [JOURNAL]
退出码 / exit code: 0 真实 genuine, 1 已被改动或已停止作答 altered or ended, 3 不是本平台的 unknown, 64 用法 usage

  npm run -s chengxin -- bundle verify desk.bundle`;

export const command: Command = {
  needs: "nothing",
  usage: "bundle verify FILE [--journal FILE] [--keys KEYS.json] [--json]",
  summary: { zh: "核验离线包和窗口日志", en: "verify an offline bundle and its journal" },
  help,
  async run(call) {
    const text = { type: "string" } as const;
    const given = readArguments(call.args, { journal: text, keys: text, json: { type: "boolean" } });
    if (!given.ok) return wrongUsage(call, command, given.fault);
    const { values, words } = given.value;
    const [file, ...more] = words;
    if (!file || more.length > 0) return wrongUsage(call, command, null);
    const list = readKeyList(readBytes(values.keys ?? besideBundle(file).keys)?.toString("utf8") ?? "");
    if (!list) return unusable(call, { zh: "公钥文件打不开或格式不对", en: "the list of keys cannot be read" });
    const bytes = readBytes(file);
    const kept = values.journal === undefined ? null : readBytes(values.journal);
    if (!bytes || (values.journal !== undefined && !kept)) return unusable(call, noSuchFile);
    const found = verifyBundle(bytes, list);
    const journal = kept && found.proved ? verifyJournal(kept, found.proved) : null;
    if (values.json) call.stdout.write(`${JSON.stringify({ ...found, proved: headOf(found), journal })}\n`);
    else say(call, found, journal);
    return codeOf(found, journal);
  },
};

function headOf({ proved }: BundleFinding) {
  return proved && { head: proved.bundle.head, tally: proved.bundle.tally, root: proved.root };
}

function hasEnded({ proved }: BundleFinding): boolean {
  if (proved === null) return false;
  const { answersUntil, clockAheadSeconds } = proved.bundle.head;
  return Date.parse(answersUntil) < Date.now() + clockAheadSeconds * 1000;
}

function say({ stdout }: Call, found: BundleFinding, journal: JournalFinding | null): void {
  const { zh, en } = bundleSaid[found.reason];
  const lines = [`${found.verdict}: ${zh} / ${en}`];
  const head = found.proved?.bundle.head;
  if (head) {
    lines.push(
      `${head.bodyName.zh} / ${head.bodyName.en} · ${head.purposeTitle.zh} / ${head.purposeTitle.en}`,
      datesInWords(head),
    );
    for (const { title, unreachable } of head.matters)
      lines.push(`${title.zh} / ${title.en}: `, ...ruleInWords(unreachable).map((line) => `  ${line}`));
    if (hasEnded(found)) lines.push("已停止作答 / it has ended and answers nothing");
  }
  if (journal) {
    const { zh: saidZh, en: saidEn } = journalSaid[journal.reason];
    const where = journal.line === null ? "" : `（第 ${journal.line} 行 / line ${journal.line}）`;
    lines.push(`日志 / journal: ${journal.verdict}: ${saidZh} / ${saidEn}${where}`);
    if (journal.journal) {
      const { entries, end } = journal.journal;
      lines.push(`${entries.length} 条 / entries; ${end ? `已封存 / closed ${end.at}` : "未封存 / not closed"}`);
    }
  }
  stdout.write(`${lines.join("\n")}\n`);
}

function codeOf(found: BundleFinding, journal: JournalFinding | null): number {
  const verdict = found.verdict === "genuine" && journal ? journal.verdict : found.verdict;
  // A journal is handed in after the bundle has ended; then the end is no fault.
  if (verdict === "genuine") return hasEnded(found) && !journal ? exit.no : exit.done;
  return verdict === "altered" ? exit.no : 3;
}
