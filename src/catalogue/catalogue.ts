/** What the rest of the house sees of the rules in force. */
import type {
  AgencyKind,
  CalendarNotice,
  EntryForm,
  Field,
  Item,
  LevelName,
  Pack,
  PurposeRow,
  Rule,
  Sector,
} from "#contract/catalogue.ts";
import type { ItemLegend } from "#contract/ledger.ts";
import type { ObjectionTerm } from "#contract/objection-terms.ts";
import type { QuestionTerm } from "#contract/question-terms.ts";
import type { RepairRule } from "#contract/repair-rules.ts";
import type { Divisions } from "#core/code/division.ts";
import type { Disclosure, Payload, SubjectKind } from "#core/record/record.ts";
import type { Bilingual } from "#core/refusal.ts";
import type { Adulthood } from "#core/rule/adulthood.ts";
import type { Finding } from "#core/rule/finding.ts";
import type { Calendar } from "#core/time/calendar.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { ListBook } from "./list-book.ts";

/** What is known of a row beside its payload. */
export interface Receipt {
  readonly receivedOn: IsoDate;
  /** Unified code of the agency in whose competence it is sent. */
  readonly sender: string;
  /** Unified code of whoever sends, where that is another. */
  readonly sentBy?: string;
  /** Names of persons whom earlier records give for the subject's operator or representative. */
  readonly persons?: readonly string[];
}

/** The dates of a record, read from its payload. */
export interface RecordDates {
  readonly decidedOn: IsoDate;
  readonly conductEndedOn: IsoDate | null;
  readonly servedOn: IsoDate | null;
  readonly answerDueOn: IsoDate | null;
  readonly effectiveFrom: IsoDate;
  /** Null where it is open-ended, however the agency wrote that (2099-12-31). */
  readonly effectiveTo: IsoDate | null;
}

/** How far and how long a record is shown. */
export interface RecordTerms {
  readonly level: LevelName;
  /** `public` only where kind of subject and level are published. */
  readonly disclosure: Disclosure;
  /** Last day of publication. Adverse records always have one (C8); for one that is not published, the day its clock starts. */
  readonly publishedUntil: IsoDate | null;
  /** Last day of keeping. */
  readonly retainedUntil: IsoDate | null;
  /** The conduct goes on, or its end is unknown: the ends are provisional and only a later decision moves them (C8). */
  readonly provisional: boolean;
  /** Key of the item version whose terms these are: that of the conduct's day, or a later milder one (C2). */
  readonly under: string;
}

/** A payload in the columns it is stored in. */
export interface SplitPayload {
  /** Exactly what may be published; empty where the record is not public. */
  readonly open: Payload;
  readonly shared: Payload | null;
  /** To be encrypted: persons' numbers, and what only the subject may see. */
  readonly sealed: Payload | null;
}

/** What the item says of one kind of subject, as `catalogue.item_subject` holds it. */
export interface ItemSubject {
  readonly subjectKind: SubjectKind;
  readonly adverse: boolean;
  readonly evaluative: boolean;
  readonly listing: boolean;
  readonly publishable: boolean;
  readonly retentionYearsMax: number;
  readonly statuteBeyondFiveYears: string | null;
}

/** Where a column of a published layout leads. */
export interface LayoutTarget {
  readonly field: string;
  /** What a number there is multiplied with to be in the field's unit: 10,000 for a column in 万元. */
  readonly sentIn: number;
}

/** A version of a catalogue item, with everything it decides about a row. */
export interface ItemVersion {
  /** `cn/penalty@2`. */
  readonly key: string;
  readonly item: Item;
  /** Id of the pack it stands in. */
  readonly pack: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly subjects: ReadonlyMap<SubjectKind, ItemSubject>;
  /** The rules its rows must pass, in the order in which they are asked. */
  readonly rules: readonly Rule[];
  readonly legend: ItemLegend;
  readonly entryForm: EntryForm;
  readonly layoutColumns: ReadonlyMap<string, LayoutTarget>;
  /** What schema and rules find wrong; empty for a good row. A field without a value is left out of the payload. */
  validate(payload: Payload, receipt: Receipt): readonly Finding[];
  /** The kind of subject the payload names, or the only one the item allows; null where only the number tells. */
  kindOf(payload: Payload): SubjectKind | null;
  /** Dates of a payload that `validate` let pass. Throws RangeError on one that it would not. */
  dates(payload: Payload): RecordDates;
  terms(payload: Payload, subjectKind: SubjectKind): RecordTerms;
  /** Whether the person was of age when it happened; the ledger takes adverse records of persons only with `yes` (C4). */
  adulthood(payload: Payload, subjectKind: SubjectKind): Adulthood;
  split(payload: Payload, shown: { subjectKind: SubjectKind; disclosure: Disclosure }): SplitPayload;
}

/** A pack that is loaded. */
export interface PackEdition {
  readonly pack: Pack;
  /** SHA-256 of the canonical JSON of the whole pack, in hex. */
  readonly digest: string;
  readonly loadedAt: Date;
}

/** What a finding says to a clerk. */
export interface FindingText {
  readonly reason: Bilingual;
  readonly remedy: Bilingual;
  readonly article: string | null;
}

/** The rules in force, all packs together: read once, consulted in memory. */
export interface Catalogue extends ListBook {
  /** Changes whenever the rules do; for entity tags. Hexadecimal. */
  readonly stamp: string;
  /** The newest edition of each pack. */
  readonly packs: readonly PackEdition[];
  sectors(): readonly Sector[];
  /** Throws where there is no such version: a stored record always has one. */
  item(id: string, version: number): ItemVersion;
  /** The version in force on a day, switched on or not; null where none is. */
  itemInForce(id: string, on: IsoDate): ItemVersion | null;
  /** Every item in force on a day, switched off ones too. */
  items(on: IsoDate): readonly ItemVersion[];
  /** All versions of an item, oldest first; empty where there is no such item. */
  versions(id: string): readonly ItemVersion[];
  readonly agencyKinds: ReadonlyMap<string, AgencyKind>;
  readonly purposes: ReadonlyMap<string, PurposeRow>;
  readonly calendarNotices: readonly CalendarNotice[];
  /** Working days by those notices. */
  readonly calendar: Calendar;
  /** How long an authority has to answer an objection: every region's rule, those that are off too. */
  readonly objectionTerms: readonly ObjectionTerm[];
  /** Rules of credit repair, every edition, those that are off too. */
  readonly repairRules: readonly RepairRule[];
  /** How long a body whose look is questioned, and the supervisor, have: every edition. */
  readonly questionTerms: readonly QuestionTerm[];
  /** GB/T 2260 with its history, of all packs. */
  readonly divisions: Divisions;
  /** Rules of all packs. */
  rules(): readonly Rule[];
  /** Id of the pack a rule stands in. Throws where there is no such rule. */
  packOfRule(code: string): string;
  /** Sentences of a finding of {@link ItemVersion.validate}. */
  explain(item: ItemVersion, finding: Finding): FindingText;
  /** Reads anew if another edition was loaded since; a glance otherwise. */
  refresh(): Promise<void>;
}
