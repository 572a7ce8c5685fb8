/**
 * A file as a table. Opening it surveys the whole of it first (form, encoding, limits, header), so that a file which
 * is broken at its end is refused before anything of it is stored. Then its rows can be read, as often as needed.
 */
import { createHash } from "node:crypto";
import type { Outcome } from "#core/refusal.ts";
import type { Delimiter } from "./csv.ts";
import { openCsv } from "./csv-table.ts";
import type { TableHints } from "./header.ts";
import { gunzip } from "./inflate.ts";
import { openJson } from "./json-table.ts";
import { limits } from "./limits.ts";
import { FileRefused, refuseFile } from "./refused.ts";
import type { SheetRow } from "./row.ts";
import type { Source } from "./source.ts";
import type { Encoding } from "./text.ts";
import { openXlsx } from "./xlsx-table.ts";

export type TableFormat = "csv" | "xlsx" | "json" | "ndjson";

/** Something a person should know of the file that is no reason to refuse it. */
export interface TableNote {
  readonly row: number;
  readonly code: "file.sheet-not-read";
  readonly params: Readonly<Record<string, string | number>>;
}

export interface Table {
  readonly format: TableFormat;
  readonly packed: boolean;
  readonly encoding: Encoding | null;
  readonly delimiter: Delimiter | null;
  readonly sheet: string | null;
  /** Sheets of a workbook that are shown. */
  readonly sheets: readonly string[];
  /** Names as written; "" for a column without one. */
  readonly columns: readonly string[];
  readonly headerRow: number;
  /** Rows below the header that are not blank. */
  readonly rows: number;
  readonly notes: readonly TableNote[];
  /** The rows below the header, blank ones left out, some at a time. */
  read(): AsyncGenerator<SheetRow[]>;
}

/** Opens a file, or says why it cannot be taken in. */
export async function openTable(source: Source, hints: TableHints): Promise<Outcome<Table>> {
  try {
    return { ok: true, value: await open(source, hints) };
  } catch (error) {
    if (error instanceof FileRefused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** SHA-256 of the bytes as sent. */
export async function digestOf(source: Source): Promise<Buffer> {
  const hash = createHash("sha256");
  for await (const chunk of source.stream()) hash.update(chunk);
  return hash.digest();
}

async function open(source: Source, hints: TableHints): Promise<Table> {
  if (source.bytes === 0) refuseFile("intake.file-empty");
  if (source.bytes > limits.fileBytesMax) refuseFile("intake.file-too-large");
  const head = await headOf(source);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return openForm(source, { head, hints, packed: false });
  const inner: Source = {
    bytes: source.bytes,
    read: () => refuseFile("intake.file-format", { params: { found: "gzip" } }),
    stream: () => gunzip(source.stream(), source.bytes),
  };
  const innerHead = await headOf(inner);
  if (innerHead[0] === 0x1f && innerHead[1] === 0x8b) refuseFile("intake.file-format", { params: { found: "gzip" } });
  return openForm(inner, { head: innerHead, hints, packed: true });
}

async function openForm(
  source: Source,
  { head, hints, packed }: { head: Buffer; hints: TableHints; packed: boolean },
): Promise<Table> {
  if (head.length === 0) refuseFile("intake.file-empty");
  const foreign = foreignForm(head);
  if (foreign)
    refuseFile(foreign === "ole" ? "intake.file-old-excel" : "intake.file-format", { params: { found: foreign } });
  if (head.readUInt32BE(0) === 0x504b0304) return { ...(await openXlsx(source, hints)), packed };
  const first = head
    .toString("latin1")
    .replace(/^\u00ef\u00bb\u00bf/, "")
    .trimStart()[0];
  if (first === "[" || first === "{") {
    return { ...(await openJson(source, first === "[" ? "json" : "ndjson")), packed };
  }
  return { ...(await openCsv(source, hints)), packed };
}

const headBytes = 4096;

async function headOf(source: Source): Promise<Buffer> {
  let head = Buffer.alloc(0);
  for await (const chunk of source.stream()) {
    head = Buffer.concat([head, chunk.subarray(0, headBytes)]);
    if (head.length >= headBytes) break;
  }
  return head.length === 0 || head.length >= 4 ? head : Buffer.concat([head, Buffer.alloc(4 - head.length, 0x20)]);
}

/** Forms people send by mistake, by their first bytes. */
function foreignForm(head: Buffer): string | null {
  const text = head.toString("latin1", 0, 64).trimStart().toLowerCase();
  if (head.readUInt32BE(0) === 0xd0cf11e0) return "ole";
  if (text.startsWith("%pdf")) return "pdf";
  if (text.startsWith("<")) return "html";
  if (head.readUInt32BE(0) === 0x89504e47 || head.readUInt16BE(0) === 0xffd8) return "image";
  if (text.startsWith("rar!") || text.startsWith("7z\u00bc\u00af") || head.toString("latin1", 257, 262) === "ustar")
    return "archive";
  return null;
}
