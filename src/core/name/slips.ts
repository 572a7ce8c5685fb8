/** How far apart two texts are in slips of a hand: Damerau's distance, a character of the same sound counting half. */
import { soundOf } from "./tokens.ts";

/** What is more than this apart is not measured. */
const slipsMax = 3;
/** Stands for "far apart". */
export const far = 9;

const lengthMax = 80;

/** A text with its sounds, prepared for many comparisons. */
export interface Sounded {
  readonly length: number;
  readonly units: Uint16Array;
  readonly sounds: Uint32Array;
}

/** Prepares a text; what is longer than 80 characters is cut. */
export function sounded(text: string): Sounded {
  const length = Math.min(text.length, lengthMax);
  const units = new Uint16Array(length);
  const sounds = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    units[i] = unit;
    sounds[i] = soundOf(unit);
  }
  return { length, units, sounds };
}

/** Slips between two texts; {@link far} where there are more than three. */
export function slips(a: Sounded, b: Sounded): number {
  return Math.abs(a.length - b.length) > slipsMax ? far : distance(a, b, false);
}

/** Slips from a text to the part of another that is nearest to it. */
export function slipsWithin(a: Sounded, b: Sounded): number {
  return a.length > b.length + slipsMax ? far : distance(a, b, true);
}

/** How many sounds of a text stand anywhere in another: below its length less the slips allowed, no need to measure. */
export function sharedSounds(a: Sounded, b: Sounded): number {
  let shared = 0;
  for (let i = 0; i < a.length; i++) if (b.sounds.includes(a.sounds[i] ?? 0)) shared++;
  return shared;
}

/** True where every character of the short text stands in the long one, in order, the first at its beginning (中石化). */
export function isShortFor(short: string, long: string): boolean {
  if (short.length < 2 || short.length > 6 || short[0] !== long[0]) return false;
  let at = 0;
  for (const char of short) {
    at = long.indexOf(char, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

// Three rows of the table, in half slips; used again for every comparison.
const rows = [0, 1, 2].map(() => new Int16Array(lengthMax + 1)) as [Int16Array, Int16Array, Int16Array];

function distance(a: Sounded, b: Sounded, within: boolean): number {
  let [before, last, row] = rows;
  for (let j = 0; j <= b.length; j++) last[j] = within ? 0 : 2 * j;
  for (let i = 1; i <= a.length; i++) {
    row[0] = 2 * i;
    let least = 2 * i;
    for (let j = 1; j <= b.length; j++) {
      const same = a.units[i - 1] === b.units[j - 1];
      const cost = same ? 0 : a.sounds[i - 1] === b.sounds[j - 1] ? 1 : 2;
      let value = Math.min((last[j - 1] as number) + cost, (last[j] as number) + 2, (row[j - 1] as number) + 2);
      const exchanged = i > 1 && j > 1 && a.units[i - 1] === b.units[j - 2] && a.units[i - 2] === b.units[j - 1];
      if (exchanged) value = Math.min(value, (before[j - 2] as number) + 2);
      row[j] = value;
      if (value < least) least = value;
    }
    if (least > 2 * slipsMax) return far;
    [before, last, row] = [last, row, before];
  }
  const end = within ? Math.min(...last.subarray(0, b.length + 1)) : (last[b.length] as number);
  return end > 2 * slipsMax ? far : end / 2;
}
