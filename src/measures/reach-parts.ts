/** What checks beyond one at a time run on: files of codes, watches, bundles. */

import type { Vault } from "#src/intake/index.ts";
import type { Jobs } from "#src/platform/jobs.ts";
import type { MeasureRooms } from "./parts.ts";

export interface ReachRooms extends MeasureRooms {
  readonly jobs: Jobs;
  /** Kinds an agency is of now. */
  readonly kindsOf: (agencyCode: string) => readonly string[];
  /** Where files of codes lie, encrypted, until they were answered. */
  readonly codeFiles: Vault;
}
