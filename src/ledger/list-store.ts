/** SQL of public lists: the views of the public reader, organisations only (C12). */
import type { IsoDate } from "#core/time/date.ts";
import type { Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { type PublicRow, parsedPublicRows, publicColumns } from "./store.ts";

/** What narrows the entries of a list. */
export interface EntryFilter {
  readonly itemIds: readonly string[];
  /** A whole unified code, or part of a name as it is written; null: all. */
  readonly code: string | null;
  readonly name: string | null;
  /** First four digits of the division of registration. */
  readonly city: string | null;
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
}

export type EntryRow = PublicRow & { readonly firstDecidedOn: IsoDate };

const satisfied = `subject_kind = 'organisation' AND item_id = ANY($1)
  AND effective_from <= platform.today() AND (effective_to IS NULL OR effective_to >= platform.today())
  AND ($2::date IS NULL OR effective_from >= $2) AND ($3::date IS NULL OR effective_from <= $3)
  AND ($4::text IS NULL OR subject_id IN (
    SELECT o.subject_id FROM public_read.identifier_owner o WHERE o.scheme = 'unified-code' AND o.value = $4))
  AND ($5::text IS NULL OR subject_id IN (
    SELECT n.subject_id FROM public_read.name n WHERE n.kind = 'organisation' AND n.name ILIKE $5))
  AND ($6::text IS NULL OR subject_id IN (
    SELECT s.subject_id FROM public_read.subject s WHERE s.division LIKE $6))`;

function valuesOf({ itemIds, from, to, code, name, city }: EntryFilter): unknown[] {
  // What LIKE would take for a pattern is a letter of the name here.
  const part = name === null ? null : `%${name.replace(/[\\%_]/g, "\\$&")}%`;
  return [itemIds, from, to, code, part, city === null ? null : `${city}%`];
}

/** Entries in force today, newest decision first. */
export async function readEntries(
  sql: Sql,
  scope: Scope,
  filter: EntryFilter,
  page: { readonly after: { readonly decidedOn: IsoDate; readonly recordId: string } | null; readonly limit: number },
): Promise<EntryRow[]> {
  scope.mustBe("public");
  const found = await sql.query({
    name: "list-entries",
    text: `SELECT ${publicColumns}, first_decided_on AS "firstDecidedOn" FROM public_read.record
           WHERE ${satisfied}
             AND ($7::date IS NULL OR first_decided_on < $7 OR (first_decided_on = $7 AND record_id > $8::uuid))
           ORDER BY first_decided_on DESC, record_id LIMIT $9`,
    values: [...valuesOf(filter), page.after?.decidedOn ?? null, page.after?.recordId ?? null, page.limit],
  });
  return parsedPublicRows(found.rows) as EntryRow[];
}

/** How many entries in force satisfy the filter. */
export async function countInForce(sql: Sql, scope: Scope, filter: EntryFilter): Promise<number> {
  scope.mustBe("public");
  const found = await sql.query<{ total: number }>({
    name: "list-entries-total",
    text: `SELECT count(*)::int AS total FROM public_read.record WHERE ${satisfied}`,
    values: valuesOf(filter),
  });
  return found.rows[0]?.total ?? 0;
}

/** Listings of an item that began in one month in one city, and the month in which they ended, if they did. */
export interface Moves {
  readonly itemId: string;
  readonly city: string;
  /** `YYYY-MM`. */
  readonly entered: string;
  readonly left: string | null;
  readonly annulled: boolean;
  readonly listings: number;
}

/** Entries and exits in numbers. */
export async function readMoves(sql: Sql, scope: Scope, itemIds: readonly string[]): Promise<Moves[]> {
  scope.mustBe("public");
  const found = await sql.query<Moves>({
    name: "list-moves",
    text: `SELECT item_id AS "itemId", city, to_char(entered, 'YYYY-MM') AS entered, to_char(ended, 'YYYY-MM') AS "left",
             annulled, listings
           FROM public_read.listing_count WHERE item_id = ANY($1)`,
    values: [itemIds],
  });
  return found.rows;
}
