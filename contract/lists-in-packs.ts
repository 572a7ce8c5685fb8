/**
 * Lists, procedures, matters and measures as packs carry them: `lists/`, `procedures/`, `matters.json`, `measures/`.
 * Each row cites its law and its dates; what a pack asserts of them beyond their shape (C5-C8, C16) is proved by `pack check`.
 */
import Type, { type Static } from "typebox";
import { LawShape, SubjectKindShape } from "./catalogue.ts";
import { BilingualShape, DateShape, oneOf, orNull } from "./shapes.ts";

const closed = { additionalProperties: false };
const Text = Type.String({ minLength: 1 });
const Id = Type.String({ pattern: "^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$" });

/** Version, days of force, and whether it is used: a [?] of the law is present and switched off. */
const Head = {
  id: Id,
  version: Type.Integer({ minimum: 1 }),
  effectiveFrom: DateShape,
  effectiveTo: orNull(DateShape),
  switchedOn: Type.Boolean(),
  title: BilingualShape,
  plain: BilingualShape,
  law: Type.Array(LawShape, { minItems: 1 }),
};

/** A term with its unit: the Penalty Law counts working days (art 85), others calendar days. It begins on the day after. */
export const TermShape = Type.Object(
  { days: Type.Integer({ minimum: 1 }), unit: oneOf("working", "calendar"), law: LawShape },
  { $id: "Term", ...closed },
);
export type Term = Static<typeof TermShape>;

/**
 * A time the authority keeps to where no rule of law sets one: a target of service, named as such and never as law. Then
 * `law` is null.
 */
export const TargetShape = Type.Object(
  { days: Type.Integer({ minimum: 1 }), unit: oneOf("working", "calendar"), law: orNull(LawShape) },
  { $id: "Target", ...closed },
);
export type Target = Static<typeof TargetShape>;

/** Rank of a rule of law, highest first. A serious list needs one of the first four, a measure that reduces rights one of the first two (国办发〔2020〕49号). */
export const ranks = [
  "statute",
  "administrative-regulation",
  "central-policy",
  "ministry-rule",
  "local-regulation",
] as const;
export type Rank = (typeof ranks)[number];

/** A trade or licensed field: what "the same licensed matter" of C7 is compared by. */
const TradeShape = Type.String({ pattern: "^[a-z][a-z0-9-]*$" });

/** Who of the keeper does it. */
const OfficeShape = Type.Object({ roles: Type.Array(oneOf("officer", "supervisor"), { minItems: 1 }) }, closed);

/** Records of one subject, as criteria see them on a day (docs/decisions/rule-language.md). */
const Examples = Type.Array(
  Type.Object({ asOf: DateShape, records: Type.Array(Type.Record(Type.String(), Type.Unknown())) }, closed),
  { minItems: 1 },
);

/**
 * A criterion: a dated rule over the subject's records, in CEL (docs/decisions/rule-language.md). It finds candidates and decides
 * nothing (C5). Its examples are records that must meet it and records that must not.
 */
export const CriterionShape = Type.Object(
  {
    code: Type.String({ pattern: "^[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+$" }),
    effectiveFrom: DateShape,
    effectiveTo: orNull(DateShape),
    law: LawShape,
    /** The rule as a lawyer would say it. */
    says: BilingualShape,
    /** CEL over `records` and `asOf`. */
    rule: Text,
    /** The `ground` the keeper would name, where the item has such a field. */
    ground: orNull(Text),
    examples: Type.Object({ meets: Examples, fails: Examples }, closed),
  },
  { $id: "Criterion", ...closed },
);
export type Criterion = Static<typeof CriterionShape>;

export const ListShape = Type.Object(
  {
    ...Head,
    /** Honours are lists too, and as visible. */
    sort: oneOf("honour", "serious", "abnormal"),
    /** Which of the four matters of 国办发〔2020〕49号 a serious list serves; empty for others. */
    subjectMatters: Type.Array(
      oneOf("life-and-health", "market-and-social-order", "credibility-of-law", "national-defence"),
    ),
    /** Rank of the rule that sets it up: serious lists need one of the first four; a region's needs its own regulation. */
    setUpBy: oneOf(...ranks),
    /** Trades whose conduct it lists: a measure of the same trade may follow (C7). */
    trades: Type.Array(TradeShape, { minItems: 1 }),
    /** The catalogue item a listing in force is recorded under. */
    item: Text,
    /** Kinds of agencies that keep it: only they propose, decide and confirm. */
    keepers: Type.Array(Text, { minItems: 1 }),
    /** Kinds of subjects it may name. */
    subjects: Type.Array(SubjectKindShape, { minItems: 1 }),
    offices: Type.Object({ propose: OfficeShape, decide: OfficeShape, confirm: OfficeShape }, closed),
    /** Kinds of subjects whose listing a second officer confirms: all or none, as its procedure goes; persons always (C5). */
    confirmedFor: Type.Array(SubjectKindShape),
    criteria: Type.Array(CriterionShape),
    /** Procedure its proceedings follow here; null where it is kept elsewhere (a court's): its listings are only received. */
    procedure: orNull(Id),
    terms: Type.Object(
      {
        /** To serve the notice of what is intended, from the proposal. */
        notify: orNull(TargetShape),
        /** To answer after the notice of what is intended was served: a listing, or the revocation of an honour. */
        answer: orNull(TermShape),
        /** To ask for a hearing, where the rule gives one. */
        hearing: orNull(TermShape),
        /** To decide after the time to answer ended. */
        decide: orNull(TermShape),
        /** To confirm, and to serve, what was decided. */
        confirm: orNull(TargetShape),
        serve: orNull(TargetShape),
        /** To take up and to decide an application for an early exit. */
        exitAccept: orNull(TermShape),
        exitDecide: orNull(TermShape),
      },
      closed,
    ),
    /** How long a listing lasts, from its first day; adverse ones always end (C8). */
    duration: orNull(
      Type.Object(
        { monthsMin: Type.Integer({ minimum: 0 }), monthsMax: Type.Integer({ minimum: 1 }), law: LawShape },
        closed,
      ),
    ),
    /** When and on what conditions it may end before; null: by correction, annulment or lapse of time only. */
    earlyExit: orNull(
      Type.Object(
        {
          afterMonths: Type.Integer({ minimum: 0 }),
          conditions: Type.Array(BilingualShape, { minItems: 1 }),
          law: LawShape,
        },
        closed,
      ),
    ),
    /** Renewal by a new decision on new facts; null: never. */
    renewal: orNull(Type.Object({ monthsMax: Type.Integer({ minimum: 1 }), law: LawShape }, closed)),
    /** Whether names of entries are public; persons never are (C12). */
    publishes: Type.Boolean(),
  },
  { $id: "List", ...closed },
);
export type List = Static<typeof ListShape>;

/** A matter a body decides in: what `measures` are bound to (C7). */
export const MatterShape = Type.Object(
  {
    matter: Id,
    title: BilingualShape,
    /** Kinds of agencies that decide in it; others asking are refused. */
    agencyKinds: Type.Array(Text, { minItems: 1 }),
    /** Purposes of looks it comes with. */
    purposes: Type.Array(Text, { minItems: 1 }),
    /** Trade or licence it belongs to: "the same licensed matter" of C7 is the same trade. */
    trade: TradeShape,
    law: LawShape,
    /**
     * What a body does in it while the register cannot be asked, where the law makes the check a condition; where this is
     * absent it decides unchecked and checks afterwards. Nobody is refused because a line is down.
     */
    unreachable: Type.Optional(
      Type.Object(
        { way: oneOf("go-on", "wait"), text: BilingualShape, law: Type.Array(LawShape, { minItems: 1 }) },
        closed,
      ),
    ),
  },
  { $id: "Matter", ...closed },
);
export type Matter = Static<typeof MatterShape>;

/** Effects a measure may have. There is no other. */
export const constraints = [
  "refuse",
  "restrict",
  "disqualify",
  "more-inspection",
  "no-award",
  "no-funds",
  "no-easing",
  "note",
] as const;
export const incentives = ["priority", "simplified-procedure", "green-channel", "fewer-inspections"] as const;

export const MeasureShape = Type.Object(
  {
    ...Head,
    sort: oneOf("constraint", "incentive"),
    /** 1 reduces rights (a statute or administrative regulation is needed), 2 management, 3 by other organisations, voluntary; null for incentives. */
    kind: orNull(Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)])),
    effect: oneOf(...constraints, ...incentives),
    /** Rank of the rule that grants it. */
    grantedBy: oneOf(...ranks),
    /** Whether the addressee must or may: kind 3 is never a must. */
    force: oneOf("must", "may"),
    /** Kinds of bodies that apply it: only they learn of it in a check. */
    addressees: Type.Array(Text, { minItems: 1 }),
    /** Matters it applies in. */
    matters: Type.Array(Id, { minItems: 1 }),
    subjects: Type.Array(SubjectKindShape, { minItems: 1 }),
    /** What it follows from: a list, and why it may (C7): the same trade, or an article that attaches it to this conduct. */
    follows: Type.Array(
      Type.Object(
        {
          list: Id,
          /** Only listings on these grounds (values of the item's `ground`); null: on any. */
          grounds: orNull(Type.Array(Text, { minItems: 1 })),
          link: oneOf("same-trade", "article"),
          /** The trade that both share; null with `article`. */
          trade: orNull(TradeShape),
          /** The article that attaches this measure to this conduct; null with `same-trade`. */
          law: orNull(LawShape),
        },
        closed,
      ),
      { minItems: 1 },
    ),
    /** Last month after the listing's first day in which it applies, where the law gives it a shorter life than the listing. */
    monthsMax: orNull(Type.Integer({ minimum: 1 })),
    /** What the body does, and what it tells the subject. */
    does: BilingualShape,
    tellSubject: BilingualShape,
  },
  { $id: "Measure", ...closed },
);
export type Measure = Static<typeof MeasureShape>;

/** A measure of others that this platform knows of and does not carry out, and why. */
export const DeclinedMeasureShape = Type.Object(
  { title: BilingualShape, keptBy: BilingualShape, reason: BilingualShape, article: Text },
  { $id: "DeclinedMeasure", ...closed },
);
export type DeclinedMeasure = Static<typeof DeclinedMeasureShape>;

/**
 * Facts a transition asks for; each is checked by core/procedure and, where it guards effect (C5, C6), by a CHECK of the database.
 */
export const guards = [
  /** The notice of what is intended was served on the subject, with proof. */
  "notice-served",
  /** The time to answer has run, or the subject answered and it was weighed, or expressly waived the rest. */
  "time-to-answer-over",
  /** No hearing was asked for in time, or it was held since. */
  "hearing-settled",
  /** The subject asked for a hearing, no later than the day it was held. */
  "hearing-asked",
  /** Seven days before at least the subject was told when and where the hearing is held (行政处罚法 64). */
  "summoned",
  "reasons",
  /** Not the officer who decided; nor, to confirm, the one who proposed. */
  "another-officer",
  /** Not the officer who sent the decision back. */
  "not-who-returned",
  /** Another officer moved that it be undone. */
  "moved-by-another",
  "decision-served",
  /** The least time before an early exit has passed. */
  "term-of-exit",
  "conditions-met",
  /** A decision on reconsideration or a judgment is cited. */
  "ruling",
  /** The decision says from when and until when. */
  "end-given",
  /** That last day has passed. */
  "end-reached",
] as const;
export type Guard = (typeof guards)[number];

/** A procedure: an executable machine as data. States and acts are its own; guards are a closed vocabulary. */
export const ProcedureShape = Type.Object(
  {
    ...Head,
    /** Whether what it leads to is adverse: then no state in force is reached without notice and answer (C6). */
    adverse: Type.Boolean(),
    states: Type.Array(
      Type.Object(
        {
          state: Type.String({ pattern: "^[a-z][a-z-]*$" }),
          title: BilingualShape,
          /** Nothing follows. */
          final: Type.Boolean(),
          /** The listing has effect in it. */
          inForce: Type.Boolean(),
          /** Clocks that run in it, and for whom: `decide` begins when the time to answer has ended. */
          clocks: Type.Array(
            Type.Object(
              {
                term: oneOf(
                  "notify",
                  "answer",
                  "hearing",
                  "decide",
                  "confirm",
                  "serve",
                  "exitAccept",
                  "exitDecide",
                  "duration",
                ),
                runsFor: oneOf("authority", "subject"),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
      { minItems: 2 },
    ),
    acts: Type.Array(
      Type.Object(
        {
          act: Type.String({ pattern: "^[a-z][a-z-]*$" }),
          title: BilingualShape,
          /** Null: it opens the proceeding. */
          from: Type.Array(orNull(Text), { minItems: 1 }),
          to: Text,
          by: oneOf("propose", "decide", "confirm", "subject", "service", "clock"),
          guards: Type.Array(oneOf(...guards)),
          article: Text,
        },
        closed,
      ),
      { minItems: 1 },
    ),
  },
  { $id: "Procedure", ...closed },
);
export type Procedure = Static<typeof ProcedureShape>;
