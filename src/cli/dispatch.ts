/** Finds the command a line of words means, and answers `--help`. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "./command.ts";

const folder = join(import.meta.dirname, "commands");

/** Names as typed: `code check` lives in `commands/code-check.ts`. */
export function commandNames(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => name.slice(0, -3).replace("-", " "))
    .sort();
}

/** The command the words begin with, and the words left for it; null where there is none. */
export async function findCommand(words: readonly string[]): Promise<{ command: Command; args: string[] } | null> {
  const names = commandNames();
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(" ");
    if (words.length < length || !names.includes(name)) continue;
    const module = (await import(join(folder, `${name.replace(" ", "-")}.ts`))) as { command: Command };
    return { command: module.command, args: words.slice(length) };
  }
  return null;
}

/** What every command's exit codes mean; what else one means by 1, or by codes of its own, its help says. */
const exits = `退出码 / exit codes
  0    完成 / done
  1    完成，结论为否（有被拒的行、查无此主体、已被改动等） / done, and the answer is no
  64   用法不对 / wrong usage
  70   程序出错 / an error of ours
  78   配置不对 / wrong configuration`;

/** What \`COMMAND --help\` prints: usage, what it does, options and an example, exit codes. */
export function helpOf({ usage, summary, help = "" }: Command): string {
  return `${[`npm run -s chengxin -- ${usage}`, `${summary.zh} / ${summary.en}`, ...(help ? [help] : []), exits].join("\n\n")}\n`;
}

export const noSuchCommand = "没有这条命令 / there is no such command";

/** Whether commands of two words begin with this one: `list`. */
export function isGroup(word: string): boolean {
  return commandNames().some((name) => name.startsWith(`${word} `));
}

/** The overview that `--help` prints: of all commands, or of those that begin with a word (`list`), where there are any. */
export async function overview(word = ""): Promise<string> {
  const group = commandNames().filter((name) => name.split(" ")[0] === word);
  const lines = [
    "诚信 Chengxin",
    "",
    `npm run -s chengxin -- ${group.length > 0 ? `${word} ` : ""}COMMAND [--help]`,
    "",
  ];
  for (const name of group.length > 0 ? group : commandNames()) {
    const found = await findCommand(name.split(" "));
    if (found)
      lines.push(`  ${found.command.usage}`, `      ${found.command.summary.zh} / ${found.command.summary.en}`);
  }
  return `${lines.join("\n")}\n`;
}
