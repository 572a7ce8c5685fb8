/** Keeps where a proceeding stands beside it, in the transaction that moved it. */
import type { Sql } from "#src/platform/database.ts";
import { placeWith } from "../acts/place.ts";
import type { ListParts } from "../parts.ts";
import { findProceeding } from "../store.ts";
import { type StateRow, stateRow } from "./state-row.ts";
import { findState, lockState, proceedingIds, writeState } from "./store.ts";

/** What the inbox would keep of a proceeding, folded from its acts and notices; null where there is none. */
export async function foldedState(
  parts: Pick<ListParts, "catalogue" | "clock" | "notices">,
  sql: Sql,
  proceedingId: string,
): Promise<StateRow | null> {
  const found = await findProceeding(sql, proceedingId);
  if (!found) return null;
  return stateRow(placeWith(parts, found, await parts.notices.standingsAbout(sql, proceedingId)));
}

/**
 * Folds a proceeding and keeps what comes out. Whoever else moves it waits for the lock, and reads what was written
 * before: of two that move it at once the later one sees both.
 */
export async function foldAnew(
  parts: Pick<ListParts, "catalogue" | "clock" | "notices">,
  sql: Sql,
  proceedingId: string,
): Promise<void> {
  await lockState(sql, proceedingId);
  const row = await foldedState(parts, sql, proceedingId);
  if (!row) throw new Error("a proceeding that was moved is not found");
  await writeState(sql, row);
}

/** Every proceeding as it is kept and as it folds: they are the same, or what is kept is wrong. For tests and verifiers. */
export async function* foldedStates(
  parts: Pick<ListParts, "app" | "catalogue" | "clock" | "notices">,
): AsyncGenerator<{ readonly kept: StateRow | null; readonly folded: StateRow | null }> {
  for await (const proceedingId of proceedingIds(parts.app))
    yield {
      kept: await findState(parts.app, proceedingId),
      folded: await foldedState(parts, parts.app, proceedingId),
    };
}
