import type { IsoDate } from "#core/time/date.ts";
import type { Pool, Sql } from "#src/platform/database.ts";
import { inTransaction, sqlState } from "#src/platform/database.ts";
import type { Permit } from "../door.ts";

/** A body that sends, holds or reads credit information. */
export interface Agency {
  /** Unified code. */
  readonly agencyCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly kinds: readonly string[];
  /** Six digits, GB/T 2260. */
  readonly division: string;
  readonly superiorCode: string | null;
  readonly since: IsoDate;
  /** Last day; null while no end is known. */
  readonly until: IsoDate | null;
}

const columns = `agency_code AS "agencyCode", name_zh AS "nameZh", name_en AS "nameEn", kinds, division,
  superior_code AS "superiorCode", since, until`;

/** Whether an agency may act on a day. */
export function stands(agency: Agency, today: IsoDate): boolean {
  return agency.since <= today && (agency.until === null || today <= agency.until);
}

/** The agency of a code; null where none is registered. */
export async function findAgency(sql: Sql, agencyCode: string): Promise<Agency | null> {
  const found = await sql.query<Agency>({
    name: "find-agency",
    text: `SELECT ${columns} FROM access.agency WHERE agency_code = $1`,
    values: [agencyCode],
  });
  return found.rows[0] ?? null;
}

/** Agencies by code, after `after`: public (C18), so no scope is asked. */
export async function listAgencies(
  sql: Sql,
  asked: { after: string | null; limit: number; kind: string | null },
): Promise<Agency[]> {
  const found = await sql.query<Agency>(
    `SELECT ${columns} FROM access.agency
     WHERE ($1::text IS NULL OR agency_code > $1) AND ($3::text IS NULL OR $3 = ANY (kinds)) ORDER BY agency_code LIMIT $2`,
    [asked.after, asked.limit, asked.kind],
  );
  return found.rows;
}

/** All agencies below one, at any depth, with their kinds: whose decisions it may send. */
export async function listSubordinates(sql: Sql, agencyCode: string): Promise<Map<string, readonly string[]>> {
  const found = await sql.query<{ code: string; kinds: string[] }>(
    `WITH RECURSIVE below(code, kinds) AS (
       SELECT agency_code, kinds FROM access.agency WHERE superior_code = $1
       UNION SELECT a.agency_code, a.kinds FROM access.agency a JOIN below ON a.superior_code = below.code)
     SELECT code, kinds FROM below`,
    [agencyCode],
  );
  return new Map(found.rows.map(({ code, kinds }) => [code, kinds]));
}

/** An act about an agency, as it is stored. */
export interface AgencyAct {
  readonly reason: string;
  readonly actedBy: string;
  readonly actedAt: Date;
  readonly idempotencyKey: string;
}

/** The code of the agency an act under this key was about, if one was done. */
export async function findAgencyActByKey(sql: Sql, key: string): Promise<string | null> {
  const found = await sql.query<{ code: string }>(
    "SELECT agency_code AS code FROM access.agency_act WHERE idempotency_key = $1",
    [key],
  );
  return found.rows[0]?.code ?? null;
}

/** Registers an agency. False: there is one of this code already, or its superior is unknown. */
export async function insertAgency(pool: Pool, permit: Permit, agency: Agency, act: AgencyAct): Promise<boolean> {
  permit.mustBeFor("register-agency");
  try {
    await inTransaction(pool, async (transaction) => {
      await insertAgencyRow(transaction, agency);
      await insertAgencyAct(transaction, agency.agencyCode, { ...act, act: "register", detail: { ...agency } });
    });
    return true;
  } catch (error) {
    if (["23505", "23503"].includes(sqlState(error) ?? "")) return false;
    throw error;
  }
}

/** Ends an agency on a day. */
export async function endAgencyRow(
  pool: Pool,
  permit: Permit,
  given: { agencyCode: string; until: IsoDate },
  act: AgencyAct,
): Promise<void> {
  permit.mustBeFor("end-agency");
  await inTransaction(pool, async (transaction) => {
    await transaction.query("UPDATE access.agency SET until = $2 WHERE agency_code = $1", [
      given.agencyCode,
      given.until,
    ]);
    await insertAgencyAct(transaction, given.agencyCode, { ...act, act: "end", detail: { until: given.until } });
  });
}

/**
 * Brings the agencies of a pack in, superiors first; those that already stand there so stay untouched, a change of
 * name, kinds or end is written with the act that says so. Run by the owner while packs are loaded.
 */
export async function upsertPackAgencies(
  sql: Sql,
  agencies: readonly Agency[],
  { pack, at }: { pack: string; at: Date },
): Promise<void> {
  for (const agency of inOrder(agencies)) {
    const known = await findAgency(sql, agency.agencyCode);
    if (known && wordsOf(known) === wordsOf(agency)) continue;
    if (known) {
      await sql.query(
        `UPDATE access.agency SET name_zh = $2, name_en = $3, kinds = $4, division = $5, superior_code = $6, until = $7
         WHERE agency_code = $1`,
        [
          agency.agencyCode,
          agency.nameZh,
          agency.nameEn,
          agency.kinds,
          agency.division,
          agency.superiorCode,
          agency.until,
        ],
      );
    } else await insertAgencyRow(sql, agency);
    await insertAgencyAct(sql, agency.agencyCode, {
      act: known ? "change" : "register",
      detail: { ...agency },
      reason: `pack ${pack}`,
      actedBy: "job:packs",
      actedAt: at,
      idempotencyKey: `pack ${pack} ${agency.agencyCode} ${at.toISOString()}`,
    });
  }
}

function wordsOf(agency: Agency): string {
  const { nameZh, nameEn, kinds, division, superiorCode, until } = agency;
  return JSON.stringify([nameZh, nameEn, kinds, division, superiorCode, until]);
}

function inOrder(agencies: readonly Agency[]): Agency[] {
  const byCode = new Map(agencies.map((agency) => [agency.agencyCode, agency]));
  const ordered = new Set<Agency>();
  const add = (agency: Agency, above: number) => {
    if (above > agencies.length) throw new Error("agencies stand above each other in a circle");
    const superior = byCode.get(agency.superiorCode ?? "");
    if (superior && !ordered.has(superior)) add(superior, above + 1);
    ordered.add(agency);
  };
  for (const agency of agencies) add(agency, 0);
  return [...ordered];
}

async function insertAgencyRow(sql: Sql, agency: Agency): Promise<void> {
  await sql.query(
    `INSERT INTO access.agency (agency_code, name_zh, name_en, kinds, division, superior_code, since, until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      agency.agencyCode,
      agency.nameZh,
      agency.nameEn,
      agency.kinds,
      agency.division,
      agency.superiorCode,
      agency.since,
      agency.until,
    ],
  );
}

async function insertAgencyAct(
  sql: Sql,
  agencyCode: string,
  act: AgencyAct & { act: "register" | "change" | "end"; detail: object },
): Promise<void> {
  await sql.query(
    `INSERT INTO access.agency_act (agency_code, seq, act, detail, reason, acted_by, acted_at, idempotency_key)
     SELECT $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5, $6, $7 FROM access.agency_act WHERE agency_code = $1`,
    [agencyCode, act.act, JSON.stringify(act.detail), act.reason, act.actedBy, act.actedAt, act.idempotencyKey],
  );
}
