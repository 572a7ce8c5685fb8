/** What is fixed for a whole batch: who sends, what, under which rules, with whose leave. */
import type { List } from "#contract/lists-in-packs.ts";
import type { IsoDate } from "#core/time/date.ts";
import type { Permit } from "#src/access/index.ts";
import type { ItemVersion } from "#src/catalogue/index.ts";
import type { KeyRing } from "#src/platform/keys.ts";
import type { BatchRow } from "../store.ts";

/** The agency a batch comes from, as far as rows are judged by it. */
export interface Sender {
  readonly code: string;
  /** First characters of unified codes its kind registers: it alone founds subjects whose numbers nobody else proves. */
  readonly registers: ReadonlySet<string>;
  /** Six digits of GB/T 2260: it registers whoever was numbered there. */
  readonly division: string;
  /** Items that say what is registered (category 1 of the national catalogue). */
  readonly registrations: readonly string[];
  /** Agencies below it, whose decisions it may send. */
  readonly subordinates: ReadonlySet<string>;
  /** The sector a decision is counted under: by the kind of the authority that decided, its own or one below. */
  sectorOf(authority: string): number;
}

export interface Sending {
  readonly batch: BatchRow;
  readonly item: ItemVersion;
  readonly sender: Sender;
  readonly permit: Permit;
  readonly keys: KeyRing;
  /** The second officer, where one has confirmed (C5). */
  readonly confirmedBy: string | null;
  /** The day of receipt in Asia/Shanghai. */
  readonly receivedOn: IsoDate;
  /** The list in use whose entries the item's records are; null: it is no list's. */
  readonly list: List | null;
  /** A proceeding of ours writes it: `lists` has conducted what is asked of a listing that is received. */
  readonly isOfProceeding: boolean;
}
