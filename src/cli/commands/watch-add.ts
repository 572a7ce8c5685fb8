/** `watch add CODE`: tell my agency when the answer to a check changes. */
import { randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import { watchCodesMax } from "#contract/watches.ts";
import { type Actor, actorForAgency } from "#src/access/index.ts";
import { noSuchFile, type Read, readArguments, readBytes, unfit, unusable, wrongUsage } from "../arguments.ts";
import { type Call, type Command, exit } from "../command.ts";
import type { Node } from "../node.ts";
import { sayRefusal } from "../refusal.ts";
import { answerInWords } from "./receipt-verify.ts";

const help = `关注一个主体：先照常核查一次，此后答复每有变化即写入本机关的动态，并记入主体的查阅记录；到期自动停止。
Watches a subject: it is checked once as usual; from then on each change of the answer is told in the agency's feed and
logged for the subject. A watch ends by itself.

  CODE                 the unified code of an organisation or an individual business; - reads a number from standard input,
                       which is the only way for a person's
  --file FILE          a file of codes instead of CODE, one a line, ${watchCodesMax} at most
  --as AGENCY_CODE     as which agency; its credential needs checks:ask
  --matter MATTER      a matter the agency decides in (cn/government-procurement)
  --purpose PURPOSE    a purpose of the matter that justifies a watch (procurement-review)
  --until DATE         last day; how late it may be is the purpose's to say (watchMonthsMax)
  --webhook ID         call this webhook of the agency; the feed only unless said
  --scheme SCHEME      with -: unified-code or person-number; unified-code unless said
  --key KEY            the same key again sets nothing up twice
  --json               the watch and the first receipt; of a file: what became of each line

退出码 1：查无此主体、不得关注，或文件中有未受理的行。 / Exit code 1: not known here, not to be watched, or lines were refused.

  npm run -s chengxin -- watch add 91880100MA88K00325 --as 11880000MB880023X6 --matter cn/tendering --purpose tender-review --until 2027-01-31`;

export const command: Command = {
  needs: "node",
  usage: "watch add CODE --as AGENCY_CODE --matter MATTER --purpose PURPOSE --until DATE [--json]",
  summary: { zh: "关注：答复有变化时告知本机关", en: "watch: tell my agency when the answer changes" },
  help,
  async run(call, node) {
    const asked = read(call.args);
    if (!asked.ok) return wrongUsage(call, command, asked.fault);
    const actor = await actorForAgency(node, asked.value.agency);
    if (!actor.ok) return sayRefusal(call, actor.refusal);
    return asked.value.file === undefined
      ? addOne(call, node, actor.value, asked.value)
      : addFile(call, node, actor.value, { ...asked.value, file: asked.value.file });
  },
};

interface Asked {
  readonly code: string;
  readonly file: string | undefined;
  readonly agency: string;
  readonly scheme: string;
  readonly key: string;
  readonly json: boolean;
  readonly ground: { matter: string; purpose: string; endsOn: string; webhook?: string };
}

async function addOne(call: Call, node: Node, actor: Actor, asked: Asked): Promise<number> {
  const { code, scheme, key: idempotencyKey, json, ground } = asked;
  const [value = ""] = code === "-" ? (await text(call.stdin)).trim().split(/\s*\n/) : [code];
  const kept = await node.reach.watches.add({ actor, idempotencyKey }, { subject: { scheme, value }, ...ground });
  if (!kept.ok) return sayRefusal(call, kept.refusal);
  const { watch, receipt } = kept.value;
  call.stdout.write(
    json
      ? `{"receipt":${receipt},"watch":${JSON.stringify(watch)}}\n`
      : `${answerInWords(JSON.parse(receipt).answer)}\n关注 / watch: ${watch.watch}\n截止 / last day: ${watch.endsOn}\n`,
  );
  return exit.done;
}

async function addFile(call: Call, node: Node, actor: Actor, asked: Asked & { file: string }): Promise<number> {
  const bytes = readBytes(asked.file);
  if (!bytes) return unusable(call, noSuchFile);
  const codes = bytes
    .toString("utf8")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  if (codes.length === 0 || codes.length > watchCodesMax)
    return unusable(call, { zh: `应有 1 至 ${watchCodesMax} 行`, en: `there must be 1 to ${watchCodesMax} lines` });
  const { key: idempotencyKey, ground } = asked;
  const added = await node.reach.watches.addMany({ actor, idempotencyKey }, { codes, ...ground });
  if (!added.ok) return sayRefusal(call, added.refusal);
  const { items } = added.value;
  const refused = items.filter(({ refusal }) => refusal !== null);
  if (asked.json) call.stdout.write(`${JSON.stringify({ items })}\n`);
  else {
    for (const { line, refusal } of refused) call.stdout.write(`${line}: ${refusal}\n`);
    call.stdout.write(`已关注 / watched: ${items.length - refused.length}，未受理 / refused: ${refused.length}\n`);
  }
  return refused.length > 0 ? exit.no : exit.done;
}

function read(args: readonly string[]): Read<Asked> {
  const given = readArguments(args, {
    as: { type: "string" },
    matter: { type: "string" },
    purpose: { type: "string" },
    until: { type: "string" },
    webhook: { type: "string" },
    scheme: { type: "string", default: "unified-code" },
    file: { type: "string" },
    key: { type: "string" },
    json: { type: "boolean", default: false },
  });
  if (!given.ok) return given;
  const { values, words } = given.value;
  const [code = "", ...more] = words;
  const { as: agency, matter, purpose, until: endsOn, webhook, scheme, file, key = randomUUID(), json } = values;
  if ((code === "") === (file === undefined) || more.length > 0 || !agency || !matter || !purpose || !endsOn)
    return unfit;
  // On a line of commands everybody reads along: only codes of organisations and businesses are given there (C13).
  if (code !== "-" && scheme !== "unified-code") return unfit;
  const ground = { matter, purpose, endsOn, ...(webhook === undefined ? {} : { webhook }) };
  return { ok: true, value: { code, file, agency, scheme, key, json, ground } };
}
