/** Issuing reports: read under the ordinary policies, rendered, signed, remembered by digest, handed over once. */
import { createHash } from "node:crypto";
import type { Static } from "typebox";
import type { FileView } from "#contract/ledger.ts";
import type { issueOwnReport, issuePublicReport, issueReportForBody, ReportPreview } from "#contract/reports.ts";
import { type JsonObject, proofOf } from "#core/credential/data-integrity.ts";
import { signDetached } from "#core/credential/detached.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { addDays } from "#core/time/date.ts";
import { type Actor, type Permit, type Scope, signature } from "#src/access/index.ts";
import type { Signer } from "#src/platform/keys.ts";
import type { FoundFile } from "#src/registry/index.ts";
import { newReportCode } from "./code.ts";
import { credentialDigest, credentialOf } from "./credential.ts";
import type { ReportParts } from "./parts.ts";
import type { Language, Report } from "./report.ts";
import { notesOf, noteValues, nothingNote, sectionsOf } from "./sections.ts";
import { stateDigest } from "./state.ts";
import { insertReport } from "./store.ts";
import { sayBoth } from "./words.ts";

/** Records one report may hold; a longer file is read page by page. */
const recordsMax = { pdf: 2000, json: 20_000 } as const;

/** A report is for use at once: files change, and every use of an old one is a use of what may no longer hold. */
const useDays = 90;

interface Rendering {
  readonly format: "pdf" | "json";
  readonly language?: Language | undefined;
}

/** A report as it is handed over; it is not kept. */
export interface Issued {
  readonly code: string;
  readonly bytes: Uint8Array;
  readonly mediaType: "application/pdf" | "application/vc";
  /** `chengxin-CODE.pdf`: nothing of the subject in it (C13). */
  readonly fileName: string;
  /** Detached JWS over a PDF; null for data, which carries its proof. */
  readonly signature: string | null;
}

/** Anyone: the public edition, by exact code (C12). */
export async function issuePublic(
  parts: ReportParts,
  asked: Static<NonNullable<typeof issuePublicReport.body>>,
): Promise<Outcome<Issued>> {
  const found = await parts.registry.subjects.findPublic(asked.code, now(parts));
  if (!found.ok) return found;
  if (!found.value) return refuse("ledger.unknown-subject");
  const file = await parts.ledger.files.getPublic({ code: asked.code, limit: recordsMax[asked.format] });
  if (!file.ok) return file;
  return issue(parts, {
    leave: parts.door.publicScope,
    issuedTo: "visitor",
    subject: found.value,
    file: file.value,
    asked,
  });
}

/** A body, for a purpose of the catalogue; the look is in the log before the report is made (C15). */
export async function issueForBody(
  parts: ReportParts,
  actor: Actor,
  asked: Static<NonNullable<typeof issueReportForBody.body>>,
): Promise<Outcome<Issued>> {
  const { format, language, ...reading } = asked;
  const file = await parts.ledger.files.readForBody(actor, { ...reading, limit: recordsMax[format] }, "issue-report");
  if (!file.ok) return file;
  const subject = await parts.registry.subjects.findByNumber(asked.subject, now(parts));
  if (!subject) return refuse("ledger.unknown-subject");
  const permit = await permitFor(parts, actor, subject, { audience: "body", purpose: asked.purpose });
  if (!permit.ok) return permit;
  const rendering = { format, language };
  return issue(parts, {
    leave: permit.value,
    issuedTo: signature(actor),
    subject,
    file: file.value,
    asked: rendering,
  });
}

/** The subject: everything that is held of it (C9). */
export async function issueOwn(
  parts: ReportParts,
  actor: Actor,
  asked: Static<NonNullable<typeof issueOwnReport.body>>,
): Promise<Outcome<Issued>> {
  const own = actor.kind === "representative" ? actor.subjects : [];
  const subjectId = asked.subjectId ?? (own.length === 1 ? own[0] : undefined);
  const reading = { ...(subjectId ? { subjectId } : {}), limit: recordsMax[asked.format] };
  const file = await parts.ledger.files.readOwn(actor, reading, "issue-report");
  if (!file.ok) return file;
  const subject = subjectId ? await parts.registry.subjects.findById(subjectId, now(parts)) : null;
  if (!subject) return refuse("ledger.unknown-subject");
  const permit = await permitFor(parts, actor, subject, { audience: "subject", purpose: "own-file" });
  if (!permit.ok) return permit;
  return issue(parts, { leave: permit.value, issuedTo: signature(actor), subject, file: file.value, asked });
}

/** What a public report would say now. */
export async function previewPublic(parts: ReportParts, code: string): Promise<Outcome<ReportPreview>> {
  const read = await parts.ledger.files.getPublic({ code, limit: 1 });
  if (!read.ok) return read;
  const { subject, asOf, total } = read.value;
  const values = noteValues(headOf(parts, { code: "CODE", language: "zh" }));
  return done({
    subject,
    effectiveAt: asOf.effectiveAt,
    knownAt: asOf.knownAt,
    audience: asOf.audience,
    edition: sayBoth("audience.public.plain"),
    total,
    sections: sectionsOf(read.value),
    notes: [nothingNote(), ...notesOf(values)],
  });
}

function now({ clock }: ReportParts) {
  return { effectiveAt: clock.today(), knownAt: clock.now().toISOString() };
}

function permitFor(
  { door }: ReportParts,
  actor: Actor,
  subject: FoundFile,
  context: { audience: "body" | "subject"; purpose: string },
): Promise<Outcome<Permit>> {
  const subjectId = subject.subjectIds[0] ?? "";
  const attributes = { subjectKind: subject.kind, subject: subjectId };
  return door.permit(actor, "issue-report", { type: "File", id: subjectId, attributes }, context);
}

interface Issuing {
  readonly leave: Permit | Scope;
  readonly issuedTo: string;
  readonly subject: FoundFile;
  readonly file: FileView;
  readonly asked: Rendering;
}

async function issue(parts: ReportParts, { leave, issuedTo, subject, file, asked }: Issuing): Promise<Outcome<Issued>> {
  const { format, language = "zh" } = asked;
  if (file.total > file.records.length)
    return refuse("reports.too-long", { params: { total: file.total, most: recordsMax[format] } });
  const signer = parts.keys.signer();
  const report: Report = { ...headOf(parts, { code: newReportCode(), language, signer }), file };
  const rendered = await render(parts, report, { format, language, signer });
  if (!rendered.ok) return rendered;
  const { bytes, digest, signature: signed } = rendered.value;
  const head = await standingHead(parts, subject, file.asOf.audience);
  await insertReport(parts.app, leave, {
    subjectId: subject.subjectIds[0] ?? "",
    subjectKind: subject.kind,
    reportCode: report.code,
    audience: file.asOf.audience,
    format,
    language,
    effectiveAt: file.asOf.effectiveAt,
    knownAt: file.asOf.knownAt,
    issuedAt: report.issuedAt,
    useBefore: report.useBefore,
    issuedTo,
    digest,
    stateDigest: stateDigest({ records: file.records, audience: file.asOf.audience, head }),
    keyId: signer.keyId,
    signature: signed,
  });
  return done({
    code: report.code,
    bytes,
    mediaType: format === "pdf" ? "application/pdf" : "application/vc",
    fileName: `chengxin-${report.code}.${format}`,
    signature: format === "pdf" ? signed : null,
  });
}

/** Everything of a report but the file it is about. */
function headOf(
  { clock, config, keys }: ReportParts,
  { code, language, signer = keys.signer() }: { code: string; language: Language; signer?: Signer },
): Omit<Report, "file"> {
  const instant = clock.now();
  return {
    code,
    issuedAt: instant.toISOString().replace(/\.\d+Z$/, "Z"),
    useBefore: addDays(clock.today(), useDays),
    issuer: issuerOf(config),
    keyId: signer.keyId,
    verifyUrl: `${config.publicUrl}${language === "en" ? "/en" : ""}/verify/${code}`,
    fictitious: config.demo,
  };
}

/** Who issues: its id is the address of the document that lists its keys. */
export function issuerOf(config: ReportParts["config"]): Report["issuer"] {
  return {
    id: `${config.issuerUrl ?? config.publicUrl}/api/v1/keys`,
    name: config.demo ? sayBoth("issuer.name.demo") : sayBoth("issuer.name"),
  };
}

interface Rendered {
  readonly bytes: Uint8Array;
  readonly digest: Buffer;
  readonly signature: string;
}

async function render(
  { printer }: ReportParts,
  report: Report,
  { format, language, signer }: { format: "pdf" | "json"; language: Language; signer: Signer },
): Promise<Outcome<Rendered>> {
  const sign = (bytes: Uint8Array) => signer.sign(bytes);
  if (format === "json") {
    const credential: JsonObject = credentialOf(report, sign);
    return done({
      bytes: Buffer.from(`${JSON.stringify(credential, null, 2)}\n`),
      digest: credentialDigest(credential),
      signature: String(proofOf(credential)?.["proofValue"]),
    });
  }
  const printed = await printer.print(report, language);
  if (!printed.ok) return printed;
  return done({
    bytes: printed.value,
    digest: createHash("sha256").update(printed.value).digest(),
    signature: signDetached(printed.value, { keyId: signer.keyId, sign }),
  });
}

/** Name and codes a report's truth hangs on, as they are public; null for persons, and for businesses in editions that are not public. */
export async function standingHead(parts: ReportParts, subject: FoundFile, audience: FileView["asOf"]["audience"]) {
  if (subject.kind === "person" || (audience !== "public" && subject.kind !== "organisation")) return null;
  const { name, code, aliases } = await parts.registry.subjects.publicHead(subject, now(parts));
  return { name, code, aliases: aliases.map((alias) => alias.code) };
}
