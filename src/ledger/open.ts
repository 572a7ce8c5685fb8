/** Puts the ledger together over a node's parts. */
import type { ClockSource, Route } from "#src/access/index.ts";
import { ledgerClocks } from "./clocks.ts";
import { Decisions } from "./decisions.ts";
import { type FileParts, Files } from "./files.ts";
import { KeptFiles } from "./kept-files.ts";
import { Lists } from "./lists.ts";
import { ledgerRoutes } from "./routes.ts";

export interface Ledger {
  readonly files: Files;
  readonly decisions: Decisions;
  readonly lists: Lists;
  readonly routes: readonly Route[];
  /** Days that run for a subject. */
  readonly clocks: ClockSource;
}

/** Opens the ledger's readers; nothing is read before it is asked. */
export function openLedger(parts: FileParts): Ledger {
  const files = new Files(parts);
  const decisions = new Decisions(parts, files);
  const lists = new Lists(parts, files);
  return {
    files,
    decisions,
    lists,
    clocks: ledgerClocks(parts),
    routes: ledgerRoutes({ files, kept: new KeptFiles(parts, files), decisions, lists }),
  };
}
