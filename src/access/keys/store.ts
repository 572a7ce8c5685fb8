import type { Sql } from "#src/platform/database.ts";
import type { RotatableKey } from "#src/platform/keys.ts";
import type { Permit } from "../door.ts";

/** Writes down that the keys of a kind were turned over. */
export async function insertKeyAct(
  sql: Sql,
  permit: Permit,
  act: { actId: string; kind: RotatableKey; reason: string; actedBy: string; actedAt: Date },
): Promise<void> {
  permit.mustBeFor("rotate-keys");
  await sql.query("INSERT INTO access.key_act (act_id, kind, reason, acted_by, acted_at) VALUES ($1, $2, $3, $4, $5)", [
    act.actId,
    act.kind,
    act.reason,
    act.actedBy,
    act.actedAt,
  ]);
}
