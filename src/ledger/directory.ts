/** What the file needs to know of subjects and agencies; the registry and access give it (src/assemble.ts). */
import type { SubjectView } from "#contract/ledger.ts";
import type { SubjectKind } from "#core/record/record.ts";
import type { Bilingual, Outcome } from "#core/refusal.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";

/** Who a file is about: every subject id whose records make it up, the leading one first. */
export interface FileSubject {
  readonly kind: SubjectKind;
  readonly subjectIds: readonly string[];
}

/** A number a body asks by; a person's only in a request's body (C13). */
export interface GivenNumber {
  readonly scheme: string;
  readonly value: string;
}

export interface AsOfDates {
  readonly effectiveAt: IsoDate;
  readonly knownAt: string;
}

export interface Directory {
  /** For visitors, by exact code; refuses what looks like a person's number, without echo. */
  findPublic(code: string, asOf: AsOfDates): Promise<Outcome<FileSubject | null>>;
  /** For those who may ask by number from inside; null where nobody is known by it. */
  findByNumber(number: GivenNumber, asOf: AsOfDates): Promise<FileSubject | null>;
  /** A subject one already knows the id of. */
  findById(subjectId: string, asOf: AsOfDates): Promise<FileSubject | null>;
  /** The head of the file, as far as the scope's audience may see it. */
  head(sql: Sql, scope: Scope, subject: FileSubject, asOf: AsOfDates): Promise<SubjectView>;
  /** Names and codes of organisations for a public list, by subject id. */
  labels(scope: Scope, subjectIds: readonly string[]): Promise<ReadonlyMap<string, { code: string; name: string }>>;
  /** What an agency is called; its code where it is not known here. */
  agency(code: string): Bilingual;
  /** What kinds an agency is of; none where it is not known here. */
  kindsOfAgency(code: string): readonly string[];
  /** Codes of agencies of some kinds. */
  agenciesOfKinds(kinds: readonly string[]): readonly string[];
}
