import { readSwitches, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";

/** `retention run`: forgets now what is due. The server does so by itself, daily and at every start. */
export const command: Command = {
  needs: "node",
  usage: "retention run [--json]",
  summary: { zh: "删除保存期已满和依法责令删除的信息", en: "forget what is past its keeping or ordered forgotten" },
  help: `删除保存期已满或依法责令删除的记录内容、其文书，不再等待认定的待定数据，以及过了保存期的告知书和案件文字；承诺保留，账本仍可核验。
Forgets the content of records that are past their keeping or were ordered forgotten, their documents, what held rows
said that wait no longer, and the words of notices and proceedings past their keeping. Commitments stay: the ledger still verifies. Again and again it changes nothing more.

  --json   {records, heldRows, notices, proceedings, documents, answers}: how many were forgotten; answers are those of checks

  npm run -s chengxin -- retention run --json`,
  async run(call, node) {
    const { stdout } = call;
    const asked = readSwitches(call.args, { json: { type: "boolean", default: false } });
    if (!asked.ok) return wrongUsage(call, command, asked.fault);
    const sent = await node.intake.forgetAllDue();
    const served = await node.notices.forgetDue();
    const proceedings = await node.lists.forgetDue();
    const answers = await node.measures.forgetDue();
    const { records, heldRows } = sent;
    const { notices } = served;
    const documents = sent.documents + served.documents;
    stdout.write(
      asked.value.json
        ? `${JSON.stringify({ records, heldRows, notices, proceedings, documents, answers })}\n`
        : `已删除的记录 / records forgotten: ${records}\n已删除的待定数据 / held rows forgotten: ${heldRows}\n已删除的告知书 / notices forgotten: ${notices}\n已删除的案件文字 / proceedings forgotten: ${proceedings}\n已删除的文书 / documents removed: ${documents}\n已删除的核查答复 / answers forgotten: ${answers}\n`,
    );
    return exit.done;
  },
};
