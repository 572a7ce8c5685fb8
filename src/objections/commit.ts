/**
 * How every act on an objection is done: what was done under the same key is answered again; else the chain is folded, the
 * door asked, the act decided on what stands, and written with the mark it leaves on the record, in one transaction.
 * Whoever comes second is decided anew.
 */
import {
  foldObjection,
  mayFollow,
  type ObjectionActName,
  type ObjectionStanding,
  type ObjectionState,
} from "#core/objection/objection.ts";
import type { AskedOn } from "#core/objection/terms.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import type { Payload } from "#core/record/record.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type IsoDate, shanghaiDate } from "#core/time/date.ts";
import { type Acting, keyOf, mandateFor, type Permit, type Resource, signature } from "#src/access/index.ts";
import { annotation, appendChanges, getNewest } from "#src/ledger/index.ts";
import { attempt, type Transaction } from "#src/platform/database.ts";
import type { ObjectionParts } from "./parts.ts";
import {
  actionFor,
  countFreeEvidence,
  findObjection,
  findObjectionByKey,
  insertAct,
  insertActEvidence,
  type Objection,
  type ObjectionAct,
  type ObjectionHead,
} from "./store.ts";

/** An objection folded. */
export interface Standing extends Objection {
  readonly last: ObjectionAct;
  readonly now: ObjectionStanding;
}

/** What an act adds to what stands. */
export interface Adding {
  readonly act: ObjectionActName;
  /** Of `extend`, `keep`: the new last day. */
  readonly dueOn?: IsoDate;
  readonly words?: string;
  readonly documents?: readonly string[];
  readonly level?: number;
  /** Of acts on the statement: what the mark says besides. */
  readonly statement?: { readonly open: Payload; readonly shared: Payload | null };
}

/** An act somebody asks for. */
export interface ActAsked {
  readonly objectionId: string;
  readonly act: ObjectionActName;
  /** At a counter, how identity and authority were proved; absent for whatever is not said by a subject. */
  readonly basis?: string;
  readonly level?: number;
  /** All that was asked: the same key with anything else in it is refused. */
  readonly asked: Json;
  readonly decide: (standing: Standing, permit: Permit) => Promise<Outcome<Adding>> | Outcome<Adding>;
}

/** An objection as policies see it. */
export function resourceOf(head: Pick<ObjectionHead, "objectionId" | "authority" | "subjectId" | "filedBy">): Resource {
  const { objectionId, authority, subjectId, filedBy } = head;
  return {
    type: "Objection",
    id: objectionId,
    attributes: { agency: authority, subject: subjectId, enteredBy: filedBy },
  };
}

/** The day and the calendar that acts and views ask by. */
export function askedToday({ catalogue, clock }: Pick<ObjectionParts, "catalogue" | "clock">): AskedOn {
  return { calendar: catalogue.calendar, today: clock.today() };
}

export function standingOf(objection: Objection): Standing {
  const last = objection.acts.at(-1);
  const now = foldObjection(objection.acts, objection.head.subjectKind);
  if (!last || !now) throw new Error("an objection without its first act");
  return { ...objection, last, now };
}

export const triesMax = 8;

/** Does it, or says why not. @returns what stands after it */
export async function actOn(parts: ObjectionParts, acting: Acting, asked: ActAsked): Promise<Outcome<Standing>> {
  for (let tries = 0; tries < triesMax; tries++) {
    const prepared = await prepare(parts, acting, asked);
    if (!prepared.ok) return prepared;
    if ("before" in prepared.value) return done(prepared.value.before);
    const { standing, permit, row, adding } = prepared.value;
    const written = await attempt(parts.app, (transaction) => write(transaction, permit, { standing, row, adding }));
    if (written) return done(standingOf({ head: standing.head, acts: [...standing.acts, written] }));
  }
  return refuse("http.busy");
}

export interface Prepared {
  readonly standing: Standing;
  readonly permit: Permit;
  readonly row: ObjectionAct;
  readonly adding: Adding;
}

/** An act decided on what stands, ready to be written; or what stands, where this very act was done before. */
export async function prepare(
  parts: ObjectionParts,
  acting: Acting,
  asked: ActAsked,
): Promise<Outcome<Prepared | { before: Standing }>> {
  const objection = await findObjection(parts.app, asked.objectionId);
  if (!objection) return refuse("objections.unknown");
  const standing = standingOf(objection);
  const { head } = standing;
  const context = asked.basis === undefined ? {} : { basis: asked.basis };
  const permit = await parts.door.permit(acting.actor, actionFor(asked.act), resourceOf(head), context);
  if (!permit.ok) return permit;
  const before = await doneBefore(parts, acting, { asked, standing });
  if (!before.ok) return before;
  if (before.value) return done({ before: before.value });
  const mandate = await mandateFor(parts, acting.actor, head.subjectId);
  if (!mandate.ok) return mandate;
  const by = signature(acting.actor);
  const today = parts.clock.today();
  const { act, level } = asked;
  const following = { act, by, subjectKind: head.subjectKind, today, ...(level === undefined ? {} : { level }) };
  const state = mayFollow(standing.now, following);
  if (!state.ok) return state;
  const decided = await asked.decide(standing, permit.value);
  if (!decided.ok) return decided;
  const adding = decided.value;
  const free = await areFree(parts, permit.value, { subjectId: head.subjectId, by, documents: adding.documents ?? [] });
  if (!free) return refuse("objections.document-unknown", { field: "documents" });
  const content = contentOf(parts, asked);
  const key = keyOf(acting);
  const row = rowOf(parts, acting, { head, before: standing, adding, state: state.value, content, key });
  const withWhom = { ...row, basis: asked.basis || null, mandate: mandate.value };
  return done({ standing, permit: permit.value, row: withWhom, adding });
}

function contentOf({ keys }: ObjectionParts, { act, objectionId, asked, basis = "" }: ActAsked): Buffer {
  return keys.documentHash(`objection ${act}\n${canonicalJson([objectionId, asked, basis])}`);
}

async function doneBefore(
  parts: ObjectionParts,
  acting: Acting,
  { asked, standing }: { asked: ActAsked; standing: Standing },
): Promise<Outcome<Standing | null>> {
  const key = keyOf(acting);
  const earlier = standing.acts.find(({ idempotencyKey }) => idempotencyKey === key);
  if (earlier)
    return Buffer.from(earlier.content).equals(contentOf(parts, asked)) ? done(standing) : refuse("access.key-used");
  const usedFor = await findObjectionByKey(parts.app, key);
  return usedFor === null || usedFor === asked.objectionId ? done(null) : refuse("access.key-used");
}

/** Whether some documents are of this subject, brought by whoever acts, and in no act yet. */
export async function areFree(
  { app }: ObjectionParts,
  permit: Permit,
  { subjectId, by, documents }: { subjectId: string; by: string; documents: readonly string[] },
): Promise<boolean> {
  if (documents.length === 0) return true;
  const asked = { subjectId, enteredBy: by, documentIds: documents };
  return (await countFreeEvidence(app, permit, asked)) === documents.length;
}

/** What binds sealed words to their place. */
export function wordsContext(objectionId: string, seq: number): string {
  return `objection:${objectionId}:${seq}`;
}

interface RowGiven {
  readonly head: ObjectionHead;
  readonly before: Standing | null;
  readonly adding: Adding;
  readonly state: ObjectionState;
  readonly content: Buffer;
  readonly key: string;
}

/** An act with what follows of it by itself; which version marks the record is known when it is written. */
export function rowOf({ clock, keys }: ObjectionParts, { actor }: Acting, given: RowGiven): ObjectionAct {
  const { head, before, adding, state, content, key } = given;
  const seq = (before?.last.seq ?? 0) + 1;
  const actedAt = before === null ? head.filedAt : clock.now();
  const waits = state === "open" || state === "to-confirm";
  const proposal =
    adding.act === "confirm" || adding.act === "return" ? before?.acts.findLast(({ act }) => act === "reject") : null;
  return {
    seq,
    act: adding.act,
    state,
    dueOn: waits ? (adding.dueOn ?? before?.now.dueOn ?? null) : null,
    markVersion: null,
    changeVersion: null,
    level: adding.level ?? null,
    proposedSeq: proposal?.seq ?? null,
    proposedBy: proposal?.actedBy ?? null,
    actedBy: signature(actor),
    actedOn: shanghaiDate(actedAt),
    actedAt,
    agencyCode: actor.kind === "officer" ? actor.agency : null,
    basis: null,
    mandate: null,
    sealed:
      adding.words === undefined ? null : keys.seal(Buffer.from(adding.words), wordsContext(head.objectionId, seq)),
    content,
    idempotencyKey: key,
  };
}

/** Whether an act changes what readers of the record are shown. */
function marks({ act, state }: ObjectionAct): boolean {
  if (act === "add" || act === "escalate" || act === "return") return false;
  return act !== "reject" || state === "rejected";
}

const reasonOf = "主体异议 / objection of the subject";

/**
 * Writes an act, its evidence and its mark. The mark is the next version of the record: whoever changes the record in the
 * same moment collides on the key, and one of the two is decided anew.
 */
export async function write(
  transaction: Transaction,
  permit: Permit,
  {
    standing,
    row,
    adding,
  }: { standing: Pick<Standing, "head"> & { last: ObjectionAct | null }; row: ObjectionAct; adding: Adding },
): Promise<ObjectionAct> {
  const { head, last } = standing;
  const newest = marks(row) ? await getNewest(transaction, permit, head) : null;
  const act = newest ? { ...row, markVersion: newest.version + 1 } : row;
  await insertAct(transaction, permit, { head, last, act });
  const { documents = [] } = adding;
  const taken = { objectionId: head.objectionId, seq: act.seq, subjectId: head.subjectId, actedBy: act.actedBy };
  if (documents.length > 0) await insertActEvidence(transaction, permit, { ...taken, documentIds: documents });
  if (!newest || act.markVersion === null) return act;
  const after = Math.max(act.actedAt.getTime(), newest.recordedAt.getTime() + 1);
  const said = { objection: head.objectionId, state: act.state, dueOn: act.dueOn };
  const change = annotation({
    subjectId: head.subjectId,
    recordId: head.recordId,
    version: act.markVersion,
    itemVersion: null,
    reason: reasonOf,
    mark: adding.statement ? "statement" : "objection",
    open: { ...said, ...adding.statement?.open },
    shared: adding.statement?.shared ?? null,
    enteredBy: act.actedBy,
    recordedAt: new Date(after),
    batchId: head.objectionId,
    rowNo: act.seq,
  });
  await appendChanges(transaction, permit, [change]);
  return act;
}
