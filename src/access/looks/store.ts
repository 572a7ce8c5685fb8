import type { Sql } from "#src/platform/database.ts";

/** A row of `access.look`. */
export interface LookRow {
  readonly subjectId: string;
  readonly lookId: string;
  readonly lookedAt: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly agencyCode: string | null;
  readonly onBehalfOf: string | null;
  readonly purpose: string;
  readonly basis: string;
  readonly shown: object;
  readonly outcome: string;
  readonly policy: string | null;
}

/** Adds looks, many in one statement. */
export async function insertLooks(sql: Sql, rows: readonly LookRow[]): Promise<void> {
  const column = <K extends keyof LookRow>(key: K) => rows.map((row) => row[key]);
  await sql.query({
    name: "insert-looks",
    text: `INSERT INTO access.look
      (subject_id, look_id, looked_at, actor_kind, actor_id, agency_code, on_behalf_of, purpose, basis, shown, outcome, policy)
      SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::text[], $9::text[], $10::jsonb[], $11::text[], $12::text[])`,
    values: [
      column("subjectId"),
      column("lookId"),
      column("lookedAt"),
      column("actorKind"),
      column("actorId"),
      column("agencyCode"),
      column("onBehalfOf"),
      column("purpose"),
      column("basis"),
      rows.map((row) => JSON.stringify(row.shown)),
      column("outcome"),
      column("policy"),
    ],
  });
}

/** A row of `access.refused_act`. */
export interface RefusedActRow {
  readonly actId: string;
  readonly refusedAt: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly agencyCode: string | null;
  readonly action: string;
  readonly resourceKind: string;
  readonly policy: string;
}

/** Adds an act that was refused. */
export async function insertRefusedAct(sql: Sql, row: RefusedActRow): Promise<void> {
  await sql.query(
    `INSERT INTO access.refused_act (act_id, refused_at, actor_kind, actor_id, agency_code, action, resource_kind, policy)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [row.actId, row.refusedAt, row.actorKind, row.actorId, row.agencyCode, row.action, row.resourceKind, row.policy],
  );
}
