/** Proofs of service, and what comes with an answer: judged by their content, kept encrypted, seen by the two sides only. */
import type { Readable } from "node:stream";
import { attachToNotice as contract, type NoticeDocument } from "#contract/notices.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type Acting, type Actor, type FileAnswer, foundedId, lookAt, signature } from "#src/access/index.ts";
import { documentFile, takeIn } from "#src/intake/index.ts";
import { resourceOf } from "./commit.ts";
import { foldNotice } from "./notice.ts";
import type { NoticeParts } from "./parts.ts";
import { type DocumentRow, findDocument, findNotice, insertDocument, listActDocuments } from "./store.ts";
import { documentView, readingScope } from "./views.ts";

const bytesMax = contract.fileBody?.maxBytes ?? 0;

/** Takes a document in for a notice; an act then takes it up. The same key with the same bytes is the same document. */
export async function attachToNotice(
  parts: NoticeParts,
  { actor, idempotencyKey }: Acting,
  { noticeId, content }: { noticeId: string; content: Readable | null },
): Promise<Outcome<NoticeDocument>> {
  const notice = await findNotice(parts.app, noticeId);
  if (!notice) return refuse("notices.unknown");
  const permit = await parts.door.permit(actor, "attach-to-notice", resourceOf(notice.head));
  if (!permit.ok) return permit;
  if (actor.kind === "representative" && !foldNotice(notice).service) return refuse("notices.unread");
  const documentId = foundedId(actor, `notice document ${noticeId} ${idempotencyKey}`);
  const entered = { documentId, noticeId, enteredBy: signature(actor), enteredAt: parts.clock.now() };
  const taken = await takeIn<DocumentRow>(parts, content, {
    bytesMax,
    find: () => findDocument(parts.app, permit.value, documentId),
    insert: (row) => insertDocument(parts.app, permit.value, row),
    row: ({ scannedBy: _, ...sound }) => ({ ...sound, ...entered }),
  });
  return taken.ok ? done(documentView(taken.value)) : taken;
}

/** A document that an act took up, for either side. A body's look stands in the subject's log (C15). */
export async function downloadDocument(
  parts: NoticeParts,
  actor: Actor,
  { noticeId, documentId }: { noticeId: string; documentId: string },
): Promise<Outcome<FileAnswer>> {
  const notice = await findNotice(parts.app, noticeId);
  if (!notice) return refuse("notices.unknown");
  const scope = await readingScope(parts, actor, notice.head);
  if (!scope.ok) return scope;
  if (notice.head.sealed.length === 0) return refuse("notices.forgotten");
  const row = (await listActDocuments(parts.app, scope.value, noticeId)).find((one) => one.documentId === documentId);
  const source = row && (await parts.vault.open(row.fileId, row.bytes));
  if (!row || !source) return refuse("notices.document-unknown");
  await lookAt(parts, scope.value, {
    subjectId: notice.head.subjectId,
    what: "notice-document",
    read: async () => null,
  });
  return done(documentFile(source, row));
}
