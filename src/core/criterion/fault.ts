import type { Bilingual } from "../refusal.ts";

/** Why a rule is refused, and where: the place of a character in its text, from 0. */
export interface CriterionFault extends Bilingual {
  readonly at: number;
}

/** Thrown while a rule is read and caught where reading began: a value outside. */
export class Unreadable extends Error {
  readonly fault: CriterionFault;

  constructor(at: number, said: Bilingual) {
    super(said.en);
    this.fault = { at, ...said };
  }
}

export function unreadable(at: number, zh: string, en: string): never {
  throw new Unreadable(at, { zh, en });
}
