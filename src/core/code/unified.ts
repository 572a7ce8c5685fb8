/**
 * Unified (social credit) codes, GB 32100-2015 with amendment 1 of 2016: department, category, division (6), organisation
 * code (9), check character. DOMAIN.md 2 and 11 say what three million real ones look like.
 */
import type { Bilingual } from "../refusal.ts";
import departments from "./departments.json" with { type: "json" };
import { isScientific, prepare } from "./normalise.ts";
import { organisationValue, organisationWeights } from "./organisation.ts";
import { readPersonNumber, resemblesPersonNumber } from "./person.ts";
import type { Checked, Note } from "./verdict.ts";

/** Characters by value: 31 of them, no I, O, S, V, Z. */
export const unifiedAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;

export interface UnifiedCheck extends Checked {
  /** Verdict on characters 9 to 17 as an organisation code; null where the whole is a placeholder or malformed. */
  readonly organisation: "valid" | "checksum-exception" | null;
}

interface Department extends Bilingual {
  readonly categories: Readonly<Record<string, Bilingual>>;
}
const departmentTable: Readonly<Record<string, Department>> = departments;

/** The registering department of character 1, or null. */
export function departmentOf(code: string): Bilingual | null {
  return departmentTable[code.charAt(0)] ?? null;
}

/** The category of character 2 under its department, or null (as for 99, which is in practice but not in the table). */
export function categoryOf(code: string): Bilingual | null {
  return departmentTable[code.charAt(0)]?.categories[code.charAt(1)] ?? null;
}

/** Department and category together ('91', 'N2'): every pair the standard knows, and 99, found in real registrations. */
const forms = new Set([
  ...Object.entries(departmentTable).flatMap(([one, { categories }]) =>
    Object.keys(categories).map((two) => one + two),
  ),
  "99",
]);

/**
 * What each character adds at each of the 18 places, by char code: weight × value under GB 32100 in the low 16 bits,
 * under GB 11714 (places 9 to 17) in the high ones; -1 where it cannot stand. Both sums must then be divisible, by 31
 * and by 11: the check characters count with weight 1. One look-up a character is what makes the check fast.
 */
const contributions = tabulate();

function tabulate(): Int32Array {
  const table = new Int32Array(18 * 128).fill(-1);
  for (let place = 0; place < 18; place++) {
    for (const [value, character] of [...unifiedAlphabet].entries()) {
      const organisation = organisationContribution(place, character);
      if ((place >= 2 && place < 8 && value > 9) || organisation === null) continue;
      table[place * 128 + character.charCodeAt(0)] = value * (weights[place] ?? 1) + organisation * 65_536;
    }
  }
  return table;
}

function organisationContribution(place: number, character: string): number | null {
  if (place < 8 || place > 16) return 0;
  if (place < 16) return organisationValue(character) * (organisationWeights[place - 8] ?? 0);
  if (character === "X") return 10;
  return organisationValue(character) <= 9 ? organisationValue(character) : null;
}

const noNotes: readonly Note[] = [];

/**
 * Checks a unified code. Fast where the text is one that passes everything as written (nearly always); everything
 * else goes the long way, where it is normalised and judged with reasons.
 *
 * A wrong check character does not make a code false: registrars issued such codes (DOMAIN.md 11.1, 11.2). It is a
 * `checksum-exception` when something independent of it speaks for the rest:
 * - the organisation code inside passes its own check (noise does so in 1 of 11), or
 * - the character is `S mod 31` without the complement, and the registrar is in Sichuan, Hubei, Guangxi or Anhui, where
 *   such codes were issued (noise: 1 of 31).
 * Otherwise, as with `91522625QWER12345E` or a test record, nothing shows that it is anyone's, and it is `malformed`; so
 * is one that a spreadsheet rounded, or that has the form of a person's number (C13).
 *
 * The division is not a reason to refuse: 2 % of real codes name one that is in no list (DOMAIN.md 11.4).
 */
export function checkUnifiedCode(text: string): UnifiedCheck {
  return passesAsWritten(text)
    ? { verdict: "valid", normalised: text, notes: noNotes, organisation: "valid" }
    : examine(text);
}

function passesAsWritten(text: string): boolean {
  if (text.length !== 18) return false;
  let sums = 0;
  for (let place = 0; place < 18; place++) {
    const character = text.charCodeAt(place);
    // Beyond ASCII the table would be read at a wrong place.
    const contribution = character < 128 ? (contributions[place * 128 + character] ?? -1) : -1;
    if (contribution < 0) return false;
    sums += contribution;
  }
  return (sums & 0xffff) % 31 === 0 && (sums >>> 16) % 11 === 0 && isOrdinary(text);
}

/** Department and category of the standard's table, by their two char codes. */
const ordinaryForms = new Uint8Array(128 * 128);
for (const form of forms) ordinaryForms[form.charCodeAt(0) * 128 + form.charCodeAt(1)] = form === "99" ? 0 : 1;

/** False for codes whose arithmetic is not enough: category 99, no organisation, a year where citizen numbers have theirs. */
function isOrdinary(text: string): boolean {
  if (ordinaryForms[text.charCodeAt(0) * 128 + text.charCodeAt(1)] !== 1) return false;
  const decade = text.charCodeAt(6) * 128 + text.charCodeAt(7);
  if (decade === nineteen || decade === twenty) return false;
  return text.charCodeAt(8) !== zero || !text.startsWith("00000000", 8);
}
const zero = "0".charCodeAt(0);
const nineteen = "1".charCodeAt(0) * 128 + "9".charCodeAt(0);
const twenty = "2".charCodeAt(0) * 128 + zero;

function examine(raw: string): UnifiedCheck {
  const { text, notes, placeholder } = prepare(raw);
  if (placeholder) return { ...placeholder, organisation: null };
  const fault = formFault(text);
  if (fault?.code === "unified.letter") return withLookAlikes(text, notes) ?? nothing("malformed", [...notes, fault]);
  return fault ? nothing("malformed", [...notes, fault]) : judge(text, notes);
}

function nothing(verdict: "placeholder" | "malformed", notes: readonly Note[]): UnifiedCheck {
  return { verdict, normalised: null, notes, organisation: null };
}

/** What is wrong with the characters, check characters apart; null where nothing is. */
function formFault(code: string): Note | null {
  if (isScientific(code)) return { code: "input.scientific" };
  if (code.length !== 18) return { code: "unified.length", params: { length: code.length } };
  if (/[IOSVZ]/.test(code) && /^[0-9A-Z]+$/.test(code)) return { code: "unified.letter" };
  if (!departmentTable[code.charAt(0)]) return { code: "unified.department" };
  if (!forms.has(code.slice(0, 2))) return { code: "unified.category" };
  const place = [...code].findIndex(
    (character, at) => !unifiedAlphabet.includes(character) || (at >= 2 && at < 8 && !/\d/.test(character)),
  );
  return place < 0 ? null : { code: "unified.character", params: { position: place + 1 } };
}

const lookAlikes: Readonly<Record<string, string>> = { O: "0", I: "1", Z: "2", S: "5", V: "U" };

/**
 * The five letters no unified code has, read as what they look like. Taken only where the code then passes both its
 * checks, so that chance (1 of 341) hardly ever makes somebody else's code of a wrong one. V is read as U alone: Y and W
 * are less like it, and trying several readings would multiply chance.
 */
function withLookAlikes(text: string, notes: readonly Note[]): UnifiedCheck | null {
  const code = text.replace(/[IOSVZ]/g, (letter) => lookAlikes[letter] ?? letter);
  const check = formFault(code) ? null : judge(code, []);
  if (check?.organisation !== "valid" || check.verdict !== "valid" || readPersonNumber(code)) return null;
  const substitutions = [...new Set(text.match(/[IOSVZ]/g))]
    .map((letter) => `${letter}→${lookAlikes[letter]}`)
    .join(" ");
  const note: Note = { code: "input.look-alike", params: { substitutions } };
  return { verdict: "valid", normalised: code, notes: [...notes, note], organisation: "valid" };
}

/**
 * The check character that completes 17 characters; null where one of them cannot stand in a unified code. For invented
 * codes of demo data and tests.
 */
export function unifiedCheckCharacter(body: string): string | null {
  if (body.length !== 17 || [...body].some((character) => !unifiedAlphabet.includes(character))) return null;
  return checkCharacterOfSum(sumsOf(body).unified);
}

/** (31 − S mod 31) mod 31, as a character. */
function checkCharacterOfSum(sum: number): string {
  return unifiedAlphabet.charAt((31 - (sum % 31)) % 31);
}

/** The sums of GB 32100 (without the check character) and GB 11714 (with it). */
function sumsOf(code: string): { unified: number; organisationHolds: boolean } {
  let unified = 0;
  let organisation = 0;
  for (let place = 0; place < 17; place++) {
    const character = code.charAt(place);
    unified += unifiedAlphabet.indexOf(character) * (weights[place] ?? 0);
    // A letter other than X at the organisation code's check digit fails it.
    organisation += organisationContribution(place, character) ?? Number.NaN;
  }
  return { unified, organisationHolds: organisation % 11 === 0 };
}

/** Judges 18 characters of the right form. */
function judge(code: string, notes: readonly Note[]): UnifiedCheck {
  const { unified, organisationHolds } = sumsOf(code);
  // One real cooperative has zeros there, with a check character that holds; who fills in zeros does not compute it.
  if (code.startsWith("00000000", 8) && checkCharacterOfSum(unified) !== code.charAt(17))
    return nothing("placeholder", [{ code: "placeholder.organisation-part" }]);
  const organisation = organisationHolds ? "valid" : "checksum-exception";
  const more: Note[] = [];
  if (checkCharacterOfSum(unified) === code.charAt(17)) {
    if (code.startsWith("99")) more.push({ code: "unified.category-in-practice" });
    if (!organisationHolds) more.push({ code: "organisation.part-check-digit" });
    if (readPersonNumber(code)?.checkHolds) more.push({ code: "unified.also-person-number" });
    return { verdict: "valid", normalised: code, notes: [...notes, ...more], organisation };
  }
  if (resemblesPersonNumber(code)) return nothing("malformed", [...notes, { code: "unified.person-number" }]);
  const { real, causes } = evidence(code, { unified, organisationHolds });
  return real
    ? { verdict: "checksum-exception", normalised: code, notes: [...notes, ...causes], organisation }
    : nothing("malformed", [...notes, ...causes]);
}

const systematic: ReadonlySet<string> = new Set(["unified.uncomplemented-registrar", "unified.early-fujian"]);

/** Whether the cause of a wrong check character is one that registrars are known for (DOMAIN.md 11.1, 11.2). */
export function isSystematic({ notes }: { readonly notes: readonly Note[] }): boolean {
  return notes.some(({ code }) => systematic.has(code));
}

/** Provinces whose registrars issued codes without the complement (DOMAIN.md 11.1): Anhui, Hubei, Guangxi, Sichuan. */
const uncomplementing = new Set(["34", "42", "45", "51"]);

/** Whether a code with a wrong check character is anyone's, and the cause as far as it is known. */
function evidence(
  code: string,
  { unified, organisationHolds }: { unified: number; organisationHolds: boolean },
): { real: boolean; causes: readonly Note[] } {
  if (/^\d+000$/.test(code)) return { real: false, causes: [{ code: "input.rounded" }] };
  const uncomplemented = unifiedAlphabet.charAt(unified % 31) === code.charAt(17);
  if (uncomplemented && uncomplementing.has(code.slice(2, 4))) {
    return { real: true, causes: [{ code: "unified.uncomplemented-registrar" }] };
  }
  if (!organisationHolds) return { real: false, causes: [{ code: "unified.check-digit" }] };
  if (code.startsWith("9135") && code.startsWith("M000", 8))
    return { real: true, causes: [{ code: "unified.early-fujian" }] };
  const causes: Note[] = [{ code: "unified.check-digit-organisation-holds" }];
  if (uncomplemented) causes.push({ code: "unified.uncomplemented" });
  return { real: true, causes };
}
