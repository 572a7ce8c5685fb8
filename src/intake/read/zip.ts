/**
 * The directory of a zip file and its entries, checked before anything is unfolded: number and size of entries,
 * overlap, encryption, method. APPNOTE.TXT 4.3; zip64 is not needed below our size limit and is refused.
 */
import { crc32 } from "node:zlib";
import { inflateRaw } from "./inflate.ts";
import { limits } from "./limits.ts";
import { refuseFile } from "./refused.ts";
import type { Source } from "./source.ts";

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly unfoldedBytes: number;
  readonly offset: number;
}

const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytesMax = 22 + 65_535;

/** All entries by name. Refuses what is damaged, encrypted or dangerous. */
export async function readZip(source: Source): Promise<Map<string, ZipEntry>> {
  const tailFrom = Math.max(0, source.bytes - endBytesMax);
  const tail = await source.read(tailFrom, endBytesMax);
  const end = findEnd(tail);
  const count = tail.readUInt16LE(end + 10);
  const bytes = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  if (count > limits.zipEntriesMax) refuseFile("intake.file-bomb", { params: { ratio: limits.inflateRatioMax } });
  if (offset + bytes > tailFrom + end) refuseFile("intake.file-damaged");
  const entries = readDirectory(await source.read(offset, bytes), count);
  mustNotOverlap(entries, offset);
  return new Map(entries.map((entry) => [entry.name, entry]));
}

function findEnd(tail: Buffer): number {
  for (let at = tail.length - 22; at >= 0; at--) if (tail.readUInt32LE(at) === endSignature) return at;
  return refuseFile("intake.file-damaged");
}

function readDirectory(directory: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== directorySignature)
      refuseFile("intake.file-damaged");
    const nameBytes = directory.readUInt16LE(at + 28);
    const next = at + 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (next > directory.length) refuseFile("intake.file-damaged");
    if ((directory.readUInt16LE(at + 8) & 1) === 1) refuseFile("intake.file-encrypted");
    entries.push({
      name: directory.toString("utf8", at + 46, at + 46 + nameBytes).replaceAll("\\", "/"),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packedBytes: directory.readUInt32LE(at + 20),
      unfoldedBytes: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at = next;
  }
  return entries;
}

/** Entries that share bytes are how one file unfolds to many times its size without a high ratio anywhere. */
function mustNotOverlap(entries: readonly ZipEntry[], directoryOffset: number): void {
  let free = 0;
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (entry.offset < free || entry.offset + 30 + entry.packedBytes > directoryOffset)
      refuseFile("intake.file-damaged");
    free = entry.offset + 30 + entry.packedBytes;
    if (
      entry.unfoldedBytes > limits.inflatedBytesMax ||
      (entry.unfoldedBytes > limits.inflateRatioFromBytes &&
        entry.unfoldedBytes > entry.packedBytes * limits.inflateRatioMax)
    ) {
      refuseFile("intake.file-bomb", { params: { ratio: limits.inflateRatioMax } });
    }
  }
}

/** The bytes of an entry, unfolded under the limits; its size and check sum must be what the directory said. */
export async function* readEntry(source: Source, entry: ZipEntry): AsyncGenerator<Buffer> {
  if (entry.method !== 0 && entry.method !== 8) refuseFile("intake.file-damaged");
  const head = await source.read(entry.offset, 30);
  if (head.length < 30 || head.readUInt32LE(0) !== localSignature) refuseFile("intake.file-damaged");
  const from = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  const packed = range(source, from, entry.packedBytes);
  let crc = 0;
  let bytes = 0;
  for await (const chunk of entry.method === 0 ? packed : inflateRaw(packed, entry.packedBytes)) {
    crc = crc32(chunk, crc);
    bytes += chunk.length;
    if (bytes > entry.unfoldedBytes) refuseFile("intake.file-damaged");
    yield chunk;
  }
  if (bytes !== entry.unfoldedBytes || crc !== entry.crc) refuseFile("intake.file-damaged");
}

async function* range(source: Source, from: number, bytes: number): AsyncGenerator<Buffer> {
  const step = 256 * 1024;
  for (let at = 0; at < bytes; at += step) yield await source.read(from + at, Math.min(step, bytes - at));
}
