/** Who keeps something that outlives a session, as they are now: an officer may have left, a program been revoked. */

import type { Clock } from "#src/platform/clock.ts";
import type { Sql } from "#src/platform/database.ts";
import { readActs } from "./act-store.ts";
import type { Actor, Assurance } from "./actor.ts";
import { findAgency, stands } from "./agencies/store.ts";
import { clientStream, foldClient } from "./clients/client.ts";
import { foldOfficer, type Officer, officerStream, standsIn } from "./officers/officer.ts";

/** What is kept of a body's actor: who the door knows, and no name. */
export type KeptBody =
  | {
      readonly kind: "officer";
      readonly id: string;
      readonly agency: string;
      readonly deputyOf?: string;
      readonly assurance?: Assurance;
    }
  | { readonly kind: "client"; readonly id: string; readonly agency: string; readonly scopes: readonly string[] };

type Body = Extract<Actor, { kind: "officer" | "client" }>;

/**
 * The same actor with the roles, scopes and kinds of agency they have today; null where they hold that office no longer.
 * Whoever only has not signed in for long still holds it.
 */
export async function presentBody(
  parts: { readonly app: Sql; readonly clock: Clock },
  kept: KeptBody,
): Promise<Body | null> {
  const { app, clock } = parts;
  const today = clock.today();
  const agency = await findAgency(app, kept.agency);
  if (!agency || !stands(agency, today)) return null;
  const common = { id: kept.id, name: "", agency: kept.agency, agencyKinds: agency.kinds };
  if (kept.kind === "client") {
    const client = foldClient(await readActs(app, clientStream, kept.id));
    if (!client || client.revoked || client.agency !== kept.agency) return null;
    return { ...common, kind: "client", scopes: client.scopes.filter((scope) => kept.scopes.includes(scope)) };
  }
  const find = async (id: string) => foldOfficer(await readActs(app, officerStream, id));
  const inOffice = (officer: Officer | null) => officer?.state === "appointed" && officer.until >= today;
  const self = await find(kept.id);
  const as = kept.deputyOf === undefined ? self : await find(kept.deputyOf);
  if (!self || !as || !inOffice(self) || !inOffice(as) || as.agency !== kept.agency) return null;
  if (kept.deputyOf !== undefined && !standsIn(as, kept.id, today)) return null;
  const { deputyOf, assurance } = kept;
  return {
    ...common,
    kind: "officer",
    roles: as.roles,
    ...(deputyOf === undefined ? {} : { deputyOf }),
    ...(assurance === undefined ? {} : { assurance }),
  };
}
