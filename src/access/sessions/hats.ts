/**
 * Hats: what one person may act as. An appointment of one's own, a colleague's one stands in for, a mandate. One is
 * chosen at sign-in and worn for the session; whether it may still be worn is asked again all the time.
 */
import { type Outcome, refuse } from "#core/refusal.ts";
import { findDeputisedBy, findMandatesOf, readActs } from "../act-store.ts";
import type { Actor, Assurance } from "../actor.ts";
import { type Agency, findAgency, stands } from "../agencies/store.ts";
import { foldMandate, isInForce, type Mandate, mandateStream } from "../mandates/mandate.ts";
import { officersOf, sealedFor } from "../officers/acts.ts";
import { foldOfficer, type Officer, officerStream, type Standing, standing, standsIn } from "../officers/officer.ts";
import type { AccessParts } from "../parts.ts";
import { terms } from "../terms.ts";
import { type Identity, listIdentities } from "./store.ts";

export interface Hat {
  /** `officer:<id>`, `deputy:<id>:<id of the officer stood in for>`, `representative:<id>`. */
  readonly hat: string;
  readonly actor: Actor;
  /** The agency acted for; null for representatives. */
  readonly agency: Agency | null;
}

/** A person who signed in: the identity, how surely it was recognised, and what the issuer calls them. */
export interface Person {
  readonly identity: Identity;
  readonly assurance: Assurance;
  readonly name: string;
  /** Null where there was none before. */
  readonly lastSignInAt: Date | null;
}

/** Every hat a person may wear now; where there is none, why. */
export async function findHats(parts: AccessParts, person: Person): Promise<Outcome<readonly Hat[]>> {
  const officers = await officersOf(parts.app, person.identity);
  const found = officers.map((officer) => ({ officer, standing: standingOf(parts, officer, person) }));
  const upright = found.filter((one) => one.standing === "standing").map((one) => one.officer);
  const hats = [
    ...(await Promise.all(upright.map((officer) => ownHat(parts, officer, person)))),
    ...(await Promise.all(upright.map((officer) => deputyHats(parts, officer, person)))).flat(),
    await representativeHat(parts, person),
  ].filter((hat) => hat !== null);
  return hats.length > 0 ? { ok: true, value: hats } : whyNone(found.map((one) => one.standing));
}

function standingOf(parts: AccessParts, officer: Officer, person: Person): Standing {
  return standing(officer, {
    today: parts.clock.today(),
    now: new Date(),
    lastSignInAt: person.lastSignInAt,
    // The demo's people wait for visitors who may come after months.
    dormantAfterDays: parts.config.demo ? null : terms.dormantAfterDays,
  });
}

function whyNone(standings: readonly Standing[]): Outcome<never> {
  if (standings.includes("suspended")) return refuse("access.suspended");
  if (standings.includes("dormant")) return refuse("access.dormant", { params: { days: terms.dormantAfterDays } });
  return refuse(standings.length > 0 ? "access.ended" : "access.not-invited");
}

async function ownHat(parts: AccessParts, officer: Officer, person: Person): Promise<Hat | null> {
  return officerHat(parts, person, { hat: `officer:${officer.id}`, self: officer, as: officer });
}

async function deputyHats(parts: AccessParts, self: Officer, person: Person): Promise<(Hat | null)[]> {
  const ids = await findDeputisedBy(parts.app, self.id);
  return Promise.all(
    ids.map(async (id) => {
      const as = foldOfficer(await readActs(parts.app, officerStream, id));
      // Whoever is suspended or has left cannot be stood in for: a deputy holds no more than the officer would.
      const holds = as?.state === "appointed" && as.until >= parts.clock.today();
      if (!as || !holds || !standsIn(as, self.id, parts.clock.today())) return null;
      return officerHat(parts, person, { hat: `deputy:${self.id}:${as.id}`, self, as });
    }),
  );
}

async function officerHat(
  parts: AccessParts,
  person: Person,
  { hat, self, as }: { hat: string; self: Officer; as: Officer },
): Promise<Hat | null> {
  const agency = await findAgency(parts.app, as.agency);
  if (!agency || !stands(agency, parts.clock.today())) return null;
  return {
    hat,
    agency,
    actor: {
      kind: "officer",
      id: self.id,
      name: officerName(parts, self),
      agency: as.agency,
      agencyKinds: agency.kinds,
      roles: as.roles,
      assurance: person.assurance,
      ...(self.id === as.id ? {} : { deputyOf: as.id }),
    },
  };
}

/** An officer's name, opened for whoever may see it. */
export function officerName(parts: Pick<AccessParts, "keys">, officer: Officer): string {
  return parts.keys.open(officer.sealedName, sealedFor(officer.id)).toString();
}

async function representativeHat(parts: AccessParts, person: Person): Promise<Hat | null> {
  const holding = (await listIdentities(parts.app, person.identity)).find((one) => one.holderKind === "representative");
  if (!holding) return null;
  const mandates = await mandatesOf(parts, holding.holderId);
  const subjects = mandates.filter((mandate) => isInForce(mandate, parts.clock.today())).map(({ subject }) => subject);
  if (subjects.length === 0) return null;
  return {
    hat: `representative:${holding.holderId}`,
    agency: null,
    actor: {
      kind: "representative",
      id: holding.holderId,
      name: person.name,
      subjects: [...new Set(subjects)],
      assurance: person.assurance,
    },
  };
}

/** Every mandate a representative accepted, ended ones too. */
export async function mandatesOf(parts: AccessParts, representative: string): Promise<Mandate[]> {
  const ids = await findMandatesOf(parts.app, representative);
  const mandates = await Promise.all(ids.map(async (id) => foldMandate(await readActs(parts.app, mandateStream, id))));
  return mandates.filter((mandate) => mandate !== null);
}
