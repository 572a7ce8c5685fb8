/** Reads JSON that is to be verified: text that two readers could read differently is no text to sign (RFC 8785 3.1). */
import { isObject, type JsonObject } from "./data-integrity.ts";

// In JSON a string followed by a colon is a key, and nothing else is.
const keyOrString = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

/**
 * The object a text holds; null where it is no JSON object, or names a key twice in one object: some readers take the
 * first of them and some the last, so the one who verifies and the one who reads could see different things.
 */
export function parseUnambiguous(text: string): JsonObject | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  let written = 0;
  for (const [, colon] of text.matchAll(keyOrString)) if (colon !== undefined) written++;
  return written === countKeys(value) ? value : null;
}

function countKeys(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + countKeys(one), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce((sum, [, one]) => sum + 1 + countKeys(one), 0);
}
