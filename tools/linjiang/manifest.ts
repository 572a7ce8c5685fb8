/** What was written, and what must become of it. */
import type { Verdict } from "./dirt.ts";

/** A row that is not plainly accepted, or that has dirt and is. */
export interface NotedRow {
  /** As a person finds it in the file: from 1, title and header counted; in JSON from 1. */
  readonly row: number;
  readonly dirt: string | null;
  readonly verdict: Verdict;
  /** Code of the finding that decides it; null where none does. */
  readonly code: string | null;
}

export interface ManifestFile {
  readonly file: string;
  /** Day in Asia/Shanghai on which it is received; files stand in the order in which they are sent. */
  readonly receivedOn: string;
  /** Unified code of the agency that sends it. */
  readonly agency: string;
  readonly agencyName: string;
  readonly item: string;
  /** Id of a mapping of `packs/linjiang/mappings`; null where none is needed. */
  readonly mapping: string | null;
  readonly format: string;
  readonly encoding: string;
  readonly rows: number;
  readonly expected: Readonly<Record<Verdict, number>>;
  /** Set where the whole file is refused: the code of the refusal. No row of it comes in. */
  readonly refusedWhole: string | null;
  readonly noted: readonly NotedRow[];
}

export interface Manifest {
  readonly fictitious: true;
  readonly seed: string;
  readonly demoDate: string;
  readonly openedOn: string;
  readonly organisations: Readonly<Record<string, number>>;
  /** Codes of the organisations that journeys know by name. */
  readonly stories: Readonly<Record<string, string>>;
  readonly files: readonly ManifestFile[];
  readonly totals: Readonly<Record<Verdict | "rows" | "files", number>>;
  /** Kinds of dirt, how many rows have each, what becomes of them. */
  readonly dirt: Readonly<
    Record<
      string,
      { readonly says: string; readonly rows: number; readonly verdict: Verdict; readonly code: string | null }
    >
  >;
}
