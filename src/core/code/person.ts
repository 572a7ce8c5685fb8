/**
 * Numbers of natural persons, GB 11643-1999 and its kin. They are secrets (C13): nothing here puts one into a note,
 * and no sex is read from one. Nobody's kind may be inferred from a number: see `secrets.ts` for texts of unknown kind.
 */
import { daysInMonth, type IsoDate } from "../time/date.ts";
import { countries } from "./countries.ts";
import { iso7064 } from "./iso7064.ts";
import { isScientific, prepare } from "./normalise.ts";
import { type Checked, malformed, type Note } from "./verdict.ts";

/** Citizens; residents of Hong Kong, Macao, Taiwan with a residence permit; foreigners with permanent residence. */
export type PersonNumberKind = "citizen" | "residence-permit" | "foreigner";

export interface PersonCheck extends Checked {
  readonly kind: PersonNumberKind | null;
  /** For the protection of children (C4). Null where the number is not valid. */
  readonly birthDate: IsoDate | null;
}

export interface PersonNumber {
  readonly kind: PersonNumberKind;
  readonly birthDate: IsoDate;
  readonly checkHolds: boolean;
}

/** First two digits of citizen numbers: provinces of GB/T 2260 ever used. */
const provinces = new Set(
  "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split(" "),
);

/** Whether the first two digits of a six-digit code name a province. */
export function namesProvince(code: string): boolean {
  return provinces.has(code.slice(0, 2));
}

/**
 * Reads 18 normalised characters as a person's number: region, a birth date that exists, from 1900 to 2099. Null where
 * they have not the form; `checkHolds` says whether the check character (ISO 7064 MOD 11-2) is right.
 */
export function readPersonNumber(code: string): PersonNumber | null {
  if (!/^\d{17}[\dX]$/.test(code)) return null;
  const kind = kindOf(code);
  const birthDate = dayFrom(code.slice(6, 14));
  if (!kind || !birthDate || birthDate < "1900" || birthDate > "2100") return null;
  return { kind, birthDate, checkHolds: iso7064["MOD 11-2"].holds(code) };
}

/**
 * Foreigners (cards since 2023): 9, province, country (ISO 3166-1 numeric), birth date. Without the country a dozen
 * unified codes of a large city would be taken for persons' numbers; with it none of 645,388 real ones is.
 */
function kindOf(code: string): PersonNumberKind | null {
  if (code.startsWith("9"))
    return provinces.has(code.slice(1, 3)) && countries.has(code.slice(3, 6)) ? "foreigner" : null;
  if (/^8[123]0000/.test(code)) return "residence-permit";
  return provinces.has(code.slice(0, 2)) && !code.startsWith("8") ? "citizen" : null;
}

/**
 * Whether 16 to 19 digits (the last may be X) begin as a person's number does: region, then a year from 1900 to 2099. So
 * begin also numbers with a digit missing, doubled or mistyped, which tell nearly as much of a person as the right one.
 */
export function resemblesPersonNumber(code: string): boolean {
  if (!/^\d{6}(19|20)\d{7,10}[\dX]$/.test(code)) return false;
  const kind = kindOf(code);
  // Most unified codes begin with 9: a foreigner's number is only seen in one where the day of birth exists.
  return kind === "foreigner" ? dayFrom(code.slice(6, 14)) !== null : kind !== null;
}

/** `19491231` as a day, or null where there is no such day. */
function dayFrom(text: string): IsoDate | null {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8))];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth({ year, month })) return null;
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}` as IsoDate;
}

/** Whether 15 digits have the form of an old citizen number: region, a day as YYMMDD, sequence. It had no check digit. */
export function resemblesOldPersonNumber(code: string): boolean {
  if (!/^\d{15}$/.test(code) || !provinces.has(code.slice(0, 2)) || /^[89]/.test(code)) return false;
  return dayFrom(`19${code.slice(6, 12)}`) !== null;
}

/** The 18 digits an old citizen number became; null where it is none, or where its century is not in the number. */
function upgradeOldPersonNumber(code: string): string | null {
  // Sequences 996 to 999 were for people who were a hundred years old and more.
  if (!resemblesOldPersonNumber(code) || code.slice(12) >= "996") return null;
  const body = `${code.slice(0, 6)}19${code.slice(6)}`;
  return body + iso7064["MOD 11-2"].checkOf(body);
}

/**
 * Checks a text that is known to be meant as a person's number. A wrong check character is malformed, never an
 * exception: no authority is known to have issued such numbers, and a miscopied one must not lead to anyone.
 * Normalised is the 18-character form, of old numbers too: a secret, to be sealed or tokenised at once.
 */
export function checkPersonNumber(raw: string): PersonCheck {
  const { text, notes, placeholder } = prepare(raw);
  // The sign for multiplication is what many keyboards give for X.
  const code = text.replace(/[×Х]$/, "X");
  const none = { kind: null, birthDate: null };
  if (placeholder) return { ...placeholder, ...none };
  const upgraded = code.length === 15 ? upgradeOldPersonNumber(code) : code;
  const number = upgraded === null ? null : readPersonNumber(upgraded);
  if (!number?.checkHolds || upgraded === null) return { ...malformed(notes, personFault(code)), ...none };
  const more: Note[] = [];
  if (code.length === 15) more.push({ code: "person.old-form" });
  if (number.kind === "residence-permit") more.push({ code: "person.residence-permit" });
  if (number.kind === "foreigner") more.push({ code: "person.foreigner" });
  return {
    verdict: "valid",
    normalised: upgraded,
    notes: [...notes, ...more],
    kind: number.kind,
    birthDate: number.birthDate,
  };
}

function personFault(code: string): Note {
  if (isScientific(code)) return { code: "input.scientific" };
  if (/^[A-Z]{3}\d{12}$/.test(code)) return { code: "person.foreigner-before-2023" };
  if (code.length !== 18 && code.length !== 15) return { code: "person.length", params: { length: code.length } };
  const place = [...code].findIndex((character, at) => !(at === 17 ? /[\dX]/ : /\d/).test(character));
  if (place >= 0) return { code: "person.character", params: { position: place + 1 } };
  if (/^\d{15}000$/.test(code)) return { code: "input.rounded" };
  if (code.length === 18 ? kindOf(code) === null : !provinces.has(code.slice(0, 2))) return { code: "person.division" };
  if (resemblesOldPersonNumber(code)) return { code: "person.old-century" };
  return code.length === 18 && readPersonNumber(code) ? { code: "person.check-digit" } : { code: "person.birth-date" };
}

/** A person's number as any screen may show it: first and last character only. */
export function maskPersonNumber(code: string): string {
  return code.length < 3 ? "*".repeat(code.length) : `${code.charAt(0)}${"*".repeat(code.length - 2)}${code.slice(-1)}`;
}
