/**
 * Runs a batch: reads, maps, judges, looks up, decides, stores, chunk by chunk. While one chunk is being stored the next
 * is prepared. The commit point of a chunk is its `part` row; after a crash the same function goes on after the last one.
 */
import { CompactRange, type StoredRange } from "#core/merkle/tree.ts";
import type { Refusal } from "#core/refusal.ts";
import type { Clock } from "#src/platform/clock.ts";
import { inTransaction, type Pool, sqlState } from "#src/platform/database.ts";
import type { Plan } from "../map/plan.ts";
import { FileRefused } from "../read/refused.ts";
import type { SheetRow } from "../read/row.ts";
import type { BatchEnd } from "../receipt.ts";
import { type Counts, noCounts } from "../store.ts";
import { Salts } from "./build.ts";
import { type Built, buildChunk, Cancelled, storeChunk, storeDryChunk } from "./chunk.ts";
import { decideChunk } from "./decide.ts";
import { type Draft, judge } from "./judge.ts";
import { entersOnce } from "./listed.ts";
import { lookUp, NameCache } from "./lookups.ts";
import { RunPending } from "./pending.ts";
import type { Sending } from "./sending.ts";
import { turn } from "./turn.ts";

export interface RunParts {
  readonly app: Pool;
  readonly clock: Clock;
  /** Rows stored in one transaction. */
  readonly chunkRows?: number;
  /** Hears how far the batch is, after each chunk. */
  readonly onProgress?: (progress: Progress) => void;
  /** Aborted: the run throws after the chunk in hand. */
  readonly signal?: AbortSignal;
}

export interface Progress {
  readonly lastRow: number;
  readonly counts: Counts;
}

/** Where a batch stands: after the last part, or at its beginning. */
export interface Standing extends Progress {
  readonly range: StoredRange;
}

export const atTheBeginning: Standing = { lastRow: 0, counts: noCounts, range: { size: 0, hashes: [] } };

/** How a run ended. */
export interface RunEnd {
  readonly end: BatchEnd;
  readonly refusal: Refusal | null;
  readonly counts: Counts;
  readonly range: CompactRange;
}

/** What a run reads from: the rows of a file below its header, and the plan to map them by. */
export interface RunSource {
  readonly plan: Plan;
  read(): AsyncIterable<SheetRow[]>;
}

const chunkRowsUsual = 4000;
const triesMax = 8;

export async function runBatch(
  parts: RunParts,
  sending: Sending,
  { source, from }: { source: RunSource; from: Standing },
): Promise<RunEnd> {
  const run = new Run(parts, sending, source.plan, from);
  try {
    for await (const drafts of draftsOf(source, sending, {
      after: from.lastRow,
      chunkRows: parts.chunkRows ?? chunkRowsUsual,
    })) {
      parts.signal?.throwIfAborted();
      await run.take(drafts);
    }
    await run.settle();
    return run.ended("finished");
  } catch (error) {
    await run.abandon();
    if (error instanceof Cancelled) return run.ended("cancelled");
    if (error instanceof FileRefused) return run.ended("failed", error.refusal);
    throw error;
  }
}

/** Chunks of judged rows. Judging lets the event loop turn, so that the chunk before keeps flowing into the database. */
async function* draftsOf(
  { plan, read }: RunSource,
  sending: Sending,
  { after, chunkRows }: { after: number; chunkRows: number },
): AsyncGenerator<Draft[]> {
  let chunk: Draft[] = [];
  let sinceTurn = 0;
  for await (const rows of read()) {
    for (const row of rows) {
      if (row.row <= after) continue;
      chunk.push(judge(plan.map(row), sending, plan.columnOf));
      if (++sinceTurn >= 64) {
        sinceTurn = 0;
        await turn();
      }
      if (chunk.length >= chunkRows) {
        yield chunk;
        chunk = [];
      }
    }
  }
  if (chunk.length > 0) yield chunk;
}

interface Flying {
  readonly drafts: Draft[];
  readonly stored: Promise<Outcome>;
}

type Outcome = { readonly ok: true } | { readonly ok: false; readonly error: unknown };

class Run {
  readonly #parts: RunParts;
  readonly #sending: Sending;
  readonly #plan: Plan;
  readonly #pending: RunPending;
  readonly #names = new NameCache();
  readonly #salts = new Salts();
  #range: CompactRange;
  #counts: Counts;
  #lastRecordedAt = 0;
  #flying: Flying | null = null;

  constructor(parts: RunParts, sending: Sending, plan: Plan, from: Standing) {
    this.#parts = parts;
    this.#sending = sending;
    this.#plan = plan;
    this.#pending = new RunPending(sending.batch.batchId, {
      kept: sending.batch.dryRun ? 100 : 1,
      enters: (payload) => entersOnce(payload, sending),
    });
    this.#range = CompactRange.from(from.range);
    this.#counts = from.counts;
  }

  /** Prepares a chunk while the one before is being stored, then begins to store it. */
  async take(drafts: Draft[]): Promise<void> {
    // New persons have no id before they are stored; rows about them wait for the chunk before.
    if (drafts.some(({ kind }) => kind === "person")) await this.settle();
    const prepared = await this.#prepare(drafts);
    const redone = await this.settle();
    // The chunk before was decided anew: what this one was decided on may no longer hold.
    const built = redone ? await this.#prepare(drafts) : prepared;
    this.#flying = { drafts, stored: outcomeOf(this.#store(built)) };
  }

  /** Waits until the chunk in flight is stored. True where it had to be decided anew, because another batch was faster. */
  async settle(): Promise<boolean> {
    const flying = this.#flying;
    if (!flying) return false;
    this.#flying = null;
    let outcome = await flying.stored;
    for (let tries = 1; !outcome.ok; tries++) {
      if (!isRace(outcome.error) || tries >= triesMax) throw outcome.error;
      this.#pending.restart();
      outcome = await outcomeOf(this.#store(await this.#prepare(flying.drafts)));
      if (outcome.ok) return true;
    }
    return false;
  }

  /** Lets the chunk in flight end, whatever comes of it: its transaction must not outlive the run. */
  async abandon(): Promise<void> {
    const outcome = await this.#flying?.stored;
    this.#flying = null;
    if (outcome && !outcome.ok && outcome.error instanceof Cancelled) return;
  }

  ended(end: BatchEnd, refusal: Refusal | null = null): RunEnd {
    return { end, refusal, counts: this.#counts, range: this.#range };
  }

  async #prepare(drafts: Draft[]): Promise<Built> {
    const { app: sql, clock } = this.#parts;
    const sending = this.#sending;
    const found = await lookUp({ sql, clock, names: this.#names }, sending, drafts);
    this.#pending.begin();
    const { columnOf } = this.#plan;
    const decisions = decideChunk(drafts, found, { sending, columnOf, names: this.#names, pending: this.#pending });
    const parts = { sending, recordedAt: this.#recordedAt(), salts: this.#salts };
    return buildChunk(decisions, { parts, names: this.#names, lastRow: drafts.at(-1)?.row ?? 0 });
  }

  /** The instant of a chunk: now, and later than that of the chunk before. */
  #recordedAt(): Date {
    this.#lastRecordedAt = Math.max(this.#parts.clock.now().getTime(), this.#lastRecordedAt + 1);
    return new Date(this.#lastRecordedAt);
  }

  async #store(built: Built): Promise<void> {
    const { app, onProgress } = this.#parts;
    let range = this.#range;
    await inTransaction(app, async (transaction) => {
      if (this.#sending.batch.dryRun) return storeDryChunk(transaction, built);
      await storeChunk(transaction, built, {
        detail: (leaves) => {
          range = CompactRange.from(this.#range.stored());
          for (const leaf of leaves) range.append(leaf);
          return { range: range.stored() };
        },
      });
    });
    this.#range = range;
    this.#counts = sum(this.#counts, built.counts);
    onProgress?.({ lastRow: built.lastRow, counts: this.#counts });
  }
}

async function outcomeOf(work: Promise<void>): Promise<Outcome> {
  try {
    await work;
    return { ok: true };
  } catch (error) {
    return { ok: false, error };
  }
}

/** Another batch wrote the same document, number or version first, or both waited for each other. */
export function isRace(error: unknown): boolean {
  return ["23505", "40P01", "40001", "55P03"].includes(sqlState(error) ?? "");
}

/** Counts of two stretches of a batch together. */
export function sum(a: Counts, b: Counts): Counts {
  return {
    accepted: a.accepted + b.accepted,
    corrected: a.corrected + b.corrected,
    unchanged: a.unchanged + b.unchanged,
    held: a.held + b.held,
    refused: a.refused + b.refused,
    findings: a.findings + b.findings,
  };
}
