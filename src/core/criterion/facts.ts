/** What a criterion sees of a subject: its standing records as of a day, and nothing of anybody else's (C16). */

import type { Json } from "../record/canonical.ts";
import { retainedOn } from "../record/fold.ts";
import type { StandingRecord } from "../record/record.ts";
import type { IsoDate } from "../time/date.ts";

/** A record as a criterion sees it; what is absent is null here and not there at all in the rule. */
export interface RecordFacts {
  readonly subjectId: string;
  readonly recordId: string;
  readonly version: number;
  readonly item: string;
  readonly authority: string;
  readonly adverse: boolean;
  readonly decidedOn: string;
  readonly conductEndedOn: string | null;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  /** The public fields of its payload. */
  readonly open: { readonly [field: string]: Json };
}

/**
 * The records a criterion is asked of: standing, decided and begun by `asOf`, and still kept both then and on `today` (C8).
 * In the order of their decision: sums of binary64 depend on it.
 * @param records folded to the instant known at ({@link foldRecord})
 */
export function factsOf(
  records: readonly StandingRecord[],
  { asOf, today }: { asOf: IsoDate; today: IsoDate },
): RecordFacts[] {
  const keptOn = asOf > today ? asOf : today;
  return records
    .filter(({ state, content }) => state === "standing" && retainedOn(content, keptOn))
    .filter(({ content }) => content.decidedOn <= asOf && content.effectiveFrom <= asOf)
    .map(({ first, content, version }) => ({
      subjectId: first.subjectId,
      recordId: first.recordId,
      version,
      item: first.itemId,
      authority: first.authority,
      adverse: first.adverse,
      decidedOn: content.decidedOn,
      conductEndedOn: content.conductEndedOn,
      effectiveFrom: content.effectiveFrom,
      effectiveTo: content.effectiveTo,
      open: content.open ?? {},
    }))
    .sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));
}

function orderKey({ decidedOn, recordId }: RecordFacts): string {
  return `${decidedOn} ${recordId}`;
}
