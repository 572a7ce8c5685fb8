/**
 * Listings that are decided here: what `lists` writes in the ledger when a proceeding comes to that, as any record of the
 * item is written, with a batch and a receipt, and the proceeding's own act in the same transaction. Who may list, and
 * whether it may be done now, is for `lists`; what the item asks of a record is asked here as of every sender.
 */
import type { RowResult } from "#contract/entries.ts";
import type { Json } from "#core/record/canonical.ts";
import type { Payload, SubjectKind } from "#core/record/record.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Sql } from "#src/platform/database.ts";
import { clockIsRight, itemForKinds, kindsOf, senderOf } from "../acts/competence.ts";
import { batchPermit } from "../acts/send.ts";
import type { IntakeParts } from "../parts.ts";
import { buildChunk } from "../pipeline/chunk.ts";
import { type Decision, decideChunk, verdictOf } from "../pipeline/decide.ts";
import { type Draft, judge } from "../pipeline/judge.ts";
import { lookUp, NameCache } from "../pipeline/lookups.ts";
import { RunPending } from "../pipeline/pending.ts";
import type { Sending } from "../pipeline/sending.ts";
import { decideCorrection, withdrawn } from "./change.ts";
import {
  type Acting,
  batchIdFor,
  buildParts,
  type Decided,
  doneBefore,
  type OneAct,
  sendingOf,
  writeOne,
} from "./commit.ts";
import { resultOf } from "./enter.ts";
import { draftFindings } from "./findings.ts";
import { changePermit, type OwnStanding, readOwn } from "./own.ts";
import type { RecordRef } from "./store.ts";
import { entryRow, readTyped, type TypedFields } from "./typed.ts";

/** Whose decision a listing is, where its service puts it in force and no officer acts then. */
export interface Answerable {
  /** Signature of the officer who decided. */
  readonly decidedBy: string;
  readonly agency: string;
  readonly agencyKinds: readonly string[];
}

/** Whom a listing is about, and under which item. */
export interface ListingHead {
  readonly item: string;
  readonly subject: { readonly subjectId: string; readonly kind: SubjectKind };
}

/** A listing as it was decided. */
export interface Listing {
  /** The item's fields, as a form would give them. */
  readonly fields: TypedFields;
  /** The second officer, where one has confirmed. */
  readonly confirmedBy: string | null;
  /** The proceeding's own act, which refers to the record; false: somebody was faster, decide again. */
  also(sql: Sql, record: RecordRef): Promise<boolean>;
}

/** Judges a listing that is to be decided as its record will be judged; writes nothing. */
export async function judgeListing(
  parts: IntakeParts,
  acting: Acting,
  asked: ListingHead & Pick<Listing, "fields" | "confirmedBy">,
): Promise<Outcome<Pick<RowResult, "verdict" | "findings">>> {
  const begun = await begin(parts, acting, asked);
  if (!begun.ok) return begun;
  const { act, sending } = begun.value;
  const decided = await decideListing(parts, { ...sending, confirmedBy: asked.confirmedBy }, asked);
  if (!decided.ok) return decided;
  const { draft, decision } = decided.value;
  return done({ verdict: verdictOf(decision.act), findings: draftFindings(parts.catalogue, act.item, draft) });
}

/**
 * Records a listing. `decide` is asked anew whenever somebody was faster; what it refuses is refused. Where the item's
 * rules hold or refuse the record nothing is written, and the findings say why.
 */
export async function recordListing(
  parts: IntakeParts,
  acting: Acting,
  {
    head,
    answerable = null,
    decide,
  }: { head: ListingHead; answerable?: Answerable | null; decide: () => Promise<Outcome<Listing>> },
): Promise<Outcome<RowResult>> {
  const right = await clockIsRight(parts);
  if (!right.ok) return right;
  const begun = await begin(parts, acting, head, answerable);
  if (!begun.ok) return begun;
  const { act, sending } = begun.value;
  const before = await doneBefore(parts, acting, act);
  if (!before.ok) return before;
  if (before.value) return done(await resultOf(parts, act, before.value));
  const written = await writeOne<RowResult>(parts, { sending, act }, async () => {
    const listing = await decide();
    if (!listing.ok) return listing;
    const confirmed = { ...sending, confirmedBy: listing.value.confirmedBy };
    const decided = await decideListing(parts, confirmed, { ...head, fields: listing.value.fields });
    if (!decided.ok) return decided;
    const { draft, decision } = decided.value;
    if (decision.act !== "record") {
      const findings = draftFindings(parts.catalogue, act.item, draft);
      return done({ instead: { verdict: verdictOf(decision.act), findings, receipt: null, record: null } });
    }
    const record = { subjectId: decision.subject.subjectId, recordId: decision.recordId };
    const built = await buildChunk([decision], {
      parts: buildParts(parts, confirmed),
      names: new NameCache(),
      lastRow: entryRow,
    });
    return done({ write: { built, record, also: (sql) => listing.value.also(sql, record) } });
  });
  if (!written.ok) return written;
  return done("receipt" in written.value ? await resultOf(parts, act, written.value.receipt) : written.value.instead);
}

async function begin(
  parts: IntakeParts,
  acting: Acting,
  { item: itemId, subject }: ListingHead,
  answerable: Answerable | null = null,
): Promise<Outcome<{ act: OneAct; sending: Sending }>> {
  const permit = await batchPermit(parts, acting.actor, { action: "send-records", batchId: batchIdFor(acting) });
  if (!permit.ok) return permit;
  const item = itemForKinds(parts, answerable?.agencyKinds ?? kindsOf(acting.actor), itemId);
  if (!item.ok) return item;
  const act: OneAct = {
    source: "entry",
    item: item.value,
    permit: permit.value,
    reason: null,
    asked: { listing: subject.subjectId, item: itemId },
    documentId: null,
  };
  const sending = { ...(await sendingOf(parts, acting, act)), isOfProceeding: true };
  if (answerable === null) return done({ act, sending });
  // The record stands under the name of who decided it, not of who handed it over or read it.
  const { agency, decidedBy } = answerable;
  const batch = { ...sending.batch, agencyCode: agency, enteredBy: decidedBy };
  return done({ act, sending: { ...sending, batch, sender: await senderOf(parts, agency, item.value) } });
}

async function decideListing(
  parts: IntakeParts,
  sending: Sending,
  { subject, fields }: Pick<ListingHead, "subject"> & Pick<Listing, "fields">,
): Promise<Outcome<{ draft: Draft; decision: Decision }>> {
  const mapped = readTyped(sending.item, fields);
  if (!mapped.ok) return mapped;
  const draft = judge(mapped.value, sending, () => null);
  const names = new NameCache();
  const found = await lookUp({ sql: parts.app, clock: parts.clock, names }, sending, [draft], [subject.subjectId]);
  const pending = new RunPending(sending.batch.batchId);
  const [decision] = decideChunk([draft], found, { sending, columnOf: () => null, names, pending, chosen: subject });
  if (!decision) throw new Error("a draft was not decided");
  return done({ draft, decision });
}

/** How a listing of ours ends before its day: shortened, or undone with all effects. */
export interface EndedListing {
  /** Last day in force; null: withdrawn, as if it had never been. */
  readonly endsOn: IsoDate | null;
  readonly reason: string;
  /** Another officer than the one who acts, where the item asks for two. */
  readonly confirmedBy: string | null;
  /** Says which act of its proceeding ends it: without that the ledger takes no change of its record. */
  announce(sql: Sql, batchId: string): Promise<void>;
  also(sql: Sql): Promise<boolean>;
}

/** Ends a listing that was recorded here. `decide` is asked anew whenever somebody was faster. */
export async function endListing(
  parts: IntakeParts,
  acting: Acting,
  { record, decide }: { record: RecordRef; decide: () => Promise<Outcome<EndedListing>> },
): Promise<Outcome<null>> {
  const right = await clockIsRight(parts);
  if (!right.ok) return right;
  const first = await decide();
  if (!first.ok) return first;
  const isWithdrawal = first.value.endsOn === null;
  const action = isWithdrawal ? "withdraw-record" : "correct-record";
  const allowed = await changePermit(parts, acting.actor, { record, action });
  if (!allowed.ok) return allowed;
  const { origin, permit } = allowed.value;
  const item = parts.catalogue.versions(origin.itemId).at(-1);
  if (!item) return refuse("intake.item-unknown", { params: { item: origin.itemId } });
  const act: OneAct = {
    source: isWithdrawal ? "withdrawal" : "correction",
    item,
    permit,
    reason: first.value.reason,
    asked: { ...record, endsOn: first.value.endsOn, reason: first.value.reason },
    documentId: null,
  };
  const before = await doneBefore(parts, acting, act);
  if (!before.ok) return before;
  if (before.value) return done(null);
  const sending = { ...(await sendingOf(parts, acting, act)), isOfProceeding: true };
  const written = await writeOne<never>(parts, { sending, act }, async () => {
    const ended = await decide();
    if (!ended.ok) return ended;
    const own = await readOwn(parts, permit, { record, origin });
    if (own?.standing.state !== "standing") return refuse("intake.record-not-standing");
    return endOne(parts, { ...sending, confirmedBy: ended.value.confirmedBy }, { own, ended: ended.value });
  });
  return written.ok ? done(null) : written;
}

async function endOne(
  parts: IntakeParts,
  sending: Sending,
  { own, ended }: { own: OwnStanding; ended: EndedListing },
): Promise<Outcome<{ write: Decided }>> {
  const record = { subjectId: own.standing.first.subjectId, recordId: own.standing.first.recordId };
  const { endsOn, reason, also } = ended;
  const first = (sql: Sql) => ended.announce(sql, sending.batch.batchId);
  if (endsOn === null) return done({ write: { built: await withdrawn(parts, sending, own), record, first, also } });
  const { effectiveTo } = own.item.item.dates;
  if (effectiveTo === null) throw new Error(`${own.item.key} has no field for the last day of a listing`);
  const fields = typed({ ...own.payload, [effectiveTo]: endsOn });
  const decided = await decideCorrection(parts, { own, sending, asked: { fields, reason } });
  if (!decided.ok) return decided;
  if ("write" in decided.value) return done({ write: { ...decided.value.write, first, also } });
  const [finding] = decided.value.instead.draft.findings.filter(({ verdict }) => verdict !== "note");
  return refuse("intake.listing-not-shortened", { params: { finding: finding?.code ?? "" } });
}

/** A stored payload as a form would give it back. */
function typed(payload: Payload): TypedFields {
  return Object.fromEntries(Object.entries(payload).flatMap(([name, value]) => typedValue(name, value)));
}

function typedValue(name: string, value: Json): [string, TypedFields[string]][] {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return [[name, value]];
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return [[name, value]];
  return [];
}
