/** Has reports printed by the press, one after the other; the press is started by the first and kept warm. */
import { Worker } from "node:worker_threads";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { qrOf } from "./drawing.ts";
import { pageOf } from "./page.ts";
import type { PressAnswer, PressJob } from "./press.ts";
import type { Language, Report } from "./report.ts";
import { specimenReport } from "./specimen/specimen.ts";

/** More reports than this waiting are refused rather than kept waiting for minutes. */
const waitingMax = 100;

interface Waiting {
  readonly settle: (pdf: Uint8Array<ArrayBuffer>) => void;
  readonly fail: (error: Error) => void;
}

export class Printer {
  #press: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #closed = false;

  /**
   * Prints a report in one language: the same report gives the same bytes. Refuses when too many wait, or where this platform
   * has no press. Throws where the press fails: that is our error.
   */
  async print(report: Report, language: Language): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
    if (this.#waiting.size >= waitingMax) return refuse("http.busy");
    const page = JSON.stringify(pageOf(report, language, qrOf(report.verifyUrl)));
    try {
      return done(await this.#ask(page));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return refuse("reports.no-press");
      throw error;
    }
  }

  /** Starts the press and prints the specimen once, so that the first visitor does not wait for fonts. */
  async warm(): Promise<void> {
    for (const language of ["zh", "en"] as const) await this.print(specimenReport({ records: 20 }), language);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#press?.terminate();
  }

  #ask(page: string): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#closed) throw new Error("the printer is closed");
    this.#press ??= this.#start();
    const job: PressJob = { id: ++this.#last, page };
    const answered = new Promise<Uint8Array<ArrayBuffer>>((settle, fail) => {
      this.#waiting.set(job.id, { settle, fail });
    });
    this.#press.ref();
    this.#press.postMessage(job);
    return answered;
  }

  #start(): Worker {
    const press = new Worker(new URL("./press.ts", import.meta.url));
    press.unref();
    press.on("message", (answer: PressAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      // Nothing waits: the press must not keep a command from ending.
      if (this.#waiting.size === 0) press.unref();
      if ("error" in answer) waiting?.fail(new Error(answer.error));
      else waiting?.settle(answer.pdf);
    });
    press.on("error", (error) => this.#broken(error as Error));
    press.on("exit", (code) => this.#broken(new Error(`the press ended with ${code}`)));
    return press;
  }

  /** The press is gone: who waited hears of it, and the next report starts another. */
  #broken(error: Error): void {
    this.#press = null;
    for (const waiting of this.#waiting.values()) waiting.fail(error);
    this.#waiting.clear();
  }
}
