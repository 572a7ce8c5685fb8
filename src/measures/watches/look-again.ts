/**
 * Looking after watches: the question of each is asked anew, and where the answer is another one, it is told. Answer,
 * receipt, look (C15), event and how far the watch is are one transaction; the watch is locked meanwhile, so each change
 * is told once. Where nothing changed nothing is disclosed, and there is no look.
 */
import { randomUUID } from "node:crypto";
import type { StandingRecord } from "#core/record/record.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, type OneOfTogether, type Permit, presentBody, signature } from "#src/access/index.ts";
import type { Sql, Transaction } from "#src/platform/database.ts";
import { headOf, readGround, targetOfCode } from "../acts.ts";
import { askDoor } from "../batches/batch.ts";
import { type Asked, answerRows, composeDraft, type Draft, readListings, sealDrafts, type Target } from "../desk.ts";
import type { MeasureRooms } from "../parts.ts";
import { insertAnswers } from "../store.ts";
import { substanceOf } from "./changes.ts";
import {
  type EndRow,
  insertEnds,
  insertEvents,
  type LockedWatch,
  type NewEvent,
  type SeenRow,
  updateSeen,
} from "./store.ts";

/** Who looks after watches. */
export const carrier: Actor = { kind: "job", id: "watches" };

/** Leave to do so. */
export async function carryPermit({ door }: MeasureRooms): Promise<Permit> {
  const permit = await door.permit(carrier, "carry-watches", { type: "Agency", id: "all", attributes: { code: "" } });
  if (!permit.ok) throw new Error("the policies do not let watches be looked after");
  return permit.value;
}

/** A watch whose question may still be asked. */
interface Asking {
  readonly watch: LockedWatch;
  readonly asked: Asked;
}

/** A watch that was asked: what is known of its subject, null where nobody is. */
interface Found extends Asking {
  readonly listings: readonly StandingRecord[] | null;
}

/** Looks after locked watches, in the transaction that locked them. @returns how many changes were told */
export async function lookAgain(
  rooms: MeasureRooms,
  transaction: Transaction,
  { permit, watches }: { permit: Permit; watches: readonly LockedWatch[] },
): Promise<number> {
  if (watches.length === 0) return 0;
  const today = rooms.clock.today();
  const at = rooms.clock.now();
  // C8: the day of its end ends a watch, however late this is run.
  const over = watches.filter(({ endsOn }) => endsOn < today);
  const ends: EndRow[] = over.map((watch) => endOf(watch, at, { why: "expired", refusal: null }));
  const asking: Asking[] = [];
  const bearers = new Bearers(rooms);
  for (const watch of watches.filter(({ endsOn }) => endsOn >= today)) {
    const asked = await bearers.asked(watch);
    if (asked.ok) asking.push({ watch, asked: asked.value });
    else ends.push(endOf(watch, at, { why: "lapsed", refusal: asked.refusal.code }));
  }
  const found = await findAll(rooms, transaction, asking);
  const drafts = found.map((one) => ({
    ...one,
    draft: composeDraft(rooms, one.asked, { at, today, listings: one.listings }),
  }));
  const changed = drafts.filter(({ watch, draft }) => !substanceOf(draft.answer).equals(watch.substance));
  await tell(rooms, transaction, { changed, at });
  const gone = new Set(ends.map(({ watchId }) => watchId));
  const events = [
    ...changed.map(({ watch, draft }) =>
      eventOf(watch, at, { checkId: draft.answer.check, beforeId: watch.lastCheck }),
    ),
    ...watches.filter(({ watchId }) => gone.has(watchId)).map((watch) => eventOf(watch, at, null)),
  ];
  await insertEvents(transaction, permit, events);
  if (ends.length > 0) await insertEnds(transaction, permit, ends);
  const told = new Map(changed.map(({ watch, draft }) => [watch.watchId, draft]));
  const follows = new Map(found.map(({ watch, asked }) => [watch.watchId, idsOf(asked.target)]));
  await updateSeen(transaction, permit, {
    rows: watches.map((watch) =>
      seenOf(watch, {
        ids: follows.get(watch.watchId),
        draft: told.get(watch.watchId),
        isLive: !gone.has(watch.watchId),
      }),
    ),
    today,
    rules: rooms.catalogue.stamp,
  });
  return changed.length;
}

function endOf({ watchId }: LockedWatch, at: Date, why: Pick<EndRow, "why" | "refusal">): EndRow {
  return { watchId, ...why, endedBy: signature(carrier), endedAt: at };
}

/** What is told of a watch: another answer, or (`null`) that it has ended. */
export function eventOf(
  { agencyCode, watchId, webhookId }: Pick<LockedWatch, "agencyCode" | "watchId" | "webhookId">,
  at: Date,
  answer: { readonly checkId: string; readonly beforeId: string } | null,
): NewEvent {
  const { checkId, beforeId } = answer ?? { checkId: null, beforeId: null };
  const kind = answer ? "changed" : "ended";
  return { eventId: randomUUID(), agencyCode, watchId, kind, at, checkId, beforeId, webhookId };
}

function seenOf(
  watch: LockedWatch,
  { ids, draft, isLive }: { ids: readonly string[] | undefined; draft: Draft | undefined; isLive: boolean },
): SeenRow {
  return {
    watchId: watch.watchId,
    // Of a subject that is not known any more, the records that come back under its old id are still followed.
    subjectIds: ids && ids.length > 0 ? ids : watch.subjectIds,
    substance: draft ? substanceOf(draft.answer) : watch.substance,
    lastCheck: draft?.answer.check ?? watch.lastCheck,
    isLive,
  };
}

function idsOf(target: Target): readonly string[] {
  return target.by === "code" ? [target.subjectId] : target.subjectIds;
}

/** Writes the answers that are new under one signed root, with their looks. */
async function tell(
  rooms: MeasureRooms,
  transaction: Transaction,
  { changed, at }: { changed: readonly (Found & { readonly draft: Draft })[]; at: Date },
): Promise<void> {
  if (changed.length === 0) return;
  const drafts = changed.map(({ draft }) => draft);
  const signer = rooms.keys.signer();
  const sealed = sealDrafts(rooms, drafts, { at, signer });
  const rows = answerRows(rooms, drafts, { sealed, at, keyId: signer.keyId });
  const scopes = drafts.map(({ asked }) => asked.scope);
  await Promise.all(insertAnswers(oneByOne(transaction), scopes, rows));
  await rooms.looks.noteMany(transaction, changed.flatMap(lookOf));
  // Whoever is not known any more has no log; that it was asked about is in the body's.
  for (const { draft } of changed)
    if (draft.answered === null)
      await rooms.looks.noteRefused(transaction, draft.asked.scope.actor, {
        action: "ask-check",
        resource: "Check",
        policy: "nothing-held",
      });
}

function lookOf({ watch, draft }: Found & { readonly draft: Draft }): OneOfTogether[] {
  const { answer, answered, asked } = draft;
  const [subjectId] = idsOf(asked.target);
  if (answered === null || subjectId === undefined) return [];
  const [constraints, incentives] = [answer.constraints.length, answer.incentives.length];
  return [
    {
      scope: asked.scope,
      subjectId,
      lookId: answer.check,
      outcome: answer.outcome === "measures" ? "shown" : "nothing-held",
      shown: { what: "watch", watch: watch.watchId, matter: answer.asked.matter, constraints, incentives },
    },
  ];
}

/** What is known of all subjects now; those whose code leads elsewhere (merged, split) as the register says. */
async function findAll(rooms: MeasureRooms, connection: Transaction, asking: readonly Asking[]): Promise<Found[]> {
  if (asking.length === 0) return [];
  const transaction = oneByOne(connection);
  const read = await readListings(
    transaction,
    rooms,
    asking.map(({ asked }) => asked),
  );
  const asOf = { effectiveAt: rooms.clock.today(), knownAt: rooms.clock.now().toISOString() };
  const moved: Asking[] = [];
  for (const one of asking) {
    const { target, number } = one.asked;
    if (read.of(target) !== "look-up") continue;
    const file = await rooms.registry.subjects.findByNumber(number, asOf);
    const ids = { by: "ids", kind: file?.kind ?? target.kind, subjectIds: file?.subjectIds ?? [] } as const;
    moved.push({ ...one, asked: { ...one.asked, target: ids } });
  }
  const again =
    moved.length > 0
      ? await readListings(
          transaction,
          rooms,
          moved.map(({ asked }) => asked),
        )
      : null;
  const elsewhere = new Map(moved.map((one) => [one.watch.watchId, one]));
  return asking.map((one) => {
    const now = elsewhere.get(one.watch.watchId) ?? one;
    const listings = (now === one ? read : again)?.of(now.asked.target);
    if (listings === undefined || listings === "look-up")
      throw new Error("a subject that was found is to be found again");
    return { ...now, listings };
  });
}

/** Statements in the order they are given: a plain connection runs one at a time, and the desk's are sent together. */
function oneByOne(sql: Sql): Sql {
  let last: Promise<unknown> = Promise.resolve();
  const query = (text: never, values?: never) => {
    const next = last.then(() => sql.query(text, values));
    last = next.catch(() => {});
    return next;
  };
  return { query } as Sql;
}

/** Whether those who keep watches may still ask, each asked for once. */
class Bearers {
  readonly #rooms: MeasureRooms;
  readonly #known = new Map<string, Promise<Outcome<Omit<Asked, "number" | "target">>>>();

  constructor(rooms: MeasureRooms) {
    this.#rooms = rooms;
  }

  /** The question of a watch as its keeper may ask it today, or why it may not be asked any more. */
  async asked(watch: LockedWatch): Promise<Outcome<Asked>> {
    const { actor, matter, purpose, subjectKind } = watch;
    const key = JSON.stringify([actor, matter, purpose, subjectKind]);
    const known = this.#known.get(key) ?? this.#ask(watch);
    this.#known.set(key, known);
    const leave = await known;
    if (!leave.ok) return leave;
    if (watch.number !== null) {
      const number = { scheme: "unified-code", value: watch.number } as const;
      return done({ ...leave.value, number, target: targetOfCode(watch.number) });
    }
    const asOf = { effectiveAt: this.#rooms.clock.today(), knownAt: this.#rooms.clock.now().toISOString() };
    const file = await this.#rooms.registry.subjects.findById(watch.subjectId, asOf);
    const subjectIds = file?.subjectIds ?? [];
    const number = { scheme: "person-number", value: "" } as const;
    return done({ ...leave.value, number, target: { by: "ids", kind: subjectKind, subjectIds } });
  }

  async #ask({ actor: kept, matter, purpose, subjectKind: kind }: LockedWatch) {
    const ground = readGround(this.#rooms, { matter, purpose });
    if (!ground.ok) return ground;
    const actor = await presentBody(this.#rooms, kept);
    if (!actor) return refuse("measures.watch-keeper-left");
    const scope = await askDoor(this.#rooms, actor, { ...ground.value, kind });
    if (!scope.ok) return scope;
    const head = headOf(this.#rooms, actor, ground.value);
    return done({ scope: scope.value, head, matter: ground.value.matter, agencyKinds: actor.agencyKinds });
  }
}
