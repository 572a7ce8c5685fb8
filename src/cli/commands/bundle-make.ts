/** `bundle make`: an offline bundle for a desk, with the keys it needs beside it. */
import { randomUUID } from "node:crypto";
import { createWriteStream, existsSync, writeFileSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { actorForAgency } from "#src/access/index.ts";
import { type Read, readArguments, unfit, unusable, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";
import { sayRefusal } from "../refusal.ts";
import { besideBundle, makeDeskKey, publicHalf } from "../verify/desk.ts";

const help = `制作离线包：断线的窗口据此作答，至多七日；只含组织，只限本机关依法办理的事项。
Has an offline bundle made: a desk that loses its line answers from it, seven days at most; organisations only, and only
matters the body decides in.

  --as AGENCY_CODE     for which agency; its credential needs checks:ask
  --matter MATTER      a matter the agency decides in; may be given several times
  --purpose PURPOSE    a purpose of all these matters
  --out FILE           where the bundle goes; beside it FILE.keys.json (our public keys) and FILE.desk.json (the desk's own
                       key: it signs the journal and never leaves the desk)
  --desk KEY.json      the desk's key, where it has one (bundle key)

  npm run -s chengxin -- bundle make --as 11880000MB880023X6 --matter cn/permit-construction --purpose permit-review --out desk.bundle`;

export const command: Command = {
  needs: "node",
  usage: "bundle make --as AGENCY_CODE --matter MATTER --purpose PURPOSE --out FILE",
  summary: { zh: "为断线的窗口制作离线包", en: "make an offline bundle for a desk that may lose its line" },
  help,
  async run(call, node) {
    const asked = read(call.args);
    if (!asked.ok) return wrongUsage(call, command, asked.fault);
    const { agency, matters, purpose, out, desk } = asked.value;
    const actor = await actorForAgency(node, agency);
    if (!actor.ok) return sayRefusal(call, actor.refusal);
    const deskKey = existsSync(desk) ? publicHalf(desk) : makeDeskKey(desk);
    if (!deskKey) return unusable(call, { zh: "窗口密钥文件的格式不对", en: "the desk's key cannot be read" });
    const made = await node.bundles.make(
      { actor: actor.value, idempotencyKey: randomUUID() },
      { matters, purpose, deskKey },
    );
    if (!made.ok) return sayRefusal(call, made.refusal);
    const { bundle, entries, known, bytes, answersUntil, handInBy } = made.value;
    const file = await node.bundles.take(actor.value, bundle);
    if (!file.ok) return sayRefusal(call, file.refusal);
    await pipeline(file.value, createWriteStream(out, { mode: 0o600 }));
    writeFileSync(besideBundle(out).keys, `${JSON.stringify(await node.reports.keys())}\n`);
    call.stdout.write(
      `${bundle}\n${entries} 个组织有措施或激励，共知 ${known} 个代码 / organisations with measures or incentives, of codes known; ${bytes} bytes\n作答至 / answers until ${answersUntil}; 日志交回 / journal due ${handInBy}\n`,
    );
    return exit.done;
  },
};

interface Asked {
  readonly agency: string;
  readonly matters: readonly string[];
  readonly purpose: string;
  readonly out: string;
  readonly desk: string;
}

function read(args: readonly string[]): Read<Asked> {
  const text = { type: "string" } as const;
  const given = readArguments(args, {
    as: text,
    matter: { type: "string", multiple: true },
    purpose: text,
    out: text,
    desk: text,
  });
  if (!given.ok) return given;
  const { values, words } = given.value;
  const { as: agency, matter: matters = [], purpose, out } = values;
  if (words.length > 0 || !agency || matters.length === 0 || !purpose || !out) return unfit;
  return { ok: true, value: { agency, matters, purpose, out, desk: values.desk ?? besideBundle(out).desk } };
}
