/** Entering one record from a form: judged, matched, decided and stored as a file of one row is. */
import type { Static } from "typebox";
import type { enterRecord as contract, RowResult } from "#contract/entries.ts";
import type { Receipt } from "#contract/intake.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import type { Permit } from "#src/access/index.ts";
import { findDocumentLines } from "#src/ledger/index.ts";
import { clockIsRight, itemFor } from "../acts/competence.ts";
import { batchPermit } from "../acts/send.ts";
import type { IntakeParts } from "../parts.ts";
import { buildChunk } from "../pipeline/chunk.ts";
import { type Decision, decideChunk, verdictOf } from "../pipeline/decide.ts";
import { type Draft, judge } from "../pipeline/judge.ts";
import { lookUp, NameCache } from "../pipeline/lookups.ts";
import { RunPending } from "../pipeline/pending.ts";
import type { Sending } from "../pipeline/sending.ts";
import { listFindings } from "../store.ts";
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
import { draftFindings, findingView } from "./findings.ts";
import { findDocument, findEntry, findWritten, type RecordRef } from "./store.ts";
import { entryRow, readTyped } from "./typed.ts";

type Asked = Static<NonNullable<typeof contract.body>>;

/**
 * Enters one record. What is refused is told and leaves nothing behind, so the same form may be sent again, mended,
 * under the same key; everything else is a batch of one row with its receipt.
 */
export async function enterRecord(parts: IntakeParts, acting: Acting, asked: Asked): Promise<Outcome<RowResult>> {
  const right = await clockIsRight(parts);
  if (!right.ok) return right;
  const permit = await batchPermit(parts, acting.actor, { action: "send-records", batchId: batchIdFor(acting) });
  if (!permit.ok) return permit;
  const item = itemFor(parts, acting.actor, asked.item);
  if (!item.ok) return item;
  const documentId = asked.documentId ?? null;
  const act: OneAct = {
    source: "entry",
    item: item.value,
    permit: permit.value,
    reason: null,
    asked: { item: asked.item, fields: asked.fields, documentId },
    documentId,
  };
  return enter(parts, acting, { act, fields: asked.fields, isDryRun: asked.dryRun === true });
}

interface Entering {
  readonly act: OneAct;
  readonly fields: Asked["fields"];
  readonly isDryRun: boolean;
}

async function enter(
  parts: IntakeParts,
  acting: Acting,
  { act, fields, isDryRun }: Entering,
): Promise<Outcome<RowResult>> {
  const mapped = readTyped(act.item, fields);
  if (!mapped.ok) return mapped;
  if (!(await ownDocument(parts, act.permit, { acting, documentId: act.documentId })))
    return refuse("intake.document-unknown", { field: "documentId" });
  const before = await doneBefore(parts, acting, act);
  if (!before.ok) return before;
  const sending = await sendingOf(parts, acting, act);
  const draft = judge(mapped.value, sending, () => null);
  if (before.value && !isDryRun) return done(await resultOf(parts, act, before.value));
  const written = await writeOne(parts, { sending, act }, async () => {
    const decided = await decideOne(parts, sending, draft);
    const isWritten = !isDryRun && decided.decision.act !== "refuse";
    return done(isWritten ? { write: decided.write } : { instead: decided.decision });
  });
  if (!written.ok) return written;
  if ("receipt" in written.value) return done(await resultOf(parts, act, written.value.receipt));
  const { act: name } = written.value.instead;
  const findings = draftFindings(parts.catalogue, act.item, draft);
  return done({ verdict: verdictOf(name), findings, receipt: null, record: null });
}

/** Decides the one draft on what is known now, and builds what it would write. */
async function decideOne(
  parts: IntakeParts,
  sending: Sending,
  draft: Draft,
): Promise<{ decision: Decision; write: Decided }> {
  const names = new NameCache();
  const found = await lookUp({ sql: parts.app, clock: parts.clock, names }, sending, [draft]);
  const pending = new RunPending(sending.batch.batchId);
  const [decision] = decideChunk([draft], found, { sending, columnOf: () => null, names, pending });
  if (!decision) throw new Error("a draft was not decided");
  const standing = "standing" in decision ? decision.standing : null;
  const built = await buildChunk([decision], {
    parts: buildParts(parts, sending, standing?.correctedAt ?? standing?.first.recordedAt ?? null),
    names,
    lastRow: entryRow,
  });
  const record = decision.act === "unchanged" ? await saidAlready(parts, sending.permit, draft) : null;
  return { decision, write: { built, record } };
}

/** The record that says the very same of the same document. */
async function saidAlready(parts: IntakeParts, permit: Permit, draft: Draft): Promise<RecordRef | null> {
  const lines = await findDocumentLines(parts.app, permit, [draft.documentKey]);
  const same = lines.find(
    ({ act, content }) => act !== "withdraw" && Buffer.from(content).toString("hex") === draft.content,
  );
  return same ? { subjectId: same.subjectId, recordId: same.recordId } : null;
}

/** What a receipt of one row says became of it. */
export function verdictIn({ accepted, corrected, held, refused }: Receipt): RowResult["verdict"] {
  if (accepted > 0) return "accepted";
  if (corrected > 0) return "corrected";
  if (held > 0) return "held";
  return refused > 0 ? "refused" : "unchanged";
}

/** The result of an act that was written, now or before: always read from what is stored. */
export async function resultOf(parts: IntakeParts, act: OneAct, receipt: Receipt): Promise<RowResult> {
  const { item, permit } = act;
  const entry = await findEntry(parts.app, permit, receipt.batch);
  const record = entry?.record ?? (await findWritten(parts.app, permit, receipt.batch));
  const found = await listFindings(parts.app, permit, {
    batchId: receipt.batch,
    after: { row: 0, ordinal: 0 },
    limit: 200,
    verdicts: ["note", "hold", "refuse"],
  });
  const findings = found.map((row) => findingView(parts.catalogue, item, row));
  return { verdict: verdictIn(receipt), findings, receipt, record };
}

/** Whether a document that is to be attached is the actor's agency's own. */
export async function ownDocument(
  parts: IntakeParts,
  permit: Permit,
  { acting, documentId }: { acting: Acting; documentId: string | null },
): Promise<boolean> {
  if (documentId === null) return true;
  const document = await findDocument(parts.app, permit, documentId);
  const { actor } = acting;
  return (
    document !== null && (actor.kind === "officer" || actor.kind === "client") && document.agencyCode === actor.agency
  );
}
