/** Asking: one recipient, one subject, one purpose, no more than the purpose admits, for a time (C14). */
import type { ConsentTermsRow, PurposeRow } from "#contract/catalogue.ts";
import { type FieldsByItem, ordered } from "#core/consent/consent.ts";
import { canonicalJson } from "#core/record/canonical.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { addDays, type IsoDate, parseIsoDate, shanghaiDate } from "#core/time/date.ts";
import { type Acting, agencyOf, foundedId, keyOf, type Permit, signature } from "#src/access/index.ts";
import { type Catalogue, isNamed } from "#src/catalogue/index.ts";
import { type FileSubject, lendableFields } from "#src/ledger/index.ts";
import { attempt } from "#src/platform/database.ts";
import type { ConsentParts } from "./parts.ts";
import { resourceOf, type Standing, standingOf, wordsContext } from "./standing.ts";
import { findNewest, findRequestByKey, insertRequest, type RequestRow } from "./store.ts";

export interface Asking {
  readonly subject: { readonly scheme: string; readonly value: string };
  readonly purpose?: string | readonly string[] | undefined;
  readonly items: FieldsByItem;
  readonly from: string;
  readonly until: string;
  readonly times: number;
  readonly words: string;
}

/** Days ahead from which a consent may begin. */
const beginsWithinDays = 90;

/** Asks, or says which of what was asked cannot be. */
export async function askConsent(parts: ConsentParts, acting: Acting, asked: Asking): Promise<Outcome<Standing>> {
  const { actor } = acting;
  const recipient = agencyOf(actor);
  if (recipient === null) return refuse("access.agency-only");
  const content = contentOf(parts, asked);
  const before = await findRequestByKey(parts.app, keyOf(acting));
  if (before)
    return Buffer.from(before.head.content).equals(content) ? done(standingOf(before)) : refuse("access.key-used");
  const purpose = purposeOf(parts.catalogue, asked.purpose);
  if (!purpose.ok) return purpose;
  if (!mayAsk(parts.catalogue, purpose.value, acting, asked.subject.scheme))
    return refuse("consents.purpose", { field: "purpose" });
  const within = withinPurpose(parts, purpose.value, asked);
  if (!within.ok) return within;
  const subject = await subjectOf(parts, acting, asked.subject);
  if (!subject.ok) return subject;
  const [subjectId = ""] = subject.value.subjectIds;
  const requestId = foundedId(actor, `consent ${acting.idempotencyKey}`);
  const head = { requestId, recipient, subjectId, subjectKind: subject.value.kind };
  const permit = await parts.door.permit(actor, "ask-consent", resourceOf(head));
  if (!permit.ok) return permit;
  if (!purpose.value.subjectKinds.includes(subject.value.kind)) return refuse("consents.purpose", { field: "purpose" });
  return write(parts, acting, { permit: permit.value, asked, head, ...within.value, content });
}

function kindsOf({ actor }: Acting): readonly string[] {
  return actor.kind === "officer" || actor.kind === "client" ? actor.agencyKinds : [];
}

function contentOf({ keys }: ConsentParts, asked: Asking): Buffer {
  return keys.documentHash(`consent\n${canonicalJson(JSON.parse(JSON.stringify(asked)))}`);
}

/** A purpose by consent. */
type ByConsent = PurposeRow & { readonly consent: ConsentTermsRow };

function purposeOf({ purposes }: Catalogue, asked: Asking["purpose"]): Outcome<ByConsent> {
  if (asked === undefined || asked.length === 0) return refuse("consents.no-purpose", { field: "purpose" });
  if (typeof asked !== "string" && asked.length > 1) return refuse("consents.bundled", { field: "purpose" });
  const purpose = purposes.get(typeof asked === "string" ? asked : (asked[0] ?? ""));
  return purpose?.consent
    ? done({ ...purpose, consent: purpose.consent })
    : refuse("consents.purpose", { field: "purpose" });
}

/** Items, fields, days and number of looks, as far as the purpose admits them. */
function withinPurpose(
  { catalogue, clock }: ConsentParts,
  purpose: ByConsent,
  asked: Asking,
): Outcome<Pick<RequestRow, "purpose" | "items" | "from" | "until" | "timesMax" | "answerBy">> {
  const { consent } = purpose;
  const today = clock.today();
  if (Object.keys(ordered(asked.items)).length < Math.max(1, Object.keys(asked.items).length))
    return refuse("consents.nothing-asked", { field: "items" });
  for (const [item, fields] of Object.entries(asked.items)) {
    const lendable = consent.items.includes(item) ? fieldsToLend(catalogue, item, today) : [];
    if (!fields.every((field) => lendable.includes(field)))
      return refuse("consents.beyond-purpose", { field: `items/${item}` });
  }
  const period = { params: { most: consent.daysMax } };
  const [from, until] = [parseIsoDate(asked.from), parseIsoDate(asked.until)];
  if (!from || from < today || from > addDays(today, beginsWithinDays))
    return refuse("consents.period", { field: "from", ...period });
  if (!until || until < from || until >= addDays(from, consent.daysMax))
    return refuse("consents.period", { field: "until", ...period });
  if (asked.times > consent.timesMax)
    return refuse("consents.times", { field: "times", params: { most: consent.timesMax } });
  const answerBy = addDays(today, consent.answerDays);
  return done({ purpose: purpose.purpose, items: ordered(asked.items), from, until, timesMax: asked.times, answerBy });
}

/** Fields of an item, in the version in force on a day, that a subject can lend. */
export function fieldsToLend(catalogue: Catalogue, item: string, today: IsoDate): readonly string[] {
  const version = catalogue.itemInForce(item, today);
  return version ? lendableFields(version) : [];
}

/** Whom it is about. A number that is not held is a look too: somebody tried it. */
async function subjectOf(
  { registry, looks, clock }: ConsentParts,
  { actor }: Acting,
  asked: Asking["subject"],
): Promise<Outcome<FileSubject>> {
  if (asked.scheme === "name") return refuse("consents.by-name", { field: "subject" });
  const asOf = { effectiveAt: clock.today(), knownAt: clock.now().toISOString() };
  const found = await registry.subjects.findByNumber(asked, asOf);
  if (found) return done(found);
  await looks.nothingHeld(actor, "ask-consent");
  return refuse("ledger.unknown-subject");
}

/** Asked before anybody is looked for: whoever may not ask learns of nobody whether they are held. */
function mayAsk({ agencyKinds }: Catalogue, purpose: ByConsent, acting: Acting, scheme: string): boolean {
  const aboutPersons = purpose.subjectKinds.includes("person");
  return (
    isNamed(purpose.agencyKinds, { kinds: kindsOf(acting), known: agencyKinds }) &&
    (scheme !== "person-number" || aboutPersons)
  );
}

type Founding = Pick<RequestRow, "purpose" | "items" | "from" | "until" | "timesMax" | "answerBy" | "content"> & {
  readonly permit: Permit;
  readonly asked: Asking;
  readonly head: Pick<RequestRow, "requestId" | "recipient" | "subjectId" | "subjectKind">;
};

/** Whatever was answered, or not, a subject is asked again only when the last day to answer is over: so the wait says nothing. */
async function write(parts: ConsentParts, acting: Acting, founding: Founding): Promise<Outcome<Standing>> {
  const { permit, asked, head, content, ...terms } = founding;
  for (let tries = 0; tries < 3; tries++) {
    const newest = await findNewest(parts.app, { ...head, purpose: terms.purpose });
    const askedAt = parts.clock.now();
    const askedOn = shanghaiDate(askedAt);
    if (newest?.idempotencyKey === keyOf(acting)) return done(standingOf({ head: newest, acts: [] }));
    if (newest && newest.answerBy >= askedOn)
      return refuse("consents.asked-already", { params: { from: addDays(newest.answerBy, 1) } });
    const row: RequestRow = {
      ...head,
      ...terms,
      round: (newest?.round ?? 0) + 1,
      askedBy: signature(acting.actor),
      askedOn,
      askedAt,
      sealed: parts.keys.seal(Buffer.from(asked.words), wordsContext(head.requestId)),
      content,
      idempotencyKey: keyOf(acting),
    };
    const written = await attempt(parts.app, async (transaction) => {
      await insertRequest(transaction, permit, row);
      return row;
    });
    if (written) return done(standingOf({ head: written, acts: [] }));
  }
  return refuse("http.busy");
}
