/**
 * What of a record can be repaired on a day: now and with what, from which day, or why never (NDRC Order 36). Pure, and the
 * one place that says so: pages, the application, the officer's queue and the public rules ask here.
 *
 * The minimum is a span of publicity in months from the date of the document, and no time anybody has to act in: it is not
 * moved by days off, and no calendar can make it longer. It has passed when its last day has ended.
 */
import { addDays, addMonths, earlier, type IsoDate } from "../time/date.ts";

/** The level a record is at, by the terms it is under. */
export interface LevelTerms {
  readonly level: "minor" | "general" | "serious" | "only";
  /** Earliest end by repair, in months from the document; null: no repair by this way. */
  readonly monthsMin: number | null;
}

/** What of a record the law asks. */
export interface RepairFacts {
  readonly adverse: boolean;
  readonly state: "standing" | "repaired" | "withdrawn" | "erased";
  /** Null where its item's terms could not be read. */
  readonly terms: LevelTerms | null;
  /** Date of the judicial or administrative document. */
  readonly documentOn: IsoDate;
  /** Last day of publication, where it is public: what ends by itself needs no repair. */
  readonly publishedUntil: IsoDate | null;
  readonly isPublic: boolean;
  readonly retainedUntil: IsoDate | null;
  /** Last day in force, of a listing. */
  readonly effectiveTo: IsoDate | null;
  /** An objection against it waits for its answer. */
  readonly objected: boolean;
  /** Whoever decided it acts on this node. */
  readonly recogniserHere: boolean;
}

/** The rule in force, as far as it is asked here; null: none is. */
export interface RuleFacts {
  /** Whether the record's item is repaired another way. */
  readonly excluded: boolean;
}

/** An application that waits for its decision. */
export interface Waiting {
  readonly requestId: string;
}

export type Never =
  | "not-adverse"
  | "withdrawn"
  | "repaired"
  | "ended"
  | "excluded"
  | "no-minimum"
  | "no-rule"
  | "no-recogniser";

export type Repairable =
  /** It can be applied for; by itself it ends after `endsOn`. */
  | { readonly is: "now"; readonly since: IsoDate; readonly endsOn: IsoDate | null }
  /** Not before this day. */
  | { readonly is: "from"; readonly from: IsoDate; readonly endsOn: IsoDate | null }
  /** It was applied for and waits. */
  | { readonly is: "waiting"; readonly requestId: string; readonly endsOn: IsoDate | null }
  /** Not while an objection waits: it may turn out that there is nothing to repair. */
  | { readonly is: "objected"; readonly from: IsoDate; readonly endsOn: IsoDate | null }
  /** The maximum ends it before the minimum would: nobody needs to apply. */
  | { readonly is: "ends-first"; readonly endsOn: IsoDate }
  | { readonly is: "never"; readonly because: Never };

/** First day on which repair may be applied for: the minimum from the document has passed; at once where there is none. */
export function earliestOn(documentOn: IsoDate, monthsMin: number): IsoDate {
  return monthsMin === 0 ? documentOn : addDays(addMonths(documentOn, monthsMin), 1);
}

/** The last day the record has any effect by itself: publication, force and keeping, whichever ends first. */
export function endsByItselfOn(facts: RepairFacts): IsoDate | null {
  return earlier(earlier(facts.isPublic ? facts.publishedUntil : null, facts.effectiveTo), facts.retainedUntil);
}

/** What can be done about a record today. */
export function repairable(
  facts: RepairFacts,
  rule: RuleFacts | null,
  { waiting, today }: { waiting: Waiting | null; today: IsoDate },
): Repairable {
  const because = neverBecause(facts, rule, today);
  if (because !== null) return { is: "never", because };
  const endsOn = endsByItselfOn(facts);
  if (waiting !== null) return { is: "waiting", requestId: waiting.requestId, endsOn };
  const from = earliestOn(facts.documentOn, facts.terms?.monthsMin ?? 0);
  if (endsOn !== null && endsOn < from) return { is: "ends-first", endsOn };
  if (facts.objected) return { is: "objected", from, endsOn };
  return today < from ? { is: "from", from, endsOn } : { is: "now", since: from, endsOn };
}

function neverBecause(facts: RepairFacts, rule: RuleFacts | null, today: IsoDate): Never | null {
  if (!facts.adverse) return "not-adverse";
  if (facts.state === "repaired") return "repaired";
  if (facts.state !== "standing") return "withdrawn";
  const endsOn = endsByItselfOn(facts);
  if (endsOn !== null && endsOn < today) return "ended";
  if (rule === null) return "no-rule";
  if (rule.excluded) return "excluded";
  if (facts.terms === null || facts.terms.monthsMin === null) return "no-minimum";
  return facts.recogniserHere ? null : "no-recogniser";
}
