/**
 * Use: the recipient is shown what was given, while it holds. Reading, look and use are one transaction, and the use takes
 * the place in the request's chain that a withdrawal would take: of the two one is first, and a use that comes second is
 * decided anew, refused, and logged so (C14, C15).
 */
import { randomUUID } from "node:crypto";
import type { FileView } from "#contract/ledger.ts";
import { usableOn } from "#core/consent/consent.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { shanghaiDate } from "#core/time/date.ts";
import { type Actor, agencyOf, type Scope, signature } from "#src/access/index.ts";
import { attempt } from "#src/platform/database.ts";
import type { FoundFile } from "#src/registry/index.ts";
import type { ConsentParts } from "./parts.ts";
import { resourceOf, type Standing, standingOf } from "./standing.ts";
import { type ActRow, findRequest, insertAct } from "./store.ts";

const triesMax = 8;

/** What a use rests on, as the log of looks says it; the subject finds the consent by its number. */
export function purposeOf({ head }: Standing) {
  return { purpose: head.purpose, basis: `授权同意 consent ${head.requestId}` };
}

/** The lent file, or that there is no consent: whether it was refused, unanswered, withdrawn or over is not said. */
export async function useConsent(parts: ConsentParts, actor: Actor, requestId: string): Promise<Outcome<FileView>> {
  for (let tries = 0; tries < triesMax; tries++) {
    const request = await findRequest(parts.app, requestId);
    // Requests of others are none: who asked whom is nobody else's business.
    if (!request || request.head.recipient !== agencyOf(actor)) return refuse("consents.unknown");
    const standing = standingOf(request);
    const inForce = usableOn(standing.head, standing.now, parts.clock.today()) === "usable";
    const scope = await parts.door.scope(actor, "use-consent", resourceOf(standing.head), {
      audience: "body",
      purpose: purposeOf(standing),
      context: { inForce },
    });
    if (!scope.ok) return inForce ? scope : refuse("consents.none");
    const shown = await show(parts, scope.value, standing);
    if (shown) return done(shown);
  }
  return refuse("http.busy");
}

/** Null: another act took the place in the chain; decide anew. */
async function show(parts: ConsentParts, scope: Scope, standing: Standing): Promise<FileView | null> {
  const { head, last, now } = standing;
  const subject = await fileOf(parts, head.subjectId);
  const granted = now.given?.granted;
  if (!subject || !granted) throw new Error("a consent in force that gives nothing of anybody");
  return attempt(parts.app, async (transaction) => {
    const file = await parts.ledger.files.lent(transaction, scope, subject, granted);
    const lookId = randomUUID();
    const act = useRow(parts, scope.actor, { standing, lookId, records: file.records.length });
    const outcome = file.total > 0 ? "shown" : "nothing-held";
    const shown = {
      what: "consent",
      consent: head.requestId,
      records: file.records.length,
      items: Object.keys(granted),
    };
    await parts.looks.noteMany(transaction, [{ scope, subjectId: head.subjectId, lookId, outcome, shown }]);
    await insertAct(transaction, scope, { head, last, act });
    return file;
  });
}

function useRow(
  { clock, keys }: ConsentParts,
  actor: Actor,
  { standing, lookId, records }: { standing: Standing; lookId: string; records: number },
): ActRow {
  const actedAt = clock.now();
  return {
    seq: standing.acts.length + 1,
    act: "use",
    state: "given",
    uses: standing.now.uses + 1,
    granted: null,
    lookId,
    records,
    actedBy: signature(actor),
    actedOn: shanghaiDate(actedAt),
    actedAt,
    agencyCode: agencyOf(actor),
    basis: null,
    mandate: null,
    content: keys.documentHash(`consent use\n${lookId}`),
    idempotencyKey: `use ${lookId}`,
  };
}

/** The file a subject leads, as known now. */
export function fileOf({ registry, clock }: ConsentParts, subjectId: string): Promise<FoundFile | null> {
  return registry.subjects.findById(subjectId, { effectiveAt: clock.today(), knownAt: clock.now().toISOString() });
}
