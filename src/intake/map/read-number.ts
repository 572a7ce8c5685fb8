/** Numbers of subjects, checked and normalised by core/code: under the scheme the field names, or told by their form. */
import type { Field } from "#contract/catalogue.ts";
import { checkLei } from "#core/code/lei.ts";
import { normalise, prepare } from "#core/code/normalise.ts";
import { checkOrganisationCode } from "#core/code/organisation.ts";
import { checkPersonNumber } from "#core/code/person.ts";
import { checkLegacyRegistrationNumber, checkRegistrationNumber } from "#core/code/registration.ts";
import { looksLikePersonNumber } from "#core/code/secrets.ts";
import { checkUnifiedCode } from "#core/code/unified.ts";
import { type Checked, type Note, reasonOf } from "#core/code/verdict.ts";
import type { Identifier, Scheme } from "#core/subject/identifier.ts";
import type { PersonScheme } from "#src/registry/index.ts";
import type { Cell } from "../read/row.ts";
import type { PersonNumber } from "./mapped.ts";
import { find, type Place, readText } from "./read-field.ts";

/** Schemes of organisations and businesses a field may name in `x-identifier`. */
const checks: Readonly<Record<string, (raw: string) => Checked>> = {
  "unified-code": checkUnifiedCode,
  "organisation-code": checkOrganisationCode,
  "registration-number": checkRegistrationNumber,
  "legacy-registration-number": checkLegacyRegistrationNumber,
  lei: checkLei,
};
const unchecked: ReadonlySet<string> = new Set([
  "tax-number",
  "institution-certificate",
  "social-organisation-certificate",
]);
const personSchemes: ReadonlySet<string> = new Set(["person-number", "passport-number", "other-document-number"]);

/** What a field's number identifies: an organisation or business, a person, or nobody (a division, another body's code). */
export function holderOf(field: Field): "organisation" | "person" | null {
  const scheme = field["x-identifier"];
  if (scheme === undefined) return null;
  if (scheme in checks || unchecked.has(scheme)) return "organisation";
  return personSchemes.has(scheme) ? "person" : null;
}

/** What a cell of a number says: the number as it identifies, and what the payload keeps of it. */
export interface ReadNumber {
  readonly number: Identifier | null;
  readonly text: string;
}

/** The placeholder of the published layouts (DOMAIN.md 2): kept as it was sent, nobody's number. */
const layoutPlaceholder = "00000000000000000X";

/**
 * Reads an organisation's number. A placeholder is nobody's; a malformed number is left to the rules of the item, which
 * hold the row: neither matches anyone.
 */
export function readNumberOf(scheme: string, cell: Cell, place: Place): ReadNumber | undefined {
  const text = readText(cell, place);
  if (text === undefined) return undefined;
  const [found, checked] = checkAs(scheme, text);
  if (checked.verdict === "placeholder")
    return normalise(text).text === layoutPlaceholder ? { number: null, text: layoutPlaceholder } : undefined;
  if (checked.verdict === "malformed" || checked.normalised === null) return { number: null, text };
  // What was done to its writing is worth a line; what is true of all numbers of its kind is not.
  const tidied = checked.notes.filter(({ code }) => code.startsWith("input."));
  if (tidied.length > 0) find(place, "value.identifier-tidied", { verdict: "note", cell, params: wordsOf(tidied) });
  const verdict = unchecked.has(found) ? "unchecked" : checked.verdict;
  const number: Identifier = {
    scheme: found as Scheme,
    value: checked.normalised,
    verdict,
    validFrom: null,
    validUntil: null,
  };
  return { number, text: number.value };
}

/** A registration number may be of the 15-digit kind or older; both stand in the same column of every layout. */
function checkAs(scheme: string, text: string): [scheme: string, checked: Checked] {
  const check = checks[scheme];
  if (!check) {
    const { text: plain, notes, placeholder } = prepare(text);
    return [scheme, placeholder ?? { verdict: "valid", normalised: plain, notes }];
  }
  const checked = check(text);
  if (scheme === "registration-number" && checked.verdict === "malformed") {
    const older = checkLegacyRegistrationNumber(text);
    if (older.verdict === "valid" || older.verdict === "checksum-exception")
      return ["legacy-registration-number", older];
  }
  return [scheme, checked];
}

const byForm = ["unified-code", "registration-number", "organisation-code", "lei"] as const;

/** Reads a number whose scheme its own form tells; never a person's, which no form proves. */
export function readNumberByForm(cell: Cell, place: Place): Identifier | undefined {
  const text = readText(cell, place);
  if (text === undefined) return undefined;
  // A person's number among codes goes nowhere but to a person's field (C13).
  if (looksLikePersonNumber(text)) return find(place, "value.identifier-person");
  const length = normalise(text).text.length;
  const likely =
    length >= 17 && length <= 19
      ? "unified-code"
      : length <= 10
        ? "organisation-code"
        : length === 20
          ? "lei"
          : "registration-number";
  for (const scheme of [likely, ...byForm.filter((one) => one !== likely)]) {
    const [, checked] = checkAs(scheme, text);
    if (checked.verdict !== "malformed") return readNumberOf(scheme, cell, place)?.number ?? undefined;
  }
  const [, checked] = checkAs(likely, text);
  return find(place, "value.identifier", { verdict: "hold", cell, params: wordsOf(checked.notes) });
}

/** What a document's kind says of the number beside it, by the field's code for it or by its words. */
const documentKinds: readonly (readonly [said: RegExp, scheme: PersonScheme])[] = [
  [/永久居留|foreigner-residence/, "residence-permit"],
  [/身份证|identity-card/, "person-number"],
  [/护照|passport/, "passport"],
  [/通行证|permit/, "travel-permit"],
];

function schemeOfDocument(kind: string | undefined): PersonScheme {
  if (kind === undefined) return "person-number";
  return documentKinds.find(([said]) => said.test(kind))?.[1] ?? "other";
}

/** Reads a person's number; null where it is malformed, which the item's rules then hold. Its digits appear in no finding. */
export function readPersonNumberOf(
  cell: Cell,
  place: Place,
  { field, documentType }: { field: string; documentType: string | undefined },
): { person: PersonNumber | null; text: string } | undefined {
  const text = readText(cell, place);
  if (text === undefined) return undefined;
  const scheme = schemeOfDocument(documentType);
  const checked = checkPersonNumber(text);
  if (checked.verdict === "valid" && checked.normalised !== null) {
    // Residence permits and cards since 2023 have the citizen number's form; one form, one token.
    const { normalised, birthDate } = checked;
    return { person: { field, scheme: "person-number", number: normalised, birthDate }, text: normalised };
  }
  if (checked.verdict === "placeholder") return undefined;
  if (scheme !== "person-number") {
    const number = normalise(text).text;
    if (/^[0-9A-Z]{5,20}$/.test(number)) return { person: { field, scheme, number, birthDate: null }, text: number };
  }
  return { person: null, text };
}

function wordsOf(notes: readonly Note[]): { zh: string; en: string } {
  const reasons = notes.map(reasonOf);
  return { zh: reasons.map(({ zh }) => zh).join("；"), en: reasons.map(({ en }) => en).join("; ") };
}
