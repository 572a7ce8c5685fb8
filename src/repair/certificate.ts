/** The certificate of repair: a signed statement that a record is used no more, given with the decision and verified by code. */

import { addProof, type JsonObject } from "#core/credential/data-integrity.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { shanghaiDate } from "#core/time/date.ts";
import type { Actor, FileAnswer, Permit } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { type Certified, credentialDigest, issuerOf, newReportCode, readReportCode } from "#src/reports/index.ts";
import { resourceOf, standingOf } from "./commit.ts";
import type { RepairParts } from "./parts.ts";
import type { RequestRow } from "./store.ts";
import { type ActRow, findCertificate, findRequest, insertCertificate, listCertificates } from "./store.ts";

function sealContext(code: string): string {
  return `repair certificate:${code}`;
}

/** Signs the certificate of a grant and keeps it sealed, in the transaction of the decision. */
export async function issueCertificate(
  parts: RepairParts,
  sql: Sql,
  { head, act, permit }: { head: RequestRow; act: ActRow; permit: Permit },
): Promise<void> {
  const code = newReportCode();
  const signer = parts.keys.signer();
  const credential = await credentialOf(parts, {
    head,
    act,
    code,
    keyId: signer.keyId,
    sign: (bytes) => signer.sign(bytes),
  });
  await insertCertificate(sql, permit, {
    code,
    requestId: head.requestId,
    seq: act.seq,
    actedBy: act.actedBy,
    keyId: signer.keyId,
    digest: credentialDigest(credential),
    sealed: parts.keys.seal(Buffer.from(JSON.stringify(credential)), sealContext(code)),
    issuedAt: act.actedAt,
  });
}

interface Certifying {
  readonly head: RequestRow;
  readonly act: ActRow;
  readonly code: string;
  readonly keyId: string;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
}

async function credentialOf(parts: RepairParts, { head, act, code, keyId, sign }: Certifying): Promise<JsonObject> {
  const { registry, catalogue, agencies, config } = parts;
  const issuer = issuerOf(config);
  const issuedAt = act.actedAt.toISOString().replace(/\.\d+Z$/, "Z");
  // A person's certificate names nobody: whoever holds it knows whose it is (C12, C13).
  const named =
    head.subjectKind === "person" ? null : (await registry.subjects.publicHeads([head.subjectId])).get(head.subjectId);
  const languages = ({ zh, en }: { zh: string; en: string }) => [
    { "@value": zh, "@language": "zh" },
    { "@value": en, "@language": "en" },
  ];
  const item = catalogue.versions(head.itemId).at(-1)?.item.title ?? { zh: head.itemId, en: head.itemId };
  const document = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"],
    id: `${config.publicUrl}/verify/${code}`,
    type: ["VerifiableCredential", "CreditRepairCertificate"],
    issuer: { id: issuer.id, name: languages(issuer.name) },
    name: languages({ zh: "信用修复证明", en: "Certificate of credit repair" }),
    reportCode: code,
    validFrom: issuedAt,
    credentialSubject: {
      ...(named ? { code: named.code, name: named.name } : {}),
      fictitious: config.demo,
      receipt: head.receipt,
      record: languages(item),
      documentOn: head.documentOn,
      decidedBy: { code: head.authority, name: languages(agencies.nameOf(head.authority)) },
      repairedOn: act.actedOn,
      effect: languages({
        zh: "停止公示、停止共享和使用，解除惩戒措施",
        en: "publication, sharing and use have stopped and measures are lifted",
      }),
      basis: "信用修复管理办法（国家发展改革委令第36号）",
    },
  };
  return addProof(
    JSON.parse(JSON.stringify(document)),
    {
      type: "DataIntegrityProof",
      cryptosuite: "eddsa-jcs-2022",
      created: issuedAt,
      verificationMethod: `${issuer.id}#${keyId}`,
      proofPurpose: "assertionMethod",
    },
    sign,
  );
}

/** The certificate, for the subject. */
export async function readCertificate(
  parts: RepairParts,
  actor: Actor,
  requestId: string,
): Promise<Outcome<FileAnswer>> {
  const found = await findRequest(parts.app, requestId);
  if (!found) return refuse("repair.unknown");
  const scope = await parts.door.scope(actor, "read-repair", resourceOf(found.head), { audience: "subject" });
  if (!scope.ok) return scope;
  const [row] = await listCertificates(parts.app, [requestId]);
  if (!row || row.sealed.length === 0) return refuse("repair.no-certificate");
  const credential: unknown = JSON.parse(parts.keys.open(row.sealed, sealContext(row.code)).toString("utf8"));
  return done({
    bytes: Buffer.from(`${JSON.stringify(credential, null, 2)}\n`),
    mediaType: "application/vc",
    fileName: `chengxin-repair-${row.code}.json`,
  });
}

/** Whether a certificate of this code was issued here, and whether the repair still holds. Nothing of its subject is said. */
export async function verifyCertificate(parts: RepairParts, typed: string) {
  const code = readReportCode(typed);
  const found = code === null ? null : await certifiedUnder(parts, code);
  if (!found)
    return { verdict: "unknown" as const, code: null, issuedOn: null, authority: null, keyId: null, sha256: null };
  const { certificate, digest, holds } = found;
  return {
    verdict: holds ? ("holds" as const) : ("reversed" as const),
    code: certificate.code,
    issuedOn: shanghaiDate(new Date(certificate.issuedAt)),
    authority: certificate.authority,
    keyId: certificate.keyId,
    sha256: digest.toString("hex"),
  };
}

/** The certificate of a code for whoever verifies beside the reports; null where it is none of ours. */
export async function certifiedUnder(parts: RepairParts, code: string): Promise<Certified | null> {
  const row = await findCertificate(parts.app, parts.door.publicScope, code);
  const request = row && (await findRequest(parts.app, row.requestId));
  if (!row || !request) return null;
  const { head, now } = standingOf(request);
  const name = parts.agencies.nameOf(head.authority);
  return {
    certificate: {
      kind: "repair",
      code: row.code,
      issuedAt: row.issuedAt.toISOString(),
      authority: { code: head.authority, nameZh: name.zh, nameEn: name.en },
      keyId: row.keyId,
    },
    digest: row.digest,
    holds: now.state !== "reversed",
  };
}
