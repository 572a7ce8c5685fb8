import { type Command, exit } from "../command.ts";

/** `migrate`: assembling a node has already brought the database to the present; this only says so. */
export const command: Command = {
  needs: "node",
  usage: "migrate",
  summary: { zh: "把数据库更新到当前版本", en: "bring the database to the present version" },
  async run({ stdout }) {
    stdout.write("数据库已是当前版本 / the database is at the present version\n");
    return exit.done;
  },
};
