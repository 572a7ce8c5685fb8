/** Subjects as criteria see them: files of one subject or of several that were merged, and their standing records. */
import { factsOf, type RecordFacts } from "#core/criterion/facts.ts";
import { foldRecord } from "#core/record/fold.ts";
import type { StandingRecord } from "#core/record/record.ts";
import { type AliasAct, fileOf } from "#core/subject/alias.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Scope } from "#src/access/index.ts";
import { readVersions } from "#src/ledger/index.ts";
import type { Sql } from "#src/platform/database.ts";
import type { SearchedKind } from "./rules.ts";

/** Of which day, and of what was known when. */
export interface Moment {
  readonly asOf: IsoDate;
  readonly knownAt: Date;
  /** The present day: what is no longer kept is not read (C8). */
  readonly today: IsoDate;
}

/** Files of several subjects, each with the one that leads it first. */
export function mergedFiles(acts: readonly AliasAct[], { asOf, knownAt }: Moment): (readonly string[])[] {
  const at = { effectiveAt: asOf, knownAt: knownAt.toISOString() };
  const touched = new Set(
    acts.filter(({ act }) => act === "merge").flatMap((act) => [act.subjectId, act.otherSubjectId]),
  );
  const files = new Map<string, readonly string[]>();
  for (const subjectId of touched) {
    const { principal, subjectIds } = fileOf(subjectId, acts, at);
    if (subjectIds.length > 1) files.set(principal, subjectIds);
  }
  return [...files.values()];
}

/** What is known of a file. */
export interface FileFacts {
  readonly subjectIds: readonly string[];
  readonly kind: SearchedKind | "person" | null;
  readonly facts: readonly RecordFacts[];
  /** All its records as they stood, those a criterion does not see too. */
  readonly standing: readonly StandingRecord[];
}

/** Reads some files as they were known at a moment, in their order. */
export async function readFiles(
  sql: Sql,
  scope: Scope,
  files: readonly (readonly string[])[],
  moment: Moment,
): Promise<FileFacts[]> {
  const { firsts, changes } = await readVersions(sql, scope, files.flat());
  const bySubject = Map.groupBy(firsts, ({ subjectId }) => subjectId);
  return files.map((subjectIds) => {
    const own = subjectIds.flatMap((subjectId) => bySubject.get(subjectId) ?? []);
    const standing = own.flatMap(
      (first) => foldRecord(first, changes.get(first.recordId) ?? [], moment.knownAt.toISOString()) ?? [],
    );
    return { subjectIds, kind: own[0]?.subjectKind ?? null, facts: factsOf(standing, moment), standing };
  });
}
