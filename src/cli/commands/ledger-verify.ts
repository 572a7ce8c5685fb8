import { verifyReceipts } from "#src/intake/index.ts";
import { verifyLedger } from "#src/ledger/index.ts";
import { inSnapshot } from "#src/platform/database.ts";
import { type Command, exit } from "../command.ts";

/** `ledger verify`: recomputes every commitment and compares every receipt with the ledger; names what was altered. */
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
    const { found, receipts } = await inSnapshot(node.app, async (sql) => ({
      found: await verifyLedger(sql, scope.value),
      receipts: await verifyReceipts(sql, scope.value),
    }));
    if (args.includes("--json")) stdout.write(`${JSON.stringify({ ...found, receipts })}\n`);
    else {
      stdout.write(
        `未被改写 / unaltered: ${found.verified}\n已依法删除 / forgotten: ${found.forgotten}\n被改写 / altered: ${found.altered.length}\n`,
      );
      for (const { recordId, version } of found.altered) stdout.write(`  ${recordId} v${version}\n`);
      stdout.write(
        `与回执一致的批次 / batches that agree with their receipts: ${receipts.agreeing}\n不一致 / that do not: ${receipts.faults.length}\n`,
      );
      for (const { batchId, fault } of receipts.faults) stdout.write(`  ${batchId} ${fault}\n`);
    }
    return found.altered.length === 0 && receipts.faults.length === 0 ? exit.done : exit.no;
  },
};
