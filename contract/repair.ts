/** Repair (信用修复): one application of a subject reaches every recogniser; each decides in time; what is repaired is used no more. */
import Type, { type Static } from "typebox";
import { SubjectKindShape } from "./catalogue.ts";
import { endpoint } from "./endpoint.ts";
import { FileRecordShape, ItemLegendShape } from "./ledger.ts";
import { evidenceKinds, RepairRuleShape, repairConditions } from "./repair-rules.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull, PageQuery, pageOf } from "./shapes.ts";

const closed = { additionalProperties: false };
const Uuid = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });
const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "\\S" });
/** At a counter: how the identity and authority of who is present were proved. Absent where a representative acts. */
const Basis = Type.Optional(Words(300));
const Documents = Type.Array(Uuid, { maxItems: 10, uniqueItems: true });
const OfRequest = Type.Object({ requestId: Uuid }, closed);
const common = ["access.denied", "access.key-used", "repair.unknown", "repair.over", "repair.not-now", "http.busy"];
const subjectActs = [...common, "access.no-mandate", "repair.document-unknown"];
const decisions = [...common, "repair.reasons", "repair.own-entry"];

export const requestStates = [
  "waiting",
  "to-confirm",
  "granted",
  "lifted",
  "refused",
  "withdrawn",
  "reversing",
  "reversed",
] as const;
/** Which condition is not met. Cannot pay is not will not pay: its remedy is another. */
export const refusalGrounds = [
  "duty-open",
  "cannot-pay",
  "evidence",
  "commitment",
  "other-condition",
  "false-statement",
] as const;

const AuthorityShape = Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() }, closed);

/** What of a record can be repaired today. */
export const RepairableShape = Type.Object(
  {
    recordId: Uuid,
    is: oneOf("now", "from", "waiting", "objected", "ends-first", "never"),
    /** First day on which it may be applied for. */
    from: orNull(DateShape),
    /** The last day of its effect by itself: no application is needed for that. */
    endsOn: orNull(DateShape),
    because: orNull(
      oneOf("not-adverse", "withdrawn", "repaired", "ended", "excluded", "no-minimum", "no-rule", "no-recogniser"),
    ),
    requestId: orNull(Uuid),
    level: orNull(oneOf("minor", "general", "serious", "only")),
    /** Which other way there is, and why, where repair is none. */
    instead: orNull(BilingualShape),
    /** What is still to be shown: conditions of the rule, with the evidence asked. */
    missing: Type.Array(
      Type.Object(
        {
          condition: oneOf(...repairConditions),
          title: BilingualShape,
          plain: BilingualShape,
          evidence: Type.Array(oneOf(...evidenceKinds)),
        },
        closed,
      ),
    ),
  },
  { $id: "Repairable", ...closed },
);
export type RepairableView = Static<typeof RepairableShape>;

export const RepairLineShape = Type.Object(
  {
    requestId: Uuid,
    applicationId: Uuid,
    kind: oneOf("repair", "reorganisation"),
    subjectId: Uuid,
    subjectKind: SubjectKindShape,
    /** Code and name of whom it is for; empty for persons (C13). */
    subject: Type.Object({ code: Type.String(), name: Type.String() }, closed),
    recordId: Uuid,
    recordTitle: BilingualShape,
    authority: AuthorityShape,
    /** What the applicant can quote to the recogniser. */
    receipt: Type.String(),
    state: oneOf(...requestStates),
    appliedOn: DateShape,
    decideBy: DateShape,
    feedbackBy: DateShape,
    /** The day to decide is over and nothing was decided. */
    overdue: Type.Boolean(),
    /** 1: the recogniser's supervisor is told; 2: the platform's. By the date, whatever job has run. */
    escalated: Type.Integer({ minimum: 0, maximum: 2 }),
    endedOn: orNull(DateShape),
    ground: orNull(oneOf(...refusalGrounds)),
    /** Of a lifting: its last day. */
    until: orNull(DateShape),
    /** Code of the certificate of repair. */
    certificate: orNull(Type.String()),
    /** Bodies that were given the record, and how many of them confirmed that it is gone (C11). */
    holders: Type.Object({ told: Type.Integer(), confirmed: Type.Integer(), overdue: Type.Integer() }, closed),
  },
  { $id: "RepairLine", ...closed },
);
export type RepairLine = Static<typeof RepairLineShape>;

export const RepairDocumentShape = Type.Object(
  {
    documentId: Uuid,
    mediaType: Type.String(),
    bytes: Type.Integer(),
    sha256: Type.String(),
    shows: oneOf(...evidenceKinds),
  },
  { $id: "RepairDocument", ...closed },
);
export type RepairDocument = Static<typeof RepairDocumentShape>;

export const RepairActShape = Type.Object(
  {
    act: oneOf(
      "apply",
      "add",
      "withdraw",
      "escalate",
      "grant",
      "lift",
      "refuse",
      "confirm",
      "return",
      "intend-reversal",
      "drop-reversal",
      "reverse",
    ),
    at: InstantShape,
    by: oneOf("subject", "counter", "authority", "node"),
    level: orNull(Type.Integer()),
    ground: orNull(oneOf(...refusalGrounds)),
    provision: orNull(Type.String()),
    basis: orNull(Type.String()),
    /** What was said, or the reasons; null once forgotten. */
    words: orNull(Type.String()),
    documents: Type.Array(RepairDocumentShape),
  },
  { $id: "RepairAct", ...closed },
);
export type RepairActView = Static<typeof RepairActShape>;

export const RepairShape = Type.Object(
  {
    ...RepairLineShape.properties,
    rule: RepairRuleShape,
    /** The record as it stands; null once nothing of it is kept. */
    record: orNull(FileRecordShape),
    legend: ItemLegendShape,
    acts: Type.Array(RepairActShape),
    /** Acts the law lets whoever reads this do now. */
    next: Type.Array(Type.String()),
    /** The notice of an intended reversal. */
    noticeId: orNull(Uuid),
    /** Bodies that did not confirm in time, by name (C11). */
    late: Type.Array(AuthorityShape),
  },
  { $id: "Repair", ...closed },
);
export type RepairView = Static<typeof RepairShape>;

// ── The rules, and the way out of a public record ──────────────────────────────────────────────────────────────────

export const listRepairRules = endpoint({
  id: "listRepairRules",
  method: "GET",
  path: "/api/v1/repair-rules",
  tag: "repair",
  entrance: "anyone",
  summary: { zh: "信用修复的规则、条件、期限和依据", en: "the rules of credit repair: conditions, terms, law" },
  response: Type.Object({ today: DateShape, items: Type.Array(RepairRuleShape) }, closed),
});

export const listWaysOut = endpoint({
  id: "listWaysOut",
  method: "GET",
  path: "/api/v1/files/:code/ways-out",
  tag: "repair",
  entrance: "anyone",
  summary: {
    zh: "一个主体的公开记录各自何时可以修复、何时自行终止",
    en: "from which day each public record can be repaired, and when it ends by itself",
  },
  params: Type.Object({ code: Type.String({ maxLength: 64 }) }, closed),
  response: Type.Object({ today: DateShape, items: Type.Array(RepairableShape) }, closed),
  refusals: ["ledger.unknown-subject", "registry.identity-number"],
});

export const listLateHolders = endpoint({
  id: "listLateHolders",
  method: "GET",
  path: "/api/v1/repairs/late",
  tag: "repair",
  entrance: "anyone",
  summary: {
    zh: "逾期未决定修复、逾期未确认停用的单位",
    en: "bodies that are late in deciding on repairs, or in confirming that what was repaired is gone",
  },
  response: Type.Object(
    {
      today: DateShape,
      items: Type.Array(
        Type.Object(
          {
            authority: AuthorityShape,
            decisions: Type.Integer(),
            confirmations: Type.Integer(),
            oldestDueOn: DateShape,
          },
          closed,
        ),
      ),
    },
    closed,
  ),
});

// ── The subject's ──────────────────────────────────────────────────────────────────────────────────────────────────

export const listOwnRepairs = endpoint({
  id: "listOwnRepairs",
  method: "GET",
  path: "/api/v1/own/repairs",
  tag: "repair",
  entrance: "signed-in",
  summary: {
    zh: "我所代表主体的修复申请，和每条不利记录能否修复",
    en: "applications of the subjects I represent, and what can be repaired of every adverse record",
  },
  response: Type.Object(
    {
      today: DateShape,
      items: Type.Array(RepairLineShape),
      records: Type.Array(
        Type.Object(
          {
            subjectId: Uuid,
            title: BilingualShape,
            authority: AuthorityShape,
            decidedOn: DateShape,
            documentNumber: orNull(Type.String()),
            ...RepairableShape.properties,
          },
          closed,
        ),
      ),
    },
    closed,
  ),
  refusals: ["access.denied", "access.representatives-only"],
});

export const attachRepairEvidence = endpoint({
  id: "attachRepairEvidence",
  method: "POST",
  path: "/api/v1/subjects/:subjectId/repair-evidence/:shows",
  tag: "repair",
  entrance: "signed-in",
  summary: { zh: "上传修复材料（PDF、PNG、JPEG、TXT）", en: "bring evidence for a repair, judged by its content" },
  params: Type.Object({ subjectId: Uuid, shows: oneOf(...evidenceKinds) }, closed),
  fileBody: { mediaTypes: ["application/octet-stream"], maxBytes: 10 * 1024 * 1024 },
  response: RepairDocumentShape,
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

/** What became of one record of an application. */
const AppliedShape = Type.Object(
  {
    applicationId: Uuid,
    requests: Type.Array(RepairLineShape),
    /** Records that rest on this one and cannot be applied for yet, with the day. */
    notYet: Type.Array(RepairableShape),
  },
  closed,
);

export const applyForRepair = endpoint({
  id: "applyForRepair",
  method: "POST",
  path: "/api/v1/repairs",
  tag: "repair",
  entrance: "signed-in",
  summary: {
    zh: "申请修复：一次申请，送达全部认定机关，各有回执",
    en: "apply for repair: once, for every recogniser of the matter, with a receipt of each",
  },
  body: Type.Object(
    {
      subjectId: Uuid,
      recordId: Uuid,
      kind: Type.Optional(oneOf("repair", "reorganisation")),
      /** How the duties were met, in the subject's own words. */
      words: Words(5_000),
      /** The public commitment was read and is made. */
      commitment: Type.Literal(true),
      documents: Documents,
      basis: Basis,
    },
    closed,
  ),
  response: AppliedShape,
  status: 201,
  idempotent: true,
  refusals: [
    ...subjectActs,
    "repair.record-unknown",
    "repair.too-early",
    "repair.ends-first",
    "repair.under-objection",
    "repair.already-waiting",
    "repair.already-repaired",
    "repair.never",
    "repair.excluded",
    "repair.evidence-needed",
  ],
});

export const getRepair = endpoint({
  id: "getRepair",
  method: "GET",
  path: "/api/v1/repairs/:requestId",
  tag: "repair",
  entrance: "signed-in",
  summary: {
    zh: "查看一件修复申请（机关查阅有记录）",
    en: "a request for repair with its record, evidence and decision; a body's look is logged",
  },
  params: OfRequest,
  response: RepairShape,
  refusals: ["access.denied", "repair.unknown"],
});

export const downloadRepairEvidence = endpoint({
  id: "downloadRepairEvidence",
  method: "GET",
  path: "/api/v1/repairs/:requestId/documents/:documentId",
  tag: "repair",
  entrance: "signed-in",
  summary: { zh: "取回材料", en: "a piece of evidence" },
  params: Type.Object({ requestId: Uuid, documentId: Uuid }, closed),
  response: Type.Unknown(),
  fileResponse: { mediaTypes: ["application/pdf", "image/png", "image/jpeg", "text/plain"] },
  refusals: ["access.denied", "repair.unknown", "repair.document-unknown"],
});

export const addToRepair = endpoint({
  id: "addToRepair",
  method: "POST",
  path: "/api/v1/repairs/:requestId/additions",
  tag: "repair",
  entrance: "signed-in",
  summary: { zh: "补充说明或材料", en: "add words or evidence" },
  params: OfRequest,
  body: Type.Object({ words: Words(5_000), documents: Documents, basis: Basis }, closed),
  response: RepairLineShape,
  status: 201,
  idempotent: true,
  refusals: subjectActs,
});

export const withdrawRepair = endpoint({
  id: "withdrawRepair",
  method: "POST",
  path: "/api/v1/repairs/:requestId/withdraw",
  tag: "repair",
  entrance: "signed-in",
  summary: { zh: "撤回申请，可以再次申请", en: "withdraw a request; one may apply again" },
  params: OfRequest,
  body: Type.Object({ basis: Basis }, closed),
  response: RepairLineShape,
  idempotent: true,
  refusals: [...subjectActs, "repair.applied-by-another"],
});

// ── The recogniser's ───────────────────────────────────────────────────────────────────────────────────────────────

export const listRepairs = endpoint({
  id: "listRepairs",
  method: "GET",
  path: "/api/v1/repairs",
  tag: "repair",
  entrance: "signed-in",
  summary: { zh: "由本机关决定的修复申请，逾期在前", en: "requests one's agency has to decide, overdue first" },
  query: Type.Object({ ...PageQuery, show: Type.Optional(oneOf("waiting", "over")) }, closed),
  response: Type.Object(
    {
      today: DateShape,
      ...pageOf(RepairLineShape).properties,
      waiting: Type.Integer(),
      overdue: Type.Integer(),
    },
    closed,
  ),
  refusals: ["access.denied"],
});

/** Why: read by the subject, and by whoever decides on reconsideration. */
const Reasons = Words(5_000);

export const grantRepair = endpoint({
  id: "grantRepair",
  method: "POST",
  path: "/api/v1/repairs/:requestId/grant",
  tag: "repair",
  entrance: "signed-in",
  summary: {
    zh: "准予修复：同时停止公示、共享和使用",
    en: "grant: publication, sharing and use stop in the same moment",
  },
  params: OfRequest,
  body: Type.Object({ reasons: Reasons, until: Type.Optional(DateShape) }, closed),
  response: RepairLineShape,
  idempotent: true,
  refusals: [...decisions, "repair.not-asked-for", "repair.record-gone", "repair.until", "repair.under-objection"],
});

export const refuseRepair = endpoint({
  id: "refuseRepair",
  method: "POST",
  path: "/api/v1/repairs/:requestId/refuse",
  tag: "repair",
  entrance: "signed-in",
  summary: { zh: "不予修复：写明哪项条件不满足及理由", en: "refuse, saying which condition is not met, and why" },
  params: OfRequest,
  body: Type.Object(
    { ground: oneOf(...refusalGrounds), provision: Type.Optional(Words(300)), reasons: Reasons },
    closed,
  ),
  response: RepairLineShape,
  idempotent: true,
  refusals: [...decisions, "repair.provision"],
});

export const confirmRefusal = endpoint({
  id: "confirmRefusal",
  method: "POST",
  path: "/api/v1/repairs/:requestId/confirm",
  tag: "repair",
  entrance: "signed-in",
  summary: {
    zh: "复核不予修复（自然人），同意或者退回",
    en: "a second officer agrees to refuse a person, or returns it",
  },
  params: OfRequest,
  body: Type.Object({ agrees: Type.Boolean(), reasons: Reasons }, closed),
  response: RepairLineShape,
  idempotent: true,
  refusals: [...decisions, "repair.another-officer"],
});

export const intendReversal = endpoint({
  id: "intendReversal",
  method: "POST",
  path: "/api/v1/repairs/:requestId/reversal",
  tag: "repair",
  entrance: "signed-in",
  summary: {
    zh: "拟撤销以虚假材料取得的修复：制作告知书",
    en: "mean to reverse what false statements obtained: draw up the notice",
  },
  params: OfRequest,
  body: Type.Object({ facts: Words(5_000) }, closed),
  response: RepairLineShape,
  idempotent: true,
  refusals: decisions,
});

export const settleReversal = endpoint({
  id: "settleReversal",
  method: "POST",
  path: "/api/v1/repairs/:requestId/reversal/decision",
  tag: "repair",
  entrance: "signed-in",
  summary: {
    zh: "听取陈述申辩后，撤销修复或者不撤销",
    en: "reverse the repair, or not, after its subject was heard",
  },
  params: OfRequest,
  body: Type.Object({ reverse: Type.Boolean(), reasons: Reasons }, closed),
  response: RepairLineShape,
  idempotent: true,
  refusals: [...decisions, "repair.not-heard", "repair.record-gone"],
});

// ── Holders, certificates ──────────────────────────────────────────────────────────────────────────────────────────

export const listRepaired = endpoint({
  id: "listRepaired",
  method: "GET",
  path: "/api/v1/repaired",
  tag: "repair",
  entrance: "signed-in",
  summary: {
    zh: "本单位查阅过、现已修复的记录，逐条确认已经停用",
    en: "what one's body was shown and has been repaired since, to be confirmed as gone",
  },
  query: Type.Object({ ...PageQuery }, closed),
  response: Type.Object(
    {
      today: DateShape,
      ...pageOf(
        Type.Object(
          {
            requestId: Uuid,
            recordId: Uuid,
            recordTitle: BilingualShape,
            subject: Type.Object({ code: Type.String(), name: Type.String() }, closed),
            authority: AuthorityShape,
            repairedOn: DateShape,
            dueOn: DateShape,
            confirmedOn: orNull(DateShape),
            overdue: Type.Boolean(),
          },
          closed,
        ),
      ).properties,
    },
    closed,
  ),
  refusals: ["access.denied"],
});

export const acknowledgeRepair = endpoint({
  id: "acknowledgeRepair",
  method: "POST",
  path: "/api/v1/repaired/:requestId/acknowledge",
  tag: "repair",
  entrance: "signed-in",
  summary: { zh: "确认本单位已停止公示和使用", en: "confirm that publication and use have stopped here" },
  params: OfRequest,
  body: Type.Object({}, closed),
  response: Type.Object({ requestId: Uuid, confirmedOn: DateShape }, closed),
  idempotent: true,
  refusals: ["access.denied", "repair.not-a-holder"],
});

export const downloadCertificate = endpoint({
  id: "downloadCertificate",
  method: "GET",
  path: "/api/v1/repairs/:requestId/certificate",
  tag: "repair",
  entrance: "signed-in",
  summary: { zh: "修复证明（签名数据）", en: "the certificate of repair, as signed data" },
  params: OfRequest,
  response: Type.Unknown(),
  fileResponse: { mediaTypes: ["application/vc"] },
  refusals: ["access.denied", "repair.unknown", "repair.no-certificate"],
});

export const verifyCertificate = endpoint({
  id: "verifyCertificate",
  method: "GET",
  path: "/api/v1/repair-certificates/:code",
  tag: "repair",
  entrance: "anyone",
  summary: {
    zh: "核验修复证明是否由本平台签发、是否仍然有效",
    en: "whether a certificate of repair was issued here and still holds",
  },
  params: Type.Object({ code: Type.String({ maxLength: 40 }) }, closed),
  response: Type.Object(
    {
      verdict: oneOf("unknown", "holds", "reversed"),
      code: orNull(Type.String()),
      issuedOn: orNull(DateShape),
      authority: orNull(AuthorityShape),
      keyId: orNull(Type.String()),
      sha256: orNull(Type.String()),
    },
    closed,
  ),
});
