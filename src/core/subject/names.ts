/** Names and their dates. Rows are only added; which name held when is the fold of them. */
import { addDays, type IsoDate } from "../time/date.ts";

export type NameRole = "legal" | "trade" | "short";

/** A name as it was recorded. */
export interface RecordedName {
  readonly name: string;
  readonly role: NameRole;
  /** Null: since a day nobody told us. */
  readonly validFrom: IsoDate | null;
  /** Last day; null: until a later name took over, if one did. */
  readonly validUntil: IsoDate | null;
  /** Sent as a name it once had, whatever its dates. */
  readonly former: boolean;
  /** RFC 3339 in UTC with milliseconds: sorts as instants do. */
  readonly recordedAt: string;
}

/** A name with the dates that follow from all the others. */
export interface DatedName {
  readonly name: string;
  readonly role: NameRole;
  readonly validFrom: IsoDate | null;
  readonly validUntil: IsoDate | null;
}

export interface Names {
  /** The legal or trade name on the day asked for; null where none may be shown. */
  readonly present: string | null;
  /** All of them, oldest first. */
  readonly all: readonly DatedName[];
}

/**
 * Which names a subject bore, and which one on `effectiveAt`, as far as was known at `knownAt`. A name ends on the day
 * before the next one began; before the first known day the first name is given, for a subject has some name.
 */
export function foldNames(
  rows: readonly RecordedName[],
  { effectiveAt, knownAt }: { effectiveAt: IsoDate; knownAt: string },
): Names {
  const known = rows.filter((row) => row.recordedAt <= knownAt).sort(byBeginning);
  const borne = known.filter((row) => row.role !== "short" && !row.former);
  const ends = new Map<RecordedName, IsoDate | null>();
  borne.forEach((row, at) => {
    const next = borne.slice(at + 1).find((later) => later.validFrom !== null)?.validFrom;
    ends.set(row, row.validUntil ?? (next && next !== row.validFrom ? addDays(next, -1) : null));
  });
  const begun = borne.filter((row) => row.validFrom === null || row.validFrom <= effectiveAt);
  const present = begun.findLast((row) => lasts(ends.get(row) ?? null, effectiveAt)) ?? begun.at(-1) ?? borne[0];
  // Who is known by former names only is called by the last of them.
  const last = known.findLast((row) => row.role !== "short");
  return {
    present: (present ?? last)?.name ?? null,
    all: known.map((row) => ({
      name: row.name,
      role: row.role,
      validFrom: row.validFrom,
      validUntil: ends.get(row) ?? row.validUntil,
    })),
  };
}

function lasts(end: IsoDate | null, day: IsoDate): boolean {
  return end === null || end >= day;
}

function byBeginning(a: RecordedName, b: RecordedName): number {
  return (
    compare(a.validFrom ?? "", b.validFrom ?? "") || compare(a.recordedAt, b.recordedAt) || compare(a.name, b.name)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
