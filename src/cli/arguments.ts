/** How every command reads its words: options by name, the rest in order. What is wrong is said; no value is repeated (C13). */
import { readFileSync } from "node:fs";
import { type ParseArgsConfig, parseArgs } from "node:util";
import type { Bilingual } from "#core/refusal.ts";
import { type Call, type Command, exit } from "./command.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true; strict: true }>
>;

/** What was read, or what is wrong with it; null: it does not fit the usage. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Bilingual | null };

/** Words that do not fit the usage. */
export const unfit: Read<never> = { ok: false, fault: null };

/** Reads options and words. */
export function readArguments<const O extends Options>(
  args: readonly string[],
  options: O,
): Read<{ readonly values: Parsed<O>["values"]; readonly words: readonly string[] }> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    return { ok: true, value: { values, words: positionals } };
  } catch (error) {
    return { ok: false, fault: faultOf(error, args, options) };
  }
}

/** Reads a command that takes nothing but switches. */
export function readSwitches<const O extends Options>(args: readonly string[], options: O): Read<Parsed<O>["values"]> {
  const read = readArguments(args, options);
  if (!read.ok) return read;
  return read.value.words.length === 0 ? { ok: true, value: read.value.values } : unfit;
}

/** Names the option, never its value: who mistypes one may have typed anything behind it. */
function faultOf(error: unknown, args: readonly string[], options: Options): Bilingual | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const named = args.flatMap((word) => /^--?([a-zA-Z][a-zA-Z-]{0,30})(?:=|$)/.exec(word)?.[1] ?? []);
  const unknown = named.find((name) => !(name in options));
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION" && unknown !== undefined)
    return { zh: `没有选项 --${unknown}`, en: `there is no option --${unknown}` };
  const [, wanting] = /'(?:-\w, )?--([a-z-]+)/.exec(error instanceof Error ? error.message : "") ?? [];
  if (code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE" && wanting !== undefined && wanting in options)
    return options[wanting]?.type === "string"
      ? { zh: `选项 --${wanting} 需要一个值`, en: `the option --${wanting} needs a value` }
      : { zh: `选项 --${wanting} 不带值`, en: `the option --${wanting} takes no value` };
  return null;
}

/** Says what is wrong with the words, and where to read more; the exit code of wrong usage. */
export function wrongUsage({ stderr }: Call, { usage }: Pick<Command, "usage">, fault: Bilingual | null): number {
  const what = fault === null ? "" : `：${fault.zh} / ${fault.en}`;
  stderr.write(`用法不对 / wrong usage${what}\n  ${usage}\n  ${nameOf(usage)} --help\n`);
  return exit.usage;
}

/** Says why a file or an input cannot be used; the exit code of wrong usage. */
export function unusable({ stderr }: Call, { zh, en }: Bilingual): number {
  stderr.write(`${zh} / ${en}\n`);
  return exit.usage;
}

export const noSuchFile: Bilingual = { zh: "文件打不开", en: "the file cannot be opened" };

/** The command's own words at the beginning of its usage: `report verify`. */
export function nameOf(usage: string): string {
  const words = usage.split(" ");
  const end = words.findIndex((word) => !/^[a-z]+(?:-[a-z]+)*$/.test(word));
  return words.slice(0, end < 0 ? words.length : end).join(" ");
}

/** A file's bytes; null where it cannot be opened. */
export function readBytes(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
