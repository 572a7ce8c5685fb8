/** Turning over the node's own keys (GB/T 39786). */
import { randomUUID } from "node:crypto";
import type { Outcome } from "#core/refusal.ts";
import type { RotatableKey } from "#src/platform/keys.ts";
import { publishSigningKey } from "#src/platform/signing-keys.ts";
import { type Actor, signature } from "../actor.ts";
import type { Permit } from "../door.ts";
import type { AccessParts } from "../parts.ts";
import { insertKeyAct } from "./store.ts";

/**
 * Adds a new key of a kind and makes it current; former ones stay, to open and to verify. A new signing key is
 * published at once. Persons' tokens under a former token key are made anew by the registry, with this permit.
 */
export async function rotateKeys(
  parts: AccessParts,
  actor: Actor,
  given: { kind: RotatableKey; reason: string },
): Promise<Outcome<Permit>> {
  const permit = await parts.door.permit(actor, "rotate-keys", { type: "Node", id: "node" });
  if (!permit.ok) return permit;
  // Written first: a turn that is on record and was cut short is done again; one that nobody recorded is a riddle.
  await insertKeyAct(parts.app, permit.value, {
    actId: randomUUID(),
    ...given,
    actedBy: signature(actor),
    actedAt: parts.clock.now(),
  });
  parts.keys.rotate(given.kind);
  if (given.kind === "signing") await publishSigningKey(parts.app, parts.keys.signer(), parts.clock.now());
  return permit;
}
