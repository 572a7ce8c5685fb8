/** COPY FROM STDIN in PostgreSQL's text format: the fast way in, inside an open transaction. */
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import type { Transaction } from "./database.ts";

/** A value of a cell; bytes become bytea, objects jsonb, booleans and dates their usual text. */
export type Cell = string | number | boolean | Uint8Array | Date | object | null;

/**
 * Copies rows into `table (columns)`. Table and columns are ours, never a person's words.
 * @returns how many rows went in
 */
export async function copyRows(
  transaction: Transaction,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Promise<number> {
  const stream = transaction.client.query(copyFrom(`COPY ${table} (${columns.join(", ")}) FROM STDIN`));
  const done = finished(stream);
  // A constraint may fail while we still write; the rejection is awaited below either way.
  done.catch(() => {});
  let count = 0;
  let buffer = "";
  for (const row of rows) {
    buffer += line(row);
    count++;
    if (buffer.length > 256 * 1024) {
      if (!stream.write(buffer)) await Promise.race([once(stream, "drain"), done]);
      buffer = "";
    }
  }
  stream.end(buffer);
  await done;
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
  if (value instanceof Uint8Array)
    return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  const json = JSON.stringify(value);
  return special.test(json) ? escaped(json) : json;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}
