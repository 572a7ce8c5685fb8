/** Notices: what an authority serves on a subject, how and when it was served, and what the subject answers. */
import Type, { type Static } from "typebox";
import { LawShape, SubjectKindShape } from "./catalogue.ts";
import { endpoint } from "./endpoint.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull, PageQuery, pageOf } from "./shapes.ts";

const closed = { additionalProperties: false };
const Uuid = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "\\S" });
/** Why: read by the subject and by whoever audits the act. */
const Reason = Words(500);
/** At a counter: how the identity and authority of who is present were proved. Absent where a representative acts. */
const Basis = Type.Optional(Words(300));
const OfNotice = Type.Object({ noticeId: Uuid }, closed);
const common = ["access.denied", "access.key-used", "notices.unknown", "notices.withdrawn"];
const subjectActs = [...common, "notices.not-served", "access.no-mandate", "notices.document-unknown"];

export const noticeKinds = ["intended-listing", "decision", "other"] as const;
export const noticeStates = ["drawn", "offered", "served", "withdrawn"] as const;
export const paperModes = ["direct", "left", "post", "announcement"] as const;
export const failedOutcomes = ["refused", "absent", "moved", "unreachable"] as const;

/** An effect that is intended or decided, as the catalogue of measures words it. */
const EffectShape = Type.Object(
  { id: Words(100), title: BilingualShape, plain: BilingualShape, law: Type.Array(LawShape) },
  closed,
);

/** The words of a notice: everything the law says a subject must be told. Sealed where it is stored. */
export const NoticeContentShape = Type.Object(
  {
    title: BilingualShape,
    /** What is intended, or was decided. */
    intended: BilingualShape,
    facts: Words(20_000),
    basis: Type.Array(LawShape, { minItems: 1 }),
    /** From the catalogue of measures; nobody adds to it (C7). */
    effects: Type.Array(EffectShape),
    howToAnswer: orNull(BilingualShape),
    /** Ways back: repair, reconsideration, suit. */
    remedies: Type.Array(BilingualShape, { minItems: 1 }),
  },
  { $id: "NoticeContent", ...closed },
);
export type NoticeContent = Static<typeof NoticeContentShape>;

/** Time to answer as it stands today. */
export const NoticeClockShape = Type.Object(
  {
    /**
     * `known`; `assumed`: days no calendar rules on yet are left out, so that it may turn out earlier but is not held to;
     * `unknown`: it has no end until the calendar is published.
     */
    is: oneOf("known", "assumed", "unknown"),
    /** Last day to answer; null while unknown. */
    dueOn: orNull(DateShape),
    /** While unknown: the earliest day it can turn out to be. */
    notBefore: orNull(DateShape),
    /** First day no published calendar rules on. */
    unknownFrom: orNull(DateShape),
    over: Type.Boolean(),
  },
  { $id: "NoticeClock", ...closed },
);
export type NoticeClock = Static<typeof NoticeClockShape>;

const AuthorityShape = Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() }, closed);

export const NoticeLineShape = Type.Object(
  {
    noticeId: Uuid,
    subjectId: Uuid,
    subjectKind: SubjectKindShape,
    /** Code and name of whom it is for; empty for persons (C13). */
    subject: Type.Object({ code: Type.String(), name: Type.String() }, closed),
    authority: AuthorityShape,
    kind: oneOf(...noticeKinds),
    aboutKind: oneOf("proceeding", "record"),
    aboutId: Uuid,
    state: oneOf(...noticeStates),
    drawnOn: DateShape,
    servedOn: orNull(DateShape),
    mode: orNull(oneOf(...paperModes, "electronic")),
    /** Null before service, and where there is nothing to answer. */
    answer: orNull(NoticeClockShape),
    hearing: orNull(NoticeClockShape),
    answeredOn: orNull(DateShape),
    hearingAskedOn: orNull(DateShape),
    waivedOn: orNull(DateShape),
  },
  { $id: "NoticeLine", ...closed },
);
export type NoticeLine = Static<typeof NoticeLineShape>;

export const NoticeDocumentShape = Type.Object(
  { documentId: Uuid, mediaType: Type.String(), bytes: Type.Integer(), sha256: Type.String() },
  { $id: "NoticeDocument", ...closed },
);
export type NoticeDocument = Static<typeof NoticeDocumentShape>;

export const NoticeActShape = Type.Object(
  {
    act: oneOf("draw-up", "offer", "fail", "serve", "redate", "answer", "ask-hearing", "waive", "withdraw"),
    at: InstantShape,
    by: oneOf("authority", "subject", "counter", "calendar"),
    mode: orNull(oneOf(...paperModes, "electronic")),
    outcome: orNull(oneOf(...failedOutcomes)),
    servedOn: orNull(DateShape),
    dueOn: orNull(DateShape),
    reason: orNull(Type.String()),
    basis: orNull(Type.String()),
    /** What the subject said. */
    words: orNull(Type.String()),
    documents: Type.Array(NoticeDocumentShape),
  },
  { $id: "NoticeAct", ...closed },
);
export type NoticeActView = Static<typeof NoticeActShape>;

/** What a subject said to a notice, as whoever has to weigh it reads it. */
export const SubjectWordShape = Type.Object(
  {
    noticeId: Uuid,
    act: oneOf("answer", "ask-hearing", "waive"),
    at: InstantShape,
    /** `counter`: written down by an officer for somebody present. */
    by: oneOf("subject", "counter"),
    words: orNull(Type.String()),
    documents: Type.Array(NoticeDocumentShape),
  },
  { $id: "SubjectWord", ...closed },
);
export type SubjectWord = Static<typeof SubjectWordShape>;

export const NoticeShape = Type.Object(
  {
    ...NoticeLineShape.properties,
    content: NoticeContentShape,
    /** Whether whoever reads it drew it up, and may therefore not write down an answer at the counter. */
    ownEntry: Type.Boolean(),
    /** Whether its subject takes service electronically today. */
    electronic: Type.Boolean(),
    acts: Type.Array(NoticeActShape),
  },
  { $id: "Notice", ...closed },
);
export type NoticeView = Static<typeof NoticeShape>;

// ── The subject's ──────────────────────────────────────────────────────────────────────────────────────────────────

export const listOwnNotices = endpoint({
  id: "listOwnNotices",
  method: "GET",
  path: "/api/v1/own/notices",
  tag: "notices",
  entrance: "signed-in",
  summary: { zh: "送达给我所代表主体的告知书和决定书", en: "notices for the subjects I represent" },
  response: Type.Object(
    {
      today: DateShape,
      subjects: Type.Array(Type.Object({ subjectId: Uuid, name: Type.String(), electronic: Type.Boolean() }, closed)),
      items: Type.Array(NoticeLineShape),
    },
    closed,
  ),
  refusals: ["access.denied", "access.representatives-only"],
});

export const getOwnNotice = endpoint({
  id: "getOwnNotice",
  method: "GET",
  path: "/api/v1/own/notices/:noticeId",
  tag: "notices",
  entrance: "signed-in",
  summary: { zh: "阅读已送达的告知书", en: "read a notice that was served" },
  params: OfNotice,
  response: NoticeShape,
  refusals: ["access.denied", "access.representatives-only", "notices.unknown", "notices.unread", "notices.forgotten"],
});

export const receiveNotice = endpoint({
  id: "receiveNotice",
  method: "POST",
  path: "/api/v1/own/notices/:noticeId/receive",
  tag: "notices",
  entrance: "signed-in",
  summary: { zh: "打开即为签收：电子送达", en: "open it, which serves it electronically" },
  params: OfNotice,
  body: Type.Object({ confirm: Type.Literal(true) }, closed),
  response: NoticeLineShape,
  idempotent: true,
  keyed: true,
  refusals: [...common, "notices.not-offered", "notices.not-agreed", "access.no-mandate"],
});

export const chooseService = endpoint({
  id: "chooseService",
  method: "POST",
  path: "/api/v1/own/service",
  tag: "notices",
  entrance: "signed-in",
  summary: { zh: "同意或撤回电子送达", en: "agree to electronic service, or withdraw it" },
  body: Type.Object({ subjectId: Uuid, electronic: Type.Boolean() }, closed),
  response: Type.Object({ subjectId: Uuid, electronic: Type.Boolean() }, closed),
  idempotent: true,
  refusals: ["access.denied", "access.key-used", "access.no-mandate"],
});

export const answerNotice = endpoint({
  id: "answerNotice",
  method: "POST",
  path: "/api/v1/notices/:noticeId/answer",
  tag: "notices",
  entrance: "signed-in",
  summary: { zh: "陈述、申辩", en: "answer a notice" },
  params: OfNotice,
  body: Type.Object(
    { statement: Words(20_000), documents: Type.Array(Uuid, { maxItems: 20, uniqueItems: true }), basis: Basis },
    closed,
  ),
  response: NoticeLineShape,
  status: 201,
  idempotent: true,
  keyed: true,
  refusals: [...subjectActs, "notices.nothing-to-answer"],
});

export const askForHearing = endpoint({
  id: "askForHearing",
  method: "POST",
  path: "/api/v1/notices/:noticeId/hearing",
  tag: "notices",
  entrance: "signed-in",
  summary: { zh: "要求听证", en: "ask for a hearing" },
  params: OfNotice,
  body: Type.Object({ words: Type.Optional(Type.String({ maxLength: 5_000 })), basis: Basis }, closed),
  response: NoticeLineShape,
  status: 201,
  idempotent: true,
  refusals: [...subjectActs, "notices.no-hearing", "notices.hearing-late"],
});

export const waiveTime = endpoint({
  id: "waiveTime",
  method: "POST",
  path: "/api/v1/notices/:noticeId/waive",
  tag: "notices",
  entrance: "signed-in",
  summary: { zh: "明确放弃剩余的陈述申辩期限", en: "expressly waive the rest of the time to answer" },
  params: OfNotice,
  body: Type.Object(
    {
      confirm: Type.Literal(true),
      basis: Basis,
      /** At a counter: the signed paper, attached before. */
      proof: Type.Optional(Uuid),
    },
    closed,
  ),
  response: NoticeLineShape,
  idempotent: true,
  keyed: true,
  refusals: [...subjectActs, "notices.nothing-to-waive", "notices.proof-needed"],
});

// ── Documents ──────────────────────────────────────────────────────────────────────────────────────────────────────

export const attachToNotice = endpoint({
  id: "attachToNotice",
  method: "POST",
  path: "/api/v1/notices/:noticeId/documents",
  tag: "notices",
  entrance: "signed-in",
  summary: {
    zh: "上传送达凭证或陈述材料（PDF、PNG、JPEG、TXT）",
    en: "attach a proof of service or what comes with an answer",
  },
  params: OfNotice,
  fileBody: { mediaTypes: ["application/octet-stream"], maxBytes: 20 * 1024 * 1024 },
  response: NoticeDocumentShape,
  status: 201,
  idempotent: true,
  refusals: [
    "access.denied",
    "access.key-used",
    "notices.unknown",
    "notices.unread",
    "intake.document-kind",
    "intake.document-too-large",
    "intake.document-encrypted",
    "intake.document-hostile",
    "intake.scanner-away",
  ],
});

export const downloadNoticeDocument = endpoint({
  id: "downloadNoticeDocument",
  method: "GET",
  path: "/api/v1/notices/:noticeId/documents/:documentId",
  tag: "notices",
  entrance: "signed-in",
  summary: { zh: "取回告知书所附材料", en: "a document of a notice" },
  params: Type.Object({ noticeId: Uuid, documentId: Uuid }, closed),
  response: Type.Unknown(),
  fileResponse: { mediaTypes: ["application/pdf", "image/png", "image/jpeg", "text/plain"] },
  refusals: ["access.denied", "notices.unknown", "notices.forgotten", "notices.document-unknown"],
});

// ── The authority's ────────────────────────────────────────────────────────────────────────────────────────────────

export const listNotices = endpoint({
  id: "listNotices",
  method: "GET",
  path: "/api/v1/notices",
  tag: "notices",
  entrance: "signed-in",
  summary: { zh: "本机关的告知书和决定书", en: "an authority's notices" },
  query: Type.Object({ ...PageQuery, state: Type.Optional(oneOf(...noticeStates)) }, closed),
  response: pageOf(NoticeLineShape),
  refusals: ["access.denied"],
});

export const getNotice = endpoint({
  id: "getNotice",
  method: "GET",
  path: "/api/v1/notices/:noticeId",
  tag: "notices",
  entrance: "signed-in",
  summary: {
    zh: "查看本机关的告知书及答复（查阅有记录）",
    en: "a notice of one's authority with its answers; the look is logged",
  },
  params: OfNotice,
  response: NoticeShape,
  refusals: ["access.denied", "notices.unknown", "notices.forgotten"],
});

export const offerNotice = endpoint({
  id: "offerNotice",
  method: "POST",
  path: "/api/v1/notices/:noticeId/offer",
  tag: "notices",
  entrance: "signed-in",
  summary: { zh: "提供电子送达（未签收不算送达）", en: "make it available electronically; unread, it is not served" },
  params: OfNotice,
  body: Type.Object({}, closed),
  response: NoticeLineShape,
  idempotent: true,
  refusals: [...common, "notices.not-agreed", "notices.not-now"],
});

export const serveNotice = endpoint({
  id: "serveNotice",
  method: "POST",
  path: "/api/v1/notices/:noticeId/service",
  tag: "notices",
  entrance: "signed-in",
  summary: { zh: "登记送达及凭证", en: "record service on paper, with its proof" },
  params: OfNotice,
  body: Type.Object(
    {
      mode: oneOf(...paperModes),
      servedOn: DateShape,
      /** Of a public announcement: the day it was published. */
      announcedOn: Type.Optional(DateShape),
      proof: Uuid,
    },
    closed,
  ),
  response: NoticeLineShape,
  status: 201,
  idempotent: true,
  keyed: true,
  refusals: [
    ...common,
    "notices.service-date",
    "notices.announced-early",
    "notices.not-after-failure",
    "notices.document-unknown",
  ],
});

export const failToServe = endpoint({
  id: "failToServe",
  method: "POST",
  path: "/api/v1/notices/:noticeId/failed-service",
  tag: "notices",
  entrance: "signed-in",
  summary: { zh: "登记未能送达", en: "record that service failed or was refused" },
  params: OfNotice,
  body: Type.Object(
    { mode: oneOf("direct", "left", "post"), outcome: oneOf(...failedOutcomes), reason: Reason },
    closed,
  ),
  response: NoticeLineShape,
  status: 201,
  idempotent: true,
  refusals: [...common, "notices.not-now"],
});

export const extendNotice = endpoint({
  id: "extendNotice",
  method: "POST",
  path: "/api/v1/notices/:noticeId/extend",
  tag: "notices",
  entrance: "signed-in",
  summary: { zh: "延长陈述申辩期限（不可缩短）", en: "give more time to answer, never less" },
  params: OfNotice,
  body: Type.Object({ until: DateShape, reason: Reason }, closed),
  response: NoticeLineShape,
  idempotent: true,
  refusals: [...common, "notices.not-served", "notices.not-later", "notices.nothing-to-answer"],
});

export const withdrawNotice = endpoint({
  id: "withdrawNotice",
  method: "POST",
  path: "/api/v1/notices/:noticeId/withdraw",
  tag: "notices",
  entrance: "signed-in",
  summary: { zh: "撤回告知书", en: "withdraw a notice" },
  params: OfNotice,
  body: Type.Object({ reason: Reason }, closed),
  response: NoticeLineShape,
  idempotent: true,
  refusals: common,
});
