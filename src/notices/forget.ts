/**
 * Forgetting what is past its keeping (C8, C17): the words of notices five years after their last act, with the documents
 * of both sides; and files that no act took up. Readers find nothing then, but that there was a notice and its acts.
 */
import type { Actor } from "#src/access/index.ts";
import type { Pool } from "#src/platform/database.ts";
import type { NoticeParts } from "./parts.ts";
import { forgetDue, listKnownFiles, listSpentDocuments } from "./store.ts";

const job: Actor = { kind: "job", id: "retention" };
const atOnce = 500;
/** A document that no act took up is kept a week for whoever is still writing. */
const unusedMs = 7 * 24 * 60 * 60 * 1000;
/** A file of the vault that no document names was broken off while it came in. */
const brokenOffMs = 24 * 60 * 60 * 1000;

interface ForgettingParts extends NoticeParts {
  /** Signs in as the role that may forget, and do nothing else. */
  readonly retention: Pool;
}

/** What was forgotten in a run. */
export interface ForgottenNotices {
  readonly notices: number;
  readonly documents: number;
}

/** Forgets all that is due now. Broken off, it goes on where it stood when it is called again. */
export async function forgetNotices(parts: ForgettingParts): Promise<ForgottenNotices> {
  let notices = 0;
  for (let forgotten = atOnce; forgotten === atOnce; notices += forgotten)
    forgotten = await forgetDue(parts.retention, atOnce);
  return { notices, documents: await removeSpent(parts) };
}

async function removeSpent({ app, door, vault, clock }: NoticeParts): Promise<number> {
  const permit = await door.permit(job, "forget-due", { type: "Node", id: "node" });
  if (!permit.ok) throw new Error("the policies do not let what is due be forgotten");
  const unusedBefore = new Date(clock.now().getTime() - unusedMs);
  let removed = 0;
  for (let after: string | null = null; ; ) {
    const asked = { unusedBefore, after, limit: atOnce };
    const page: { documentId: string; fileId: string }[] = await listSpentDocuments(app, permit.value, asked);
    for (const { fileId } of page) if (await vault.remove(fileId)) removed++;
    after = page.at(-1)?.documentId ?? null;
    if (after === null) break;
  }
  const old = await vault.olderThan(new Date(Date.now() - brokenOffMs));
  const known = await listKnownFiles(app, permit.value, old);
  for (const name of old) if (!known.has(name) && (await vault.remove(name))) removed++;
  return removed;
}
