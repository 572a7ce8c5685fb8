/** Files of a vault that are past their keeping: of cases whose words are forgotten, taken up by no act, or broken off. */
import type { Actor, Door, Permit } from "#src/access/index.ts";
import type { Clock } from "#src/platform/clock.ts";
import type { Vault } from "./uploads.ts";

const job: Actor = { kind: "job", id: "retention" };
const atOnce = 500;
/** What no act took up is kept a week for whoever is still writing. */
const unusedMs = 7 * 24 * 60 * 60 * 1000;
/** A file of the vault that no row names was broken off while it came in. */
const brokenOffMs = 24 * 60 * 60 * 1000;

/** How a room lists what its rows say of files. */
export interface SpentFiles {
  /** A page of files past their keeping, in the order of their ids. */
  listSpent(
    permit: Permit,
    asked: { unusedBefore: Date; after: string | null; limit: number },
  ): Promise<readonly { readonly documentId: string; readonly fileId: string }[]>;
  /** Which of some files a row names. */
  listKnown(permit: Permit, fileIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Removes them. Broken off, it goes on when it is called again. @returns how many */
export async function removeSpentFiles(
  { door, vault, clock }: { readonly door: Door; readonly vault: Vault; readonly clock: Clock },
  { listSpent, listKnown }: SpentFiles,
): Promise<number> {
  const permit = await door.permit(job, "forget-due", { type: "Node", id: "node" });
  if (!permit.ok) throw new Error("the policies do not let what is due be forgotten");
  const unusedBefore = new Date(clock.now().getTime() - unusedMs);
  let removed = 0;
  for (let after: string | null = null; ; ) {
    const page = await listSpent(permit.value, { unusedBefore, after, limit: atOnce });
    for (const { fileId } of page) if (await vault.remove(fileId)) removed++;
    after = page.at(-1)?.documentId ?? null;
    if (after === null) break;
  }
  // Files are dated by the machine's clock, not by the law's.
  const old = await vault.olderThan(new Date(Date.now() - brokenOffMs));
  const known = await listKnown(permit.value, old);
  for (const name of old) if (!known.has(name) && (await vault.remove(name))) removed++;
  return removed;
}

/** Calls a forgetting of at most so many until nothing is due any more. @returns how many were forgotten */
export async function forgetInParts(
  forget: (atMost: number) => Promise<number>,
  signal?: AbortSignal,
): Promise<number> {
  for (let all = 0; ; ) {
    signal?.throwIfAborted();
    const forgotten = await forget(atOnce);
    all += forgotten;
    if (forgotten < atOnce) return all;
  }
}
