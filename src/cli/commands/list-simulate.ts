/** `list simulate --list ID --rule FILE|TEXT`: who would become a candidate under another rule, and who no longer. */
import { existsSync, readFileSync } from "node:fs";
import type { SimulationResult } from "#contract/candidates.ts";
import { csvCell } from "#core/csv.ts";
import { type Read, readSwitches, unfit, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";
import { sayRefusal } from "../refusal.ts";

const help = `试算：若改用这条标准，谁会进入、谁会退出候选。候选不是决定；只列组织，个人和个体工商户只计数。
Tries a rule on the real register before it takes force: who would become a candidate, and who no longer. A candidate is no
decision. Organisations are named; individual businesses are counted only, and nobody looks for persons.

  --list ID         the list whose criteria it would replace
  --rule FILE|TEXT  the rule in CEL (docs/decisions/rule-language.md), in a file or as it stands
  --as-of DAY       as of this day instead of today
  --json, --csv     as data; the CSV has the organisations alone

退出码 1：规则不能读，或没有这个名单。 / Exit code 1: the rule cannot be read, or there is no such list.

  npm run -s chengxin -- list simulate --list cn/tax-serious-list --rule 'records.exists(r, r.item == "cn/penalty" && r.open.matter == "税务")'`;

export const command: Command = {
  needs: "node",
  usage: "list simulate --list ID --rule FILE|TEXT [--as-of DAY] [--json|--csv]",
  summary: { zh: "试算另一条标准：谁进谁出", en: "try another rule: who would enter and leave" },
  help,
  async run(call, node) {
    const read = readAsked(call.args);
    if (!read.ok) return wrongUsage(call, command, read.fault);
    const { as, ...question } = read.value;
    const tried = await node.candidates.simulate({ kind: "job", id: "command-line" }, question);
    if (!tried.ok) return sayRefusal(call, tried.refusal);
    call.stdout.write({ json: asJson, csv: asCsv, words: inWords }[as](tried.value));
    return exit.done;
  },
};

interface Asked {
  readonly list: string;
  readonly rule: string;
  readonly asOf?: string;
  readonly as: "json" | "csv" | "words";
}

function readAsked(args: readonly string[]): Read<Asked> {
  const read = readSwitches(args, {
    list: { type: "string" },
    rule: { type: "string" },
    "as-of": { type: "string" },
    json: { type: "boolean", default: false },
    csv: { type: "boolean", default: false },
  });
  if (!read.ok) return read;
  const { list, rule, "as-of": asOf, json, csv } = read.value;
  if (!list || !rule || (json && csv)) return unfit;
  const text = existsSync(rule) ? readFileSync(rule, "utf8").trim() : rule;
  const as = json ? "json" : csv ? "csv" : "words";
  return { ok: true, value: { list, rule: text, as, ...(asOf ? { asOf } : {}) } };
}

function asJson(result: SimulationResult): string {
  return `${JSON.stringify(result)}\n`;
}

function asCsv({ rows }: SimulationResult): string {
  const lines = rows.map(({ change, code, name, division, listed }) =>
    [change, code, name, division ?? "", String(listed)].map(csvCell).join(","),
  );
  return `${["change,code,name,division,listed", ...lines].join("\r\n")}\r\n`;
}

function inWords({
  words,
  asOf,
  present,
  tried,
  enters,
  leaves,
  stays,
  unsaid,
  byDivision,
  rows,
  cut,
}: SimulationResult): string {
  const lines = [
    `${words.zh}\n${words.en}\n`,
    `${asOf}`,
    `现有候选 / candidates by the rules in force: ${present}`,
    `试算候选 / by this rule: ${tried}（进入 / enter ${enters}，退出 / leave ${leaves}，不变 / stay ${stays}；缺少数据 / unsaid ${unsaid}）`,
    ...byDivision.map(({ division, enters: more, leaves: less }) => `  ${division ?? "------"}  +${more}  -${less}`),
    ...rows.map(
      ({ change, code, name, listed }) =>
        `${change === "enters" ? "+" : "-"} ${code}  ${name}${listed ? "  在名单上 / listed" : ""}`,
    ),
    ...(cut ? ["……"] : []),
  ];
  return `${lines.join("\n")}\n`;
}
