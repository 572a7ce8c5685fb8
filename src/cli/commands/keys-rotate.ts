/** `keys rotate`: a new key of the node's own. */
import { rotateKeys } from "#src/access/index.ts";
import { type RotatableKey, rotatableKeys } from "#src/platform/keys.ts";
import { rotatePersonTokens } from "#src/registry/index.ts";
import { type Read, readArguments, unfit, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";
import { sayRefusal } from "../refusal.ts";

const help = `轮换本节点的一类密钥。旧密钥保留，用于解封和核验；正在运行的服务几秒内改用新密钥。
Turns over one kind of the node's own keys. Former keys stay, to open and to verify; a running server uses the new one
within seconds.

  seal      what is encrypted at rest
  token     what finds persons by their number; tokens under the former key are made anew, then deleted
  signing   reports and receipts; the public half is published for ever
  access    access tokens of service clients

  --reason TEXT   recorded; "scheduled" unless said

  npm run -s chengxin -- keys rotate signing --reason 年度轮换`;

export const command: Command = {
  needs: "node",
  usage: `keys rotate ${rotatableKeys.join("|")} [--reason TEXT]`,
  summary: { zh: "轮换密钥", en: "turn over the node's keys" },
  help,
  async run(call, node) {
    const asked = read(call.args);
    if (!asked.ok) return wrongUsage(call, command, asked.fault);
    const given = asked.value;
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

function read(args: readonly string[]): Read<{ kind: RotatableKey; reason: string }> {
  const given = readArguments(args, { reason: { type: "string", default: "定期轮换 scheduled" } });
  if (!given.ok) return given;
  const { values, words } = given.value;
  const kind = rotatableKeys.find((one) => one === words[0]);
  return kind && words.length === 1 && values.reason.trim()
    ? { ok: true, value: { kind, reason: values.reason } }
    : unfit;
}
