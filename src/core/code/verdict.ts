/** What a check of an identifier answers: never a bare boolean, always with its reasons in both languages. */
import reasons from "./reasons.json" with { type: "json" };

/**
 * `valid`: form and check digit hold. `checksum-exception`: a real identifier whose check digit is wrong; kept, marked
 * and findable. `placeholder`: written where there is no number; nobody's, matches nobody. `malformed`: none of these.
 */
export type Verdict = "valid" | "checksum-exception" | "placeholder" | "malformed";

/** Kinds of identifiers; the words of GLOSSARY.md and of `registry.identifier.scheme`. */
export type Scheme =
  | "unified-code"
  | "organisation-code"
  | "registration-number"
  | "legacy-registration-number"
  | "person-number"
  | "division"
  | "lei";

export type ReasonCode = keyof typeof reasons;

/** A reason with the values its sentences name. Never holds a person's number. */
export interface Note {
  readonly code: ReasonCode;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** What every check answers. `normalised` is null unless the identifier may be kept and matched. */
export interface Checked {
  readonly verdict: Verdict;
  readonly normalised: string | null;
  readonly notes: readonly Note[];
}

/** A reason as people read it. */
export interface Reason {
  readonly code: ReasonCode;
  readonly zh: string;
  readonly en: string;
}

/** Writes a reason out in both languages. */
export function reasonOf({ code, params = {} }: Note): Reason {
  const fill = (sentence: string) => sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ""));
  return { code, zh: fill(reasons[code].zh), en: fill(reasons[code].en) };
}

/** A refused identifier: nothing of it may be matched. */
export function malformed(notes: readonly Note[], ...more: Note[]): Checked {
  return { verdict: "malformed", normalised: null, notes: [...notes, ...more] };
}
