/** `journal hand-in FILE`: a desk's looks reach the log, now that the line is back. */
import { Readable } from "node:stream";
import type { JournalReceipt } from "#contract/bundles.ts";
import { actorForAgency } from "#src/access/index.ts";
import { noSuchFile, readArguments, readBytes, unusable, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";
import { sayRefusal } from "../refusal.ts";

const help = `交回窗口日志：逐条核验后按当时的时间记入查阅日志。同一份再交一次，什么也不变。
Hands a desk's journal in: proved line by line, each look is logged as of when it happened. The same one again changes nothing.

  FILE                 the journal as the desk's tool wrote it; journal close first, unless the bundle still answers
  --as AGENCY_CODE     of which agency; its credential needs checks:ask

退出码 1：不收，或有的答复当时已经变化，须予纠正。 / Exit code 1: refused, or some answers had changed and are to be put right.

  npm run -s chengxin -- journal hand-in desk.journal --as 11880000MB880023X6`;

export const command: Command = {
  needs: "node",
  usage: "journal hand-in FILE --as AGENCY_CODE",
  summary: { zh: "交回窗口日志", en: "hand a desk's journal in" },
  help,
  async run(call, node) {
    const given = readArguments(call.args, { as: { type: "string" } });
    if (!given.ok) return wrongUsage(call, command, given.fault);
    const { values, words } = given.value;
    const [file, ...more] = words;
    if (!file || more.length > 0 || !values.as) return wrongUsage(call, command, null);
    const bytes = readBytes(file);
    if (!bytes) return unusable(call, noSuchFile);
    const actor = await actorForAgency(node, values.as);
    if (!actor.ok) return sayRefusal(call, actor.refusal);
    const taken = await node.bundles.handIn(actor.value, {
      bundleId: bundleIn(bytes),
      content: Readable.from([bytes]),
    });
    if (!taken.ok) return sayRefusal(call, taken.refusal);
    call.stdout.write(inWords(taken.value));
    return taken.value.differences.length > 0 ? exit.no : exit.done;
  },
};

/** The bundle a journal names; one that is nobody's where it names none. */
function bundleIn(bytes: Buffer): string {
  const [, bundle] =
    /"bundle":"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"/.exec(bytes.toString("utf8", 0, 400)) ?? [];
  return bundle ?? "00000000-0000-0000-0000-000000000000";
}

function inWords({ taken, known, looks, unknown, refused, closed, differences }: JournalReceipt): string {
  const lines = [
    `收到 ${taken} 条，此前已有 ${known} 条 / taken in now, in before`,
    `查阅 / looks ${looks}, 查无 / not known ${unknown}, 未受理 / refused ${refused}; ${closed ? "已封存 / closed" : "未封存，还可续交 / not closed, more may follow"}`,
  ];
  for (const { at, code, matter, ended, begun } of differences)
    lines.push(
      `${at} ${code ?? ""} ${matter}: ${ended.length > 0 ? `当时已无效，须予纠正 / had ended, put right: ${ended.join(", ")} ` : ""}${begun.length > 0 ? `当时已生效而未告知 / had begun, not told: ${begun.join(", ")}` : ""}`,
    );
  return `${lines.join("\n")}\n`;
}
