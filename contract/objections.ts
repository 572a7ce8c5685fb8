/** Objections: a subject says that a record of it is wrong; its source answers in time, with reasons, or it falls silent. */
import Type, { type Static } from "typebox";
import { SubjectKindShape } from "./catalogue.ts";
import { endpoint } from "./endpoint.ts";
import { Fields } from "./entries.ts";
import { FileRecordShape, ItemLegendShape } from "./ledger.ts";
import { ObjectionTermShape } from "./objection-terms.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull, PageQuery, pageOf } from "./shapes.ts";

const closed = { additionalProperties: false };
const Uuid = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "\\S" });
/** At a counter: how the identity and authority of who is present were proved. Absent where a representative acts. */
const Basis = Type.Optional(Words(300));
const Documents = Type.Array(Uuid, { maxItems: 10, uniqueItems: true });
const OfObjection = Type.Object({ objectionId: Uuid }, closed);
const common = ["access.denied", "access.key-used", "objections.unknown", "objections.over", "objections.not-now"];
const subjectActs = [...common, "access.no-mandate", "objections.document-unknown", "http.busy"];

export const grounds = ["not-me", "wrong-fact", "should-not-be-held", "ended", "other"] as const;
export const outcomesWanted = ["withdraw", "correct"] as const;
export const states = ["open", "to-confirm", "upheld", "rejected", "withdrawn"] as const;
/** A statement is read by everybody who reads the record: as long as that is borne. */
export const statementCharactersMax = 500;
/** Reasons shorter than this, once stock phrases are taken out, are no reasons. */
export const reasonsCharactersMin = 20;

const AuthorityShape = Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() }, closed);

/** Until when it has to be answered. */
export const ObjectionClockShape = Type.Object(
  {
    dueOn: DateShape,
    /** The day is over: publication and effect are suspended until it is answered (C10). */
    over: Type.Boolean(),
    /** First day on the way that no published calendar ruled on when it came in: it counts against the authority. */
    unknownFrom: orNull(DateShape),
  },
  { $id: "ObjectionClock", ...closed },
);
export type ObjectionClock = Static<typeof ObjectionClockShape>;

export const ObjectionLineShape = Type.Object(
  {
    objectionId: Uuid,
    subjectId: Uuid,
    subjectKind: SubjectKindShape,
    /** Code and name of whom it is for; empty for persons (C13). */
    subject: Type.Object({ code: Type.String(), name: Type.String() }, closed),
    recordId: Uuid,
    recordTitle: BilingualShape,
    round: Type.Integer(),
    authority: AuthorityShape,
    ground: oneOf(...grounds),
    wanted: oneOf(...outcomesWanted),
    state: oneOf(...states),
    filedOn: DateShape,
    /** Null once it is over. */
    clock: orNull(ObjectionClockShape),
    endedOn: orNull(DateShape),
    /** Whether the subject's statement stands beside the record. */
    statement: oneOf("none", "attached", "released"),
  },
  { $id: "ObjectionLine", ...closed },
);
export type ObjectionLine = Static<typeof ObjectionLineShape>;

export const EvidenceShape = Type.Object(
  { documentId: Uuid, mediaType: Type.String(), bytes: Type.Integer(), sha256: Type.String(), scanned: Type.Boolean() },
  { $id: "Evidence", ...closed },
);
export type Evidence = Static<typeof EvidenceShape>;

export const ObjectionActShape = Type.Object(
  {
    act: oneOf(
      "file",
      "add",
      "extend",
      "keep",
      "escalate",
      "uphold",
      "reject",
      "confirm",
      "return",
      "withdraw",
      "attach-statement",
      "release-statement",
      "remove-statement",
    ),
    at: InstantShape,
    by: oneOf("subject", "counter", "authority", "node"),
    /** Of `file`, `extend`, `keep`: the last day to answer. */
    dueOn: orNull(DateShape),
    level: orNull(Type.Integer()),
    basis: orNull(Type.String()),
    /** What was said, or the reasons; null once forgotten. */
    words: orNull(Type.String()),
    documents: Type.Array(EvidenceShape),
  },
  { $id: "ObjectionAct", ...closed },
);
export type ObjectionActView = Static<typeof ObjectionActShape>;

export const ObjectionShape = Type.Object(
  {
    ...ObjectionLineShape.properties,
    term: ObjectionTermShape,
    /** The record as it stands; null once nothing of it is kept. */
    record: orNull(FileRecordShape),
    legend: ItemLegendShape,
    acts: Type.Array(ObjectionActShape),
    /** Acts the law lets whoever reads this do now. */
    next: Type.Array(Type.String()),
    /** How many bodies that had been shown the file were told, once upheld. */
    told: Type.Integer(),
    /** An earlier objection against the record on the same ground that was answered. */
    earlier: orNull(Uuid),
  },
  { $id: "Objection", ...closed },
);
export type ObjectionView = Static<typeof ObjectionShape>;

// ── The subject's ──────────────────────────────────────────────────────────────────────────────────────────────────

export const attachEvidence = endpoint({
  id: "attachEvidence",
  method: "POST",
  path: "/api/v1/subjects/:subjectId/evidence",
  tag: "objections",
  entrance: "signed-in",
  summary: { zh: "上传证据（PDF、PNG、JPEG、TXT）", en: "bring evidence, judged by its content" },
  params: Type.Object({ subjectId: Uuid }, closed),
  fileBody: { mediaTypes: ["application/octet-stream"], maxBytes: 10 * 1024 * 1024 },
  response: EvidenceShape,
  status: 201,
  idempotent: true,
  refusals: [
    "access.denied",
    "access.key-used",
    "intake.document-kind",
    "intake.document-too-large",
    "intake.document-encrypted",
    "intake.document-hostile",
    "intake.scanner-away",
    "registry.unknown-subject",
  ],
});

export const fileObjection = endpoint({
  id: "fileObjection",
  method: "POST",
  path: "/api/v1/objections",
  tag: "objections",
  entrance: "signed-in",
  summary: {
    zh: "对一条记录提出异议；受理即标注，转来源单位",
    en: "object to a record: it is marked and with its source in the same moment",
  },
  body: Type.Object(
    {
      subjectId: Uuid,
      recordId: Uuid,
      ground: oneOf(...grounds),
      wanted: oneOf(...outcomesWanted),
      words: Words(5_000),
      documents: Documents,
      basis: Basis,
    },
    closed,
  ),
  response: ObjectionLineShape,
  status: 201,
  idempotent: true,
  refusals: [
    ...subjectActs,
    "objections.record-unknown",
    "objections.record-gone",
    "objections.already-open",
    "objections.no-rule",
  ],
});

export const listOwnObjections = endpoint({
  id: "listOwnObjections",
  method: "GET",
  path: "/api/v1/own/objections",
  tag: "objections",
  entrance: "signed-in",
  summary: { zh: "我所代表主体的异议", en: "objections of the subjects I represent" },
  response: Type.Object({ today: DateShape, items: Type.Array(ObjectionLineShape) }, closed),
  refusals: ["access.denied", "access.representatives-only"],
});

export const getObjection = endpoint({
  id: "getObjection",
  method: "GET",
  path: "/api/v1/objections/:objectionId",
  tag: "objections",
  entrance: "signed-in",
  summary: {
    zh: "查看一件异议（机关查阅有记录）",
    en: "an objection with its record, evidence and answer; a body's look is logged",
  },
  params: OfObjection,
  response: ObjectionShape,
  refusals: ["access.denied", "objections.unknown"],
});

export const downloadEvidence = endpoint({
  id: "downloadEvidence",
  method: "GET",
  path: "/api/v1/objections/:objectionId/documents/:documentId",
  tag: "objections",
  entrance: "signed-in",
  summary: { zh: "取回证据", en: "a piece of evidence" },
  params: Type.Object({ objectionId: Uuid, documentId: Uuid }, closed),
  response: Type.Unknown(),
  fileResponse: { mediaTypes: ["application/pdf", "image/png", "image/jpeg", "text/plain"] },
  refusals: ["access.denied", "objections.unknown", "objections.document-unknown"],
});

export const addToObjection = endpoint({
  id: "addToObjection",
  method: "POST",
  path: "/api/v1/objections/:objectionId/additions",
  tag: "objections",
  entrance: "signed-in",
  summary: { zh: "补充理由或证据", en: "add words or evidence" },
  params: OfObjection,
  body: Type.Object({ words: Words(5_000), documents: Documents, basis: Basis }, closed),
  response: ObjectionLineShape,
  status: 201,
  idempotent: true,
  refusals: subjectActs,
});

export const withdrawObjection = endpoint({
  id: "withdrawObjection",
  method: "POST",
  path: "/api/v1/objections/:objectionId/withdraw",
  tag: "objections",
  entrance: "signed-in",
  summary: { zh: "撤回异议", en: "withdraw an objection" },
  params: OfObjection,
  body: Type.Object({ basis: Basis }, closed),
  response: ObjectionLineShape,
  idempotent: true,
  refusals: [...subjectActs, "objections.filed-by-another"],
});

export const attachStatement = endpoint({
  id: "attachStatement",
  method: "POST",
  path: "/api/v1/objections/:objectionId/statement",
  tag: "objections",
  entrance: "signed-in",
  summary: {
    zh: "异议未予采纳的，在记录旁附上本人的声明",
    en: "attach one's own statement to a record whose objection was rejected",
  },
  params: OfObjection,
  body: Type.Object({ text: Words(statementCharactersMax), basis: Basis }, closed),
  response: ObjectionLineShape,
  status: 201,
  idempotent: true,
  refusals: [...subjectActs, "objections.statement-stands", "objections.statement-person", "objections.record-gone"],
});

export const removeStatement = endpoint({
  id: "removeStatement",
  method: "POST",
  path: "/api/v1/objections/:objectionId/statement/remove",
  tag: "objections",
  entrance: "signed-in",
  summary: { zh: "撤回声明", en: "take one's statement back" },
  params: OfObjection,
  body: Type.Object({ basis: Basis }, closed),
  response: ObjectionLineShape,
  idempotent: true,
  refusals: [...subjectActs, "objections.no-statement"],
});

// ── The source's ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Why: read by the subject, and by whoever decides on reconsideration. */
const Reasons = Words(5_000);

export const listObjections = endpoint({
  id: "listObjections",
  method: "GET",
  path: "/api/v1/objections",
  tag: "objections",
  entrance: "signed-in",
  summary: { zh: "转来本机关答复的异议，逾期在前", en: "objections one's agency has to answer, overdue first" },
  query: Type.Object({ ...PageQuery, show: Type.Optional(oneOf("waiting", "over")) }, closed),
  response: Type.Object(
    {
      today: DateShape,
      ...pageOf(ObjectionLineShape).properties,
      /** Of all that wait for this agency. */
      waiting: Type.Integer(),
      overdue: Type.Integer(),
    },
    closed,
  ),
  refusals: ["access.denied"],
});

export const upholdObjection = endpoint({
  id: "upholdObjection",
  method: "POST",
  path: "/api/v1/objections/:objectionId/uphold",
  tag: "objections",
  entrance: "signed-in",
  summary: {
    zh: "异议成立：同时更正或撤销记录，并告知两年内的查阅机关",
    en: "uphold: the record is corrected or withdrawn with it, and whoever was shown it is told",
  },
  params: OfObjection,
  body: Type.Object(
    {
      reasons: Reasons,
      /** The corrected fields, all of the form's; absent: the record is withdrawn. */
      fields: Type.Optional(Fields),
    },
    closed,
  ),
  response: ObjectionLineShape,
  idempotent: true,
  refusals: [
    ...common,
    "objections.own-entry",
    "objections.reasons-empty",
    "objections.nothing-corrected",
    "objections.correction-refused",
    "intake.record-not-standing",
    "intake.record-unknown",
    "intake.record-identity",
    "intake.record-subject",
    "intake.reason-person",
    "intake.mapping-field",
    "http.busy",
  ],
});

export const rejectObjection = endpoint({
  id: "rejectObjection",
  method: "POST",
  path: "/api/v1/objections/:objectionId/reject",
  tag: "objections",
  entrance: "signed-in",
  summary: {
    zh: "异议不成立，写明理由；涉及自然人的须另一名工作人员复核",
    en: "reject, with reasons; of a person's, a second officer confirms",
  },
  params: OfObjection,
  body: Type.Object({ reasons: Reasons }, closed),
  response: ObjectionLineShape,
  idempotent: true,
  refusals: [...common, "objections.own-entry", "objections.reasons-empty", "http.busy"],
});

export const confirmRejection = endpoint({
  id: "confirmRejection",
  method: "POST",
  path: "/api/v1/objections/:objectionId/confirm",
  tag: "objections",
  entrance: "signed-in",
  summary: {
    zh: "复核对自然人异议的不采纳意见：同意或退回",
    en: "agree to reject a person's objection, or return it",
  },
  params: OfObjection,
  body: Type.Object({ agree: Type.Boolean(), reasons: Reasons }, closed),
  response: ObjectionLineShape,
  idempotent: true,
  refusals: [...common, "objections.another-officer", "objections.reasons-empty", "http.busy"],
});

export const extendObjection = endpoint({
  id: "extendObjection",
  method: "POST",
  path: "/api/v1/objections/:objectionId/extend",
  tag: "objections",
  entrance: "signed-in",
  summary: {
    zh: "依规则延长答复期限（一次，说明理由）",
    en: "take the longer time the rule allows, once, with a reason",
  },
  params: OfObjection,
  body: Type.Object({ reasons: Reasons }, closed),
  response: ObjectionLineShape,
  idempotent: true,
  refusals: [
    ...common,
    "objections.no-extension",
    "objections.extended-once",
    "objections.too-late-to-extend",
    "objections.reasons-empty",
    "http.busy",
  ],
});

export const keepInEffect = endpoint({
  id: "keepInEffect",
  method: "POST",
  path: "/api/v1/objections/:objectionId/keep",
  tag: "objections",
  entrance: "signed-in",
  summary: {
    zh: "危及生命的紧急情形：主管决定继续公示、使用，最长十个工作日，一次",
    en: "imminent danger to life: a supervisor keeps the record in effect, ten working days at most, once",
  },
  params: OfObjection,
  body: Type.Object({ reasons: Reasons }, closed),
  response: ObjectionLineShape,
  idempotent: true,
  refusals: [...common, "objections.kept-once", "objections.not-later", "objections.reasons-empty", "http.busy"],
});

export const releaseStatement = endpoint({
  id: "releaseStatement",
  method: "POST",
  path: "/api/v1/objections/:objectionId/statement/release",
  tag: "objections",
  entrance: "signed-in",
  summary: {
    zh: "公开主体的声明：只可遮盖他人的个人信息",
    en: "release the subject's statement to everyone; others' personal data may be masked and nothing else",
  },
  params: OfObjection,
  body: Type.Object({ text: Words(statementCharactersMax) }, closed),
  response: ObjectionLineShape,
  idempotent: true,
  refusals: [
    ...common,
    "objections.no-statement",
    "objections.statement-person",
    "objections.statement-not-its-words",
    "http.busy",
  ],
});

/** How one authority answers, in numbers. */
export const LatenessShape = Type.Object(
  {
    authority: AuthorityShape,
    waiting: Type.Integer(),
    overdue: Type.Integer(),
    /** Records that are silent for want of an answer. */
    oldestDueOn: orNull(DateShape),
    answered: Type.Integer(),
    answeredLate: Type.Integer(),
    upheld: Type.Integer(),
  },
  { $id: "Lateness", ...closed },
);
export type Lateness = Static<typeof LatenessShape>;

export const countLateness = endpoint({
  id: "countLateness",
  method: "GET",
  path: "/api/v1/objections-lateness",
  tag: "objections",
  entrance: "signed-in",
  summary: { zh: "各机关异议办理和逾期情况", en: "workload and lateness by office" },
  response: Type.Object({ today: DateShape, items: Type.Array(LatenessShape) }, closed),
  refusals: ["access.denied"],
});

/** What a body that was shown a record is told: that it was corrected or withdrawn, and nothing of its content. */
export const ToldShape = Type.Object(
  {
    recordId: Uuid,
    recordTitle: BilingualShape,
    subject: Type.Object({ code: Type.String(), name: Type.String() }, closed),
    authority: AuthorityShape,
    change: oneOf("corrected", "withdrawn"),
    lastShownOn: DateShape,
    at: InstantShape,
  },
  { $id: "Told", ...closed },
);
export type Told = Static<typeof ToldShape>;

export const listTold = endpoint({
  id: "listTold",
  method: "GET",
  path: "/api/v1/corrections-told",
  tag: "objections",
  entrance: "signed-in",
  summary: {
    zh: "本机关两年内查阅过、因异议成立而更正或撤销的记录",
    en: "records one's agency was shown within two years that were corrected or withdrawn since",
  },
  query: Type.Object(PageQuery, closed),
  response: pageOf(ToldShape),
  refusals: ["access.denied"],
});

export const listObjectionTerms = endpoint({
  id: "listObjectionTerms",
  method: "GET",
  path: "/api/v1/objection-terms",
  tag: "objections",
  entrance: "anyone",
  summary: { zh: "各地异议答复期限及依据", en: "how long authorities have to answer, by region, with the law" },
  response: Type.Object({ items: Type.Array(ObjectionTermShape) }, closed),
});
