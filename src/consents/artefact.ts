/**
 * The signed consent (India's consent artefact is the model): a W3C Verifiable Credential the recipient keeps as its proof of
 * leave, which says itself that it is worth nothing after a withdrawal, and where that is asked.
 */
import type { ConsentVerdict } from "#contract/consents.ts";
import { usableOn } from "#core/consent/consent.ts";
import { addProof, type JsonObject } from "#core/credential/data-integrity.ts";
import { type Bilingual, done, type Outcome, refuse } from "#core/refusal.ts";
import { shanghaiDate } from "#core/time/date.ts";
import { type Actor, agencyOf, type FileAnswer, type Permit } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { credentialDigest, issuerOf, newReportCode, readReportCode } from "#src/reports/index.ts";
import type { ConsentParts } from "./parts.ts";
import { resourceOf, type Standing, standingOf } from "./standing.ts";
import {
  type ActRow,
  type ArtefactRow,
  findArtefact,
  findRequest,
  insertArtefact,
  listArtefacts,
  type RequestRow,
} from "./store.ts";

function sealContext(code: string): string {
  return `consent artefact:${code}`;
}

/** Signs what was given and keeps it sealed, in the transaction of the giving. */
export async function issueArtefact(
  parts: ConsentParts,
  sql: Sql,
  { head, act, permit }: { head: RequestRow; act: ActRow; permit: Permit },
): Promise<void> {
  const code = newReportCode();
  const signer = parts.keys.signer();
  const document = await documentOf(parts, { head, act, code });
  const credential = addProof(
    JSON.parse(JSON.stringify(document)),
    {
      type: "DataIntegrityProof",
      cryptosuite: "eddsa-jcs-2022",
      created: instant(act.actedAt),
      verificationMethod: `${issuerOf(parts.config).id}#${signer.keyId}`,
      proofPurpose: "assertionMethod",
    },
    (bytes) => signer.sign(bytes),
  );
  await insertArtefact(sql, permit, {
    code,
    requestId: head.requestId,
    seq: act.seq,
    keyId: signer.keyId,
    digest: credentialDigest(credential),
    sealed: parts.keys.seal(Buffer.from(JSON.stringify(credential)), sealContext(code)),
    issuedAt: act.actedAt,
  });
}

function instant(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, "Z");
}

const inLanguages = ({ zh, en }: Bilingual) => [
  { "@value": zh, "@language": "zh" },
  { "@value": en, "@language": "en" },
];

async function documentOf(
  { config, registry, agencies, catalogue }: ConsentParts,
  { head, act, code }: { head: RequestRow; act: ActRow; code: string },
): Promise<object> {
  const issuer = issuerOf(config);
  const verifyUrl = `${config.publicUrl}/verify/${code}`;
  // A person's consent names nobody: whoever asked knows whom (C12, C13).
  const named =
    head.subjectKind === "person" ? null : (await registry.subjects.publicHeads([head.subjectId])).get(head.subjectId);
  const purpose = catalogue.purposes.get(head.purpose);
  return {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"],
    id: verifyUrl,
    type: ["VerifiableCredential", "ConsentArtefact"],
    issuer: { id: issuer.id, name: inLanguages(issuer.name) },
    name: inLanguages({ zh: "授权同意书", en: "Consent" }),
    reportCode: code,
    validFrom: `${head.from}T00:00:00+08:00`,
    validUntil: `${head.until}T23:59:59+08:00`,
    credentialSubject: {
      ...(named ? { code: named.code, name: named.name } : {}),
      fictitious: config.demo,
      request: head.requestId,
      recipient: { code: head.recipient, name: inLanguages(agencies.nameOf(head.recipient)) },
      purpose: { id: head.purpose, ...(purpose ? { name: inLanguages(purpose.title) } : {}) },
      fields: act.granted,
      timesMax: head.timesMax,
      givenAt: instant(act.actedAt),
      notAfterWithdrawal: inLanguages({
        zh: `同意撤回后立即失效。每次使用前请核验：${verifyUrl}`,
        en: `Not valid after withdrawal. Verify before each use: ${verifyUrl}`,
      }),
      basis: "征信业管理条例 18、20；个人信息保护法 14-16、23",
    },
  };
}

/** The signed consent that holds: for its recipient while it is in force, for its subject always. */
export async function readArtefact(parts: ConsentParts, actor: Actor, requestId: string): Promise<Outcome<FileAnswer>> {
  const request = await findRequest(parts.app, requestId);
  const isRecipient = request?.head.recipient === agencyOf(actor);
  if (!request || (actor.kind !== "representative" && !isRecipient)) return refuse("consents.unknown");
  const standing = standingOf(request);
  const [action, audience] =
    actor.kind === "representative" ? (["read-consent", "subject"] as const) : (["list-consents", "inside"] as const);
  const scope = await parts.door.scope(actor, action, resourceOf(request.head), { audience });
  if (!scope.ok) return scope;
  const artefacts = await listArtefacts(parts.app, [requestId]);
  const row =
    actor.kind === "representative"
      ? artefacts.toSorted((a, b) => b.seq - a.seq)[0]
      : inForce(parts, standing)
        ? artefacts.find(({ seq }) => seq === standing.now.given?.seq)
        : undefined;
  if (!row || row.sealed.length === 0) return refuse("consents.none");
  const credential = JSON.parse(parts.keys.open(row.sealed, sealContext(row.code)).toString("utf8")) as JsonObject;
  return done({
    bytes: Buffer.from(`${JSON.stringify(credential, null, 2)}\n`),
    mediaType: "application/vc",
    fileName: `chengxin-consent-${row.code}.json`,
  });
}

/** Whether a consent may be relied on today. What was given for later is not in force yet. */
export function inForce({ clock }: Pick<ConsentParts, "clock">, { head, now }: Standing): boolean {
  return usableOn(head, now, clock.today()) === "usable";
}

/** Whether a signed consent of this code was issued here and is in force now. Of its subject, and of why not, nothing is said. */
export async function verifyConsent(parts: ConsentParts, typed: string): Promise<ConsentVerdict> {
  const code = readReportCode(typed);
  const row: ArtefactRow | null = code === null ? null : await findArtefact(parts.app, parts.door.publicScope, code);
  const request = row && (await findRequest(parts.app, row.requestId));
  if (!row || !request) return unknown;
  const standing = standingOf(request);
  const holds = standing.now.given?.seq === row.seq && inForce(parts, standing);
  const name = parts.agencies.nameOf(request.head.recipient);
  return {
    verdict: holds ? "in-force" : "ended",
    code: row.code,
    recipient: { code: request.head.recipient, nameZh: name.zh, nameEn: name.en },
    issuedOn: shanghaiDate(row.issuedAt),
    until: holds ? request.head.until : null,
    keyId: row.keyId,
    sha256: Buffer.from(row.digest).toString("hex"),
  };
}

const unknown: ConsentVerdict = {
  verdict: "unknown",
  code: null,
  recipient: null,
  issuedOn: null,
  until: null,
  keyId: null,
  sha256: null,
};
