/** Bytes to text. An encoding is proved over the whole file, never assumed; what breaks it is named by its byte. */
import { isUtf8 } from "node:buffer";
import { refuseFile } from "./refused.ts";

export type Encoding = "utf-8" | "utf-16le" | "gb18030";

/** Where and as what decoding failed. */
export class EncodingBroken extends Error {
  /** First byte that does not fit, from 0. */
  readonly byte: number;

  constructor(byte: number) {
    super("encoding broken");
    this.byte = byte;
  }
}

/** The encoding a byte order mark names; null where there is none. */
export function byteOrderMark(head: Uint8Array): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  return null;
}

/** Whether a byte order mark names UTF-16 with the greater byte first, which no agency's program has been seen to write. */
export function isBigEndian(head: Uint8Array): boolean {
  return head[0] === 0xfe && head[1] === 0xff;
}

/**
 * Decodes without replacing anything; a byte order mark is dropped.
 * Throws {@link EncodingBroken}, and {@link FileRefused} at a NUL byte, which no text has.
 */
export async function* decodeText(chunks: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let at = 0;
  let before: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (encoding !== "utf-16le") mustHaveNoNul(chunk, at);
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw new EncodingBroken(at - before.length + firstBroken(Buffer.concat([before, chunk]), encoding));
    }
    at += chunk.length;
    before = chunk;
    if (text !== "") yield text;
  }
  try {
    decoder.decode();
  } catch {
    throw new EncodingBroken(at - 1);
  }
}

function mustHaveNoNul(chunk: Buffer, at: number): void {
  const nul = chunk.indexOf(0);
  if (nul >= 0) refuseFile("intake.file-nul", { params: { byte: at + nul + 1 } });
}

/**
 * The place of the first byte that does not fit, found by halving. Begins behind the first line break, because a piece
 * may begin inside a character, and a line feed is never part of one in UTF-8 or GB 18030.
 */
function firstBroken(bytes: Buffer, encoding: Encoding): number {
  const from = encoding === "utf-16le" ? 0 : bytes.indexOf(10) + 1;
  const fits = (end: number) => {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(from, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  if (fits(bytes.length)) return from;
  let good = from;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

const separators = new Set([0x0a, 0x0d, 0x09, 0x22, 0x2c, 0x3b, 0x7c]);
const chineseText = /^[\x20-\x7e\u2010-\u203b\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]*$/u;
const hanCharacter = /[\u3400-\u9fff]/gu;
/** Four Chinese characters in UTF-8 that also happen to be six of GB 18030: chance gives that once in 10^9 cells. */
const hanMin = 4;

/**
 * Finds UTF-8 inside a file of GB 18030, where it decodes without an error into nonsense (鏈夐檺鍏徃): files put
 * together from two systems. Answers the byte where such a cell begins, or null.
 */
export async function findForeignUtf8(chunks: AsyncIterable<Buffer>): Promise<number | null> {
  let rest = Buffer.alloc(0);
  let at = 0;
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = Math.max(bytes.lastIndexOf(0x0a), bytes.lastIndexOf(0x2c)) + 1;
    const found = foreignCell(bytes.subarray(0, end));
    if (found !== null) return at + found;
    at += end;
    rest = Buffer.from(bytes.subarray(end));
    // A cell this long is refused by the scanner of rows; here it must only not grow in memory.
    if (rest.length > 4 * 1024 * 1024) rest = Buffer.alloc(0);
  }
  const found = foreignCell(rest);
  return found === null ? null : at + found;
}

function foreignCell(bytes: Buffer): number | null {
  let start = 0;
  let high = 0;
  for (let i = 0; i <= bytes.length; i++) {
    const byte = bytes[i];
    if (byte !== undefined && !separators.has(byte)) {
      if (byte >= 0x80) high++;
      continue;
    }
    if (high >= hanMin * 3 && isForeign(bytes.subarray(start, i))) return start;
    start = i + 1;
    high = 0;
  }
  return null;
}

function isForeign(cell: Buffer): boolean {
  if (!isUtf8(cell)) return false;
  const text = cell.toString("utf8");
  return chineseText.test(text) && (text.match(hanCharacter)?.length ?? 0) >= hanMin;
}
