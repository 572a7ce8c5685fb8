/** Every command of the program, `serve` among them, over the whole of it. */
import { assemble } from "#src/assemble.ts";
import { exit } from "#src/cli/command.ts";
import { findCommand, helpOf, isGroup, noSuchCommand, overview } from "#src/cli/dispatch.ts";
import type { Node } from "#src/cli/node.ts";
import type { Program } from "#src/cli/program.ts";
import { demoInWords, demoProgress, fillDemo } from "#src/demo/province.ts";
import { asServed, type Config, readConfig } from "#src/platform/config.ts";
import { filledDays } from "#src/platform/demo-clock.ts";
import { type Database, openDatabase } from "#src/platform/open-database.ts";
import { serve } from "#src/serve.ts";

function programOf(config: Config, opening: Promise<Database> | null): Program {
  return {
    serve: async () => serve(config, await (opening ?? openDatabase(config))),
    async demo(out) {
      const database = await openDatabase(config);
      try {
        await fillDemo(config, database, demoProgress(out));
        out.write(demoInWords(config.publicUrl));
      } finally {
        await database.leave();
      }
    },
    withNode,
  };
}

async function withNode<T>(ask: (node: Node) => Promise<T>): Promise<T> {
  const config = asServed(readConfig({ LOG_LEVEL: "warn", ...process.env }));
  const node = await assemble(config, await openDatabase(config));
  try {
    return await ask(node);
  } finally {
    await node.close();
  }
}

/**
 * Runs one command.
 * @param words as given on the command line
 * @param opening the database, where somebody began to open it already
 * @returns the exit code
 */
export async function run(words: readonly string[], opening: Promise<Database> | null): Promise<number> {
  const found = await findCommand(words[0] === "start" ? ["serve"] : words);
  const asksHelp = words.length === 0 || words.includes("--help");
  if (!found || asksHelp) {
    const [word = "--help"] = words;
    const isThere = found !== null || word === "--help" || isGroup(word);
    const text = found ? helpOf(found.command) : await overview(word);
    const isAnswer = asksHelp && isThere;
    (isAnswer ? process.stdout : process.stderr).write(isThere ? text : `${noSuchCommand}\n\n${text}`);
    return isAnswer ? exit.done : exit.usage;
  }
  const call = { args: found.args, stdin: process.stdin, stdout: process.stdout, stderr: process.stderr };
  if (found.command.needs === "nothing") return found.command.run(call);
  if (found.command.needs === "program") return found.command.run(call, programOf(readConfig(process.env), opening));
  const { command } = found;
  return withNode(async (node) => {
    if (node.config.demo && (await filledDays(node.owner)).length === 0)
      call.stderr.write(
        `${node.config.home} 里还没有演示数据：先执行 npm start 或 demo / no demo data here yet: npm start, or demo, first\n`,
      );
    return command.run(call, node);
  });
}
