/** Officers' names, for their own agency's desk: who did an act among colleagues. */
import { readActs } from "../act-store.ts";
import type { Role } from "../actor.ts";
import type { AccessParts } from "../parts.ts";
import { officerName } from "../sessions/hats.ts";
import { foldOfficer, officerStream } from "./officer.ts";

/** An officer as colleagues see them. */
export interface Colleague {
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Officers of one agency by signature (`officer:…`); who is of another, or of none, is not among them. */
export async function colleaguesOf(
  parts: Pick<AccessParts, "app" | "keys">,
  { agency, signatures }: { agency: string; signatures: readonly string[] },
): Promise<ReadonlyMap<string, Colleague>> {
  const found = new Map<string, Colleague>();
  for (const signature of new Set(signatures)) {
    const [kind, id = ""] = signature.split(":");
    const officer = kind === "officer" ? foldOfficer(await readActs(parts.app, officerStream, id)) : null;
    if (officer?.agency === agency) found.set(signature, { name: officerName(parts, officer), roles: officer.roles });
  }
  return found;
}
