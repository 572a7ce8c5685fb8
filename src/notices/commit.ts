/**
 * How every act on a notice is done: what was done under the same key is answered again; else the notice is folded, the
 * door asked, the act decided on what stands and added. Whoever comes second is decided anew.
 */
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { shanghaiDate } from "#core/time/date.ts";
import {
  type Acting,
  type Actor,
  keyOf,
  mandateFor,
  type Permit,
  type Resource,
  signature,
} from "#src/access/index.ts";
import { inTransaction, type Sql, wasOvertaken } from "#src/platform/database.ts";
import {
  type Asked,
  foldNotice,
  type NoticeAct,
  type NoticeActName,
  type NoticeHead,
  type Standing,
} from "./notice.ts";
import type { NoticeParts } from "./parts.ts";
import { type NoticeStanding, toldOf } from "./standing.ts";
import { countFreeDocuments, findNotice, findNoticeByKey, insertAct, insertActDocuments } from "./store.ts";

/** An act on a notice as it is about to be added, for whoever moves with it. */
export interface Added {
  readonly actor: Actor;
  readonly act: NoticeActName;
  /** Its place among the acts of the notice. */
  readonly seq: number;
  /** The notice as it stands with the act. */
  readonly notice: NoticeStanding;
  /** Adds the act; to be called once, in a transaction of the follower's. Throws where somebody was faster. */
  write(sql: Sql): Promise<void>;
}

/**
 * Another room that moves with notices about its things: it adds the act and what follows from it in one transaction.
 * "again": somebody was faster. What it refuses is refused, and nothing is added.
 */
export type Follower = (added: Added) => Promise<Outcome<"written" | "again">>;

/** What an act adds to what stands. */
export interface Adding {
  readonly act: NoticeActName;
  /** What differs from an act that has nothing of its own. */
  readonly with: Partial<NoticeAct>;
  /** What the subject says, to be sealed. */
  readonly words?: string;
  readonly documents?: readonly string[];
}

/** An act somebody asks for. */
export interface ActAsked {
  readonly noticeId: string;
  readonly action: string;
  /** At a counter, how identity and authority were proved; absent for whatever is not said by a subject. */
  readonly basis?: string;
  /** All that was asked: the same key with anything else in it is refused. */
  readonly asked: Json;
  readonly decide: (standing: Standing, permit: Permit) => Promise<Outcome<Adding>> | Outcome<Adding>;
}

/** A notice as policies see it. */
export function resourceOf({ noticeId, authority, subjectId, drawnBy }: NoticeHead): Resource {
  return { type: "Notice", id: noticeId, attributes: { agency: authority, subject: subjectId, enteredBy: drawnBy } };
}

/** The day and the calendar that acts and views ask by. */
export function askedToday({ catalogue, clock }: Pick<NoticeParts, "catalogue" | "clock">): Asked {
  return { calendar: catalogue.calendar, today: clock.today() };
}

const triesMax = 8;

/** Does it, or says why not. @returns what stands after it */
export async function actOn(parts: NoticeParts, acting: Acting, asked: ActAsked): Promise<Outcome<Standing>> {
  const key = keyOf(acting);
  const content = parts.keys.documentHash(`notice ${asked.action}\n${canonicalJson([asked.noticeId, asked.asked])}`);
  for (let tries = 0; tries < triesMax; tries++) {
    const notice = await findNotice(parts.app, asked.noticeId);
    if (!notice) return refuse("notices.unknown");
    const standing = foldNotice(notice);
    const context = asked.basis === undefined ? {} : { basis: asked.basis };
    const permit = await parts.door.permit(acting.actor, asked.action, resourceOf(standing.head), context);
    if (!permit.ok) return permit;
    const before = await doneBefore(parts, { standing, key, content });
    if (!before.ok) return before;
    if (before.value) return done(before.value);
    if (standing.state === "withdrawn") return refuse("notices.withdrawn");
    const mandate = await mandateFor(parts, acting.actor, standing.head.subjectId);
    if (!mandate.ok) return mandate;
    const decided = await asked.decide(standing, permit.value);
    if (!decided.ok) return decided;
    const { documents = [] } = decided.value;
    if (!(await areFree(parts, permit.value, { standing, acting, documents })))
      return refuse("notices.document-unknown", { field: "documents" });
    const row: NoticeAct = {
      ...rowOf(parts, acting, { standing, adding: decided.value, content, key }),
      ...(asked.basis ? { basis: asked.basis } : {}),
      mandateId: mandate.value?.mandateId ?? null,
      mandateSeq: mandate.value?.acceptedSeq ?? null,
    };
    const added = await add(parts, permit.value, { standing, row, documents, actor: acting.actor });
    if (!added.ok) return added;
    if (added.value === "written") return done(foldAnew(standing, row));
  }
  return refuse("http.busy");
}

function foldAnew({ head, acts }: Standing, row: NoticeAct): Standing {
  return foldNotice({ head, acts: [...acts, row] });
}

/** What stands, where this very act was done before; a refusal where the key stands for another act. */
async function doneBefore(
  { app }: NoticeParts,
  { standing, key, content }: { standing: Standing; key: string; content: Buffer },
): Promise<Outcome<Standing | null>> {
  const earlier = standing.acts.find(({ idempotencyKey }) => idempotencyKey === key);
  if (earlier) return Buffer.from(earlier.content).equals(content) ? done(standing) : refuse("access.key-used");
  const usedFor = await findNoticeByKey(app, key);
  // Of this notice, it was used since it was read: the key stops the act, which is then looked at anew.
  return usedFor === null || usedFor === standing.head.noticeId ? done(null) : refuse("access.key-used");
}

async function areFree(
  { app }: NoticeParts,
  permit: Permit,
  { standing, acting, documents }: { standing: Standing; acting: Acting; documents: readonly string[] },
): Promise<boolean> {
  if (documents.length === 0) return true;
  const asked = { noticeId: standing.head.noticeId, enteredBy: signature(acting.actor), documentIds: documents };
  return (await countFreeDocuments(app, permit, asked)) === documents.length;
}

/** An act that has nothing of its own but who did it, when, and after what. */
export function rowOf(
  { clock, keys }: NoticeParts,
  { actor }: Acting,
  given: {
    standing: Pick<Standing, "head" | "last"> | { head: NoticeHead; last: null };
    adding: Adding;
    content: Buffer;
    key: string;
  },
): NoticeAct {
  const { standing, adding, content, key } = given;
  const { head, last } = standing;
  const seq = (last?.seq ?? 0) + 1;
  const actedAt = clock.now();
  const sealed =
    adding.words === undefined ? null : keys.seal(Buffer.from(adding.words), wordsContext(head.noticeId, seq));
  return {
    seq,
    act: adding.act,
    state: last?.state ?? "drawn",
    floor: last?.floor ?? null,
    actedBy: signature(actor),
    actedOn: shanghaiDate(actedAt),
    actedAt,
    agencyCode: actor.kind === "officer" ? actor.agency : null,
    basis: null,
    mandateId: null,
    mandateSeq: null,
    mode: null,
    outcome: null,
    servedSeq: null,
    servedOn: null,
    announcedOn: null,
    failedSeq: null,
    agreementSeq: null,
    answerDueOn: null,
    proofId: null,
    reason: null,
    sealed,
    content,
    idempotencyKey: key,
    ...adding.with,
  };
}

/** What binds sealed words to their place. */
export function wordsContext(noticeId: string, seq: number): string {
  return `notice:${noticeId}:${seq}`;
}

/** The words of a notice are bound to its id. */
export function contentContext(noticeId: string): string {
  return `notice:${noticeId}`;
}

interface Addition {
  readonly standing: Standing;
  readonly row: NoticeAct;
  readonly documents: readonly string[];
  readonly actor: Actor;
}

/** "again": somebody was faster, or a mandate or agreement has just ended; decide anew on what is true now. */
async function add(
  parts: NoticeParts,
  permit: Permit,
  { standing, row, documents, actor }: Addition,
): Promise<Outcome<"written" | "again">> {
  const { head, last } = standing;
  const write = async (sql: Sql) => {
    await insertAct(sql, permit, { head, last, act: row });
    const given = { noticeId: head.noticeId, seq: row.seq, actedBy: row.actedBy, documentIds: documents };
    if (documents.length > 0) await insertActDocuments(sql, permit, given);
  };
  const follower = parts.followers.get(head.about.kind);
  try {
    if (follower) {
      const notice = toldOf(foldAnew(standing, row), askedToday(parts));
      return await follower({ actor, act: row.act, seq: row.seq, notice, write });
    }
    await inTransaction(parts.app, write);
    return done("written");
  } catch (error) {
    if (wasOvertaken(error)) return done("again");
    throw error;
  }
}
