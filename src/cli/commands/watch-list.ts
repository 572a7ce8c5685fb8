/** `watch list`: the watches of an agency. */
import type { Watch } from "#contract/watches.ts";
import { actorForAgency } from "#src/access/index.ts";
import { readArguments, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";
import { sayRefusal } from "../refusal.ts";

const states: Readonly<Record<Watch["state"], string>> = {
  live: "有效 / live",
  asked: "已停止 / ended",
  expired: "已到期 / expired",
  lapsed: "已失效 / lapsed",
};

export const command: Command = {
  needs: "node",
  usage: "watch list --as AGENCY_CODE [--live] [--json]",
  summary: { zh: "本机关的关注", en: "the watches of an agency" },
  help: `本机关的关注，新的在前。
The watches of an agency, newest first.

  --as AGENCY_CODE     as which agency; its credential needs checks:ask
  --live               only those that have not ended
  --json               one JSON object a line

  npm run -s chengxin -- watch list --as 11880000MB880023X6 --live`,
  async run(call, node) {
    const given = readArguments(call.args, {
      as: { type: "string" },
      live: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    });
    if (!given.ok) return wrongUsage(call, command, given.fault);
    const { as: agency, live, json } = given.value.values;
    if (!agency || given.value.words.length > 0) return wrongUsage(call, command, null);
    const actor = await actorForAgency(node, agency);
    if (!actor.ok) return sayRefusal(call, actor.refusal);
    let cursor: string | null = null;
    do {
      const asked = { limit: 200, ...(live ? { state: "live" as const } : {}), ...(cursor === null ? {} : { cursor }) };
      const listed: Awaited<ReturnType<typeof node.reach.watches.list>> = await node.reach.watches.list(
        actor.value,
        asked,
      );
      if (!listed.ok) return sayRefusal(call, listed.refusal);
      for (const watch of listed.value.items) call.stdout.write(json ? `${JSON.stringify(watch)}\n` : inWords(watch));
      cursor = listed.value.next;
    } while (cursor !== null);
    return exit.done;
  },
};

function inWords({ watch, subject, matter, purpose, beganOn, endsOn, state, events }: Watch): string {
  const whom = subject.number ?? "自然人 / a person";
  return `${watch}  ${whom}  ${matter} ${purpose}  ${beganOn} – ${endsOn}  ${states[state]}  变化 / changes: ${events}\n`;
}
