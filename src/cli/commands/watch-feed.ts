/** `watch feed`: what changed since a cursor. */
import type { WatchChange, WatchEvent } from "#contract/watches.ts";
import { type Actor, actorForAgency } from "#src/access/index.ts";
import { readArguments, wrongUsage } from "../arguments.ts";
import { type Call, type Command, exit } from "../command.ts";
import type { Node } from "../node.ts";
import { sayRefusal } from "../refusal.ts";

export const command: Command = {
  needs: "node",
  usage: "watch feed --as AGENCY_CODE [--after CURSOR] [--whole] [--json]",
  summary: { zh: "本机关关注的动态", en: "what changed in what an agency watches" },
  help: `按发生先后列出动态；最后一行是下次的起点。
What changed, in the order it happened; the last line says where to go on next time.

  --as AGENCY_CODE     as which agency; its credential needs checks:ask
  --after CURSOR       where the last call ended; from the beginning unless said
  --whole              what changed, too, with its receipt. Every event that is fetched is a look, logged for its subject
  --json               one JSON object a line, the last {"next": CURSOR}

  npm run -s chengxin -- watch feed --as 11880000MB880023X6 --after 12 --whole`,
  async run(call, node) {
    const given = readArguments(call.args, {
      as: { type: "string" },
      after: { type: "string", default: "0" },
      whole: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    });
    if (!given.ok) return wrongUsage(call, command, given.fault);
    const { as: agency, after, whole, json } = given.value.values;
    if (!agency || given.value.words.length > 0) return wrongUsage(call, command, null);
    const actor = await actorForAgency(node, agency);
    if (!actor.ok) return sayRefusal(call, actor.refusal);
    for (let cursor = after; ; ) {
      const read = await node.reach.watches.feed(actor.value, { cursor, limit: 200 });
      if (!read.ok) return sayRefusal(call, read.refusal);
      for (const event of read.value.items) await say(call, node, { actor: actor.value, event, whole, json });
      cursor = read.value.next;
      if (read.value.more) continue;
      call.stdout.write(json ? `${JSON.stringify({ next: cursor })}\n` : `下次 / next: --after ${cursor}\n`);
      return exit.done;
    }
  },
};

interface Saying {
  readonly actor: Actor;
  readonly event: WatchEvent;
  readonly whole: boolean;
  readonly json: boolean;
}

const kinds: Readonly<Record<WatchEvent["type"], string>> = {
  "watch.changed": "答复有变化 / the answer changed",
  "watch.ended": "关注已停止 / the watch has ended",
  "webhook.test": "测试 / a test",
};

async function say({ stdout, stderr }: Call, node: Node, { actor, event, whole, json }: Saying): Promise<void> {
  const read = whole && event.type === "watch.changed" ? await node.reach.watches.event(actor, event.event) : null;
  if (read && !read.ok) {
    sayRefusal({ stderr } as Call, read.refusal);
    return;
  }
  const { changes, receipt } = read ? read.value : { changes: null, receipt: null };
  if (json) {
    const more = read ? `,"changes":${JSON.stringify(changes)},"receipt":${receipt}` : "";
    stdout.write(`{"event":${JSON.stringify(event)}${more}}\n`);
    return;
  }
  stdout.write(`${event.at}  ${kinds[event.type]}  ${event.watch ?? ""}  ${event.event}\n`);
  for (const one of changes ?? []) stdout.write(`    ${inWords(one)}\n`);
}

const verbs: Readonly<Record<WatchChange["what"], string>> = {
  begun: "开始 / begun",
  ended: "终止 / ended",
  changed: "变更 / changed",
};

function inWords({ what, title, list, authority, from, until }: WatchChange): string {
  const days = `${from} – ${until ?? ""}`;
  return `${verbs[what]}: ${title.zh} / ${title.en} (${list.zh} / ${list.en}; ${authority.zh}; ${days})`;
}
