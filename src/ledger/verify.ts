/** Verifies that no stored version was rewritten: every commitment is recomputed from its row and salt (C17). */
import type { Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { changeStatement, commitmentOf, recordStatement } from "./statement.ts";
import { type ChangeRow, listGoneEarly, type RecordRow, readStored, type StoredKey } from "./store.ts";

/** What a verification found. */
export interface Verification {
  /** Versions whose commitment matches their content. */
  verified: number;
  /** Versions that were forgotten: their commitment stands, their content is gone. */
  forgotten: number;
  /** Versions that do not match, or whose content is gone before its time: someone changed them. */
  readonly altered: { readonly recordId: string; readonly version: number }[];
}

/** Goes through the whole ledger, a thousand versions at a time. */
export async function verifyLedger(sql: Sql, scope: Scope): Promise<Verification> {
  const result: Verification = { verified: 0, forgotten: 0, altered: [] };
  for (const table of ["record", "change"] as const) {
    let after: StoredKey | null = null;
    for (;;) {
      const rows = await readStored(sql, scope, { table, after, limit: 1000 });
      for (const row of rows) judge(row, result);
      const last = rows.at(-1);
      if (!last) break;
      after = { subjectId: last.subjectId, recordId: last.recordId, version: versionOf(last) };
    }
  }
  const early = await listGoneEarly(sql, scope, namedMax);
  result.forgotten -= early.length;
  result.altered.push(...early);
  return result;
}

/** How many versions gone early are named; who removed more than that is found out all the same. */
const namedMax = 10_000;

function versionOf(row: RecordRow | ChangeRow): number {
  return "version" in row ? row.version : 1;
}

function judge(row: RecordRow | ChangeRow, result: Verification): void {
  const isChange = "version" in row;
  // A withdrawal never had a payload and is committed to without a salt; any other row without one was forgotten.
  if (!row.salt && !(isChange && row.act === "withdraw")) {
    result.forgotten++;
    return;
  }
  const statement = isChange ? changeStatement(row) : recordStatement(row);
  if (commitmentOf(row.salt ?? new Uint8Array(), statement).equals(row.commitment)) result.verified++;
  else result.altered.push({ recordId: row.recordId, version: versionOf(row) });
}
