/**
 * Public files kept as they were composed. Every time one is asked for its stamp is asked first: which records of it
 * are public this moment, in which versions, and what stands at its head. Only where none of it changed is the kept one
 * answered, so a change is seen by the next question after its commit, and what ends at midnight ends then (C8).
 */
import { createHash } from "node:crypto";
import type { FileView } from "#contract/ledger.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { asOfDates, type FileParts, type Files, type PublicAsked, pageOf } from "./files.ts";
import { readPublicStamp } from "./store.ts";

/** A public file with its JSON, and a tag that no other answer bears. */
export interface KeptFile {
  readonly file: FileView;
  readonly text: string;
  /** Null where dates were asked for: such answers are made for who asks. */
  readonly etag: string | null;
}

interface Kept extends KeptFile {
  readonly madeOf: string;
  /** On the clock of `performance.now()`. */
  readonly keptUntilMs: number;
}

/** Words of the catalogue and names of agencies are in a file too, and the instant it is known at: both stay this young. */
const keptMs = 60_000;
/** Records in all files that are kept, some 2 kB each. */
const recordsKeptMax = 30_000;

export class KeptFiles {
  readonly #parts: FileParts;
  readonly #files: Files;
  readonly #kept = new Map<string, Kept>();
  #records = 0;

  constructor(parts: FileParts, files: Files) {
    this.#parts = parts;
    this.#files = files;
  }

  /** The public file of an organisation, or of an individual business by its exact code (C12). */
  async get(asked: PublicAsked): Promise<Outcome<KeptFile>> {
    if (asked.effectiveAt !== undefined || asked.knownAt !== undefined) {
      const found = await this.#files.getPublic(asked);
      return found.ok ? done({ file: found.value, text: JSON.stringify(found.value), etag: null }) : found;
    }
    const { clock, directory, door, publicReader } = this.#parts;
    const asOf = asOfDates({}, clock);
    const page = pageOf(asked);
    if (!asOf.ok) return asOf;
    if (!page.ok) return page;
    const found = await directory.findPublic(asked.code, asOf.value);
    if (!found.ok) return found;
    if (!found.value) return refuse("ledger.unknown-subject");
    const { subjectIds } = found.value;
    // The stamp before the records: what changes in between is in the records, and makes the next stamp another.
    const [stamp, head] = await Promise.all([
      readPublicStamp(publicReader, door.publicScope, subjectIds),
      directory.head(publicReader, door.publicScope, found.value, asOf.value),
    ]);
    const key = JSON.stringify([subjectIds, page.value]);
    const madeOf = JSON.stringify([asOf.value.today, stamp, head]);
    const known = this.#kept.get(key);
    if (known && known.madeOf === madeOf && performance.now() < known.keptUntilMs) return done(known);
    const file = await this.#files.publicFile(found.value, asOf.value, page);
    return file.ok ? done(this.#keep(key, madeOf, file.value)) : file;
  }

  #keep(key: string, madeOf: string, file: FileView): KeptFile {
    this.#drop(key);
    const text = JSON.stringify(file);
    const etag = createHash("sha256").update(text).digest("base64url").slice(0, 22);
    const kept = { file, text, etag, madeOf, keptUntilMs: performance.now() + keptMs };
    this.#kept.set(key, kept);
    this.#records += weightOf(kept);
    // Kept last, dropped last: a Map remembers the order of insertion.
    for (const oldest of this.#kept.keys()) {
      if (this.#records <= recordsKeptMax) break;
      this.#drop(oldest);
    }
    return kept;
  }

  #drop(key: string): void {
    const known = this.#kept.get(key);
    if (!known) return;
    this.#kept.delete(key);
    this.#records -= weightOf(known);
  }
}

/** An empty file weighs something too. */
function weightOf({ file }: KeptFile): number {
  return file.records.length + 3;
}
