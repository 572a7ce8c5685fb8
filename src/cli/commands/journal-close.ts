/** `journal close`: nothing more is asked of the bundle; its journal is complete. */
import { readArguments, wrongUsage } from "../arguments.ts";
import { type Command, exit } from "../command.ts";
import { deskFiles, deskOptions, deskOptionsHelp } from "../desk-files.ts";
import { refusalInWords } from "../desk-words.ts";
import { closeJournal } from "../verify/desk.ts";

const help = `封存窗口日志：此后不能再据这个离线包核查。没有查过的，封存一份空日志，也要交回。
Closes a desk's journal: nothing can be asked of the bundle afterwards. A desk that asked nothing closes an empty one and hands
it in too.

${deskOptionsHelp}

  npm run -s chengxin -- journal close --bundle desk.bundle --journal desk.journal`;

export const command: Command = {
  needs: "nothing",
  usage: "journal close --bundle FILE --journal FILE [--officer ID]",
  summary: { zh: "封存窗口日志", en: "close a desk's journal" },
  help,
  async run(call) {
    const given = readArguments(call.args, deskOptions);
    if (!given.ok) return wrongUsage(call, command, given.fault);
    const files = deskFiles(given.value.values);
    if (!files || given.value.words.length > 0) return wrongUsage(call, command, null);
    const closed = closeJournal(files, given.value.values.officer);
    if (closed.ok) {
      call.stdout.write(`${files.journal}: ${closed.entries} 条，已封存 / entries, closed\n`);
      return exit.done;
    }
    const { zh, en } = refusalInWords(closed.refused);
    call.stderr.write(`${zh} / ${en}\n`);
    return exit.no;
  },
};
