import { type Command, exit } from "../command.ts";

/** `retention run`: forgets now what is due. The server does so by itself, daily and at every start. */
export const command: Command = {
  needs: "node",
  usage: "retention run [--json]",
  summary: { zh: "删除保存期已满和依法责令删除的信息", en: "forget what is past its keeping or ordered forgotten" },
  async run({ args, stdout }, node) {
    const { records, heldRows, documents } = await node.intake.forgetAllDue();
    stdout.write(
      args.includes("--json")
        ? `${JSON.stringify({ records, heldRows, documents })}\n`
        : `已删除的记录 / records forgotten: ${records}\n已删除的待定数据 / held rows forgotten: ${heldRows}\n已删除的文书 / documents removed: ${documents}\n`,
    );
    return exit.done;
  },
};
