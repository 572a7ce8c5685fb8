/** `demo`: the invented province, taken in and explained. */
import { readSwitches, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";

export const command: Command = {
  needs: "program",
  usage: "demo",
  summary: { zh: "载入虚构的临江省，列出可试的内容", en: "take the invented province in, and list what to try" },
  help: `载入只做一次；中断后再次执行会从中断处继续。npm start 首次启动时会自动执行。
Taken in once; after an interruption the same command goes on. npm start does it at its first start.
重新开始：停止服务，删除 CHENGXIN_HOME（默认 ./var）下的 postgres 与 keys。
To begin anew: stop the server and delete postgres and keys under CHENGXIN_HOME (./var).

  CHENGXIN_HOME=/tmp/chengxin npm run -s chengxin -- demo`,
  async run(call, program) {
    const asked = readSwitches(call.args, {});
    if (!asked.ok) return wrongUsage(call, command, asked.fault);
    await program.demo(call.stdout);
    return exit.done;
  },
};
