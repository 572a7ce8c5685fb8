/** `search TEXT`: organisations by code or name, best first. */
import { problemOf } from "#contract/refusals.ts";
import { matchReasons } from "#contract/registry.ts";
import { hitsMax } from "#src/registry/index.ts";
import { type Read, readArguments, unfit, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";

const help = `按代码或名称查找组织，最相符的在前。
Finds organisations by code or by name as people type it: in part, brand, former name, traditional script, pinyin or
initials, without place or legal form, with one character wrong. Individual businesses are found by exact code or full
trade name only; natural persons cannot be found.

  --limit N   at most N hits (1 to ${hitsMax}; 10 unless said)
  --json      [{code, name, matched, reason, score}]; reason is one of
              ${Object.keys(matchReasons).join(", ")}

Exit code 1 where nothing is found. 身份证件号码不受理，也不会显示。 / Identity numbers are refused and not repeated.

  npm run -s chengxin -- search 东莞清之醇
  npm run -s chengxin -- search qingzhichun --limit 3 --json`;

export const command: Command = {
  needs: "node",
  usage: "search TEXT [--limit N] [--json]",
  summary: { zh: "按代码或名称查找组织", en: "find organisations by code or name" },
  help,
  async run(call, node) {
    const { stdout, stderr } = call;
    const given = read(call.args);
    if (!given.ok) return wrongUsage(call, command, given.fault);
    const asked = given.value;
    const found = await node.registry.search.search(asked.text, { limit: asked.limit });
    if (!found.ok) {
      const { zh, en, remedy } = problemOf(found.refusal);
      stderr.write(`${zh}。${remedy.zh}。\n${en}. ${remedy.en}.\n`);
      return exit.usage;
    }
    const { items } = found.value;
    if (asked.json) {
      const hits = items.map(({ code, name, matched, reason, score }) => ({ code, name, matched, reason, score }));
      stdout.write(`${JSON.stringify(hits, null, 1)}\n`);
    } else {
      for (const { code, name, matched, reason, former } of items) {
        const { zh, en } = matchReasons[reason];
        const by = former ? `（曾用名 / former name: ${matched}）` : "";
        stdout.write(`${code.padEnd(20)}${name}${by}  ${zh} / ${en}\n`);
      }
      if (items.length === 0) stderr.write("没有找到 / nothing found\n");
    }
    return items.length > 0 ? exit.done : exit.no;
  },
};

/** Text and options. Words that were not quoted are one text. */
function read(args: readonly string[]): Read<{ text: string; limit: number; json: boolean }> {
  const given = readArguments(args, {
    limit: { type: "string", default: "10" },
    json: { type: "boolean", default: false },
  });
  if (!given.ok) return given;
  const { values, words } = given.value;
  const limit = Number(values.limit);
  const text = words.join(" ");
  if (text.trim() === "" || !Number.isInteger(limit) || limit < 1 || limit > hitsMax) return unfit;
  return { ok: true, value: { text, limit, json: values.json } };
}
