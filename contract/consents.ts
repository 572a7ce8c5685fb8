/**
 * Consents (授权同意): a body asks a subject for part of its file, for one purpose, for a time; the subject sees exactly what
 * would be shown and gives all, part or nothing; what was given is read until it ends or is withdrawn (C14).
 */
import Type, { type Static } from "typebox";
import { LawShape, SubjectKindShape } from "./catalogue.ts";
import { endpoint } from "./endpoint.ts";
import { FieldLegendShape, FileShape } from "./ledger.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull, PageQuery, pageOf } from "./shapes.ts";

const closed = { additionalProperties: false };
const Uuid = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "\\S" });
/** At a counter: how the identity and authority of who is present were proved. Absent where a representative acts. */
const Basis = Type.Optional(Words(300));
const OfRequest = Type.Object({ requestId: Uuid }, closed);

/** Fields by item of the catalogue: `{"cn/annual-report": ["year", "employees"]}`. */
export const FieldsByItemShape = Type.Record(
  Type.String({ maxLength: 80 }),
  Type.Array(Type.String({ maxLength: 60 }), { maxItems: 80, uniqueItems: true }),
  { $id: "FieldsByItem", maxProperties: 40 },
);

const AgencyShape = Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() }, closed);
const PurposeSaid = Type.Object({ purpose: Type.String(), title: BilingualShape, law: Type.Array(LawShape) }, closed);

/** An item as it is asked for: what it is called, and its fields in words. */
const AskedItemShape = Type.Object(
  { item: Type.String(), title: BilingualShape, fields: Type.Record(Type.String(), FieldLegendShape) },
  { $id: "ConsentItem", ...closed },
);

/** A request as whoever sent it sees it. Refused, unanswered, withdrawn and ended are one: no consent (C14). */
export const SentConsentShape = Type.Object(
  {
    requestId: Uuid,
    /** Code and name; empty for persons (C13). */
    subject: Type.Object({ kind: SubjectKindShape, code: Type.String(), name: Type.String() }, closed),
    purpose: PurposeSaid,
    items: Type.Array(AskedItemShape),
    from: DateShape,
    until: DateShape,
    times: Type.Integer(),
    askedOn: DateShape,
    answerBy: DateShape,
    status: oneOf("in-force", "none"),
    /** What may be read now; null where there is no consent. */
    granted: orNull(FieldsByItemShape),
    /** Looks that are left; null where there is no consent. */
    left: orNull(Type.Integer()),
    /** Code of the signed consent; null where there is no consent. */
    code: orNull(Type.String()),
  },
  { $id: "SentConsent", ...closed },
);
export type SentConsent = Static<typeof SentConsentShape>;

export const ConsentActShape = Type.Object(
  {
    act: oneOf("give", "refuse", "withdraw", "use"),
    at: InstantShape,
    by: oneOf("representative", "counter", "recipient"),
    /** Whoever reads did it. */
    own: Type.Boolean(),
    granted: orNull(FieldsByItemShape),
    /** At a counter: how identity and authority were proved. */
    basis: orNull(Type.String()),
    /** Of a use: its look, in "who looked", and how many records it showed. */
    lookId: orNull(Uuid),
    records: orNull(Type.Integer()),
  },
  { $id: "ConsentAct", ...closed },
);
export type ConsentActView = Static<typeof ConsentActShape>;

/** A request as its subject sees it: everything. */
export const OwnConsentShape = Type.Object(
  {
    requestId: Uuid,
    subjectId: Uuid,
    subject: Type.Object({ kind: SubjectKindShape, code: Type.String(), name: Type.String() }, closed),
    recipient: AgencyShape,
    purpose: PurposeSaid,
    items: Type.Array(AskedItemShape),
    from: DateShape,
    until: DateShape,
    times: Type.Integer(),
    askedOn: DateShape,
    answerBy: DateShape,
    /** What the recipient says it is for; null once forgotten. */
    words: orNull(Type.String()),
    state: oneOf("waiting", "unanswered", "given", "refused", "withdrawn", "ended"),
    granted: orNull(FieldsByItemShape),
    uses: Type.Integer(),
    code: orNull(Type.String()),
    acts: Type.Array(ConsentActShape),
    /** What can be done now. */
    next: Type.Array(oneOf("give", "refuse", "withdraw")),
  },
  { $id: "OwnConsent", ...closed },
);
export type OwnConsent = Static<typeof OwnConsentShape>;

const common = ["access.denied", "access.key-used", "consents.unknown", "http.busy"];

// ── The recipient's ────────────────────────────────────────────────────────────────────────────────────────────────

export const listConsentPurposes = endpoint({
  id: "listConsentPurposes",
  method: "GET",
  path: "/api/v1/consent-purposes",
  tag: "consents",
  entrance: "anyone",
  summary: {
    zh: "须经主体同意的查阅目的：依据、最多可请求的字段、最长期间和次数",
    en: "purposes by consent: law, which fields may be asked for at most, how long and how often",
  },
  response: Type.Object(
    {
      today: DateShape,
      items: Type.Array(
        Type.Object(
          {
            ...PurposeSaid.properties,
            agencyKinds: Type.Array(Type.String()),
            subjectKinds: Type.Array(SubjectKindShape),
            daysMax: Type.Integer(),
            timesMax: Type.Integer(),
            answerDays: Type.Integer(),
            items: Type.Array(AskedItemShape),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
});

export const askConsent = endpoint({
  id: "askConsent",
  method: "POST",
  path: "/api/v1/consents",
  tag: "consents",
  entrance: "signed-in",
  summary: {
    zh: "请求主体同意：为一个目的查阅其档案的一部分",
    en: "ask a subject to consent that part of its file is read, for one purpose",
  },
  body: Type.Object(
    {
      subject: Type.Object(
        {
          scheme: oneOf("unified-code", "registration-number", "organisation-code", "person-number", "name"),
          value: Type.String({ maxLength: 80 }),
        },
        closed,
      ),
      /** One purpose by consent (`/api/v1/purposes`). None is refused, and so are several in one request. */
      purpose: Type.Optional(
        Type.Union([Type.String({ maxLength: 60 }), Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20 })]),
      ),
      items: FieldsByItemShape,
      from: DateShape,
      /** Last day. */
      until: DateShape,
      /** Most looks in the period. */
      times: Type.Integer({ minimum: 1, maximum: 366 }),
      /** What for, in the recipient's words to the subject. */
      words: Words(500),
    },
    closed,
  ),
  response: SentConsentShape,
  status: 201,
  idempotent: true,
  refusals: [
    ...common,
    "consents.no-purpose",
    "consents.bundled",
    "consents.purpose",
    "consents.by-name",
    "consents.nothing-asked",
    "consents.beyond-purpose",
    "consents.period",
    "consents.times",
    "consents.asked-already",
    "ledger.unknown-subject",
  ],
});

export const listSentConsents = endpoint({
  id: "listSentConsents",
  method: "GET",
  path: "/api/v1/consents",
  tag: "consents",
  entrance: "signed-in",
  summary: {
    zh: "本单位发出的授权请求和现行有效的同意",
    en: "requests of one's own body, and which consents are in force",
  },
  query: Type.Object(PageQuery, closed),
  response: Type.Object({ today: DateShape, ...pageOf(SentConsentShape).properties }, closed),
  refusals: ["access.denied"],
});

export const useConsent = endpoint({
  id: "useConsent",
  method: "GET",
  path: "/api/v1/consents/:requestId/file",
  tag: "consents",
  entrance: "signed-in",
  summary: {
    zh: "依同意查阅：只显示同意的字段，每次查阅均记录",
    en: "read what was lent: the fields that were given, while the consent is in force; every look is logged",
  },
  params: OfRequest,
  response: FileShape,
  asComposed: true,
  refusals: ["access.denied", "consents.unknown", "consents.none", "http.busy"],
});

export const downloadConsent = endpoint({
  id: "downloadConsent",
  method: "GET",
  path: "/api/v1/consents/:requestId/artefact",
  tag: "consents",
  entrance: "signed-in",
  summary: { zh: "同意书（签名数据），有效期间可取", en: "the signed consent, while it is in force" },
  params: OfRequest,
  response: Type.Unknown(),
  fileResponse: { mediaTypes: ["application/vc"] },
  refusals: ["access.denied", "consents.unknown", "consents.none"],
});

export const verifyConsent = endpoint({
  id: "verifyConsent",
  method: "GET",
  path: "/api/v1/consent-artefacts/:code",
  tag: "consents",
  entrance: "anyone",
  summary: {
    zh: "核验同意书是否由本平台签发、现在是否有效",
    en: "whether a signed consent was issued here and is in force now",
  },
  params: Type.Object({ code: Type.String({ maxLength: 40 }) }, closed),
  response: Type.Object(
    {
      verdict: oneOf("unknown", "in-force", "ended"),
      code: orNull(Type.String()),
      recipient: orNull(AgencyShape),
      issuedOn: orNull(DateShape),
      /** Last day, while it is in force. */
      until: orNull(DateShape),
      keyId: orNull(Type.String()),
      sha256: orNull(Type.String()),
    },
    { $id: "ConsentVerdict", ...closed },
  ),
});
export type ConsentVerdict = Static<typeof verifyConsent.response>;

// ── The subject's ──────────────────────────────────────────────────────────────────────────────────────────────────

export const listOwnConsents = endpoint({
  id: "listOwnConsents",
  method: "GET",
  path: "/api/v1/own/consents",
  tag: "consents",
  entrance: "signed-in",
  summary: {
    zh: "向我所代表主体提出的授权请求：待答复、已同意、已结束，及每次使用",
    en: "requests to the subjects I represent: waiting, given, ended, each with its uses",
  },
  response: Type.Object({ today: DateShape, items: Type.Array(OwnConsentShape) }, closed),
  refusals: ["access.denied", "access.representatives-only"],
});

/** Whoever has come to a counter. */
export const listConsentsAtCounter = endpoint({
  id: "listConsentsAtCounter",
  method: "POST",
  path: "/api/v1/consents/at-counter",
  tag: "consents",
  entrance: "signed-in",
  summary: {
    zh: "为到场的当事人查看其授权请求（查阅会被记录）",
    en: "the requests to a subject that has come to the counter; the look is logged",
  },
  body: Type.Object(
    {
      subject: Type.Object(
        {
          scheme: oneOf("unified-code", "registration-number", "organisation-code", "person-number"),
          value: Type.String({ maxLength: 40 }),
        },
        closed,
      ),
      basis: Words(300),
    },
    closed,
  ),
  response: Type.Object({ today: DateShape, items: Type.Array(OwnConsentShape) }, closed),
  refusals: ["access.denied", "ledger.unknown-subject"],
});

export const previewConsent = endpoint({
  id: "previewConsent",
  method: "POST",
  path: "/api/v1/consents/:requestId/preview",
  tag: "consents",
  entrance: "signed-in",
  summary: {
    zh: "同意之前：逐条看到对方将会看到的内容",
    en: "before consenting: exactly what the recipient would be shown today",
  },
  params: OfRequest,
  body: Type.Object(
    {
      /** What would be given; all that is asked for unless said. */
      items: Type.Optional(FieldsByItemShape),
      basis: Basis,
    },
    closed,
  ),
  response: FileShape,
  asComposed: true,
  refusals: ["access.denied", "consents.unknown", "consents.beyond-request"],
});

const answers = [...common, "access.no-mandate", "consents.not-given"];

export const giveConsent = endpoint({
  id: "giveConsent",
  method: "POST",
  path: "/api/v1/consents/:requestId/give",
  tag: "consents",
  entrance: "signed-in",
  summary: { zh: "同意：全部或者部分字段", en: "consent, to all that is asked for or to part of it" },
  params: OfRequest,
  body: Type.Object({ items: FieldsByItemShape, basis: Basis }, closed),
  response: OwnConsentShape,
  idempotent: true,
  refusals: [...answers, "consents.nothing-given", "consents.beyond-request", "consents.too-late"],
});

export const refuseConsent = endpoint({
  id: "refuseConsent",
  method: "POST",
  path: "/api/v1/consents/:requestId/refuse",
  tag: "consents",
  entrance: "signed-in",
  summary: {
    zh: "不同意：没有任何后果，对方只看到“没有同意”",
    en: "refuse: nothing follows, and the recipient sees “no consent”",
  },
  params: OfRequest,
  body: Type.Object({ basis: Basis }, closed),
  response: OwnConsentShape,
  idempotent: true,
  refusals: answers,
});

export const withdrawConsent = endpoint({
  id: "withdrawConsent",
  method: "POST",
  path: "/api/v1/consents/:requestId/withdraw",
  tag: "consents",
  entrance: "signed-in",
  summary: { zh: "撤回同意：立即生效", en: "withdraw a consent, at once" },
  params: OfRequest,
  body: Type.Object({ basis: Basis }, closed),
  response: OwnConsentShape,
  idempotent: true,
  refusals: answers,
});
