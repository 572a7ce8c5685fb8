/** `report keys`: the public keys reports were signed with, to verify by without us. */
import { readSwitches, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";

export const command: Command = {
  needs: "node",
  usage: "report keys",
  summary: {
    zh: "列出签署报告的全部公钥，供离线核验",
    en: "every public key reports were signed with, to verify offline",
  },
  help: `写出与 /api/v1/keys 相同的文档：W3C 受控标识符文档，同时是 JWK Set；已轮换的密钥也在其中。
Writes the document that stands at /api/v1/keys: a W3C Controlled Identifier Document and a JWK Set in one, former keys included.

  npm run -s chengxin -- report keys > keys.json
  npm run -s chengxin -- report verify report.pdf --keys keys.json`,
  async run(call, node) {
    const asked = readSwitches(call.args, {});
    if (!asked.ok) return wrongUsage(call, command, asked.fault);
    call.stdout.write(`${JSON.stringify(await node.reports.keys(), null, 2)}\n`);
    return exit.done;
  },
};
