/** Correcting and withdrawing one record, by the agency that sent or decided it, with the reason. */
import type { Static } from "typebox";
import type { correctRecord as correcting, RowResult, withdrawRecord as withdrawing } from "#contract/entries.ts";
import { looksLikePersonNumber } from "#core/code/secrets.ts";
import type { Payload } from "#core/record/record.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import type { Permit } from "#src/access/index.ts";
import { type DocumentLineRow, findDocumentLines } from "#src/ledger/index.ts";
import { clockIsRight, itemFor } from "../acts/competence.ts";
import type { IntakeParts } from "../parts.ts";
import { withdrawalRow } from "../pipeline/build.ts";
import { type Built, buildChunk } from "../pipeline/chunk.ts";
import { type Decision, verdictOf } from "../pipeline/decide.ts";
import type { KnownLine } from "../pipeline/identity.ts";
import { type Draft, documentKeyOf, finding, identityOf, judge, worst } from "../pipeline/judge.ts";
import { lookUp, NameCache } from "../pipeline/lookups.ts";
import { findingsAgainst, readPersonsNamed } from "../pipeline/persons-named.ts";
import { isRegistration } from "../pipeline/registration.ts";
import type { Sending } from "../pipeline/sending.ts";
import {
  type Acting,
  buildParts,
  builtChange,
  type Decided,
  doneBefore,
  type OneAct,
  sendingOf,
  writeOne,
} from "./commit.ts";
import { ownDocument, resultOf } from "./enter.ts";
import { draftFindings } from "./findings.ts";
import { changePermit, type OwnStanding, readOwn } from "./own.ts";
import { findOfProceedings, type RecordOrigin, type RecordRef } from "./store.ts";
import { entryRow, readTyped, withoutMasks } from "./typed.ts";

type CorrectionAsked = Static<NonNullable<typeof correcting.body>>;
type WithdrawalAsked = Static<NonNullable<typeof withdrawing.body>>;

/** A reason stays when the payload is forgotten, so no person's number may stand in it (C13, C17). */
export function reasonFault(reason: string): Outcome<null> {
  return looksLikePersonNumber(reason) ? refuse("intake.reason-person", { field: "reason" }) : done(null);
}

/** Leave to change a record for a reason that may stay, while the clock is right. */
export async function mayChange(
  parts: IntakeParts,
  { actor }: Acting,
  { asked, action }: { asked: RecordRef & { readonly reason: string }; action: string },
): Promise<Outcome<{ readonly record: RecordRef; readonly origin: RecordOrigin; readonly permit: Permit }>> {
  const record = { subjectId: asked.subjectId, recordId: asked.recordId };
  const right = await clockIsRight(parts);
  if (!right.ok) return right;
  const reason = reasonFault(asked.reason);
  if (!reason.ok) return reason;
  const allowed = await changePermit(parts, actor, { record, action });
  return allowed.ok ? done({ record, ...allowed.value }) : allowed;
}

/**
 * Corrects a record. What is typed goes through the item's schema and rules like anything else; it may change neither
 * whom the record is about nor which document it is of, and never lengthens an end (C8).
 * @param also what else must be true with it, in the same transaction: an objection's answer
 */
export async function correctRecord(
  parts: IntakeParts,
  acting: Acting,
  asked: CorrectionAsked,
  also?: Decided["also"],
): Promise<Outcome<RowResult>> {
  const allowed = await mayChange(parts, acting, { asked, action: "correct-record" });
  if (!allowed.ok) return allowed;
  const { record, origin, permit } = allowed.value;
  const own = await proceedingFault(parts, permit, record);
  if (!own.ok) return own;
  const item = itemFor(parts, acting.actor, origin.itemId);
  if (!item.ok) return item;
  const { fields, documentId = null } = asked;
  if (!(await ownDocument(parts, permit, { acting, documentId })))
    return refuse("intake.document-unknown", { field: "documentId" });
  const act: OneAct = {
    source: "correction",
    item: item.value,
    permit,
    reason: asked.reason,
    asked: { ...record, fields, reason: asked.reason, documentId },
    documentId,
  };
  const before = await doneBefore(parts, acting, act);
  if (!before.ok) return before;
  if (before.value) return done(await resultOf(parts, act, before.value));
  const sending = await sendingOf(parts, acting, act);
  const written = await writeOne(parts, { sending, act }, async () => {
    const own = await readOwn(parts, permit, { record, origin });
    // What is repaired stays repaired, and its subject still sees it: what is wrong in it can be put right.
    if (own?.standing.state !== "standing" && own?.standing.state !== "repaired")
      return refuse("intake.record-not-standing");
    const decided = await decideCorrection(parts, { own, sending, asked });
    if (!also || !decided.ok || !("write" in decided.value)) return decided;
    // What corrects nothing carries nothing else.
    if (decided.value.write.built.changes.length === 0) return decided;
    return done({ write: { ...decided.value.write, also } });
  });
  if (!written.ok) return written;
  if ("receipt" in written.value) return done(await resultOf(parts, act, written.value.receipt));
  const { draft, decision } = written.value.instead;
  const findings = draftFindings(parts.catalogue, item.value, draft);
  return done({ verdict: verdictOf(decision.act), findings, receipt: null, record });
}

/** What a proceeding decided, with notice, answer and its second officer, is changed by its own acts and by nobody alone. */
async function proceedingFault({ app }: IntakeParts, permit: Permit, record: RecordRef): Promise<Outcome<null>> {
  const found = await findOfProceedings(app, permit, [record]);
  return found.size > 0 ? refuse("intake.listing-of-proceeding") : done(null);
}

interface Correcting {
  readonly own: OwnStanding;
  readonly sending: Sending;
  readonly asked: Pick<CorrectionAsked, "fields" | "reason">;
}

/** Decides a correction of a record as it stands: what to write, or what was found instead. */
export async function decideCorrection(
  parts: IntakeParts,
  { own, sending, asked }: Correcting,
): Promise<Outcome<{ write: Decided } | { instead: { draft: Draft; decision: Decision } }>> {
  const { standing, payload } = own;
  const mapped = readTyped(sending.item, withoutMasks(own.item, asked.fields, payload));
  if (!mapped.ok) return mapped;
  const draft = judge({ ...mapped.value, reason: asked.reason }, sending, () => null);
  if (own.standing.first.subjectKind !== "person") {
    const { subjectId } = own.standing.first;
    const named = await readPersonsNamed(parts.app, sending, [subjectId]);
    draft.findings.push(...findingsAgainst(draft, named.get(subjectId) ?? [], { sending, columnOf: () => null }));
  }
  const refusedAlready = worst(draft.findings) === "refuse";
  const line = refusedAlready ? null : await lineOf(parts, sending, { draft, own });
  if (!refusedAlready && !line) return refuse("intake.record-identity");
  if (!refusedAlready && !(await isSameParty(parts, sending, { draft, own }))) return refuse("intake.record-subject");
  const decision = line ? decided(draft, { line, own, sending }) : ({ act: "refuse", draft } as const);
  if (decision.act === "refuse") return done({ instead: { draft, decision } });
  const built = await buildChunk([decision], {
    parts: buildParts(parts, sending, lastInstant(standing)),
    names: new NameCache(),
    lastRow: entryRow,
  });
  return done({ write: { built, record: refOf(own) } });
}

function refOf({ standing: { first } }: OwnStanding): RecordRef {
  return { subjectId: first.subjectId, recordId: first.recordId };
}

/** When anything was last known of a record. */
export function lastInstant({ first, correctedAt, withdrawnAt, marks }: OwnStanding["standing"]): string {
  const all = [first.recordedAt, correctedAt, withdrawnAt, ...marks.map(({ recordedAt }) => recordedAt)];
  return all.reduce<string>((last, at) => (at !== null && at > last ? at : last), first.recordedAt);
}

/** The line of the draft's document that the record stands on; null where the draft names another document. */
async function lineOf(
  parts: IntakeParts,
  { permit }: Sending,
  { draft, own }: { draft: Draft; own: OwnStanding },
): Promise<KnownLine | null> {
  const line = await findLine(parts, permit, { documentKey: draft.documentKey, own });
  return line ? knownLine(line) : null;
}

async function findLine(
  parts: IntakeParts,
  permit: Permit,
  { documentKey, own }: { documentKey: Buffer; own: OwnStanding },
): Promise<DocumentLineRow | null> {
  const lines = await findDocumentLines(parts.app, permit, [documentKey]);
  return lines.find(({ recordId, act }) => recordId === own.standing.first.recordId && act !== "withdraw") ?? null;
}

function knownLine({ documentKey: _, content, ...line }: DocumentLineRow): KnownLine {
  return { ...line, content: Buffer.from(content).toString("hex") };
}

/** Whether the draft names whom the record is about: the same numbers, or numbers that lead there. */
async function isSameParty(
  parts: IntakeParts,
  sending: Sending,
  { draft, own }: { draft: Draft; own: OwnStanding },
): Promise<boolean> {
  const { first } = own.standing;
  if (draft.kind !== null && draft.kind !== first.subjectKind) return false;
  const { numbers } = sending.item.item.about;
  if (numbers.every((field) => sameNumber(draft.payload, own.payload, field))) return true;
  const found = await lookUp({ sql: parts.app, clock: parts.clock, names: new NameCache() }, sending, [draft]);
  const [resolution] = found.resolutions;
  const subjectId = resolution?.state === "known" ? resolution.subjectId : found.persons[0];
  return subjectId === first.subjectId;
}

function sameNumber(a: Payload, b: Payload, field: string): boolean {
  return (a[field] ?? "") === (b[field] ?? "");
}

function decided(
  draft: Draft,
  { line, own, sending }: { line: KnownLine; own: OwnStanding; sending: Sending },
): Decision {
  const { first } = own.standing;
  // Its own registration, still standing: the name in it is the register's.
  const renames = isRegistration(sending);
  const subject = { subjectId: first.subjectId, kind: first.subjectKind, isNew: false, renames, learns: [] };
  if (line.content === draft.content) return { act: "unchanged", draft, party: first.subjectId };
  // C5: what an adverse list says of a person is confirmed by a second officer.
  if (first.listing && first.subjectKind === "person" && sending.confirmedBy === null)
    draft.findings.push(
      finding("listing.second-officer", "hold", { field: sending.item.item.about.name, columnOf: () => null }),
    );
  if (worst(draft.findings) !== "hold") return { act: "correct", draft, subject, known: line, standing: own.standing };
  const { line: at, subjectId, recordId } = line;
  return { act: "hold", draft, candidates: [{ is: "line", line: at, subjectId, recordId }] };
}

/** Withdraws a record: it is shown to nobody but the subject any more, and stays as a record that was withdrawn (C17). */
export async function withdrawRecord(
  parts: IntakeParts,
  acting: Acting,
  asked: WithdrawalAsked,
  also?: Decided["also"],
): Promise<Outcome<RowResult>> {
  const allowed = await mayChange(parts, acting, { asked, action: "withdraw-record" });
  if (!allowed.ok) return allowed;
  const { record, origin, permit } = allowed.value;
  const own = await proceedingFault(parts, permit, record);
  if (!own.ok) return own;
  const item = parts.catalogue.versions(origin.itemId).at(-1);
  if (!item) return refuse("intake.item-unknown", { params: { item: origin.itemId } });
  const act: OneAct = {
    source: "withdrawal",
    item,
    permit,
    reason: asked.reason,
    asked: { ...record, reason: asked.reason },
    documentId: null,
  };
  const before = await doneBefore(parts, acting, act);
  if (!before.ok) return before;
  if (before.value) return done(await resultOf(parts, act, before.value));
  const sending = await sendingOf(parts, acting, act);
  const written = await writeOne<never>(parts, { sending, act }, async () => {
    const own = await readOwn(parts, permit, { record, origin });
    if (own?.standing.state !== "standing") return refuse("intake.record-not-standing");
    const built = await withdrawn(parts, sending, own);
    return done({ write: { built, record, ...(also ? { also } : {}) } });
  });
  if (!written.ok) return written;
  if (!("receipt" in written.value)) throw new Error("a withdrawal was not written");
  return done(await resultOf(parts, act, written.value.receipt));
}

/** What a withdrawal of a record as it stands writes. */
export async function withdrawn(parts: IntakeParts, sending: Sending, own: OwnStanding): Promise<Built> {
  const { standing, payload, item } = own;
  const building = buildParts(parts, sending, lastInstant(standing));
  const documentKey = documentKeyOf(
    { ...sending, item },
    standing.first.authority,
    identityOf(payload, { item }) ?? "",
  );
  const line = await findLine(parts, sending.permit, { documentKey, own });
  const { batchId, reason } = sending.batch;
  return builtChange(building, {
    change: withdrawalRow({ row: entryRow, reason }, standing, building),
    lines: line ? [{ ...line, version: line.version + 1, act: "withdraw", batchId }] : [],
  });
}
