/** What is asked of a record before anything of its content is read: whose it is, and where it stands. */
import type { SubjectKind } from "#core/record/record.ts";
import type { Permit } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { appending, type RecordRef } from "./store.ts";

/** Whom a record is about, who sent it and what it is. */
export interface RecordHead {
  readonly subjectKind: SubjectKind;
  readonly authority: string;
  readonly itemId: string;
}

/** The heads of some records, by `recordId`; of what is not there, none. */
export async function listRecordHeads(sql: Sql, records: readonly RecordRef[]): Promise<Map<string, RecordHead>> {
  if (records.length === 0) return new Map();
  const found = await sql.query<RecordHead & { recordId: string }>(
    `SELECT record_id AS "recordId", subject_kind AS "subjectKind", authority, item_id AS "itemId" FROM ledger.record
     WHERE (subject_id, record_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))`,
    [records.map(({ subjectId }) => subjectId), records.map(({ recordId }) => recordId)],
  );
  return new Map(found.rows.map((row) => [row.recordId, row]));
}

/** The head of one record; null where there is none. */
export async function findRecordHead(sql: Sql, record: RecordRef): Promise<RecordHead | null> {
  return (await listRecordHeads(sql, [record])).get(record.recordId) ?? null;
}

/** Where a record stands in a transaction: its newest version, and when that was recorded. */
export interface Newest {
  readonly version: number;
  readonly recordedAt: Date;
  /** The version that withdrew it; null while it stands. */
  readonly withdrawn: number | null;
  readonly erased: boolean;
}

/** Where a record stands, for whoever is about to change it. Throws where it is not there. */
export async function getNewest(sql: Sql, permit: Permit, record: RecordRef): Promise<Newest> {
  permit.mustBeFor(...appending);
  const found = await sql.query<Newest>(
    `SELECT coalesce(c.version, 1) AS version, greatest(c.recorded_at, r.recorded_at) AS "recordedAt",
       c.withdrawn, r.salt IS NULL AS erased
     FROM ledger.record r
     LEFT JOIN LATERAL (
       SELECT max(version) AS version, max(recorded_at) AS recorded_at, max(version) FILTER (WHERE act = 'withdraw') AS withdrawn
       FROM ledger.change WHERE subject_id = r.subject_id AND record_id = r.record_id) c ON true
     WHERE r.subject_id = $1 AND r.record_id = $2`,
    [record.subjectId, record.recordId],
  );
  const [newest] = found.rows;
  if (!newest) throw new Error("a record that is to be changed is not there");
  return newest;
}
