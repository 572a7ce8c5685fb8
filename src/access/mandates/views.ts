/** What representatives see of the mandates for the subjects they represent. */
import { type Outcome, refuse } from "#core/refusal.ts";
import { listActs } from "../act-store.ts";
import type { Actor } from "../actor.ts";
import type { AccessParts } from "../parts.ts";
import { foldMandate, type Mandate, mandateStream } from "./mandate.ts";

/** Most mandates of one subject that are listed. */
const most = 200;

/** Every mandate of the subjects an actor represents, ended ones too: a subject sees who may act for it. */
export async function listMandates(parts: AccessParts, actor: Actor): Promise<Outcome<Mandate[]>> {
  if (actor.kind !== "representative") return refuse("access.representatives-only");
  const mandates: Mandate[] = [];
  for (const subject of actor.subjects) {
    const resource = { type: "Mandate", id: subject, attributes: { subject } };
    const scope = await parts.door.scope(actor, "read-mandates", resource, { audience: "subject" });
    if (!scope.ok) return scope;
    const streams = await listActs(parts.app, mandateStream, { about: subject, after: null, limit: most });
    mandates.push(...streams.map(foldMandate).filter((mandate) => mandate !== null));
  }
  return { ok: true, value: mandates };
}
