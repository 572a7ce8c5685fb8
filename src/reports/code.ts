/**
 * The code of a report: 15 random characters and a check character, in fours. The alphabet is that of unified codes
 * (GB 32100), which has no letters that look like others; 74 bits, so that no code is found by trying.
 */
import { randomInt } from "node:crypto";

const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const length = 15;

/** Draws a code. */
export function newReportCode(): string {
  const drawn = Array.from({ length }, () => alphabet[randomInt(alphabet.length)] ?? "").join("");
  return inFours(drawn + checkCharacter(drawn));
}

/** A code as it was typed: case, blanks, hyphens, full width and look-alikes put right; null where it cannot be one. */
export function readReportCode(typed: string): string | null {
  const plain = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\-‐-―－_.]/gu, "")
    .replace(/[IOSZ]/g, (letter) => ({ I: "1", O: "0", S: "5", Z: "2" })[letter] ?? letter);
  if (!/^[0-9A-HJ-NPQRTUWXY]{16}$/.test(plain)) return null;
  return checkCharacter(plain.slice(0, length)) === plain[length] ? inFours(plain) : null;
}

function inFours(plain: string): string {
  return plain.replace(/.{4}(?=.)/g, "$&-");
}

/** Weighted sum modulo 31, weights powers of 3 as in GB 32100: every single slip and every exchange of neighbours shows. */
function checkCharacter(drawn: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of drawn) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (sum % 31)) % 31] ?? "";
}

const written = /[0-9A-HJ-NPQRTUWXY]{4}(?:-[0-9A-HJ-NPQRTUWXY]{4}){3}/g;

/** How many different codes of a file are looked up; a report of ours holds one. */
const candidatesMax = 8;

/** The codes that stand in a file, read as Latin-1: ours stand in the clear in the PDF's title and in the data. */
export function codesIn(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const found = new Set<string>();
  for (const [code] of text.matchAll(written)) {
    if (readReportCode(code) === code) found.add(code);
    if (found.size === candidatesMax) break;
  }
  return [...found];
}
