/**
 * The subject's answers: all, part, nothing, and back again at once. What was done under the same key is answered again;
 * whoever comes second is decided anew on what stands then, so that of two representatives the latest act counts.
 */
import type { ConsentAct, FieldsByItem } from "#core/consent/consent.ts";
import { isWithin, mayFollow, ordered } from "#core/consent/consent.ts";
import { canonicalJson } from "#core/record/canonical.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { shanghaiDate } from "#core/time/date.ts";
import { type Acting, agencyOf, keyOf, mandateFor, type Permit, signature } from "#src/access/index.ts";
import { attempt } from "#src/platform/database.ts";
import { issueArtefact } from "./artefact.ts";
import type { ConsentParts } from "./parts.ts";
import { resourceOf, type Standing, standingOf } from "./standing.ts";
import { type ActRow, actionOf, findRequest, insertAct } from "./store.ts";

export interface Answering {
  readonly requestId: string;
  readonly act: Exclude<ConsentAct, "use">;
  /** Of `give`: what. */
  readonly items?: FieldsByItem;
  /** At a counter, how identity and authority were proved. */
  readonly basis?: string | undefined;
}

const triesMax = 8;

/** Gives, refuses or withdraws. @returns what stands after it */
export async function answerConsent(
  parts: ConsentParts,
  acting: Acting,
  answering: Answering,
): Promise<Outcome<Standing>> {
  for (let tries = 0; tries < triesMax; tries++) {
    const prepared = await prepare(parts, acting, answering);
    if (!prepared.ok) return prepared;
    const { standing, permit, act } = prepared.value;
    if (!act) return done(standing);
    const { head, last } = standing;
    const written = await attempt(parts.app, async (transaction) => {
      await insertAct(transaction, permit, { head, last, act });
      if (act.granted) await issueArtefact(parts, transaction, { head, act, permit });
      return standingOf({ head, acts: [...standing.acts, act] });
    });
    if (written) return done(written);
  }
  return refuse("http.busy");
}

/** An act decided on what stands, ready to be written; null where this very act was done before. */
async function prepare(
  parts: ConsentParts,
  acting: Acting,
  answering: Answering,
): Promise<Outcome<{ standing: Standing; permit: Permit; act: ActRow | null }>> {
  const { requestId, act, basis = "" } = answering;
  const request = await findRequest(parts.app, requestId);
  if (!request) return refuse("consents.unknown");
  const standing = standingOf(request);
  const { head, now } = standing;
  const permit = await parts.door.permit(acting.actor, actionOf[act], resourceOf(head), { basis });
  if (!permit.ok) return permit;
  const key = keyOf(acting);
  const content = contentOf(parts, answering);
  const earlier = standing.acts.find(({ idempotencyKey }) => idempotencyKey === key);
  if (earlier)
    return Buffer.from(earlier.content).equals(content)
      ? done({ standing, permit: permit.value, act: null })
      : refuse("access.key-used");
  const mandate = await mandateFor(parts, acting.actor, head.subjectId);
  if (!mandate.ok) return mandate;
  const granted = grantedOf(answering, head.items);
  if (!granted.ok) return granted;
  const actedAt = parts.clock.now();
  const actedOn = shanghaiDate(actedAt);
  const asked = { ...head, items: head.items };
  const state = mayFollow(asked, now, { act, today: actedOn });
  if (!state.ok) return state;
  return done({
    standing,
    permit: permit.value,
    act: {
      seq: standing.acts.length + 1,
      act,
      state: state.value,
      uses: now.uses,
      granted: granted.value,
      lookId: null,
      records: null,
      actedBy: signature(acting.actor),
      actedOn,
      actedAt,
      agencyCode: agencyOf(acting.actor),
      basis: basis || null,
      mandate: mandate.value,
      content,
      idempotencyKey: key,
    },
  });
}

function contentOf({ keys }: ConsentParts, { requestId, act, items = {}, basis = "" }: Answering): Buffer {
  const given = JSON.parse(JSON.stringify(ordered(items)));
  return keys.documentHash(`consent ${act}\n${canonicalJson([requestId, given, basis])}`);
}

/** What a giving gives: something, and nothing that was not asked for. */
function grantedOf({ act, items = {} }: Answering, asked: FieldsByItem): Outcome<FieldsByItem | null> {
  if (act !== "give") return done(null);
  const granted = ordered(items);
  if (Object.keys(granted).length === 0) return refuse("consents.nothing-given", { field: "items" });
  return isWithin(granted, asked) ? done(granted) : refuse("consents.beyond-request", { field: "items" });
}
