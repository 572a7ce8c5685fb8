/** Forgetting what is past its keeping (C8, C17): words of both sides five years after the last act, with their evidence. */
import { forgetInParts, removeSpentFiles } from "#src/intake/index.ts";
import type { Pool } from "#src/platform/database.ts";
import type { ObjectionParts } from "./parts.ts";
import { forgetDue, listKnownFiles, listSpentEvidence } from "./store.ts";

type ForgettingParts = ObjectionParts & {
  /** Signs in as the role that may forget, and do nothing else. */
  readonly retention: Pool;
};

/** What was forgotten in a run. */
export interface ForgottenObjections {
  readonly objections: number;
  readonly documents: number;
}

/** Forgets all that is due now. Broken off, it goes on where it stood when it is called again. */
export async function forgetObjections(parts: ForgettingParts): Promise<ForgottenObjections> {
  const objections = await forgetInParts((atMost) => forgetDue(parts.retention, atMost));
  return {
    objections,
    documents: await removeSpentFiles(parts, {
      listSpent: (permit, asked) => listSpentEvidence(parts.app, permit, asked),
      listKnown: (permit, fileIds) => listKnownFiles(parts.app, permit, fileIds),
    }),
  };
}
