/** What supervisors and overseers see of officers. */
import type { OfficerView } from "#contract/access.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import { listActs, readActs, type StoredAct } from "../act-store.ts";
import type { Actor } from "../actor.ts";
import { type ListPage, pageOf } from "../page.ts";
import type { AccessParts } from "../parts.ts";
import { officerName } from "../sessions/hats.ts";
import { findLastSignIn } from "../sessions/store.ts";
import { terms } from "../terms.ts";
import { foldOfficer, officerStream, standing } from "./officer.ts";

/** Officers of an agency, by id; 数据安全法 27. */
export async function listOfficers(
  parts: AccessParts,
  actor: Actor,
  asked: { agency: string } & ListPage,
): Promise<Outcome<{ items: OfficerView[]; next: string | null }>> {
  const resource = { type: "Agency", id: asked.agency, attributes: { code: asked.agency } };
  const scope = await parts.door.scope(actor, "read-officers", resource, { audience: "inside" });
  if (!scope.ok) return scope;
  const { limit, cursor } = asked;
  const streams = await listActs(parts.app, officerStream, { about: asked.agency, after: cursor, limit: limit + 1 });
  const views = await Promise.all(streams.map((acts) => viewOf(parts, acts)));
  return { ok: true, value: pageOf(views, limit, (view) => view.officerId) };
}

/** One officer, as an act on it left them. */
export async function officerView(parts: AccessParts, id: string): Promise<Outcome<OfficerView>> {
  const acts = await readActs(parts.app, officerStream, id);
  return acts.length > 0 ? { ok: true, value: await viewOf(parts, acts) } : refuse("access.unknown-officer");
}

async function viewOf(parts: AccessParts, acts: readonly StoredAct[]): Promise<OfficerView> {
  const officer = foldOfficer(acts);
  if (!officer) throw new Error("a list of officers held an empty stream");
  return {
    officerId: officer.id,
    agencyCode: officer.agency,
    name: officerName(parts, officer),
    roles: [...officer.roles],
    until: officer.until,
    standing: standing(officer, {
      today: parts.clock.today(),
      now: new Date(),
      lastSignInAt: officer.identity ? await findLastSignIn(parts.app, officer.identity) : null,
      dormantAfterDays: parts.config.demo ? null : terms.dormantAfterDays,
    }),
    deputies: officer.deputies.map(({ deputy, from, until }) => ({ officerId: deputy, from, until })),
    acts: historyOf(acts),
  };
}

/** A stream as its history is shown: what, when, by whom, why. */
export function historyOf(acts: readonly StoredAct[]): OfficerView["acts"] {
  return acts.map(({ act, actedAt, actedBy, reason }) => ({
    act,
    at: actedAt.toISOString(),
    by: actedBy,
    reason,
  }));
}
