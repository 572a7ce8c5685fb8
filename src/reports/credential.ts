/** A report as data: a W3C Verifiable Credential 2.0 secured with `eddsa-jcs-2022`. Says what page and PDF say. */
import { createHash } from "node:crypto";
import type { Static } from "typebox";
import type { ReportContentShape } from "#contract/reports.ts";
import { addProof, type JsonObject, type Sign } from "#core/credential/data-integrity.ts";
import { canonicalJson } from "#core/record/canonical.ts";
import type { Bilingual } from "#core/refusal.ts";
import type { Report } from "./report.ts";
import { notesOf, noteValues, nothingNote, sectionsOf } from "./sections.ts";
import { sayBoth } from "./words.ts";

/** Terms of ours have no vocabulary of their own yet; the second context says so, as VC 2.0 (4.3) asks. */
const contexts = ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"];

/** The content of a report, which every rendering says. */
export function contentOf(report: Report): Static<typeof ReportContentShape> {
  return {
    type: "PublicCreditFile",
    fictitious: report.fictitious,
    edition: sayBoth(`audience.${report.file.asOf.audience}.plain`),
    sections: sectionsOf(report.file),
    notes: [nothingNote(), ...notesOf(noteValues(report))],
    file: report.file,
  };
}

/** The signed credential. */
export function credentialOf(report: Report, sign: Sign): JsonObject {
  const document = {
    "@context": contexts,
    id: report.verifyUrl,
    type: ["VerifiableCredential", "PublicCreditReport"],
    issuer: { id: report.issuer.id, name: inLanguages(report.issuer.name) },
    name: inLanguages(sayBoth("title")),
    reportCode: report.code,
    validFrom: report.issuedAt,
    // Until the day before in Asia/Shanghai has ended.
    validUntil: `${report.useBefore}T00:00:00+08:00`,
    credentialSubject: contentOf(report),
  };
  // Through JSON once: keys that are undefined are absent there, and absent is what is signed.
  return addProof(
    JSON.parse(JSON.stringify(document)),
    {
      type: "DataIntegrityProof",
      cryptosuite: "eddsa-jcs-2022",
      created: report.issuedAt,
      verificationMethod: `${report.issuer.id}#${report.keyId}`,
      proofPurpose: "assertionMethod",
    },
    sign,
  );
}

function inLanguages({ zh, en }: Bilingual) {
  return [
    { "@value": zh, "@language": "zh" },
    { "@value": en, "@language": "en" },
  ];
}

/** SHA-256 of the canonical form: however the file is laid out, it says the same or it does not. */
export function credentialDigest(credential: JsonObject): Buffer {
  return createHash("sha256").update(canonicalJson(credential)).digest();
}
