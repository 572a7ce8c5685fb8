import { verifyLedger } from "#src/ledger/index.ts";
import { type Command, exit } from "../command.ts";

/** `ledger verify`: recomputes every commitment; says how many stand, were forgotten, were altered. */
export const command: Command = {
  needs: "node",
  usage: "ledger verify [--json]",
  summary: { zh: "核验账本：每一条记录是否未被改写", en: "verify that no record of the ledger was rewritten" },
  async run({ args, stdout }, node) {
    const scope = await node.door.scope(
      { kind: "job", id: "ledger-verify" },
      "verify-ledger",
      { type: "Node", id: "node" },
      { audience: "inside" },
    );
    if (!scope.ok) throw new Error(scope.refusal.code);
    const found = await verifyLedger(node.app, scope.value);
    if (args.includes("--json")) stdout.write(`${JSON.stringify(found)}\n`);
    else {
      stdout.write(
        `未被改写 / unaltered: ${found.verified}\n已依法删除 / forgotten: ${found.forgotten}\n被改写 / altered: ${found.altered.length}\n`,
      );
      for (const { recordId, version } of found.altered) stdout.write(`  ${recordId} v${version}\n`);
    }
    return found.altered.length === 0 ? exit.done : exit.no;
  },
};
