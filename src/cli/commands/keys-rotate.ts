/** `keys rotate`: a new key of the node's own. */
import { parseArgs } from "node:util";
import { rotateKeys } from "#src/access/index.ts";
import { type RotatableKey, rotatableKeys } from "#src/platform/keys.ts";
import { rotatePersonTokens } from "#src/registry/index.ts";
import { type Command, exit } from "../command.ts";
import { sayRefusal } from "../refusal.ts";

const help = `轮换本节点的一类密钥。旧密钥保留，用于解封和核验；正在运行的服务几秒内改用新密钥。
Turns over one kind of the node's own keys. Former keys stay, to open and to verify; a running server uses the new one
within seconds.

  seal      what is encrypted at rest
  token     what finds persons by their number; tokens under the former key are made anew, then deleted
  signing   reports and receipts; the public half is published for ever
  access    access tokens of service clients

  --reason TEXT   recorded; "scheduled" unless said`;

export const command: Command = {
  needs: "node",
  usage: `keys rotate ${rotatableKeys.join("|")} [--reason TEXT]`,
  summary: { zh: "轮换密钥", en: "turn over the node's keys" },
  help,
  async run(call, node) {
    const given = read(call.args);
    if (!given) {
      call.stderr.write(`${command.usage}\n`);
      return exit.usage;
    }
    const permit = await rotateKeys(node, { kind: "job", id: "command-line" }, given);
    if (!permit.ok) return sayRefusal(call, permit.refusal);
    if (given.kind === "token") {
      const { added, deleted } = await rotatePersonTokens(node, permit.value);
      call.stdout.write(`标识重建 / tokens made anew: ${added}; 删除 / deleted: ${deleted}\n`);
    }
    call.stdout.write(`已轮换 / turned over: ${given.kind}\n`);
    return exit.done;
  },
};

function read(args: readonly string[]): { kind: RotatableKey; reason: string } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { reason: { type: "string", default: "定期轮换 scheduled" } },
    });
    const kind = rotatableKeys.find((one) => one === positionals[0]);
    return kind && positionals.length === 1 && values.reason.trim() ? { kind, reason: values.reason } : null;
  } catch {
    return null;
  }
}
