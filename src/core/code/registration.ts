/** Registration numbers of enterprises from before the unified code (2015), which registers still carry. */
import { iso7064 } from "./iso7064.ts";
import { isScientific, prepare } from "./normalise.ts";
import { namesProvince, resemblesOldPersonNumber } from "./person.ts";
import { type Checked, malformed, type Note } from "./verdict.ts";

/**
 * Checks a 15-character registration number, GS15-2006: registering authority (6 digits), sequence (8), check digit
 * (ISO 7064 MOD 11,10); all 1,520 real ones measured pass it. Farmers' cooperatives have `NA`, six digits and a fixed X
 * instead. A note says where it could be a citizen's old number too; who is not told the scheme asks `identify.ts`.
 */
export function checkRegistrationNumber(raw: string): Checked {
  const { text: code, notes, placeholder } = prepare(raw);
  if (placeholder) return placeholder;
  if (/^\d{6}NA\d{6}X$/.test(code) && namesAuthority(code)) {
    return { verdict: "valid", normalised: code, notes: [...notes, { code: "registration.cooperative" }] };
  }
  const fault = registrationFault(code);
  if (fault) return malformed(notes, fault);
  const more: Note[] = mayBeOldPersonNumber(code) ? [{ code: "registration.also-person-number" }] : [];
  return { verdict: "valid", normalised: code, notes: [...notes, ...more] };
}

function registrationFault(code: string): Note | null {
  if (isScientific(code)) return { code: "input.scientific" };
  if (code.length !== 15) return { code: "registration.length", params: { length: code.length } };
  const place = [...code].findIndex((character) => !/\d/.test(character));
  if (place >= 0) return { code: "registration.character", params: { position: place + 1 } };
  if (!namesAuthority(code)) return { code: "registration.authority" };
  return iso7064["MOD 11,10"].holds(code) ? null : { code: "registration.check-digit" };
}

/** Authorities are numbered as divisions; the national one is 100000. */
function namesAuthority(code: string): boolean {
  return code.startsWith("10") || namesProvince(code);
}

/**
 * Whether 15 digits can be a citizen's old number (region, YYMMDD, sequence). Sequences of registration numbers begin
 * low, so theirs read as the year 1900 (270 of 1,520 real ones, none as another): with a right check digit they are none.
 */
export function mayBeOldPersonNumber(code: string): boolean {
  return resemblesOldPersonNumber(code) && !(code.startsWith("00", 6) && iso7064["MOD 11,10"].holds(code));
}

/** `企合苏总字第000113号`: kind, place, 总 or 副, 字第, number. */
const worded = /^[\p{Script=Han}()]{2,16}字第?\d{3,10}号?$/u;

/**
 * Checks an older number: 13 digits (authority 6, kind of ownership 1, sequence 6), or the worded form of foreign-invested
 * enterprises. There is no check digit, so `valid` says that the form is right, and a note says just that.
 * Normalised without the closing 号, which registers leave off.
 */
export function checkLegacyRegistrationNumber(raw: string): Checked {
  const { text, notes, placeholder } = prepare(raw);
  if (placeholder) return placeholder;
  const isNumber = /^\d{13}$/.test(text) && namesAuthority(text);
  if (!isNumber && !worded.test(text)) return malformed(notes, { code: "legacy.form" });
  const more: Note[] = text.endsWith("号") ? [{ code: "legacy.suffix" }] : [];
  return {
    verdict: "valid",
    normalised: text.replace(/号$/, ""),
    notes: [...notes, ...more, { code: "legacy.no-check-digit" }],
  };
}
