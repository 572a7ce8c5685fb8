/**
 * The shape of packs: a jurisdiction as data (ARCHITECTURE rule 8). What a pack asserts about itself beyond its shape
 * is proved by `pack check`. Every row of law carries its article and its dates.
 *
 * A pack is a folder: `pack.json`, and rows of each kind in `KIND.json` or in any files of `KIND/` (a file holds one
 * row or an array of rows): `sectors`, `agency-kinds`, `items`, `rules`, `purposes`, `calendars`, `codes/divisions.json`.
 */
import Type, { type Static, type TSchema } from "typebox";
import { BilingualShape, DateShape, oneOf, orNull } from "./shapes.ts";

const closed = { additionalProperties: false };
const list = <T extends TSchema>(item: T) => Type.Array(item, { minItems: 1 });
const Text = Type.String({ minLength: 1 });

export const SubjectKindShape = oneOf("organisation", "individual-business", "person");

/** A law, regulation or standard and the article that carries the rule. */
export const LawShape = Type.Object(
  {
    title: BilingualShape,
    article: Text,
    /** Document number or edition: 国务院令第746号; 2021年修订. */
    edition: Type.Optional(Text),
    /** First and last day on which this edition held, where they are known; no last day: still in force. */
    from: Type.Optional(DateShape),
    to: Type.Optional(DateShape),
    note: Type.Optional(BilingualShape),
    /** Whom it is about, where not everybody it stands beside: nobody else is served with it. */
    subjects: Type.Optional(Type.Array(SubjectKindShape, { minItems: 1 })),
  },
  { $id: "Law", ...closed },
);
export type Law = Static<typeof LawShape>;

export const PackShape = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z][a-z0-9-]*$" }),
    version: Text,
    title: BilingualShape,
    issuedOn: DateShape,
    /** The pack this one adds to and may not contradict; null for a nation's. */
    within: orNull(Type.String()),
    /** Six digits; its own law reaches no farther. */
    division: Type.String({ pattern: "^\\d{6}$" }),
    /** The law that lets a region add items; null for a nation's. */
    ownLaw: orNull(LawShape),
    /** True for invented jurisdictions: shown on every page. */
    fictitious: Type.Boolean(),
  },
  { $id: "Pack", ...closed },
);
export type Pack = Static<typeof PackShape>;

/** One of the Outline's 34 tasks. */
export const SectorShape = Type.Object(
  {
    number: Type.Integer({ minimum: 1, maximum: 34 }),
    area: Type.Union([
      Type.Literal("government"),
      Type.Literal("business"),
      Type.Literal("social"),
      Type.Literal("judicial"),
    ]),
    title: BilingualShape,
    asks: BilingualShape,
    agencyKinds: list(Text),
    items: list(Text),
    /** What the task would reach and this platform refuses, with the reason (charter). */
    declined: Type.Array(Type.Object({ matter: BilingualShape, reason: BilingualShape, article: Text }, closed)),
  },
  { $id: "Sector", ...closed },
);
export type Sector = Static<typeof SectorShape>;

export const AgencyKindShape = Type.Object(
  {
    kind: Type.String({ pattern: "^[a-z][a-z0-9-]*$" }),
    title: BilingualShape,
    /** First characters of unified codes this kind of agency registers ('9', 'N'); it alone may found subjects on codes with a wrong check digit. */
    registers: Type.Array(Type.String({ pattern: "^[0-9ANY]$" })),
    /** No authority (a bank, a credit agency): where a row says `any`, it is not meant. */
    outside: Type.Optional(Type.Literal(true)),
  },
  { $id: "AgencyKind", ...closed },
);
export type AgencyKind = Static<typeof AgencyKindShape>;

/**
 * Who may see a field: `public` everyone; `after-release` the public only in the masked version an officer released
 * (free text, C3), bodies and the subject in full; `shared` bodies with a purpose and the subject; `subject` the
 * subject alone; `sealed` encrypted, shown masked to the subject (numbers of persons, C13).
 */
export const FieldDisclosureShape = Type.Union([
  Type.Literal("public"),
  Type.Literal("after-release"),
  Type.Literal("shared"),
  Type.Literal("subject"),
  Type.Literal("sealed"),
]);
export type FieldDisclosure = Static<typeof FieldDisclosureShape>;

/**
 * A field of an item: JSON Schema 2020-12 with these annotations. `title` is its Chinese name. Kinds of value:
 * `string`, `number`, `integer`, `boolean`, arrays of strings; `format: date`; `x-identifier` for codes and numbers.
 */
export const FieldShape = Type.Object(
  {
    type: Type.Union([
      Type.Literal("string"),
      Type.Literal("number"),
      Type.Literal("integer"),
      Type.Literal("boolean"),
      Type.Literal("array"),
    ]),
    title: Text,
    "x-en": Text,
    "x-disclosure": FieldDisclosureShape,
    /** How a person explains it at the counter. */
    "x-help": Type.Optional(BilingualShape),
    /** Column names of published layouts that carry this field (CF_WSH ...); files with them need no mapping. */
    "x-layout": Type.Optional(Type.Array(Text)),
    /** `unified-code`, `organisation-code`, `registration-number`, `person-number` ...: checked and normalised by core/code. */
    "x-identifier": Type.Optional(Text),
    /** `CNY`: stored in yuan. `x-sent-in: 10000` says that the layout's column is in 万元. */
    "x-unit": Type.Optional(Text),
    "x-sent-in": Type.Optional(Type.Number()),
    /** Words for the values of an `enum`, in its order. */
    "x-words": Type.Optional(Type.Array(BilingualShape)),
    /**
     * How agencies and published layouts write values of the `enum`, beside their Chinese words: text as sent -> value.
     * A key that ends in `*` matches whatever begins so (`其他-*`). What matches nothing is held, never guessed.
     */
    "x-values": Type.Optional(Type.Record(Type.String({ minLength: 1 }), Text)),
    /** Lines in the entry form. */
    "x-rows": Type.Optional(Type.Integer({ minimum: 1 })),
    format: Type.Optional(Type.Union([Type.Literal("date")])),
    enum: Type.Optional(Type.Array(Type.String())),
    items: Type.Optional(
      Type.Object(
        {
          type: Type.Literal("string"),
          enum: Type.Optional(Type.Array(Type.String())),
          maxLength: Type.Optional(Type.Integer()),
        },
        closed,
      ),
    ),
    minItems: Type.Optional(Type.Integer()),
    uniqueItems: Type.Optional(Type.Boolean()),
    minLength: Type.Optional(Type.Integer()),
    maxLength: Type.Optional(Type.Integer()),
    pattern: Type.Optional(Type.String()),
    minimum: Type.Optional(Type.Number()),
    maximum: Type.Optional(Type.Number()),
    multipleOf: Type.Optional(Type.Number()),
  },
  { $id: "Field", ...closed },
);
export type Field = Static<typeof FieldShape>;

/** The closed schema of an item's payload; nothing that is not named may come in (C3). */
export const ItemSchemaShape = Type.Object(
  {
    $schema: Type.Literal("https://json-schema.org/draft/2020-12/schema"),
    type: Type.Literal("object"),
    additionalProperties: Type.Literal(false),
    required: Type.Array(Text),
    properties: Type.Record(Type.String({ pattern: "^[a-z][A-Za-z0-9]*$" }), FieldShape),
  },
  { $id: "ItemSchema", ...closed },
);

/** A predicate of core/rule by name, with its arguments; what each takes is said in `src/core/rule/vocabulary.ts`. */
export const CheckShape = Type.Object(
  { predicate: Text, arguments: Type.Record(Type.String(), Type.Unknown()) },
  { $id: "Check", ...closed },
);
export type Check = Static<typeof CheckShape>;

/**
 * A condition on one field, with one test: its value is one `in` a list or is `notIn` it (an absent one is in none), an
 * array `contains` any of a list or holds `only` members of it, it is `present` or not, a number is `atMost` or `atLeast`. `$subjectKind` is asked for `organisation`, `individual-business`, `person`.
 */
export const ConditionShape = Type.Object(
  {
    field: Text,
    in: Type.Optional(list(Type.String())),
    notIn: Type.Optional(list(Type.String())),
    contains: Type.Optional(list(Type.String())),
    only: Type.Optional(list(Type.String())),
    present: Type.Optional(Type.Boolean()),
    atMost: Type.Optional(Type.Number()),
    atLeast: Type.Optional(Type.Number()),
  },
  { $id: "Condition", ...closed },
);
export type Condition = Static<typeof ConditionShape>;

export const LevelNameShape = Type.Union([
  Type.Literal("minor"),
  Type.Literal("general"),
  Type.Literal("serious"),
  Type.Literal("only"),
]);
export type LevelName = Static<typeof LevelNameShape>;

/** How long one level of severity is published: NDRC Order 36 and its kin. Months; null where there is no such bound. */
export const LevelShape = Type.Object(
  {
    level: LevelNameShape,
    title: BilingualShape,
    published: Type.Boolean(),
    /** Earliest end by repair. */
    monthsMin: orNull(Type.Integer({ minimum: 0 })),
    /** End by itself; null only for items that are not adverse. */
    monthsMax: orNull(Type.Integer({ minimum: 0 })),
    law: LawShape,
  },
  { $id: "Level", ...closed },
);

export const TermsShape = Type.Object(
  {
    publication: Type.Object(
      {
        /** Payload field the clock starts from. */
        from: Text,
        /** Payload field that names the level; null where there is only one. */
        levelField: orNull(Text),
        /**
         * Where that field is empty: the first line whose conditions all hold names the level (simple procedure, kinds
         * of penalty, amounts). Where none holds, the mildest: a doubt never counts against the subject.
         */
        levelBy: Type.Optional(Type.Array(Type.Object({ level: LevelNameShape, when: list(ConditionShape) }, closed))),
        /** Mildest first. */
        levels: list(LevelShape),
        /** Payload field of an end the agency named: it can end publication earlier, never later. */
        untilField: Type.Optional(Text),
        /** Payload field of the end of a ban that publication lasts with, where the law named says so; never beyond retention. */
        lastsWith: Type.Optional(Type.Object({ field: Text, law: LawShape }, closed)),
      },
      closed,
    ),
    retention: Type.Object(
      {
        /** Payload field of the end of the conduct; falls back to the decision's date. */
        from: Text,
        /** At most five for adverse information unless a statute is named (C8); 0: as long as the record stands (never adverse). */
        years: Type.Integer({ minimum: 0 }),
        statuteBeyondFiveYears: orNull(LawShape),
        law: LawShape,
      },
      closed,
    ),
    /** Working days from decision to the portal; null where the item has no such clock. */
    publishWithinWorkingDays: orNull(Type.Integer({ minimum: 1 })),
  },
  { $id: "Terms", ...closed },
);

export const ItemShape = Type.Object(
  {
    /** `PACK/NAME`. */
    id: Type.String({ pattern: "^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$" }),
    version: Type.Integer({ minimum: 1 }),
    /**
     * Days between which this version is the law. A record comes in under the version in force at receipt; adverse
     * conduct from before the first version's first day cannot be recorded at all (C2), so a first version begins when
     * its law began, and later terms (NDRC Order 36) are a later version, not an edit.
     */
    effectiveFrom: DateShape,
    effectiveTo: orNull(DateShape),
    /** False: a [?] of DOMAIN.md; listed, takes nothing in until someone attaches the rule's text. */
    switchedOn: Type.Boolean(),
    title: BilingualShape,
    /** What a record of this item says of its subject, in plain words. */
    plain: BilingualShape,
    /** Category of the national basic catalogue, 1 to 13 (DOMAIN.md 4). */
    category: Type.Integer({ minimum: 1, maximum: 13 }),
    sectors: list(Type.Integer({ minimum: 1, maximum: 34 })),
    /** Kinds of agencies that may send it; `any` for every agency. */
    sentBy: list(Text),
    law: list(LawShape),
    /** Which subjects it may be about; absence means none of that kind. Publishing an individual business cites its law (C12). */
    subjects: Type.Object(
      {
        organisation: Type.Optional(Type.Object({ publish: Type.Boolean() }, closed)),
        "individual-business": Type.Optional(
          Type.Object({ publish: Type.Boolean(), law: Type.Optional(LawShape) }, closed),
        ),
        person: Type.Optional(Type.Object({ publish: Type.Literal(false) }, closed)),
      },
      closed,
    ),
    adverse: Type.Boolean(),
    /** An evaluation (grade, rating): organisations only (C1). */
    evaluative: Type.Boolean(),
    /** A listing decided elsewhere: comes with decision, service and answer dates or is held (C5). */
    listing: Type.Boolean(),
    /** Which payload fields say whom it is about. For a person, these are sealed whatever their disclosure (C13). */
    about: Type.Object(
      {
        name: Text,
        /** Field of the kind of subject and what its values mean; null where the item allows one kind, or the number tells it. */
        kind: orNull(
          Type.Object({ field: Text, values: Type.Record(Type.String({ minLength: 1 }), SubjectKindShape) }, closed),
        ),
        /** Fields of its numbers, most trusted first; each has an `x-identifier`. */
        numbers: list(Text),
        /** Field of the birth date, where an item about persons has one beside the number (C4). */
        birthDate: orNull(Text),
      },
      closed,
    ),
    /** Which payload fields name the authority that decided; `code` null: the sender itself. */
    authority: Type.Object({ name: orNull(Text), code: orNull(Text) }, closed),
    /** Payload fields that, with authority and item, are the identity of a record. */
    identity: list(Text),
    /** Which payload fields carry the dates of the record. */
    dates: Type.Object(
      {
        decidedOn: Text,
        conductEndedOn: orNull(Text),
        servedOn: orNull(Text),
        answerDueOn: orNull(Text),
        effectiveFrom: Text,
        effectiveTo: orNull(Text),
      },
      closed,
    ),
    /**
     * The law by which a decision must follow the conduct within so many years (行政处罚法 36): where the end of the
     * conduct is not known, it tells that a person was of age (C4).
     */
    limitation: Type.Optional(Type.Object({ years: Type.Integer({ minimum: 1 }), law: LawShape }, closed)),
    /**
     * The clock of publication (双公示): working days from the decision to the day it must have come in. The term begins
     * on the day after (民法典 201). Absent: the law names none.
     */
    timeliness: Type.Optional(Type.Object({ workingDays: Type.Integer({ minimum: 1 }), law: LawShape }, closed)),
    schema: ItemSchemaShape,
    /** Codes of rules its rows must pass, beside its schema and the rules that bind every item of its kind. */
    rules: Type.Array(Text),
    terms: TermsShape,
    /** How to object and what repair there is, in plain words, with the article. */
    wayBack: Type.Object({ text: BilingualShape, article: Text }, closed),
    examples: Type.Object(
      {
        valid: list(Type.Record(Type.String(), Type.Unknown())),
        invalid: list(Type.Object({ payload: Type.Record(Type.String(), Type.Unknown()), because: Text }, closed)),
      },
      closed,
    ),
  },
  { $id: "Item", ...closed },
);
export type Item = Static<typeof ItemShape>;

/** Which items a rule binds: those that name it, or every item of a kind, whether it names it or not. */
export const BindingShape = Type.Union([
  Type.Literal("named"),
  Type.Literal("every-item"),
  Type.Literal("every-adverse-item"),
  Type.Literal("every-adverse-item-about-persons"),
  Type.Literal("every-listing"),
]);

/**
 * A rule a row must pass. `check` names a predicate of core/rule and its arguments; the sentence, reason and remedy
 * are what a clerk reads. A rule without records that pass and records that fail does not load (ARCHITECTURE rule 7).
 *
 * Fields are named as in the payload, or by their role, so that one rule serves many items: `$decidedOn`,
 * `$conductEndedOn`, `$servedOn`, `$answerDueOn`, `$effectiveFrom`, `$effectiveTo` (the item's `dates`),
 * `$subjectName`, `$subjectKind`, `$subjectNumbers`, `$birthDate` (its `about`), `$authorityName`, `$authorityCode`;
 * `$everyText`, `$everyFreeText`, `$everyDocumentNumber`, `$everyPublicText`, `$everyDate`, `$everyAmount`, `$everyIdentifier` for all fields of a sort, `$identifier:SCHEME` for all
 * with that `x-identifier`, `$subjectNumber:SCHEME` for the subject's own; `$receivedOn` and `$sender`
 * for what is known of the receipt. Example records are keyed by the same names.
 */
export const RuleShape = Type.Object(
  {
    code: Type.String({ pattern: "^[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+$" }),
    article: Text,
    /** A rule binds what is received between these days; where it does not bind, it finds nothing. */
    effectiveFrom: DateShape,
    effectiveTo: orNull(DateShape),
    binds: BindingShape,
    verdict: Type.Union([Type.Literal("note"), Type.Literal("hold"), Type.Literal("refuse")]),
    check: CheckShape,
    /** Rules that must have passed before this one makes sense. */
    after: Type.Array(Text),
    /** What is wrong, and what to do; `{field}`, `{value}` and the predicate's parameters are filled in. */
    reason: BilingualShape,
    remedy: BilingualShape,
    examples: Type.Object(
      {
        pass: list(Type.Record(Type.String(), Type.Unknown())),
        fail: list(Type.Record(Type.String(), Type.Unknown())),
      },
      closed,
    ),
  },
  { $id: "Rule", ...closed },
);
export type Rule = Static<typeof RuleShape>;

/** Why a body may look at a file (C15). */
/** What a purpose may ask a subject to consent to, how long and how often at most (C14). */
export const ConsentTermsShape = Type.Object(
  {
    /** Why the subject has to be asked. */
    law: LawShape,
    /** Items of the catalogue it may ask for, and no other. */
    items: list(Text),
    /** Longest period, in days. */
    daysMax: Type.Integer({ minimum: 1, maximum: 366 }),
    /** Most looks in the period. */
    timesMax: Type.Integer({ minimum: 1, maximum: 366 }),
    /** Days for which a request waits for an answer; then it is over, as if it had been refused. */
    answerDays: Type.Integer({ minimum: 1, maximum: 60 }),
  },
  { $id: "ConsentTerms", ...closed },
);

export const PurposeShape = Type.Object(
  {
    purpose: Type.String({ pattern: "^[a-z][a-z0-9-]*$" }),
    title: BilingualShape,
    law: LawShape,
    agencyKinds: list(Text),
    subjectKinds: list(SubjectKindShape),
    /** Longest watch the purpose justifies, in months; absent: none. */
    watchMonthsMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 24 })),
    /** Files are read for it by their subject's consent only. */
    consent: Type.Optional(ConsentTermsShape),
  },
  { $id: "Purpose", ...closed },
);
export type PurposeRow = Static<typeof PurposeShape>;
export type ConsentTermsRow = Static<typeof ConsentTermsShape>;

/** A notice of the State Council on holidays, as it was published; several make a calendar (DOMAIN.md 11.11). */
export const CalendarNoticeShape = Type.Object(
  {
    notice: Text,
    publishedOn: DateShape,
    /** First and last day it rules on. */
    from: DateShape,
    to: DateShape,
    off: Type.Array(DateShape),
    makeUp: Type.Array(DateShape),
    source: Text,
  },
  { $id: "CalendarNotice", ...closed },
);
export type CalendarNotice = Static<typeof CalendarNoticeShape>;

/** A division of GB/T 2260: code, name, full name, status, codes of its successors (`src/core/code/division.ts`). */
export const DivisionRowShape = Type.Array(Type.Union([Type.String(), Type.Array(Type.String())]), {
  $id: "DivisionRow",
  minItems: 4,
  maxItems: 5,
});

/** How a field is entered in a form. */
export const EntryFieldShape = Type.Object(
  {
    name: Text,
    kind: Type.Union([
      Type.Literal("text"),
      Type.Literal("long-text"),
      Type.Literal("number"),
      Type.Literal("money"),
      Type.Literal("date"),
      Type.Literal("choice"),
      Type.Literal("choices"),
      Type.Literal("yes-no"),
      Type.Literal("identifier"),
    ]),
    title: BilingualShape,
    help: orNull(BilingualShape),
    required: Type.Boolean(),
    disclosure: FieldDisclosureShape,
    maxLength: orNull(Type.Integer()),
    rows: orNull(Type.Integer()),
    unit: orNull(Type.String()),
    /** Values to choose from, with their words. */
    options: Type.Array(Type.Object({ value: Type.String(), words: BilingualShape }, closed)),
  },
  { $id: "EntryField", ...closed },
);
export type EntryField = Static<typeof EntryFieldShape>;

/** A form for one record of an item version: its fields in the order of the schema. */
export const EntryFormShape = Type.Object(
  { item: Text, version: Type.Integer(), title: BilingualShape, fields: Type.Array(EntryFieldShape) },
  { $id: "EntryForm", ...closed },
);
export type EntryForm = Static<typeof EntryFormShape>;
