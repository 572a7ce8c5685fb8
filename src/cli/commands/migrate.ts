import { readSwitches, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";

/** `migrate`: assembling a node has already brought the database to the present; this only says so. */
export const command: Command = {
  needs: "node",
  usage: "migrate",
  summary: { zh: "把数据库更新到当前版本", en: "bring the database to the present version" },
  help: `执行 sql/ 中尚未执行的迁移，装载规则包的新版本。已是当前版本时不做任何事；服务启动时也会执行。
Runs the migrations of sql/ that have not run and loads newer editions of packs. Where all is present it does nothing;
the server does the same at its start. Only the database's owner (DATABASE_URL) may.

  DATABASE_URL=postgres://owner@db/chengxin npm run -s chengxin -- migrate`,
  async run(call) {
    const asked = readSwitches(call.args, {});
    if (!asked.ok) return wrongUsage(call, command, asked.fault);
    call.stdout.write("数据库已是当前版本 / the database is at the present version\n");
    return exit.done;
  },
};
