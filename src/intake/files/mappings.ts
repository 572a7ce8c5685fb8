/** Mappings an agency keeps: a change is a new version, so that every batch can say by which it was read. */

import type { Mapping } from "#contract/intake.ts";
import type { KeptMapping } from "#contract/uploads.ts";
import type { Outcome } from "#core/refusal.ts";
import { type Actor, agencyOf, signature } from "#src/access/index.ts";
import { itemFor } from "../acts/competence.ts";
import { batchPermit } from "../acts/send.ts";
import { ownScope } from "../batches/look.ts";
import { fieldFault } from "../map/plan.ts";
import type { IntakeRooms } from "../parts.ts";
import { findMapping, insertMapping, listNewestMappings, type MappingRow } from "./store.ts";

/** Keeps a mapping as its next version; what says the same as the newest is that one. */
export async function keepMapping(rooms: IntakeRooms, actor: Actor, mapping: Mapping): Promise<Outcome<KeptMapping>> {
  const permit = await batchPermit(rooms, actor, { action: "save-mapping", batchId: mapping.id });
  if (!permit.ok) return permit;
  const item = itemFor(rooms, actor, mapping.item);
  if (!item.ok) return item;
  const fault = fieldFault({ item: item.value, mapping });
  if (fault) return { ok: false, refusal: fault };
  const agencyCode = agencyOf(actor) ?? "";
  const of = { agencyCode, mappingId: mapping.id };
  for (;;) {
    const newest = await findMapping(rooms.app, permit.value, { ...of, body: null });
    const same = newest && (await findMapping(rooms.app, permit.value, { ...of, body: mapping }));
    if (same && same.version === newest.version) return { ok: true, value: keptView(same) };
    const row: MappingRow = {
      mappingId: mapping.id,
      version: (newest?.version ?? 0) + 1,
      itemId: mapping.item,
      body: mapping,
      savedBy: signature(actor),
      savedAt: rooms.clock.now(),
    };
    // Where a colleague kept a version in the meantime, this one comes after it.
    if (await insertMapping(rooms.app, permit.value, agencyCode, row)) return { ok: true, value: keptView(row) };
  }
}

function keptView({ version, savedAt, body }: MappingRow): KeptMapping {
  return { version, savedAt: savedAt.toISOString(), mapping: body };
}

/** The agency's mappings in their newest versions. */
export async function lookAtMappings(
  rooms: IntakeRooms,
  actor: Actor,
  { item }: { item?: string },
): Promise<Outcome<{ items: KeptMapping[] }>> {
  const scope = await ownScope(rooms, actor);
  if (!scope.ok) return scope;
  const asked = { agencyCode: agencyOf(actor) ?? "", itemId: item ?? null };
  const rows = await listNewestMappings(rooms.app, scope.value, asked);
  return { ok: true, value: { items: rows.map(keptView) } };
}
