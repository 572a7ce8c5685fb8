/** `pack check`: proves what a pack asserts about itself, each assertion with its code; touches no database. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  assertions,
  checkPack,
  faultLine,
  type PackFault,
  packDigest,
  type ReadPack,
  readPack,
} from "#src/catalogue/index.ts";
import { type Read, readArguments, unfit, unusable, wrongUsage } from "../arguments.ts";
import { type Call, type Command, exit } from "../command.ts";

const help = `检查规则包的全部断言：形式、34 项任务、法律依据、字段、期限、例子、宪章保障、地方与全国的关系。
Checks every assertion of a pack: shapes, the 34 tasks, law, fields, terms, examples, the charter, region and nation.

  DIR             folder of the pack (packs/cn)
  --nation DIR    folder of the pack it adds to; unless said, the sibling folder named by "within"
  --json          {pack, version, digest, holds, faults: [{code, file, path, zh, en}]}
  --list          what is asserted, in both languages; checks nothing

退出码 0 全部成立，1 有不成立的。 / Exit code 0: everything holds; 1: something does not.

  npm run -s chengxin -- pack check packs/cn
  npm run -s chengxin -- pack check packs/linjiang --json`;

export const command: Command = {
  needs: "nothing",
  usage: "pack check DIR [--nation DIR] [--json] | pack check --list",
  summary: { zh: "检查规则包的断言", en: "prove what a pack asserts about itself" },
  help,
  async run(call) {
    const given = read(call.args);
    if (!given.ok) return wrongUsage(call, command, given.fault);
    const asked = given.value;
    if (asked.list) return list(call);
    if (!asked.folder || !existsSync(asked.folder))
      return unusable(call, { zh: "请指明规则包的文件夹", en: "name the folder of a pack" });
    const pack = readPack(asked.folder);
    const nation = nationOf(pack, asked.nation ?? sibling(asked.folder, pack));
    const faults = [...nationFaults(nation), ...checkPack(pack, nation?.contents ?? null)];
    // What is no pack has neither.
    const { id = asked.folder, version = "" } = pack.contents.pack as Partial<typeof pack.contents.pack>;
    if (asked.json) {
      const digest = packDigest(pack.contents).toString("hex");
      call.stdout.write(`${JSON.stringify({ pack: id, version, digest, holds: faults.length === 0, faults })}\n`);
    } else if (faults.length > 0) {
      call.stdout.write(`${faults.map(faultLine).join("\n")}\n`);
      call.stderr.write(`${`${id} ${version}`.trim()}: ${faults.length} 处不成立 / ${faults.length} do not hold\n`);
    } else {
      const { items, rules, sectors, lists, measures } = pack.contents;
      call.stdout.write(
        `${id} ${version}: ${assertions.length} 项断言全部成立（任务 ${sectors.length}，事项版本 ${items.length}，规则 ${rules.length}，名单 ${lists.length}，措施 ${measures.length}）` +
          ` / all ${assertions.length} assertions hold (${sectors.length} tasks, ${items.length} item versions, ${rules.length} rules, ${lists.length} lists, ${measures.length} measures)\n`,
      );
    }
    return faults.length === 0 ? exit.done : exit.no;
  },
};

interface Asked {
  readonly folder: string | undefined;
  readonly nation: string | undefined;
  readonly json: boolean;
  readonly list: boolean;
}

function read(args: readonly string[]): Read<Asked> {
  const given = readArguments(args, {
    nation: { type: "string" },
    json: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
  });
  if (!given.ok) return given;
  const { values, words } = given.value;
  const [folder, ...more] = words;
  const { nation, json, list } = values;
  if (more.length > 0) return unfit;
  return { ok: true, value: { folder: folder === undefined ? undefined : resolve(folder), nation, json, list } };
}

function sibling(folder: string, pack: ReadPack): string | null {
  const { within } = pack.contents.pack;
  return typeof within === "string" ? join(folder, "..", within) : null;
}

function nationOf(pack: ReadPack, folder: string | null): ReadPack | null {
  return folder === null || pack.contents.pack.within === null || !existsSync(folder) ? null : readPack(folder);
}

/** What a region is compared with must itself hold, or the comparison says nothing. */
function nationFaults(nation: ReadPack | null): PackFault[] {
  if (nation === null || checkPack(nation, null).length === 0) return [];
  const { id } = nation.contents.pack;
  return [
    {
      code: "nation",
      file: "pack.json",
      path: "/within",
      zh: `${id} 自身不成立，先检查它`,
      en: `${id} itself does not hold: check it first`,
    },
  ];
}

function list({ stdout }: Call): number {
  for (const { code, article, says } of assertions) stdout.write(`${code} (${article})\n  ${says.zh}\n  ${says.en}\n`);
  return exit.done;
}
