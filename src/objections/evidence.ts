/** Evidence for a subject's objections: kept encrypted, read by the two sides only. What it may be, intake judges. */
import type { Readable } from "node:stream";
import { attachEvidence as contract, type Evidence } from "#contract/objections.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Acting, type FileAnswer, foundedId, signature } from "#src/access/index.ts";
import { documentFile, takeIn } from "#src/intake/index.ts";

import type { ObjectionParts } from "./parts.ts";
import { type EvidenceRow, findEvidence, insertEvidence } from "./store.ts";

const bytesMax = contract.fileBody?.maxBytes ?? 0;

/** Takes a piece of evidence in. The same key with the same bytes is the same piece. */
export async function bringEvidence(
  parts: ObjectionParts,
  { actor, idempotencyKey }: Acting,
  { subjectId, content }: { subjectId: string; content: Readable | null },
): Promise<Outcome<Evidence>> {
  const resource = { type: "Evidence", id: subjectId, attributes: { subject: subjectId } };
  const permit = await parts.door.permit(actor, "bring-evidence", resource);
  if (!permit.ok) return permit;
  const now = parts.clock.now();
  const asOf = { effectiveAt: parts.clock.today(), knownAt: now.toISOString() };
  if (!(await parts.registry.subjects.findById(subjectId, asOf))) return refuse("registry.unknown-subject");
  const documentId = foundedId(actor, `evidence ${subjectId} ${idempotencyKey}`);
  const entered = { documentId, subjectId, enteredBy: signature(actor), enteredAt: now };
  const taken = await takeIn<EvidenceRow>(parts, content, {
    bytesMax,
    find: () => findEvidence(parts.app, permit.value, documentId),
    insert: (row) => insertEvidence(parts.app, permit.value, row),
    row: (sound) => ({ ...sound, ...entered }),
  });
  return taken.ok ? done(evidenceView(taken.value)) : taken;
}

export function evidenceView({ documentId, mediaType, bytes, digest, scannedBy }: EvidenceRow): Evidence {
  return { documentId, mediaType, bytes, sha256: Buffer.from(digest).toString("hex"), scanned: scannedBy !== null };
}

/** A piece of evidence as a file to be saved. */
export async function evidenceFile({ vault }: ObjectionParts, row: EvidenceRow): Promise<FileAnswer | null> {
  const source = await vault.open(row.fileId, row.bytes);
  return source && documentFile(source, row);
}
