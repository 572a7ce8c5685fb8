/** `admin invite`: the first people of an installation, by a one-time link. */

import { randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import { addYears, type IsoDate, parseIsoDate } from "#core/time/date.ts";
import { inviteOfficer, type Role } from "#src/access/index.ts";
import { type Read, readSwitches, unfit, unusable, wrongUsage } from "../arguments.ts";
import { type Call, type Command, exit } from "../command.ts";
import type { Node } from "../node.ts";
import { sayRefusal } from "../refusal.ts";

const roles = ["operator", "supervisor", "auditor", "officer"] as const;

const help = `为首位管理人员生成一次性邀请链接；姓名从标准输入读取，不写在命令行上。
Makes a one-time link of invitation for the first people of an installation; the name comes on standard input, never as
an argument. Whoever works at this machine may do this, and it is recorded.

  --agency CODE   the agency where the person holds office (see agency add)
  --role ROLE     ${roles.join(", ")}; operator unless said
  --until DATE    last day of the appointment, at most three years ahead; a year ahead unless said

  echo 姓名 | npm run -s chengxin -- admin invite --agency 11880000MB8800117A`;

export const command: Command = {
  needs: "node",
  usage: "admin invite --agency CODE [--role ROLE] [--until DATE]",
  summary: { zh: "邀请首位管理人员（一次性链接）", en: "invite the first administrator (one-time link)" },
  help,
  async run(call, node) {
    const asked = read(call.args, node);
    if (!asked.ok) return wrongUsage(call, command, asked.fault);
    const name = (await text(call.stdin)).trim();
    if (name === "" || name.length > 60)
      return unusable(call, { zh: "姓名请从标准输入读入", en: "the name is read from standard input" });
    return invite(call, node, { ...asked.value, name });
  },
};

interface Asked {
  readonly agency: string;
  readonly roles: readonly Role[];
  readonly until: IsoDate;
}

function read(args: readonly string[], node: Node): Read<Asked> {
  const given = readSwitches(args, {
    agency: { type: "string" },
    role: { type: "string", default: "operator" },
    until: { type: "string" },
  });
  if (!given.ok) return given;
  const { agency, role: wanted, until: last } = given.value;
  const role = roles.find((one) => one === wanted);
  const until = last === undefined ? addYears(node.clock.today(), 1) : parseIsoDate(last);
  return agency && role && until ? { ok: true, value: { agency, roles: [role], until } } : unfit;
}

async function invite(call: Call, node: Node, given: Asked & { name: string }): Promise<number> {
  const asked = { actor: { kind: "job", id: "command-line" } as const, idempotencyKey: randomUUID() };
  const invited = await inviteOfficer(node, asked, given);
  if (!invited.ok) return sayRefusal(call, invited.refusal);
  const { link, officer } = invited.value;
  call.stdout.write(`${link}\n`);
  call.stderr.write(
    `链接只能使用一次，有效至 ${officer.invitationUntil}。\nThe link works once, until ${officer.invitationUntil}.\n`,
  );
  return exit.done;
}
