/** Looking at what waits for a person. */

import type { Answered } from "#contract/endpoint.ts";
import type { getHeld, HeldView } from "#contract/held.ts";
import { type Bilingual, type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, type Permit, type Scope, signature } from "#src/access/index.ts";
import { shownFields } from "#src/catalogue/index.ts";
import { batchScope, ownScope, type PageAsked, permitForBatch, wrongCursor } from "../batches/look.ts";
import { type Acting, sendingOf } from "../entries/commit.ts";
import type { IntakeRooms } from "../parts.ts";
import type { HeldCandidate } from "../pipeline/decide.ts";
import type { Sending } from "../pipeline/sending.ts";
import { heldRowPurpose } from "../purposes.ts";
import {
  type AfterHeld,
  findFindingsOf,
  findHeldDecision,
  findHeldRow,
  listHeldRows,
  type SealedRow,
} from "./store.ts";
import { heldView, isReturned, needsSecondOfficer, openHeld, weigh } from "./weigh.ts";

/** Rows of the actor's own agency that wait, oldest first. */
export async function lookAtHeldRows(
  rooms: IntakeRooms,
  actor: Actor,
  { limit = 50, cursor, batch }: PageAsked & { batch?: string },
): Promise<Outcome<{ items: HeldView[]; next: string | null }>> {
  const scope = batch === undefined ? await ownScope(rooms, actor) : await batchScope(rooms, actor, { batchId: batch });
  if (!scope.ok) return scope;
  const after = cursor === undefined ? null : readCursor(cursor);
  if (cursor !== undefined && !after) return wrongCursor();
  const agencyCode = String(scope.value.resource.attributes?.["agency"] ?? "");
  const asked = { agencyCode, batchId: batch ?? null, on: rooms.clock.today(), after, limit: limit + 1 };
  const rows = await listHeldRows(rooms.app, scope.value, asked);
  const shown = rows.slice(0, limit);
  const findings = await findFindingsOf(rooms.app, scope.value, shown);
  const last = shown.at(-1);
  return {
    ok: true,
    value: {
      items: shown.map((held) => heldView(held, findings.get(`${held.batchId} ${held.row}`) ?? [], rooms.catalogue)),
      next: rows.length > limit && last ? `${last.heldAt.toISOString()}_${last.batchId}_${last.row}` : null,
    },
  };
}

function readCursor(cursor: string): AfterHeld | null {
  const [, heldAt, batchId, row] = /^(\d{4}-\d\d-\d\dT[\d:.]{8,12}Z)_([0-9a-f-]{36})_(\d{1,9})$/.exec(cursor) ?? [];
  if (!heldAt || !batchId || !row || Number.isNaN(Date.parse(heldAt))) return null;
  return { heldAt, batchId, row: Number(row) };
}

/** A row that waits, and leave to decide it. */
export interface Waiting {
  readonly held: SealedRow;
  readonly permit: Permit;
}

/** Finds a row somebody wants to decide; other agencies' stay closed, and the try is logged. */
export async function findWaiting(
  rooms: IntakeRooms,
  actor: Actor,
  { batchId, row }: { batchId: string; row: number },
): Promise<Outcome<Waiting>> {
  const permit = await permitForBatch(rooms, actor, { action: "decide-held-row", batchId });
  if (!permit.ok) return permit.refusal.code === "intake.batch-unknown" ? refuse("intake.held-unknown") : permit;
  const held = await findHeldRow(rooms.app, permit.value, { batchId, row });
  return held ? { ok: true, value: { held, permit: permit.value } } : refuse("intake.held-unknown");
}

/** The sending a held row is decided in: under the sender's name, confirmed by who decides. */
export async function sendingFor(
  rooms: IntakeRooms,
  acting: Acting,
  { held, permit, reason }: Waiting & { reason: string },
): Promise<Sending> {
  const item = rooms.catalogue.item(held.itemId, held.itemVersion);
  const act = { source: "held", item, permit, reason, asked: null, documentId: null } as const;
  const sending = await sendingOf(rooms, acting, act);
  return {
    ...sending,
    batch: { ...sending.batch, enteredBy: held.enteredBy },
    confirmedBy: signature(acting.actor) === held.enteredBy ? null : signature(acting.actor),
  };
}

/** A waiting row with what may be decided of it. */
export async function lookAtHeldRow(
  rooms: IntakeRooms,
  actor: Actor,
  asked: { batchId: string; row: number },
): Promise<Outcome<Answered<typeof getHeld>>> {
  const waiting = await findWaiting(rooms, actor, asked);
  if (!waiting.ok) return waiting;
  const { held, permit } = waiting.value;
  if (await findHeldDecision(rooms.app, permit, asked)) return refuse("intake.held-decided");
  if (isReturned(rooms, held)) return refuse("intake.held-returned");
  const scope = await batchScope(rooms, actor, { batchId: asked.batchId, purpose: heldRowPurpose });
  if (!scope.ok) return scope;
  const item = rooms.catalogue.item(held.itemId, held.itemVersion);
  const mapped = openHeld(rooms, held);
  const acting = { actor, idempotencyKey: "look", channel: "api" } as const;
  const sending = await sendingFor(rooms, acting, { held, permit, reason: "" });
  const weighed = await weigh(rooms, { ...sending, confirmedBy: signature(actor) }, { mapped, choice: {} });
  const open = weighed.ok && weighed.value.decision.act === "hold" ? weighed.value.decision.candidates : [];
  const findings = await findFindingsOf(rooms.app, permit, [asked]);
  return {
    ok: true,
    value: {
      held: heldView(held, findings.get(`${asked.batchId} ${asked.row}`) ?? [], rooms.catalogue),
      form: (rooms.catalogue.itemInForce(held.itemId, rooms.clock.today()) ?? item).entryForm,
      fields: shownFields(item, mapped.payload).fields,
      candidates: await candidateViews(rooms, scope.value, open),
      mayFound: weighed.ok && weighed.value.decision.act !== "hold",
      needsSecondOfficer: needsSecondOfficer(mapped, item, rooms.catalogue),
    },
  };
}

const becauseWords: Readonly<Record<string, Bilingual>> = {
  "same-number": { zh: "号码相同", en: "it has the same number" },
  "other-code": {
    zh: "另一号码相同，统一社会信用代码不同",
    en: "another number is the same, its unified code differs",
  },
  "other-kind": { zh: "号码相同，主体类别不同", en: "the same number, another kind of subject" },
  "organisation-code": { zh: "代码中的组织机构代码相同", en: "the organisation code within the code is the same" },
  "name-differs": { zh: "号码相同，名称不同", en: "the same number, another name" },
  line: { zh: "同一文书中已有的当事人", en: "a party the same document names already" },
};

/** Candidates with the name and number of their files: a look at each, which its subject can read (C15). */
async function candidateViews(rooms: IntakeRooms, scope: Scope, candidates: readonly HeldCandidate[]) {
  const subjects = [...new Set(candidates.map(({ subjectId }) => subjectId))];
  const heads = new Map(
    await Promise.all(subjects.map(async (id) => [id, await lookAtHead(rooms, scope, id)] as const)),
  );
  return candidates.map((candidate) => {
    const because = becauseWords[candidate.is === "line" ? "line" : candidate.because];
    return {
      is: candidate.is,
      subjectId: candidate.subjectId,
      line: candidate.is === "line" ? candidate.line : null,
      name: heads.get(candidate.subjectId)?.name ?? "",
      number: heads.get(candidate.subjectId)?.code ?? "",
      because: because ?? { zh: "", en: "" },
    };
  });
}

function lookAtHead({ registry, looks, clock }: IntakeRooms, scope: Scope, subjectId: string) {
  const asOf = { effectiveAt: clock.today(), knownAt: clock.now().toISOString() };
  return looks.look(scope, subjectId, async (sql) => {
    const file = await registry.subjects.findById(subjectId, asOf);
    const value = file ? await registry.subjects.head(sql, scope, file, asOf) : null;
    return { value, outcome: value ? "shown" : "nothing-held", shown: { what: "held-row", records: 0 } };
  });
}
