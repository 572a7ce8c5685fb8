/** `bundle check CODE`: the desk officer's question without a line. Needs no database and no network. */
import { text } from "node:stream/consumers";
import { looksLikePersonNumber } from "#core/code/secrets.ts";
import { readArguments, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";
import { deskFiles, deskOptions, deskOptionsHelp } from "../desk-files.ts";
import { deskInWords, refusalInWords, ruleInWords } from "../desk-words.ts";
import { askAtDesk } from "../verify/desk.ts";

const help = `断线时据离线包核查：先写日志，后显示答复。离线包到期即不再作答，只显示断线时的办理规则。
A check from an offline bundle: the look is in the journal before the answer is shown. A bundle that has ended answers nothing;
the rule for an unreachable register is shown.

  CODE                 an organisation's unified code; - reads it from standard input
  --matter MATTER      a matter of the bundle
  --purpose PURPOSE    its purpose, which may be left out
${deskOptionsHelp}
  --json               the answer as data

不经本程序 / without this program (Node 22.18 or newer; here node_modules/.bin/node): node src/cli/verify/desk.ts CODE --matter M --bundle FILE --journal FILE
退出码 1：离线包不知道这个代码，或不作答。 / Exit code 1: not known to the bundle, or no answer.

  npm run -s chengxin -- bundle check 91880102MA88K0016C --matter cn/permit-construction --bundle desk.bundle --journal desk.journal`;

export const command: Command = {
  needs: "nothing",
  usage: "bundle check CODE --matter MATTER --bundle FILE --journal FILE [--officer ID] [--json]",
  summary: { zh: "断线时据离线包核查", en: "check from an offline bundle" },
  help,
  async run(call) {
    const options = {
      ...deskOptions,
      matter: { type: "string" },
      purpose: { type: "string" },
      json: { type: "boolean" },
    } as const;
    const given = readArguments(call.args, options);
    if (!given.ok) return wrongUsage(call, command, given.fault);
    const { values, words } = given.value;
    const files = deskFiles(values);
    const [word = "", ...more] = words;
    if (!files || word === "" || more.length > 0 || !values.matter) return wrongUsage(call, command, null);
    const code = word === "-" ? (await text(call.stdin)).trim() : word;
    // On a line of commands everybody reads along (C13): it is not even journalled as asked.
    if (word !== "-" && looksLikePersonNumber(word))
      return wrongUsage(call, command, refusalInWords("registry.identity-number"));
    const { matter, purpose, officer } = values;
    const found = askAtDesk(files, { code, matter, purpose, officer });
    if (values.json) call.stdout.write(`${JSON.stringify(found.ok ? { ...found.told, n: found.n } : found)}\n`);
    else if (found.ok) call.stdout.write(deskInWords(found.proved, found));
    else {
      const { zh, en } = refusalInWords(found.refused);
      const rule = found.unreachable ? ruleInWords(found.unreachable) : [];
      call.stderr.write(`${[`${zh} / ${en}`, ...rule].join("\n")}\n`);
    }
    return found.ok && found.told.outcome !== "unknown-subject" ? exit.done : exit.no;
  },
};
