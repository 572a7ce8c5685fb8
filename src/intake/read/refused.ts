import type { Refusal } from "#core/refusal.ts";

/**
 * A file that cannot be read as it stands. Thrown inside the readers, whose work is nested streams, and turned into a
 * value at their door ({@link openTable} and the pipeline): a person caused it, so it is a refusal, not an error.
 */
export class FileRefused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** Refuses the whole file. */
export function refuseFile(code: string, more: Omit<Refusal, "code"> = {}): never {
  throw new FileRefused({ code, ...more });
}
