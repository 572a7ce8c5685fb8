/** What was found a moment ago, kept for seconds: hot paths ask the database once in a while, not every time. */
import { presentGeneration } from "./parts.ts";

interface Kept<T> {
  readonly value: Promise<T>;
  readonly until: number;
  readonly generation: number;
}

/** For how long another process's revocation may stay unfelt here. */
export const rememberedMs = 2000;

/**
 * A memory of `find` by key. An act of access done in this process empties it at once; acts of other processes are
 * felt after {@link rememberedMs}. Those who ask at the same time share one question to the database.
 */
export function remember<T>(find: (key: string) => Promise<T>, keysMax = 10_000): (key: string) => Promise<T> {
  const kept = new Map<string, Kept<T>>();
  return (key) => {
    const now = performance.now();
    const known = kept.get(key);
    if (known && known.until > now && known.generation === presentGeneration()) return known.value;
    const value = find(key);
    kept.delete(key);
    kept.set(key, { value, until: now + rememberedMs, generation: presentGeneration() });
    // A failed question is not an answer.
    value.catch(() => kept.delete(key));
    if (kept.size > keysMax) kept.delete(kept.keys().next().value ?? "");
    return value;
  };
}
