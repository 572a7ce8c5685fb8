/** Bytes of a file as sent, wherever they lie: on disk for the command line, sealed on disk for uploads. */
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";

/** Can be read from any place, and as often as needed: once to survey, once to take in, again after a crash. */
export interface Source {
  readonly bytes: number;
  /** Up to `length` bytes from `offset`; fewer at the end. */
  read(offset: number, length: number): Promise<Buffer>;
  /** All of it, in order. */
  stream(): AsyncIterable<Buffer>;
}

const chunkBytes = 256 * 1024;

/** A file on disk. Throws what the file system throws (ENOENT ...). */
export async function fileSource(path: string): Promise<Source> {
  const { size } = await stat(path);
  return {
    bytes: size,
    async read(offset, length) {
      const file = await open(path, "r");
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    stream: () => createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>,
  };
}

/** Bytes in memory: single entries, tests. */
export function bytesSource(bytes: Uint8Array): Source {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    bytes: buffer.length,
    read: async (offset, length) => buffer.subarray(offset, offset + length),
    async *stream() {
      for (let at = 0; at < buffer.length; at += chunkBytes) yield buffer.subarray(at, at + chunkBytes);
    },
  };
}
