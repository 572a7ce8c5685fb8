/** `agency add`: registers agencies that come with no pack. */
import { randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import { parseAgencies, registerAgency } from "#src/access/index.ts";
import { readSwitches, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";
import { sayRefusal } from "../refusal.ts";

const help = `登记接入机关。标准输入为 JSON 数组，形式同 packs/linjiang/agencies.json。
Registers agencies. Standard input is a JSON array, shaped as packs/linjiang/agencies.json is:
[{agencyCode, nameZh, nameEn, kinds, division, superiorCode, since}], superiors first.

  --reason TEXT   on what ground; recorded

  npm run -s chengxin -- agency add --reason 机构接入 < agencies.json`;

export const command: Command = {
  needs: "node",
  usage: "agency add --reason TEXT",
  summary: { zh: "登记接入机关", en: "register agencies" },
  help,
  async run(call, node) {
    const given = readSwitches(call.args, { reason: { type: "string" } });
    const reason = given.ok ? given.value.reason?.trim() : undefined;
    if (!reason) return wrongUsage(call, command, given.ok ? null : given.fault);
    const agencies = parseAgencies(await text(call.stdin), "-");
    for (const agency of agencies) {
      const asked = { actor: { kind: "job", id: "command-line" } as const, idempotencyKey: randomUUID() };
      const done = await registerAgency(node, asked, { agency, reason });
      if (!done.ok) {
        call.stderr.write(`${agency.agencyCode}: `);
        return sayRefusal(call, done.refusal);
      }
      call.stdout.write(`${agency.agencyCode} ${agency.nameZh} ${agency.nameEn}\n`);
    }
    return exit.done;
  },
};
