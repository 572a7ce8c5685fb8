/** What each side sees of a request: its subject everything, its recipient whether there is a consent, and no more (C14). */
import type { ConsentActView, OwnConsent, SentConsent } from "#contract/consents.ts";
import type { FileView } from "#contract/ledger.ts";
import { type FieldsByItem, isWithin, nextActs, ordered } from "#core/consent/consent.ts";
import { type Bilingual, done, type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, lookAt, type Purpose, type Scope, signature } from "#src/access/index.ts";
import { inForce } from "./artefact.ts";
import { fieldsToLend } from "./ask.ts";
import type { ConsentParts } from "./parts.ts";
import { resourceOf, type Standing, standingOf, wordsContext } from "./standing.ts";
import { type ActRow, findRequest, listArtefacts, listOfRecipient, listOfSubject, type RequestRow } from "./store.ts";
import { fileOf } from "./use.ts";

type Named = ReadonlyMap<string, { readonly code: string; readonly name: string }>;

/** Names and codes of those that are no persons. */
async function namesOf({ registry }: ConsentParts, heads: readonly RequestRow[]): Promise<Named> {
  const named = heads.filter(({ subjectKind }) => subjectKind !== "person").map(({ subjectId }) => subjectId);
  return registry.subjects.publicHeads([...new Set(named)]);
}

/** What both sides see of what was asked. */
function askedOf(parts: ConsentParts, head: RequestRow, names: Named) {
  const { catalogue } = parts;
  const purpose = catalogue.purposes.get(head.purpose);
  const named = names.get(head.subjectId);
  return {
    requestId: head.requestId,
    subject: { kind: head.subjectKind, code: named?.code ?? "", name: named?.name ?? "" },
    purpose: {
      purpose: head.purpose,
      title: purpose?.title ?? { zh: head.purpose, en: head.purpose },
      law: purpose ? [purpose.law, ...(purpose.consent ? [purpose.consent.law] : [])] : [],
    },
    items: Object.entries(head.items).map(([item, fields]) => itemOf(parts, item, fields)),
    from: head.from,
    until: head.until,
    times: head.timesMax,
    askedOn: head.askedOn,
    answerBy: head.answerBy,
  };
}

function itemOf({ catalogue }: ConsentParts, item: string, fields: readonly string[]) {
  const version = catalogue.versions(item).at(-1);
  const unnamed = (name: string): { title: Bilingual } => ({ title: { zh: name, en: name } });
  return {
    item,
    title: version?.item.title ?? { zh: item, en: item },
    fields: Object.fromEntries(fields.map((name) => [name, version?.legend.fields[name] ?? unnamed(name)])),
  };
}

/** Purposes by consent, with all that may be asked for them today. */
export function listPurposes(parts: ConsentParts) {
  const today = parts.clock.today();
  const items = [...parts.catalogue.purposes.values()].flatMap(({ consent, purpose, title, law, ...open }) => {
    if (!consent) return [];
    const { daysMax, timesMax, answerDays } = consent;
    const lendable = consent.items.map((item) => [item, fieldsToLend(parts.catalogue, item, today)] as const);
    return {
      ...{ purpose, title, law: [law, consent.law], daysMax, timesMax, answerDays },
      agencyKinds: [...open.agencyKinds],
      subjectKinds: [...open.subjectKinds],
      items: lendable.filter(([, fields]) => fields.length > 0).map(([item, fields]) => itemOf(parts, item, fields)),
    };
  });
  return { today, items };
}

function mutable(fields: FieldsByItem): Record<string, string[]> {
  return Object.fromEntries(Object.entries(fields).map(([item, names]) => [item, [...names]]));
}

// ── The recipient ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Requests as whoever sent them sees them. */
export async function sentOf(parts: ConsentParts, standings: readonly Standing[]): Promise<SentConsent[]> {
  const heads = standings.map(({ head }) => head);
  const names = await namesOf(parts, heads);
  const artefacts = await listArtefacts(
    parts.app,
    heads.map(({ requestId }) => requestId),
  );
  return standings.map((standing) => {
    const { head, now } = standing;
    const given = inForce(parts, standing) ? now.given : null;
    const artefact = artefacts.find(({ requestId, seq }) => requestId === head.requestId && seq === given?.seq);
    return {
      ...askedOf(parts, head, names),
      status: given ? "in-force" : "none",
      granted: given && mutable(given.granted),
      left: given && head.timesMax - now.uses,
      code: artefact?.code ?? null,
    };
  });
}

/** The requests of one's own body, latest first. */
export async function listSent(
  parts: ConsentParts,
  actor: Actor,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<Outcome<{ today: string; items: SentConsent[]; next: string | null }>> {
  const recipient = agencyOf(actor) ?? "";
  const own = { requestId: recipient, recipient, subjectId: recipient, subjectKind: "organisation" } as const;
  const scope = await parts.door.scope(actor, "list-consents", resourceOf(own), { audience: "inside" });
  if (!scope.ok) return scope;
  const found = await listOfRecipient(parts.app, scope.value, { recipient, after: afterOf(cursor), limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = page.at(-1)?.head;
  const next = found.length > limit && last ? cursorOf(last) : null;
  return done({ today: parts.clock.today(), items: await sentOf(parts, page.map(standingOf)), next });
}

function cursorOf({ askedAt, requestId }: RequestRow): string {
  return Buffer.from(`${askedAt.toISOString()}_${requestId}`).toString("base64url");
}

/** What is no cursor of ours begins at the beginning. */
function afterOf(cursor: string | null): { at: string; id: string } | null {
  const [at = "", id = ""] = Buffer.from(cursor ?? "", "base64url")
    .toString()
    .split("_");
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
    ? { at, id }
    : null;
}

// ── The subject ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Requests as their subject sees them: everything. */
export async function ownOf(parts: ConsentParts, actor: Actor, standings: readonly Standing[]): Promise<OwnConsent[]> {
  const heads = standings.map(({ head }) => head);
  const names = await namesOf(parts, heads);
  const artefacts = await listArtefacts(
    parts.app,
    heads.map(({ requestId }) => requestId),
  );
  return standings.map((standing) => {
    const { head, now, acts } = standing;
    const recipient = parts.agencies.nameOf(head.recipient);
    const artefact = artefacts.find(({ requestId, seq }) => requestId === head.requestId && seq === now.given?.seq);
    return {
      ...askedOf(parts, head, names),
      subjectId: head.subjectId,
      recipient: { code: head.recipient, nameZh: recipient.zh, nameEn: recipient.en },
      words:
        head.sealed.length === 0 ? null : parts.keys.open(head.sealed, wordsContext(head.requestId)).toString("utf8"),
      state: stateOf(parts, standing),
      granted: now.given && mutable(now.given.granted),
      uses: now.uses,
      code: artefact?.code ?? null,
      acts: acts.map((act) => actView(act, actor)),
      next: nextActs(head, now, parts.clock.today()),
    };
  });
}

function stateOf({ clock }: ConsentParts, { head, now }: Standing): OwnConsent["state"] {
  const today = clock.today();
  if (now.state === "given") return today > head.until ? "ended" : "given";
  return now.state === "waiting" && (today > head.answerBy || today > head.until) ? "unanswered" : now.state;
}

function actView(act: ActRow, reader: Actor): ConsentActView {
  const by = act.act === "use" ? "recipient" : act.mandate ? "representative" : "counter";
  return {
    act: act.act,
    at: act.actedAt.toISOString(),
    by,
    own: act.actedBy === signature(reader),
    granted: act.granted && mutable(act.granted),
    basis: act.basis,
    lookId: act.lookId,
    records: act.records,
  };
}

/** The requests to every subject an actor represents, latest first. */
export async function listOwn(
  parts: ConsentParts,
  actor: Actor,
): Promise<Outcome<{ today: string; items: OwnConsent[] }>> {
  if (actor.kind !== "representative") return refuse("access.representatives-only");
  const standings: Standing[] = [];
  for (const subjectId of actor.subjects) {
    const file = await fileOf(parts, subjectId);
    if (!file) continue;
    const resource = resourceOf({ requestId: subjectId, recipient: "", subjectId, subjectKind: file.kind });
    const scope = await parts.door.scope(actor, "list-consents", resource, { audience: "subject" });
    if (!scope.ok) return scope;
    standings.push(...(await listOfSubject(parts.app, scope.value, subjectId)).map(standingOf));
  }
  return done({ today: parts.clock.today(), items: await ownOf(parts, actor, standings) });
}

// ── Somebody present at a counter, and what would be shown ─────────────────────────────────────────────────────────

function counterPurpose(basis: string): Purpose {
  return { purpose: "consent-at-counter", basis };
}

/** The requests to a subject that has come to a counter; a look at it, on the basis the officer states. */
export async function listAtCounter(
  parts: ConsentParts,
  actor: Actor,
  { subject, basis }: { subject: { scheme: string; value: string }; basis: string },
): Promise<Outcome<{ today: string; items: OwnConsent[] }>> {
  const { registry, clock, door, looks } = parts;
  const today = clock.today();
  const found = await registry.subjects.findByNumber(subject, {
    effectiveAt: today,
    knownAt: clock.now().toISOString(),
  });
  const subjectId = found?.subjectIds[0];
  if (!found || !subjectId) {
    await looks.nothingHeld(actor, "read-consent");
    return refuse("ledger.unknown-subject");
  }
  const resource = resourceOf({ requestId: subjectId, recipient: "", subjectId, subjectKind: found.kind });
  const scope = await door.scope(actor, "read-consent", resource, { audience: "body", purpose: counterPurpose(basis) });
  if (!scope.ok) return scope;
  const read = lookAt(parts, scope.value, {
    subjectId,
    what: "consents",
    read: (sql) => listOfSubject(sql, scope.value, subjectId),
  });
  // A request of the officer's own body is not that officer's to answer, and so not shown here.
  const others = (await read).filter(({ head }) => head.recipient !== agencyOf(actor));
  return done({ today, items: await ownOf(parts, actor, others.map(standingOf)) });
}

/** Exactly what the recipient would be shown today, by the very projection that answers it. */
export async function previewConsent(
  parts: ConsentParts,
  actor: Actor,
  { requestId, items, basis = "" }: { requestId: string; items?: FieldsByItem | undefined; basis?: string | undefined },
): Promise<Outcome<FileView>> {
  const request = await findRequest(parts.app, requestId);
  if (!request) return refuse("consents.unknown");
  const { head } = request;
  const scope = await readingScope(parts, actor, { head, basis });
  if (!scope.ok) return scope;
  const granted = ordered(items ?? head.items);
  if (!isWithin(granted, head.items)) return refuse("consents.beyond-request", { field: "items" });
  const subject = await fileOf(parts, head.subjectId);
  if (!subject) throw new Error("a request about a subject that is not there");
  const read = lookAt(parts, scope.value, {
    subjectId: head.subjectId,
    what: "consent-preview",
    read: (sql) => parts.ledger.files.lent(sql, scope.value, subject, granted),
  });
  return done(await read);
}

function readingScope(
  { door }: ConsentParts,
  actor: Actor,
  { head, basis }: { head: RequestRow; basis: string },
): Promise<Outcome<Scope>> {
  return actor.kind === "representative"
    ? door.scope(actor, "read-consent", resourceOf(head), { audience: "subject" })
    : door.scope(actor, "read-consent", resourceOf(head), { audience: "body", purpose: counterPurpose(basis) });
}
