/** Readings of characters, without tone, and how typed letters split into syllables. */
import table from "./generated/syllables.json" with { type: "json" };

/** Every syllable, by number; 0 is none. Letters and digits are syllables of their own. */
const syllables: string[] = [
  "",
  ...new Set([
    ...Object.keys(table.usual),
    ...Object.values(table.others).flat(),
    ..."abcdefghijklmnopqrstuvwxyz0123456789",
  ]),
];
const numbers = new Map(syllables.map((syllable, at) => [syllable, at]));
const syllableLengthMax = 6;

const usual = new Uint16Array(0x10000);
for (const [syllable, chars] of Object.entries(table.usual))
  for (const char of chars) usual[char.charCodeAt(0)] = numbers.get(syllable) ?? 0;
for (const char of "abcdefghijklmnopqrstuvwxyz0123456789") usual[char.charCodeAt(0)] = numbers.get(char) ?? 0;

const none: readonly number[] = [];
const others = new Map<number, readonly number[]>(
  Object.entries(table.others).map(([char, list]) => [char.charCodeAt(0), list.map((one) => numbers.get(one) ?? 0)]),
);

/** The usual reading of a UTF-16 unit, as a syllable's number; 0 where it has none. */
export function reading(unit: number): number {
  return usual[unit] ?? 0;
}

/** Readings beside the usual one. */
export function otherReadings(unit: number): readonly number[] {
  return others.get(unit) ?? none;
}

/** True where a character may be read so. */
export function mayRead(unit: number, syllable: number): boolean {
  return usual[unit] === syllable || otherReadings(unit).includes(syllable);
}

/** Letters of a syllable by its number. */
export function lettersOf(syllable: number): string {
  return syllables[syllable] ?? "";
}

/** First letter of each syllable, as a UTF-16 unit, by number. */
export const initialOf: Uint8Array = Uint8Array.from(syllables, (syllable) => syllable.charCodeAt(0) || 0);

const tones = /[\u0300\u0301\u0304\u030c]/g;

/**
 * Typed letters as plain pinyin: tone marks and numbers, accents and apostrophes go, ü is v, boundaries are single
 * spaces. Null where the text is not Latin letters.
 */
export function plainLetters(text: string): string | null {
  const letters = text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(tones, "")
    .normalize("NFC")
    .replace(/ü|u:/g, "v")
    .trim();
  if (!/^[a-z][a-z\s'’‘`·.,\-()1-5]*$/.test(letters)) return null;
  return letters
    .replace(/(?<=[a-z])[1-5]/g, " ")
    .replace(/[^a-z]+/g, " ")
    .trim();
}

/**
 * Ways to read typed letters as syllables, as their numbers, likeliest first, at most `limit`; spaces are boundaries.
 * Empty where the letters are no pinyin.
 */
export function segment(letters: string, limit = 4): number[][] {
  let ways: number[][] = [[]];
  for (const part of letters.split(" ")) {
    const split = splits(part, limit);
    if (split.length === 0) return [];
    ways = ways.flatMap((way) => split.map((next) => [...way, ...next])).slice(0, limit);
  }
  return ways;
}

/** Splits of one run of letters: fewest syllables first, then the longer syllable first. */
function splits(run: string, limit: number): number[][] {
  const best: number[][][] = Array.from({ length: run.length + 1 }, () => []);
  best[run.length] = [[]];
  for (let at = run.length - 1; at >= 0; at--) {
    const here: number[][] = [];
    for (let length = Math.min(syllableLengthMax, run.length - at); length >= 1; length--) {
      const syllable = numbers.get(run.slice(at, at + length));
      if (syllable === undefined || (length === 1 && !"aeo".includes(run[at] ?? ""))) continue;
      for (const rest of best[at + length] ?? []) here.push([syllable, ...rest]);
    }
    best[at] = here.sort((a, b) => a.length - b.length).slice(0, limit);
  }
  return best[0] ?? [];
}
