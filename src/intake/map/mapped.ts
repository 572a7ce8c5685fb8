/** What mapping makes of a row: a payload of the item's fields, the numbers in it, and what was found on the way. */
import type { Json } from "#core/record/canonical.ts";
import type { Verdict } from "#core/rule/finding.ts";
import type { Identifier } from "#core/subject/identifier.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { PersonScheme } from "#src/registry/index.ts";

/** Something found in a row, as the person who sent it will look for it: by row and column. */
export interface RowFinding {
  readonly code: string;
  readonly verdict: Verdict;
  /** The column's name in the file; null where it is about the row. */
  readonly column: string | null;
  readonly field: string | null;
  /** The cell as sent. May be a person's number: masked before it is stored or shown (C13). */
  readonly value: string | null;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A person's number in a row. A secret: it is sealed or turned into a token, never written otherwise. */
export interface PersonNumber {
  readonly field: string;
  readonly scheme: PersonScheme;
  readonly number: string;
  /** Null where the document does not tell. */
  readonly birthDate: IsoDate | null;
}

export interface MappedRow {
  readonly row: number;
  readonly payload: { [field: string]: Json };
  /** The subject's numbers of organisations and businesses, normalised, most trusted first. */
  readonly numbers: Identifier[];
  readonly person: PersonNumber | null;
  /** The party's number within the document, where a column says it. */
  readonly line: number | null;
  /** The number the party was recorded under before, where a column says it. */
  readonly corrects: string | null;
  readonly reason: string | null;
  readonly findings: RowFinding[];
}
