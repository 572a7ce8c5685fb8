/**
 * How every act on a request is done: what was done under the same key is answered again; else the chain is folded, the
 * door asked, the act decided on what stands, and written with what it does to the record, in one transaction. Whoever
 * comes second is decided anew.
 */
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import { foldRecord } from "#core/record/fold.ts";
import type { StandingRecord } from "#core/record/record.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import type { RepairMark } from "#core/repair/mark.ts";
import {
  foldRequest,
  mayFollow,
  type RequestAct,
  type RequestStanding,
  type RequestState,
} from "#core/repair/request.ts";
import { type IsoDate, shanghaiDate } from "#core/time/date.ts";
import {
  type Acting,
  keyOf,
  mandateFor,
  type Permit,
  type Resource,
  type Scope,
  signature,
} from "#src/access/index.ts";
import { annotation, appendChanges, getNewest, readRecords } from "#src/ledger/index.ts";
import { attempt, type Transaction } from "#src/platform/database.ts";
import type { RepairParts } from "./parts.ts";
import {
  type ActRow,
  actionFor,
  findRequest,
  findRequestByKey,
  type Ground,
  insertAct,
  insertActDocuments,
  listFreeDocuments,
  type Request,
  type RequestRow,
} from "./store.ts";

/** A request folded. */
export interface Standing extends Request {
  readonly last: ActRow;
  readonly now: RequestStanding;
}

/** What an act adds to what stands. */
export interface Adding {
  readonly act: RequestAct;
  /** What differs from an act that has nothing of its own. */
  readonly with?: Partial<ActRow>;
  readonly words?: string;
  readonly documents?: readonly string[];
  /** What it does to the record. */
  readonly mark?: RepairMark;
  /** What the act refers to, written before it. */
  readonly first?: (transaction: Transaction) => Promise<void>;
  /** What else is written with it, once the record is marked. */
  readonly also?: (transaction: Transaction, written: { act: ActRow; permit: Permit }) => Promise<void>;
}

/** An act somebody asks for. */
export interface ActAsked {
  readonly requestId: string;
  readonly act: RequestAct;
  /** At a counter, how identity and authority were proved; absent for whatever is not said by a subject. */
  readonly basis?: string;
  readonly level?: number;
  readonly heard?: (standing: Standing) => Promise<boolean>;
  /** All that was asked: the same key with anything else in it is refused. */
  readonly asked: Json;
  readonly decide: (standing: Standing, permit: Permit) => Promise<Outcome<Adding>> | Outcome<Adding>;
}

/** A request as policies see it. */
export function resourceOf(head: Pick<RequestRow, "requestId" | "authority" | "subjectId" | "appliedBy">): Resource {
  const { requestId, authority, subjectId, appliedBy } = head;
  return {
    type: "Repair",
    id: requestId,
    attributes: { agency: authority, subject: subjectId, enteredBy: appliedBy },
  };
}

export function standingOf(request: Request): Standing {
  const last = request.acts.at(-1);
  const now = foldRequest(request.acts, request.head.subjectKind);
  if (!last || !now) throw new Error("a request without its first act");
  return { ...request, last, now };
}

export const triesMax = 8;

/** Does it, or says why not. @returns what stands after it */
export async function actOn(parts: RepairParts, acting: Acting, asked: ActAsked): Promise<Outcome<Standing>> {
  for (let tries = 0; tries < triesMax; tries++) {
    const prepared = await prepare(parts, acting, asked);
    if (!prepared.ok) return prepared;
    if ("before" in prepared.value) return done(prepared.value.before);
    const { standing, permit, row, adding } = prepared.value;
    const written = await attempt(parts.app, (transaction) =>
      write(parts, transaction, { permit, standing, row, adding }),
    );
    if (written) return done(standingOf({ head: standing.head, acts: [...standing.acts, written] }));
  }
  return refuse("http.busy");
}

interface Prepared {
  readonly standing: Standing;
  readonly permit: Permit;
  readonly row: ActRow;
  readonly adding: Adding;
}

/** An act decided on what stands, ready to be written; or what stands, where this very act was done before. */
async function prepare(
  parts: RepairParts,
  acting: Acting,
  asked: ActAsked,
): Promise<Outcome<Prepared | { before: Standing }>> {
  const request = await findRequest(parts.app, asked.requestId);
  if (!request) return refuse("repair.unknown");
  const standing = standingOf(request);
  const { head } = standing;
  const context = asked.basis === undefined ? {} : { basis: asked.basis };
  const permit = await parts.door.permit(acting.actor, actionFor(asked.act), resourceOf(head), context);
  if (!permit.ok) return permit;
  const before = await doneBefore(parts, acting, { asked, standing });
  if (!before.ok) return before;
  if (before.value) return done({ before: before.value });
  const mandate = await mandateFor(parts, acting.actor, head.subjectId);
  if (!mandate.ok) return mandate;
  const state = mayFollow(standing.now, head, {
    act: asked.act,
    by: signature(acting.actor),
    today: parts.clock.today(),
    ...(asked.level === undefined ? {} : { level: asked.level }),
    ...(asked.heard ? { heard: await asked.heard(standing) } : {}),
  });
  if (!state.ok) return state;
  const decided = await asked.decide(standing, permit.value);
  if (!decided.ok) return decided;
  const adding = decided.value;
  const { documents = [] } = adding;
  const bringing = { subjectId: head.subjectId, enteredBy: signature(acting.actor), documentIds: documents };
  if (documents.length > 0 && (await listFreeDocuments(parts.app, permit.value, bringing)).length < documents.length)
    return refuse("repair.document-unknown", { field: "documents" });
  const row = rowOf(parts, acting, {
    ...{ head, before: standing, adding, state: state.value },
    ...{ content: contentOf(parts, asked), key: keyOf(acting) },
  });
  const whom = { basis: asked.basis || null, mandate: mandate.value };
  return done({ standing, permit: permit.value, row: { ...row, ...whom }, adding });
}

function contentOf({ keys }: RepairParts, { act, requestId, asked, basis = "" }: ActAsked): Buffer {
  return keys.documentHash(`repair ${act}\n${canonicalJson([requestId, asked, basis])}`);
}

async function doneBefore(
  parts: RepairParts,
  acting: Acting,
  { asked, standing }: { asked: ActAsked; standing: Standing },
): Promise<Outcome<Standing | null>> {
  const key = keyOf(acting);
  const earlier = standing.acts.find(({ idempotencyKey }) => idempotencyKey === key);
  if (earlier)
    return Buffer.from(earlier.content).equals(contentOf(parts, asked)) ? done(standing) : refuse("access.key-used");
  const usedFor = await findRequestByKey(parts.app, key);
  return usedFor === null || usedFor === asked.requestId ? done(null) : refuse("access.key-used");
}

/** A record as it stands now; null where there is none. */
export async function recordNow(
  { app }: Pick<RepairParts, "app">,
  leave: Permit | Scope,
  record: { subjectId: string; recordId: string },
): Promise<StandingRecord | null> {
  const { firsts, changes } = await readRecords(app, leave, [record]);
  const [first] = firsts;
  return first ? foldRecord(first, changes.get(record.recordId) ?? [], null) : null;
}

/** What binds sealed words to their place. */
export function wordsContext(requestId: string, seq: number): string {
  return `repair:${requestId}:${seq}`;
}

interface RowGiven {
  readonly head: RequestRow;
  readonly before: Standing | null;
  readonly adding: Adding;
  readonly state: RequestState;
  readonly content: Buffer;
  readonly key: string;
}

/** An act with what follows of it by itself; which version marks the record is known when it is written. */
export function rowOf({ clock, keys }: RepairParts, { actor }: Acting, given: RowGiven): ActRow {
  const { head, before, adding, state, content, key } = given;
  const seq = (before?.last.seq ?? 0) + 1;
  const actedAt = clock.now();
  const answersProposal = adding.act === "confirm" || adding.act === "return";
  const proposal = answersProposal ? before?.acts.findLast(({ act }) => act === "refuse") : undefined;
  return {
    ...nothingOfItsOwn,
    seq,
    act: adding.act,
    state,
    proposedSeq: proposal?.seq ?? null,
    proposedBy: proposal?.actedBy ?? null,
    actedBy: signature(actor),
    actedOn: shanghaiDate(actedAt),
    actedAt,
    agencyCode: actor.kind === "officer" ? actor.agency : null,
    sealed: adding.words === undefined ? null : keys.seal(Buffer.from(adding.words), wordsContext(head.requestId, seq)),
    content,
    idempotencyKey: key,
    ...adding.with,
  };
}

const nothingOfItsOwn = {
  markVersion: null,
  until: null,
  level: null,
  ground: null as Ground | null,
  provision: null,
  noticeId: null,
  noticeSeq: null,
  noticeServedOn: null,
  answerDueOn: null,
  waivedSeq: null,
  waivedOn: null,
  basis: null,
  mandate: null,
} as const;

const reasonOf: Readonly<Record<RepairMark, string>> = {
  granted: "信用修复 / credit repair",
  reversed: "撤销信用修复 / repair reversed",
  lifted: "重整期间暂时解除 / lifted during reorganisation",
};

/**
 * Writes an act, its evidence and its mark. The mark is the next version of the record: whoever changes the record in the
 * same moment collides on the key, and one of the two is decided anew.
 */
async function write(
  { lists }: RepairParts,
  transaction: Transaction,
  { permit, standing, row, adding }: { permit: Permit; standing: Standing; row: ActRow; adding: Adding },
): Promise<ActRow> {
  const { head, last } = standing;
  const newest = adding.mark ? await getNewest(transaction, permit, head) : null;
  const act = newest ? { ...row, markVersion: newest.version + 1 } : row;
  await adding.first?.(transaction);
  await insertAct(transaction, permit, { head, last, act });
  const { documents = [] } = adding;
  const taken = { requestId: head.requestId, seq: act.seq, subjectId: head.subjectId, actedBy: act.actedBy };
  if (documents.length > 0) await insertActDocuments(transaction, permit, { ...taken, documentIds: documents });
  if (adding.mark && newest) {
    const after = new Date(Math.max(act.actedAt.getTime(), newest.recordedAt.getTime() + 1));
    await appendChanges(transaction, permit, [markOf(head, { act, mark: adding.mark, at: after })]);
    await lists.followRecord(transaction, head.recordId);
  }
  await adding.also?.(transaction, { act, permit });
  return act;
}

function markOf(head: RequestRow, { act, mark, at }: { act: ActRow; mark: RepairMark; at: Date }) {
  const until: { until?: IsoDate } = act.until === null ? {} : { until: act.until };
  return annotation({
    subjectId: head.subjectId,
    recordId: head.recordId,
    version: act.markVersion ?? 0,
    itemVersion: null,
    reason: reasonOf[mark],
    mark: "repair",
    open: { repair: head.requestId, state: mark, ...until },
    shared: null,
    enteredBy: act.actedBy,
    recordedAt: at,
    batchId: head.requestId,
    rowNo: act.seq,
  });
}
