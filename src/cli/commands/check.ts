/** `check CODE --matter M --purpose P`: what binds a body in a matter towards a subject, with a receipt. */
import { text } from "node:stream/consumers";
import { checkSchemes } from "#contract/checks.ts";
import { actorForAgency, agencyActedFor } from "#src/access/index.ts";
import { type Read, readArguments, unfit, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";
import type { Node } from "../node.ts";
import { sayRefusal } from "../refusal.ts";
import { command as batchCommand } from "./check-batch.ts";
import { answerInWords } from "./receipt-verify.ts";

const help = `本机关在某一事项中，现在对某主体应当或可以采取什么措施、给予什么激励；回答是一份回执，查阅记入日志。
What binds a body in a matter towards a subject, now. The answer is a receipt; the look is in the log.

  CODE                 the unified code of an organisation or an individual business; - reads a number from standard input,
                       which is the only way for a person's
  --matter MATTER      a matter the agency decides in (cn/government-procurement)
  --as AGENCY_CODE     as which agency; its credential needs checks:ask. Unless said, the only agency whose credential is here;
                       on the demo the first that decides in the matter
  --purpose PURPOSE    a purpose of the matter (procurement-review); unless said, the only one it has
  --scheme SCHEME      with -: ${checkSchemes.join(", ")}; unified-code unless said
  --batch FILE         a file of codes instead of CODE: check batch --help
  --json               the receipt, byte for byte as it can be verified: receipt verify FILE

退出码 1：查无此主体，或不得核查。 / Exit code 1: not known here, or not to be asked.

  npm run -s chengxin -- check 91880102MA88K0016C --matter cn/government-procurement
  npm run -s chengxin -- check 91880102MA88K0016C --as 11880000MB88001255 --matter cn/government-procurement --purpose procurement-review`;

const batch = batchCommand as Extract<Command, { needs: "node" }>;

export const command: Command = {
  needs: "node",
  usage: "check CODE --matter MATTER [--as AGENCY_CODE] [--purpose PURPOSE] [--json]",
  summary: { zh: "核查：适用的措施和激励", en: "check which measures and incentives apply" },
  help,
  async run(call, node) {
    const at = call.args.indexOf("--batch");
    if (at >= 0) return batch.run({ ...call, args: call.args.toSpliced(at, 1) }, node);
    const asked = read(call.args);
    if (!asked.ok) return wrongUsage(call, command, asked.fault);
    const { code, scheme, matter, json } = asked.value;
    const { purpose, agency } = await filledIn(node, asked.value);
    if (!agency) return wrongUsage(call, command, { zh: "须以 --as 指明机关", en: "--as must say for which agency" });
    if (!asked.value.agency || !asked.value.purpose) call.stderr.write(`--as ${agency} --purpose ${purpose}\n`);
    const actor = await actorForAgency(node, agency);
    if (!actor.ok) return sayRefusal(call, actor.refusal);
    const [value = ""] = code === "-" ? (await text(call.stdin)).trim().split(/\s*\n/) : [code];
    const found = await node.measures.ask(actor.value, { subject: { scheme, value }, matter, purpose });
    if (!found.ok) return sayRefusal(call, found.refusal);
    const { answer, text: receipt } = found.value;
    call.stdout.write(json ? `${receipt}\n` : answerInWords(answer));
    return answer.outcome === "unknown-subject" ? exit.no : exit.done;
  },
};

interface Asked {
  readonly code: string;
  readonly agency: string | undefined;
  readonly scheme: string;
  readonly matter: string;
  readonly purpose: string | undefined;
  readonly json: boolean;
}

/** What was left out and can be known: said on standard error, for both stand in the subject's log (C15). */
async function filledIn(
  node: Node,
  { agency, matter, purpose }: Asked,
): Promise<{ agency: string | null; purpose: string }> {
  const known = node.catalogue.matters.get(matter);
  const [only = "", ...others] = known?.purposes ?? [];
  return {
    agency: agency ?? (await agencyActedFor(node, known?.agencyKinds ?? ["any"])),
    purpose: purpose ?? (others.length === 0 ? only : ""),
  };
}

function read(args: readonly string[]): Read<Asked> {
  const given = readArguments(args, {
    as: { type: "string" },
    matter: { type: "string" },
    purpose: { type: "string" },
    scheme: { type: "string", default: "unified-code" },
    json: { type: "boolean", default: false },
  });
  if (!given.ok) return given;
  const { values, words } = given.value;
  const [code = "", ...more] = words;
  const { as: agency, matter, purpose, scheme, json } = values;
  if (code === "" || more.length > 0 || !matter) return unfit;
  // On a line of commands everybody reads along: only codes of organisations and businesses are given there (C13).
  if (code !== "-" && scheme !== "unified-code") return unfit;
  return { ok: true, value: { code, agency, scheme, matter, purpose, json } };
}
