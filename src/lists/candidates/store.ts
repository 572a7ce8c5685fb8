/** The one file that speaks SQL of candidates: searches, what they found, and simulations. Rows are only added. */
import type { Payload } from "#core/record/record.ts";
import type { AliasAct } from "#core/subject/alias.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Permit, Scope } from "#src/access/index.ts";
import { copyRows } from "#src/platform/copy.ts";
import type { Sql, Transaction } from "#src/platform/database.ts";
import type { SearchedKind } from "./rules.ts";

const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Every merge, split and reversal: as many as people decided, which is few. */
export async function listAliasActs(sql: Sql, scope: Scope): Promise<AliasAct[]> {
  scope.mustBe("inside");
  const found = await sql.query(
    `SELECT act_id AS "actId", act, subject_id AS "subjectId", other_subject_id AS "otherSubjectId", reverses, detail,
       effective_at AS "effectiveAt", ${instant("decided_at")} AS "decidedAt"
     FROM registry.alias_act ORDER BY decided_at, act_id`,
  );
  return found.rows as AliasAct[];
}

/** Subjects of whom something was recorded or changed, or whose file was put together anew, in a span of time. */
export async function listTouched(
  sql: Sql,
  scope: Scope,
  { after, until }: { after: Date; until: Date },
): Promise<string[]> {
  scope.mustBe("inside");
  const found = await sql.query<{ subjectId: string }>({
    name: "subjects-touched",
    text: `SELECT subject_id AS "subjectId" FROM ledger.record WHERE recorded_at > $1 AND recorded_at <= $2
           UNION SELECT subject_id FROM ledger.change WHERE recorded_at > $1 AND recorded_at <= $2
           UNION SELECT subject_id FROM registry.alias_act WHERE decided_at > $1 AND decided_at <= $2
           UNION SELECT other_subject_id FROM registry.alias_act WHERE decided_at > $1 AND decided_at <= $2`,
    values: [after, until],
  });
  return found.rows.map(({ subjectId }) => subjectId);
}

/** A search as it is kept. */
export interface SearchRow {
  readonly searchId: string;
  readonly listId: string;
  readonly listVersion: number;
  readonly criterion: string;
  readonly digest: Buffer;
  readonly asOf: IsoDate;
  readonly knownAt: Date;
  readonly since: Date | null;
  readonly met: number;
  readonly unsaid: number;
  readonly endedAt: Date;
}

/** Until when the last search for the same rule on the same day knew; null where there was none: then all is asked. */
export async function findLastSearch(
  sql: Sql,
  scope: Scope,
  { listId, criterion, digest, asOf }: Pick<SearchRow, "listId" | "criterion" | "digest" | "asOf">,
): Promise<Date | null> {
  scope.mustBe("inside");
  const found = await sql.query<{ knownAt: Date }>({
    name: "last-search",
    text: `SELECT known_at AS "knownAt" FROM lists.search
           WHERE list_id = $1 AND criterion = $2 AND rule_digest = $3 AND as_of = $4 ORDER BY known_at DESC LIMIT 1`,
    values: [listId, criterion, digest, asOf],
  });
  return found.rows[0]?.knownAt ?? null;
}

export async function appendSearch(sql: Sql, permit: Permit, row: SearchRow): Promise<void> {
  permit.mustBeFor("find-candidates");
  await sql.query(
    `INSERT INTO lists.search (search_id, list_id, list_version, criterion, rule_digest, as_of, known_at, since, met, unsaid, ended_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      row.searchId,
      row.listId,
      row.listVersion,
      row.criterion,
      row.digest,
      row.asOf,
      row.knownAt,
      row.since,
      row.met,
      row.unsaid,
      row.endedAt,
    ],
  );
}

/** A record a candidate rests on. */
export interface RestsOn {
  readonly subjectId: string;
  readonly recordId: string;
  readonly version: number;
}

/** What the latest search that saw a subject found of it. */
export interface Present {
  readonly subjectId: string;
  readonly subjectKind: SearchedKind;
  readonly seq: number;
  readonly met: boolean;
  readonly restsOn: readonly RestsOn[];
}

/** Who is, or was, a candidate by a criterion; `among` some subjects, or all. */
export async function listPresent(
  sql: Sql,
  scope: Scope,
  { listId, criterion, among }: { listId: string; criterion: string; among: readonly string[] | null },
): Promise<Present[]> {
  scope.mustBe("inside");
  const found = await sql.query({
    text: `SELECT DISTINCT ON (subject_id) subject_id AS "subjectId", subject_kind AS "subjectKind", seq, met, rests_on AS "restsOn"
           FROM lists.candidate
           WHERE list_id = $1 AND criterion = $2 ${among === null ? "" : "AND subject_id = ANY ($3::uuid[])"}
           ORDER BY subject_id, seq DESC`,
    values: [listId, criterion, ...(among === null ? [] : [among])],
  });
  return found.rows as Present[];
}

/** What a search found anew of a subject. */
export interface CandidateRow extends Omit<Present, "seq"> {
  readonly seq: number;
}

/** Adds what a search found. Two searches that race for one subject collide on the key (SQLSTATE 23505). */
export function appendCandidates(
  transaction: Transaction,
  permit: Permit,
  { listId, criterion, searchId, endedAt }: SearchRow,
  rows: readonly CandidateRow[],
): Promise<number> {
  permit.mustBeFor("find-candidates");
  const columns = [
    "list_id",
    "criterion",
    "subject_id",
    "seq",
    "search_id",
    "subject_kind",
    "met",
    "rests_on",
    "found_at",
  ];
  return copyRows(
    transaction,
    "lists.candidate",
    columns,
    rows
      .values()
      .map(({ subjectId, seq, subjectKind, met, restsOn }) => [
        listId,
        criterion,
        subjectId,
        seq,
        searchId,
        subjectKind,
        met,
        restsOn,
        endedAt,
      ]),
  );
}

/** A candidate of a list, by all criteria that found it. */
export interface CandidateOfList {
  readonly subjectId: string;
  readonly criterion: string;
  readonly foundAt: string;
  readonly asOf: IsoDate;
  readonly listVersion: number;
  readonly restsOn: readonly RestsOn[];
}

/** Present candidates of a list by their subjects' ids, a page of subjects. */
export async function listCandidates(
  sql: Sql,
  scope: Scope,
  {
    listId,
    criteria,
    after,
    limit,
  }: { listId: string; criteria: readonly string[]; after: string | null; limit: number },
): Promise<CandidateOfList[]> {
  scope.mustBe("inside");
  const found = await sql.query({
    name: "candidates-of-list",
    text: `WITH latest AS (
             SELECT DISTINCT ON (subject_id, criterion) subject_id, criterion, met, rests_on, found_at, search_id
             FROM lists.candidate WHERE list_id = $1 AND criterion = ANY ($2) AND ($3::uuid IS NULL OR subject_id > $3)
             ORDER BY subject_id, criterion, seq DESC),
           page AS (SELECT DISTINCT subject_id FROM latest WHERE met ORDER BY subject_id LIMIT $4)
           SELECT l.subject_id AS "subjectId", l.criterion, ${instant("l.found_at")} AS "foundAt", s.as_of AS "asOf",
             s.list_version AS "listVersion", l.rests_on AS "restsOn"
           FROM latest l JOIN page USING (subject_id) JOIN lists.search s ON s.search_id = l.search_id
           WHERE l.met ORDER BY l.subject_id, l.criterion`,
    values: [listId, criteria, after, limit],
  });
  return found.rows as CandidateOfList[];
}

/** Subjects with a standing entry of a list on a day: those a simulation says of that they are on it. */
export async function listListed(
  sql: Sql,
  scope: Scope,
  { item, asOf, knownAt, kinds }: { item: string; asOf: IsoDate; knownAt: Date; kinds: readonly SearchedKind[] },
): Promise<string[]> {
  scope.mustBe("inside");
  const found = await sql.query<{ subjectId: string }>(
    `SELECT DISTINCT r.subject_id AS "subjectId" FROM ledger.record r
     LEFT JOIN LATERAL (
       SELECT c.effective_from, c.effective_to FROM ledger.change c
       WHERE c.subject_id = r.subject_id AND c.record_id = r.record_id AND c.act = 'correct' AND c.recorded_at <= $3
       ORDER BY c.version DESC LIMIT 1) corrected ON true
     WHERE r.item_id = $1 AND r.subject_kind = ANY ($4) AND r.recorded_at <= $3 AND r.open IS NOT NULL
       AND coalesce(corrected.effective_from, r.effective_from) <= $2
       AND coalesce(CASE WHEN corrected.effective_from IS NULL THEN r.effective_to ELSE corrected.effective_to END, 'infinity') >= $2
       AND NOT EXISTS (SELECT FROM ledger.change w WHERE w.subject_id = r.subject_id AND w.record_id = r.record_id
         AND w.act = 'withdraw' AND w.recorded_at <= $3)
       AND NOT ledger.is_repaired(r.subject_id, r.record_id)`,
    [item, asOf, knownAt, kinds],
  );
  return found.rows.map(({ subjectId }) => subjectId);
}

/** Kinds and divisions of subjects; six digits, null where unknown. */
export async function findDivisions(
  sql: Sql,
  scope: Scope,
  subjectIds: readonly string[],
): Promise<Map<string, { kind: string; division: string | null }>> {
  scope.mustBe("inside");
  const found = await sql.query<{ subjectId: string; kind: string; division: string | null }>(
    `SELECT subject_id AS "subjectId", kind, division FROM registry.subject WHERE subject_id = ANY ($1::uuid[])`,
    [subjectIds],
  );
  return new Map(found.rows.map(({ subjectId, kind, division }) => [subjectId, { kind, division }]));
}

/** A simulation that was asked for. */
export interface SimulationRow {
  readonly simulationId: string;
  readonly listId: string;
  readonly rule: string;
  readonly asOf: IsoDate;
  readonly agency: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly idempotencyKey: string;
}

/** Keeps what was asked; the same key again is the same simulation. */
export async function appendSimulation(sql: Sql, permit: Permit, row: SimulationRow): Promise<void> {
  permit.mustBeFor("simulate-rule");
  await sql.query(
    `INSERT INTO lists.simulation (simulation_id, list_id, rule, as_of, agency, asked_by, asked_at, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [row.simulationId, row.listId, row.rule, row.asOf, row.agency, row.askedBy, row.askedAt, row.idempotencyKey],
  );
}

/** What came of it; run twice after a crash, the first result stands. */
export async function appendSimulationResult(
  sql: Sql,
  scope: Scope,
  { simulationId, body, endedAt }: { simulationId: string; body: object; endedAt: Date },
): Promise<void> {
  scope.mustBe("inside");
  await sql.query(
    "INSERT INTO lists.simulation_result (simulation_id, body, ended_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    [simulationId, JSON.stringify(body), endedAt],
  );
}

/** A simulation with its result, null while it runs; null where there is no such simulation. */
export async function findSimulation(
  sql: Sql,
  simulationId: string,
): Promise<(SimulationRow & { result: Payload | null }) | null> {
  const found = await sql.query({
    name: "simulation",
    text: `SELECT s.simulation_id AS "simulationId", s.list_id AS "listId", s.rule, s.as_of AS "asOf", s.agency,
             s.asked_by AS "askedBy", s.asked_at AS "askedAt", s.idempotency_key AS "idempotencyKey", r.body AS result
           FROM lists.simulation s LEFT JOIN lists.simulation_result r USING (simulation_id) WHERE s.simulation_id = $1`,
    values: [simulationId],
  });
  return (found.rows[0] as SimulationRow & { result: Payload | null }) ?? null;
}
