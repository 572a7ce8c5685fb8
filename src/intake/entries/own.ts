/** Records of the agency's own: found, opened, shown as the agency sent them. Every look is logged (C15). */
import type { OwnRecordDetail } from "#contract/entries.ts";
import { foldRecord, retainedOn } from "#core/record/fold.ts";
import type { Payload, StandingRecord } from "#core/record/record.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, type Permit, type Scope } from "#src/access/index.ts";
import { type ItemVersion, shownFields } from "#src/catalogue/index.ts";
import { readRecords, sealContext } from "#src/ledger/index.ts";
import type { Sql } from "#src/platform/database.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import { ownRecordView } from "../batches/records.ts";
import type { IntakeParts, IntakeRooms } from "../parts.ts";
import { ownRecordPurpose } from "../purposes.ts";
import { findOrigin, listDocuments, type RecordOrigin, type RecordRef } from "./store.ts";

/** A record as it stands, with everything that was sent of it. */
export interface OwnStanding {
  readonly origin: RecordOrigin;
  readonly standing: StandingRecord;
  /** Empty once it is forgotten. */
  readonly payload: Payload;
  /** The version it stands under. */
  readonly item: ItemVersion;
}

/** Whose a record is, as policies ask: the actor's where its agency sent or decided it, else the sender's. */
function ownerFor(actor: Actor, { sender, authority }: RecordOrigin): string {
  const agency = agencyOf(actor);
  return agency === sender || agency === authority ? agency : sender;
}

/** Leave to look at what an agency sent, as it sent it; policy refuses others', and the refusal is logged. */
export function ownScope(
  parts: Pick<IntakeParts, "door">,
  actor: Actor,
  { agency, id }: { agency: string; id: string },
): Promise<Outcome<Scope>> {
  const resource = { type: "Batch", id, attributes: { agency } };
  return parts.door.scope(actor, "read-document", resource, { audience: "inside", purpose: ownRecordPurpose });
}

/** A record's origin and leave to read it; a record nobody sent is unknown. */
export async function findOwn(
  parts: IntakeParts,
  actor: Actor,
  { record }: { record: RecordRef },
): Promise<Outcome<{ origin: RecordOrigin; scope: Scope }>> {
  const ask = (agency: string) => ownScope(parts, actor, { agency, id: record.recordId });
  const own = await ask(agencyOf(actor) ?? "");
  if (!own.ok) return own;
  const origin = await findOrigin(parts.app, own.value, record);
  if (!origin) return refuse("intake.record-unknown");
  const scope = await ask(ownerFor(actor, origin));
  return scope.ok ? done({ origin, scope: scope.value }) : scope;
}

/** Leave to change a record: its sender's or its authority's officers only (C2; 谁产生、谁负责). */
export async function changePermit(
  parts: IntakeParts,
  actor: Actor,
  { record, action }: { record: RecordRef; action: string },
): Promise<Outcome<{ origin: RecordOrigin; permit: Permit }>> {
  const ask = (agency: string) =>
    parts.door.permit(actor, action, { type: "Batch", id: record.recordId, attributes: { agency } });
  const own = await ask(agencyOf(actor) ?? "");
  if (!own.ok) return own;
  const origin = await findOrigin(parts.app, own.value, record);
  if (!origin) return refuse("intake.record-unknown");
  const permit = await ask(ownerFor(actor, origin));
  return permit.ok ? done({ origin, permit: permit.value }) : permit;
}

/** The record as it stands, unsealed for who may change or open it. Null where there is none. */
export async function readOwn(
  parts: IntakeParts,
  leave: Permit | Scope,
  { record, origin, sql = parts.app }: { record: RecordRef; origin: RecordOrigin; sql?: Sql },
): Promise<OwnStanding | null> {
  const { firsts, changes } = await readRecords(sql, leave, [record]);
  const [first] = firsts;
  const standing = first ? foldRecord(first, changes.get(record.recordId) ?? [], null) : null;
  if (!standing) return null;
  const item = parts.catalogue.item(origin.itemId, standing.content.itemVersion);
  // What may no longer be kept is not shown, also where the job that forgets it is late (C8).
  const isKept = standing.state !== "erased" && retainedOn(standing.content, parts.clock.today());
  if (!isKept) return { origin, standing: { ...standing, state: "erased" }, payload: {}, item };
  return { origin, standing, payload: payloadOf(standing, parts.keys), item };
}

/** All that was sent of a record, sealed fields opened. */
export function payloadOf({ first, content }: StandingRecord, keys: KeyRing): Payload {
  const sealed: Payload = content.sealed
    ? JSON.parse(keys.open(content.sealed, sealContext(first)).toString("utf8"))
    : {};
  return { ...content.open, ...content.shared, ...sealed };
}

/** Everything the agency sent of a record, for a form; the subject can read that it was looked at. */
export async function openOwnRecord(
  parts: IntakeRooms,
  actor: Actor,
  record: RecordRef,
): Promise<Outcome<OwnRecordDetail>> {
  const found = await findOwn(parts, actor, { record });
  if (!found.ok) return found;
  const { origin, scope } = found.value;
  return parts.looks.look(scope, record.subjectId, async (sql) => {
    const own = await readOwn(parts, scope, { record, origin, sql });
    if (!own) throw new Error("a record whose origin is known is not found");
    const value = done(await detailOf(parts, scope, { own, record, sql }));
    const outcome = own.standing.state === "erased" ? "nothing-held" : "shown";
    return { value, outcome, shown: { what: "own-record", records: 1 } };
  });
}

async function detailOf(
  parts: IntakeParts,
  scope: Scope,
  { own, record, sql }: { own: OwnStanding; record: RecordRef; sql: Sql },
): Promise<OwnRecordDetail> {
  const { standing, payload, item, origin } = own;
  const inForce = parts.catalogue.itemInForce(item.item.id, parts.clock.today());
  const documents = standing.state === "erased" ? [] : await listDocuments(sql, scope, record);
  return {
    record: ownRecordView(standing, { row: origin.rowNo, act: "record" }, parts.catalogue),
    form: (inForce ?? item).entryForm,
    fields: shownFields(item, payload).fields,
    documents: documents.map(({ documentId, mediaType, bytes, enteredAt }) => ({
      documentId,
      mediaType,
      bytes,
      enteredAt: enteredAt.toISOString(),
    })),
    freeText: freeTextOf(item, payload).map((field) => ({ field, released: releasedText(standing, field) })),
  };
}

/** Names of the fields whose text the public sees only as released (C3), where there is text. */
export function freeTextOf(item: ItemVersion, payload: Payload): string[] {
  return [...item.fields].flatMap(([name, field]) =>
    field["x-disclosure"] === "after-release" && typeof payload[name] === "string" && payload[name] !== ""
      ? [name]
      : [],
  );
}

/** What is released of a field now; null: nothing. */
export function releasedText({ marks }: StandingRecord, field: string): string | null {
  const released = marks.filter(({ mark }) => mark === "release").map(({ open }) => open?.[field]);
  const last = released.findLast((text) => typeof text === "string");
  return typeof last === "string" ? last : null;
}
