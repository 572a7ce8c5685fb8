/** The one file that speaks SQL of bundles and their journals. */
import type { Permit, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";
import type { After } from "../store.ts";

/** A row of `measures.bundle`, as it is added. */
export interface BundleRow {
  readonly bundleId: string;
  readonly agencyCode: string;
  readonly madeBy: string;
  readonly matters: readonly string[];
  readonly purpose: string;
  readonly head: string;
  readonly knownAt: Date;
  readonly answersUntil: Date;
  readonly handInBy: string;
  readonly deskKey: string;
  readonly entries: number;
  readonly known: number;
  readonly fileBytes: number;
  readonly fileDigest: Buffer;
  readonly rootId: string;
  readonly keptUntil: string;
}

/** A bundle with what became of it. */
export interface StoredBundle extends BundleRow {
  readonly root: string;
  readonly act: "close" | "write-off" | null;
  readonly reason: string | null;
  readonly looks: number;
  readonly changed: number;
}

/** A row of `measures.bundle_measure`. */
export interface BundleMeasureRow {
  readonly measureId: string;
  readonly version: number;
  readonly place: number;
  readonly matter: string;
  readonly sort: string;
  readonly effect: string;
  readonly organisations: number;
  readonly until: string | null;
}

/** A row of `measures.bundle_entry`. */
export interface EntryRow {
  readonly n: number;
  readonly at: Date;
  /** 64 characters of hex. */
  readonly digest: string;
  readonly prev: string;
  readonly matter: string;
  readonly outcome: string;
  readonly lookId: string | null;
  readonly subjectId: string | null;
  readonly code: string | null;
  readonly ended: readonly string[];
  readonly begun: readonly string[];
}

/** Rows of a cursor, page by page: one snapshot, and never all of it in memory. */
async function* fetchAll<R extends object>(
  sql: Sql,
  name: string,
  { text, values }: { text: string; values: unknown[] },
) {
  await sql.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${text}`, values);
  for (;;) {
    const { rows } = await sql.query<R>(`FETCH 20000 FROM ${name}`);
    if (rows.length === 0) break;
    yield rows;
  }
  await sql.query(`CLOSE ${name}`);
}

/**
 * Codes of organisations that a person decided about (merged, split), or that lead to several subjects: few, and each is
 * looked up as a single check looks it up.
 */
export async function listDecidedCodes(sql: Sql, scope: Scope): Promise<string[]> {
  scope.mustBe("body");
  const found = await sql.query<{ code: string }>(
    `SELECT i.value AS code FROM registry.identifier i
     WHERE i.scheme = 'unified-code' AND i.kind = 'organisation'
       AND i.subject_id IN (SELECT subject_id FROM registry.alias_act UNION SELECT other_subject_id FROM registry.alias_act)
     UNION SELECT value FROM registry.identifier_owner WHERE scheme = 'unified-code' AND kind = 'organisation'
     GROUP BY value HAVING count(*) > 1`,
  );
  return found.rows.map(({ code }) => code);
}

/** Every unified code of an organisation, page by page, in a snapshot. Individual businesses are never in a bundle (C12). */
export function readKnownCodes(sql: Sql, scope: Scope): AsyncGenerator<readonly { readonly code: string }[]> {
  scope.mustBe("body");
  return fetchAll(sql, "known_codes", {
    text: `SELECT value AS code FROM registry.identifier_owner
           WHERE scheme = 'unified-code' AND kind = 'organisation' AND value NOT LIKE '92%'`,
    values: [],
  });
}

/** Organisations that were ever listed under some items, by code, page by page, in a snapshot. */
export function readListedCodes(
  sql: Sql,
  scope: Scope,
  items: readonly string[],
): AsyncGenerator<readonly { readonly code: string; readonly subjectId: string }[]> {
  scope.mustBe("body");
  return fetchAll(sql, "listed_codes", {
    text: `SELECT i.value AS code, i.subject_id AS "subjectId"
           FROM (SELECT DISTINCT r.subject_id FROM ledger.record r
                 WHERE r.item_id = ANY($1::text[]) AND r.subject_kind = 'organisation' AND r.salt IS NOT NULL) listed
           JOIN registry.identifier i USING (subject_id)
           WHERE i.scheme = 'unified-code' AND i.value NOT LIKE '92%'`,
    values: [items],
  });
}

/** Officers who may be named at a desk of an agency: those who accepted an appointment there, and whose last act left them in it. */
export async function listDeskOfficers(sql: Sql, permit: Permit, agency: string): Promise<string[]> {
  permit.mustBeFor("make-bundle");
  const found = await sql.query<{ id: string }>(
    `SELECT officer_id AS id FROM (
       SELECT DISTINCT ON (officer_id) officer_id, agency_code, act FROM access.officer_act
       WHERE officer_id IN (SELECT officer_id FROM access.officer_act WHERE agency_code = $1 AND act = 'accept')
       ORDER BY officer_id, seq DESC) latest
     WHERE agency_code = $1 AND act NOT IN ('lapse', 'suspend', 'hand-over') ORDER BY officer_id`,
    [agency],
  );
  return found.rows.map(({ id }) => id);
}

/** Adds a bundle and the measures it tells of. @returns false where it is there already */
export async function insertBundle(
  sql: Sql,
  permit: Permit,
  { bundle, measures }: { bundle: BundleRow; measures: readonly BundleMeasureRow[] },
): Promise<boolean> {
  permit.mustBeFor("make-bundle");
  const added = await sql.query(
    `INSERT INTO measures.bundle (bundle_id, agency_code, made_by, matters, purpose, head, known_at, answers_until,
       hand_in_by, desk_key, entries, known, file_bytes, file_digest, root_id, kept_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT (bundle_id) DO NOTHING`,
    [
      bundle.bundleId,
      bundle.agencyCode,
      bundle.madeBy,
      bundle.matters,
      bundle.purpose,
      bundle.head,
      bundle.knownAt,
      bundle.answersUntil,
      bundle.handInBy,
      bundle.deskKey,
      bundle.entries,
      bundle.known,
      bundle.fileBytes,
      bundle.fileDigest,
      bundle.rootId,
      bundle.keptUntil,
    ],
  );
  if (added.rowCount !== 1) return false;
  const column = <K extends keyof BundleMeasureRow>(key: K) => measures.map((row) => row[key]);
  await sql.query(
    `INSERT INTO measures.bundle_measure (bundle_id, subject_kind, measure_id, version, place, matter_id, sort, effect,
       organisations, until)
     SELECT $1, 'organisation', * FROM unnest($2::text[], $3::int[], $4::int2[], $5::text[], $6::text[], $7::text[],
       $8::int[], $9::date[])`,
    [
      bundle.bundleId,
      column("measureId"),
      column("version"),
      column("place"),
      column("matter"),
      column("sort"),
      column("effect"),
      column("organisations"),
      column("until"),
    ],
  );
  return true;
}

/** Adds the signed root of a bundle. */
export async function insertBundleRoot(
  sql: Sql,
  permit: Permit,
  row: { rootId: string; root: Buffer; size: number; issuer: string; signedAt: Date; keyId: string; signature: string },
): Promise<void> {
  permit.mustBeFor("make-bundle");
  await sql.query(
    `INSERT INTO measures.root (root_id, root, size, issuer, signed_at, key_id, signature) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [row.rootId, row.root, row.size, row.issuer, row.signedAt, row.keyId, row.signature],
  );
}

const bundleColumns = `b.bundle_id AS "bundleId", b.agency_code AS "agencyCode", b.made_by AS "madeBy", b.matters, b.purpose,
  b.head, b.known_at AS "knownAt", b.answers_until AS "answersUntil", b.hand_in_by AS "handInBy", b.desk_key AS "deskKey",
  b.entries, b.known, b.file_bytes AS "fileBytes", b.file_digest AS "fileDigest", b.root_id AS "rootId",
  b.kept_until AS "keptUntil", encode(r.root, 'hex') AS root, a.act, a.reason,
  (SELECT count(*)::int FROM measures.bundle_entry e WHERE e.bundle_id = b.bundle_id AND e.look_id IS NOT NULL) AS looks,
  (SELECT count(*)::int FROM measures.bundle_entry e WHERE e.bundle_id = b.bundle_id
     AND (e.ended <> '{}' OR e.begun <> '{}')) AS changed`;
const bundleTables = `measures.bundle b JOIN measures.root r USING (root_id) LEFT JOIN measures.bundle_act a USING (bundle_id)`;

/** A bundle; null where there is none. Nobody is shown it before the door was asked. */
export async function findBundle(sql: Sql, bundleId: string): Promise<StoredBundle | null> {
  const found = await sql.query<StoredBundle>(`SELECT ${bundleColumns} FROM ${bundleTables} WHERE b.bundle_id = $1`, [
    bundleId,
  ]);
  return found.rows[0] ?? null;
}

/** The bundle whose file lies under an id; null where it is nobody's. */
export async function findBundleOfFile(sql: Sql, rootId: string): Promise<StoredBundle | null> {
  const found = await sql.query<StoredBundle>(`SELECT ${bundleColumns} FROM ${bundleTables} WHERE b.root_id = $1`, [
    rootId,
  ]);
  return found.rows[0] ?? null;
}

/** Bundles of an agency, newest first. */
export async function listBundlesOf(
  sql: Sql,
  scope: Scope,
  asked: { agency: string; after: After | null; limit: number },
): Promise<StoredBundle[]> {
  scope.mustBe("inside");
  const found = await sql.query<StoredBundle>(
    `SELECT ${bundleColumns} FROM ${bundleTables} WHERE b.agency_code = $1
       AND ($2::timestamptz IS NULL OR (b.known_at, b.bundle_id) < ($2, $3::uuid))
     ORDER BY b.known_at DESC, b.bundle_id DESC LIMIT $4`,
    [asked.agency, asked.after?.at ?? null, asked.after?.id ?? null, asked.limit],
  );
  return found.rows;
}

/** Bundles of all agencies whose journal is overdue, or was accounted for, newest first. */
export async function listOverdue(
  sql: Sql,
  scope: Scope,
  asked: { today: string; after: After | null; limit: number },
): Promise<StoredBundle[]> {
  scope.mustBe("inside");
  const found = await sql.query<StoredBundle>(
    `SELECT ${bundleColumns} FROM ${bundleTables}
     WHERE ((a.act IS NULL AND b.hand_in_by < $1) OR a.act = 'write-off')
       AND ($2::timestamptz IS NULL OR (b.known_at, b.bundle_id) < ($2, $3::uuid))
     ORDER BY b.known_at DESC, b.bundle_id DESC LIMIT $4`,
    [asked.today, asked.after?.at ?? null, asked.after?.id ?? null, asked.limit],
  );
  return found.rows;
}

/** Whether an agency owes a journal beyond its term. */
export async function owesJournal(
  sql: Sql,
  permit: Permit,
  asked: { agency: string; today: string },
): Promise<boolean> {
  permit.mustBeFor("make-bundle");
  const found = await sql.query(
    `SELECT FROM measures.bundle b WHERE b.agency_code = $1 AND b.hand_in_by < $2
       AND NOT EXISTS (SELECT FROM measures.bundle_act a WHERE a.bundle_id = b.bundle_id) LIMIT 1`,
    [asked.agency, asked.today],
  );
  return found.rowCount === 1;
}

/** Writes down that a bundle's file was handed over. */
export async function insertBundleFetch(
  sql: Sql,
  scope: Scope,
  row: { bundleId: string; fetchId: string; fetchedBy: string; fetchedAt: Date },
): Promise<void> {
  scope.mustBe("inside");
  await sql.query(
    "INSERT INTO measures.bundle_fetch (bundle_id, fetch_id, fetched_by, fetched_at) VALUES ($1, $2, $3, $4)",
    [row.bundleId, row.fetchId, row.fetchedBy, row.fetchedAt],
  );
}

/** Locks a bundle: two who make it, or hand its journal in, go one after the other. */
export async function lockBundle(sql: Sql, scope: Scope, bundleId: string): Promise<void> {
  scope.mustBe("body");
  await sql.query("SELECT pg_advisory_xact_lock(7002015, hashtext($1))", [bundleId]);
}

/** Entries of a bundle's journal that are in, in order. */
export async function listEntries(sql: Sql, scope: Scope, bundleId: string): Promise<EntryRow[]> {
  scope.mustBe("body", "inside");
  const found = await sql.query<EntryRow>(
    `SELECT n, looked_at AS at, encode(digest, 'hex') AS digest, encode(prev, 'hex') AS prev, matter_id AS matter, outcome,
       look_id AS "lookId", subject_id AS "subjectId", code, ended, begun
     FROM measures.bundle_entry WHERE bundle_id = $1 ORDER BY n`,
    [bundleId],
  );
  return found.rows;
}

/** Adds entries of a journal, in order. */
export async function insertEntries(
  sql: Sql,
  scope: Scope,
  given: {
    readonly bundle: Pick<BundleRow, "bundleId" | "knownAt" | "answersUntil">;
    readonly handedInBy: string;
    readonly handedInAt: Date;
    readonly rows: readonly EntryRow[];
  },
): Promise<void> {
  scope.mustBe("body");
  if (scope.action !== "hand-in-journal") throw new TypeError("entries come in with their journal only");
  const { bundle, handedInBy, handedInAt, rows } = given;
  await sql.query(
    `INSERT INTO measures.bundle_entry (bundle_id, known_at, answers_until, handed_in_by, handed_in_at, n, looked_at, digest,
       prev, matter_id, outcome, look_id, subject_id, code, ended, begun)
     SELECT $1, $2, $3, $4, $5, e.n, e.at, decode(e.digest, 'hex'), decode(e.prev, 'hex'), e.matter, e.outcome, e."lookId",
       e."subjectId", e.code, e.ended, e.begun
     FROM jsonb_to_recordset($6::jsonb) AS e (n int, at timestamptz, digest text, prev text, matter text, outcome text,
       "lookId" uuid, "subjectId" uuid, code text, ended text[], begun text[]) ORDER BY e.n`,
    [bundle.bundleId, bundle.knownAt, bundle.answersUntil, handedInBy, handedInAt, JSON.stringify(rows)],
  );
}

/** Closes a bundle. @returns false where it was closed or accounted for before */
export async function insertBundleAct(
  sql: Sql,
  leave: Permit | Scope,
  row: { bundleId: string; act: "close" | "write-off"; reason: string | null; actedBy: string; actedAt: Date },
): Promise<boolean> {
  if (leave.action !== (row.act === "close" ? "hand-in-journal" : "write-off-bundle"))
    throw new TypeError(`leave for ${leave.action} was shown to ${row.act} a bundle`);
  const added = await sql.query(
    `INSERT INTO measures.bundle_act (bundle_id, act, reason, acted_by, acted_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (bundle_id) DO NOTHING`,
    [row.bundleId, row.act, row.reason, row.actedBy, row.actedAt],
  );
  return added.rowCount === 1;
}

/** Forgets codes of journals whose keeping has ended. @returns how many */
export async function forgetBundlesDue(retention: Sql, atMost: number): Promise<number> {
  const done = await retention.query<{ forgotten: number }>("SELECT measures.forget_bundles_due($1) AS forgotten", [
    atMost,
  ]);
  return done.rows[0]?.forgotten ?? 0;
}
