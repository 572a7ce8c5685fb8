/**
 * Evidence for a subject's cases: judged by its content and not by its name, kept encrypted, read by the two sides only.
 * It is brought first and taken up by an act later; what no act takes up is forgotten after a week.
 */
import { Readable } from "node:stream";
import { attachEvidence as contract, type Evidence } from "#contract/objections.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type FileAnswer, foundedId, signature } from "#src/access/index.ts";
import { documentFile, isSameContent, type Source, storeDocument } from "#src/intake/index.ts";
import type { Acting } from "./commit.ts";
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
  if (!content) return refuse("intake.document-kind");
  const now = parts.clock.now();
  const asOf = { effectiveAt: parts.clock.today(), knownAt: now.toISOString() };
  if (!(await parts.registry.subjects.findById(subjectId, asOf))) return refuse("registry.unknown-subject");
  const documentId = foundedId(actor, `evidence ${subjectId} ${idempotencyKey}`);
  const known = await findEvidence(parts.app, permit.value, documentId);
  if (known) {
    const same = await isSameContent(known.digest, content, bytesMax);
    return same.ok ? done(evidenceView(known)) : same;
  }
  const stored = await storeDocument(parts.vault, content, bytesMax);
  if (!stored.ok) return stored;
  const sound = await isSound(parts, stored.value);
  if (!sound.ok) {
    await parts.vault.remove(stored.value.fileId);
    return sound;
  }
  const entered = { enteredBy: signature(actor), enteredAt: now, scannedBy: parts.scanner?.name ?? null };
  const row: EvidenceRow = { ...stored.value, ...entered, documentId, subjectId };
  if (await insertEvidence(parts.app, permit.value, row)) return done(evidenceView(row));
  // The same key came twice at once.
  await parts.vault.remove(row.fileId);
  const other = await findEvidence(parts.app, permit.value, documentId);
  if (!other) throw new Error("a piece of evidence that was written is not found");
  return Buffer.from(other.digest).equals(row.digest) ? done(evidenceView(other)) : refuse("access.key-used");
}

/** Whether what was stored can be read by a person without running anything, and the scanner finds nothing. */
async function isSound(
  { vault, scanner, log }: ObjectionParts,
  stored: Pick<EvidenceRow, "fileId" | "bytes" | "mediaType">,
): Promise<Outcome<null>> {
  const source = await vault.open(stored.fileId, stored.bytes);
  if (!source) throw new Error("a file that was stored is not there");
  const fault = await faultIn(source, stored.mediaType);
  if (fault) return refuse(fault, { field: "document" });
  if (!scanner) return done(null);
  try {
    const clean = await scanner.isClean(Readable.from(source.stream()));
    return clean ? done(null) : refuse("objections.document-hostile", { field: "document" });
  } catch (err) {
    log.warn({ err }, "the scanner of evidence could not be asked; nothing was taken in");
    return refuse("objections.scanner-away");
  }
}

/** Names in a PDF that make it do something, carry files, or hide what it says. */
const active =
  /\/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|OpenAction|AA|XFA|SubmitForm|ImportData)(?![A-Za-z])/;
const encrypted = /\/Encrypt(?![A-Za-z])/;
/** Ends of pictures, and how much may stand behind them: an archive or a program behind a picture is more than that. */
const ends: Readonly<Record<string, string>> = { "image/png": "IEND", "image/jpeg": "\u00ff\u00d9" };
const behindMax = 64;

/** What is wrong with a file whose beginning and end are those of its kind; null where nothing is. */
async function faultIn(source: Source, mediaType: string): Promise<string | null> {
  const end = ends[mediaType];
  if (end !== undefined) {
    const tail = await source.read(Math.max(0, source.bytes - behindMax), behindMax);
    return tail.includes(end, 0, "latin1") ? null : "objections.document-hostile";
  }
  if (mediaType !== "application/pdf") return null;
  let before = "";
  for await (const piece of source.stream()) {
    // Names may be cut by the end of a piece, so the last bytes are looked at again; `#4a` in a name is `J`.
    const text = before + piece.toString("latin1");
    const names = text.replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    if (encrypted.test(names)) return "objections.document-encrypted";
    if (active.test(names)) return "objections.document-hostile";
    before = text.slice(-32);
  }
  return null;
}

export function evidenceView({ documentId, mediaType, bytes, digest, scannedBy }: EvidenceRow): Evidence {
  return { documentId, mediaType, bytes, sha256: Buffer.from(digest).toString("hex"), scanned: scannedBy !== null };
}

/** A piece of evidence as a file to be saved. */
export async function evidenceFile({ vault }: ObjectionParts, row: EvidenceRow): Promise<FileAnswer | null> {
  const source = await vault.open(row.fileId, row.bytes);
  return source && documentFile(source, row);
}
