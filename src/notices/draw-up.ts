/** Drawing up a notice: by an officer, once, in words that never change after. */
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { shanghaiDate } from "#core/time/date.ts";
import { type Acting, agencyOf, foundedId, type Permit, signature } from "#src/access/index.ts";
import { inTransaction, type Sql } from "#src/platform/database.ts";
import { contentContext, resourceOf, rowOf } from "./commit.ts";
import type { Draft, NoticeHead } from "./notice.ts";
import type { NoticeParts } from "./parts.ts";
import { findNotice, insertAct, insertNotice } from "./store.ts";

/** A notice that may be drawn up, not yet written: its writer puts it into a transaction of its own. */
export interface Prepared {
  readonly noticeId: string;
  /** Writes it; nothing where the same key wrote it before. */
  write(sql: Sql): Promise<void>;
}

/**
 * Leave to draw up a notice, and its rows. The id follows from who acts and the key: asked twice, it is one notice.
 * Refuses where policy does, where the subject is unknown, and where the key was used for another notice.
 */
export async function prepareNotice(parts: NoticeParts, acting: Acting, draft: Draft): Promise<Outcome<Prepared>> {
  const { actor, idempotencyKey } = acting;
  const noticeId = foundedId(actor, `notice ${idempotencyKey}`);
  const drawnAt = parts.clock.now();
  const found = await parts.registry.subjects.findById(draft.subjectId, {
    effectiveAt: shanghaiDate(drawnAt),
    knownAt: drawnAt.toISOString(),
  });
  if (!found) return refuse("registry.unknown-subject");
  const { content, ...rest } = draft;
  const words = canonicalJson(content as unknown as Json);
  const head: NoticeHead = {
    ...rest,
    noticeId,
    subjectKind: found.kind,
    authority: agencyOf(actor) ?? "",
    sealed: parts.keys.seal(Buffer.from(words), contentContext(noticeId)),
    commitment: parts.keys.documentHash(`notice ${noticeId}\n${canonicalJson(rest as unknown as Json)}\n${words}`),
    drawnBy: signature(actor),
    drawnOn: shanghaiDate(drawnAt),
    drawnAt,
  };
  const permit = await parts.door.permit(actor, "draw-up-notice", resourceOf(head));
  if (!permit.ok) return permit;
  const earlier = await findNotice(parts.app, noticeId);
  if (earlier && !Buffer.from(earlier.head.commitment).equals(head.commitment)) return refuse("access.key-used");
  return done({
    noticeId,
    write: (sql) => (earlier ? Promise.resolve() : write(parts, permit.value, { sql, acting, head })),
  });
}

async function write(
  parts: NoticeParts,
  permit: Permit,
  { sql, acting, head }: { sql: Sql; acting: Acting; head: NoticeHead },
): Promise<void> {
  const act = rowOf(parts, acting, {
    standing: { head, last: null },
    adding: { act: "draw-up", with: { actedOn: head.drawnOn, actedAt: head.drawnAt } },
    content: head.commitment,
    key: `${signature(acting.actor)} draw-up ${acting.idempotencyKey}`,
  });
  await insertNotice(sql, permit, head);
  await insertAct(sql, permit, { head, last: null, act });
}

/** Draws up a notice in a transaction of its own. @returns its id */
export async function drawUpNotice(parts: NoticeParts, acting: Acting, draft: Draft): Promise<Outcome<string>> {
  const prepared = await prepareNotice(parts, acting, draft);
  if (!prepared.ok) return prepared;
  await inTransaction(parts.app, (transaction) => prepared.value.write(transaction));
  return done(prepared.value.noticeId);
}
