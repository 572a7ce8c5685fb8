/** What a command of `npm run -s chengxin -- COMMAND` is. One file a command under `commands/`, found by its name. */
import type { Bilingual } from "#core/refusal.ts";
import type { Node } from "./node.ts";
import type { Program } from "./program.ts";

/** Exit codes: 0 done; 1 done, and the answer is no (refused rows, an altered report); 64 wrong usage; 70 an error of ours; 78 wrong configuration. */
export const exit = { done: 0, no: 1, usage: 64, failed: 70, configuration: 78 } as const;

export interface Call {
  readonly args: readonly string[];
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

interface Head {
  readonly usage: string;
  readonly summary: Bilingual;
  /** What it does, its options, an example, for `--help`; what every command's exit codes mean is added to it. */
  readonly help?: string;
}

/** A command that needs no database, one that is given an assembled node, or one that runs the program. Returns its exit code. */
export type Command =
  | (Head & { readonly needs: "nothing"; readonly run: (call: Call) => Promise<number> })
  | (Head & { readonly needs: "program"; readonly run: (call: Call, program: Program) => Promise<number> })
  | (Head & { readonly needs: "node"; readonly run: (call: Call, node: Node) => Promise<number> });
