/** What representatives see of the mandates for the subjects they represent. */
import { done, type Outcome, refuse } from "#core/refusal.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Sql } from "#src/platform/database.ts";
import { findMandatesOf, listActs, readActs } from "../act-store.ts";
import type { Actor } from "../actor.ts";
import type { AccessParts } from "../parts.ts";
import { foldMandate, isInForce, type Mandate, mandateStream } from "./mandate.ts";

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

/** The acceptance an act for a subject stands on: `access.mandate_act (mandate_id, seq)`. */
export interface MandateRef {
  readonly mandateId: string;
  readonly acceptedSeq: number;
}

/**
 * The mandate under which an actor may act for a subject today; null where there is none. Of several, the one that lasts
 * longest. Asked of the database each time: what was revoked a second ago carries no act.
 */
export async function findMandateInForce(
  sql: Sql,
  actor: Actor,
  { subjectId, today }: { subjectId: string; today: IsoDate },
): Promise<MandateRef | null> {
  if (actor.kind !== "representative") return null;
  let found: { ref: MandateRef; until: IsoDate } | null = null;
  for (const mandateId of await findMandatesOf(sql, actor.id)) {
    const acts = await readActs(sql, mandateStream, mandateId);
    const mandate = foldMandate(acts);
    const acceptedSeq = acts.find(({ act }) => act === "accept")?.seq;
    if (!mandate || acceptedSeq === undefined || mandate.subject !== subjectId || !isInForce(mandate, today)) continue;
    if (!found || mandate.until > found.until) found = { ref: { mandateId, acceptedSeq }, until: mandate.until };
  }
  return found?.ref ?? null;
}

/** The mandate an actor's act for a subject stands on today; null for whoever needs none; refused where one is needed. */
export async function mandateFor(
  { app, clock }: { readonly app: Sql; readonly clock: Clock },
  actor: Actor,
  subjectId: string,
): Promise<Outcome<MandateRef | null>> {
  if (actor.kind !== "representative") return done(null);
  const mandate = await findMandateInForce(app, actor, { subjectId, today: clock.today() });
  return mandate ? done(mandate) : refuse("access.no-mandate");
}
