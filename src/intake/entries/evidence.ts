/**
 * Evidence that subjects and officers bring to a case: judged by its content and not by its name, scanned where a scanner is
 * configured, kept encrypted. It is brought first and taken up by an act later; what no act takes up is forgotten.
 */
import { Readable } from "node:stream";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import type { Logger } from "#src/platform/log.ts";
import type { Scanner } from "#src/platform/scanner.ts";
import type { Source } from "../read/source.ts";
import type { Vault } from "../uploads.ts";
import { isSameContent, type StoredDocument, storeDocument } from "./documents.ts";

/** Where a room's evidence lies, and what looks at it. */
export interface EvidenceRoom {
  readonly vault: Vault;
  /** Null where none is configured. */
  readonly scanner: Scanner | null;
  readonly log: Logger;
}

/** A piece of evidence that was found sound. */
export type SoundDocument = StoredDocument & {
  /** Which scanner looked at it; null: none is configured. */
  readonly scannedBy: string | null;
};

/** How a room keeps its evidence in rows. */
export interface Place<R> {
  readonly bytesMax: number;
  /** The row of the act's key; null where there is none. */
  find(): Promise<R | null>;
  /** Adds a row; false where there is one of that key. */
  insert(row: R): Promise<boolean>;
  row(sound: SoundDocument): R;
}

/** Takes a piece of evidence in. The same key with the same bytes is the same piece; of what is refused nothing stays. */
export async function takeIn<R extends { readonly fileId: string; readonly digest: Uint8Array }>(
  room: EvidenceRoom,
  content: Readable | null,
  place: Place<R>,
): Promise<Outcome<R>> {
  if (!content) return refuse("intake.document-kind");
  const known = await place.find();
  if (known) {
    const same = await isSameContent(known.digest, content, place.bytesMax);
    return same.ok ? done(known) : same;
  }
  const stored = await storeDocument(room.vault, content, place.bytesMax);
  if (!stored.ok) return stored;
  const sound = await isSound(room, stored.value);
  if (!sound.ok) {
    await room.vault.remove(stored.value.fileId);
    return sound;
  }
  const row = place.row({ ...stored.value, scannedBy: room.scanner?.name ?? null });
  if (await place.insert(row)) return done(row);
  // The same key came twice at once.
  await room.vault.remove(row.fileId);
  const other = await place.find();
  if (!other) throw new Error("a piece of evidence that was written is not found");
  return Buffer.from(other.digest).equals(row.digest) ? done(other) : refuse("access.key-used");
}

/** Whether what was stored can be read by a person without running anything, and the scanner finds nothing. */
async function isSound(
  { vault, scanner, log }: EvidenceRoom,
  stored: Pick<StoredDocument, "fileId" | "bytes" | "mediaType">,
): Promise<Outcome<null>> {
  const source = await vault.open(stored.fileId, stored.bytes);
  if (!source) throw new Error("a file that was stored is not there");
  const fault = await faultIn(source, stored.mediaType);
  if (fault) return refuse(fault, { field: "document" });
  if (!scanner) return done(null);
  try {
    const clean = await scanner.isClean(Readable.from(source.stream()));
    return clean ? done(null) : refuse("intake.document-hostile", { field: "document" });
  } catch (err) {
    log.warn({ err }, "the scanner of evidence could not be asked; nothing was taken in");
    return refuse("intake.scanner-away");
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
    return tail.includes(end, 0, "latin1") ? null : "intake.document-hostile";
  }
  if (mediaType !== "application/pdf") return null;
  let before = "";
  for await (const piece of source.stream()) {
    // Names may be cut by the end of a piece, so the last bytes are looked at again; `#4a` in a name is `J`.
    const text = before + piece.toString("latin1");
    const names = text.replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    if (encrypted.test(names)) return "intake.document-encrypted";
    if (active.test(names)) return "intake.document-hostile";
    before = text.slice(-32);
  }
  return null;
}
