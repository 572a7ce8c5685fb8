import { verifyReceipts } from "#src/intake/index.ts";
import { verifyLedger } from "#src/ledger/index.ts";
import { inSnapshot } from "#src/platform/database.ts";
import { readSwitches, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";

/** `ledger verify`: recomputes every commitment and compares every receipt with the ledger; names what was altered. */
export const command: Command = {
  needs: "node",
  usage: "ledger verify [--json]",
  summary: { zh: "核验账本：每一条记录是否未被改写", en: "verify that no record of the ledger was rewritten" },
  help: `重新计算每一条记录的承诺，再把每一份回执与账本核对；只读，可在服务运行时执行。
Computes every record's commitment anew, then compares every receipt with the ledger. It only reads; the server may run.

  --json   {verified, forgotten, altered: [{recordId, version}], receipts: {agreeing, faults: [{batchId, fault}]}}

退出码 1：有被改写的，或与回执不一致的。 / Exit code 1: something was altered, or does not agree with its receipt.

  npm run -s chengxin -- ledger verify`,
  async run(call, node) {
    const { stdout } = call;
    const asked = readSwitches(call.args, { json: { type: "boolean", default: false } });
    if (!asked.ok) return wrongUsage(call, command, asked.fault);
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
    if (asked.value.json) stdout.write(`${JSON.stringify({ ...found, receipts })}\n`);
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
