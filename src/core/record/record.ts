/**
 * A credit record and what may happen to it (ARCHITECTURE, Data). Dates are Asia/Shanghai days; `recordedAt` is the
 * instant we knew (`knownAt`), all others are law's (`effectiveAt`).
 */
import type { IsoDate } from "../time/date.ts";
import type { Json } from "./canonical.ts";

/** The three kinds the charter tells apart (C1, C4, C12): an individual business (个体工商户) stands between. */
export type SubjectKind = "organisation" | "individual-business" | "person";

/** The widest circle that may be shown a record: everyone; bodies with a purpose; the subject only. */
export type Disclosure = "public" | "shared" | "subject";

export type Payload = { readonly [field: string]: Json };

/** Dates and content, which a correction replaces as a whole. */
export interface RecordContent {
  readonly itemVersion: number;
  readonly disclosure: Disclosure;
  readonly decidedOn: IsoDate;
  /** Null while the conduct goes on, or where the item has none. */
  readonly conductEndedOn: IsoDate | null;
  readonly servedOn: IsoDate | null;
  readonly answerDueOn: IsoDate | null;
  readonly effectiveFrom: IsoDate;
  readonly effectiveTo: IsoDate | null;
  /** Last day of publication; null: as long as the record stands (never for adverse ones, C8). */
  readonly publishedUntil: IsoDate | null;
  /** Last day of keeping. */
  readonly retainedUntil: IsoDate | null;
  /** Fields anyone may see; null once erased. */
  readonly open: Payload | null;
  /** Fields for bodies with a purpose and for the subject; null where there are none or none may be seen here. */
  readonly shared: Payload | null;
  /** Whether there are sealed fields besides. */
  readonly hasSealed: boolean;
  /** The sealed fields, still encrypted; only where the reader is the subject. */
  readonly sealed: Uint8Array | null;
}

/** The first version of a record. */
export interface FirstVersion extends RecordContent {
  readonly act: "record";
  readonly version: 1;
  readonly recordId: string;
  readonly subjectId: string;
  readonly subjectKind: SubjectKind;
  readonly itemId: string;
  readonly authority: string;
  readonly adverse: boolean;
  readonly listing: boolean;
  readonly recordedAt: string;
  readonly batchId: string;
}

interface ChangeHead {
  readonly recordId: string;
  readonly version: number;
  readonly recordedAt: string;
  readonly reason: string;
  readonly batchId: string;
}

export type Correction = ChangeHead & RecordContent & { readonly act: "correct" };
export type Withdrawal = ChangeHead & { readonly act: "withdraw" };
/** A mark on a record: `release` of masked free text (C3), `objection` and `statement` (marks.ts), `suspension` by an order. */
export type Annotation = ChangeHead & {
  readonly act: "annotate";
  readonly mark: string;
  readonly open: Payload | null;
  /** What bodies and the subject may read of it besides. */
  readonly shared: Payload | null;
};

export type Change = Correction | Withdrawal | Annotation;

/** A record as it stood at an instant. */
export interface StandingRecord {
  readonly first: FirstVersion;
  readonly content: RecordContent;
  readonly version: number;
  /** `repaired`: publication, sharing and use have stopped by a decision; its subject sees it until it is forgotten. */
  readonly state: "standing" | "repaired" | "withdrawn" | "erased";
  /** Set where the content is not the first one. */
  readonly correctedAt: string | null;
  readonly withdrawnAt: string | null;
  /** Reason of the last correction or withdrawal. */
  readonly changeReason: string | null;
  readonly marks: readonly Annotation[];
}
