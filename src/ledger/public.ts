/** From a row of the public view to a standing record: the view has folded, this only gives it the fold's shape. */
import type { Annotation, Payload, StandingRecord } from "#core/record/record.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { type PublicRow, readPublicRecords } from "./store.ts";

/** The record a visitor may know of; what the view does not contain is absent here too. */
export function standingOf(row: PublicRow): StandingRecord {
  const content = {
    itemVersion: row.itemVersion,
    disclosure: "public",
    decidedOn: row.decidedOn as IsoDate,
    conductEndedOn: row.conductEndedOn as IsoDate | null,
    servedOn: row.servedOn as IsoDate | null,
    answerDueOn: null,
    effectiveFrom: row.effectiveFrom as IsoDate,
    effectiveTo: row.effectiveTo as IsoDate | null,
    publishedUntil: row.publishedUntil as IsoDate | null,
    retainedUntil: null,
    open: row.open as Payload,
    shared: null,
    hasSealed: false,
    sealed: null,
  } as const;
  return {
    first: {
      ...content,
      act: "record",
      version: 1,
      recordId: row.recordId,
      subjectId: row.subjectId,
      subjectKind: row.subjectKind,
      itemId: row.itemId,
      authority: row.authority,
      adverse: row.adverse,
      listing: row.listing,
      recordedAt: row.recordedAt,
      batchId: "",
    },
    content,
    version: row.version,
    state: "standing",
    correctedAt: row.correctedAt,
    withdrawnAt: null,
    changeReason: null,
    marks: (row.marks ?? []).map(
      (mark): Annotation => ({
        act: "annotate",
        recordId: row.recordId,
        version: row.version,
        recordedAt: mark.at,
        reason: "",
        batchId: "",
        mark: mark.mark,
        open: mark.open as Payload | null,
        shared: null,
      }),
    ),
  };
}

/** What is public today of some subjects, as a fold would have it. Run with the public reader's pool. */
export async function readPublicStanding(
  sql: Sql,
  scope: Scope,
  subjectIds: readonly string[],
): Promise<StandingRecord[]> {
  return (await readPublicRecords(sql, scope, subjectIds)).map(standingOf);
}
