/**
 * Finding persons' numbers where they should not be: search forms, free text, logs, echoes (C13).
 *
 * 18 digits can be a citizen number and pass as a unified code; 15 digits can be an old citizen number and pass as a
 * registration number (DOMAIN.md 2). Here the secret wins: a text that is a well-formed citizen number counts as one,
 * whatever else it passes as. A text that only resembles one (a wrong check digit, a digit too many or few) counts as
 * one too, unless it is a valid unified code. Of 645,388 real registrations none is taken for a person's number; an
 * organisation whose code were so would still be found by its name. Who knows the scheme (a column, an item's field)
 * asks that scheme's check instead, which notes the ambiguity.
 */
import { longestInput, normalise } from "./normalise.ts";
import { checkOrganisationCode } from "./organisation.ts";
import { maskPersonNumber, readPersonNumber, resemblesPersonNumber } from "./person.ts";
import { mayBeOldPersonNumber } from "./registration.ts";
import { checkUnifiedCode } from "./unified.ts";

// Digits, half- or full-width, with at most three separating characters between; X in the forms keyboards give it.
const run = /[0-9０-９](?:[\s\p{Cc}\p{Cf}\p{Pd}._·/，,]{0,3}[0-9０-９])*(?:[\s\p{Cf}\p{Pd}]{0,3}[XxＸｘ×Х])?/gu;
/** No number of a person has more pieces than characters. */
const longestRun = 19;
const separator = /[^0-9X]/g;

/**
 * Whether a text has enough digits near one another to hold a person's number: a quick no for nearly every text. Twelve,
 * half- or full-width, with gaps of at most three: an old foreigner's card has no more, all other numbers have fourteen.
 */
export function mayHoldPersonNumber(text: string, least = 12): boolean {
  if (text.length < least) return false;
  let digits = 0;
  let gap = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code >= 0x30 && code <= 0x39) || (code >= 0xff10 && code <= 0xff19)) {
      digits++;
      gap = 0;
      if (digits >= least) return true;
    } else if (++gap > 3) digits = 0;
  }
  return false;
}

/** Whether the text is, or contains, what looks like a person's number. */
export function looksLikePersonNumber(text: string): boolean {
  return maskPersonNumbers(text) !== text;
}

/** The text with every person's number in it masked: first and last character stay. Everything else stays as written. */
export function maskPersonNumbers(text: string): string {
  if (text.length <= longestInput && isDisguised(normalise(text).text)) return text.replace(/[\p{L}\p{N}]/gu, "*");
  return text.replace(run, (found: string, at: number) => {
    const besideLetter = /[A-Za-z]/.test(text.charAt(at - 1)) || /[A-Za-z]/.test(text.charAt(at + found.length));
    if (isSecret(compact(found), besideLetter)) return mask(found);
    return maskPieces(found, besideLetter);
  });
}

/** Several numbers side by side are one run: any of its pieces that follow one another may be a person's number. */
function maskPieces(found: string, besideLetter: boolean): string {
  const pieces = [...found.matchAll(/[0-9０-９]+[XxＸｘ×Х]?/gu)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  let masked = found;
  let next = 0;
  for (const [at, [from]] of pieces.entries()) {
    if (at < next) continue;
    for (const [further, [, to]] of pieces.slice(at, at + longestRun).entries()) {
      const part = found.slice(from, to);
      if (!isSecret(compact(part), besideLetter)) continue;
      masked = masked.slice(0, from) + mask(part) + masked.slice(to);
      next = at + further + 1;
    }
  }
  return masked;
}

function compact(text: string): string {
  return normalise(text).text.replace(/[×Х]/g, "X").replace(separator, "");
}

/** Fewer than 18 digits beside a letter are a piece of a longer code (a unified code holds such pieces). */
function isSecret(code: string, besideLetter: boolean): boolean {
  if (besideLetter && code.length < 18) return false;
  if (code.length === 15) return mayBeOldPersonNumber(code);
  if (!resemblesPersonNumber(code)) return false;
  return readPersonNumber(code)?.checkHolds === true || checkUnifiedCode(code).verdict !== "valid";
}

/** Keeps the separators, so that the echo is recognisable to who wrote it. */
function mask(text: string): string {
  const characters = [...text];
  const masked = maskPersonNumber("0".repeat(characters.length));
  return characters
    .map((character, at) => (masked.charAt(at) === "*" && /[0-9０-９XxＸｘ×Х]/u.test(character) ? "*" : character))
    .join("");
}

/**
 * Whether 15 or 18 normalised characters are a citizen number with letters for digits, or the number of a foreigner's card
 * from before 2023 (three letters of the country, region, date of birth).
 */
export function isDisguised(code: string): boolean {
  if (/^[A-Z]{3}\d{12}$/.test(code)) return isDay(code.slice(7, 13));
  if (code.length !== 18 || !/[OILZSB]/.test(code)) return false;
  const read: Readonly<Record<string, string>> = { O: "0", I: "1", L: "1", Z: "2", S: "5", B: "8" };
  const digits = code.replace(/[OILZSB]/g, (letter) => read[letter] ?? letter);
  return readPersonNumber(digits)?.checkHolds === true && checkUnifiedCode(code).verdict !== "valid";
}

/** YYMMDD. */
function isDay(text: string): boolean {
  return (
    Number(text.slice(2, 4)) >= 1 && Number(text.slice(2, 4)) <= 12 && /^(0[1-9]|[12]\d|3[01])$/.test(text.slice(4))
  );
}

/** Digits in Chinese numerals, plain, formal and as they are spoken. */
const numerals = new Map(
  ["零〇○", "一壹幺弌", "二贰貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"].flatMap((signs, value) =>
    [...signs].map((sign) => [sign, String(value)] as const),
  ),
);
const numeral = new RegExp(`[${[...numerals.keys()].join("")}]`, "gu");

const alone = (shape: string) => new RegExp(`(?<![0-9A-Z])(?:${shape})(?![0-9A-Z])`, "u");
const gap = "[\\s\\p{Pd}.·]?";
/** Numbers of persons that stand out in any text: mobile telephones, passports, travel permits. */
const personal: readonly RegExp[] = [
  alone(`(?:\\+?(?:00)?86${gap})?1[3-9]\\d${gap}\\d{4}${gap}\\d{4}`),
  // Ordinary passports (E, G; E with a second letter), diplomatic, service and public affairs ones.
  alone("[EG]\\d{8}|E[A-HJ-NP-Z]\\d{7}|[DSP]E\\d{7}"),
  // Mainland travel permits for residents of Hong Kong and Macao, with and without the times of issue.
  alone("[HM]\\d{8}(?:\\d{2})?"),
  // Whatever is called so.
  /(?:护照|通行证|回乡证|台胞证|居留证|居留身份证|居住证|PASSPORT)[^0-9A-Z]{0,8}[0-9A-Z]{6,18}(?![0-9A-Z])/u,
];
/** Passports of other states and identity cards of Hong Kong, which in a longer text could be a model or a batch. */
const personalAlone = /^(?:[A-Z]{1,2}\d{7,8}|[A-Z]{1,2}\d{6}\(?[\dA]\)?)$/;

/**
 * Whether a text somebody looks something up by is or holds what finds a person: an identity number, in Chinese numerals
 * too, a passport, a travel permit, a mobile telephone (C13). Stricter than {@link looksLikePersonNumber}: such a text is
 * no name and no code of an organisation. An organisation code of a letter and eight digits that could be a passport
 * counts as one: its organisation is found by its unified code or name.
 */
export function holdsPersonsIdentifier(text: string): boolean {
  if (looksLikePersonNumber(text)) return true;
  const even = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\p{Cf}\p{Cc}]/gu, "");
  const read = even.replace(numeral, (sign) => numerals.get(sign) ?? sign);
  if (looksLikePersonNumber(read)) return true;
  const bare = normalise(even).text.replace(/[.·_/]/g, "");
  if (personal.some((shape) => [even, read, bare].some((form) => shape.test(form)))) return true;
  return personalAlone.test(bare) && checkOrganisationCode(bare).verdict !== "valid";
}

// The ids of records and batches: random digits, nobody's number.
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Whether an address (path and query, as it was asked for) holds what looks like a person's number in any of its pieces. */
export function addressHoldsPersonNumber(url: string): boolean {
  return url.split(/[/?&=]/).some((piece) => {
    const read = decoded(piece);
    return [read, ...read.split(/[/?&=]/)].some((part) => looksLikePersonNumber(part.replace(uuid, "")));
  });
}

/** An address within an address is encoded twice. What cannot be decoded stays as it is. */
function decoded(piece: string): string {
  let text = piece.replaceAll("+", " ");
  for (let times = 0; times < 3 && text.includes("%"); times++) {
    try {
      text = decodeURIComponent(text);
    } catch {
      return text;
    }
  }
  return text;
}
