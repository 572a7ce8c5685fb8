/** Decision documents: judged by their content, kept encrypted, read by the agency that sent them and nobody else. */
import { createHash, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { Static } from "typebox";
import type { DocumentShape } from "#contract/sending-aids.ts";
import { attachDocument as contract } from "#contract/sending-aids.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, type FileAnswer, type Permit, signature } from "#src/access/index.ts";
import { batchIdOf, batchPermit } from "../acts/send.ts";
import type { IntakeRooms } from "../parts.ts";
import { FileRefused } from "../read/refused.ts";
import type { Source } from "../read/source.ts";
import type { Vault } from "../uploads.ts";
import type { Acting } from "./commit.ts";
import { ownScope } from "./own.ts";
import { type DocumentRow, findDocument, insertDocument, listRecordsOf } from "./store.ts";

export type DocumentView = Static<typeof DocumentShape>;

const bytesMax = contract.fileBody?.maxBytes ?? 0;

/** Takes a document in. Its id is that of the act: the same key with the same bytes is the same document. */
export async function attachDocument(
  rooms: IntakeRooms,
  { actor, idempotencyKey }: Acting,
  content: Readable | null,
): Promise<Outcome<DocumentView>> {
  const documentId = batchIdOf(actor, `document ${idempotencyKey}`);
  const permit = await batchPermit(rooms, actor, { action: "attach-document", batchId: documentId });
  if (!permit.ok) return permit;
  if (!content) return refuse("intake.document-kind");
  const known = await findDocument(rooms.app, permit.value, documentId);
  if (known) return sameAgain(known, content);
  const stored = await storeDocument(rooms.documents, content, bytesMax);
  return stored.ok ? keep(rooms, permit.value, { documentId, ...stored.value, actor }) : stored;
}

/** A document in a vault: where it lies and what it is. */
export type StoredDocument = Pick<DocumentRow, "fileId" | "bytes" | "digest" | "mediaType">;

/** Judges a document by its content and stores it encrypted; of what is refused nothing stays. */
export async function storeDocument(vault: Vault, content: Readable, atMost: number): Promise<Outcome<StoredDocument>> {
  // A place of its own: two sendings under one key at once do not write one file.
  const fileId = randomUUID();
  try {
    const { bytes, digest } = await vault.store(fileId, content, atMost);
    const source = await vault.open(fileId, bytes);
    const mediaType = source && (await mediaTypeOf(source));
    if (mediaType) return done({ fileId, bytes, digest, mediaType });
    await vault.remove(fileId);
    return refuse("intake.document-kind");
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    return refuse(
      error.refusal.code === "intake.file-too-large" ? "intake.document-too-large" : "intake.document-kind",
    );
  }
}

async function keep(
  { app, clock, documents }: IntakeRooms,
  permit: Permit,
  given: Omit<DocumentRow, "agencyCode" | "enteredBy" | "enteredAt"> & { readonly actor: Actor },
): Promise<Outcome<DocumentView>> {
  const { actor, ...document } = given;
  const row = {
    ...document,
    agencyCode: agencyOf(actor) ?? "",
    enteredBy: signature(actor),
    enteredAt: clock.now(),
  };
  if (await insertDocument(app, permit, row)) return done(viewOf(row));
  await documents.remove(document.fileId);
  const known = await findDocument(app, permit, document.documentId);
  if (!known) throw new Error("a document that was written is not found");
  return Buffer.from(known.digest).equals(document.digest) ? done(viewOf(known)) : refuse("access.key-used");
}

function viewOf({ documentId, mediaType, bytes, digest, enteredAt }: DocumentRow): DocumentView {
  const sha256 = Buffer.from(digest).toString("hex");
  return { documentId, mediaType, bytes, sha256, enteredAt: enteredAt.toISOString() };
}

/** The key was used before: for these bytes, or for others. */
async function sameAgain(known: DocumentRow, content: Readable): Promise<Outcome<DocumentView>> {
  const same = await isSameContent(known.digest, content, bytesMax);
  return same.ok ? done(viewOf(known)) : same;
}

/** Refuses what is other than the document that was stored under the same key. */
export async function isSameContent(digest: Uint8Array, content: Readable, atMost: number): Promise<Outcome<null>> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > atMost) return refuse("intake.document-too-large");
    hash.update(chunk);
  }
  return hash.digest().equals(Buffer.from(digest)) ? done(null) : refuse("access.key-used");
}

const signatures: readonly (readonly [mediaType: string, first: Buffer])[] = [
  ["application/pdf", Buffer.from("%PDF-", "latin1")],
  ["image/png", Buffer.from("89504e470d0a1a0a", "hex")],
  ["image/jpeg", Buffer.from("ffd8ff", "hex")],
];

/** What a document is by its own bytes; null where it is none of what is taken. What it is called is not asked. */
export async function mediaTypeOf(source: Source): Promise<string | null> {
  const head = await source.read(0, 1024);
  const found = signatures.find(([, first]) => head.subarray(0, first.length).equals(first));
  if (found) return (await isWhole(source, found[0])) ? found[0] : null;
  return (await isText(source)) ? "text/plain" : null;
}

/** Cut off, a PDF, PNG or JPEG has not its end. */
async function isWhole(source: Source, mediaType: string): Promise<boolean> {
  const tail = await source.read(Math.max(0, source.bytes - 2048), 2048);
  switch (mediaType) {
    case "application/pdf":
      return tail.includes("%%EOF", 0, "latin1");
    case "image/png":
      return tail.includes("IEND", 0, "latin1");
    default:
      return tail.includes(Buffer.of(0xff, 0xd9));
  }
}

// Controls no text has; tab, line feed, form feed and carriage return it may have.
const control = /[\p{Cc}--[\t\n\f\r]]/v;

/** Text in UTF-8. Markup is text too, and is only ever handed out as a plain file to be saved. */
async function isText(source: Source): Promise<boolean> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of source.stream()) if (control.test(decoder.decode(chunk, { stream: true }))) return false;
    return !control.test(decoder.decode());
  } catch {
    return false;
  }
}

const endings: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "image/png": "png",
  "image/jpeg": "jpg",
  "text/plain": "txt",
};

/** A document for its agency. Where records were sent with it, the look stands in their subjects' logs (C15). */
export async function downloadDocument(
  rooms: IntakeRooms,
  actor: Actor,
  documentId: string,
): Promise<Outcome<FileAnswer>> {
  const own = await ownScope(rooms, actor, { agency: agencyOf(actor) ?? "", id: documentId });
  if (!own.ok) return own;
  const document = await findDocument(rooms.app, own.value, documentId);
  if (!document) return refuse("intake.document-unknown");
  const scope = await ownScope(rooms, actor, { agency: document.agencyCode, id: documentId });
  if (!scope.ok) return scope;
  const source = await rooms.documents.open(document.fileId, document.bytes);
  if (!source) return refuse("intake.document-unknown");
  const records = await listRecordsOf(rooms.app, scope.value, documentId);
  for (const subjectId of new Set(records.map((record) => record.subjectId)))
    await rooms.looks.look(scope.value, subjectId, async () => ({
      value: null,
      outcome: "shown",
      shown: { what: "document", records: records.length },
    }));
  return done(documentFile(source, document));
}

/** A stored document as a file to be saved; never shown by a browser as a page. */
export function documentFile(
  source: Source,
  { documentId, mediaType }: { documentId: string; mediaType: string },
): FileAnswer {
  return {
    bytes: Readable.from(source.stream()),
    mediaType: mediaType === "text/plain" ? "text/plain; charset=utf-8" : mediaType,
    fileName: `${documentId}.${endings[mediaType]}`,
  };
}
