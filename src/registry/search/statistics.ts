/** What is common in names and what is rare, kept fresh in memory: look-ups begin with what is rare. */
import { type Frequency, presumedFrequency } from "#core/name/query.ts";
import type { Sql } from "#src/platform/database.ts";
import { readTokenCounts } from "./store.ts";

/** The state of the index that plans are made by. */
export interface IndexState {
  readonly frequency: Frequency;
  /** About how many names there are. */
  readonly names: number;
}

const freshForMs = 60_000;
/** Taken for the number of names before PostgreSQL counted them. */
const presumedNames = 100_000;

/** Keeps the counts of the index; asks for them again in the background once they are a minute old. */
export class NameStatistics {
  readonly #sql: Sql;
  #state: Promise<IndexState> | null = null;
  #readAt = 0;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The counts of at most a minute ago, but for the first reader after a pause, who is not made to wait. */
  present(): Promise<IndexState> {
    const old = this.#state;
    if (old && performance.now() - this.#readAt < freshForMs) return old;
    this.#readAt = performance.now();
    const fresh = this.#read();
    if (!old) {
      this.#state = fresh;
      // A reader that failed must not be remembered.
      fresh.catch(() => {
        this.#state = null;
      });
      return fresh;
    }
    fresh.then(
      (state) => {
        this.#state = Promise.resolve(state);
      },
      () => {},
    );
    return old;
  }

  async #read(): Promise<IndexState> {
    const { names, shares, least } = await readTokenCounts(this.#sql);
    if (least === null) return { names: Math.max(names, presumedNames), frequency: presumedFrequency() };
    // What is too rare to be counted is taken for half as common as the rarest that was.
    return { names, frequency: (token) => shares.get(token) ?? least / 2 };
  }
}
