/** How every act in a proceeding is asked for: policies first; what was done under the same key is answered again. */
import type { List } from "#contract/lists-in-packs.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import type { Outcome, Refusal } from "#core/refusal.ts";
import type { Actor, Acting as Keyed, Permit, Resource } from "#src/access/index.ts";
import { isNamed } from "#src/catalogue/index.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import type { ListParts } from "../parts.ts";
import type { Action } from "../store.ts";

/** An act somebody asks for: what, under which key, by which way. */
export interface Acting extends Keyed {
  readonly channel: "page" | "api" | "command-line";
}

/** Keyed hash of what was asked, so that a key used twice for different things is noticed. */
export function contentOf(keys: KeyRing, asked: Json): Buffer {
  return keys.documentHash(`proceeding\n${canonicalJson(asked)}`);
}

/** The kinds of agencies that keep a list, as they concern who asks: `any` authority is spelled out (C7, C15). */
export function keepersFor(
  { catalogue }: Pick<ListParts, "catalogue">,
  { keepers }: Pick<List, "keepers">,
  actor: Actor,
): readonly string[] {
  if (!keepers.includes("any") || actor.kind !== "officer") return keepers;
  const { agencyKinds: kinds } = actor;
  return isNamed(keepers, { kinds, known: catalogue.agencyKinds }) ? [...keepers, ...kinds] : keepers;
}

/** Whose a proceeding is, as policies see it. */
export function resourceOf(
  parts: Pick<ListParts, "catalogue">,
  actor: Actor,
  { proceedingId, keeper, list }: { proceedingId: string; keeper: string; list: Pick<List, "keepers"> },
): Resource {
  const keepers = keepersFor(parts, list, actor);
  return { type: "Proceeding", id: proceedingId, attributes: { agency: keeper, keepers } };
}

/** Leave to do an act of an action; `roles`: to which the list gives this office. */
export function askPermit(
  { door }: Pick<ListParts, "door">,
  actor: Actor,
  asked: {
    readonly action: Action;
    readonly resource: Resource;
    readonly roles: readonly string[];
    /** Signature of who decided what is to be confirmed; policies see only whether it is the actor. */
    readonly decidedBy?: string | null;
  },
): Promise<Outcome<Permit>> {
  const { action, resource, roles, decidedBy } = asked;
  const context = action === "confirm-listing" ? { roles, enteredBy: decidedBy ?? "" } : { roles };
  return door.permit(actor, action, resource, context);
}

/** Writes down that the law, not a policy, refused an act: nothing was changed, and that it was tried is kept. */
export async function refusedByLaw(
  { looks }: Pick<ListParts, "looks">,
  actor: Actor,
  { action, resource, refusal }: { action: string; resource: Resource; refusal: Refusal },
): Promise<{ readonly ok: false; readonly refusal: Refusal }> {
  await looks.refusedByPolicy({ actor, action, resource, purpose: null, policy: refusal.code });
  return { ok: false, refusal };
}
