/** Records of many subjects at once, of some items only: for whoever asks what follows from them. */
import { foldRecord } from "#core/record/fold.ts";
import type { Change, FirstVersion, StandingRecord } from "#core/record/record.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Permit, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";

const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const contentOf = (row: string) => `'itemVersion', ${row}.item_version, 'disclosure', ${row}.disclosure,
  'decidedOn', ${row}.decided_on, 'conductEndedOn', ${row}.conduct_ended_on, 'servedOn', ${row}.served_on,
  'answerDueOn', ${row}.answer_due_on, 'effectiveFrom', ${row}.effective_from, 'effectiveTo', ${row}.effective_to,
  'publishedUntil', ${row}.published_until, 'retainedUntil', ${row}.retained_until, 'open', ${row}.open,
  'shared', ${row}.shared, 'hasSealed', ${row}.sealed IS NOT NULL, 'sealed', NULL,
  'recordedAt', ${instant(`${row}.recorded_at`)}, 'batchId', ${row}.batch_id`;

/**
 * The records of some items that subjects have, folded as known now, by subject; withdrawn and erased ones too, in their
 * state. One statement, however many subjects: a row for each record, each found by the subject it is about and through
 * no relation to any other (C16). Subjects without any are absent.
 */
export async function readStanding(
  sql: Sql,
  scope: Scope,
  { subjectIds, itemIds }: { subjectIds: readonly string[]; itemIds: readonly string[] },
): Promise<Map<string, StandingRecord[]>> {
  scope.mustBe("body", "subject", "inside");
  const found = await sql.query<{ first: FirstVersion; changes: Change[] | null }>({
    name: "standing-of-items",
    text: `SELECT json_build_object('act', 'record', 'version', 1, 'recordId', r.record_id, 'subjectId', r.subject_id,
             'subjectKind', r.subject_kind, 'itemId', r.item_id, 'authority', r.authority, 'adverse', r.adverse,
             'listing', r.listing, ${contentOf("r")}) AS first,
             (SELECT json_agg(json_build_object('act', c.act, 'version', c.version, 'recordId', c.record_id,
                'reason', c.reason, 'mark', c.mark, ${contentOf("c")}))
              FROM ledger.change c WHERE c.subject_id = r.subject_id AND c.record_id = r.record_id) AS changes
           FROM ledger.record r WHERE r.subject_id = ANY($1::uuid[]) AND r.item_id = ANY($2::text[])`,
    values: [subjectIds, itemIds],
  });
  const bySubject = new Map<string, StandingRecord[]>();
  for (const { first, changes } of found.rows) {
    const standing = foldRecord(first, changes ?? [], null);
    if (!standing) continue;
    const known = bySubject.get(first.subjectId);
    if (known) known.push(standing);
    else bySubject.set(first.subjectId, [standing]);
  }
  return bySubject;
}

/**
 * Which of some subjects have an entry of a list that stands and is not over, whoever recorded it; one that is to begin
 * later counts. For the acts that would add another.
 */
export async function findListed(
  sql: Sql,
  permit: Permit,
  { subjectIds, itemId, today }: { subjectIds: readonly string[]; itemId: string; today: IsoDate },
): Promise<Set<string>> {
  permit.mustBeFor("propose-listing", "send-records", "correct-record", "withdraw-record", "decide-held-row");
  if (subjectIds.length === 0) return new Set();
  const found = await sql.query<{ subjectId: string }>(
    `SELECT DISTINCT r.subject_id AS "subjectId" FROM ledger.record r
     LEFT JOIN LATERAL (
       SELECT c.* FROM ledger.change c
       WHERE c.subject_id = r.subject_id AND c.record_id = r.record_id AND c.act <> 'annotate'
       ORDER BY c.version DESC LIMIT 1) c ON true
     WHERE r.subject_id = ANY ($1::uuid[]) AND r.item_id = $2 AND c.act IS DISTINCT FROM 'withdraw'
       AND NOT ledger.is_repaired(r.subject_id, r.record_id)
       AND coalesce(CASE WHEN c.version IS NULL THEN r.effective_to ELSE c.effective_to END,
         CASE WHEN c.version IS NULL THEN r.published_until ELSE c.published_until END, 'infinity') >= $3`,
    [subjectIds, itemId, today],
  );
  return new Set(found.rows.map(({ subjectId }) => subjectId));
}
