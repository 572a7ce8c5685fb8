/**
 * Free text reaches the public only as a named officer released it, masked (C3, C12). The platform suggests; the officer
 * reads, changes and confirms. What is released may leave out parts of what was sent and add nothing; what the suggestion
 * would mask is refused, unless the officer says of a likely name why it is none.
 */
import type { Static } from "typebox";
import type { releaseText as releasing, SuggestedRelease } from "#contract/entries.ts";
import type { Receipt } from "#contract/intake.ts";
import { publishedOn } from "#core/record/fold.ts";
import type { Payload } from "#core/record/record.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import type { Actor } from "#src/access/index.ts";
import { titleOf } from "#src/catalogue/index.ts";
import { annotation } from "#src/ledger/index.ts";
import type { IntakeParts, IntakeRooms } from "../parts.ts";
import type { Built } from "../pipeline/chunk.ts";
import type { Sending } from "../pipeline/sending.ts";
import { lastInstant, mayChange, reasonFault } from "./change.ts";
import { type Acting, buildParts, builtChange, doneBefore, type OneAct, sendingOf, writeOne } from "./commit.ts";
import { isMaskedVersion, leftIn, likelyOnly, suggestMask } from "./mask-text.ts";
import { findOwn, freeTextOf, type OwnStanding, readOwn } from "./own.ts";
import type { RecordRef } from "./store.ts";
import { entryRow } from "./typed.ts";

type Asked = Static<NonNullable<typeof releasing.body>>;

/** A masked version of every free text of a record, for an officer to go over. The look is logged (C15). */
export async function suggestRelease(
  rooms: IntakeRooms,
  actor: Actor,
  record: RecordRef,
): Promise<Outcome<SuggestedRelease>> {
  const found = await findOwn(rooms, actor, { record });
  if (!found.ok) return found;
  const { origin, scope } = found.value;
  return rooms.looks.look(scope, record.subjectId, async (sql) => {
    const own = await readOwn(rooms, scope, { record, origin, sql });
    const value = own ? suggested(rooms, own) : refuse("intake.record-unknown");
    return { value, outcome: value.ok ? "shown" : "nothing-held", shown: { what: "free-text", records: 1 } };
  });
}

function suggested(parts: IntakeParts, own: OwnStanding): Outcome<SuggestedRelease> {
  const fault = releasable(parts, own);
  if (!fault.ok) return fault;
  const known = knownNames(own);
  const fields = freeTextOf(own.item, own.payload).flatMap((field) => {
    const declared = own.item.fields.get(field);
    const text = textOf(own.payload, field);
    if (!declared) return [];
    const { text: suggestion, masked } = suggestMask(text, { known });
    const likelyNames = likelyOnly(text, known);
    return [{ field, title: titleOf(declared), text, suggestion, masked, likelyNames }];
  });
  return done({ fields });
}

/** Free text is released of a record that stands and is public today, and never of a person's. */
function releasable({ clock }: IntakeParts, { standing, item }: OwnStanding): Outcome<null> {
  if (standing.state !== "standing") return refuse("intake.record-not-standing");
  const isPublic = standing.first.subjectKind !== "person" && publishedOn(standing.content, clock.today());
  const hasText = [...item.fields.values()].some((field) => field["x-disclosure"] === "after-release");
  return isPublic && hasText ? done(null) : refuse("intake.release-not-public");
}

function textOf(payload: Payload, field: string): string {
  const value = payload[field];
  return typeof value === "string" ? value : "";
}

/** Names the record itself holds sealed; of an individual business the trade name too, which may be its operator's (C12). */
function knownNames({ item, payload, standing }: OwnStanding): string[] {
  const sealed = [...item.fields].flatMap(([name, field]) =>
    field["x-disclosure"] === "sealed" && field.enum === undefined && field.format === undefined
      ? [textOf(payload, name)]
      : [],
  );
  const trade = standing.first.subjectKind === "individual-business" ? [textOf(payload, item.item.about.name)] : [];
  return [...sealed, ...trade].filter((name) => name !== "");
}

/** Releases the texts an officer confirmed. */
export async function releaseText(
  parts: IntakeParts,
  acting: Acting,
  asked: Asked,
): Promise<Outcome<{ receipt: Receipt }>> {
  const allowed = await mayChange(parts, acting, { asked, action: "release-text" });
  if (!allowed.ok) return allowed;
  const { record, origin, permit } = allowed.value;
  const item = parts.catalogue.versions(origin.itemId).at(-1);
  if (!item) return refuse("intake.item-unknown", { params: { item: origin.itemId } });
  const { fields, notNames = [] } = asked;
  for (const { reason } of notNames) {
    const fault = reasonFault(reason);
    if (!fault.ok) return fault;
  }
  const act: OneAct = {
    source: "release",
    item,
    permit,
    reason: actReason(asked),
    asked: { ...record, fields, reason: asked.reason, notNames },
    documentId: null,
  };
  const before = await doneBefore(parts, acting, act);
  if (!before.ok) return before;
  if (before.value) return done({ receipt: before.value });
  const sending = await sendingOf(parts, acting, act);
  const written = await writeOne<never>(parts, { sending, act }, async () => {
    const own = await readOwn(parts, permit, { record, origin });
    if (!own) return refuse("intake.record-unknown");
    const fault = releaseFault(parts, own, asked);
    return fault.ok ? done({ write: { built: released(parts, { sending, own, fields }), record } }) : fault;
  });
  if (!written.ok) return written;
  if (!("receipt" in written.value)) throw new Error("a release was not written");
  return done({ receipt: written.value.receipt });
}

/** Why the text is released, and of each word that was kept why it is no person's name: both stay with the act. */
function actReason({ reason, notNames = [] }: Asked): string {
  return [reason, ...notNames.map((one) => `“${one.word}”不是姓名：${one.reason}`)].join("；");
}

function releaseFault(
  parts: IntakeParts,
  own: OwnStanding,
  { fields, notNames = [] }: Pick<Asked, "fields" | "notNames">,
): Outcome<null> {
  const fault = releasable(parts, own);
  if (!fault.ok) return fault;
  const texts = Object.entries(fields);
  if (texts.length === 0) return refuse("intake.release-field", { field: "fields" });
  const waiting = new Set(freeTextOf(own.item, own.payload));
  const known = knownNames(own);
  const mayBeKept = new Set(
    texts.flatMap(([field]) => (waiting.has(field) ? likelyOnly(textOf(own.payload, field), known) : [])),
  );
  if (!notNames.every(({ word }) => mayBeKept.has(word))) return refuse("intake.release-kept", { field: "notNames" });
  const kept = new Set(notNames.map(({ word }) => word));
  for (const [field, text] of texts) {
    if (!waiting.has(field)) return refuse("intake.release-field", { field });
    const original = textOf(own.payload, field);
    const left = leftIn(text, { original, known, kept });
    if (left) {
      const { kind, from, to } = left;
      return refuse("intake.release-person", { field, params: { kind: kindWords[kind], from, to } });
    }
    if (!isMaskedVersion(text, original)) return refuse("intake.release-not-of-text", { field });
  }
  return done(null);
}

const kindWords = {
  number: "证件、车牌等号码 / a number",
  phone: "电话、邮箱等联系方式 / a way to reach somebody",
  name: "姓名 / a name",
  address: "住址 / an address",
} as const;

/** The annotation: it speaks of the content as it stands, whose version it names, and has a salt like any payload (C17). */
function released(
  parts: IntakeParts,
  { sending, own, fields }: { sending: Sending; own: OwnStanding; fields: Asked["fields"] },
): Built {
  const { standing } = own;
  const building = buildParts(parts, sending, lastInstant(standing));
  const { batch } = sending;
  const change = annotation({
    subjectId: standing.first.subjectId,
    recordId: standing.first.recordId,
    version: standing.version + 1,
    itemVersion: standing.content.itemVersion,
    reason: batch.reason ?? "",
    mark: "release",
    open: fields,
    shared: null,
    enteredBy: batch.enteredBy,
    recordedAt: building.recordedAt,
    batchId: batch.batchId,
    rowNo: entryRow,
  });
  return builtChange(building, { change, lines: [] });
}
