import type { Json } from "../record/canonical.ts";

/** What a finding does to its row: told only; kept for a person to decide; not taken. */
export type Verdict = "note" | "hold" | "refuse";

/** What a rule or a schema found wrong in a row. It changes nothing. */
export interface Finding {
  /** Code of the rule (`decision.in-the-future`) or of the schema's keyword (`field.required`). */
  readonly code: string;
  /** The payload field it is about. */
  readonly field: string;
  readonly verdict: Verdict;
  /** The value found there. May be a person's number: whoever stores or shows it masks it first (C13). */
  readonly value?: Json;
  /** Values named in the sentences. */
  readonly params: Readonly<Record<string, string | number>>;
}

const weight: Readonly<Record<Verdict, number>> = { note: 0, hold: 1, refuse: 2 };

/** The gravest verdict of some findings; null where nothing was found. */
export function gravest(findings: readonly Finding[]): Verdict | null {
  let worst: Verdict | null = null;
  for (const { verdict } of findings) if (worst === null || weight[verdict] > weight[worst]) worst = verdict;
  return worst;
}
