/**
 * Files on their way in: encrypted piece by piece under a key of their own, which the key ring seals, so that neither
 * the disk nor the database alone gives them away. Read from any place, as often as a batch needs.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, existsSync, mkdirSync } from "node:fs";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { KeyRing } from "#src/platform/keys.ts";
import { limits } from "./read/limits.ts";
import { refuseFile } from "./read/refused.ts";
import type { Source } from "./read/source.ts";

const pieceBytes = 64 * 1024;
const tagBytes = 16;
const nonceBytes = 12;
const sealedKeyBytes = 32 + 30;

export interface Stored {
  readonly bytes: number;
  readonly digest: Buffer;
}

/** Where the encrypted files lie. */
export interface Vault {
  /** Stores a stream under an id. Refuses what is empty or too large; nothing of it stays then. */
  store(id: string, content: Readable, bytesMax?: number): Promise<Stored>;
  /** Opens a stored file; null where it is gone. `bytes` is its length as it was stored. */
  open(id: string, bytes: number): Promise<Source | null>;
  /** @returns whether there was one */
  remove(id: string): Promise<boolean>;
  /** Ids of files that were last written before an instant. */
  olderThan(instant: Date): Promise<string[]>;
}

/** A vault in a folder of the node's home. */
export function openVault(folder: string, keys: KeyRing): Vault {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = (id: string) => join(folder, id);
  return {
    store: async (id, content, bytesMax = limits.fileBytesMax) => {
      const key = randomBytes(32);
      const partial = `${path(id)}.part`;
      try {
        const stored = await write({
          path: partial,
          id,
          key,
          header: keys.seal(key, `vault:${id}`),
          content,
          bytesMax,
        });
        await rename(partial, path(id));
        return stored;
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    open: async (id, bytes) => (existsSync(path(id)) ? openSealed({ path: path(id), id, bytes, keys }) : null),
    remove: async (id) => {
      const isThere = existsSync(path(id));
      await rm(path(id), { force: true });
      return isThere;
    },
    async olderThan(instant) {
      const old: string[] = [];
      for (const name of await readdir(folder)) {
        const { mtime } = await stat(path(name));
        if (mtime < instant) old.push(name);
      }
      return old;
    },
  };
}

interface Writing {
  readonly path: string;
  readonly id: string;
  readonly key: Buffer;
  readonly header: Buffer;
  readonly content: Readable;
  readonly bytesMax: number;
}

async function write({ path, id, key, header, content, bytesMax }: Writing): Promise<Stored> {
  const file = createWriteStream(path, { mode: 0o600, flush: true });
  const written = finished(file);
  // A full disk is heard of where the end is awaited.
  written.catch(() => {});
  const put = async (bytes: Buffer) => {
    if (!file.write(bytes)) await Promise.race([once(file, "drain"), written]);
  };
  await put(header);
  const hash = createHash("sha256");
  let held = Buffer.alloc(0);
  let bytes = 0;
  let piece = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytesMax) refuseFile("intake.file-too-large");
    hash.update(chunk);
    held = Buffer.concat([held, chunk]);
    for (; held.length >= pieceBytes; held = held.subarray(pieceBytes))
      await put(sealPiece(held.subarray(0, pieceBytes), { key, id, piece: piece++ }));
  }
  if (bytes === 0) refuseFile("intake.file-empty");
  if (held.length > 0) await put(sealPiece(held, { key, id, piece }));
  file.end();
  await written;
  return { bytes, digest: hash.digest() };
}

interface Piece {
  readonly key: Buffer;
  readonly id: string;
  readonly piece: number;
}

/** The nonce is the piece's number: a key belongs to one file, so none is used twice. */
function nonceOf(piece: number): Buffer {
  const nonce = Buffer.alloc(nonceBytes);
  nonce.writeUIntBE(piece, 6, 6);
  return nonce;
}

function sealPiece(plain: Buffer, { key, id, piece }: Piece): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, nonceOf(piece));
  cipher.setAAD(Buffer.from(`${id}:${piece}`));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function openPiece(sealed: Buffer, { key, id, piece }: Piece): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(piece));
  decipher.setAAD(Buffer.from(`${id}:${piece}`));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - tagBytes)), decipher.final()]);
}

async function openSealed(given: { path: string; id: string; bytes: number; keys: KeyRing }): Promise<Source> {
  const { path, id, bytes, keys } = given;
  const header = await readAt(path, { offset: 0, length: sealedKeyBytes });
  const key = keys.open(header, `vault:${id}`);
  const pieces = Math.ceil(bytes / pieceBytes);
  const pieceAt = async (piece: number): Promise<Buffer> => {
    const length = Math.min(pieceBytes, bytes - piece * pieceBytes) + tagBytes;
    const offset = sealedKeyBytes + piece * (pieceBytes + tagBytes);
    return openPiece(await readAt(path, { offset, length }), { key, id, piece });
  };
  return {
    bytes,
    async read(offset, length) {
      const end = Math.min(bytes, offset + length);
      const parts: Buffer[] = [];
      for (let piece = Math.floor(offset / pieceBytes); piece * pieceBytes < end; piece++)
        parts.push(await pieceAt(piece));
      const from = offset % pieceBytes;
      return Buffer.concat(parts).subarray(from, from + Math.max(0, end - offset));
    },
    async *stream() {
      for (let piece = 0; piece < pieces; piece++) yield await pieceAt(piece);
    },
  };
}

async function readAt(path: string, { offset, length }: { offset: number; length: number }): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
