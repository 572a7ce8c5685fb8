/** Operations of the inbox: gathered for a subject, or for an officer who has it at the counter. */

import type { InboxClock } from "#contract/inbox.ts";
import * as contract from "#contract/inbox.ts";
import { inOrder, whoseClock } from "#core/inbox/clock.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import {
  type Actor,
  type AgencyNames,
  type ClockSource,
  type Door,
  type LookLog,
  lookAt,
  type Route,
  reply,
  route,
  type Scope,
  type SubjectClock,
} from "#src/access/index.ts";
import type { Catalogue } from "#src/catalogue/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Pool } from "#src/platform/database.ts";
import type { Registry } from "#src/registry/index.ts";

/** What the inbox needs of the node it runs in. */
export interface InboxParts {
  readonly app: Pool;
  readonly clock: Clock;
  readonly door: Door;
  readonly looks: LookLog;
  readonly catalogue: Catalogue;
  readonly registry: Registry;
  readonly agencies: AgencyNames;
  /** Of every room that keeps clocks of subjects. */
  readonly sources: readonly ClockSource[];
}

/** The routes, for http to mount. */
export function inboxRoutes(parts: InboxParts): Route[] {
  return [
    route(contract.readOwnInbox, async ({ actor }) => answered(parts, await readOwn(parts, actor))),
    route(contract.readInboxAtCounter, async ({ actor, body }) =>
      answered(parts, await readAtCounter(parts, actor, body)),
    ),
  ];
}

async function answered(parts: InboxParts, found: Outcome<SubjectClock[]>) {
  if (!found.ok) return found;
  return reply({ today: parts.clock.today(), clocks: await viewsOf(parts, inOrder(found.value)) });
}

function fileOf(subjectId: string, subjectKind: string) {
  return { type: "File", id: subjectId, attributes: { subjectKind, subject: subjectId } };
}

/** What of it the policies ask: whose, and of what kind. */
async function kindOf({ registry, clock }: InboxParts, subjectId: string): Promise<string | null> {
  const asOf = { effectiveAt: clock.today(), knownAt: clock.now().toISOString() };
  return (await registry.subjects.findById(subjectId, asOf))?.kind ?? null;
}

async function readOwn(parts: InboxParts, actor: Actor): Promise<Outcome<SubjectClock[]>> {
  if (actor.kind !== "representative") return refuse("access.representatives-only");
  const clocks: SubjectClock[] = [];
  for (const subjectId of actor.subjects) {
    const kind = await kindOf(parts, subjectId);
    if (kind === null) continue;
    const scope = await parts.door.scope(actor, "read-inbox", fileOf(subjectId, kind), { audience: "subject" });
    if (!scope.ok) return scope;
    clocks.push(...(await gather(parts, scope.value, subjectId)));
  }
  return done(clocks);
}

/** Of somebody present: a look at the subject, on the basis the officer states. */
async function readAtCounter(
  parts: InboxParts,
  actor: Actor,
  { subject, basis }: { subject: { scheme: string; value: string }; basis: string },
): Promise<Outcome<SubjectClock[]>> {
  const { registry, clock, door, looks } = parts;
  const asOf = { effectiveAt: clock.today(), knownAt: clock.now().toISOString() };
  const found = await registry.subjects.findByNumber(subject, asOf);
  const subjectId = found?.subjectIds[0];
  if (!found || !subjectId) {
    await looks.nothingHeld(actor, "read-inbox");
    return refuse("ledger.unknown-subject");
  }
  const purpose = { purpose: "inbox-at-counter", basis };
  const scope = await door.scope(actor, "read-inbox", fileOf(subjectId, found.kind), { audience: "body", purpose });
  if (!scope.ok) return scope;
  const read = () => gather(parts, scope.value, subjectId);
  return done(await lookAt(parts, scope.value, { subjectId, what: "inbox", read }));
}

async function gather({ sources }: InboxParts, scope: Scope, subjectId: string): Promise<SubjectClock[]> {
  return (await Promise.all(sources.map((source) => source.of(scope, subjectId)))).flat();
}

async function viewsOf(parts: InboxParts, clocks: readonly SubjectClock[]): Promise<InboxClock[]> {
  const { registry, catalogue, agencies, clock } = parts;
  const names = await registry.subjects.publicHeads([...new Set(clocks.map(({ subjectId }) => subjectId))]);
  const today = clock.today();
  return clocks.map(({ kind, subjectId, id, on, authority, itemId }) => ({
    ...{ kind, whose: whoseClock[kind], subjectId, id, on },
    subject: names.get(subjectId)?.name ?? "",
    over: on < today,
    agency: authority === null ? null : agencies.nameOf(authority),
    item: itemId === null ? null : (catalogue.versions(itemId).at(-1)?.item.title ?? null),
  }));
}
