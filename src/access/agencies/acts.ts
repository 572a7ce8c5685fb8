/** Registering and ending agencies. */
import { type Outcome, refuse } from "#core/refusal.ts";
import type { IsoDate } from "#core/time/date.ts";
import { signature } from "../actor.ts";
import type { Asked } from "../officers/acts.ts";
import { type AccessParts, accessChanged } from "../parts.ts";
import { type Agency, endAgencyRow, findAgency, findAgencyActByKey, insertAgency } from "./store.ts";

/** Registers an agency from its first day. */
export async function registerAgency(
  parts: AccessParts,
  { actor, idempotencyKey }: Asked,
  given: { agency: Omit<Agency, "until">; reason: string },
): Promise<Outcome<Agency>> {
  const { agencyCode } = given.agency;
  const key = `${signature(actor)} ${idempotencyKey}`;
  const earlier = await findAgencyActByKey(parts.app, key);
  if (earlier) return sameAgency(parts, earlier, agencyCode);
  const permit = await parts.door.permit(actor, "register-agency", {
    type: "Agency",
    id: agencyCode,
    attributes: { code: agencyCode },
  });
  if (!permit.ok) return permit;
  if (given.agency.superiorCode && !(await findAgency(parts.app, given.agency.superiorCode)))
    return refuse("access.unknown-agency", { field: "superiorCode" });
  const agency: Agency = { ...given.agency, until: null };
  const act = { reason: given.reason, actedBy: signature(actor), actedAt: parts.clock.now(), idempotencyKey: key };
  if (await insertAgency(parts.app, permit.value, agency, act)) {
    accessChanged();
    return { ok: true, value: agency };
  }
  // Someone was first: with the same key it is this very act, else another one.
  const first = await findAgencyActByKey(parts.app, key);
  return first ? sameAgency(parts, first, agencyCode) : refuse("access.agency-known", { field: "agencyCode" });
}

/** Ends an agency after its last day: its officers and clients stop acting, what it sent stays. */
export async function endAgency(
  parts: AccessParts,
  { actor, idempotencyKey }: Asked,
  given: { agencyCode: string; until: IsoDate; reason: string },
): Promise<Outcome<Agency>> {
  const key = `${signature(actor)} ${idempotencyKey}`;
  const earlier = await findAgencyActByKey(parts.app, key);
  if (earlier) return sameAgency(parts, earlier, given.agencyCode);
  const permit = await parts.door.permit(actor, "end-agency", {
    type: "Agency",
    id: given.agencyCode,
    attributes: { code: given.agencyCode },
  });
  if (!permit.ok) return permit;
  const agency = await findAgency(parts.app, given.agencyCode);
  if (!agency) return refuse("access.unknown-agency", { field: "code" });
  if (given.until < agency.since || given.until < parts.clock.today())
    return refuse("access.term", { field: "until", params: { most: "" } });
  await endAgencyRow(parts.app, permit.value, given, {
    reason: given.reason,
    actedBy: signature(actor),
    actedAt: parts.clock.now(),
    idempotencyKey: key,
  });
  accessChanged();
  return { ok: true, value: { ...agency, until: given.until } };
}

async function sameAgency(parts: AccessParts, earlier: string, asked: string): Promise<Outcome<Agency>> {
  const agency = earlier === asked ? await findAgency(parts.app, earlier) : null;
  return agency ? { ok: true, value: agency } : refuse("access.key-used");
}
