/** Organisation codes, GB 11714-1997: eight characters and a check digit, `D2143569-X`. */
import { prepare } from "./normalise.ts";
import { type Checked, malformed, type Note } from "./verdict.ts";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** Weights of GB 11714. */
export const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/** Value of a character under GB 11714 (all 36, unlike unified codes), or -1. */
export function organisationValue(character: string): number {
  return alphabet.indexOf(character);
}

/** The check digit of eight characters, 0-9 or X; null where one of them is no digit or capital. */
export function organisationCheckDigit(body: string): string | null {
  let sum = 0;
  for (const [at, weight] of organisationWeights.entries()) {
    const value = organisationValue(body.charAt(at));
    if (value < 0 || body.charAt(at) === "") return null;
    sum += value * weight;
  }
  return checkDigitOfSum(sum);
}

/** 11 − S mod 11, where 10 is written X and 11 is written 0. */
export function checkDigitOfSum(sum: number): string {
  return "0X987654321".charAt(sum % 11);
}

/**
 * Checks an organisation code that stands alone. A wrong check digit makes it malformed: there is nothing else in it
 * that could vouch for the rest. Within a unified code the whole vouches for its part (`unified.ts`).
 * Normalised without its hyphen: `D2143569X`.
 */
export function checkOrganisationCode(raw: string): Checked {
  const { text: code, notes, placeholder } = prepare(raw);
  if (placeholder) return placeholder;
  const fault = organisationFault(code);
  return fault ? malformed(notes, fault) : { verdict: "valid", normalised: code, notes };
}

function organisationFault(code: string): Note | null {
  if (code.length !== 9) return { code: "organisation.length", params: { length: code.length } };
  const position = [...code].findIndex((character, at) => !(at < 8 ? /[0-9A-Z]/ : /[0-9X]/).test(character)) + 1;
  if (position > 0) return { code: "organisation.character", params: { position } };
  return organisationCheckDigit(code.slice(0, 8)) === code.charAt(8) ? null : { code: "organisation.check-digit" };
}
