import { isRepaired } from "../repair/mark.ts";
import type { IsoDate } from "../time/date.ts";
import type { Annotation, Change, FirstVersion, Payload, RecordContent, StandingRecord } from "./record.ts";

/**
 * State is a fold (ARCHITECTURE rule 1): the record as it was known at an instant, from its first version and the
 * changes that followed, in any order. Null where it was not known yet.
 * @param knownAt RFC 3339 instant in UTC, compared as text with `recordedAt`; null: all that is known
 */
export function foldRecord(
  first: FirstVersion,
  changes: readonly Change[],
  knownAt: string | null,
): StandingRecord | null {
  if (knownAt !== null && first.recordedAt > knownAt) return null;
  let content: RecordContent = first;
  let contentVersion = 1;
  let version = 1;
  let correctedAt: string | null = null;
  let withdrawnAt: string | null = null;
  let changeReason: string | null = null;
  const marks: Annotation[] = [];
  const inOrder = changes.length > 1 ? changes.toSorted((a, b) => a.version - b.version) : changes;
  for (const change of inOrder) {
    if (knownAt !== null && change.recordedAt > knownAt) continue;
    version = change.version;
    switch (change.act) {
      case "correct":
        content = change;
        contentVersion = change.version;
        correctedAt = change.recordedAt;
        changeReason = change.reason;
        break;
      case "withdraw":
        withdrawnAt = change.recordedAt;
        changeReason = change.reason;
        break;
      case "annotate":
        marks.push(change);
        break;
      default:
        change satisfies never;
    }
  }
  return {
    first,
    content,
    version,
    state: content.open === null ? "erased" : withdrawnAt ? "withdrawn" : isRepaired(marks) ? "repaired" : "standing",
    correctedAt,
    withdrawnAt,
    changeReason,
    // A release of masked text speaks of the content it was made for; a later correction voids it.
    marks: marks.filter((mark) => mark.mark !== "release" || mark.version > contentVersion),
  };
}

/** In force in law on a day: from `effectiveFrom` to the end of `effectiveTo`. */
export function inForce(content: RecordContent, effectiveAt: IsoDate): boolean {
  return content.effectiveFrom <= effectiveAt && (content.effectiveTo === null || effectiveAt <= content.effectiveTo);
}

/** May be published on a day: reads ask the date, so a late job discloses nothing (C8). */
export function publishedOn(content: RecordContent, today: IsoDate): boolean {
  return content.disclosure === "public" && (content.publishedUntil === null || today <= content.publishedUntil);
}

/** May still be kept and shown to those entitled on a day (C8). */
export function retainedOn(content: RecordContent, today: IsoDate): boolean {
  return content.retainedUntil === null || today <= content.retainedUntil;
}

/** What officers released of the free text of the content as it stands, newest last (C3). */
export function releasedFields(record: StandingRecord): Payload {
  return Object.assign({}, ...record.marks.filter((mark) => mark.mark === "release").map((mark) => mark.open));
}
