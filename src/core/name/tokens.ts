/**
 * What a name is indexed by: 32-bit tokens of three kinds, salted apart.
 * - pairs of neighbouring syllables, in either order: a wrong, missing, additional or exchanged character spoils two
 *   of them at most, a character written for another of the same sound none, and pinyin finds them too;
 * - runs of four initials, at every place;
 * - the first pair of the name, and of what follows its place: a brand that is a common word is found there.
 * Every other character at the beginning is paired too: so short names are made (中国石油化工: 中石化).
 * Legal forms are left out. A character without a reading stands for itself.
 */
import { normaliseName } from "./normalise.ts";
import { placeLength, withoutForm, withoutSuffixes } from "./parts.ts";
import { initialOf, otherReadings, reading } from "./pinyin.ts";

/** Characters of a name beyond which nothing is indexed. */
const lengthMax = 60;
/** Characters at the beginning that short names are made from. */
const shortened = 4;
/** Initials in a run. */
export const initialsRun = 4;

function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return h ^ (h >>> 16);
}

/** The sound a UTF-16 unit is indexed under: its usual syllable, or itself. */
export function soundOf(unit: number): number {
  return reading(unit) || unit + 0x10000;
}

/** Token of two neighbouring sounds. */
export function pairToken(one: number, other: number): number {
  return one < other ? mix(Math.imul(one, 0x9e3779b1) ^ other) : mix(Math.imul(other, 0x9e3779b1) ^ one);
}

/** Token of two sounds that begin a name, or its brand. */
export function beginningToken(one: number, other: number): number {
  return mix(pairToken(one, other) ^ 0x1b873593);
}

/** Token of a run of initials, as UTF-16 units. */
export function initialsToken(a: number, b: number, c: number, d: number): number {
  return mix(((a << 24) | (b << 16) | (c << 8) | d) ^ 0x5bd1e995);
}

/** The tokens a registered name is indexed by, each once. */
export function nameTokens(name: string): number[] {
  const text = withoutForm(normaliseName(name)).slice(0, lengthMax);
  const tokens: number[] = [];
  const add = (token: number) => {
    if (!tokens.includes(token)) tokens.push(token);
  };
  for (let i = 0; i + 1 < text.length; i++) addPairs(text.charCodeAt(i), text.charCodeAt(i + 1), add);
  for (let i = 0; i + initialsRun <= text.length; i++) addInitials(text, i, add);
  addBeginning(text, placeLength(text), add);
  return tokens;
}

/** What a name is also found by at its beginning: as it begins, as its brand begins, without 市, and shortened. */
function addBeginning(text: string, place: number, add: (token: number) => void): void {
  const sound = (at: number) => soundOf(text.charCodeAt(at));
  for (const at of place === 0 ? [0] : [0, place])
    if (at + 1 < text.length) add(beginningToken(sound(at), sound(at + 1)));
  if (place > 2 && place < text.length && withoutSuffixes(text[place - 1] ?? "") === "")
    add(pairToken(sound(place - 2), sound(place)));
  for (let at = place; at + 2 < text.length && at < place + shortened; at += 2)
    add(pairToken(sound(at), sound(at + 2)));
}

function addPairs(one: number, other: number, add: (token: number) => void): void {
  add(pairToken(soundOf(one), soundOf(other)));
  for (const first of otherReadings(one)) add(pairToken(first, soundOf(other)));
  for (const second of otherReadings(other)) {
    add(pairToken(soundOf(one), second));
    for (const first of otherReadings(one)) add(pairToken(first, second));
  }
}

/** The run of initials at a place: by the usual readings, and with each other reading that begins with another letter. */
function addInitials(text: string, at: number, add: (token: number) => void): void {
  const run = [0, 1, 2, 3].map((k) => initialOf[reading(text.charCodeAt(at + k))] ?? 0);
  if (run.includes(0)) return;
  const token = () => initialsToken(run[0] ?? 0, run[1] ?? 0, run[2] ?? 0, run[3] ?? 0);
  add(token());
  for (let k = 0; k < initialsRun; k++) {
    const usual = run[k] ?? 0;
    for (const other of otherReadings(text.charCodeAt(at + k))) {
      run[k] = initialOf[other] ?? 0;
      if (run[k] !== usual) add(token());
    }
    run[k] = usual;
  }
}
