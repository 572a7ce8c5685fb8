/** Items an agency may send, and the templates to send them with. */
import type { Static } from "typebox";
import type { listSendable as listing } from "#contract/sending-aids.ts";
import { done, type Outcome } from "#core/refusal.ts";
import { type Actor, agencyOf } from "#src/access/index.ts";
import { sendableItems } from "../acts/competence.ts";
import type { IntakeParts } from "../parts.ts";

type Sendable = Static<typeof listing.response>;

/** The items in force that the actor's agency is of the kind to send, in the order of the national catalogue (C2). */
export async function listSendable(parts: IntakeParts, actor: Actor): Promise<Outcome<Sendable>> {
  const agency = agencyOf(actor) ?? "";
  const resource = { type: "Batch", id: "items", attributes: { agency } };
  const scope = await parts.door.scope(actor, "read-batches", resource, { audience: "inside" });
  if (!scope.ok) return scope;
  return done({
    items: sendableItems(parts, actor)
      .map(({ item }) => ({
        item: item.id,
        title: item.title,
        category: item.category,
        workingDays: item.timeliness?.workingDays ?? null,
      }))
      .sort((a, b) => a.category - b.category || (a.item < b.item ? -1 : 1)),
  });
}
