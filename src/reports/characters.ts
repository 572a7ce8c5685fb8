/**
 * Makes text settable. A PDF/UA file may not hold a character its typeface lacks, and a name may hold any (DOMAIN.md
 * 11.7): what cannot be set is named by its number, never dropped without a word. The data file keeps the text as it is.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { createRequire } from "node:module";

const resolve = createRequire(import.meta.url).resolve;

/** The typefaces embedded, Regular and Bold; both cover the same characters. */
export const fontFiles: readonly string[] = [
  "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
  "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
].map((name) => resolve(name));

/** Past the last plane a typeface of ours has characters in. */
const beyond = 0x40000;

let coverage: Uint8Array | undefined;

/** Whether the typefaces have a glyph for a character. */
export function isSettable(codePoint: number): boolean {
  coverage ??= readCoverage(fontFiles[0] ?? "");
  return codePoint < beyond && coverage[codePoint] === 1;
}

/**
 * One byte a character, from the `cmap` table (OpenType 1.9, format 12): of ten megabytes only the seventeen thousand
 * bytes that say so are read.
 */
function readCoverage(file: string): Uint8Array {
  const handle = openSync(file, "r");
  try {
    const read = (from: number, length: number) => {
      const bytes = Buffer.alloc(length);
      readSync(handle, bytes, 0, length, from);
      return bytes;
    };
    const tables = read(12, 16 * read(4, 2).readUInt16BE());
    const at = tables.indexOf("cmap");
    if (at < 0) throw new Error("the typeface has no cmap");
    const cmap = read(tables.readUInt32BE(at + 8), tables.readUInt32BE(at + 12));
    for (let record = 4; record < 4 + 8 * cmap.readUInt16BE(2); record += 8) {
      const subtable = cmap.subarray(cmap.readUInt32BE(record + 4));
      if (subtable.readUInt16BE() === 12) return coverageOf(subtable);
    }
    throw new Error("the typeface has no cmap of format 12");
  } finally {
    closeSync(handle);
  }
}

function coverageOf(subtable: Buffer): Uint8Array {
  const covered = new Uint8Array(beyond);
  const groups = subtable.readUInt32BE(12);
  for (let group = 0; group < groups; group++) {
    const at = 16 + 12 * group;
    covered.fill(1, subtable.readUInt32BE(at), subtable.readUInt32BE(at + 4) + 1);
  }
  return covered;
}

// Joiners, variation selectors and marks of direction: they have no shape, and marks of direction could turn a line round.
const shapeless = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/gu;
const blanks = /[\p{Control}\p{Zl}\p{Zp}\s]+/gu;
// A run without a place to break would leave the page.
const unbreakable = /[\x21-\x7e\u00a1-\u024f]{40,}/g;

/** One line of text as it can be set. Breaks and control characters become one space. */
export function settable(text: string): string {
  const flat = text.toWellFormed().replace(shapeless, "").replace(blanks, " ");
  let all = true;
  for (let at = 0; at < flat.length && all; at++) all = isSettable(flat.charCodeAt(at));
  const named = all ? flat : Array.from(flat, nameOrSelf).join("");
  return named.replace(unbreakable, (run) => run.replace(/.{30}/g, "$&\u200b"));
}

function nameOrSelf(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  return isSettable(codePoint) ? character : `〓U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
}
