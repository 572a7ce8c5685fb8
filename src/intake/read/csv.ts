/**
 * Rows of a CSV text (RFC 4180, with the habits of spreadsheets: a quote inside an unquoted cell is itself).
 * Our own because the kept one is slower than the database: csv-parse 7 reads 34,000 rows of 26 columns a second,
 * this 400,000 (docs/decisions/own-readers.md).
 */
import { limits } from "./limits.ts";
import { refuseFile } from "./refused.ts";

export type Delimiter = "," | "\t" | ";" | "|";

/** One record: its cells, and whether a closing quote was followed by more text, so that its cells are not certain. */
export interface CsvRecord {
  readonly cells: string[];
  readonly quoteFlaw: boolean;
}

export class CsvScanner {
  readonly #delimiter: Delimiter;
  readonly #lineEnd: "\n" | "\r";
  #rest = "";
  /** Records given so far, blank ones counted. */
  records = 0;

  constructor({ delimiter, lineEnd = "\n" }: { delimiter: Delimiter; lineEnd?: "\n" | "\r" }) {
    this.#delimiter = delimiter;
    this.#lineEnd = lineEnd;
  }

  /** The records that are complete with this piece of text. Refuses the file at a row beyond the limit. */
  push(piece: string): CsvRecord[] {
    const text = this.#rest === "" ? piece : this.#rest + piece;
    const found: CsvRecord[] = [];
    let at = 0;
    let quote = text.indexOf('"');
    for (;;) {
      const end = text.indexOf(this.#lineEnd, at);
      if (end < 0) break;
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
      if (quote < 0 || quote > end) {
        if (end - at > limits.rowCharsMax) this.#refuseLong();
        found.push({ cells: this.#line(text, at, end).split(this.#delimiter), quoteFlaw: false });
        this.records++;
        at = end + 1;
        continue;
      }
      const record = this.#quoted(text, at, false);
      if (!record) break;
      found.push(record);
      this.records++;
      at = record.next;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > limits.rowCharsMax) this.#refuseLong();
    return found;
  }

  /** The last record, where the text did not end with a line break. Refuses a quote that was never closed. */
  end(): CsvRecord[] {
    const text = this.#rest;
    this.#rest = "";
    if (text === "") return [];
    const record = this.#quoted(text, 0, true);
    if (!record) refuseFile("intake.file-quote", { params: { row: this.records + 1 } });
    this.records++;
    return [record];
  }

  #line(text: string, at: number, end: number): string {
    const cut = this.#lineEnd === "\n" && end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    return text.slice(at, cut);
  }

  #refuseLong(): never {
    refuseFile("intake.file-line-too-long", { params: { row: this.records + 1, max: limits.rowCharsMax } });
  }

  /** A record that has quotes; null where the text ends before the record does and more may come. */
  #quoted(text: string, from: number, last: boolean): (CsvRecord & { next: number }) | null {
    const cells: string[] = [];
    let quoteFlaw = false;
    let at = from;
    for (;;) {
      const opened = text.charCodeAt(at) === 34;
      const closed = opened ? this.#closing(text, at + 1) : null;
      if (opened && !closed) return null;
      const end = this.#cellEnd(text, closed ? closed.next : at);
      if (end === text.length && !last) return null;
      const tail = text.slice(closed ? closed.next : at, end);
      if (closed && tail !== "" && tail !== "\r") quoteFlaw = true;
      const isLineEnd = end === text.length || text[end] === this.#lineEnd;
      const plain = isLineEnd && this.#lineEnd === "\n" && tail.endsWith("\r") ? tail.slice(0, -1) : tail;
      cells.push(closed ? closed.value + plain : plain);
      if (isLineEnd) return { cells, quoteFlaw, next: end + 1 };
      at = end + 1;
    }
  }

  /** The value up to the closing quote, doubled quotes undone, and the place behind it; null where none closes. */
  #closing(text: string, from: number): { value: string; next: number } | null {
    let value = "";
    for (let at = from; ; ) {
      const quote = text.indexOf('"', at);
      if (quote < 0) return null;
      value += text.slice(at, quote);
      if (text.charCodeAt(quote + 1) !== 34) return { value, next: quote + 1 };
      value += '"';
      at = quote + 2;
    }
  }

  #cellEnd(text: string, from: number): number {
    // A loop, because a search for a separator that is not there would run to the end of the piece for every cell.
    const delimiter = this.#delimiter.charCodeAt(0);
    const lineEnd = this.#lineEnd.charCodeAt(0);
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === delimiter || code === lineEnd) return at;
    }
    return text.length;
  }
}

const candidates: readonly Delimiter[] = [",", "\t", ";", "|"];
const sniffedRecords = 60;

/**
 * The separator that cuts most rows of the sample into the same number of cells. Refuses a file separated by
 * full-width commas: they also stand inside Chinese sentences, and nobody could tell which is which.
 */
export function sniffDelimiter(sample: string): Delimiter {
  const ranked = candidates
    .map((delimiter) => ({ delimiter, ...evenness(sample, delimiter) }))
    .sort((a, b) => b.share - a.share || b.columns - a.columns);
  const best = ranked[0];
  if (best && best.columns > 1) return best.delimiter;
  const wide = sample.split(/\r?\n|\r/).filter((line) => line.split("，").length > 2).length;
  if (wide >= 2) refuseFile("intake.file-wide-separator");
  return ",";
}

function evenness(sample: string, delimiter: Delimiter): { share: number; columns: number } {
  const scanner = new CsvScanner({ delimiter, lineEnd: sniffLineEnd(sample) });
  const records = [...scanner.push(sample), ...(sample.length < 2000 ? lastRecord(scanner) : [])]
    .slice(0, sniffedRecords)
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  let columns = 1;
  let most = 0;
  for (const [count, times] of counts) {
    if (count > 1 && times > most) [columns, most] = [count, times];
  }
  return { share: records.length === 0 ? 0 : most / records.length, columns };
}

function lastRecord(scanner: CsvScanner): CsvRecord[] {
  try {
    return scanner.end();
  } catch {
    // A sample may end inside a quoted cell; the whole file is judged elsewhere.
    return [];
  }
}

/** Old Macintosh files end lines with a lone carriage return. */
export function sniffLineEnd(sample: string): "\n" | "\r" {
  return sample.includes("\r") && !sample.includes("\n") ? "\r" : "\n";
}
