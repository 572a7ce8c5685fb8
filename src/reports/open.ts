/** Puts reports together over a node's parts. */

import type { KeysDocument, Verification } from "#contract/reports.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor, Route } from "#src/access/index.ts";
import { type Issued, issuePublic } from "./acts.ts";
import { keysDocument } from "./keys.ts";
import type { Certifier, ReportParts } from "./parts.ts";
import { Printer } from "./printer.ts";
import { reportRoutes } from "./routes.ts";
import { verifyFile } from "./verify.ts";

export interface Reports {
  readonly routes: readonly Route[];
  /** The public edition, for the command line. */
  issuePublic(asked: { code: string; format: "pdf" | "json"; language: "zh" | "en" }): Promise<Outcome<Issued>>;
  verifyFile(actor: Actor, bytes: Uint8Array): Promise<Verification>;
  /** From now on certificates of another room are verified beside the reports. */
  know(certifier: Certifier): void;
  keys(): Promise<KeysDocument>;
  /** Starts the press before the first visitor waits for it. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** Opens reports; the press is started by the first, or by `warm`. */
export function openReports(given: Omit<ReportParts, "printer" | "certifiers">): Reports {
  const parts: ReportParts = { ...given, printer: new Printer(), certifiers: [] };
  return {
    routes: reportRoutes(parts),
    issuePublic: (asked) => issuePublic(parts, asked),
    verifyFile: (actor, bytes) => verifyFile(parts, actor, bytes),
    know(certifier) {
      parts.certifiers.push(certifier);
    },
    keys: () => keysDocument(parts),
    warm: () => parts.printer.warm(),
    close: () => parts.printer.close(),
  };
}
