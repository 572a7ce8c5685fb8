/**
 * The press: a worker thread that sets pages with Typst. A page of PDF keeps a core busy for milliseconds, a long file
 * for longer; apart, it holds up nobody else's request. The compiler stays warm between reports.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parentPort } from "node:worker_threads";
import { fontFiles } from "./characters.ts";
import { openCompiler } from "./typst.ts";

/** What the press is asked: the page in JSON, and the instant that stands in the file as its making. */
export interface PressJob {
  readonly id: number;
  readonly page: string;
}

export type PressAnswer =
  | { readonly id: number; readonly pdf: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly error: string };

/** Results of the compiler that were not used by so many reports are forgotten; boilerplate is used by each. */
const forgottenAfter = 20;

const compiler = openCompiler({
  workspace: join(import.meta.dirname, "template"),
  fonts: fontFiles.map((file) => readFileSync(file)),
});

parentPort?.on("message", ({ id, page }: PressJob) => {
  try {
    const pdf = compiler.pdf("report.typ", { page });
    parentPort?.postMessage({ id, pdf } satisfies PressAnswer, [pdf.buffer]);
  } catch (error) {
    parentPort?.postMessage({ id, error: String(error) } satisfies PressAnswer);
  }
  compiler.forget(forgottenAfter);
});
