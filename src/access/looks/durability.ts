/**
 * Durability of the log of looks, paid once for many. Transactions of the log commit without waiting for the disk; one
 * small commit that does wait, made after them, covers them all: the write-ahead log is one sequence. Nothing is
 * answered before it returned.
 */
import type { Pool } from "#src/platform/database.ts";
import { commitToDisk } from "./store.ts";

/** How long a commit to disk waits for looks that are being read right now, so that they share it. */
const waitMsMax = 2;

export class Durability {
  readonly #pool: Pool;
  readonly #isReading: () => boolean;
  #waiting: { readonly done: () => void; readonly fail: (error: unknown) => void }[] = [];
  #running = false;
  #waited = false;

  /**
   * @param pool ordinary connections: their commits wait for the disk
   * @param isReading whether looks are under way that will soon want a commit too
   */
  constructor(pool: Pool, isReading: () => boolean) {
    this.#pool = pool;
    this.#isReading = isReading;
  }

  /** Returns when everything committed before the call is on disk. */
  reached(): Promise<void> {
    return new Promise((done, fail) => {
      this.#waiting.push({ done, fail });
      this.poke();
    });
  }

  /** Says that a read ended: those who waited for it need wait no longer. */
  poke(): void {
    if (this.#running || this.#waiting.length === 0) return;
    if (!this.#isReading() || this.#waited) void this.#run();
    else
      setTimeout(() => {
        this.#waited = true;
        this.poke();
      }, waitMsMax);
  }

  async #run(): Promise<void> {
    this.#running = true;
    this.#waited = false;
    const covered = this.#waiting;
    this.#waiting = [];
    try {
      await commitToDisk(this.#pool);
      for (const one of covered) one.done();
    } catch (error) {
      for (const one of covered) one.fail(error);
    } finally {
      this.#running = false;
      this.poke();
    }
  }
}
