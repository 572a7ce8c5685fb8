/** `check batch FILE`: checks a file of codes, as a job that outlives a killed process; the result proves itself. */
import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { CheckBatch } from "#contract/check-batches.ts";
import type { Outcome } from "#core/refusal.ts";
import { type Actor, actorForAgency } from "#src/access/index.ts";
import { noSuchFile, type Read, readArguments, unfit, unusable, wrongUsage } from "../arguments.ts";
import { type Call, type Command, exit } from "../command.ts";
import type { Node } from "../node.ts";
import { sayRefusal } from "../refusal.ts";

const forms = ["ndjson", "csv", "receipts"] as const;
type Form = (typeof forms)[number];

const help = `批量核查：一份代码文件（每行一个统一社会信用代码，或 CSV），至多一百万行；全部答复共用一个签名，每行都是一份回执。
Checks a file of codes (one a line, or CSV), a million lines at most; all answers share one signature, every line is a receipt.

  FILE                 UTF-8 or GB 18030
  --as AGENCY_CODE     as which agency; its credential needs checks:ask
  --matter MATTER      a matter the agency decides in (cn/government-procurement)
  --purpose PURPOSE    a purpose of the matter (procurement-review)
  --out FILE           where the result goes; standard output unless said
  --form FORM          ndjson (proves itself: receipt verify), receipts (a receipt a line), csv (proves nothing)
  --key KEY            the same key again goes on with the batch it began (after a power cut), or answers with its result

也可写作 / also: check --batch FILE ...
退出码 1：有的行没有被答复，或被停止。 / Exit code 1: some lines were refused, or it was stopped.

  npm run -s chengxin -- check batch codes.csv --as 11880000MB88001255 --matter cn/government-procurement --purpose procurement-review --out result.ndjson`;

export const command: Command = {
  needs: "node",
  usage: "check batch FILE --as AGENCY_CODE --matter MATTER --purpose PURPOSE [--out FILE]",
  summary: { zh: "批量核查一份代码文件", en: "check a file of codes" },
  help,
  async run(call, node) {
    const asked = read(call.args);
    return asked.ok ? checkBatch(call, node, asked.value) : wrongUsage(call, command, asked.fault);
  },
};

/** What is asked for on the command line. */
interface BatchCall {
  readonly file: string;
  readonly agency: string;
  readonly matter: string;
  readonly purpose: string;
  readonly out: string | undefined;
  readonly form: Form;
  readonly key: string;
}

/** Hands the file in, carries it out in this process, and writes the result. */
async function checkBatch(call: Call, node: Node, asked: BatchCall): Promise<number> {
  const actor = await actorForAgency(node, asked.agency);
  if (!actor.ok) return sayRefusal(call, actor.refusal);
  const { matter, purpose, key: idempotencyKey } = asked;
  const content = createReadStream(asked.file);
  content.on("error", () => {});
  const sent = await node.reach
    .sendBatch({ actor: actor.value, idempotencyKey }, { matter, purpose, content })
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "EACCES" || error.code === "EISDIR") return null;
      throw error;
    });
  if (!sent) return unusable(call, noSuchFile);
  if (!sent.ok) return sayRefusal(call, sent.refusal);
  await node.reach.work();
  const ended = await untilEnded(call, node, { actor: actor.value, batch: sent.value });
  if (!ended.ok) return sayRefusal(call, ended.refusal);
  return handOver(call, node, { actor: actor.value, batch: ended.value, asked });
}

async function untilEnded(
  { stderr }: Call,
  node: Node,
  { actor, batch }: { actor: Actor; batch: CheckBatch },
): Promise<Outcome<CheckBatch>> {
  for (let told = -1; ; ) {
    const found = await node.reach.batch(actor, batch.batch);
    if (!found.ok || ["finished", "cancelled", "failed"].includes(found.value.state)) return found;
    if (found.value.done !== told) stderr.write(`${found.value.done} / ${found.value.lines}\n`);
    told = found.value.done;
    await sleep(500);
  }
}

async function handOver(
  call: Call,
  node: Node,
  { actor, batch, asked }: { actor: Actor; batch: CheckBatch; asked: BatchCall },
): Promise<number> {
  if (batch.state === "failed") {
    call.stderr.write(`${batch.refusal?.text.zh ?? ""} / ${batch.refusal?.text.en ?? ""}\n`);
    return exit.no;
  }
  const result = await node.reach.result(actor, { batchId: batch.batch, form: asked.form });
  if (!result.ok) return sayRefusal(call, result.refusal);
  if (asked.out === undefined) await pipeline(result.value, call.stdout, { end: false });
  else await pipeline(result.value, createWriteStream(asked.out, { mode: 0o600 }));
  const { told, nothing, unknown, refused, lines } = batch;
  call.stderr.write(
    `${lines} 行 / lines: 有措施或激励 / told of measures ${told}, 无记录 / nothing recorded ${nothing}, 查无 / not known ${unknown}, 未受理 / refused ${refused}\n`,
  );
  return refused > 0 || batch.state === "cancelled" ? exit.no : exit.done;
}

function read(args: readonly string[]): Read<BatchCall> {
  const given = readArguments(args, {
    as: { type: "string" },
    matter: { type: "string" },
    purpose: { type: "string" },
    out: { type: "string" },
    form: { type: "string", default: "ndjson" },
    key: { type: "string" },
  });
  if (!given.ok) return given;
  const { values, words } = given.value;
  const [file = "", ...more] = words;
  const { as: agency, matter, purpose, out, key = randomUUID() } = values;
  const form = forms.find((one) => one === values.form);
  if (file === "" || more.length > 0 || !agency || !matter || !purpose || !form) return unfit;
  return { ok: true, value: { file, agency, matter, purpose, out, form, key } };
}
