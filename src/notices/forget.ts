/**
 * Forgetting what is past its keeping (C8, C17): the words of notices five years after their last act, with the documents
 * of both sides; and files that no act took up. Readers find nothing then, but that there was a notice and its acts.
 */
import { forgetInParts, removeSpentFiles } from "#src/intake/index.ts";
import type { Pool } from "#src/platform/database.ts";
import type { NoticeParts } from "./parts.ts";
import { forgetDue, listKnownFiles, listSpentDocuments } from "./store.ts";

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
  const notices = await forgetInParts((atMost) => forgetDue(parts.retention, atMost));
  return {
    notices,
    documents: await removeSpentFiles(parts, {
      listSpent: (permit, asked) => listSpentDocuments(parts.app, permit, asked),
      listKnown: (permit, fileIds) => listKnownFiles(parts.app, permit, fileIds),
    }),
  };
}
