/** `watch end WATCH`: stops watching. */
import { actorForAgency } from "#src/access/index.ts";
import { readArguments, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";
import { sayRefusal } from "../refusal.ts";

export const command: Command = {
  needs: "node",
  usage: "watch end WATCH --as AGENCY_CODE [--json]",
  summary: { zh: "停止关注", en: "end a watch" },
  help: `停止本机关的一项关注；已经停止的保持原样。
Ends a watch of an agency; one that has ended stays as it ended.

  WATCH                its id, from watch list
  --as AGENCY_CODE     as which agency; its credential needs checks:ask
  --json               the watch

  npm run -s chengxin -- watch end 0d4f6a0e-6f0f-4d57-9a55-0a8c2f2c7b11 --as 11880000MB880023X6`,
  async run(call, node) {
    const given = readArguments(call.args, { as: { type: "string" }, json: { type: "boolean", default: false } });
    if (!given.ok) return wrongUsage(call, command, given.fault);
    const { as: agency, json } = given.value.values;
    const [watch = "", ...more] = given.value.words;
    if (!agency || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(watch) || more.length > 0)
      return wrongUsage(call, command, null);
    const actor = await actorForAgency(node, agency);
    if (!actor.ok) return sayRefusal(call, actor.refusal);
    const ended = await node.reach.watches.end(actor.value, watch);
    if (!ended.ok) return sayRefusal(call, ended.refusal);
    call.stdout.write(json ? `${JSON.stringify(ended.value)}\n` : "已停止 / ended\n");
    return exit.done;
  },
};
