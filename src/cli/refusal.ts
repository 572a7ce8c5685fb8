/** How a command says a refusal: both languages, and what to do. */
import { problemOf } from "#contract/refusals.ts";
import type { Refusal } from "#core/refusal.ts";
import { type Call, exit } from "./command.ts";

/** Writes the refusal to standard error; the exit code of a command whose answer is no. */
export function sayRefusal({ stderr }: Call, refusal: Refusal): number {
  const { zh, en, remedy, article } = problemOf(refusal);
  const basis = article === null ? "" : ` (${article})`;
  stderr.write(`${zh}。${remedy.zh}。\n${en}. ${remedy.en}.${basis}\n`);
  return exit.no;
}
