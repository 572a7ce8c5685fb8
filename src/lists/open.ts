/** Puts lists together over a node's parts. */
import type { Outcome } from "#core/refusal.ts";
import type { Route } from "#src/access/index.ts";
import type { Added } from "#src/notices/index.ts";
import type { Sql } from "#src/platform/database.ts";
import { followNotice } from "./acts/follow.ts";
import { foldAnew } from "./inbox/fold-anew.ts";
import type { ListParts } from "./parts.ts";
import { listRoutes } from "./routes.ts";
import { type EntryBasis, findBasis, listKeeping } from "./store.ts";
import { forgetProceedings, workOnProceedings } from "./work.ts";

export interface Lists {
  readonly routes: readonly Route[];
  /** What an entry decided here rested on, by its record: for recomputing it. Null where it was received. */
  basisOf(recordId: string): Promise<EntryBasis | null>;
  /** Forgets the words of proceedings past their keeping now (C8, C17). @returns of how many */
  forgetDue(): Promise<number>;
  /** Begins in this process what time does to proceedings: now, and on every new day. */
  work(): Promise<void>;
  /** Folds anew the proceedings that put a record into the ledger, in the transaction that marks it. */
  followRecord(sql: Sql, recordId: string): Promise<void>;
  /** Adds an act on a notice about a proceeding, with what follows from it: `notices` calls it. */
  followNotice(added: Added): Promise<Outcome<"written" | "again">>;
}

/** Opens lists; nothing is read before it is asked. */
export function openLists(parts: ListParts): Lists {
  return {
    routes: listRoutes(parts),
    basisOf: (recordId) => findBasis(parts.app, recordId),
    forgetDue: () => forgetProceedings(parts),
    work: () => workOnProceedings(parts),
    async followRecord(sql, recordId) {
      for (const proceedingId of await listKeeping(sql, recordId)) await foldAnew(parts, sql, proceedingId);
    },
    followNotice: (added) => followNotice(parts, added),
  };
}
