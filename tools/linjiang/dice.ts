import { createHash } from "node:crypto";

/** A seeded source of choices. The same seed gives the same province on every machine. */
export interface Dice {
  /** A dice of its own for a part, so that a change in one part does not throw all others anew. */
  of(part: string): Dice;
  /** From 0 up to 1. */
  next(): number;
  /** A whole number, both bounds included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  /** Throws RangeError on an empty list. */
  pick<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): T[];
}

/** Dice from a text. The generator is sfc32, seeded by SHA-256. */
export function diceFrom(seed: string): Dice {
  const next = sfc32(seed);
  return {
    of: (part) => diceFrom(`${seed}/${part}`),
    next,
    int: (min, max) => min + Math.floor(next() * (max - min + 1)),
    chance: (probability) => next() < probability,
    pick<T>(list: readonly T[]): T {
      if (list.length === 0) throw new RangeError("nothing to pick from");
      return list[Math.floor(next() * list.length)] as T;
    },
    shuffled<T>(list: readonly T[]): T[] {
      const keyed = list.map((value) => ({ value, key: next() }));
      return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value);
    },
  };
}

function sfc32(seed: string): () => number {
  const digest = createHash("sha256").update(seed).digest();
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => digest.readInt32LE(at)) as [number, number, number, number];
  return () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
}
