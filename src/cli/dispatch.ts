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

/** The overview that `--help` prints. */
export async function overview(): Promise<string> {
  const lines = ["诚信 Chengxin", "", "npm run -s chengxin -- COMMAND [--help]", ""];
  for (const name of commandNames()) {
    const found = await findCommand(name.split(" "));
    if (found)
      lines.push(`  ${found.command.usage}`, `      ${found.command.summary.zh} / ${found.command.summary.en}`);
  }
  return `${lines.join("\n")}\n`;
}
