/** Granting, accepting, limiting and revoking the mandates of a subject's representatives. */
import { type Outcome, refuse } from "#core/refusal.ts";
import { addYears, type IsoDate } from "#core/time/date.ts";
import { doAct, foundedId } from "../act.ts";
import { findInvitation, type NewAct, readActs } from "../act-store.ts";
import { invitationFor, invitationHash, invitationLink } from "../invitation.ts";
import { type Asked, officersOf } from "../officers/acts.ts";
import type { AccessParts } from "../parts.ts";
import type { Resource } from "../policies.ts";
import { type Identity, insertIdentity, listIdentities, lockIdentity } from "../sessions/store.ts";
import { terms } from "../terms.ts";
import { foldMandate, type Mandate, mandateStream } from "./mandate.ts";

function resourceOf(mandate: { id: string; subject: string }): Resource {
  return { type: "Mandate", id: mandate.id, attributes: { subject: mandate.subject } };
}

/**
 * Grants a mandate for a subject: at a counter, after identity and authority were checked, or by a representative.
 * The answer holds the one-time link for whoever shall represent.
 */
export async function grantMandate(
  parts: AccessParts,
  { actor, idempotencyKey }: Asked,
  given: { subject: string; until: IsoDate; reason: string },
): Promise<Outcome<{ mandate: Mandate; link: string }>> {
  const today = parts.clock.today();
  if (given.until < today || given.until > addYears(today, terms.mandateYearsMax))
    return refuse("access.term", { field: "until", params: { most: terms.mandateYearsMax } });
  const id = foundedId(actor, idempotencyKey);
  const { token, ...invitation } = invitationFor(parts.keys, { kind: "mandate", id, now: new Date() });
  const granted = await doAct(parts, {
    stream: mandateStream,
    id,
    actor,
    idempotencyKey,
    fold: foldMandate,
    decide: async () => {
      const permit = await parts.door.permit(actor, "grant-mandate", resourceOf({ id, subject: given.subject }));
      if (!permit.ok) return permit;
      const detail = { until: given.until, ...invitation };
      const act: NewAct = { id, seq: 1, act: "grant", about: given.subject, detail, reason: given.reason };
      return { ok: true, value: { permit: permit.value, acts: [act] } };
    },
  });
  if (!granted.ok) return granted;
  return {
    ok: true,
    value: { mandate: present(granted.value), link: invitationLink(parts.config.publicUrl, token) },
  };
}

/** Accepts a mandate: binds it to the identity that signed in. Nobody accepts what they granted as an officer. */
export async function acceptMandate(
  parts: AccessParts,
  given: { token: string } & Identity,
): Promise<Outcome<Mandate>> {
  const id = await findInvitation(parts.app, mandateStream, invitationHash(given.token));
  if (!id) return refuse("access.invitation");
  const identity = { issuer: given.issuer, subject: given.subject };
  const accepted = await doAct(parts, {
    stream: mandateStream,
    id,
    actor: { kind: "job", id: "sign-in" },
    idempotencyKey: `accept ${id} ${given.issuer} ${given.subject}`,
    fold: foldMandate,
    decide: async (state) => {
      const mandate = present(state);
      const isOpen = mandate.state === "granted" && mandate.until >= parts.clock.today();
      if (!isOpen || mandate.invitationUntil < new Date().toISOString()) return refuse("access.invitation");
      const officers = await officersOf(parts.app, identity);
      if (officers.some((officer) => `officer:${officer.id}` === mandate.grantedBy))
        return refuse("access.own-mandate");
      const permit = await parts.door.permit({ kind: "job", id: "sign-in" }, "accept-invitation", resourceOf(mandate));
      if (!permit.ok) return permit;
      const known = (await listIdentities(parts.app, identity)).find((one) => one.holderKind === "representative");
      const representative = known?.holderId ?? id;
      const detail = { ...identity, representative };
      return {
        ok: true,
        value: {
          permit: permit.value,
          acts: [{ id, seq: mandate.lastSeq + 1, act: "accept", about: mandate.subject, detail }],
          actedBy: `representative:${representative}`,
          also: async (sql) => {
            await lockIdentity(sql, identity);
            const bound = (await listIdentities(sql, identity)).find((one) => one.holderKind === "representative");
            if (bound && bound.holderId !== representative) return false;
            const holder = { holderKind: "representative", holderId: representative } as const;
            await insertIdentity(sql, { ...identity, ...holder, since: parts.clock.now() });
            return true;
          },
        },
      };
    },
  });
  return accepted.ok ? { ok: true, value: present(accepted.value) } : accepted;
}

/** Lets a mandate end earlier; it is never lengthened, only granted anew. */
export function limitMandate(
  parts: AccessParts,
  asked: Asked,
  given: { mandateId: string; until: IsoDate; reason: string },
): Promise<Outcome<Mandate>> {
  return onMandate(parts, asked, given, (mandate) =>
    given.until < mandate.until && given.until >= parts.clock.today()
      ? { ok: true, value: { act: "limit", detail: { until: given.until } } }
      : refuse("access.term", { field: "until", params: { most: mandate.until } }),
  );
}

/** Takes a mandate back at once. */
export function revokeMandate(
  parts: AccessParts,
  asked: Asked,
  given: { mandateId: string; reason: string },
): Promise<Outcome<Mandate>> {
  return onMandate(parts, asked, given, () => ({ ok: true, value: { act: "revoke", detail: {} } }));
}

async function onMandate(
  parts: AccessParts,
  { actor, idempotencyKey }: Asked,
  given: { mandateId: string; reason: string },
  decide: (mandate: Mandate) => Outcome<Pick<NewAct, "act" | "detail">>,
): Promise<Outcome<Mandate>> {
  const done = await doAct(parts, {
    stream: mandateStream,
    id: given.mandateId,
    actor,
    idempotencyKey,
    fold: foldMandate,
    decide: async (mandate) => {
      if (!mandate) return refuse("access.unknown-mandate");
      const decision = decide(mandate);
      if (!decision.ok) return decision;
      const { act } = decision.value;
      const permit = await parts.door.permit(actor, mandateStream.actions[act] ?? act, resourceOf(mandate));
      if (!permit.ok) return permit;
      if (mandate.state === "revoked") return refuse("access.not-now", { params: { act } });
      const added = { id: mandate.id, seq: mandate.lastSeq + 1, about: mandate.subject, reason: given.reason };
      return { ok: true, value: { permit: permit.value, acts: [{ ...added, ...decision.value }] } };
    },
  });
  return done.ok ? { ok: true, value: present(done.value) } : done;
}

/** A mandate as it stands; null where there is none of that id. */
export async function findMandate(parts: AccessParts, id: string): Promise<Mandate | null> {
  return foldMandate(await readActs(parts.app, mandateStream, id));
}

function present(mandate: Mandate | null): Mandate {
  if (!mandate) throw new Error("an act left no mandate behind");
  return mandate;
}
