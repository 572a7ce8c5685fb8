/** Whom a question is about: a number of a known scheme, never a name, never a person's number in another's place (C13). */
import { type CheckQuestion, checkSchemes } from "#contract/checks.ts";
import { checkOrganisationCode } from "#core/code/organisation.ts";
import { checkPersonNumber } from "#core/code/person.ts";
import { checkRegistrationNumber } from "#core/code/registration.ts";
import { looksLikePersonNumber } from "#core/code/secrets.ts";
import { checkUnifiedCode } from "#core/code/unified.ts";
import { type Checked, malformed } from "#core/code/verdict.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";

export type CheckScheme = (typeof checkSchemes)[number];

/** A number one may ask by, normalised. A person's is a secret: it goes to its token and nowhere else. */
export interface AskedNumber {
  readonly scheme: CheckScheme;
  readonly value: string;
}

const checks: Readonly<Record<CheckScheme, (value: string) => Checked>> = {
  "unified-code": checkUnifiedCode,
  "organisation-code": checkOrganisationCode,
  "registration-number": checkRegistrationNumber,
  "social-organisation-certificate": certificate,
  "institution-certificate": certificate,
  "person-number": checkPersonNumber,
};

/** Certificates have no check digit: letters, digits and 字第号, as they were given. */
function certificate(value: string): Checked {
  const text = value.normalize("NFKC").replace(/\s/g, "").toUpperCase();
  if (/^0+X?$/.test(text)) return { verdict: "placeholder", normalised: null, notes: [] };
  return /^[\p{L}\p{N}()〔〕-]{4,40}$/u.test(text) && /\d{3}/.test(text)
    ? { verdict: "valid", normalised: text, notes: [] }
    : malformed([]);
}

/** The number of a question, or why it is none. Nothing of what was written is repeated. */
export function readNumber({
  scheme = "unified-code",
  value = "",
  name,
}: CheckQuestion["subject"]): Outcome<AskedNumber> {
  if (name !== undefined) return refuse("measures.by-name", { field: "subject.name" });
  const known = checkSchemes.find((one) => one === scheme);
  if (!known) return refuse("measures.number", { field: "subject.scheme" });
  if (known !== "person-number" && looksLikePersonNumber(value)) return refuse("registry.identity-number");
  const { verdict, normalised } = checks[known](value);
  if (verdict === "placeholder") return refuse("measures.placeholder", { field: "subject.value" });
  if (normalised === null) return refuse("measures.number", { field: "subject.value" });
  return done({ scheme: known, value: normalised });
}
