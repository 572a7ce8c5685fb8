/** `serve`: the server, as `npm start` runs it. */
import { readSwitches, wrongUsage } from "../arguments.ts";
import type { Command } from "../command.ts";

export const command: Command = {
  needs: "program",
  usage: "serve",
  summary: { zh: "启动服务（与 npm start 相同）", en: "run the server, as npm start does" },
  help: `PORT             端口，默认 8080 / the port
HOST             监听地址，默认 127.0.0.1 / the address to listen on
CHENGXIN_HOME    状态存放处，默认 ./var / where state is kept
CHENGXIN_URL     对外地址 / how the world reaches this server
DATABASE_URL     使用已有的 PostgreSQL 15 或更高版本（所有者的连接） / an existing PostgreSQL 15 or later, as its owner
OIDC_ISSUER      正式的登录提供方，另需 OIDC_CLIENT_ID、OIDC_CLIENT_SECRET / a real issuer, with the two beside it
CHENGXIN_DEMO    1 为演示，0 为正式；设置了前两项之一时默认 0 / 1 the demo, 0 in earnest, the default with either of those two
CHENGXIN_PACKS   规则包目录，逗号分隔 / folders of packs, with commas

Ctrl-C 或 SIGTERM 有序停止。 / Ctrl-C or SIGTERM stops it in order.

  PORT=8081 CHENGXIN_HOME=/srv/chengxin npm run -s chengxin -- serve`,
  async run(call, program) {
    const asked = readSwitches(call.args, {});
    if (!asked.ok) return wrongUsage(call, command, asked.fault);
    return program.serve();
  },
};
