/** `list search`: searches for candidates of lists now, as the server does by itself. */
import { readSwitches, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";

const help = `按名单的标准查找候选。候选不是决定，也不产生任何后果。服务运行时自动进行。
Searches for candidates by the criteria in force. A candidate is no decision and nothing follows from it. The server does it
by itself: the whole register on every new day, what was recorded since every few minutes.

  --list ID   only this list
  --whole     the whole register again, also where it was asked today
  --json      as data

退出码 0：已查找。 / Exit code 0: searched.

  npm run -s chengxin -- list search --list cn/tax-serious-list`;

export const command: Command = {
  needs: "node",
  usage: "list search [--list ID] [--whole] [--json]",
  summary: { zh: "按名单的标准查找候选", en: "search for candidates of lists" },
  help,
  async run(call, node) {
    const read = readSwitches(call.args, {
      list: { type: "string" },
      whole: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    });
    if (!read.ok) return wrongUsage(call, command, read.fault);
    const { list, whole, json } = read.value;
    const given = { whole, ...(list ? { list } : {}) };
    const searched = await node.candidates.search({ kind: "job", id: "command-line" }, given);
    if (json) call.stdout.write(`${JSON.stringify(searched)}\n`);
    else
      for (const { list, criterion, subjects, met, unsaid, found, gone } of searched) {
        const of = subjects === null ? "全部 / all" : String(subjects);
        call.stdout.write(
          `${list} ${criterion}: ${of}; 符合 / met ${met}, 缺少数据 / unsaid ${unsaid}, 新 / new ${found}, 不再 / gone ${gone}\n`,
        );
      }
    return exit.done;
  },
};
