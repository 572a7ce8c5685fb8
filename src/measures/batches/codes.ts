/**
 * A file of codes: one a line, or CSV. Surveyed to its end before anything is answered (encoding, NUL bytes, quotes, length),
 * then read as often as needed, some thousands of lines at a time.
 */
import { checkBatchLinesMax } from "#contract/check-batches.ts";
import { done, type Outcome } from "#core/refusal.ts";
import {
  byteOrderMark,
  CsvScanner,
  decodeText,
  type Encoding,
  EncodingBroken,
  FileRefused,
  isBigEndian,
  refuseFile,
  type Source,
  sniffDelimiter,
  sniffLineEnd,
} from "#src/intake/index.ts";

/** Lines that are answered together: a power of two, so that a part's tree is a subtree of the whole (RFC 6962). */
export const partLines = 4096;

/** A file that was surveyed. */
export interface CodeFile {
  readonly encoding: Encoding;
  /** Lines that are not blank, without the header. */
  readonly lines: number;
  /** What stands for a code on each line, part by part; null where a line's cells are not certain. */
  parts(): AsyncGenerator<{ readonly part: number; readonly values: readonly (string | null)[] }>;
}

type Record = { readonly cells: readonly string[]; readonly quoteFlaw: boolean };

/** Headers under which unified codes stand. */
const headers = new Set([
  "统一社会信用代码",
  "社会信用代码",
  "信用代码",
  "代码",
  "code",
  "uscc",
  "unified-code",
  "unifiedcode",
]);
const sampleChars = 64 * 1024;

/** Opens a file of codes, or says why it cannot be read as one. */
export async function openCodes(source: Source): Promise<Outcome<CodeFile>> {
  try {
    const encoding = await encodingOf(source);
    const lines = await countLines(source, encoding);
    return done({ encoding, lines, parts: () => partsOf(source, encoding) });
  } catch (error) {
    if (error instanceof FileRefused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** The first encoding that holds to the last byte. */
async function encodingOf(source: Source): Promise<Encoding> {
  const head = await source.read(0, 4);
  const mark = byteOrderMark(head);
  if (isBigEndian(head)) refuseEncoding("UTF-8 / GB18030", 0);
  const tried: readonly Encoding[] = mark ? [mark] : ["utf-8", "gb18030"];
  let brokenAt = 0;
  for (const encoding of tried) {
    try {
      for await (const _ of decodeText(source.stream(), encoding));
      return encoding;
    } catch (error) {
      if (!(error instanceof EncodingBroken)) throw error;
      brokenAt = Math.max(brokenAt, error.byte);
    }
  }
  return refuseEncoding(tried.join(" / "), brokenAt);
}

function refuseEncoding(encoding: string, byte: number): never {
  return refuseFile("intake.file-encoding", { params: { encoding, byte: byte + 1, line: "?" } });
}

async function countLines(source: Source, encoding: Encoding): Promise<number> {
  let lines = 0;
  for await (const values of valuesOf(source, encoding)) {
    lines += values.length;
    if (lines > checkBatchLinesMax) refuseFile("measures.too-many-lines", { params: { most: checkBatchLinesMax } });
  }
  if (lines === 0) refuseFile("intake.file-empty");
  return lines;
}

async function* partsOf(source: Source, encoding: Encoding) {
  let waiting: (string | null)[] = [];
  let part = 0;
  for await (const values of valuesOf(source, encoding)) {
    waiting = waiting.concat(values);
    let at = 0;
    for (; waiting.length - at >= partLines; at += partLines)
      yield { part: part++, values: waiting.slice(at, at + partLines) };
    waiting = waiting.slice(at);
  }
  if (waiting.length > 0) yield { part, values: waiting };
}

/** What stands for a code on each line that is not blank, as it comes. */
async function* valuesOf(source: Source, encoding: Encoding): AsyncGenerator<(string | null)[]> {
  let scanner: CsvScanner | null = null;
  let sample = "";
  let column: number | null = null;
  const taken = (records: readonly Record[]): (string | null)[] => {
    const values: (string | null)[] = [];
    for (const { cells, quoteFlaw } of records) {
      if (!quoteFlaw && cells.every((cell) => cell.trim() === "")) continue;
      if (column === null) {
        const header = cells.findIndex((cell) => headers.has(cell.trim().toLowerCase()));
        column = Math.max(0, header);
        if (header >= 0) continue;
      }
      values.push(quoteFlaw ? null : (cells[column] ?? ""));
    }
    return values;
  };
  for await (const text of decodeText(source.stream(), encoding)) {
    if (scanner) {
      yield taken(scanner.push(text));
      continue;
    }
    sample += text;
    if (sample.length < sampleChars) continue;
    scanner = begin(sample);
    yield taken(scanner.push(sample));
  }
  if (!scanner) {
    scanner = begin(sample);
    yield taken(scanner.push(sample));
  }
  yield taken(scanner.end());
}

function begin(sample: string): CsvScanner {
  return new CsvScanner({ delimiter: sniffDelimiter(sample), lineEnd: sniffLineEnd(sample) });
}
