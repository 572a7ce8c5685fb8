/** Evidence for a repair: kept encrypted, read by the two sides only. What it may be, intake judges. */
import type { Readable } from "node:stream";
import { attachRepairEvidence as contract, type RepairDocument } from "#contract/repair.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Acting, type FileAnswer, foundedId, signature } from "#src/access/index.ts";
import { documentFile, takeIn } from "#src/intake/index.ts";
import { resourceOf } from "./commit.ts";
import type { RepairParts } from "./parts.ts";
import { type DocumentRow, findDocument, insertDocument, type Shows } from "./store.ts";

const bytesMax = contract.fileBody?.maxBytes ?? 0;

/** Takes a piece of evidence in; an application then takes it up. The same key with the same bytes is the same piece. */
export async function bringEvidence(
  parts: RepairParts,
  { actor, idempotencyKey }: Acting,
  { subjectId, shows, content }: { subjectId: string; shows: Shows; content: Readable | null },
): Promise<Outcome<RepairDocument>> {
  const resource = resourceOf({ requestId: subjectId, authority: "", subjectId, appliedBy: "" });
  const permit = await parts.door.permit(actor, "bring-repair-evidence", resource);
  if (!permit.ok) return permit;
  const enteredAt = parts.clock.now();
  const asOf = { effectiveAt: parts.clock.today(), knownAt: enteredAt.toISOString() };
  if (!(await parts.registry.subjects.findById(subjectId, asOf))) return refuse("registry.unknown-subject");
  const documentId = foundedId(actor, `repair evidence ${subjectId} ${shows} ${idempotencyKey}`);
  const entered = { documentId, subjectId, shows, enteredBy: signature(actor), enteredAt };
  const taken = await takeIn<DocumentRow>(parts, content, {
    bytesMax,
    find: () => findDocument(parts.app, permit.value, documentId),
    insert: (row) => insertDocument(parts.app, permit.value, row),
    row: (sound) => ({ ...sound, ...entered }),
  });
  return taken.ok ? done(documentView(taken.value)) : taken;
}

export function documentView({ documentId, mediaType, bytes, digest, shows }: DocumentRow): RepairDocument {
  return { documentId, mediaType, bytes, sha256: Buffer.from(digest).toString("hex"), shows };
}

/** A piece of evidence as a file to be saved. */
export async function evidenceFile({ vault }: RepairParts, row: DocumentRow): Promise<FileAnswer | null> {
  const source = await vault.open(row.fileId, row.bytes);
  return source && documentFile(source, row);
}
