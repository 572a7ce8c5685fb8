/** The legal acts in an officer's life. Each asks the door, says why where it must, and is done once per key. */

import { type Outcome, refuse } from "#core/refusal.ts";
import { addDays, addYears, type IsoDate } from "#core/time/date.ts";
import type { Sql } from "#src/platform/database.ts";
import { type Decided, doAct, foundedId } from "../act.ts";
import type { NewAct } from "../act-store.ts";
import { findInvitation, readActs } from "../act-store.ts";
import { type Actor, type Role, signature } from "../actor.ts";
import { findAgency, stands } from "../agencies/store.ts";
import type { Permit } from "../door.ts";
import { invitationFor, invitationHash, invitationLink } from "../invitation.ts";
import type { AccessParts } from "../parts.ts";
import type { Resource } from "../policies.ts";
import { insertIdentity, listIdentities, lockIdentity } from "../sessions/store.ts";
import { terms } from "../terms.ts";
import { canFollow, foldOfficer, type Officer, type OfficerActName, officerStream } from "./officer.ts";

/** Who asks, and the key under which the act is done once. */
export interface Asked {
  readonly actor: Actor;
  readonly idempotencyKey: string;
}

function resourceOf(officer: { id: string; agency: string }): Resource {
  return { type: "Officer", id: officer.id, attributes: { agency: officer.agency, officer: officer.id } };
}

/**
 * Invites an officer. The answer holds the link, the only place where its secret is; asking again with the same key
 * gives the same link.
 * @param given.name as it shall stand in the agency's own lists; sealed at rest
 * @param given.until last day of the appointment
 */
export async function inviteOfficer(
  parts: AccessParts,
  { actor, idempotencyKey }: Asked,
  given: { agency: string; name: string; roles: readonly Role[]; until: IsoDate },
): Promise<Outcome<{ officer: Officer; link: string }>> {
  const agency = await findAgency(parts.app, given.agency);
  if (!agency || !stands(agency, parts.clock.today())) return refuse("access.unknown-agency", { field: "agency" });
  const term = checkTerm(parts, given.until);
  if (!term.ok) return term;
  const id = foundedId(actor, idempotencyKey);
  const { token, ...invitation } = invitationFor(parts.keys, { kind: "officer", id, now: new Date() });
  const invited = await doAct(parts, {
    stream: officerStream,
    id,
    actor,
    idempotencyKey,
    fold: foldOfficer,
    decide: async () => {
      const permit = await parts.door.permit(actor, "invite-officer", resourceOf({ id, agency: given.agency }), {
        roles: [...given.roles],
      });
      if (!permit.ok) return permit;
      const sealed = parts.keys.seal(Buffer.from(given.name), sealedFor(id));
      const detail = { roles: given.roles, until: given.until, ...invitation };
      return decided(permit.value, [{ id, seq: 1, act: "invite", about: given.agency, detail, sealed }]);
    },
  });
  if (!invited.ok) return invited;
  return {
    ok: true,
    value: { officer: present(invited.value), link: invitationLink(parts.config.publicUrl, token) },
  };
}

/** What a name is sealed for: it opens for this officer and no other. */
export function sealedFor(officerId: string): string {
  return `officer ${officerId}`;
}

/**
 * Accepts an invitation: binds the appointment to the identity that signed in. Whoever holds the link may; it works
 * once, and one person holds one appointment of an agency, lest anybody confirm their own entries (C5).
 */
export async function acceptInvitation(
  parts: AccessParts,
  given: { token: string; issuer: string; subject: string },
): Promise<Outcome<Officer>> {
  const id = await findInvitation(parts.app, officerStream, invitationHash(given.token));
  if (!id) return refuse("access.invitation");
  const identity = { issuer: given.issuer, subject: given.subject };
  const accepted = await doAct(parts, {
    stream: officerStream,
    id,
    actor: { kind: "job", id: "sign-in" },
    idempotencyKey: `accept ${id} ${given.issuer} ${given.subject}`,
    fold: foldOfficer,
    decide: async (state) => {
      const officer = present(state);
      const today = parts.clock.today();
      if (!canFollow(officer, "accept", today) || officer.invitationUntil < new Date().toISOString())
        return refuse("access.invitation");
      const isSeat = (one: Officer) => one.agency === officer.agency && one.state !== "ended" && one.until >= today;
      if ((await officersOf(parts.app, identity)).some(isSeat)) return refuse("access.already-appointed");
      const permit = await parts.door.permit({ kind: "job", id: "sign-in" }, "accept-invitation", resourceOf(officer));
      if (!permit.ok) return permit;
      return {
        ok: true,
        value: {
          permit: permit.value,
          acts: [{ id, seq: officer.lastSeq + 1, act: "accept", about: officer.agency, detail: identity }],
          actedBy: `officer:${id}`,
          // Two links accepted in the same moment are looked at one after the other.
          also: async (sql) => {
            await lockIdentity(sql, identity);
            if ((await officersOf(sql, identity)).some(isSeat)) return false;
            await insertIdentity(sql, { ...identity, holderKind: "officer", holderId: id, since: parts.clock.now() });
            return true;
          },
        },
      };
    },
  });
  return accepted.ok ? { ok: true, value: present(accepted.value) } : accepted;
}

/** Every appointment an identity ever accepted. */
export async function officersOf(sql: Sql, identity: { issuer: string; subject: string }): Promise<Officer[]> {
  const officers: Officer[] = [];
  for (const { holderKind, holderId } of await listIdentities(sql, identity)) {
    if (holderKind === "officer") officers.push(present(foldOfficer(await readActs(sql, officerStream, holderId))));
  }
  return officers;
}

type OnOfficer = { readonly officerId: string; readonly reason: string };

/** Extends an appointment to a later day, or shortens it. */
export function extendOfficer(parts: AccessParts, asked: Asked, given: OnOfficer & { until: IsoDate }) {
  return onOfficer(parts, asked, given, async (officer) => {
    const term = checkTerm(parts, given.until);
    return term.ok ? acts("extend", officer, { until: given.until }) : term;
  });
}

/** Ends an appointment, or takes back an invitation. */
export function lapseOfficer(parts: AccessParts, asked: Asked, given: OnOfficer) {
  return onOfficer(parts, asked, given, async (officer) => acts("lapse", officer, {}));
}

/** Suspends an officer at once: every session of theirs stops answering. */
export function suspendOfficer(parts: AccessParts, asked: Asked, given: OnOfficer) {
  return onOfficer(parts, asked, given, async (officer) => acts("suspend", officer, {}));
}

/** Resumes a suspended officer, or one who has not signed in for so long that they lie dormant. */
export function resumeOfficer(parts: AccessParts, asked: Asked, given: OnOfficer) {
  return onOfficer(parts, asked, given, async (officer) => acts("resume", officer, {}));
}

/** Names a deputy of the same agency for some days. The deputy acts as themself, with this officer's roles. */
export function deputiseOfficer(
  parts: AccessParts,
  asked: Asked,
  given: OnOfficer & { deputy: string; from: IsoDate; until: IsoDate },
) {
  return onOfficer(parts, asked, given, async (officer) => {
    if (given.until < given.from || given.from < parts.clock.today()) return refuse("access.term", { field: "from" });
    if (given.until > addDays(given.from, terms.deputyDaysMax)) {
      return refuse("access.term", { field: "until", params: { most: terms.deputyDaysMax } });
    }
    const deputy = await colleague(parts, officer, given.deputy);
    if (!deputy) return refuse("access.unknown-officer", { field: "deputy" });
    return acts("deputise", officer, { deputy: given.deputy, from: given.from, until: given.until });
  });
}

/** Ends a deputising before its day. */
export function endDeputy(parts: AccessParts, asked: Asked, given: OnOfficer & { deputy: string }) {
  return onOfficer(parts, asked, given, async (officer) => {
    if (!officer.deputies.some((one) => one.deputy === given.deputy))
      return refuse("access.unknown-officer", { field: "deputy" });
    return acts("end-deputy", officer, { deputy: given.deputy });
  });
}

/** Hands an office over: this appointment ends, its roles pass to a colleague's, in one act. */
export function handOver(parts: AccessParts, asked: Asked, given: OnOfficer & { to: string }) {
  return onOfficer(parts, asked, given, async (officer) => {
    const successor = await colleague(parts, officer, given.to);
    if (!successor || signature(asked.actor) === `officer:${given.to}`)
      return refuse("access.unknown-officer", { field: "to" });
    const handed = acts("hand-over", officer, { to: given.to });
    if (!handed.ok) return handed;
    const taken = acts("take-over", successor, { from: officer.id, roles: officer.roles, until: successor.until });
    return taken.ok ? { ok: true, value: [...handed.value, ...taken.value] } : taken;
  });
}

type Decide = (officer: Officer) => Promise<Outcome<readonly Omit<NewAct, "reason">[]>>;

/** What all acts on an appointment have in common: it exists, the act may follow, the door permits it. */
async function onOfficer(
  parts: AccessParts,
  asked: Asked,
  given: OnOfficer,
  decide: Decide,
): Promise<Outcome<Officer>> {
  const done = await doAct(parts, {
    stream: officerStream,
    id: given.officerId,
    actor: asked.actor,
    idempotencyKey: asked.idempotencyKey,
    fold: foldOfficer,
    decide: async (officer) => {
      if (!officer) return refuse("access.unknown-officer");
      const decision = await decide(officer);
      if (!decision.ok) return decision;
      const first = decision.value[0]?.act as OfficerActName;
      const permit = await parts.door.permit(asked.actor, officerStream.actions[first] ?? first, resourceOf(officer), {
        roles: [...officer.roles],
      });
      if (!permit.ok) return permit;
      if (!canFollow(officer, first, parts.clock.today())) return refuse("access.not-now", { params: { act: first } });
      return decided(
        permit.value,
        decision.value.map((act) => ({ ...act, reason: given.reason })),
      );
    },
  });
  return done.ok ? { ok: true, value: present(done.value) } : done;
}

function acts(act: OfficerActName, officer: Officer, detail: NewAct["detail"]): Outcome<readonly NewAct[]> {
  return { ok: true, value: [{ id: officer.id, seq: officer.lastSeq + 1, act, about: officer.agency, detail }] };
}

function decided(permit: Permit, newActs: readonly NewAct[]): Outcome<Decided> {
  return { ok: true, value: { permit, acts: newActs } };
}

/** A colleague of the same agency whose appointment stands; null where there is none such. */
async function colleague(parts: AccessParts, officer: Officer, id: string): Promise<Officer | null> {
  if (id === officer.id) return null;
  const other = foldOfficer(await readActs(parts.app, officerStream, id));
  const usable =
    other && other.agency === officer.agency && other.state === "appointed" && other.until >= parts.clock.today();
  return usable ? other : null;
}

function checkTerm(parts: AccessParts, until: IsoDate): Outcome<null> {
  const today = parts.clock.today();
  if (until < today || until > addYears(today, terms.appointmentYearsMax))
    return refuse("access.term", { field: "until", params: { most: terms.appointmentYearsMax } });
  return { ok: true, value: null };
}

function present(officer: Officer | null): Officer {
  if (!officer) throw new Error("an act left no officer behind");
  return officer;
}
