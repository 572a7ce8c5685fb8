/** COPY FROM STDIN in PostgreSQL's text format: the fast way in, inside an open transaction. */
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import type { Transaction } from "./database.ts";

/** A value of a cell; bytes become bytea, objects jsonb, booleans and dates their usual text. */
export type Cell = string | number | boolean | Uint8Array | Date | object | null;

const pieceChars = 256 * 1024;

/**
 * Copies rows into `table (columns)`. Table and columns are ours, never a person's words.
 * A row the database refuses ends the COPY with the database's error; rows that cannot be made, with theirs. Either way
 * the connection is free again for the transaction's ROLLBACK.
 * @returns how many rows went in
 */
export async function copyRows(
  transaction: Transaction,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Promise<number> {
  const stream = transaction.client.query(copyFrom(`COPY ${table} (${columns.join(", ")}) FROM STDIN`));
  let refused: { readonly error: unknown } | null = null;
  const done = finished(stream).catch((error: unknown) => {
    refused ??= { error };
  });
  const mustGoOn = () => {
    if (refused) throw refused.error;
  };
  let count = 0;
  let piece = "";
  try {
    for (const row of rows) {
      piece += line(row);
      count++;
      if (piece.length < pieceChars) continue;
      if (!stream.write(piece)) await Promise.race([once(stream, "drain"), done]);
      mustGoOn();
      piece = "";
    }
    stream.end(piece);
  } catch (error) {
    mustGoOn();
    // A COPY that is neither ended nor failed would keep the connection, and the ROLLBACK, waiting for ever.
    stream.destroy(new Error("rows could not be made"));
    await done;
    throw error;
  }
  await done;
  mustGoOn();
  return count;
}

function line(row: readonly Cell[]): string {
  let text = "";
  for (let i = 0; i < row.length; i++) text += (i === 0 ? "" : "\t") + cell(row[i] ?? null);
  return `${text}\n`;
}

const special = /[\\\t\n\r]/;

function cell(value: Cell): string {
  if (value === null) return "\\N";
  if (typeof value === "string") return special.test(value) ? escaped(value) : value;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "t" : "f";
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\\\x${bytesOf(value).toString("hex")}`;
  const json = JSON.stringify(value);
  return special.test(json) ? escaped(json) : json;
}

function bytesOf(value: Uint8Array): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}
