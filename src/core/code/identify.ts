/** Identifiers whose scheme nobody has told: `code check`, a search box. */
import type { Bilingual } from "../refusal.ts";
import { checkDivisionCode, type Division, type Divisions, divisionNote } from "./division.ts";
import { checkLei } from "./lei.ts";
import { isScientific, longestInput, prepare } from "./normalise.ts";
import { checkOrganisationCode } from "./organisation.ts";
import { checkPersonNumber, maskPersonNumber, readPersonNumber, resemblesPersonNumber } from "./person.ts";
import { checkLegacyRegistrationNumber, checkRegistrationNumber, mayBeOldPersonNumber } from "./registration.ts";
import { isDisguised, looksLikePersonNumber } from "./secrets.ts";
import { categoryOf, checkUnifiedCode, departmentOf } from "./unified.ts";
import { type Checked, malformed, type Note, type Reason, reasonOf, type Scheme, type Verdict } from "./verdict.ts";

/** A department or category of GB 32100 by its character. */
export type CodePart = Bilingual & { readonly code: string };

/** All that a text says about itself, ready to be shown: a person's number in it is masked. */
export interface Identified {
  /** Null where the text has the form of no scheme. */
  readonly scheme: Scheme | null;
  readonly verdict: Verdict;
  readonly normalised: string | null;
  readonly department: CodePart | null;
  readonly category: CodePart | null;
  /** Who first registered it, not where it is today (DOMAIN.md 11.4). */
  readonly division: Division | null;
  readonly organisationCode: { readonly code: string; readonly verdict: Verdict } | null;
  readonly reasons: readonly Reason[];
}

/**
 * Says what a text is by its form and checks it. The scheme is a statement about the number, never about the kind of its
 * subject: 18 digits that pass both as a citizen number and as a unified code are protected as the former, with a reason
 * that says so (`secrets.ts`).
 */
export function identify(raw: string, divisions: Divisions): Identified {
  if (raw.length > longestInput) return identified(null, malformed([], { code: "input.too-long" }));
  const { text, notes, placeholder } = prepare(raw);
  const scheme = schemeOf(text);
  if (placeholder) return identified(scheme, placeholder);
  switch (scheme) {
    case "unified-code":
      return unified(raw, divisions);
    case "person-number":
      return person(raw, text);
    case "organisation-code":
      return organisation(raw);
    case "registration-number":
      return registration(checkRegistrationNumber(raw), scheme, divisions);
    case "legacy-registration-number":
      return registration(checkLegacyRegistrationNumber(raw), scheme, divisions);
    case "division":
      return identified(scheme, checkDivisionCode(raw, divisions), { division: divisions.find(text) });
    case "lei":
      return identified(scheme, checkLei(raw));
    case null:
      return identified(null, malformed(notes, faultOfNone(text), ...maskNotes(raw)));
  }
}

function schemeOf(text: string): Scheme | null {
  if (readsAsPerson(text)) return "person-number";
  if (isScientific(text)) return null;
  if (/字/.test(text)) return "legacy-registration-number";
  // Names are no codes, however long; a strange sign in a code is a misreading, and its check says where.
  if (/(?![A-Z])\p{L}/u.test(text)) return null;
  const byLength: Readonly<Record<number, Scheme>> = {
    6: "division",
    9: "organisation-code",
    13: "legacy-registration-number",
    15: "registration-number",
    18: "unified-code",
    20: "lei",
  };
  // One character too many or too few is most often a unified code, and says so in its reasons.
  const near = /^[1-9ANY][0-9]{7}[0-9A-Z]{8,11}$/.test(text) ? "unified-code" : null;
  return byLength[text.length] ?? near;
}

/** A well-formed citizen number, whatever else it is; or what resembles one and is no unified code. */
function readsAsPerson(text: string): boolean {
  if (mayBeOldPersonNumber(text)) return true;
  const code = text.replace(/[×Х]$/, "X");
  if (isDisguised(code)) return true;
  if (readPersonNumber(code)?.checkHolds) return true;
  return resemblesPersonNumber(code) && checkUnifiedCode(text).verdict !== "valid";
}

/** A text around a person's number is echoed with the number masked, and says so. */
function maskNotes(raw: string): readonly Note[] {
  return looksLikePersonNumber(raw) ? [{ code: "person.masked" }] : [];
}

function faultOfNone(text: string): Note {
  if (text === "") return { code: "input.empty" };
  return { code: isScientific(text) ? "input.scientific" : "input.unknown-scheme" };
}

function identified(
  scheme: Scheme | null,
  { verdict, normalised, notes }: Checked,
  parts: Partial<Pick<Identified, "department" | "category" | "division" | "organisationCode">> = {},
): Identified {
  const { department = null, category = null, division = null, organisationCode = null } = parts;
  return {
    scheme,
    verdict,
    normalised,
    department,
    category,
    division,
    organisationCode,
    reasons: notes.map(reasonOf),
  };
}

function unified(raw: string, divisions: Divisions): Identified {
  const check = checkUnifiedCode(raw);
  const code = check.normalised;
  if (code === null || check.organisation === null) return identified("unified-code", check);
  const part = (character: string, words: Bilingual | null) => (words ? { code: character, ...nameOf(words) } : null);
  return identified("unified-code", withDivisionNote(check, divisions.find(code.slice(2, 8))), {
    department: part(code.charAt(0), departmentOf(code)),
    category: part(code.charAt(1), categoryOf(code)),
    division: divisions.find(code.slice(2, 8)),
    organisationCode: { code: code.slice(8, 17), verdict: check.organisation },
  });
}

function nameOf({ zh, en }: Bilingual): Bilingual {
  return { zh, en };
}

function withDivisionNote(check: Checked, division: Division): Checked {
  const note = divisionNote(division);
  return note ? { ...check, notes: [...check.notes, note] } : check;
}

function person(raw: string, text: string): Identified {
  const check = checkPersonNumber(raw);
  const ambiguous: Note[] = [];
  if (checkUnifiedCode(text).verdict === "valid") ambiguous.push({ code: "person.also-unified-code" });
  if (checkRegistrationNumber(text).verdict === "valid") ambiguous.push({ code: "person.also-registration-number" });
  return identified("person-number", {
    verdict: check.verdict,
    normalised: check.normalised === null ? null : maskPersonNumber(check.normalised),
    notes: [...check.notes, ...ambiguous, { code: "person.masked" }],
  });
}

function organisation(raw: string): Identified {
  const check = checkOrganisationCode(raw);
  const organisationCode = check.normalised === null ? null : { code: check.normalised, verdict: check.verdict };
  return identified("organisation-code", check, { organisationCode });
}

function registration(check: Checked, scheme: Scheme, divisions: Divisions): Identified {
  const authority = /^\d{6}/.exec(check.normalised ?? "")?.[0];
  return authority === undefined
    ? identified(scheme, check)
    : identified(scheme, check, { division: divisions.find(authority) });
}
