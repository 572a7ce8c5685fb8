/** Verifying reports: whether we issued it, whether it is the file we issued, and whether what it says still holds. */
import { createHash, createPublicKey, verify } from "node:crypto";
import type { Followed, IssuedReport, ReportVerdict, Verification } from "#contract/reports.ts";
import { findProofFault } from "#core/credential/data-integrity.ts";
import { isSignedDetached } from "#core/credential/detached.ts";
import { parseUnambiguous } from "#core/credential/strict-json.ts";
import { type IsoDate, shanghaiDate } from "#core/time/date.ts";
import type { Actor } from "#src/access/index.ts";
import { pageOf } from "#src/ledger/index.ts";
import { listSigningKeys } from "#src/platform/signing-keys.ts";
import type { FoundFile } from "#src/registry/index.ts";
import { standingHead } from "./acts.ts";
import { codesIn, readReportCode } from "./code.ts";
import { credentialDigest } from "./credential.ts";
import type { Certified, ReportParts } from "./parts.ts";
import { followedOf, type Standing, stateDigest } from "./state.ts";
import { findReport, type IssuedRow } from "./store.ts";
import { sayBoth } from "./words.ts";

/** More records than a report may hold. */
const all = { limit: 100_000 };

/** By code alone: whether a report of it was issued, and whether what it says still holds. */
export async function verifyCode(parts: ReportParts, actor: Actor, typed: string): Promise<Verification> {
  const row = await findByCode(parts, typed);
  if (row) return verified(parts, actor, row, "code");
  const code = readReportCode(typed);
  const found = code === null ? null : await findCertified(parts, code);
  return found ? certified(found, "code") : unknown("code");
}

/** A certificate of a code, whichever room issued it. */
async function findCertified({ certifiers }: ReportParts, code: string): Promise<Certified | null> {
  for (const certifier of certifiers) {
    const found = await certifier(code);
    if (found) return found;
  }
  return null;
}

/** What is said of a certificate: whether its room issued it, and whether what it certifies still holds. */
function certified({ certificate, digest, holds }: Certified, checked: Verification["checked"]): Verification {
  const verdict = holds ? "genuine" : "superseded";
  return {
    verdict,
    plain: sayBoth(`verdict.${verdict}.certificate`),
    remedy: sayBoth(holds && checked === "code" ? "verdict.genuine.remedy" : `verdict.${verdict}.certificate.remedy`),
    checked,
    report: null,
    certificate: { ...certificate, sha256: digest.toString("hex") },
    followed: null,
  };
}

/** The remembered report of a code as typed; null where none was issued. */
export function findByCode({ app, door }: ReportParts, typed: string): Promise<IssuedRow | null> {
  const code = readReportCode(typed);
  return code === null ? Promise.resolve(null) : findReport(app, door.publicScope, code);
}

/** By the file: it must be, byte for byte (PDF) or value for value (JSON), what was issued under a code that stands in it. */
export async function verifyFile(parts: ReportParts, actor: Actor, bytes: Uint8Array): Promise<Verification> {
  let altered: IssuedRow | null = null;
  for (const code of codesIn(bytes)) {
    const other = await findCertified(parts, code);
    if (other) {
      const isIt = await isTheCredential(parts, { ...other, keyId: other.certificate.keyId }, bytes);
      return isIt ? certified(other, "file") : { ...unknown("file"), ...said("altered", "file") };
    }
    const row = await findReport(parts.app, parts.door.publicScope, code);
    if (row && (await isTheFile(parts, row, bytes))) return verified(parts, actor, row, "file");
    altered ??= row;
  }
  if (!altered) return unknown("file");
  return { ...said("altered", "file"), report: await issuedOf(parts, altered), certificate: null, followed: null };
}

/** Digest and signature both: the digest was remembered, the signature could not have been made without the key. */
async function isTheFile(parts: ReportParts, row: IssuedRow, bytes: Uint8Array): Promise<boolean> {
  if (row.format === "json") return isTheCredential(parts, row, bytes);
  const given = await checkingBy(parts, row.keyId);
  const digest = createHash("sha256").update(bytes).digest();
  return given !== null && digest.equals(row.digest) && isSignedDetached(bytes, row.signature, given);
}

/** The public key of an id, with what checks a signature by it; null where none was ever published. */
async function checkingBy({ publicReader }: ReportParts, keyId: string) {
  const key = (await listSigningKeys(publicReader)).find((one) => one.keyId === keyId);
  return key ? { publicKey: Buffer.from(key.publicJwk.x, "base64url"), check: checkEd25519 } : null;
}

async function isTheCredential(
  parts: ReportParts,
  { digest, keyId }: { digest: Buffer; keyId: string },
  bytes: Uint8Array,
): Promise<boolean> {
  const given = await checkingBy(parts, keyId);
  const credential = parseUnambiguous(Buffer.from(bytes).toString("utf8"));
  return (
    given !== null &&
    credential !== null &&
    credentialDigest(credential).equals(digest) &&
    findProofFault(credential, given) === null
  );
}

/** Ed25519 by Node's own OpenSSL. */
export function checkEd25519(given: { publicKey: Uint8Array; bytes: Uint8Array; signature: Uint8Array }): boolean {
  const x = Buffer.from(given.publicKey).toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, given.bytes, key, given.signature);
}

function unknown(checked: Verification["checked"]): Verification {
  return { ...said("unknown", checked), report: null, certificate: null, followed: null };
}

function said(verdict: ReportVerdict, checked: Verification["checked"], expired = false) {
  const plain = verdict === "genuine" && checked === "code" ? "verdict.genuine.code" : `verdict.${verdict}`;
  let remedy = `verdict.${verdict}.remedy`;
  if (verdict === "genuine" && checked === "file") remedy = "verdict.genuine.file.remedy";
  if (verdict === "genuine" && expired) remedy = "verdict.genuine.expired";
  return { verdict, plain: sayBoth(plain), remedy: sayBoth(remedy), checked };
}

async function verified(
  parts: ReportParts,
  actor: Actor,
  row: IssuedRow,
  checked: Verification["checked"],
): Promise<Verification> {
  const subject = await subjectOf(parts, row);
  const report = await issuedOf(parts, row);
  const holds = subject !== null && stateDigest(await standingNow(parts, subject, row)).equals(row.stateDigest);
  return {
    ...said(holds ? "genuine" : "superseded", checked, report.expired),
    report,
    certificate: null,
    followed: subject && (await tellSubject(parts, actor, subject, row)),
  };
}

function subjectOf({ registry, clock }: ReportParts, row: IssuedRow): Promise<FoundFile | null> {
  return registry.subjects.findById(row.subjectId, { effectiveAt: clock.today(), knownAt: clock.now().toISOString() });
}

async function issuedOf(parts: ReportParts, row: IssuedRow): Promise<IssuedReport> {
  const subject = row.audience === "public" ? await subjectOf(parts, row) : null;
  const head = subject && (await standingHead(parts, subject, "public"));
  return {
    code: row.reportCode,
    format: row.format,
    language: row.language,
    audience: row.audience,
    issuedAt: row.issuedAt,
    useBefore: row.useBefore,
    expired: parts.clock.today() >= row.useBefore,
    sha256: row.digest.toString("hex"),
    keyId: row.keyId,
    subject: head && { code: head.code, name: head.name },
  };
}

/** What a report of the same edition would stand on now. Nothing of it leaves this file. */
async function standingNow(parts: ReportParts, subject: FoundFile, row: IssuedRow): Promise<Standing> {
  const { door, ledger, clock } = parts;
  const { audience } = row;
  const head = await standingHead(parts, subject, audience);
  if (audience === "public") {
    const today = clock.today();
    const asOf = { effectiveAt: today, knownAt: clock.now().toISOString(), today };
    const file = await ledger.files.publicFile(subject, asOf, pageOf(all));
    if (!file.ok) throw new Error(`a public file was refused: ${file.refusal.code}`);
    return { audience, head, records: file.value.records };
  }
  const actor: Actor = { kind: "job", id: "verify-report" };
  const scope = await door.scope(actor, "verify-report", { type: "Node", id: "node" }, { audience: "inside" });
  if (!scope.ok) throw new Error(`verifying a report was refused: ${scope.refusal.code}`);
  return { audience, head, records: await ledger.files.outline(scope.value, subject, audience) };
}

/** What followed, for the subject's representative; it is a look at the own file, and logged as one. */
async function tellSubject(
  { ledger, catalogue, clock }: ReportParts,
  actor: Actor,
  subject: FoundFile,
  row: IssuedRow,
): Promise<Followed[] | null> {
  const own =
    actor.kind === "representative" ? subject.subjectIds.find((id) => actor.subjects.includes(id)) : undefined;
  if (own === undefined) return null;
  const file = await ledger.files.readOwn(actor, { subjectId: own, ...all });
  if (!file.ok) return null;
  const issuedOn: IsoDate = shanghaiDate(new Date(row.issuedAt));
  return followedOf(file.value, { knownAt: row.knownAt, issuedOn, today: clock.today() }, (item) => {
    const [itemId = "", version] = item.split("@");
    return catalogue.item(itemId, Number(version)).legend;
  });
}
