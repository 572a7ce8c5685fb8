/** Reports: having one issued, verifying one, and the keys they are signed with. */
import Type, { type Static } from "typebox";
import { endpoint } from "./endpoint.ts";
import { AudienceShape, FileShape, SubjectShape } from "./ledger.ts";
import { BilingualShape, DateShape, InstantShape, oneOf, orNull } from "./shapes.ts";

const closed = { additionalProperties: false };
const Uuid = Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" });

/** `application/pdf`: PDF/UA-1, signed apart (RFC 7797). `application/vc`: W3C Verifiable Credential 2.0, signed within. */
const reportMediaTypes = ["application/pdf", "application/vc"] as const;

/** What is to come out: in which form, and for PDF in which language; data carries both. */
const Rendering = {
  format: oneOf("pdf", "json"),
  language: Type.Optional(oneOf("zh", "en")),
};

/** A category of the national catalogue as a report says it: what it means, and how much there is, or that there is nothing. */
export const ReportSectionShape = Type.Object(
  {
    category: Type.Integer(),
    title: BilingualShape,
    meaning: BilingualShape,
    total: Type.Integer(),
    adverse: Type.Integer(),
    /** How many in words: "nothing recorded" is a statement of its own. */
    statement: BilingualShape,
  },
  { $id: "ReportSection", ...closed },
);
export type ReportSection = Static<typeof ReportSectionShape>;

/** What every report explains: what it is not, how to read, object to and verify it. */
export const ReportNoteShape = Type.Object(
  { title: BilingualShape, text: BilingualShape },
  { $id: "ReportNote", ...closed },
);
export type ReportNote = Static<typeof ReportNoteShape>;

/** What a report would say today, without being one: no code, no signature, nothing kept. */
export const ReportPreviewShape = Type.Object(
  {
    subject: SubjectShape,
    effectiveAt: DateShape,
    knownAt: InstantShape,
    audience: AudienceShape,
    /** What the edition holds. */
    edition: BilingualShape,
    total: Type.Integer(),
    sections: Type.Array(ReportSectionShape),
    notes: Type.Array(ReportNoteShape),
  },
  { $id: "ReportPreview", ...closed },
);
export type ReportPreview = Static<typeof ReportPreviewShape>;

export const previewReport = endpoint({
  id: "previewReport",
  method: "GET",
  path: "/api/v1/organisations/:code/report",
  tag: "reports",
  entrance: "anyone",
  summary: { zh: "公开版信用报告会写明什么（不出具）", en: "what a public report would say (none is issued)" },
  params: Type.Object({ code: Type.String({ maxLength: 40 }) }, closed),
  response: ReportPreviewShape,
  refusals: ["ledger.unknown-subject", "registry.identity-number"],
});

/** The public edition: what anyone may see, of an organisation or, by its exact code, of an individual business (C12). */
export const issuePublicReport = endpoint({
  id: "issuePublicReport",
  method: "POST",
  path: "/api/v1/reports",
  tag: "reports",
  entrance: "anyone",
  summary: { zh: "出具公开版信用报告（PDF 或 JSON）", en: "issue a public report, as PDF or JSON" },
  body: Type.Object({ code: Type.String({ maxLength: 40 }), ...Rendering }, closed),
  response: Type.Unknown(),
  fileResponse: { mediaTypes: reportMediaTypes },
  perMinute: 60,
  refusals: ["ledger.unknown-subject", "registry.identity-number", "reports.too-long", "reports.no-press", "http.busy"],
});

/** A body's edition, for a purpose of the catalogue; the look is logged (C15). Numbers travel in the body (C13). */
export const issueReportForBody = endpoint({
  id: "issueReportForBody",
  method: "POST",
  path: "/api/v1/reports/for-purpose",
  tag: "reports",
  entrance: "signed-in",
  summary: {
    zh: "机关为列明的目的取得信用报告（查阅会被记录）",
    en: "a report for a body and a listed purpose (the look is logged)",
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
      purpose: Type.String({ maxLength: 60 }),
      basis: Type.String({ minLength: 1, maxLength: 200 }),
      onBehalfOf: Type.Optional(Type.String({ maxLength: 60 })),
      ...Rendering,
    },
    closed,
  ),
  response: Type.Unknown(),
  fileResponse: { mediaTypes: reportMediaTypes },
  perMinute: 120,
  refusals: [
    "ledger.unknown-subject",
    "ledger.purpose",
    "ledger.by-consent",
    "access.denied",
    "reports.too-long",
    "reports.no-press",
    "http.busy",
  ],
});

/** The subject's own edition: everything that is held of it, free (C9). */
export const issueOwnReport = endpoint({
  id: "issueOwnReport",
  method: "POST",
  path: "/api/v1/reports/own",
  tag: "reports",
  entrance: "signed-in",
  summary: { zh: "主体取得自己的信用报告（包含全部信息，免费）", en: "the subject's own report: everything, free" },
  body: Type.Object(
    {
      /** Which of the represented subjects; may be left out where there is only one. */
      subjectId: Type.Optional(Uuid),
      ...Rendering,
    },
    closed,
  ),
  response: Type.Unknown(),
  fileResponse: { mediaTypes: reportMediaTypes },
  perMinute: 60,
  refusals: ["ledger.unknown-subject", "access.denied", "reports.too-long", "reports.no-press", "http.busy"],
});

export const VerdictShape = oneOf("genuine", "altered", "superseded", "unknown");
export type ReportVerdict = Static<typeof VerdictShape>;

/** What is known of a report that was issued; its content is not kept. */
export const IssuedReportShape = Type.Object(
  {
    code: Type.String(),
    format: oneOf("pdf", "json"),
    language: oneOf("zh", "en"),
    audience: AudienceShape,
    issuedAt: InstantShape,
    /** First day on which it should no longer be used. */
    useBefore: DateShape,
    /** That day has come. */
    expired: Type.Boolean(),
    /** SHA-256 of the PDF's bytes, or of the data in canonical form (RFC 8785); hexadecimal. */
    sha256: Type.String(),
    keyId: Type.String(),
    /** Whom a public edition is about; null for editions that are not public. */
    subject: orNull(Type.Object({ code: Type.String(), name: Type.String() }, closed)),
  },
  { $id: "IssuedReport", ...closed },
);
export type IssuedReport = Static<typeof IssuedReportShape>;

/** What happened to the file after the report; told to the subject's representative only. */
export const FollowedShape = Type.Object(
  {
    kind: oneOf("recorded", "corrected", "withdrawn", "marked", "publication-ended", "no-longer-in-force"),
    at: DateShape,
    item: BilingualShape,
    recordId: Uuid,
  },
  { $id: "Followed", ...closed },
);
export type Followed = Static<typeof FollowedShape>;

/** What is known of a certificate that was issued beside the reports: that a record was repaired. It says nothing of whom. */
export const IssuedCertificateShape = Type.Object(
  {
    kind: oneOf("repair"),
    code: Type.String(),
    issuedAt: InstantShape,
    authority: Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() }, closed),
    /** SHA-256 of the data in canonical form (RFC 8785); hexadecimal. */
    sha256: Type.String(),
    keyId: Type.String(),
  },
  { $id: "IssuedCertificate", ...closed },
);
export type IssuedCertificate = Static<typeof IssuedCertificateShape>;

export const VerificationShape = Type.Object(
  {
    /**
     * `genuine`: issued here, unaltered, and nothing it says has changed. `superseded`: genuine, but a report issued now
     * would say something else. `altered`: a report of that code was issued, and this file is not it. `unknown`: none was.
     */
    verdict: VerdictShape,
    plain: BilingualShape,
    remedy: BilingualShape,
    /** Only the code was compared, or the file itself. */
    checked: oneOf("code", "file"),
    report: orNull(IssuedReportShape),
    /** Of a certificate: then `superseded` says that what it certifies was reversed. */
    certificate: orNull(IssuedCertificateShape),
    /** Null for everyone but the subject's representative. */
    followed: orNull(Type.Array(FollowedShape)),
  },
  { $id: "Verification", ...closed },
);
export type Verification = Static<typeof VerificationShape>;

export const verifyReportCode = endpoint({
  id: "verifyReportCode",
  method: "GET",
  path: "/api/v1/reports/:code",
  tag: "reports",
  entrance: "anyone",
  summary: { zh: "按编号核验信用报告", en: "verify a report by its code" },
  params: Type.Object({ code: Type.String({ maxLength: 60 }) }, closed),
  response: VerificationShape,
  perMinute: 120,
});

/** 20 MB hold a report of more records than one may have. */
export const reportBytesMax = 20 * 1024 * 1024;

export const verifyReportFile = endpoint({
  id: "verifyReportFile",
  method: "POST",
  path: "/api/v1/reports/verify",
  tag: "reports",
  entrance: "anyone",
  summary: { zh: "上传文件核验信用报告（文件不保存）", en: "verify a report's file (it is not kept)" },
  fileBody: {
    mediaTypes: ["application/pdf", "application/vc", "application/json", "application/octet-stream"],
    maxBytes: reportBytesMax,
  },
  response: VerificationShape,
  perMinute: 60,
  refusals: ["reports.file-empty", "http.too-large"],
});

/** The signature over a PDF's bytes, to keep beside it: JWS, compact, detached and unencoded (RFC 7515 appendix F, 7797). */
export const getReportSignature = endpoint({
  id: "getReportSignature",
  method: "GET",
  path: "/api/v1/reports/:code/signature",
  tag: "reports",
  entrance: "anyone",
  summary: { zh: "PDF 报告的独立签名（JWS）", en: "the detached signature of a PDF report (JWS)" },
  params: Type.Object({ code: Type.String({ maxLength: 60 }) }, closed),
  response: Type.Unknown(),
  fileResponse: { mediaTypes: ["application/jose"] },
  perMinute: 120,
  refusals: ["reports.unknown-report", "reports.signed-within"],
});

const VerificationMethodShape = Type.Object(
  { id: Type.String(), type: Type.Literal("Multikey"), controller: Type.String(), publicKeyMultibase: Type.String() },
  { $id: "VerificationMethod", ...closed },
);

/**
 * The issuer's document (W3C Controlled Identifiers 1.0) and, in `keys`, a JWK Set (RFC 7517) of the same keys: all there
 * ever were, for what an old one signed stays verifiable. `since` and `until` say when each signed.
 */
export const KeysShape = Type.Object(
  {
    "@context": Type.Array(Type.String()),
    id: Type.String(),
    name: BilingualShape,
    verificationMethod: Type.Array(VerificationMethodShape),
    assertionMethod: Type.Array(Type.String()),
    keys: Type.Array(
      Type.Object(
        {
          kid: Type.String(),
          kty: Type.Literal("OKP"),
          crv: Type.Literal("Ed25519"),
          x: Type.String(),
          alg: Type.Literal("EdDSA"),
          use: Type.Literal("sig"),
          since: InstantShape,
          until: orNull(InstantShape),
        },
        closed,
      ),
    ),
  },
  { $id: "Keys", ...closed },
);
export type KeysDocument = Static<typeof KeysShape>;

export const getKeys = endpoint({
  id: "getKeys",
  method: "GET",
  path: "/api/v1/keys",
  tag: "reports",
  entrance: "anyone",
  summary: { zh: "出具报告的全部公钥（含已轮换的）", en: "every public key reports were signed with" },
  response: KeysShape,
});

/** What a report in JSON says of its subject: the whole file, and in words what each section means (W3C VC 2.0, `credentialSubject`). */
export const ReportContentShape = Type.Object(
  {
    type: Type.Literal("PublicCreditFile"),
    /** An invented jurisdiction. */
    fictitious: Type.Boolean(),
    edition: BilingualShape,
    sections: Type.Array(ReportSectionShape),
    notes: Type.Array(ReportNoteShape),
    file: FileShape,
  },
  { $id: "ReportContent", ...closed },
);
