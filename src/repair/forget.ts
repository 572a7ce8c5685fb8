/** Forgetting what is past its keeping (C8, C17): words of both sides five years after the last act, with their evidence. */
import { forgetInParts, removeSpentFiles } from "#src/intake/index.ts";
import type { Pool } from "#src/platform/database.ts";
import type { RepairParts } from "./parts.ts";
import { forgetDue, listKnownFiles, listSpentDocuments } from "./store.ts";

/** What was forgotten in a run. */
export interface ForgottenRepairs {
  readonly requests: number;
  readonly documents: number;
}

/** Forgets all that is due now, signed in as the role that may forget. Broken off, it goes on where it stood. */
export async function forgetRepairs(parts: RepairParts, retention: Pool): Promise<ForgottenRepairs> {
  const requests = await forgetInParts((atMost) => forgetDue(retention, atMost));
  return {
    requests,
    documents: await removeSpentFiles(parts, {
      listSpent: (permit, asked) => listSpentDocuments(parts.app, permit, asked),
      listKnown: (permit, fileIds) => listKnownFiles(parts.app, permit, fileIds),
    }),
  };
}
