/**
 * Checks: the desk officer's question. Does anything bind this body, in this matter, towards this subject, now? One
 * call, one signed receipt, one look in the log (C15).
 */
import Type, { type Static } from "typebox";
import { LawShape, SubjectKindShape } from "./catalogue.ts";
import { endpoint } from "./endpoint.ts";
import { constraints, incentives } from "./lists-in-packs.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull, PageQuery, pageOf } from "./shapes.ts";

const closed = { additionalProperties: false };
const Hash = Type.String({ pattern: "^[0-9a-f]{64}$" });

/** Every effect there is; nobody reports another. */
export const EffectShape = oneOf(...constraints, ...incentives);

/** Schemes a subject may be asked about by. A person's number travels in the body of the request only (C13). */
export const checkSchemes = [
  "unified-code",
  "registration-number",
  "organisation-code",
  "social-organisation-certificate",
  "institution-certificate",
  "person-number",
] as const;

/**
 * What is asked. `matter` and `purpose` are the catalogue's; without them the check is refused, with its article, and
 * the refusal is logged: that is why they may be left out here.
 */
export const CheckQuestionShape = Type.Object(
  {
    subject: Type.Object(
      {
        /** One of `checkSchemes`. */
        scheme: Type.Optional(Type.String({ maxLength: 40 })),
        value: Type.Optional(Type.String({ maxLength: 60 })),
        /** Nobody is checked by name (C13): a check that comes with one is refused and logged, and the name is kept nowhere. */
        name: Type.Optional(Type.String({ maxLength: 200 })),
      },
      closed,
    ),
    matter: Type.Optional(Type.String({ maxLength: 80 })),
    purpose: Type.Optional(Type.String({ maxLength: 60 })),
  },
  { $id: "CheckQuestion", ...closed },
);
export type CheckQuestion = Static<typeof CheckQuestionShape>;

/** What a measure, the list it follows from and the authority that listed say in words: the same in many answers. */
export const BindingTermsShape = Type.Object(
  {
    authorityName: BilingualShape,
    does: BilingualShape,
    /** 1 reduces rights, 2 management, 3 by other organisations, voluntarily; null for incentives. */
    kind: orNull(Type.Integer({ minimum: 1, maximum: 3 })),
    law: Type.Array(LawShape),
    /** The list it follows from, and why it may (C7): the same trade, or the article that attaches it. */
    list: Type.Object(
      {
        law: orNull(LawShape),
        link: oneOf("same-trade", "article"),
        list: Type.String(),
        sort: oneOf("honour", "serious", "abnormal"),
        title: BilingualShape,
      },
      closed,
    ),
    tellSubject: BilingualShape,
    title: BilingualShape,
    /** How the subject objects to the listing or has it repaired. */
    wayBack: Type.Object({ article: Type.String(), text: BilingualShape }, closed),
  },
  { $id: "BindingTerms", ...closed },
);
export type BindingTerms = Static<typeof BindingTermsShape>;

/** One measure that binds the body that asked, or one incentive the subject is due. Members in the order of RFC 8785. */
export const BindingShape = Type.Object(
  {
    decision: Type.Object(
      {
        authority: Type.String(),
        decidedOn: DateShape,
        /** Only where the record is public. */
        documentNumber: orNull(Type.String()),
        recordId: Type.String(),
        servedOn: orNull(DateShape),
        version: Type.Integer(),
      },
      closed,
    ),
    effect: EffectShape,
    force: oneOf("must", "may"),
    /** First day of effect. */
    from: DateShape,
    /** An objection is shown; a suspension would have removed the measure from the answer. */
    marks: Type.Array(Type.Object({ at: InstantShape, mark: Type.String() }, closed)),
    /** `cn/procurement-ban@1`. */
    measure: Type.String(),
    sort: oneOf("constraint", "incentive"),
    terms: BindingTermsShape,
    /** Last day of effect; null: as long as the honour stands. */
    until: orNull(DateShape),
  },
  { $id: "Binding", ...closed },
);
export type Binding = Static<typeof BindingShape>;

/** What was found: something that binds or is due; nothing recorded that bears on this body in this matter; no such subject. */
export const CheckOutcomeShape = oneOf("measures", "nothing-recorded", "unknown-subject");

/** What an answer says in words of who asked, what for and by which rules. */
export const AnswerTermsShape = Type.Object(
  {
    bodyName: BilingualShape,
    /** The rules it was answered by: digests of the packs' editions. */
    catalogue: Type.Array(Type.Object({ digest: Type.String(), pack: Type.String(), version: Type.String() }, closed)),
    matterTitle: BilingualShape,
    /** What the outcome means. */
    plain: BilingualShape,
    purposeTitle: BilingualShape,
  },
  { $id: "AnswerTerms", ...closed },
);
export type AnswerTerms = Static<typeof AnswerTermsShape>;

/**
 * The answer. The receipt's leaf is drawn from its canonical JSON (RFC 8785), in which each `terms` stands by its own
 * SHA-256: words that many answers share are hashed and kept once.
 */
export const CheckAnswerShape = Type.Object(
  {
    asOf: Type.Object({ day: DateShape, knownAt: InstantShape }, closed),
    asked: Type.Object(
      {
        /** Unified code of the body. */
        body: Type.String(),
        /** What kind of hat asked: an officer's or a program's. Who wore it stands in the log of looks under `check`. */
        by: oneOf("officer", "client"),
        matter: Type.String(),
        purpose: Type.String(),
        subject: Type.Object(
          {
            kind: SubjectKindShape,
            /** As it was asked by, normalised; null for persons, whose numbers stand in no receipt (C13). */
            number: orNull(Type.String()),
            scheme: orNull(Type.String()),
            /** The platform's own id of a person; null for others, and where nobody is known. */
            subjectId: orNull(Type.String()),
          },
          closed,
        ),
      },
      closed,
    ),
    /** Id of the check, and of its entry in the log of looks. */
    check: Type.String({ format: "uuid" }),
    constraints: Type.Array(BindingShape),
    incentives: Type.Array(BindingShape),
    issuer: Type.String(),
    outcome: CheckOutcomeShape,
    /** 16 random bytes, base64url: a leaf gives nothing away to who has not the answer. */
    salt: Type.String({ pattern: "^[A-Za-z0-9_-]{22}$" }),
    terms: AnswerTermsShape,
  },
  { $id: "CheckAnswer", ...closed },
);
export type CheckAnswer = Static<typeof CheckAnswerShape>;

/** The root that several answers share. Its canonical JSON is what is signed. */
export const ReceiptRootShape = Type.Object(
  { issuer: Type.String(), root: Hash, signedAt: InstantShape, size: Type.Integer({ minimum: 1 }) },
  { $id: "ReceiptRoot", ...closed },
);
export type ReceiptRoot = Static<typeof ReceiptRootShape>;

/**
 * A receipt: the answer; its place in a Merkle tree of RFC 6962 over SHA-256, whose leaves are SHA-256 of the answers'
 * canonical JSON with their terms hashed; the root; a detached JWS (RFC 7515, RFC 7797, Ed25519) over the root's canonical JSON. As a file it is
 * the canonical JSON of itself, byte for byte; `receipt verify` takes nothing else.
 */
export const CheckReceiptShape = Type.Object(
  {
    answer: CheckAnswerShape,
    proof: Type.Object({ index: Type.Integer({ minimum: 0 }), path: Type.Array(Hash, { maxItems: 40 }) }, closed),
    root: ReceiptRootShape,
    signature: Type.String(),
    type: Type.Literal("ChengxinCheckReceipt/1"),
  },
  { $id: "CheckReceipt", ...closed },
);
export type CheckReceipt = Static<typeof CheckReceiptShape>;

export const askCheck = endpoint({
  id: "askCheck",
  method: "POST",
  path: "/api/v1/checks",
  tag: "measures",
  entrance: "signed-in",
  summary: {
    zh: "核查：对某主体，本机关在某一事项中现在应当或可以采取什么措施",
    en: "check: what binds this body in this matter towards a subject, now",
  },
  description: {
    zh: "提问者是登录者；回答是一份可独立核验的回执，查阅记入日志。",
    en: "Who asks is who is signed in. The answer is a receipt anyone can verify; the look is in the log before it leaves.",
  },
  body: CheckQuestionShape,
  response: CheckReceiptShape,
  asComposed: true,
  refusals: [
    "measures.purpose",
    "measures.matter",
    "measures.not-your-matter",
    "measures.by-name",
    "measures.number",
    "measures.placeholder",
    "registry.identity-number",
    "access.denied",
  ],
});

/** The same receipt again, for the body that asked and for the subject; a look again where a body fetches it. */
export const getCheck = endpoint({
  id: "getCheck",
  method: "GET",
  path: "/api/v1/checks/:check",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "再次取得核查回执", en: "a check's receipt again" },
  params: Type.Object({ check: Type.String({ format: "uuid" }) }, closed),
  response: CheckReceiptShape,
  asComposed: true,
  refusals: ["measures.unknown-check", "measures.forgotten", "access.denied"],
});

/** What a body did: with a measure of the answer, or with an effect that was not in it. */
export const OutcomeShape = Type.Object(
  {
    check: Type.String({ format: "uuid" }),
    outcome: Type.String({ format: "uuid" }),
    did: oneOf("applied", "not-applied", "nothing"),
    /** The measure of the answer; null where the effect was in none. */
    measure: orNull(Type.String()),
    effect: orNull(EffectShape),
    reason: orNull(Type.String()),
    /** The body did what no measure of the answer allows: supervision is told (C7). */
    beyond: Type.Boolean(),
    reportedAt: InstantShape,
  },
  { $id: "CheckOutcome", ...closed },
);
export type OutcomeView = Static<typeof OutcomeShape>;

export const reportOutcome = endpoint({
  id: "reportOutcome",
  method: "POST",
  path: "/api/v1/checks/:check/outcomes",
  tag: "measures",
  entrance: "signed-in",
  summary: {
    zh: "反馈：核查之后实际采取了什么措施、兑现了什么激励",
    en: "feedback: what the body did after the check",
  },
  params: Type.Object({ check: Type.String({ format: "uuid" }) }, closed),
  body: Type.Object(
    {
      did: oneOf("applied", "not-applied", "nothing"),
      /** A measure of the answer, `cn/procurement-ban@1`. */
      measure: Type.Optional(Type.String({ maxLength: 80 })),
      /** What was done where no measure of the answer covers it. */
      effect: Type.Optional(EffectShape),
      /** Why a measure was not applied, or what else was done; no names, no numbers of persons. */
      reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    },
    closed,
  ),
  response: OutcomeShape,
  status: 201,
  idempotent: true,
  refusals: [
    "measures.unknown-check",
    "measures.unknown-measure",
    "measures.outcome-incomplete",
    "measures.reason",
    "measures.number-in-reason",
    "access.denied",
  ],
});

/** A check as its body lists it. */
export const CheckHeadShape = Type.Object(
  {
    check: Type.String({ format: "uuid" }),
    at: InstantShape,
    by: oneOf("officer", "client"),
    matter: Type.String(),
    purpose: Type.String(),
    subject: Type.Object({ kind: SubjectKindShape, number: orNull(Type.String()) }, closed),
    outcome: CheckOutcomeShape,
    measures: Type.Array(
      Type.Object(
        {
          measure: Type.String(),
          sort: oneOf("constraint", "incentive"),
          effect: EffectShape,
          force: oneOf("must", "may"),
          /** The body has said what became of it. */
          reported: Type.Boolean(),
        },
        closed,
      ),
    ),
    /** Measures of which the body has not said what became. */
    missing: Type.Integer(),
  },
  { $id: "CheckHead", ...closed },
);
export type CheckHead = Static<typeof CheckHeadShape>;

export const listChecks = endpoint({
  id: "listChecks",
  method: "GET",
  path: "/api/v1/checks",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "本机关的核查，可只看尚未反馈的", en: "my body's checks, or only those with feedback missing" },
  query: Type.Object({ missing: Type.Optional(oneOf("yes", "no")), ...PageQuery }, closed),
  response: pageOf(CheckHeadShape),
  refusals: ["access.denied", "measures.cursor"],
});

/** An act beyond the measure, as supervision sees it. */
export const CheckFlagShape = Type.Object(
  {
    ...OutcomeShape.properties,
    body: Type.String(),
    bodyName: BilingualShape,
    matter: Type.String(),
    subjectKind: SubjectKindShape,
  },
  { $id: "CheckFlag", ...closed },
);
export type CheckFlag = Static<typeof CheckFlagShape>;

export const listCheckFlags = endpoint({
  id: "listCheckFlags",
  method: "GET",
  path: "/api/v1/agencies/:code/check-flags",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "超出清单的措施（供主管监督）", en: "acts beyond the measures, for supervision" },
  params: Type.Object({ code: Type.String({ maxLength: 18 }) }, closed),
  query: Type.Object({ ...PageQuery }, closed),
  response: pageOf(CheckFlagShape),
  refusals: ["access.denied", "measures.cursor"],
});

/** What was asked and what came of it, by matter and measure: counts only. */
export const countChecks = endpoint({
  id: "countChecks",
  method: "GET",
  path: "/api/v1/agencies/:code/check-counts",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "核查与反馈的数量，激励兑现的数量", en: "checks and feedback in numbers, incentives delivered" },
  params: Type.Object({ code: Type.String({ maxLength: 18 }) }, closed),
  query: Type.Object({ from: Type.Optional(DateShape), to: Type.Optional(DateShape) }, closed),
  response: Type.Object(
    {
      checks: Type.Integer(),
      measures: Type.Array(
        Type.Object(
          {
            measure: Type.String(),
            sort: oneOf("constraint", "incentive"),
            answered: Type.Integer(),
            applied: Type.Integer(),
            notApplied: Type.Integer(),
          },
          closed,
        ),
      ),
      beyond: Type.Integer(),
    },
    { $id: "CheckCounts", ...closed },
  ),
  refusals: ["access.denied"],
});

/** What a desk may ask: the matters its body decides in, with their purposes. */
export const listOwnMatters = endpoint({
  id: "listOwnMatters",
  method: "GET",
  path: "/api/v1/checks/matters",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "本机关可以核查的事项和目的", en: "matters and purposes this body may check in" },
  response: Type.Object(
    {
      matters: Type.Array(
        Type.Object(
          {
            matter: Type.String(),
            title: BilingualShape,
            law: LawShape,
            purposes: Type.Array(
              Type.Object(
                {
                  purpose: Type.String(),
                  title: BilingualShape,
                  subjects: Type.Array(SubjectKindShape),
                  /** Longest watch it justifies, in months; null: none. */
                  watchMonthsMax: orNull(Type.Integer()),
                },
                closed,
              ),
            ),
          },
          closed,
        ),
      ),
    },
    { $id: "OwnMatters", ...closed },
  ),
  refusals: ["access.denied"],
});

/** Checks of the subject one represents: who asked in which matter, and what they were told; each has its receipt. */
export const listOwnChecks = endpoint({
  id: "listOwnChecks",
  method: "GET",
  path: "/api/v1/own/checks",
  tag: "measures",
  entrance: "signed-in",
  summary: { zh: "对我所代表的主体的核查", en: "checks of the subjects I represent" },
  query: Type.Object({ ...PageQuery }, closed),
  response: pageOf(
    Type.Object(
      {
        check: Type.String({ format: "uuid" }),
        at: InstantShape,
        body: Type.String(),
        bodyName: BilingualShape,
        matter: Type.String(),
        purpose: Type.String(),
        outcome: CheckOutcomeShape,
        /** What the body reported to have done. */
        outcomes: Type.Array(OutcomeShape),
      },
      closed,
    ),
  ),
  refusals: ["access.denied", "access.representatives-only", "measures.cursor"],
});
