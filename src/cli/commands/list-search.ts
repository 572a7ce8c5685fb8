/** `list search`: searches for candidates of lists now, as the server does by itself. */
import { parseArgs } from "node:util";
import { type Command, exit } from "../command.ts";

const help = `按名单的标准查找候选。候选不是决定，也不产生任何后果。服务运行时自动进行。
Searches for candidates by the criteria in force. A candidate is no decision and nothing follows from it. The server does it
by itself: the whole register on every new day, what was recorded since every few minutes.

  --list ID   only this list
  --whole     the whole register again, also where it was asked today
  --json      as data`;

export const command: Command = {
  needs: "node",
  usage: "list search [--list ID] [--whole] [--json]",
  summary: { zh: "按名单的标准查找候选", en: "search for candidates of lists" },
  help,
  async run({ args, stdout, stderr }, node) {
    const asked = read(args);
    if (!asked) {
      stderr.write("用法不对 / wrong usage: list search --help\n");
      return exit.usage;
    }
    const { json, ...given } = asked;
    const searched = await node.candidates.search({ kind: "job", id: "command-line" }, given);
    if (json) stdout.write(`${JSON.stringify(searched)}\n`);
    else
      for (const { list, criterion, subjects, met, unsaid, found, gone } of searched) {
        const of = subjects === null ? "全部 / all" : String(subjects);
        stdout.write(
          `${list} ${criterion}: ${of}; 符合 / met ${met}, 缺少数据 / unsaid ${unsaid}, 新 / new ${found}, 不再 / gone ${gone}\n`,
        );
      }
    return exit.done;
  },
};

function read(args: readonly string[]): { list?: string; whole: boolean; json: boolean } | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        list: { type: "string" },
        whole: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    const { list, whole, json } = values;
    return { whole, json, ...(list ? { list } : {}) };
  } catch {
    return null;
  }
}
