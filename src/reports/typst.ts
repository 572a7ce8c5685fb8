/** The native Typst compiler, with the few of its types that are used: its package ships none for the platform's binding. */
import { createRequire } from "node:module";
import { join } from "node:path";

interface Diagnostics {
  readonly shortDiagnostics: readonly unknown[];
}

interface Compiled {
  readonly result: object | null;
  hasError(): boolean;
  takeError(): Diagnostics | null;
}

interface NativeCompiler {
  compile(given: { mainFilePath: string; inputs: Record<string, string> }): Compiled;
  pdf(document: object, options: { pdfStandard: string }): Buffer;
  evictCache(ageMax: number): void;
}

interface Binding {
  readonly NodeCompiler: {
    create(given: { workspace: string; fontArgs: readonly { fontBlobs: readonly Uint8Array[] }[] }): NativeCompiler;
  };
}

export interface Compiler {
  /** Sets a template of the workspace; `inputs` are what the template reads. Throws with Typst's own words. */
  pdf(template: string, inputs: Record<string, string>): Uint8Array<ArrayBuffer>;
  /** Lets go of remembered results that were not used by the last `reports`. */
  forget(reports: number): void;
}

/** Opens the compiler with fonts in memory. Throws where the platform has no binding. */
export function openCompiler({ workspace, fonts }: { workspace: string; fonts: readonly Uint8Array[] }): Compiler {
  const load = createRequire(import.meta.url);
  const { NodeCompiler } = load("@myriaddreamin/typst-ts-node-compiler-linux-x64-gnu") as Binding;
  const native = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fonts }] });
  return {
    pdf(template, inputs) {
      const compiled = native.compile({ mainFilePath: join(workspace, template), inputs });
      const document = compiled.result;
      if (!document || compiled.hasError())
        throw new Error(`typst: ${JSON.stringify(compiled.takeError()?.shortDiagnostics ?? [])}`);
      // PDF/UA-1 (ISO 14289-1) is checked while it is written: what is not accessible does not come out.
      return Uint8Array.from(native.pdf(document, { pdfStandard: "ua-1" }));
    },
    forget: (reports) => native.evictCache(reports),
  };
}
