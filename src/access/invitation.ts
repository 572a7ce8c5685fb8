/** Links of invitation: one secret each, in the link only; the database knows its hash, so a backup invites nobody. */
import { createHash } from "node:crypto";
import type { KeyRing } from "#src/platform/keys.ts";
import { terms } from "./terms.ts";

export interface Invitation {
  /** The secret part of the link. */
  readonly token: string;
  readonly invitationHash: string;
  /** RFC 3339, on the machine's clock. */
  readonly invitationUntil: string;
}

/** The invitation of an appointment or mandate. Made of the node's keys, so that asking again gives the same link. */
export function invitationFor(keys: KeyRing, { kind, id, now }: { kind: string; id: string; now: Date }): Invitation {
  const token = keys.documentHash(`invitation ${kind} ${id}`).toString("base64url");
  return {
    token,
    invitationHash: invitationHash(token),
    invitationUntil: new Date(now.getTime() + terms.invitationDays * 86_400_000).toISOString(),
  };
}

/** What the database keeps of a link. */
export function invitationHash(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/** The link to hand over: the token travels as a query of our own sign-in address, nothing of the person with it. */
export function invitationLink(publicUrl: string, token: string): string {
  return `${publicUrl}/sign-in?invitation=${token}`;
}
