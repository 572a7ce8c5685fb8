/** Deciding a row that waited: a named officer of the agency that sent it, with the reason; where the charter asks, another one. */
import type { Static } from "typebox";
import type { RowResult } from "#contract/entries.ts";
import type { decideHeld } from "#contract/held.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { signature } from "#src/access/index.ts";
import { clockIsRight } from "../acts/competence.ts";
import { reasonFault } from "../entries/change.ts";
import { type Acting, batchIdFor, buildParts, doneBefore, type OneAct, writeOne } from "../entries/commit.ts";
import { resultOf } from "../entries/enter.ts";
import { draftFindings, findingView } from "../entries/findings.ts";
import type { IntakeRooms } from "../parts.ts";
import { buildChunk } from "../pipeline/chunk.ts";
import { verdictOf } from "../pipeline/decide.ts";
import type { Sending } from "../pipeline/sending.ts";
import { findWaiting, sendingFor, type Waiting } from "./look.ts";
import { findFindingsOf, findHeldDecision, insertHeldDecision } from "./store.ts";
import { isReturned, needsSecondOfficer, openHeld, weigh } from "./weigh.ts";

type Asked = Static<NonNullable<typeof decideHeld.body>> & { readonly batchId: string; readonly row: number };

/** Decides a held row. The same key again answers what came of it. */
export async function decideHeldRow(rooms: IntakeRooms, acting: Acting, asked: Asked): Promise<Outcome<RowResult>> {
  const right = await clockIsRight(rooms);
  if (!right.ok) return right;
  const said = reasonFault(asked.reason);
  if (!said.ok) return said;
  const waiting = await findWaiting(rooms, acting.actor, asked);
  if (!waiting.ok) return waiting;
  const { held, permit } = waiting.value;
  const item = rooms.catalogue.item(held.itemId, held.itemVersion);
  const { batchId, row, decision, subjectId = null, line = null, reason } = asked;
  const act: OneAct = {
    source: "held",
    item,
    permit,
    reason,
    asked: { batchId, row, decision, subjectId, line, reason },
    documentId: null,
  };
  const before = await doneBefore(rooms, acting, act);
  if (!before.ok) return before;
  if (before.value) return done(await resultOf(rooms, act, before.value));
  if (decision === "refuse") return refuseRow(rooms, acting, { waiting: waiting.value, asked });
  if (await findHeldDecision(rooms.app, permit, asked)) return refuse("intake.held-decided");
  if (isReturned(rooms, held)) return refuse("intake.held-returned");
  if (needsSecondOfficer(openHeld(rooms, held), item, rooms.catalogue) && signature(acting.actor) === held.enteredBy)
    return refuse("intake.held-second-officer");
  return accept(rooms, acting, { waiting: waiting.value, asked, act });
}

async function refuseRow(
  rooms: IntakeRooms,
  { actor }: Acting,
  { waiting, asked }: { waiting: Waiting; asked: Asked },
): Promise<Outcome<RowResult>> {
  const { held, permit } = waiting;
  const earlier = await findHeldDecision(rooms.app, permit, asked);
  const given = { decision: "refuse", reason: asked.reason, decidedBy: signature(actor) } as const;
  const isSame = earlier !== null && earlier !== "undone" && isSameDecision(earlier, given);
  if (earlier !== null && !isSame) return refuse("intake.held-decided");
  if (!isSame && isReturned(rooms, held)) return refuse("intake.held-returned");
  const row = {
    batchId: asked.batchId,
    row: asked.row,
    subjectId: null,
    decidedAt: rooms.clock.now(),
    resultBatch: null,
  };
  if (!isSame && !(await insertHeldDecision(rooms.app, permit, { ...given, ...row })))
    return refuse("intake.held-decided");
  const item = rooms.catalogue.item(held.itemId, held.itemVersion);
  const found = await findFindingsOf(rooms.app, permit, [asked]);
  const findings = (found.get(`${asked.batchId} ${asked.row}`) ?? []).map((one) =>
    findingView(rooms.catalogue, item, one),
  );
  return done({ verdict: "refused", findings, receipt: null, record: null });
}

type DecisionSaid = { readonly decision: string; readonly reason: string; readonly decidedBy: string };

function isSameDecision(one: DecisionSaid, other: DecisionSaid): boolean {
  return one.decision === other.decision && one.reason === other.reason && one.decidedBy === other.decidedBy;
}

interface Accepting {
  readonly waiting: Waiting;
  readonly asked: Asked;
  readonly act: OneAct;
}

async function accept(rooms: IntakeRooms, acting: Acting, given: Accepting): Promise<Outcome<RowResult>> {
  const { waiting, asked, act } = given;
  const sending = await sendingFor(rooms, acting, { ...waiting, reason: asked.reason });
  const written = await writeOne<RowResult>(rooms, { sending, act }, async () => {
    if (await findHeldDecision(rooms.app, waiting.permit, asked)) return refuse("intake.held-decided");
    return decideNow(rooms, acting, { ...given, sending });
  });
  if (!written.ok) return written;
  return done("receipt" in written.value ? await resultOf(rooms, act, written.value.receipt) : written.value.instead);
}

async function decideNow(rooms: IntakeRooms, acting: Acting, given: Accepting & { sending: Sending }) {
  const { waiting, asked, act, sending } = given;
  const { subjectId, line } = asked;
  const choice = { ...(subjectId === undefined ? {} : { subjectId }), ...(line === undefined ? {} : { line }) };
  const weighed = await weigh(rooms, sending, { mapped: openHeld(rooms, waiting.held), choice });
  if (!weighed.ok) return weighed;
  const { draft, decision, names } = weighed.value;
  if (decision.act === "hold") return refuse("intake.held-choice");
  if (decision.act === "refuse") {
    const findings = draftFindings(rooms.catalogue, act.item, draft);
    return done({ instead: { verdict: verdictOf(decision.act), findings, receipt: null, record: null } });
  }
  const standing = "standing" in decision ? decision.standing : null;
  const parts = buildParts(rooms, sending, standing?.correctedAt ?? standing?.first.recordedAt ?? null);
  const built = await buildChunk([decision], { parts, names, lastRow: asked.row });
  const also = (transaction: Parameters<typeof insertHeldDecision>[0]) =>
    insertHeldDecision(transaction, waiting.permit, {
      batchId: asked.batchId,
      row: asked.row,
      decision: "accept",
      subjectId: decision.act === "unchanged" || decision.subject.isNew ? null : decision.subject.subjectId,
      reason: asked.reason,
      decidedBy: signature(acting.actor),
      decidedAt: parts.recordedAt,
      resultBatch: batchIdFor(acting),
    });
  return done({ write: { built, record: null, also } });
}
