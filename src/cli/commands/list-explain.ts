/** `list explain CODE`: why a subject is on a list, or is not: recomputed from records and rules. */
import type { Explanation, Recomputed } from "#contract/candidates.ts";
import { type Read, readArguments, unfit, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";
import { sayRefusal } from "../refusal.ts";

const help = `为何在名单上：按作出列入决定之日的标准和当时已知的记录重算，与现在对照。只说异同，不作评价。
Why is X here: every entry recomputed from the criteria of the day of its decision and the records known then, beside what
the criteria say now. A diff, not an opinion. Organisations and individual businesses only; the look is in the subject's log.

  CODE              the unified code
  --list ID         one list (cn/tax-serious-list); unless said, every list that says anything of the subject
  --as-of DAY       as of this day instead of today
  --known-at TIME   only what was known by then (2026-05-06T08:00:00Z)
  --json            as data

退出码 1：查无此主体。 / Exit code 1: not known here.

  npm run -s chengxin -- list explain 91880102MA88K0016C --list cn/tax-serious-list`;

export const command: Command = {
  needs: "node",
  usage: "list explain CODE [--list ID] [--as-of DAY] [--known-at TIME] [--json]",
  summary: { zh: "重算：为何在名单上", en: "recompute why a subject is on a list" },
  help,
  async run(call, node) {
    const read = readAsked(call.args);
    if (!read.ok) return wrongUsage(call, command, read.fault);
    const { json, ...question } = read.value;
    const explained = await node.candidates.explain({ kind: "job", id: "command-line" }, question);
    if (!explained.ok) return sayRefusal(call, explained.refusal);
    call.stdout.write(json ? `${JSON.stringify(explained.value)}\n` : inWords(explained.value));
    return exit.done;
  },
};

interface Asked {
  readonly code: string;
  readonly list?: string;
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly json: boolean;
}

function readAsked(args: readonly string[]): Read<Asked> {
  const read = readArguments(args, {
    list: { type: "string" },
    "as-of": { type: "string" },
    "known-at": { type: "string" },
    json: { type: "boolean", default: false },
  });
  if (!read.ok) return read;
  const { values, words } = read.value;
  const [code, ...more] = words;
  if (code === undefined || more.length > 0) return unfit;
  const { list, "as-of": asOf, "known-at": knownAt, json } = values;
  const dates = { ...(asOf ? { asOf } : {}), ...(knownAt ? { knownAt } : {}) };
  return { ok: true, value: { code, json, ...(list ? { list } : {}), ...dates } };
}

function inWords(explained: readonly Explanation[]): string {
  if (explained.length === 0) return "没有名单涉及该主体 / no list says anything of the subject\n";
  return explained.map(listInWords).join("\n");
}

function listInWords({ list, title, code, name, entries, now, differences }: Explanation): string {
  const lines = [`${title.zh} / ${title.en}  (${list})`, `${name}  ${code}`];
  for (const { recordId, state, inForce, decidedOn, effectiveFrom, effectiveTo, ground, whenDecided } of entries) {
    const force = inForce ? "有效 / in force" : state === "standing" ? "已失效 / no longer in force" : state;
    lines.push(`- ${recordId}  ${decidedOn}  ${effectiveFrom} – ${effectiveTo ?? ""}  ${force}  ${ground ?? ""}`);
    lines.push(...criteriaInWords("  ", whenDecided));
  }
  lines.push("现在 / now", ...criteriaInWords("", now));
  for (const { recordId, says, gained, lost } of differences) {
    lines.push(`= ${recordId ?? ""} ${says.zh}。${says.en}.`);
    if (gained.length + lost.length > 0) lines.push(`  + ${gained.join(" ")}  - ${lost.join(" ")}`);
  }
  return `${lines.join("\n")}\n`;
}

const metWords = {
  yes: "符合 / met",
  no: "不符合 / not met",
  unsaid: "缺少数据，不符合 / a field is missing: not met",
};

function criteriaInWords(indent: string, { asOf, knownAt, criteria }: Recomputed): string[] {
  return [
    `${indent}${asOf} / ${knownAt}`,
    ...criteria.flatMap(({ criterion, says, met, by }) => [
      `${indent}  ${criterion}: ${metWords[met]}  ${says.zh} / ${says.en}`,
      ...by.map(
        ({ recordId, version, decidedOn, itemTitle }) =>
          `${indent}    ${recordId} v${version}  ${decidedOn}  ${itemTitle.zh}`,
      ),
    ]),
  ];
}
